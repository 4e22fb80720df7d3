"""Telling JSON Lines from other JSON, and reading them one by one in bounded memory, or a stretch of them."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, cast

import msgspec
from msgspec import Struct

from compliance.readers.limits import Refused
from compliance.readers.sniff import LINES_SUFFIXES, suffix

if TYPE_CHECKING:
    from typing_extensions import Buffer

_CHUNK = 64 * 1024


def is_lines(head: bytes, name: str) -> bool:
    """Whether a file that begins like this holds one record a line."""
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not start.startswith((b"{", b"[")):
        return False
    if suffix(name) in LINES_SUFFIXES:
        return True
    first, newline, rest = start.partition(b"\n")
    return bool(newline and rest.strip()) and _is_object(first)


class Stretch(Struct, frozen=True):
    """Some of the lines of a file."""

    start: int
    """Where they begin, in bytes."""
    end: int
    line: int
    """How many lines there are before them,"""
    count: int
    """and how many of those are not blank."""


def stretches(stream: BinaryIO, size: int) -> Iterator[Stretch]:
    """A file of lines in stretches of so many bytes and the rest of the last line; none of them is all blank."""
    begun = ready = Stretch(0, 0, 0, 0)
    end = lines = records = 0
    while block := stream.read(size):
        *whole, last = (block if end else block.removeprefix(codecs.BOM_UTF8)).split(b"\n")
        end += len(block)
        lines += len(whole)
        records += sum(1 for line in whole if line.strip())
        blank = not last.strip()
        while last and (rest := stream.readline(size)):
            end += len(rest)
            blank = blank and not rest.strip()
            if rest.endswith(b"\n"):
                lines += 1
                break
        records += not blank
        if records > begun.count:
            if ready.end:
                yield ready
            ready = Stretch(begun.start, end, begun.line, begun.count)
            begun = Stretch(end, end, lines, records)
    yield Stretch(ready.start, end, ready.line, ready.count)


def within(stream: BinaryIO, stretch: Stretch) -> BinaryIO:
    """A stream of nothing but that stretch of a file. Raises OSError."""
    stream.seek(stretch.start)
    return cast(BinaryIO, io.BufferedReader(_Within(stream, stretch.end - stretch.start), _CHUNK))


class _Within(io.RawIOBase):
    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer).cast("B")[: self._left]
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)


def lines_of(
    head: bytes, stream: BinaryIO, longest: int, stretch: Stretch | None = None
) -> Iterator[tuple[int, str | Refused]]:
    """The lines that are not blank, decoded, with their numbers; of one that is too long, its refusal."""
    before = stretch.line if stretch is not None else 0
    head = head if before else head.removeprefix(codecs.BOM_UTF8)
    for number, (line, size) in enumerate(_split(head, stream, longest), before + 1):
        if size > longest:
            yield number, Refused("too-large", f"it is larger than {longest} bytes", "an article is never that long")
        elif line.strip():
            yield number, _decoded(line)


def _split(head: bytes, stream: BinaryIO, longest: int) -> Iterator[tuple[bytes, int]]:
    """Each line with its size; of one that is too long, only as much as was read when that showed."""
    kept: list[bytes] = []
    size = 0
    chunk = head
    while chunk:
        *whole, rest = chunk.split(b"\n")
        for line in whole:
            if size + len(line) <= longest:
                kept.append(line)
            yield b"".join(kept), size + len(line)
            kept, size = [], 0
        size += len(rest)
        if size <= longest:
            kept.append(rest)
        else:
            kept = []
        chunk = stream.read(_CHUNK)
    if size:
        yield b"".join(kept), size


def _decoded(line: bytes) -> str | Refused:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        reason = f"byte 0x{line[error.start]:02X} at offset {error.start} of the line is not valid UTF-8"
        return Refused("undecodable", reason, "save it as UTF-8")


def _is_object(line: bytes) -> bool:
    """Whether a line is a record; that a byte of it is not valid makes that record a Fault, and no other."""
    try:
        return isinstance(msgspec.json.decode(line.decode(errors="replace")), dict)
    except (msgspec.DecodeError, RecursionError):
        return False
