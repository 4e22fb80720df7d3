"""The sources' own copies: where they are looked up, and what is found there."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from compliance.article import Article

DATABASE = "originals.sqlite"
"""The file by which a folder is known to hold an index of originals."""


def is_index(path: Path) -> bool:
    """Whether a folder holds an index of originals, and not the originals themselves."""
    return (path / DATABASE).is_file()


class IndexRefusedError(ValueError):
    """An index that cannot be used: none at all, of another version, or damaged."""


class Found(Struct, frozen=True):
    """An original, and how it was found."""

    original: Article
    way: str
    """In words: `by its canonical address`."""
    doubt: str = ""
    """What speaks for another one, in a clause; empty if nothing does."""


class Source(Struct, frozen=True):
    """An original that an article has text in common with."""

    original: Article
    free: bool = False
    """Whether anybody may run its text: a law, a ruling, a press release."""


class Sharing(Struct, frozen=True):
    """The originals that an article has text in common with."""

    sources: tuple[Source, ...] = ()
    """Those that share most of what few others have, first."""
    common: tuple[tuple[int, int], ...] = ()
    """Where its body has what very different originals have too: a house's furniture."""


class Originals(Protocol):
    """Where the originals of articles are looked up; a store on disk can stand behind it."""

    def find(self, copy: Article) -> Found | None:
        """The original that an article was made from; None if there is none."""
        ...

    def sharing(self, copy: Article, furniture: bool = False) -> Sharing:
        """The originals that an article has text in common with, whatever it says of its origin.

        With `furniture` those too that share nothing with it but what recurs over many.
        """
        ...


class Given(Struct, frozen=True):
    """The one original of whatever is asked about."""

    original: Article

    def find(self, copy: Article) -> Found | None:
        """That one."""
        return Found(self.original, "as given")

    def sharing(self, copy: Article, furniture: bool = False) -> Sharing:
        """That one, whatever the two have in common."""
        return Sharing((Source(self.original),))


class Several:
    """Originals that are kept in several places."""

    def __init__(self, places: Iterable[Originals]) -> None:
        self._places = tuple(places)

    def find(self, copy: Article) -> Found | None:
        """The original that an article was made from, from the first place that has one; None if none has."""
        return next(filter(None, (place.find(copy) for place in self._places)), None)

    def sharing(self, copy: Article, furniture: bool = False) -> Sharing:
        """The originals that an article has text in common with, whatever it says of its origin."""
        found = [place.sharing(copy, furniture) for place in self._places]
        common = sorted(each for sharing in found for each in sharing.common)
        return Sharing(tuple(source for sharing in found for source in sharing.sources), tuple(common))
