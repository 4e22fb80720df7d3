"""Whom a picture is credited to, read from its own credit, its caption, or a line of plain text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from compliance.article import Article, Block, Image, Text
from compliance.byline import read
from compliance.lexicon import Lexicon
from compliance.match import regex
from compliance.passage import longest, phrase, phrases
from compliance.text import fold

_LONGEST_SIGNED = 80
_BRACKETS = re.compile(r"(?:[.!?\"”»’]\s*|\s\s+|^\s*)[(\[]([^()\[\]]{2,80}(?:\([^()]{2,40}\))?)[)\]]\.?\s*$")
_OF_A_PAGE = ("visible", "json-ld")
_BESIDE = 300
_BLOCKS_BESIDE = 2


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
    """The credits of one picture: the one its format keeps apart, else those in its caption.

    A credit that is shown within the caption is read with its opening words, where it has such; and what readers of a
    page see goes before what its metadata say.
    """
    if image.credit is None or not image.credit.plain.strip():
        return _spoken(image, lexicon)
    spoken = _spoken(image, lexicon) if image.credit.place.startswith(_OF_A_PAGE) else []
    folded = fold(image.credit.plain).text
    if spoken and not any(len(each.holder) < len(folded) and each.holder in folded for each in spoken):
        return spoken
    return [PictureCredit(image.credit, 0, len(image.credit.plain), folded, folded)]


def _spoken(image: Image, lexicon: Lexicon) -> list[PictureCredit]:
    """The credits that a caption's wording tells."""
    if image.caption is None:
        return []
    blocks = image.caption.blocks or (Block(0, len(image.caption.plain), "p"),)
    found = [each for block in blocks for each in _find(image.caption, block.start, block.end, lexicon.picture_credits)]
    if found:
        return found
    last = blocks[-1]
    apart = last.start if len(blocks) > 1 else _after_slash(image.caption.plain, last)
    return _bracketed(image.caption, last, lexicon) or _signed(image.caption, apart, last.end, lexicon)


def _after_slash(plain: str, last: Block) -> int:
    """Where the last part of a caption begins that is set apart by a slash or a bar; its end if there is none."""
    cuts = [at + len(sign) for sign in (" / ", " | ") if (at := plain.rfind(sign, last.start, last.end)) >= 0]
    return max(cuts, default=last.end)


def _bracketed(caption: Text, last: Block, lexicon: Lexicon) -> list[PictureCredit]:
    """The brackets at the end of a caption, after a finished sentence: `... on Monday. (AP)`.

    A word that the caption has already said is a place or a person in the picture.
    """
    found = _BRACKETS.search(caption.plain[last.start : last.end])
    if found is None or found[1][0].islower():
        return []
    start, end = last.start + found.start(1), last.start + found.end(1)
    named = read(caption.plain, lexicon, (), start, end)
    known = named.others or any(person.certain or person.affiliations for person in named.people)
    if not known and found[1] in caption.plain[: last.start + found.start()]:
        return []
    return [PictureCredit(caption, start, end, fold(found[1]).text, fold(found[0]).text)]


def _signed(caption: Text, start: int, end: int, lexicon: Lexicon) -> list[PictureCredit]:
    """The last part of a caption, where it is nothing but names, or names an agency: `Pexels/Jane Doe`."""
    plain = caption.plain[start:end]
    if not plain.strip() or len(plain) > _LONGEST_SIGNED or plain.rstrip()[-1:] in ".!?":
        return []
    byline = read(caption.plain, lexicon, (), start, end)
    agencies = phrases(lexicon.agencies)
    words = phrase(plain)
    if not byline.understood and not any(longest(words, at, agencies) > at for at in range(len(words))):
        return []
    folded = fold(plain).text.strip(" ()")
    return [_bare(PictureCredit(caption, start, end, folded, folded))]


def credits_of_article(article: Article, lexicon: Lexicon) -> Iterator[tuple[Image, PictureCredit]]:
    """The credits of all pictures that a reader sees with the article, also from the lines right after a picture."""
    body = article.body
    for image in article.images:
        if image.hidden or not (image.in_body or image.caption is not None or image.credit is not None):
            continue
        found = credits_of(image, lexicon)
        if not found and image.in_body:
            first = bisect_left(body.blocks, image.at, key=lambda block: block.start)
            after = body.blocks[first : first + _BLOCKS_BESIDE]
            beside = [block for block in after if block.start <= image.at + _BESIDE]
            found = [each for block in beside for each in _find(body, block.start, block.end, lexicon.picture_credits)]
        yield from ((image, each) for each in found)


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


def _bare(credit: PictureCredit) -> PictureCredit:
    """Without the brackets around all of it."""
    name = credit.name
    start = credit.start + len(name) - len(name.lstrip(" (["))
    around = name.lstrip().startswith(("(", "[")) or name.count("(") != name.count(")")
    end = credit.start + len(name.rstrip(" )]")) if around else credit.end
    return msgspec.structs.replace(credit, start=start, end=end)


def _trimmed(credit: PictureCredit) -> PictureCredit:
    """Without the white space and full stop that a pattern may take along."""
    name = credit.name
    start = credit.start + len(name) - len(name.lstrip())
    end = credit.start + len(name.rstrip(" \t\n."))
    return PictureCredit(credit.text, start, max(start, end), credit.holder.strip(" \n."), credit.phrase)
