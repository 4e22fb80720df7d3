"""What runs on an executor: what Spark read is put aside on its disk, and done as this machine's own engine does it.

So an article that crashes the checker, or hangs, costs a worker process and becomes a Fault: no task dies of it.
Knows Arrow and nothing of Spark: whatever hands over batches can run it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from msgspec import Struct

from compliance.batch import Renamed, Scan
from compliance.chunk import SIZE, Chunk, Piece
from compliance.columns import read, schema
from compliance.engines import Mapper
from compliance.engines.local import Pool
from compliance.engines.worker import Settings
from compliance.finding import Fault
from compliance.part import PARTS, Receipt, path_of
from compliance.readers import Stretch
from compliance.report import Summary
from compliance.rows import ROWS, Table

if TYPE_CHECKING:
    import pyarrow as arrow

_MOST_FILES = 200
RECEIPT = "receipt"
"""The column for what a task says that it did."""


class Lines(Struct, frozen=True):
    """What is known of a block of a file of lines before any of it is judged."""

    lines: int
    """How many lines there are before it in the file,"""
    records: int
    """and how many of those are not blank."""
    renamed: dict[int, str] = {}
    """By number among the records of the block: what those are called whose name was given before."""


class Done(Struct, frozen=True):
    """What a task says of some inputs that it is through with."""

    inputs: dict[str, int]
    """By their names: of a file of lines, how many records were judged; of any other, none."""
    summary: Summary
    fates: tuple[str, ...]


class Given(Protocol):
    """What reaches a task: what to judge with, which is large and the same for all."""

    mapper: Mapper
    mapping: dict[str, str]
    limit: float


def wide() -> arrow.Schema:
    """A row of any table, each in a column of its own, and what was done, as JSON: one of them is not null."""
    import pyarrow as arrow

    # Where a row is of another table, Spark takes the columns of this one for null too.
    tables = [arrow.field(table, _nullable(arrow.struct(list(schema(table))))) for table in ROWS]
    return arrow.schema([*tables, arrow.field(RECEIPT, arrow.string())])


def files(given: Given, names: Iterable[tuple[str, bytes]]) -> Iterator[arrow.RecordBatch]:
    """The rows of whole files, by name and content."""
    with tempfile.TemporaryDirectory(prefix="compliance-") as folder:
        yield from _run(given, Path(folder), _files(Path(folder), names))


def lines(
    given: Given, known: dict[tuple[str, int], Lines], found: Iterable[tuple[str, int, bytes]]
) -> Iterator[arrow.RecordBatch]:
    """The rows of lines, each with its file's name and where in the file the block begins that it is of."""
    with tempfile.TemporaryDirectory(prefix="compliance-") as folder:
        stretches = _Stretches(Path(folder), known)
        yield from _run(given, Path(folder), stretches.chunks(found), stretches.renamed)


def rows(tables: dict[Table, bytes], done: Done) -> Iterator[arrow.RecordBatch]:
    """Lines of JSON of some tables, and what was done, in rows of the wide schema."""
    import pyarrow as arrow

    whole = wide()
    for table, packed in tables.items():
        found = read(table, packed).combine_chunks()
        if found.num_rows:
            columns = [column.combine_chunks() for column in found.columns]
            struct = arrow.StructArray.from_arrays(columns, fields=list(found.schema))
            yield _batch(whole, table, struct.cast(whole.field(table).type))
    yield _batch(whole, RECEIPT, arrow.array([msgspec.json.encode(done).decode()]))


def _nullable(kind: Any) -> Any:
    import pyarrow as arrow

    if arrow.types.is_struct(kind):
        return arrow.struct([arrow.field(each.name, _nullable(each.type)) for each in kind])
    return arrow.list_(_nullable(kind.value_type)) if arrow.types.is_list(kind) else kind


def _batch(whole: arrow.Schema, name: str, column: Any) -> arrow.RecordBatch:
    import pyarrow as arrow

    empty = {field.name: arrow.nulls(len(column), field.type) for field in whole}
    return arrow.record_batch(list((empty | {name: column}).values()), schema=whole)


