"""What recurs over many originals is nobody's text in particular: a house's furniture, its notices and its boxes.

A story that many papers printed recurs too, and is somebody's. The two are told apart by the originals that have a
passage: those of a story are alike, those of furniture have nothing else in common.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

Sketch = frozenset[int]
"""The least hashes of a text, as many of which two texts share as they are alike."""

_SKETCHED = 16
_ALIKE = 0.25
"""The share of the sketched hashes from which two originals are taken to tell one story."""
_RECURS = 5
"""In how many stories a passage is no story's own."""
_LOOKED_AT = 8
_FIRST, _FURTHER = 8, 24
"""How many originals are looked at in any case, and how many more where they have much in common with the article."""
_MUCH = 0.1
_BESIDE = 64
"""How many characters beside what was found to recur go with it: only a sample of a text is looked up."""


class Mark(NamedTuple):
    """A place in an article that was found in originals."""

    place: tuple[int, int]
    owners: tuple[int, ...]


def sketch(hashes: Iterable[int]) -> Sketch:
    """The Sketch of a text of which these are the hashes."""
    return frozenset(sorted(hashes)[:_SKETCHED])


def rank(marks: Sequence[Mark]) -> tuple[int, ...]:
    """The originals worth a closer look, those first that have most of what few others have.

    These are the first few, and further ones as far as they have much of what was found at all.
    """
    weights: dict[int, float] = {}
    counts: dict[int, int] = {}
    for mark in marks:
        for owner in mark.owners:
            weights[owner] = weights.get(owner, 0.0) + 1 / len(mark.owners)
            counts[owner] = counts.get(owner, 0) + 1
    ranked = sorted(weights, key=lambda owner: (-weights[owner], owner))
    more = (owner for owner in ranked[_FIRST:] if counts[owner] >= _MUCH * len(marks))
    return (*ranked[:_FIRST], *islice(more, _FURTHER))


def sift(marks: Sequence[Mark], sketch_of: Callable[[int], Sketch]) -> tuple[list[Mark], tuple[tuple[int, int], ...]]:
    """What of an article is some story's own; and where it has what many stories have, in order."""
    known: dict[tuple[int, ...], bool] = {}
    ordered = sorted(marks, key=lambda mark: mark.place)
    common = []
    for mark in ordered:
        some = mark.owners[:: -(-len(mark.owners) // _LOOKED_AT)]
        if some not in known:
            known[some] = len(some) >= _RECURS and _stories(map(sketch_of, some)) >= _RECURS
        common.append(known[some])
    own = [mark for mark, recurs in zip(ordered, common, strict=True) if not recurs]
    return own, tuple(_ranges([mark.place for mark in ordered], common))


def _stories(sketches: Iterable[Sketch]) -> int:
    """How many of these are not alike."""
    stories: list[Sketch] = []
    for each in sketches:
        if not any(len(each & other) >= _ALIKE * max(min(len(each), len(other)), 1) for other in stories):
            stories.append(each)
    return len(stories)


def _ranges(places: Sequence[tuple[int, int]], common: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """What is common, with a little of what is beside it, but at most half of the way to what is not common."""
    own = [place for place, each in zip(places, common, strict=True) if not each]
    open_start, open_end = -1, -1
    at = 0
    for start, end in (place for place, each in zip(places, common, strict=True) if each):
        while at < len(own) and own[at][0] < start:
            at += 1
        before = own[at - 1][1] if at else start - 2 * _BESIDE
        after = own[at][0] if at < len(own) else end + 2 * _BESIDE
        first = max(start - _BESIDE, min((before + start) // 2, start), 0)
        last = min(end + _BESIDE, max((end + after) // 2, end))
        if open_end < 0 or first > open_end:
            if open_end >= 0:
                yield open_start, open_end
            open_start = first
        open_end = max(last, open_end)
    if open_end >= 0:
        yield open_start, open_end
