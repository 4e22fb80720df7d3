"""A text as its letters and digits alone: what stays the same however it is typeset, and where each of them stands.

Case, accents, spaces, hyphens, quotation marks and invisible characters are left out, so that two settings of
one text are equal. Nothing is taken for granted of words: it holds for scripts that do not part them too.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

SEED = 16
"""How many letters are looked up at once, where two texts are compared."""

_GAP = " "
_STRETCH = 256
_PLACES = 4
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")


class _Folds(dict[int, str]):
    """What becomes of each character: one letter or digit, or a gap; filled as characters are met."""

    def __missing__(self, point: int) -> str:
        first = unicodedata.normalize("NFKD", chr(point).casefold())[:1]
        self[point] = folded = first if first.isalnum() else _GAP
        return folded


_FOLDS = _Folds()


class Letters:
    """The letters of a text."""

    def __init__(self, plain: str) -> None:
        self.plain = plain
        self._spread = plain.translate(_FOLDS)
        self.string = self._spread.replace(_GAP, "")
        """All of them in a row."""
        self._offsets: dict[int, list[int]] = {}

    @cached_property
    def seeds(self) -> dict[str, int]:
        """Where each run of `SEED` letters stands first."""
        return {self.string[at : at + SEED]: at for at in range(len(self.string) - SEED, -1, -1)}

    @cached_property
    def repeated(self) -> dict[str, list[int]]:
        """Where those stand further that stand at several places: the first few of these places."""
        again: dict[str, list[int]] = {}
        seeds = self.seeds
        places = len(self.string) - SEED + 1
        for at in range(places if places > len(seeds) else 0):
            seed = self.string[at : at + SEED]
            if seeds[seed] != at and len(again.setdefault(seed, [])) < _PLACES:
                again[seed].append(at)
        return again

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Where the letters `[start:end]`, at least one, stand in the text."""
        return self._offset(start), self._offset(end - 1) + 1

    def _offset(self, index: int) -> int:
        """Where a letter stands; worked out for a stretch of text at a time, as few are asked for."""
        number = bisect_right(self._counts, index) - 1
        if number not in self._offsets:
            first = number * _STRETCH
            stretch = self._spread[first : first + _STRETCH]
            self._offsets[number] = [first + at for at, letter in enumerate(stretch) if letter != _GAP]
        return self._offsets[number][index - self._counts[number]]

    @cached_property
    def _counts(self) -> list[int]:
        """How many letters stand in front of each stretch."""
        stretches = (self._spread[at : at + _STRETCH] for at in range(0, len(self._spread), _STRETCH))
        return [0, *accumulate(len(each) - each.count(_GAP) for each in stretches)]

    def begins_word(self, index: int) -> bool:
        """Whether a word begins with a letter; also at the end of the text."""
        if index >= len(self.string):
            return True
        at = self._offset(index)
        return at == 0 or self._spread[at - 1] == _GAP


def count_words(plain: str) -> int:
    """How many words a text has; each character of a script that does not part them is one."""
    wide = 0 if plain.isascii() else len(_WIDE.findall(plain))
    return len(plain.split()) if not wide else wide + len(_WIDE.sub(" ", plain).split())
