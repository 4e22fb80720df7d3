"""A scan of many articles: Chunks are given to workers, what they write is put in order, and nothing is lost.

Whatever number of workers there is, and however often it is interrupted, the same inputs give the same tables: they
are cut in the same way, and Receipts tell what need not be done again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from compliance.brake import Braked, Weights
from compliance.chunk import Chunk
from compliance.engines import Mapper
from compliance.engines.local import Broken, Event, Pool, Unwritable, Written
from compliance.engines.worker import Position, Task, Trouble
from compliance.folder import Folder, refusal
from compliance.outputs import OutputError
from compliance.part import Format, Part, Receipt
from compliance.readers.json import Names
from compliance.report import Summary

_AHEAD = 64
"""How many Chunks may be done before one that is not: what is known of them is kept in memory."""

_TRIES = 2
"""How often an article may bring a worker down: the first time it may be innocent."""


Renamed = Callable[[Chunk, tuple[str, ...]], dict[int, str]]
"""Which of the names of a Chunk's records were given before in their file, by number, and what those are called."""


class Kept(Protocol):
    """Where parts are written, and found again."""

    @property
    def path(self) -> Path:
        """The folder."""

    def receipts(self, chunk: int) -> list[Receipt]:
        """What is done of a Chunk."""

    def forget(self, chunk: int) -> None:
        """Take away all that was written of a Chunk."""


class Scan:
    """One scan, from the beginning or from where it was interrupted."""

    def __init__(self, folder: Kept, pool: Pool, coming: Iterable[Chunk], renamed: Renamed | None = None) -> None:
        """`renamed`: what is known of the names in a file; without it, the Chunks of each file come in its order."""
        self.chunks = 0
        """How many Chunks are done, all before them included."""
        self._folder = folder
        self._pool = pool
        self._coming = iter(coming)
        self._begun: dict[int, _Begun] = {}
        self._again: list[int] = []
        self._renamed = renamed or _FileNames().renamed
        self._bytes = 0

    @property
    def bytes(self) -> int:
        """How many bytes of input are done, more or less."""
        return self._bytes + self._pool.bytes

    def run(self) -> Iterator[Receipt]:
        """Do all of it; the Receipt of each part as it is written, and of those that were.

        Raises OutputError when a part cannot be written: what is written by then is kept.
        """
        try:
            while True:
                while self._pool.free and (begun := self._next()) is not None:
                    if begun.done:
                        self._bytes += begun.chunk.size
                        yield from begun.receipts
                    else:
                        self._pool.give(begun.task())
                    self._settle()
                if not self._pool.busy and not self._begun:
                    return
                for event in self._pool.events():
                    yield from self._take(event)
                self._settle()
        finally:
            self._pool.close()

    def _next(self) -> _Begun | None:
        """What is to be done next; None if nothing is for now."""
        if self._again:
            return self._begun[self._again.pop(0)]
        if len(self._begun) >= _AHEAD:
            return None
        chunk = next(self._coming, None)
        if chunk is None:
            return None
        self._begun[chunk.number] = begun = _Begun(chunk, self._folder.receipts(chunk.number))
        return begun

    def _take(self, event: Event) -> Iterator[Receipt]:
        if isinstance(event, Unwritable):
            raise OutputError(f"`{self._folder.path}` cannot be written: {event.reason.lower()}")
        begun = self._begun[event.task.chunk.number]
        if isinstance(event, Written):
            begun.receipts.append(event.receipt)
            self._bytes += begun.chunk.size if event.receipt.last else 0
            yield event.receipt
        elif isinstance(event, Broken):
            begun.break_at(event.position, event.trouble)
            self._again.append(begun.chunk.number)

    def _settle(self) -> None:
        """See whether the next Chunks in order are done, and their records called what they would be in a whole."""
        while (begun := self._begun.get(self.chunks)) is not None and begun.done:
            if begun.chunk.stretched:
                if begun.names is None:
                    begun.names = self._renamed(begun.chunk, begun.receipts[-1].names)
                if begun.receipts[-1].renamed != begun.names:
                    self._folder.forget(begun.chunk.number)
                    begun.receipts.clear()
                    self._again.append(begun.chunk.number)
                    return
            del self._begun[self.chunks]
            self.chunks += 1


def weigh(folder: Folder, percent: int, chunks: int) -> tuple[Braked, ...]:
    """The rules that fire too often, by the Receipts of so many Chunks that were judged to weigh them."""
    weights = Weights()
    for receipt in folder.every(chunks):
        for rule, (fired, judged) in receipt.weights.items():
            weights.fired[rule] += fired
            weights.judged[rule] += judged
    return weights.braked(percent)


def conclude(folder: Folder, mapper: Mapper, formats: tuple[Format, ...], chunks: int) -> Summary:
    """Put the tables together once so many Chunks are done, with what there is to say of the waivers at their end.

    Raises OutputError.
    """
    rows = list(mapper.leftover(receipt.fates for receipt in folder.every(chunks)))
    if rows:
        last = Part(folder.path, formats, chunks, 0, folder.braking)
        for each in rows:
            last.add(each)
        try:
            last.finish(0, True)
        except OSError as error:
            raise refusal(folder.path, error) from None
    return folder.finish(chunks + bool(rows))


class _Begun:
    """A Chunk that has been begun."""

    def __init__(self, chunk: Chunk, receipts: list[Receipt]) -> None:
        self.chunk = chunk
        self.receipts = receipts
        self.names: dict[int, str] | None = None
        """What its records are called because of those in earlier Chunks, once that is known."""
        self._troubles: dict[Position, Trouble] = {}
        self._broken: Counter[Position] = Counter()

    @property
    def done(self) -> bool:
        """Whether all of it is written."""
        return bool(self.receipts) and self.receipts[-1].last

    def task(self) -> Task:
        """What is left to do."""
        groups = self.receipts[-1].groups if self.receipts else 0
        return Task(self.chunk, len(self.receipts), groups, dict(self._troubles), self.names)

    def break_at(self, position: Position, trouble: Trouble) -> None:
        """Note that a worker broke; what was being done there is not tried a third time."""
        self._broken[position] += 1
        if position in self._troubles:
            raise RuntimeError(f"a worker broke at {position} of what it was not to try again: {trouble.reason}")
        if self._broken[position] >= _TRIES:
            self._troubles[position] = trouble


class _FileNames:
    """The names of the records of one file at a time, in order."""

    def __init__(self) -> None:
        self._file = ""
        self._names = Names("")

    def renamed(self, chunk: Chunk, names: tuple[str, ...]) -> dict[int, str]:
        """Which names of a file's next Chunk were given before, by number, and what those records are called."""
        if chunk.stretched != self._file:
            self._file, self._names = chunk.stretched, Names(chunk.stretched)
        given = (self._names.unused(name) for name in names)
        return {number: new for number, (new, name) in enumerate(zip(given, names, strict=True)) if new != name}
