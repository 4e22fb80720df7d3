"""Where an article says who wrote it: its metadata, a line at the top or the end, a line about the author.

People named in running text are no authors: a line counts when it opens like a byline, when the metadata
names the same person, or when the outlet stands beside the name; a line about the author, when it says what
the author is (`Jane Doe is a reporter at …`) of somebody whom the article does not speak of otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from msgspec import Struct

from compliance.article import Article, Block, Text
from compliance.biography import biographer
from compliance.byline import Byline, Person, read
from compliance.case import Case
from compliance.desk import Desk
from compliance.lexicon import Lexicon
from compliance.passage import Phrase, beginnings, first_words, names, phrase, phrases
from compliance.policy import Outlet
from compliance.text import Folded, fold

Where = Literal["metadata", "top", "bottom"]

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "title", "figcaption"])
"""Blocks that are no paragraphs: a headline or a caption is no byline."""

_LONGEST_LINE = 300
_ADDRESS_MARKS = ("@", "://", "www.")
"""What marks an address: it is no word, so that a byline may open after it."""
_LINE = re.compile(r"[^\n]+")


class Signature(Struct, frozen=True):
    """A passage `text.plain[start:end]` that says who wrote the article."""

    text: Text
    start: int
    end: int
    where: Where
    byline: Byline
    about: bool = False
    """Whether it is a sentence about the author."""

    @property
    def note(self) -> str:
        """What it is, in words."""
        if self.about:
            return "line about the author"
        return "byline" if self.text.place == "visible" else self.text.place


class Known(Struct, frozen=True):
    """Names to read bylines with."""

    outlet: tuple[str, ...] = ()
    """The outlet's own names."""
    others: tuple[str, ...] = ()
    """Further names that are no person's: look-alikes, the republisher, the site."""

    @classmethod
    def of(cls, article: Article, outlet: Outlet | None, desk: Desk) -> Known:
        """The names known from the policy, the desk profile and the article's own site."""
        site = tuple(text.plain for text in article.outlets)
        return cls(outlet.names if outlet else (), (*(outlet.lookalikes if outlet else ()), *desk.own_names, *site))

    @property
    def organisations(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.outlet, *self.others)


def signatures(
    article: Article, lexicon: Lexicon, known: Known, top: int = 5, bottom: int = 4, *, folded: Folded | None = None
) -> list[Signature]:
    """Every place that says who wrote the article: metadata first, then by position.

    `folded` is the article's text, folded, where it is at hand.

    A visible byline that the reader of the format found, too, is there twice, with the same Span.
    """
    found = [
        Signature(
            text,
            0,
            len(text.plain),
            "top" if text.place.startswith("visible") else "metadata",
            read(text.plain, lexicon, known.organisations),
        )
        for text in article.bylines
    ]
    declared = frozenset(phrase(person.name.text) for person in _people(found))
    reader = _Lines(article, lexicon, known, declared, fold(article.body.plain) if folded is None else folded)
    found.extend(reader.signatures(top, bottom))
    return found


def signed(case: Case, known: Known, top: int = 5, bottom: int = 4) -> list[Signature]:
    """The signatures of the article before the checks, read once for all of them."""
    key = ("signatures", known, top, bottom)
    return case.once(
        key,
        lambda: signatures(case.article, case.lexicon, known, top, bottom, folded=case.folded(case.article.body)),
    )


class _Lines:
    """The lines of an article's body that may be signatures."""

    def __init__(
        self, article: Article, lexicon: Lexicon, known: Known, declared: Collection[Phrase], folded: Folded
    ) -> None:
        self.body = article.body
        self.lexicon = lexicon
        self.known = known
        self.declared = declared
        self.folded = folded
        self.openers = beginnings(phrases(lexicon.byline_openers))
        vouching = sorted((*declared, *names(known.outlet)))
        self.vouching = [words for words in vouching if all(word in folded.text for word in words)]
        """The names one of which stands in a line that does not open as a byline does, but is one."""
        self.biographer = biographer(lexicon, known.outlet, known.organisations)

    def signatures(self, top: int, bottom: int) -> Iterator[Signature]:
        blocks = self.body.blocks or (Block(0, len(self.body.plain), "p"),)
        first = [block for block in blocks if block.kind != "figcaption"][:top]
        began = blocks[0].start
        for start, end in self._lines(first):
            byline = self._line(start, end)
            if byline is not None:
                began = end
                yield Signature(self.body, start, end, "top", byline)
        last = [block for block in blocks if block.start >= began][-bottom:] if bottom else []
        for start, end in self._lines(last):
            byline = self._line(start, end)
            about = None if byline else self.biographer.subject(self.body.plain, start, end, began, self.folded)
            if byline or about:
                yield Signature(self.body, start, end, "bottom", byline or about or Byline(), about is not None)

    def _lines(self, blocks: list[Block]) -> Iterator[tuple[int, int]]:
        for block in blocks:
            if block.kind not in HEADINGS:
                for match in _LINE.finditer(self.body.plain, block.start, block.end):
                    yield match.span()

    def _line(self, start: int, end: int) -> Byline | None:
        """The byline that a line is, if it is one."""
        if end - start > _LONGEST_LINE:
            return None
        if not self._may_be_one(start, end):
            return None
        byline = read(self.body.plain, self.lexicon, self.known.organisations, start, end)
        if not byline.understood or any(person.name.text[0].islower() for person in byline.people):
            return None
        return byline if byline.opened or any(map(self._vouched, byline.people)) else None

    def _may_be_one(self, start: int, end: int) -> bool:
        """Whether it pays to read a line word by word: it may open as a byline, or names whom others vouch for."""
        line = self.body.plain[start:end]
        if any(mark in line for mark in _ADDRESS_MARKS):
            return True
        folded = self.folded.within(self.body.plain, start, end)
        if any(all(word in folded for word in words) for words in self.vouching):
            return True
        return not self.openers.isdisjoint(first_words(folded, 1))

    def _vouched(self, person: Person) -> bool:
        """Whether the metadata names the same person, or the outlet stands beside the name."""
        outlet = names(self.known.outlet)
        beside = any(phrase(name.text) in outlet for name in person.affiliations)
        return phrase(person.name.text) in self.declared or (person.certain and beside)


def _people(found: list[Signature]) -> list[Person]:
    return [person for signature in found for person in signature.byline.people]
