"""Inputs cut into Chunks: what one worker does at a time. How they are cut depends on the inputs alone."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from compliance.finding import Fault
from compliance.listing import Listed
from compliance.readers import Stretch, holds_lines
from compliance.readers.lines import stretches

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Buffer

SIZE = 8 * 1024 * 1024
"""How many bytes of input make a Chunk: a second's work, more or less, and small beside what a worker holds anyway."""

_MOST_FILES = 2000


class Piece(Struct, frozen=True):
    """A file, or a stretch of the lines of one."""

    name: str
    path: str
    size: int
    stretch: Stretch | None = None

    def open(self) -> BinaryIO:
        """Open the file. Raises OSError."""
        return Path(self.path).open("rb")


class Chunk(Struct, frozen=True):
    """Pieces that follow one another, and Faults of what could not even be found."""

    number: int
    pieces: tuple[Piece | Fault, ...]
    size: int
    """In bytes of input."""

    @property
    def stretched(self) -> str:
        """The file that this is a stretch of, as several Chunks may be; empty if it is none."""
        first = self.pieces[0]
        return first.name if isinstance(first, Piece) and first.stretch is not None else ""


def chunks(listed: Iterable[Listed], size: int = SIZE) -> Iterator[Chunk]:
    """What is listed, in Chunks of about so many bytes: a large file of JSON Lines in stretches, any other whole."""
    for number, pieces in enumerate(_grouped(listed, size)):
        yield Chunk(number, pieces, sum(piece.size for piece in pieces if isinstance(piece, Piece)))


def _grouped(listed: Iterable[Listed], size: int) -> Iterator[tuple[Piece | Fault, ...]]:
    small: list[Piece | Fault] = []
    held = 0
    for each in listed:
        piece = each.fault or Piece(each.name, each.file, each.size)
        if isinstance(piece, Piece) and piece.size >= size:
            if small:
                yield tuple(small)
            small, held = [], 0
            yield from ((part,) for part in _parts(piece, size))
            continue
        small.append(piece)
        held += each.size
        if held >= size or len(small) == _MOST_FILES:
            yield tuple(small)
            small, held = [], 0
    if small:
        yield tuple(small)


def _parts(piece: Piece, size: int) -> Iterator[Piece]:
    try:
        if holds_lines(piece):
            with piece.open() as stream:
                for each in stretches(stream, size):
                    yield Piece(piece.name, piece.path, each.end - each.start, each)
            return
    except OSError:  # whoever reads it will say so
        pass
    yield piece


class Watched:
    """A Piece that tells of every byte that is read of it."""

    def __init__(self, piece: Piece, told: Callable[[int], None]) -> None:
        self._piece = piece
        self._told = told

    @property
    def name(self) -> str:
        """What to call it."""
        return self._piece.name

    def open(self) -> BinaryIO:
        """Open the file. Raises OSError."""
        return io.BufferedReader(_Telling(self._piece.path, self._told))


class _Telling(io.FileIO):
    def __init__(self, path: str, told: Callable[[int], None]) -> None:
        super().__init__(path)
        self._told = told

    def readinto(self, buffer: Buffer) -> int:
        size = super().readinto(buffer)
        self._told(size)
        return size
