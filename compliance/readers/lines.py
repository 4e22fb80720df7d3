"""Telling JSON Lines from other JSON, and reading them one by one in bounded memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from compliance.readers.limits import Refused
from compliance.readers.sniff import LINES_SUFFIXES, suffix

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


def lines_of(head: bytes, stream: BinaryIO, longest: int) -> Iterator[tuple[int, str | Refused]]:
    """The lines that are not blank, decoded, with their numbers; of one that is too long, its refusal."""
    for number, (line, size) in enumerate(_split(head.removeprefix(codecs.BOM_UTF8), stream, longest), 1):
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
