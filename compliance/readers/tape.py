"""Tar archives, read from the beginning to the end as the tapes they are named after."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from typing import IO, NamedTuple, cast

from compliance.readers.limits import Refused
from compliance.readers.unpacked import CHUNK, Source

_LONGEST_HEADER = 1024 * 1024
_CUT = "it is cut, or damaged: fetch it again"


class Member(NamedTuple):
    """A file on the tape."""

    name: str
    pieces: Iterator[bytes]
    """What it holds; to be read before the next member is asked for."""


class Tape:
    """A tar archive."""

    def __init__(self, source: Source) -> None:
        self._source = _Watched(source)

    def members(self) -> Iterator[Member]:
        """Its files, in order. Raises Refused where the archive is damaged, or ends before its end."""
        self._source.allowed = _LONGEST_HEADER
        try:
            archive = tarfile.open(fileobj=cast("IO[bytes]", self._source), mode="r|")  # noqa: SIM115
            while (info := self._next(archive)) is not None:
                if info.isreg() or info.issparse():
                    yield Member(info.name, self._pieces(archive, info))
                archive.members = []  # type: ignore[attr-defined]  # kept for random access, which a tape has not
        except (tarfile.TarError, ValueError, EOFError) as error:
            raise Refused("unreadable", f"its tar data is damaged: {error}", _CUT) from None
        if archive.offset + tarfile.BLOCKSIZE > self._source.given:
            raise Refused("unreadable", "it ends without the mark that a tar archive ends with", _CUT)

    def _next(self, archive: tarfile.TarFile) -> tarfile.TarInfo | None:
        """The next header, in bounded memory: what stands before it is skipped, not kept."""
        skipped = archive.offset - archive.fileobj.tell() if archive.fileobj is not None else 0
        self._source.allowed = self._source.given + max(skipped, 0) + _LONGEST_HEADER
        info = archive.next()
        self._source.allowed = None
        return info

    def _pieces(self, archive: tarfile.TarFile, info: tarfile.TarInfo) -> Iterator[bytes]:
        if info.issparse():
            raise Refused("unreadable", "it is a sparse file", "pack it whole")
        try:
            member = archive.extractfile(info)
            while member is not None and (piece := member.read(CHUNK)):
                yield piece
        except tarfile.TarError as error:
            raise Refused("unreadable", f"the archive ends within it: {error}", _CUT) from None


class _Watched:
    """A stream that gives no more than is allowed."""

    def __init__(self, source: Source) -> None:
        self.given = 0
        self.allowed: int | None = None
        self._source = source

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes. Raises Refused when they are more than a header has."""
        data = self._source.read(size)
        self.given += len(data)
        if self.allowed is not None and self.given > self.allowed:
            raise Refused("too-large", f"a header of it is larger than {_LONGEST_HEADER} bytes", _CUT)
        return data
