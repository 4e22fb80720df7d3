"""A change of a text at exact offsets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class UnwritableError(ValueError):
    """Why an Edit cannot be written into an input without changing more than it says."""


class Patch(NamedTuple):
    """Characters for `text[start:end]`."""

    start: int
    end: int
    text: str


def patched(text: str, patches: Sequence[Patch]) -> str:
    """A text with its patches, which are by position. Raises UnwritableError where they overlap."""
    pieces, done = [], 0
    for start, end, piece in patches:
        if start < done:
            raise UnwritableError("two changes overlap")
        pieces += [text[done:start], piece]
        done = end
    return "".join([*pieces, text[done:]])
