"""Files that are there whole, or not at all, whenever the process or the machine stops."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

PARTIAL = ".partial"


@contextmanager
def written(path: Path) -> Iterator[BinaryIO]:
    """A file under another name, on the disk, and then in its place, once the block has ended well. Raises OSError."""
    partial = path.with_name(f".{path.name}.{os.getpid()}{PARTIAL}")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def write(path: Path, data: bytes) -> None:
    """Put a file in place. Raises OSError."""
    with written(path) as file:
        file.write(data)


def settle(folder: Path) -> None:
    """Have the names of a folder's files on the disk too, where the system knows how. Raises OSError."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
