"""Compressed files and archives (.gz, .zst, .zip, .tar, .wacz), whatever formats their members are in, and mixed.

Nothing is written to disk under a member's name, nothing is followed, and what is read is bounded: how deep packings
lie one inside another, how many members there are, and how much they unpack to. As in folders, members are read whose
names end as some reader knows, and hidden ones are left out; so are links, and what a web archive keeps beside its
records.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from struct import error as struct_error
from typing import BinaryIO

import msgspec

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.limits import Limits, Refused
from compliance.readers.rejoined import rejoined
from compliance.readers.spooled import spooled
from compliance.readers.tape import Tape
from compliance.readers.unpacked import CHUNK, Meter, Metered, Source, Unpacked, gunzip, opened, unzstd

_MAGIC_WITHIN = 512
_TAR_MAGIC = slice(257, 262)

_STREAMS: dict[bytes, Callable[[Source], Iterator[bytes]]] = {b"\x1f\x8b": gunzip, b"\x28\xb5\x2f\xfd": unzstd}
_ZIPS = (b"PK\x03\x04", b"PK\x05\x06")

_METHODS = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
_ENCRYPTED = 0x1

Found = Iterator[Article | Fault]


class Inside(Limits, frozen=True, kw_only=True):
    """The limits for what lies in a packing."""

    nesting: int
    """In how many it lies."""
    meter: Meter
    """What has been taken and given so far, in all of them."""

    @classmethod
    def of(cls, limits: Limits) -> Inside:
        """The limits one packing further in. Raises Refused where that is too deep."""
        if not isinstance(limits, Inside):
            return cls(**msgspec.structs.asdict(limits), nesting=1, meter=Meter(limits))
        if limits.nesting == limits.max_nesting:
            reason = f"packings are nested more than {limits.max_nesting} deep"
            raise Refused("too-deep", reason, "unpack the outer ones")
        return msgspec.structs.replace(limits, nesting=limits.nesting + 1)


def recognises(head: bytes, name: str = "") -> bool:
    """Whether this is a packed input; its name has no say in it."""
    return head.startswith((*_STREAMS, *_ZIPS)) or head[_TAR_MAGIC] == b"ustar"


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Found:
    """The articles of everything that is packed in an input. Raises Refused."""
    inside = Inside.of(limits)
    head = stream.read(_MAGIC_WITHIN)
    whole = rejoined(head, stream)
    if head.startswith(_ZIPS):
        yield from _zip(whole, name, inside, mapping)
        return
    source: Source = Metered(whole, inside.meter) if inside.nesting == 1 else whole
    if head[_TAR_MAGIC] == b"ustar":
        yield from _tar(source, name, inside, mapping)
        return
    unpack = next(each for magic, each in _STREAMS.items() if head.startswith(magic))
    yield from _member(unpack(source), name, inside, mapping)


def _member(pieces: Iterator[bytes], name: str, inside: Inside, mapping: Mapping[str, str]) -> Found:
    """What those bytes hold; of bytes that end before their end, all but the last thing, which may be half of one."""
    from compliance.readers import read_member

    unpacked = Unpacked(pieces, inside.meter)
    last: Article | Fault | None = None
    for found in read_member(opened(unpacked), name, mapping, inside):
        if last is not None:
            yield last
        last = found
    if unpacked.broken is not None:
        yield unpacked.broken.fault(name)
    elif last is not None:
        yield last


def _tar(source: Source, name: str, inside: Inside, mapping: Mapping[str, str]) -> Found:
    names = _Names(name)
    for member in Tape(source).members():
        inside.meter.member()
        if names.wanted(member.name):
            yield from _member(member.pieces, names.of(member.name), inside, mapping)
    yield from names.faults()


def _zip(stream: BinaryIO, name: str, inside: Inside, mapping: Mapping[str, str]) -> Found:
    with spooled(stream, inside) as whole:
        if inside.nesting == 1:
            inside.meter.packed += whole.seek(0, 2)
        try:
            archive = zipfile.ZipFile(whole)
        except (
            zipfile.BadZipFile,
            ArithmeticError,
            LookupError,
            NotImplementedError,
            ValueError,
            struct_error,
        ) as error:
            reason = f"its ZIP directory cannot be read: {str(error)[:1].lower()}{str(error)[1:]}"
            raise Refused("unreadable", reason, "it is cut, or damaged: fetch it again") from None
        with archive:
            names = _Names(name, _records_only(archive.namelist()))
            for info in archive.infolist():
                inside.meter.member()
                if names.wanted(info.filename):
                    yield from _member(_pieces(archive, info), names.of(info.filename), inside, mapping)
    yield from names.faults()


def _records_only(names: list[str]) -> str:
    """The folder that alone is read: a web archive keeps indexes and lists of its pages beside its records.

    Raises Refused for an office document, which is a ZIP archive too.
    """
    if "[Content_Types].xml" in names or "META-INF/manifest.xml" in names:
        raise Refused("binary", "it is an office document", "save it as HTML, or as text")
    return "archive/" if "datapackage.json" in names and any(each.startswith("archive/") for each in names) else ""


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    if info.flag_bits & _ENCRYPTED:
        raise Refused("unreadable", "it is encrypted", "deliver it without a password")
    if info.compress_type not in _METHODS:
        raise Refused("unreadable", "it is compressed in a way that is not read", "pack it with `deflate`")
    try:
        with archive.open(info) as member:
            while piece := member.read(CHUNK):
                yield piece
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError, ValueError, zlib.error) as error:
        raise Refused("unreadable", f"it cannot be unpacked: {error}", "the archive is cut, or damaged") from None


class _Names:
    """The names of an archive's members: which are read, and what they are called in reports."""

    def __init__(self, archive: str, folder: str = "") -> None:
        self._archive = archive
        self._folder = folder
        self._given: dict[str, int] = {}

    def wanted(self, member: str) -> bool:
        """Whether a member is read."""
        from compliance.readers import SUFFIXES
        from compliance.readers.sniff import suffix

        parts = member.replace("\\", "/").split("/")
        hidden = any((part.startswith(".") and part not in (".", "..")) or part == "__MACOSX" for part in parts)
        return not hidden and suffix(parts[-1]) in SUFFIXES and member.startswith(self._folder)

    def of(self, member: str) -> str:
        """What to call a member: never twice the same, and nothing that a terminal would act upon."""
        shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in member)
        times = self._given[shown] = self._given.get(shown, 0) + 1
        return f"{self._archive}!{shown}" if times == 1 else f"{self._archive}!{shown}!{times}"

    def faults(self) -> Iterator[Fault]:
        """That nothing was read, if it was so."""
        if not self._given:
            from compliance.readers import SUFFIXES

            reason = f"it holds no file that is read ({', '.join(sorted(SUFFIXES))})"
            yield Refused("empty", reason, "deliver at least one article").fault(self._archive)
