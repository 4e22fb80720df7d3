"""How a transformed text lies in the text it was made from, kept as runs instead of a map per character."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, runtime_checkable

from msgspec import Struct


@runtime_checkable
class Origin(Protocol):
    """Where each character of a transformed text comes from."""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range that `[start:end]` was made from; an empty range stays empty."""
        ...

    def part(self, start: int, end: int) -> Runs:
        """The runs of `[start:end]` by itself."""
        ...

    def first(self, raw: int) -> int:
        """The first character that was made of what lies at a raw offset or after it."""
        ...


class Runs(Struct, frozen=True):
    """A text's runs, in order: run `i` begins at `starts[i]` and was `raw[raw_starts[i]:raw_ends[i]]`.

    A run as long as what it was made from is verbatim, character for character; any other (an entity,
    folded white space, a paragraph break) stands for the whole of it. `length` is the text's own length.
    """

    length: int
    starts: tuple[int, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range that `[start:end]` was made from; an empty range stays empty."""
        if not self.starts:
            return 0, 0
        if start >= end:
            at = self._start(start) if start < self.length else self.raw_ends[-1]
            return at, at
        first = self._start(start)
        return first, max(first, self._end(end))

    def part(self, start: int, end: int) -> Runs:
        """The runs of `[start:end]` by itself."""
        weaver = Weaver()
        starts = self.starts
        borders = starts[bisect_right(starts, start) : bisect_left(starts, end)] if start < end else ()
        for begin, stop in zip([start, *borders], [*borders, end], strict=True):
            weaver.place(stop - begin, *self.original(begin, stop))
        return weaver.runs()

    def each(self) -> Iterator[tuple[int, int, int]]:
        """Each run: how long it is, and the range it was made from."""
        stops = (*self.starts[1:], self.length)
        for start, stop, raw_start, raw_end in zip(self.starts, stops, self.raw_starts, self.raw_ends, strict=True):
            yield stop - start, raw_start, raw_end

    def first(self, raw: int) -> int:
        """The first character that was made of what lies at a raw offset or after it."""
        index = bisect_left(self.raw_starts, raw)
        if index > 0 and raw < self.raw_ends[index - 1] and self._verbatim(index - 1):
            return self.starts[index - 1] + raw - self.raw_starts[index - 1]
        return self.starts[index] if index < len(self.starts) else self.length

    def made(self, raw: int) -> int:
        """How much of the text was made of what lies before a raw offset."""
        index = bisect_right(self.raw_starts, raw) - 1
        if index < 0:
            return 0
        if raw >= self.raw_ends[index]:
            return self._following(index)
        return self.starts[index] + (raw - self.raw_starts[index] if self._verbatim(index) else 0)

    def _following(self, index: int) -> int:
        return self.starts[index + 1] if index + 1 < len(self.starts) else self.length

    def _start(self, offset: int) -> int:
        index = max(bisect_right(self.starts, offset) - 1, 0)
        begin, raw = self.starts[index], self.raw_starts[index]
        return raw + (offset - begin) if self._verbatim(index) else raw

    def _end(self, offset: int) -> int:
        index = max(bisect_right(self.starts, offset - 1) - 1, 0)
        begin, raw = self.starts[index], self.raw_starts[index]
        return raw + (offset - begin) if self._verbatim(index) else self.raw_ends[index]

    def _verbatim(self, index: int) -> bool:
        return self._following(index) - self.starts[index] == self.raw_ends[index] - self.raw_starts[index]


class LazyRuns:
    """Runs that are worked out when somebody asks for them. Equal to others, and pickled, as the Runs they are."""

    __slots__ = ("_known",)

    def __init__(self, make: Callable[[], Runs]) -> None:
        self._known: Runs | Callable[[], Runs] = make

    def known(self) -> Runs:
        """The Runs themselves."""
        if not isinstance(self._known, Runs):
            self._known = self._known()
        return self._known

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range that `[start:end]` was made from; an empty range stays empty."""
        return self.known().original(start, end)

    def part(self, start: int, end: int) -> Runs:
        """The runs of `[start:end]` by itself."""
        return self.known().part(start, end)

    def first(self, raw: int) -> int:
        """The first character that was made of what lies at a raw offset or after it."""
        return self.known().first(raw)

    def __eq__(self, other: object) -> bool:
        return self.known() == (other.known() if isinstance(other, LazyRuns) else other)

    def __hash__(self) -> int:
        return hash(self.known())

    def __reduce__(self) -> tuple[Callable[..., Runs], tuple[object, ...]]:
        runs = self.known()
        return Runs, (runs.length, runs.starts, runs.raw_starts, runs.raw_ends)


class Weaver:
    """Puts a text together piece by piece, noting where each piece came from."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self._starts: list[int] = []
        self._raw_starts: list[int] = []
        self._raw_ends: list[int] = []

    def add(self, piece: str, raw_start: int, raw_end: int) -> None:
        """Append a piece that was made from `raw[raw_start:raw_end]`; an empty piece adds nothing."""
        if piece:
            self.pieces.append(piece)
            self.place(len(piece), raw_start, raw_end)

    @classmethod
    def placed(cls, pieces: Iterable[tuple[str, int, int]]) -> Runs:
        """The runs of a text of these pieces, each with the range that it was made from."""
        weaver = cls()
        for piece, raw_start, raw_end in pieces:
            weaver.place(len(piece), raw_start, raw_end)
        return weaver.runs()

    def place(self, length: int, raw_start: int, raw_end: int) -> None:
        """Note where the next so many characters come from."""
        if length <= 0:
            return
        if not self._continues(length, raw_start, raw_end):
            self._starts.append(self.length)
            self._raw_starts.append(raw_start)
            self._raw_ends.append(raw_end)
        else:
            self._raw_ends[-1] = raw_end
        self.length += length

    def _continues(self, length: int, raw_start: int, raw_end: int) -> bool:
        """Whether it lengthens the last run: both verbatim, and the one next to the other."""
        if not self._starts or self._raw_ends[-1] != raw_start or length != raw_end - raw_start:
            return False
        return self.length - self._starts[-1] == self._raw_ends[-1] - self._raw_starts[-1]

    def text(self) -> str:
        """All pieces, joined."""
        return "".join(self.pieces)

    def runs(self) -> Runs:
        """Where they came from."""
        return Runs(self.length, tuple(self._starts), tuple(self._raw_starts), tuple(self._raw_ends))
