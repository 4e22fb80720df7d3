"""From what is named on a command line to the inputs that are read: files, folders, patterns, standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from compliance.finding import Fault
from compliance.readers import SUFFIXES
from compliance.readers.sniff import suffix

STDIN = "-"

_MAGIC = frozenset("*?[")


class Input(Struct, frozen=True):
    """Something to be read: a file, or standard input."""

    name: str
    """The path as it was given or found, with `/` between folders; `-` is standard input."""
    path: str = ""

    def open(self) -> BinaryIO:
        """Open it. Raises OSError."""
        return Path(self.path).open("rb") if self.path else sys.stdin.buffer


def expand(
    paths: Iterable[str | os.PathLike[str]], passed_over: Counter[str] | None = None, stdin: str = STDIN
) -> Iterator[Input | Fault]:
    """The inputs that paths, folders, patterns and `-` name, each once, and a Fault for what cannot be found or read.

    Folders are searched for files that some reader knows by their suffix, in the order of their names; hidden
    files and folders are left out. `passed_over` counts the other files in them, by suffix. `stdin` is
    what standard input goes by.
    """
    passed_over = Counter() if passed_over is None else passed_over
    seen: set[str] = set()
    for path in paths:
        for found in _expand(os.fspath(path), passed_over):
            if isinstance(found, Input):
                real = os.path.realpath(found.path) if found.path else STDIN
                if real in seen:
                    continue
                seen.add(real)
            yield Input(stdin) if found == Input(STDIN) else found


def not_found(name: str) -> Fault:
    """That there is no such file."""
    hint = "give the path of a file or a folder, or a pattern in quotes"
    return Fault(kind="not-found", input=name, reason="there is no such file", hint=hint)


def no_match(pattern: str) -> Fault:
    """That nothing matches a pattern."""
    return Fault(kind="not-found", input=pattern, reason="nothing matches the pattern", hint="see to the pattern")


def nothing_in(folder: str) -> Fault:
    """That a folder holds nothing that is read."""
    reason = f"the folder holds no file that is read ({', '.join(sorted(SUFFIXES))})"
    return Fault(kind="empty", input=folder, reason=reason, hint="name the files themselves if they end otherwise")


def _expand(path: str, passed_over: Counter[str]) -> Iterator[Input | Fault]:
    if path == STDIN:
        yield Input(STDIN)
        return
    kind = _kind(path)
    if kind is None and _MAGIC.intersection(path) and "\0" not in path:
        yield from _matching(path, passed_over)
    elif kind is not None and stat.S_ISDIR(kind):
        yield from _folder(path, passed_over, must_hold=True)
    else:
        yield _file(path, kind)


def _file(path: str, kind: int | None) -> Input | Fault:
    if kind is None:
        return not_found(_name(path))
    if not stat.S_ISREG(kind):
        reason = "it is no regular file (a pipe, a socket or a device)"
        return Fault(kind="unreadable", input=_name(path), reason=reason, hint="pipe into `-` instead")
    return Input(_name(path), path)


def _matching(pattern: str, passed_over: Counter[str]) -> Iterator[Input | Fault]:
    """What a glob pattern matches; folders among it are searched."""
    import glob

    found = False
    for path in sorted(glob.iglob(pattern, recursive=True)):  # noqa: PTH207
        found = True
        kind = _kind(path)
        if kind is not None and stat.S_ISDIR(kind):
            yield from _folder(path, passed_over, must_hold=False)
        else:
            yield _file(path, kind)
    if not found:
        yield no_match(_name(pattern))


def _folder(folder: str, passed_over: Counter[str], must_hold: bool) -> Iterator[Input | Fault]:
    faults: list[Fault] = []

    def unreadable(error: OSError) -> None:
        reason = f"the folder cannot be read: {error.strerror or error}"
        faults.append(Fault(kind="unreadable", input=_name(str(error.filename)), reason=reason))

    held = False
    for root, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.startswith("."):
                continue
            if suffix(name) not in SUFFIXES:
                passed_over[Path(name).suffix.lower()] += 1
            else:
                held = True
                path = os.path.join(root, name)  # noqa: PTH118
                yield _file(path, _kind(path))
    yield from faults
    if must_hold and not held and not faults:
        yield nothing_in(_name(folder))


def _kind(path: str) -> int | None:
    """The mode of what a path leads to; None if it leads nowhere."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return None


def _name(path: str) -> str:
    """A path as it is shown: with forward slashes, and escaped where its bytes are no UTF-8."""
    return Path(path).as_posix().encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
