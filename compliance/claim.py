"""Claims: what one place of an article says of who wrote it, and the signs that speak for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec
from msgspec import Struct

from compliance.article import Span, Text
from compliance.byline import Name
from compliance.passage import Phrase, phrase

Source = Literal["json-ld", "meta", "visible", "shown", "line"]


class Author(Struct, frozen=True):
    """Somebody named as the author, and the text that names them."""

    name: Name
    text: Text
    about: bool = False
    """Whether it is a sentence about them."""
    alias: Phrase = ()
    """What an agency is known by that is named otherwise here."""

    @property
    def key(self) -> Phrase:
        """Who it is, for comparing: `dpa` is the `Deutsche Presse-Agentur`."""
        return self.alias or phrase(self.name.text)

    @property
    def span(self) -> Span:
        """Where the name was delivered."""
        return self.text.span(self.name.start, self.name.end)

    @property
    def is_declared(self) -> bool:
        """Whether metadata name them, and no text that readers see."""
        return not self.text.place.startswith("visible")

    @property
    def note(self) -> str:
        """What names them, in words."""
        if self.about:
            return "line about the author"
        return self.text.place if self.is_declared else "byline"


class Claim(Struct, frozen=True):
    """What one place says."""

    authors: tuple[Author, ...]
    source: Source
    signs: tuple[str, ...]
    """What speaks for it and against it; the lexicon says how much."""
    above: int = 0
    """For a line: how many blocks stand between the headline and it."""
    below: int = 0
    """For a line: how many blocks stand between it and the end of the article, or of the running text before it."""

    @property
    def key(self) -> frozenset[Phrase]:
        """Whom it names, for comparing."""
        return frozenset(author.key for author in self.authors)

    def also(self, *signs: str) -> Claim:
        """It with further signs."""
        return msgspec.structs.replace(self, signs=(*self.signs, *signs))

    def without(self, *signs: str) -> Claim:
        """It without these signs."""
        return msgspec.structs.replace(self, signs=tuple(sign for sign in self.signs if sign not in signs))


def sort_of(found: Iterable[Name]) -> str:
    """What sort of names they are that are no certain person's."""
    kinds = {name.kind for name in found}
    return next((kind for kind in ("organisation", "nobody") if kind in kinds), "perhaps")
