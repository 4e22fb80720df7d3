"""Where rendered Reports go: standard output, and files that appear only when they are whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import tee, zip_longest
from pathlib import Path
from typing import IO, Protocol

from compliance.render import Setting, renderer
from compliance.report import Checked


class OutputError(ValueError):
    """An output that cannot be written."""


class Output(Protocol):
    """Something that one format is written to."""

    format: str
    setting: Setting

    def write(self, chunk: str) -> None:
        """Add to it."""
        ...


class Screen:
    """Standard output. Written as UTF-8 whatever the locale: a report's bytes do not depend on it."""

    def __init__(self, format: str, setting: Setting) -> None:
        self.format = format
        self.setting = setting
        self.gone = False
        """Whether whoever was reading has gone away, as `head` does."""

    def write(self, chunk: str) -> None:
        """Show it at once. Once nobody reads any more it is left out without a word."""
        if self.gone:
            return
        try:
            sys.stdout.buffer.write(chunk.encode("utf-8", "backslashreplace"))
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            self.gone = True
            # Python flushes once more on its way out, and would complain then.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class File:
    """A file written under another name and put in place at the end, so that nobody reads half a report."""

    def __init__(self, format: str, setting: Setting, path: Path) -> None:
        """Open it. Raises OutputError if it cannot be written."""
        self.format = format
        self.setting = setting
        self.path = path
        self._target = path.resolve()
        self._partial: Path | None = self._target.with_name(f".{self._target.name}.{os.getpid()}.partial")
        if self._target.exists() and not self._target.is_file() and not self._target.is_dir():
            self._partial = None  # a device or a pipe: there is nothing to put in its place
        try:
            self._file = self._open()
        except OSError as error:
            raise _refused(path, error) from None

    def write(self, chunk: str) -> None:
        """Add to the file. Raises OutputError if that fails."""
        try:
            self._file.write(chunk)
        except OSError as error:
            raise _refused(self.path, error) from None

    def commit(self) -> None:
        """The file is whole: put it in its place. Raises OutputError if that fails."""
        try:
            self._file.close()
            if self._partial is not None:
                self._partial.replace(self._target)
                self._partial = None
        except OSError as error:
            raise _refused(self.path, error) from None

    def abandon(self) -> None:
        """Leave no trace of it, unless it is in its place already."""
        with suppress(OSError):
            self._file.close()
        if self._partial is not None:
            self._partial.unlink(missing_ok=True)

    def _open(self) -> IO[str]:
        if self._target.is_dir():
            raise IsADirectoryError(None, "it is a folder")
        how = "w" if self._partial is None else "x"
        return (self._partial or self._target).open(how, encoding="utf-8", errors="backslashreplace", newline="\n")


class Addition(File):
    """What is added to the end of a file once it is whole, as CI servers have it for the summary of a step."""

    def commit(self) -> None:
        """It is whole: add it. Raises OutputError if that fails."""
        if self._partial is None:
            super().commit()
            return
        try:
            self._file.close()
            with self._target.open("ab") as target:
                target.write(self._partial.read_bytes())
        except OSError as error:
            raise _refused(self.path, error) from None
        self.abandon()


def replace_file(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file under another name and put it in its place at the end. Raises OutputError if that fails."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("xb") as file:
            file.writelines(chunks)
        partial.replace(path)
    except OSError as error:
        raise _refused(path, error) from None
    finally:
        partial.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> OutputError:
    return OutputError(f"`{path}` cannot be written: {(error.strerror or str(error)).lower()}")


def spread(results: Iterable[Checked], outputs: Sequence[Output]) -> None:
    """Render results to all outputs side by side, so that no more than a few Articles are kept at a time."""
    streams: Sequence[Iterator[Checked]] = tee(results, len(outputs)) if len(outputs) > 1 else [iter(results)]
    chunks = [renderer(each.format).render(stream, each.setting) for each, stream in zip(outputs, streams, strict=True)]
    for row in zip_longest(*chunks, fillvalue=""):
        for output, chunk in zip(outputs, row, strict=True):
            if chunk:
                output.write(chunk)
