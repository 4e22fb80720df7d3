"""The records of a web archive, one after another, each whole or not at all.

They are taken apart here and not by a library because those at hand give a cut record for a whole one, and end at the
first that is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from compliance.readers.limits import Refused

_VERSION = re.compile(rb"WARC/\d")
_LONGEST_LINE = 64 * 1024
_MOST_HEADERS = 1000
_CHUNK = 64 * 1024
_LENGTH = re.compile(r"\d{1,18}", re.ASCII)
_DAMAGED = "the archive is cut, or damaged, there: fetch it again"

Headers = dict[str, str]
"""By their names in lower case."""


class Record(NamedTuple):
    """A record that is wanted."""

    headers: Headers
    block: bytes


def records(
    stream: BinaryIO, wanted: Callable[[Headers], bool], longest: int
) -> Iterator[tuple[int, Record | Refused | None]]:
    """Each record with its number from 1: None where it is not wanted, its refusal where it is damaged or too long.

    A record is sound if another, or the end, follows it. After one that is not, the next is looked for.
    """
    number = 0
    line = _next_line(stream)
    while line:
        number += 1
        try:
            found = _record(stream, wanted, longest)
            line = _next_line(stream)
            if line and not _VERSION.match(line):
                raise Refused("unreadable", "no record follows it where its length says that it ends", _DAMAGED)
        except Refused as refused:
            found = refused
            line = _resumed(stream)
        yield number, found


def headers_of(lines: Iterator[bytes]) -> Headers:
    """The headers up to an empty line. Raises Refused for too many, or none but half of them."""
    headers: Headers = {}
    last = ""
    for _ in range(_MOST_HEADERS):
        line = next(lines, b"")
        if not line.endswith(b"\n"):
            raise Refused("unreadable", "it ends, or is damaged, within its headers", _DAMAGED)
        text = line.decode("utf-8", "replace")
        if not text.strip():
            return headers
        if text[0] in " \t" and last:
            headers[last] += " " + text.strip()
            continue
        name, _, value = text.partition(":")
        last = name.strip().lower()
        headers.setdefault(last, value.strip())
    raise Refused("unreadable", f"it has more than {_MOST_HEADERS} headers", _DAMAGED)


def _record(stream: BinaryIO, wanted: Callable[[Headers], bool], longest: int) -> Record | Refused | None:
    headers = headers_of(iter(lambda: stream.readline(_LONGEST_LINE), b""))
    declared = headers.get("content-length", "")
    if not _LENGTH.fullmatch(declared):
        raise Refused("unreadable", "it does not say how long it is", _DAMAGED)
    length = int(declared)
    keep = wanted(headers) and length <= longest
    pieces = []
    left = length
    while left and (piece := stream.read(min(left, _CHUNK))):
        left -= len(piece)
        if keep:
            pieces.append(piece)
    if left:
        raise Refused("unreadable", f"it is cut: {length - left} of its {length} bytes are there", _DAMAGED)
    if not wanted(headers):
        return None
    if not keep:
        return Refused("too-large", f"it is larger than {longest} bytes", "an article is never that long")
    return Record(headers, b"".join(pieces))


def _next_line(stream: BinaryIO) -> bytes:
    """The next line that is not blank; empty at the end."""
    while line := stream.readline(_LONGEST_LINE):
        if line.strip():
            return line
    return b""


def _resumed(stream: BinaryIO) -> bytes:
    """The first line of the next record; empty if there is none any more."""
    while (line := stream.readline(_LONGEST_LINE)) and not _VERSION.match(line):
        pass
    return line
