"""Lines of an article that open like a byline, or that are nothing but persons' names and a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from compliance.article import Article, Block
from compliance.claim import Author, Claim, sort_of
from compliance.namelist import NameReader
from compliance.passage import phrase

_TOP_BEFORE, _TOP, _BOTTOM, _FRESH = 3, 8, 8, 5
"""How many blocks count as the first lines before and after the headline, the last lines, and the very first."""
_SHORT_LINE = 40
_LONGEST_LINE, _LONGEST_MIDDLE, _LONGEST_FRESH = 160, 80, 90
_NO_LINES = frozenset(["h1", "h2", "figcaption", "title"])
_LINE = re.compile(r"[^\n]+")


def lines(article: Article, reader: NameReader) -> Iterator[Claim]:
    """What the lines of an article say of who wrote it."""
    found = _Lines(article, reader)
    yield from found.opened()
    yield from found.dated()


class _Lines:
    """The lines of one article."""

    def __init__(self, article: Article, reader: NameReader) -> None:
        self.article = article
        self.reader = reader
        self.headline = article.place("byline").start

    def opened(self) -> Iterator[Claim]:
        """Lines of the article that open like a byline."""
        first = self._first_block()
        blocks = self.article.body.blocks
        parts = {
            "top": blocks[max(0, first - _TOP_BEFORE) : first + _TOP],
            "bottom": blocks[-_BOTTOM:],
            "middle": blocks[first + _TOP : -_BOTTOM],
        }
        done: set[int] = set()
        for where, some in parts.items():
            for start, end in self._spans(some):
                if start not in done and end - start <= (_LONGEST_MIDDLE if where == "middle" else _LONGEST_LINE):
                    done.add(start)
                    yield from self._line(where, start, end)

    def _spans(self, blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
        """The lines of these blocks; a line that is only `By` goes with the next one."""
        plain = self.article.body.plain
        spans = [
            (*match.span(), block.kind) for block in blocks for match in _LINE.finditer(plain, block.start, block.end)
        ]
        for index, (start, end, kind) in enumerate(spans):
            if kind not in _NO_LINES:
                alone = index + 1 < len(spans) and end - start < _SHORT_LINE and self._is_opener(plain[start:end])
                yield start, spans[index + 1][1] if alone else end

    def _is_opener(self, text: str) -> bool:
        return phrase(text) in self.reader.openers

    def _line(self, where: str, start: int, end: int) -> Iterator[Claim]:
        body = self.article.body
        if not self.reader.opens(body.plain, start, end):
            return
        names = self.reader.visible(body.plain, start, end)
        found, understood = names.found, names.byline.understood
        person = any(name.kind == "person" for name in found)
        if not found or not names.byline.opened or (not understood and any(name.text[0].islower() for name in found)):
            return
        if where == "middle" and not (understood and person):
            return
        signs = [where, *([] if understood else ["unclear"])]
        signs += [] if person or names.coded else [f"line of {sort_of(found)}"]
        yield Claim(tuple(Author(name, body) for name in found), "line", tuple(signs))

    def dated(self) -> Iterator[Claim]:
        """Lines right after the headline that are nothing but persons' names and a date."""
        body, first = self.article.body, self._first_block()
        for block in body.blocks[first : first + _FRESH]:
            dated = any(char.isdigit() for char in body.plain[block.start : block.end])
            if not dated or block.kind in (*_NO_LINES, "h3") or block.end - block.start > _LONGEST_FRESH:
                continue
            byline = self.reader.byline(body.plain, block.start, block.end)
            certain = byline.people and all(person.certain for person in byline.people)
            if byline.understood and certain and not byline.opened and not byline.others:
                yield Claim(tuple(Author(person.name, body) for person in byline.people), "line", ("dated",))

    def _first_block(self) -> int:
        """The index of the first block after the headline."""
        body = self.article.body
        starts = (body.span(block.start, block.start).start for block in body.blocks)
        return next((index for index, start in enumerate(starts) if start >= self.headline), 0)
