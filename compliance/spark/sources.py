"""What Spark reads of an archive, and how: large files of lines by their lines, any other file whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from compliance.chunk import SIZE
from compliance.finding import Fault
from compliance.readers import holds_lines, read
from compliance.readers.sniff import HEAD
from compliance.spark import names as naming
from compliance.spark import task
from compliance.spark.places import File, Places, uri_of
from compliance.spark.task import Done, Lines

if TYPE_CHECKING:
    import pyarrow as arrow

LARGEST = 2**31 - 2**20
"""Bytes of a file that is read whole: what one row of Spark's can hold, and a little less."""

_BLANK = "[^ \\t\\n\\r\\u000B\\f]"

Batches = Iterator["arrow.RecordBatch"]


class Sources:
    """The files of one scan, as Spark reads them."""

    def __init__(self, session: Any, places: Places, files: list[File]) -> None:
        self._session = session
        large = (each for each in files if each.size >= SIZE)
        self._lines = [each for each in large if holds_lines(_Held(each.name, places.head(each, HEAD)))]
        split = {each.uri for each in self._lines}
        self._empty = [each for each in files if not each.size]  # Spark passes over them
        self._whole = [each for each in files if each.uri not in split and 0 < each.size <= LARGEST]
        self._large = [each for each in files if each.uri not in split and each.size > LARGEST]
        self._records: Counter[str] = Counter()

    def judged(self, given: Any) -> Any:
        """A frame of all rows in the wide schema, judged once and kept on the executors' disks. `given`: broadcast."""
        from pyspark import StorageLevel

        judged = self._session.createDataFrame(task.wide().empty_table())
        schema = judged.schema
        if self._whole:
            files = self._contents().mapInArrow(_judging_files(given, self._names(self._whole)), schema)
            judged = judged.unionByName(files)
        if self._lines:
            names = self._names(self._lines)
            known = self._session.sparkContext.broadcast(self._known(names, given.value.mapping))
            judged = judged.unionByName(self._text().mapInArrow(_judging_lines(given, names, known), schema))
        return judged.persist(StorageLevel.DISK_ONLY)

    def missing(self, done: Iterable[Done]) -> list[Fault]:
        """Faults for what was to be read, and was not, or not all of it."""
        judged: Counter[str] = Counter()
        through: set[str] = set()
        for each in done:
            judged.update(each.inputs)
            through.update(each.inputs)
        faults = [_unread(file.name, "Spark could not read it") for file in self._whole if file.name not in through]
        for file in self._lines:
            if judged[file.name] != self._records[file.name] or file.name not in through:
                number, records = judged[file.name], self._records[file.name]
                faults.append(_unread(file.name, f"{number:,} of its {records:,} records were judged"))
        for file in self._empty:
            faults += [each for each in read(_Held(file.name, b"")) if isinstance(each, Fault)]
        for file in self._large:
            reason = f"it has {file.size:,} bytes, and a cluster reads no more than {LARGEST:,} of what it cannot split"
            hint = "split it, or scan it on one machine"
            faults.append(Fault(kind="too-large", input=file.name, reason=reason, hint=hint))
        return faults

    def _names(self, files: list[File]) -> Any:
        return self._session.sparkContext.broadcast({each.uri: each.name for each in files})

    def _contents(self) -> Any:
        reader = self._session.read.format("binaryFile")
        # What cannot be read is missed afterwards, and is a Fault then: it must not bring the others down.
        reader = reader.option("ignoreCorruptFiles", "true").option("ignoreMissingFiles", "true")
        return reader.load([each.path for each in self._whole]).select("path", "content")

    def _text(self) -> Any:
        found = self._session.read.option("lineSep", "\n").text([each.path for each in self._lines])
        place = ("_metadata.file_path as path", "_metadata.file_block_start as block")
        return found.selectExpr(*place, "cast(value as binary) as line")

    def _known(self, names: Any, mapping: dict[str, str]) -> dict[tuple[str, int], Lines]:
        """What is known of each block of the files of lines: where it stands in its file, and whose names are taken."""
        from pyspark.sql.functions import expr

        records = expr(f"count_if(cast(line as string) rlike '{_BLANK}')").alias("records")
        counted = self._text().groupBy("path", "block").agg(expr("count(*)").alias("lines"), records).collect()
        known: dict[tuple[str, int], Lines] = {}
        lines: Counter[str] = Counter()
        for row in sorted(counted, key=lambda row: (row["path"], row["block"])):
            name = names.value[uri_of(row["path"])]
            known[name, row["block"]] = Lines(lines[name], self._records[name])
            lines[name] += row["lines"]
            self._records[name] += row["records"]
        renamed: dict[tuple[str, int], dict[int, str]] = {}
        for row in self._renamed(names, known, mapping):
            renamed.setdefault((row["file"], row["block"]), {})[row["number"]] = row["name"]
        return {key: msgspec.structs.replace(each, renamed=renamed.get(key, {})) for key, each in known.items()}

    def _renamed(self, names: Any, known: dict[tuple[str, int], Lines], mapping: dict[str, str]) -> Any:
        """The records whose name was given before in their file, and what they are called instead."""
        named = self._text().mapInArrow(_naming(names, known, mapping), naming.NAMED)
        several = named.groupBy("file", "root").count().where("count > 1").select("file", "root")
        alike = named.join(several, ["file", "root"]).groupBy("file", "root")
        return alike.applyInArrow(naming.renamed, naming.RENAMED).collect()


def _unread(name: str, reason: str) -> Fault:
    hint = "see whether the cluster may read it, or scan it on one machine"
    return Fault(kind="unreadable", input=name, reason=reason, hint=hint)


def _judging_files(given: Any, names: Any) -> Callable[[Batches], Batches]:
    def run(batches: Batches) -> Batches:
        return task.files(given.value, _files(batches, names.value))

    return run


def _judging_lines(given: Any, names: Any, known: Any) -> Callable[[Batches], Batches]:
    def run(batches: Batches) -> Batches:
        found = (each for batch in batches for each in _lines(batch, names.value))
        return task.lines(given.value, known.value, found)

    return run


def _naming(names: Any, known: dict[tuple[str, int], Lines], mapping: dict[str, str]) -> Callable[[Batches], Batches]:
    def run(batches: Batches) -> Batches:
        seen: Counter[tuple[str, int]] = Counter()
        return (naming.named(_lines(batch, names.value), known, mapping, seen) for batch in batches)

    return run


def _files(batches: Batches, names: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    for batch in batches:
        for path, content in zip(*batch.columns, strict=True):
            yield names[path.as_py()], content.as_py()


def _lines(batch: arrow.RecordBatch, names: dict[str, str]) -> Iterator[tuple[str, int, bytes]]:
    for path, block, line in zip(*(column.to_pylist() for column in batch.columns), strict=True):
        yield names[uri_of(path)], block, line


class _Held:
    """What there is of a file, for telling what it is."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data

    def open(self) -> BinaryIO:
        """A stream of it."""
        return BytesIO(self._data)