class _Bench:
    """A folder that one task writes to, and reads what was written from."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def receipts(self, chunk: int) -> list[Receipt]:
        """Nothing was ever done before."""
        return []

    def forget(self, chunk: int) -> None:
        """Take away all that was written of a Chunk."""
        for path in (self.path / PARTS).glob(f"*-{chunk:06}-*"):
            path.unlink()

    def rows(self, chunk: Chunk, receipts: list[Receipt]) -> Iterator[arrow.RecordBatch]:
        """What the parts of a Chunk hold; they are taken away."""
        inputs: dict[str, int] = {}
        for piece in chunk.pieces:
            if isinstance(piece, Piece):
                inputs[piece.name] = len(receipts[-1].names) if piece.stretch is not None else 0
        for receipt in receipts:
            tables = {table: self._lines(path_of("jsonl", table, receipt.chunk, receipt.part)) for table in ROWS}
            through = inputs if receipt.last else {}
            yield from rows(tables, Done(through, receipt.summary, receipt.fates))
        self.forget(chunk.number)

    def _lines(self, name: str) -> bytes:
        import zstandard

        packed = (self.path / name).read_bytes()
        return zstandard.ZstdDecompressor().decompressobj().decompress(packed) if packed else b""


class _Stretches:
    """Lines as they come, put aside in stretches of their file."""

    def __init__(self, folder: Path, known: dict[tuple[str, int], Lines]) -> None:
        self._folder = folder
        self._known = known
        self._renamed: dict[int, dict[int, str]] = {}

    def renamed(self, chunk: Chunk, names: tuple[str, ...]) -> dict[int, str]:
        """What the records of a Chunk are called whose names were given before, by number."""
        return self._renamed.pop(chunk.number)

    def chunks(self, found: Iterable[tuple[str, int, bytes]]) -> Iterator[Chunk]:
        """A Chunk for each stretch that is not all blank."""
        number = 0
        for (name, block), group in groupby(found, key=itemgetter(0, 1)):
            known = self._known[name, block]
            line = record = 0
            for held in _stretched(line for *_, line in group):
                records = sum(1 for each in held if each.strip())
                if records:
                    whole = b"".join(each + b"\n" for each in held)
                    stretch = Stretch(0, len(whole), known.lines + line, known.records + record)
                    later = {at - record: new for at, new in known.renamed.items() if 0 <= at - record < records}
                    self._renamed[number] = later
                    yield Chunk(number, (_put_aside(self._folder, name, number, whole, stretch),), len(whole))
                    number += 1
                line += len(held)
                record += records


def _stretched(found: Iterable[bytes]) -> Iterator[list[bytes]]:
    held: list[bytes] = []
    size = 0
    for line in found:
        held.append(line)
        size += len(line) + 1
        if size >= SIZE:
            yield held
            held, size = [], 0
    if held:
        yield held


def _files(folder: Path, names: Iterable[tuple[str, bytes]]) -> Iterator[Chunk]:
    """Files, in Chunks; that a Chunk is done is known when the next one is asked for."""
    pieces: list[Piece | Fault] = []
    number = size = 0
    for name, content in names:
        pieces.append(_put_aside(folder, name, len(pieces), content))
        size += len(content)
        if size >= SIZE or len(pieces) == _MOST_FILES:
            yield Chunk(number, tuple(pieces), size)
            pieces, number, size = [], number + 1, 0
    if pieces:
        yield Chunk(number, tuple(pieces), size)


def _put_aside(folder: Path, name: str, number: int, content: bytes, stretch: Stretch | None = None) -> Piece:
    path = folder / f"input-{number}"
    path.write_bytes(content)
    return Piece(name, str(path), len(content), stretch)


def _run(
    given: Given, folder: Path, coming: Iterable[Chunk], renamed: Renamed | None = None
) -> Iterator[arrow.RecordBatch]:
    bench = _Bench(folder)
    (folder / PARTS).mkdir()
    begun: dict[int, Chunk] = {}
    pool = Pool(given.mapper, Settings(str(folder), ("jsonl",), given.mapping), 1, given.limit)
    scan = Scan(bench, pool, _noted(coming, begun), renamed)
    waiting: list[Receipt] = []
    for receipt in scan.run():
        # A Chunk may be done a second time, from its first part on, before it is settled what its records are called.
        if waiting and (receipt.chunk != waiting[0].chunk):
            yield from bench.rows(begun.pop(waiting[0].chunk), waiting)
            waiting = []
        waiting = [*waiting[: receipt.part], receipt]
    if waiting:
        yield from bench.rows(begun.pop(waiting[0].chunk), waiting)


def _noted(coming: Iterable[Chunk], begun: dict[int, Chunk]) -> Iterator[Chunk]:
    for chunk in coming:
        begun[chunk.number] = chunk
        yield chunk
