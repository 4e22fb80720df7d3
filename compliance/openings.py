"""Lines of an article that open like a byline, are nothing but somebody's name, or are about the author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from compliance.article import Article, Block
from compliance.biography import biographer, is_mentioned
from compliance.byline import Byline, Name
from compliance.claim import Claim, sort_of
from compliance.namelist import Line, NameReader, is_coded
from compliance.passage import names, phrase
from compliance.signature import HEADINGS
from compliance.text import Folded, fold

_TOP_BEFORE, _TOP, _BOTTOM, _FRESH = 3, 8, 8, 5
"""How many blocks count as the first lines before and after the headline, the last lines, and the very first."""
_PROSE = 120
"""A paragraph of so many characters is running text."""
_BELOW_PROSE = 4
_STACKED = 3
"""So many blocks lie between names that do not belong together; a role may stand beneath each."""
_APART = 6
"""So many blocks between two paragraphs of running text, and they are not of the same article."""
_SHORT_LINE = 40
_OPENING_WORDS = 4
_LONGEST_LINE, _LONGEST_MIDDLE, _LONGEST_FRESH, _LONGEST_BIO = 160, 80, 90, 500
_NO_LINES = frozenset(["h1", "h2", "figcaption", "title"])
_NO_NAMES = _NO_LINES | {"li", "dt", "dd", "td", "th", "caption", "blockquote", "pre", "summary"}
"""What holds names that are no byline's: menus, tables, quotations."""
_NOT_ALONE, _NOT_DATED = re.compile(r"[/|()\[\]©]"), re.compile(r"[/()\[\]©]")
"""What is written between a photographer and an agency; a bar is also written between a name and a date."""
_SIGNED = re.compile(r"[—–―【]")
"""What a line begins with that signs what stands above it: `— Jane Doe`, `【山田太郎】`."""
_BRACKETS = " ()[].–—"
_LINE = re.compile(r"[^\n]+")

Where = Literal["top", "middle", "bottom"]


def lines(
    article: Article, reader: NameReader, outlets: tuple[str, ...] = (), folded: Folded | None = None
) -> Iterator[Claim]:
    """What the lines of an article say of who wrote it; `outlets` are what an author may be said to work for.

    `folded` is the article's text, folded, where it is at hand.
    """
    found = _Lines(article, reader, outlets, fold(article.body.plain) if folded is None else folded)
    yield from found.opened()
    yield from found.alone()
    yield from found.coded()
    yield from found.about()


