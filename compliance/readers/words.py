"""The words that markup is named with, from `rules/markup/words.json`."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from compliance.rulebook import installed, rulebook

_FILE = "markup/words.json"


class MarkupWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Lists of words as the file has them, several a line: of names that are cut into words, and of addresses."""

    source: str
    """From where they are."""
    byline: tuple[str, ...]
    """What an element is called that holds a byline."""
    author: tuple[str, ...]
    """What one is called that holds an author's name."""
    by: tuple[str, ...]
    """What is part of the name of such an element, if one of `beside_by` is, too: `posted-by`."""
    beside_by: tuple[str, ...]
    credits: tuple[str, ...]
    """What one is called that names who took part."""
    elsewhere: tuple[str, ...]
    """What one is called where other people are named, or the authors of other articles."""
    subject: tuple[str, ...]
    """What one is called that says what the article is about."""
    pictured: tuple[str, ...]
    """What one is called that names the photographer, or who is shown, or who reviewed the text."""
    beside_author: tuple[str, ...]
    """What makes the name of an author's element that of something else: `author-social`."""
    author_pages: tuple[str, ...]
    """The part of an address that leads to a page about one author."""
    person_pages: tuple[str, ...]
    """The part of an address that leads to a page about one person, if that person's name is in it."""
    subject_pages: tuple[str, ...]
    """The part of an address that leads to a page about what articles are about."""
    meta_author: tuple[str, ...]
    """What a `meta` element is called that carries an author: `parsely-author`."""
    meta_no_name: tuple[str, ...]
    """What it has in its name when it carries something else of the author: `article:author_url`."""
    written_by: tuple[str, ...]
    """Labels of a social card's line that names the author, one an entry."""
    caption: tuple[str, ...]
    """What an element is called that holds a caption."""
    credit_stems: tuple[str, ...]
    """What is in the name of one that holds a picture's credit."""
    credit_in_figure: tuple[str, ...]
    """What one is called that does so beside or within a picture."""
    picture: tuple[str, ...]
    """What is in the name of one that is about a picture."""
    no_credit: tuple[str, ...]
    """What is in its name if it is a control: `credit-toggle`."""


def word_set(*lines: str) -> frozenset[str]:
    """All words of some lines."""
    return frozenset(word for line in lines for word in line.split())


def part_of_address(*lines: str) -> str:
    """A pattern for any of these words between the strokes of an address."""
    return f"/(?:{'|'.join(sorted(map(re.escape, word_set(*lines))))})/"


def _load() -> MarkupWords:
    """What the file says. Raises FileNotFoundError if the installation lacks it."""
    return msgspec.json.decode(((rulebook() or installed()) / _FILE).read_bytes(), type=MarkupWords)


MARKUP_WORDS = _load()
