"""Whom a picture is credited to, read from its own credit, its caption, or a line of plain text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from compliance.article import Image, Text
from compliance.lexicon import Lexicon
from compliance.match import regex
from compliance.text import fold


class PictureCredit(Struct, frozen=True):
    """A credit: `text.plain[start:end]` names the holder; `phrase` is the credit with its opening words, folded."""

    text: Text
    start: int
    end: int
    holder: str
    """Whom it names, folded: `afp`."""
    phrase: str
    """How it says so, folded: `(picture: afp)`."""

    @property
    def name(self) -> str:
        """Whom it names, as a reader sees it."""
        return self.text.plain[self.start : self.end]


def credits_of(image: Image, lexicon: Lexicon) -> list[PictureCredit]:
    """The credits of one picture: the one its format keeps apart, else those in its caption."""
    if image.credit is not None and image.credit.plain.strip():
        folded = fold(image.credit.plain).text
        return [PictureCredit(image.credit, 0, len(image.credit.plain), folded, folded)]
    if image.caption is None:
        return []
    return list(_find(image.caption, 0, len(image.caption.plain), lexicon.picture_credits))


def credits_in(text: Text, lexicon: Lexicon) -> Iterator[PictureCredit]:
    """The picture credits among the lines of a text that kept its captions but not its pictures."""
    for block in text.blocks:
        yield from _find(text, block.start, block.end, lexicon.picture_credits)


def _find(text: Text, start: int, end: int, patterns: Iterable[str]) -> Iterator[PictureCredit]:
    """The credits in `text.plain[start:end]`, by position; where two patterns overlap, the earlier pattern's."""
    folded = fold(text.plain[start:end])
    found: dict[tuple[int, int], PictureCredit] = {}
    for pattern in patterns:
        for match in regex(pattern).finditer(folded.text):
            first, last = match.span()
            if match.start(1) < 0 or any(first < taken[1] and taken[0] < last for taken in found):
                continue
            low, high = folded.original(*match.span(1))
            holder, phrase = folded.text[match.start(1) : match.end(1)], folded.text[first:last]
            found[first, last] = _trimmed(PictureCredit(text, start + low, start + high, holder, phrase))
    return iter([found[span] for span in sorted(found)])


def _trimmed(credit: PictureCredit) -> PictureCredit:
    """Without the white space and full stop that a pattern may take along."""
    name = credit.name
    start = credit.start + len(name) - len(name.lstrip())
    end = credit.start + len(name.rstrip(" \t\n."))
    return PictureCredit(credit.text, start, max(start, end), credit.holder.strip(" \n."), credit.phrase)
