"""Trying an expression on a text no more than must be: only where literals stand that it cannot match without.

All is in bytes of the folded text. RE2 sees a part of a text in its surroundings: what `\\b`, `^` and `$` ask for is
the same wherever a trial begins and ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from compliance.borders import WORDLIKE
from compliance.literals import Requirements, requirements

if TYPE_CHECKING:
    from compliance.match import Regex

Places = list[tuple[int, int]]
"""Ranges of bytes, by position."""

_RARE = 5
"""Literals that long stand in few texts."""
_FEW = 6
"""So many literals are soon looked for, and at so many places an expression is soon tried."""
_CHARACTER = 4
"""How many bytes a character has at the most."""


class Trial:
    """An expression, and the literals for which it is tried. It is compiled when it first is: most never are."""

    def __init__(self, pattern: str, number: Callable[[str], int], compile: Callable[[str], Regex]) -> None:
        """`number` has a literal looked for in every text, and gives the number it is known by."""
        needs = requirements(pattern)
        chosen = _gate(needs)
        self.gate = [number(literal) for literal in sorted(chosen)]
        """The numbers of the literals for which it is tried; none: it is tried on every text."""
        self._pattern = pattern
        self._compile = compile
        self._opens = bool(chosen) and chosen == needs.opening
        self._bordered = needs.bordered and all(WORDLIKE[each.encode()[0]] for each in chosen)
        self._in_line = needs.in_line
        self._longest = needs.longest
        self._further = [
            [literal.encode() for literal in each] for each in needs.literals if each != chosen and len(each) <= _FEW
        ]
        self._regex: Regex | None = None

    def find(self, data: bytes, places: Mapping[int, Places]) -> Places:
        """Where it matches, given where literals stand, by their numbers."""
        gates = [place for index in self.gate for place in places.get(index, ())]
        if len(gates) <= _FEW:  # many trials would cost more than going through the text once
            if self._opens:
                starts = {start for start, _ in gates if not (self._bordered and start and WORDLIKE[data[start - 1]])}
                return self._find_at(sorted(starts), data)
            if self.gate and (self._in_line or self._longest is not None):
                return self._find_within(self._windows(sorted(gates), data), data)
        if not all(any(literal in data for literal in literals) for literals in self._further):
            return []
        return self._find_within([(0, len(data))], data)

    def _find_at(self, starts: Iterable[int], data: bytes) -> Places:
        """The matches that can begin at these places only."""
        found: Places = []
        for start in starts:
            if not found or start >= found[-1][1]:
                match = self._compiled().match(data, start)
                if match is not None:
                    found.append(match.span())
        return found

    def _find_within(self, windows: Iterable[tuple[int, int]], data: bytes) -> Places:
        """The matches that lie in these parts of a text."""
        compiled = self._compiled()
        spans = (match.span() for first, last in windows for match in compiled.finditer(data, first, last))
        return [(start, end) for start, end in spans if end > start]

    def _compiled(self) -> Regex:
        if self._regex is None:
            self._regex = self._compile(self._pattern)
        return self._regex

    def _windows(self, gates: Iterable[tuple[int, int]], data: bytes) -> Places:
        """The parts of a text that hold all matches with these literals, put together where they overlap."""
        reach = (self._longest or len(data)) if data.isascii() else (self._longest or len(data)) * _CHARACTER
        windows: Places = []
        for start, end in gates:
            first, last = max(0, start - reach), min(len(data), end + reach)
            if self._in_line:
                first = data.rfind(b"\n", first, start) + 1 or first
                line_end = data.find(b"\n", end, last)
                last = line_end if line_end >= 0 else last
            if windows and first <= windows[-1][1]:
                windows[-1] = (windows[-1][0], max(windows[-1][1], last))
            else:
                windows.append((first, last))
        return windows


def _gate(needs: Requirements) -> frozenset[str]:
    """The literals for which a pattern is tried: those it begins with, if they are rare, since they tell where."""
    if not needs.literals:
        return frozenset()
    opening, best = needs.opening, needs.literals[0]
    if opening and len(opening) <= len(best) and min(map(len, opening)) >= min(_RARE, *map(len, best)):
        return opening
    return best
