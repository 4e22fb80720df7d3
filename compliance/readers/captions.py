"""What pages write beside their pictures: captions that stand in no `figcaption`, and credits set apart."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from compliance.article import Image, Text
from compliance.readers.delivered import part
from compliance.readers.marks import name_words, named, words_of
from compliance.readers.markup import Named
from compliance.readers.words import MARKUP_WORDS, word_set

_NAMES = frozenset(["class", "id", "data-testid", "itemprop"])
_CAPTIONS = word_set(*MARKUP_WORDS.caption)
_STEMS = tuple(sorted(word_set(*MARKUP_WORDS.credit_stems)))
_IN_FIGURE = word_set(*MARKUP_WORDS.credit_in_figure)
_PICTURES = word_set(*MARKUP_WORDS.picture)
_NO_CREDIT = word_set(*MARKUP_WORDS.no_credit)
_SMALL = words_of("cite small footer")

TELLING = _CAPTIONS | _IN_FIGURE
"""All words but for which, and the stems, an element says by its tag alone whether it is about a picture."""

_LONGEST_CREDIT = 160
_NEAR = 400
"""How much text may stand between a picture and a caption or credit outside a `figure`."""
_LABEL = re.compile(r"\s*(?:[(\[|•·]\s*)?(?:(?:©|\(c\))\s*|(?:[^\W\d_]+[ -]?){1,2}\s?[:：]\s*)*", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
"""A year in what looks like a credit shows that it is the page's own notice of copyright."""
_TAIL = " \t\n\xa0.,;|)]"


class Said(NamedTuple):
    """What an element says of the text beside a picture."""

    caption: bool
    credit: bool
    credit_in_figure: bool


def said(tag: Named) -> Said:
    """What an element says that it is: a caption, a credit, or a credit if it stands in a `figure`."""
    return _said(tag.name, named(tag, _NAMES))


@lru_cache(maxsize=8192)
def _said(name: str, names: str) -> Said:
    words = name_words(names)
    caption = name == "figcaption" or not words.isdisjoint(_CAPTIONS)
    if not words.isdisjoint(_NO_CREDIT):
        return Said(caption, False, False)
    role = not words.isdisjoint(_IN_FIGURE)
    credit = has_stem(words) or (role and not words.isdisjoint(_PICTURES))
    return Said(caption, credit, credit or role or name in _SMALL)


def has_stem(words: frozenset[str]) -> bool:
    """Whether one of the words has a stem of those for a credit in it."""
    joined = " ".join(words)
    return any(stem in joined for stem in _STEMS)


def credit(text: Text) -> Text | None:
    """The credit without its label (`Foto:`, `©`) and its brackets; None if nothing is left, or far too much."""
    start = _label(text.plain)
    end = len(text.plain.rstrip(_TAIL))
    if text.plain.count("(", start, end) > text.plain.count(")", start, end):
        end = min(len(text.plain), end + 1)
    if start >= end or end - start > _LONGEST_CREDIT or "\n" in text.plain.strip() or _YEAR.search(text.plain):
        return None
    return part(text, start, end)


def is_near(image: Image, at: int) -> bool:
    """Whether a caption that begins at `at` of the body's text may be that of a picture before it."""
    return 0 <= at - image.at <= _NEAR


def with_caption(image: Image, text: Text) -> Image:
    """The picture with its caption; one that it has stays."""
    return image if image.caption is not None else image.replace(caption=text)


def with_credit(image: Image, text: Text | None) -> Image:
    """The picture with its credit, if there is one; one that it has stays."""
    return image if image.credit is not None else image.replace(credit=text)


def _label(plain: str) -> int:
    found = _LABEL.match(plain)
    return found.end() if found is not None else 0
