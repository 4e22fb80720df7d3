"""The first of many: evidence that would fill pages is cut short, and the rest is counted, not dropped in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import islice
from typing import TypeVar

SHOWN = 20
"""How many pieces of evidence, or reasons, an Outcome carries at most."""

T = TypeVar("T")


def sample(things: Iterable[T]) -> tuple[T, ...]:
    """The first of them, as many as are shown."""
    return tuple(islice(things, SHOWN))


def unshown(things: Collection[object]) -> str:
    """How many are left out of the sample, as the tail of a reason; empty if none are."""
    return f" (the first {SHOWN} of {len(things)} are shown)" if len(things) > SHOWN else ""


def names(words: Iterable[str], shown: int = 6) -> str:
    """Words as code, in one line: `` `a`, `b` and 3 more``."""
    distinct = list(dict.fromkeys(words))
    listed = ", ".join(f"`{word}`" for word in distinct[:shown])
    return listed if len(distinct) <= shown else f"{listed} and {len(distinct) - shown} more"


def count(number: int, noun: str) -> str:
    """A number with its noun: `1 picture`, `2 pictures`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
