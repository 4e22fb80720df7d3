"""Files wherever Spark finds them: listed, named and written through Hadoop's file systems, on the driver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from compliance.finding import Fault
from compliance.inputs import no_match, not_found, nothing_in
from compliance.outputs import OutputError
from compliance.readers import SUFFIXES
from compliance.readers.sniff import suffix

_MAGIC = frozenset("*?[{")
_ESCAPED = frozenset("*?[]{}\\,")


class File(Struct, frozen=True):
    """A file to be read."""

    uri: str
    """Where it is, as Hadoop writes it."""
    name: str
    """What it is called: the path as it was given or found."""
    size: int
    """In bytes."""

    @property
    def path(self) -> str:
        """The path to give to Spark, which would take some characters for a pattern's."""
        return "".join(f"\\{each}" if each in _ESCAPED else each for each in self.uri)


class Places:
    """The file systems of one Spark session."""

    def __init__(self, session: Any) -> None:
        self._jvm = session._jvm
        self._configuration = session._jsc.hadoopConfiguration()

    def files(self, paths: Iterable[str], passed_over: Counter[str]) -> Iterator[File | Fault]:
        """The files that paths, folders and patterns name, each once; a Fault for what cannot be found.

        Folders are searched as on this machine: hidden files and those that no reader knows are left out, and the
        latter counted in `passed_over` by suffix.
        """
        seen: set[str] = set()
        for path in paths:
            for found in self._expand(path, passed_over):
                if isinstance(found, Fault) or found.uri not in seen:
                    seen.add("" if isinstance(found, Fault) else found.uri)
                    yield found

    def head(self, file: File, size: int) -> bytes:
        """How a file begins. Raises OSError."""
        stream = self._call(lambda: self._system(file.uri).open(self._path(file.uri)))
        try:
            return bytes(self._call(lambda: self._jvm.org.apache.commons.io.IOUtils.toByteArray(
                self._jvm.org.apache.commons.io.input.BoundedInputStream(stream, size))))  # fmt: skip
        finally:
            stream.close()

    def write(self, uri: str, data: bytes) -> None:
        """Write a small file. Raises OutputError."""
        try:
            stream = self._call(lambda: self._system(uri).create(self._path(uri), True))
            try:
                self._call(lambda: stream.write(bytearray(data)))
            finally:
                stream.close()
        except OSError as error:
            raise OutputError(f"`{uri}` cannot be written: {error}") from None

    def holds_anything(self, uri: str) -> bool:
        """Whether there is such a folder, with something in it."""
        system, path = self._system(uri), self._path(uri)
        return bool(self._call(lambda: system.exists(path))) and len(self._call(lambda: system.listStatus(path))) > 0

    def _expand(self, path: str, passed_over: Counter[str]) -> Iterator[File | Fault]:
        try:
            status = self._status(path)
            if status is None and _MAGIC.intersection(path):
                yield from self._matching(path, passed_over)
            elif status is None:
                yield not_found(path)
            elif status.isDirectory():
                yield from self._folder(path, status, passed_over)
            else:
                yield _file(status, PurePosixPath(path).as_posix() if "://" not in path else path)
        except OSError as error:
            yield Fault(kind="unreadable", input=path, reason=f"it cannot be read: {error}", hint="see to the path")

    def _matching(self, pattern: str, passed_over: Counter[str]) -> Iterator[File | Fault]:
        found = self._call(lambda: self._system(pattern).globStatus(self._path(pattern)))
        if not found:
            yield no_match(pattern)
        for status in found or ():
            name = status.getPath().toUri().getPath() if "://" not in pattern else status.getPath().toString()
            if status.isDirectory():
                yield from self._folder(name, status, passed_over, must_hold=False)
            else:
                yield _file(status, name)

    def _folder(
        self, name: str, folder: Any, passed_over: Counter[str], must_hold: bool = True
    ) -> Iterator[File | Fault]:
        held = False
        root = folder.getPath().toString()
        waiting = [folder]
        while waiting:
            path = waiting.pop().getPath()
            listed = sorted(self._call(lambda path=path: self._system(root).listStatus(path)), key=_name_of)
            for status in listed:
                own = _name_of(status)
                if own.startswith("."):
                    continue
                if status.isDirectory():
                    waiting.append(status)
                elif suffix(own) not in SUFFIXES:
                    passed_over[PurePosixPath(own).suffix.lower()] += 1
                else:
                    held = True
                    yield _file(status, name.rstrip("/") + status.getPath().toString()[len(root) :])
        if must_hold and not held:
            yield nothing_in(name)

    def _status(self, path: str) -> Any:
        try:
            return self._call(lambda: self._system(path).getFileStatus(self._path(path)))
        except FileNotFoundError:
            return None

    def _system(self, uri: str) -> Any:
        return self._call(lambda: self._path(uri).getFileSystem(self._configuration))

    def _path(self, uri: str) -> Any:
        return self._call(lambda: self._jvm.org.apache.hadoop.fs.Path(uri))

    def _call(self, what: Any) -> Any:
        """Whatever Java throws, as an OSError of one line."""
        from py4j.protocol import Py4JJavaError

        try:
            return what()
        except Py4JJavaError as error:
            thrown = error.java_exception
            words = str(thrown.getMessage() or thrown.getClass().getSimpleName()).splitlines()[0]
            missing = thrown.getClass().getSimpleName() in ("FileNotFoundException", "NoSuchFileException")
            raise (FileNotFoundError(words) if missing else OSError(words)) from None


def uri_of(told: str) -> str:
    """A file's address as Spark's metadata tell it, as Hadoop writes it: not escaped, and with one slash for none."""
    scheme, colon, rest = told.partition(":")
    return f"{scheme}:{unquote(rest.removeprefix('//') if rest.startswith('///') else rest)}" if colon else told


def _file(status: Any, name: str) -> File:
    return File(status.getPath().toString(), name, status.getLen())


def _name_of(status: Any) -> str:
    return str(status.getPath().getName())
