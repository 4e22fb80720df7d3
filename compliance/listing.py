"""The inputs of a scan, written down before it begins: what they were, so that it can tell whether they still are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from compliance.finding import Fault
from compliance.inputs import STDIN, Input
from compliance.run import NOTHING


class Listed(Struct, frozen=True, omit_defaults=True):
    """An input as it was found, or the Fault of what was not."""

    name: str
    path: bytes = b""
    """The file's path, where that is not its name."""
    size: int = 0
    modified: int = 0
    """In nanoseconds since 1970."""
    fault: Fault | None = None

    @property
    def file(self) -> str:
        """The path to open."""
        return os.fsdecode(self.path) or self.name


def listed(found: Iterable[Input | Fault], stdin: Path) -> Iterator[Listed]:
    """What was found, with size and date, or that there was nothing; standard input lies in the file `stdin`."""
    each = None
    for each in found:
        if isinstance(each, Fault):
            yield Listed(each.input, fault=each)
        else:
            yield _file(each.name, stdin if each.name == STDIN else Path(each.path))
    if each is None:
        yield Listed(NOTHING.input, fault=NOTHING)


def _file(name: str, path: Path) -> Listed:
    try:
        about = path.stat()
    except OSError as error:
        reason = f"it cannot be read: {error.strerror or error}"
        return Listed(name, fault=Fault(kind="unreadable", input=name, reason=reason, hint="see to the file"))
    own = b"" if str(path) == name else os.fsencode(path)
    modified = 0 if name == STDIN else about.st_mtime_ns
    return Listed(name, own, about.st_size, modified)


def write(entries: Iterable[Listed], target: BinaryIO) -> int:
    """Write them down, one a line; the sum of their sizes in bytes."""
    size = 0
    for each in entries:
        target.write(msgspec.json.encode(each) + b"\n")
        size += each.size
    return size


def read(source: Path) -> Iterator[Listed]:
    """What was written down. Raises OSError and msgspec.MsgspecError."""
    decoder = msgspec.json.Decoder(Listed)
    with source.open("rb") as lines:
        for line in lines:
            yield decoder.decode(line)


def difference(then: Iterable[Listed], now: Iterable[Listed]) -> str:
    """The first thing that is not as it was, in words; empty if nothing has changed."""
    for was, is_ in zip_longest(then, now):
        if was == is_:
            continue
        if was is None:
            return f"`{is_.name}` is new"
        if is_ is None or is_.name != was.name:
            return (
                f"`{was.name}` is not where it was"
                if is_ is None
                else f"`{is_.name}` now stands where `{was.name}` did"
            )
        return f"`{was.name}` has changed"
    return ""
