"""Where the characters of a text made of blocks were delivered, worked out for the blocks that somebody asks about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from compliance.runs import LazyRuns, Runs, Weaver

if TYPE_CHECKING:
    from compliance.readers.prose import Prose

GAP = "\n\n"
"""What stands between two blocks."""


class BlockRuns(LazyRuns):
    """The runs of a text, worked out block by block."""

    __slots__ = ("_asked", "_blocks", "_prose", "_segments", "_starts")

    def __init__(self, prose: Prose) -> None:
        super().__init__(lambda: BlockRuns(prose).part(0, len(prose.plain)))  # not of `self`: nothing may hold itself
        self._prose = prose
        self._starts = [0, *(block.end for block in prose.blocks[:-1])]
        self._segments: dict[int, Runs] = {}
        self._blocks: dict[int, Runs] = {}
        self._asked: dict[int, int] = {}
        """Characters that were asked about, by where they were made: who finds something is soon asked for it again."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range that `[start:end]` was made from; an empty range stays empty."""
        if not self._prose.blocks:
            return 0, 0
        first = self._at(start) if start < len(self._prose.plain) else self._stop(len(self._prose.plain))
        if start >= end:
            return first, first
        last = max(first, self._stop(end))
        self._asked[first], self._asked[last] = start, end
        return first, last

    def first(self, raw: int) -> int:
        """The first character that was made of what lies at a raw offset or after it."""
        known = self._asked.get(raw)
        if known is not None and self._is_first(known, raw):
            return known
        index = bisect_left(range(len(self._starts)), raw, key=lambda index: self._segment(index).raw_starts[0])
        if index > 0 and (at := self._segment(index - 1).first(raw)) < self._segment(index - 1).length:
            return self._starts[index - 1] + at
        return self._starts[index] if index < len(self._starts) else len(self._prose.plain)

    def _is_first(self, offset: int, raw: int) -> bool:
        after = offset == len(self._prose.plain) or self._at(offset) >= raw
        return after and (offset == 0 or self._at(offset - 1) < raw)

    def part(self, start: int, end: int) -> Runs:
        """The runs of `[start:end]` by itself."""
        weaver = Weaver()
        for index in range(self._index(start), self._index(max(end - 1, start)) + 1 if start < end else 0):
            segment, base = self._segment(index), self._starts[index]
            for length, begin, stop in segment.part(max(start - base, 0), min(end - base, segment.length)).each():
                weaver.place(length, begin, stop)
        return weaver.runs()

    def _at(self, offset: int) -> int:
        return self._place(offset)[0]

    def _stop(self, offset: int) -> int:
        return self._place(offset - 1)[1]

    def _place(self, offset: int) -> tuple[int, int]:
        """The range that a character was made from: told by its own piece of a block, if that is enough."""
        index = self._index(offset)
        start = self._prose.blocks[index].start
        if offset < start:
            return self._segment(index).original(offset - self._starts[index], offset - self._starts[index] + 1)
        place = self._prose.place(index, offset - start) if index not in self._blocks else None
        return place or self._woven(index).original(offset - start, offset - start + 1)

    def _index(self, offset: int) -> int:
        return max(bisect_right(self._starts, offset) - 1, 0)

    def _segment(self, index: int) -> Runs:
        """The runs of a block and of the gap before it."""
        if index not in self._segments:
            prose, weaver = self._prose, Weaver()
            if index:
                begin = prose.beginning(index)
                prose.places.source.place(weaver, len(GAP), min(prose.ending(index - 1), begin), begin)
            for length, start, end in self._woven(index).each():
                weaver.place(length, start, end)
            self._segments[index] = weaver.runs()
        return self._segments[index]

    def _woven(self, index: int) -> Runs:
        """The runs of a block."""
        if index not in self._blocks:
            weaver = Weaver()
            self._prose.weave(index, weaver)
            self._blocks[index] = weaver.runs()
        return self._blocks[index]
