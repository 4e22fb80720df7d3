"""Compressed streams, read as what they hold: bit by bit, and without trust in how much that is."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Protocol

from compliance.readers.limits import Limits, Refused

if TYPE_CHECKING:
    from typing_extensions import Buffer

CHUNK = 64 * 1024
_ZSTD_CHUNK = 1024
"""So little at a time because a kilobyte of zstd can stand for 32 megabytes, and nothing less comes out at once."""

_DAMAGED = "it is cut, or damaged: fetch it again"


class Source(Protocol):
    """Something whose bytes come one after another."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most so many; empty at the end."""
        ...


class Meter:
    """What reading one input has taken, and given, however many packings lie in it one inside another."""

    def __init__(self, limits: Limits) -> None:
        self.packed = 0
        self.unpacked = 0
        self.members = 0
        self._limits = limits

    def unpack(self, size: int) -> None:
        """Note that so much more was unpacked. Raises Refused when it is out of all proportion."""
        self.unpacked += size
        if self.unpacked > 2 * self._limits.max_bytes + self.packed * self._limits.max_ratio:
            reason = f"it unpacks to more than {self._limits.max_ratio} times its size"
            raise Refused("too-large", reason, "no text does: if it is one all the same, deliver it unpacked")

    def member(self) -> None:
        """Note one more file of an archive. Raises Refused when there are too many."""
        self.members += 1
        if self.members > self._limits.max_members:
            raise Refused("too-large", f"it holds more than {self._limits.max_members} files", "split it")


class Metered:
    """A stream whose bytes are counted as they are taken."""

    def __init__(self, stream: Source, meter: Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._meter.packed += len(data)
        return data


class Unpacked(io.RawIOBase):
    """The bytes that some pieces make up; they end where no more can be had, and `broken` then says why."""

    def __init__(self, pieces: Iterator[bytes], meter: Meter) -> None:
        self.broken: Refused | None = None
        self._pieces = pieces
        self._meter = meter
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """The next bytes."""
        view = memoryview(buffer).cast("B")
        while not self._rest and self.broken is None:
            try:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._meter.unpack(len(piece))
            except Refused as refused:
                self.broken = refused
            else:
                self._rest = memoryview(piece)
        size = min(len(view), len(self._rest))
        view[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def gunzip(packed: Source) -> Iterator[bytes]:
    """What gzip holds, one member after another. Raises Refused where that ends before its end."""
    rest = packed.read(CHUNK)
    while rest:
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                piece = member.decompress(rest, CHUNK)
            except zlib.error as error:
                raise Refused("unreadable", f"its gzip data is damaged: {_said(error)}", _DAMAGED) from None
            rest = member.unconsumed_tail
            yield piece
            if not rest and not member.eof and len(piece) < CHUNK:
                rest = _more(packed, CHUNK, "gzip")
        rest = _unpadded(member.unused_data, packed)


def unzstd(packed: Source) -> Iterator[bytes]:
    """What zstd holds, one frame after another. Raises Refused where that ends before its end."""
    try:
        import zstandard
    except ImportError:
        hint = "install it: pip install 'newsroom-compliance[zstd]'"
        raise Refused("unreadable", "reading zstd needs the library `zstandard`", hint) from None
    frames = zstandard.ZstdDecompressor()
    rest = packed.read(_ZSTD_CHUNK)
    while rest:
        frame = frames.decompressobj()
        while not frame.eof:
            rest = rest or _more(packed, _ZSTD_CHUNK, "zstd")
            try:
                yield frame.decompress(rest)
            except zstandard.ZstdError as error:
                raise Refused("unreadable", f"its zstd data is damaged: {_said(error)}", _DAMAGED) from None
            rest = b""
        rest = frame.unused_data or packed.read(_ZSTD_CHUNK)


def _more(packed: Source, size: int, kind: str) -> bytes:
    data = packed.read(size)
    if not data:
        raise Refused("unreadable", f"its {kind} data ends before its end", _DAMAGED)
    return data


def _unpadded(rest: bytes, packed: Source) -> bytes:
    """What follows a member, without the zeros that tapes are filled up with."""
    rest = rest or packed.read(CHUNK)
    while rest and not (stripped := rest.lstrip(b"\0")):
        rest = packed.read(CHUNK)
    return stripped if rest else b""


def _said(error: Exception) -> str:
    return str(error).rpartition(": ")[2] or type(error).__name__


def opened(unpacked: Unpacked) -> BinaryIO:
    """The bytes as a stream that gives as many as are asked for."""
    return io.BufferedReader(unpacked, CHUNK)
