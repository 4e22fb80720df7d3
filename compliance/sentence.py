"""The sentences of a text, as far as somebody asks for them: where they begin and end, and their words."""

from __future__ import annotations

import re

from compliance.borders import WORDLIKE
from compliance.text import Folded

_AROUND = 300
"""So many characters around a place are looked at for its sentence."""
_PLAIN_ENDS = (". ", "! ", "? ", ".” ", "!” ", "?” ", '." ', '!" ', '?" ', "\n")
"""What ends a sentence; none of them overlaps another."""
_ENDS = frozenset(_PLAIN_ENDS)
_FOLDED_ENDS = (". ", "! ", "? ", '." ', '!" ', '?" ', "\n")
"""The same where the text is folded; there, other things look so as well."""
_WORD = re.compile(r"\w+")
_APART = bytes(byte if WORDLIKE[byte] else ord(" ") for byte in range(256))


class Sentence:
    """The sentence `[start:end]` of a text, folded by itself."""

    __slots__ = ("end", "folded", "start", "words")

    def __init__(self, start: int, end: int, folded: Folded) -> None:
        self.start = start
        self.end = end
        self.folded = folded
        self.words = _words(folded)
        """Its words, from border to border: a phrase that stands alone in it is made of whole ones."""


def _words(folded: Folded) -> frozenset[str]:
    if folded.data.isascii():
        return frozenset(folded.data.translate(_APART).decode().split())
    return frozenset(_WORD.findall(folded.text))


class Sentences:
    """The sentences of one text; each is made once."""

    def __init__(self, plain: str, folded: Folded) -> None:
        self.plain = plain
        self._folded = folded
        aligned = folded.runs is None  # folded text is searched several times as fast
        self._text = folded.text if aligned else plain
        self._ends: tuple[str, ...] = _FOLDED_ENDS if aligned else _PLAIN_ENDS
        self._known: dict[tuple[int, int], Sentence] = {}
        self._around: dict[tuple[int, int], Sentence] = {}

    def around(self, start: int, end: int) -> Sentence:
        """The sentence around a place, as far as it is a few lines long."""
        known = self._around.get((start, end))
        if known is None:
            begin = self._begin(max(0, start - _AROUND), start)
            known = self._around[start, end] = self._of(begin, self._finish(end, min(end + _AROUND, len(self.plain))))
        return known

    def before(self, sentence: Sentence) -> Sentence | None:
        """The one before it in the same paragraph, if there is any."""
        low = max(0, sentence.start - _AROUND)
        end = low + len(self.plain[low : sentence.start].rstrip(" .!?”’\"'"))
        return None if "\n" in self.plain[end : sentence.start] else self._of(self._begin(low, end), end)

    def _of(self, start: int, end: int) -> Sentence:
        if (start, end) not in self._known:
            self._known[start, end] = Sentence(start, end, self._folded.part(self.plain, start, end))
        return self._known[start, end]

    def _begin(self, low: int, at: int) -> int:
        """Where the sentence begins that ends behind a place: at the last end of another one before it."""
        text = self._text
        for mark in self._ends:
            found = text.rfind(mark, low, at)
            while found >= 0 and self.plain[found : found + len(mark)] not in _ENDS:
                found = text.rfind(mark, low, found + len(mark) - 1)
            if found >= 0:
                low = found + 1
        return low

    def _finish(self, at: int, high: int) -> int:
        """Where the sentence ends that began before a place: at the first end of any behind it."""
        text = self._text
        for mark in self._ends:
            found = text.find(mark, at, high)
            while found >= 0 and self.plain[found : found + len(mark)] not in _ENDS:
                found = text.find(mark, found + 1, high)
            if found >= 0:
                high = found
        return high