class _Lines:
    """The lines of one article."""

    def __init__(self, article: Article, reader: NameReader, outlets: tuple[str, ...], folded: Folded) -> None:
        self.body = article.body
        self.folded = folded
        self.blocks = article.body.blocks or (Block(0, len(article.body.plain), "p"),)
        self.bare = article.form != "html"
        """Whether nothing but the article is in it: no teasers, no comments, no menus."""
        self.reader = reader
        self.outlets = outlets
        self._article = article
        headline = article.place("byline").start
        starts = (self.body.span(block.start, block.start).start for block in self.blocks if headline > 0)
        self.first = next((index for index, start in enumerate(starts) if start >= headline), 0)
        """The index of the first block after the headline."""
        prose = [index for index, block in enumerate(self.blocks) if _is_prose(block) and index >= self.first]
        self.prose = self._longest(prose) if prose else (self.first, len(self.blocks) - 1)
        """The indices of the first and the last paragraph of running text."""
        self.lines = self._lines()
        self.short = [at for at, line in enumerate(self.lines) if line.end - line.start <= _LONGEST_FRESH]
        """The numbers of those that may be nothing but a name."""

    def _longest(self, prose: Sequence[int]) -> tuple[int, int]:
        """The stretch that most of the running text is in; paragraphs far from it are teasers, comments, notices."""
        stretches = [[prose[0]]]
        for index in prose[1:]:
            if index - stretches[-1][-1] > _APART:
                stretches.append([])
            stretches[-1].append(index)
        if len(stretches) == 1:
            return prose[0], prose[-1]
        longest = max(stretches, key=lambda each: sum(self.blocks[at].end - self.blocks[at].start for at in each))
        return longest[0], longest[-1]

    def opened(self) -> Iterator[Claim]:
        """Lines that open like a byline; one that is only `By` goes with the next one."""
        for at, line in self._openings():
            end = line.end
            if self._kind(line) in _NO_LINES:
                continue
            if line.end - line.start < _SHORT_LINE and at + 1 < len(self.lines) and self._is_opener(line):
                end = self.lines[at + 1].end
            if end - line.start <= (_LONGEST_MIDDLE if self._where(line) == "middle" else _LONGEST_LINE):
                yield from self._opened(line, end)

    def _openings(self) -> Iterator[tuple[int, Line]]:
        """The lines that open like a byline, with their numbers; of those with a date before it, the rest."""
        whole = set(self.reader.opening(self.body.plain, self.lines))
        for at in sorted(whole.union(self.short)):
            line = self.lines[at]
            if at in whole:
                yield at, line
            elif self._where(line) != "middle":
                rest = self.reader.opened_after(self.body.plain, line)
                if rest is not None:
                    yield at, rest

    def _opened(self, line: Line, end: int) -> Iterator[Claim]:
        read = self.reader.visible(self.body.plain, line.start, end)
        found, understood = read.found, read.byline.understood
        if not found or not read.byline.opened:
            return
        person = any(name.kind == "person" for name in found)
        if not understood and not (self._begins(line, found) and (read.coded or (person and _capital(found)))):
            return
        where = self._where(line)
        if where == "middle" and not (understood and person):
            return
        signs: list[str] = [where, *([] if understood else ["unclear"])]
        signs += ["plain text"] if self.bare and understood and where != "middle" else []
        signs += ["plainly"] if self.reader.opens_plainly(self.body.plain, line.start, end) else []
        signs += [] if person or read.coded else [f"line of {sort_of(found)}"]
        signs += ["line of the site"] if all(self.reader.site.is_called_like(name.text) for name in found) else []
        signs += self.reader.given(found)
        yield self._claim(line, found, signs)

    def _begins(self, line: Line, found: Sequence[Name]) -> bool:
        """Whether the first name follows what opens the line, so that it is no sentence: `By Friday, John Roe had`."""
        return len(self.body.plain[line.start : found[0].start].split()) <= _OPENING_WORDS

    def coded(self) -> Iterator[Claim]:
        """Lines at the end that are nothing but initials and agencies, as wire copy is signed: `(joh/dpa)`."""
        last = self.prose[1]
        for line in (self.lines[at] for at in self.short):
            if last < line.block <= last + _BELOW_PROSE and line.end - line.start < _SHORT_LINE:
                plain = self.body.plain[line.start : line.end].strip(_BRACKETS)
                if self._kind(line) not in _NO_NAMES and is_coded(plain):
                    yield from self._coded(line)

    def _coded(self, line: Line) -> Iterator[Claim]:
        read = self.reader.visible(self.body.plain, line.start, line.end)
        if read.coded and any(name.kind == "organisation" for name in read.found):
            yield self._claim(line, read.found, ["coded"])

    def alone(self) -> Iterator[Claim]:
        """Lines beside the running text that are nothing but persons' names; names under one another are one byline."""
        stacked: list[Claim] = []
        for claim in filter(None, (self._alone(self.lines[at]) for at in self.short)):
            if stacked and not _is_stacked(stacked[-1], claim):
                yield _together(stacked)
                stacked.clear()
            stacked.append(claim)
        if stacked:
            yield _together(stacked)

    def _alone(self, line: Line) -> Claim | None:
        """A line of nothing but persons' names, with a role or a date, that stands where bylines do."""
        top = self.first <= line.block <= min(self.prose[0] + 1, self.first + _FRESH)
        bottom = self.prose[1] < line.block <= self.prose[1] + _BELOW_PROSE
        ends = self._ends_prose(line)
        byline = self._bare(line) if top or bottom or ends else None
        if byline is None or self._is_of_others(line):
            return None
        found = [self.reader.trimmed(person.name) for person in byline.people]
        beside = {phrase(outlet.text) for person in byline.people for outlet in person.affiliations}
        plain = self.body.plain[line.start : line.end]
        dated, labelled = any(map(str.isdigit, plain)), ":" in plain
        signs = ["dated" if dated else "alone", *self.reader.given(found)]
        own = beside.issubset(names(self.outlets)) or all(map(self.reader.site.is_called, _texts(byline)))
        told = _SIGNED.match(plain) is not None or signs == ["alone", "given"] or byline.with_role
        signing = ends and told and signs[0] == "alone" and "unfamiliar" not in signs and own and not labelled
        if signing and not any(map(self._is_spoken_of, found)):
            signs += ["signing"]
        elif not top:
            signs += ["below"]
        beneath = top and line.block < self.prose[0] and self._kind(line) == "p" and (dated or not labelled)
        beneath = beneath and ("given" in signs or byline.with_role)
        signs += ["beneath"] if beneath else []
        signs += ["vouched"] if beside.intersection(names(self.outlets)) else []
        stray = not (top or bottom or "signing" in signs) or ("unfamiliar" in signs and "vouched" not in signs)
        return None if stray else self._claim(line, found, signs)

    def _bare(self, line: Line) -> Byline | None:
        """What a line reads that is nothing but persons' names, with a role or a date."""
        plain = self.body.plain[line.start : line.end]
        if self._kind(line) in _NO_NAMES:
            return None
        dated = any(map(str.isdigit, plain))
        if (_NOT_DATED if dated else _NOT_ALONE).search(plain) or not (self.outlets or self.reader.may_name(plain)):
            return None
        byline = self.reader.byline(self.body.plain, line.start, line.end)
        certain = byline.people and all(person.certain for person in byline.people)
        return byline if byline.understood and certain and not (byline.opened or byline.others) else None

    def _ends_prose(self, line: Line) -> bool:
        """Whether it is a paragraph by itself between running text and a heading, or the end: no comment follows it."""
        block, after = self.blocks[line.block], self.blocks[line.block + 1 : line.block + 2]
        whole = block.kind == "p" and (block.start, block.end) == (line.start, line.end) and line.block > self.first
        return whole and _is_prose(self.blocks[line.block - 1]) and all(each.kind in HEADINGS for each in after)

    def _is_of_others(self, line: Line) -> bool:
        """Whether the page says of a line that whom it names is no author."""
        span = self.body.span(line.start, line.end)
        return any(each.start <= span.start and span.end <= each.end for each in self._article.others)

    def _is_spoken_of(self, name: Name) -> bool:
        """Whether the text before speaks of somebody of that family name."""
        return is_mentioned(name, self.body.plain, self.blocks[self.first].end, name.start)

    def about(self) -> Iterator[Claim]:
        """Lines about the author, below the running text or at its end."""
        biographies = biographer(self.reader.lexicon, self.outlets, self.reader.organisations)
        began = self.blocks[self.first].end
        below = min(self.prose[1] - 1, len(self.blocks) - _BOTTOM)
        for line in [each for each in self.lines if each.block >= below]:
            if line.block <= self.prose[0] or not self._is_late(line) or self._kind(line) in _NO_LINES:
                continue
            if line.end - line.start <= _LONGEST_BIO and line.start > began:
                byline = biographies.subject(self.body.plain, line.start, line.end, began, self.folded)
                if byline is not None:
                    name = byline.people[0].name
                    yield self._claim(line, [name], ["about", *self.reader.given([name])])

    def _is_late(self, line: Line) -> bool:
        """Whether it is among the last lines, or ends the running text."""
        return self.prose[1] - 1 <= line.block <= self.prose[1] + _BELOW_PROSE or self._where(line) == "bottom"

    def _claim(self, line: Line, found: Sequence[Name], signs: Sequence[str]) -> Claim:
        authors = tuple(self.reader.author(name, self.body, "about" in signs) for name in found)
        below = len(self.blocks) - 1 - line.block
        if line.block >= self.prose[1] > self.prose[0]:
            below = min(below, max(0, line.block - self.prose[1] - 1))
        return Claim(authors, "line", tuple(signs), max(0, line.block - self.first), below)

    def _lines(self) -> list[Line]:
        """The lines in order; most blocks are one each."""
        plain, found = self.body.plain, []
        for index, block in enumerate(self.blocks):
            start, end = block.start, block.end
            if plain.find("\n", start, end) >= 0:
                found += [Line(*match.span(), index) for match in _LINE.finditer(plain, start, end)]
            elif start < end:
                found.append(Line(start, end, index))
        return found

    def _kind(self, line: Line) -> str:
        return self.blocks[line.block].kind

    def _where(self, line: Line) -> Where:
        if max(0, self.first - _TOP_BEFORE) <= line.block < self.first + _TOP:
            return "top"
        return "bottom" if line.block >= len(self.blocks) - _BOTTOM else "middle"

    def _is_opener(self, line: Line) -> bool:
        return phrase(self.body.plain[line.start : line.end]) in self.reader.words.openers


def _is_stacked(before: Claim, claim: Claim) -> bool:
    """Whether two lines of names stand under one another, right beneath the headline."""
    return before.signs == claim.signs and "beneath" in claim.signs and claim.above - before.above < _STACKED


def _together(stacked: Sequence[Claim]) -> Claim:
    """The claims of lines under one another as one."""
    authors = {author.key: author for claim in reversed(stacked) for author in reversed(claim.authors)}
    return msgspec.structs.replace(stacked[0], authors=tuple(reversed(authors.values())))


def _texts(byline: Byline) -> Iterator[str]:
    """The outlets named beside the people of a byline."""
    return (outlet.text for person in byline.people for outlet in person.affiliations)


def _capital(found: Sequence[Name]) -> bool:
    return all(name.text[0].isupper() for name in found)


def _is_prose(block: Block) -> bool:
    return block.end - block.start > _PROSE and block.kind in ("p", "li", "blockquote")
