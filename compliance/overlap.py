"""The stretches that two texts have in common, letter for letter, in whatever order they stand in each.

Every run of a few letters of the one text is noted, the other is looked up in steps of as many, and what agrees is
followed to both sides: linear in the length of the two, and what is noted serves for any number of others.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from compliance.letters import SEED, Letters

_LEAST = 36
"""How many letters make a stretch: some eight words, which two texts rarely share by chance."""
_STEP = 64
_LONGEST_WORD = 14


class Overlap(Struct, frozen=True, order=True):
    """The same stretch in two texts, from its first word to its last."""

    start: int
    """Where it stands in the one text,"""
    end: int
    was: int
    """and in the other."""
    was_end: int


def overlaps(one: Letters, other: Letters) -> list[Overlap]:
    """The common stretches by their place in `one`, in which no two of them overlap."""
    found = []
    done = 0
    for start, was, size in sorted(_stretches(one, other.string)):
        skipped = max(done - start, 0)
        if size - skipped >= _LEAST:
            found.append(_words(one, start + skipped, other, was + skipped, size - skipped))
            done = start + size
    return found


def _stretches(one: Letters, other: str) -> Iterator[tuple[int, int, int]]:
    """Where each stretch begins in the one and in the other, and how many letters it has."""
    at, done = 0, 0
    while at <= len(other) - SEED:
        seed, here = other[at : at + SEED], at
        at += SEED
        if seed in one.seeds:
            place, size = _longest(one, seed, other, here)
            back = _agreeing_before(one.string, place, other, here, done)
            if back + size >= _LEAST:
                done = here + size
                yield place - back, here - back, back + size
                at = max(done, at)


def _longest(one: Letters, seed: str, other: str, here: int) -> tuple[int, int]:
    """Of the places where a seed stands, the one from which most agrees, and how much does."""
    places = (one.seeds[seed], *one.repeated.get(seed, ()))
    found = ((place, _agreeing(one.string, place, other, here)) for place in places)
    return max(found, key=lambda each: each[1])


def _agreeing(one: str, at: int, other: str, place: int) -> int:
    """How many letters agree from these two places on."""
    size, most = SEED, min(len(one) - at, len(other) - place)
    while size < most and one[at + size : at + size + _STEP] == other[place + size : place + size + _STEP]:
        size += _STEP
    size = min(size, most)
    while size < most and one[at + size] == other[place + size]:
        size += 1
    return size


def _agreeing_before(one: str, at: int, other: str, place: int, done: int) -> int:
    """How many agree in front of them; what is done already is not looked at again."""
    size, most = 0, min(at, place - done)
    while size < most and one[at - size - 1] == other[place - size - 1]:
        size += 1
    return size


def _words(one: Letters, start: int, other: Letters, was: int, size: int) -> Overlap:
    """A stretch without the parts of words that it begins and ends with."""
    first = next(filter(lambda n: _parts(one, start + n, other, was + n), range(_LONGEST_WORD)), 0)
    back = next(filter(lambda n: _parts(one, start + size - n, other, was + size - n), range(_LONGEST_WORD)), 0)
    last = size - back
    return Overlap(*one.range(start + first, start + last), *other.range(was + first, was + last))


def _parts(one: Letters, index: int, other: Letters, was: int) -> bool:
    """Whether a word begins at both places, or the text ends."""
    return one.begins_word(index) and other.begins_word(was)
