"""A difference between a copy and its original: what kind of edit it is, and its place on both sides."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from compliance.finding import Evidence

Edit = Literal[
    "style",
    "grammar",
    "time",
    "location",
    "headline",
    "subhead",
    "length",
    "order",
    "note",
    "addition",
    "wording",
    "translation",
]
"""The edits that terms allow or forbid. `style`: spelling, numerals, titles, punctuation, capitals as a house sets
them; `grammar`: another form of the same word; `time` and `location`: the same moment or place as seen from the
republisher; `subhead`: headings within the text; `length`: whole sentences or paragraphs left out; `order`:
paragraphs moved; `note`: text added and marked as a note; `addition`: text added without a mark; `wording`: every
other change of words."""

Kind = Edit | Literal["typography", "credit", "furniture"]
"""What a difference is: an edit, or what no terms hold against a copy. `typography`: other quotes, dashes, dots;
`credit`: lines that say where a text comes from and who wrote it; `furniture`: what pages put around a text."""

FREE: frozenset[str] = frozenset(["typography", "credit", "furniture"])
"""The differences that are no edits."""


class Difference(Struct, frozen=True, kw_only=True):
    """One difference. What is missing on a side is an empty Span there: where it would stand."""

    kind: Kind
    copy: Evidence
    original: Evidence
    """Its Span is in the fields of the original."""
    line: int
    """The line in the original where it stands, from 1."""
    column: int
    before: str = ""
    """The few words of the copy in front of it, as a reader sees them."""
    after: str = ""
    """The few words after it."""
    spoken: bool = False
    """Whether it changes words in somebody's mouth: within quotation marks that both texts have."""


class Comparison(Struct, frozen=True, kw_only=True):
    """What came of laying an article beside its original."""

    original: str
    """Names the original in the run: its path, with `#n` for the n-th record of a file."""
    address: str
    """Where the original stands on the web, as far as it says so."""
    way: str
    """How it was found, in words."""
    doubt: str
    """What speaks for another original; empty if nothing does."""
    words: int
    """How many words the original has, furniture and credit aside."""
    kept: int
    """How many of them the copy has, where they stood."""
    differences: tuple[Difference, ...]
    """By their place in the copy."""
