"""What has changed in a git repository since a revision, and what the files were then. Runs `git`, and nothing else."""

from __future__ import annotations

import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from compliance.finding import Fault
from compliance.inputs import Input
from compliance.readers import SUFFIXES
from compliance.readers.sniff import suffix

_GIT = ("git", "--no-pager", "-c", "core.quotePath=false")


class RevisionError(ValueError):
    """There is no repository here, or no such revision in it."""


class Earlier(Struct, frozen=True):
    """A file as it was at a revision."""

    name: str
    data: bytes

    def open(self) -> BinaryIO:
        """Its bytes then."""
        return io.BytesIO(self.data)


class Revision:
    """A revision, and the files that are not what they were then."""

    def __init__(self, name: str, folder: Path) -> None:
        """Ask git. Raises RevisionError."""
        self.name = name
        self._folder = folder
        self._top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        self._commit = found.decode().strip()
        changed = _git(self._top, "diff", "--name-status", "-z", "--no-renames", self._commit, "--").split(b"\0")
        self._changed = {path: status for status, path in zip(changed[::2], changed[1::2], strict=False)}
        new = _git(self._top, "ls-files", "--others", "--exclude-standard", "-z").split(b"\0")
        self._real = {os.path.realpath(self._path(each)) for each in (*self._changed, *new) if each}

    def has_changed(self, item: Input | Fault) -> bool:
        """Whether an input is not what it was; standard input, and what cannot be read, always count as changed."""
        return isinstance(item, Fault) or not item.path or os.path.realpath(item.path) in self._real

    def earlier(self) -> Iterator[Earlier]:
        """The changed files as they were, those that are gone included: they may only have been renamed."""
        for path, status in sorted(self._changed.items()):
            name = os.fsdecode(path)
            if status != b"A" and suffix(name) in SUFFIXES:
                data = _git(self._top, "cat-file", "blob", os.fsencode(self._commit) + b":" + path)
                yield Earlier(Path(os.path.relpath(self._path(path), self._folder)).as_posix(), data)

    def _path(self, path: bytes) -> Path:
        return self._top / os.fsdecode(path)


def _git(folder: Path, *arguments: str | bytes) -> bytes:
    try:
        done = subprocess.run([*_GIT, *arguments], cwd=folder, capture_output=True, check=False)  # noqa: S603
    except OSError as error:
        raise RevisionError(f"git cannot be run: {error.strerror or error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "backslashreplace").strip().removeprefix("fatal: ")
        raise RevisionError(said or "there is no such revision")
    return done.stdout
