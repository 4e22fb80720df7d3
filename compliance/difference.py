"""A difference between a copy and its original: what kind of edit it is, and its place on both sides."""

from __future__ import annotations

from typing import Literal

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
