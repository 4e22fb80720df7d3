"""The tables of a scan as Parquet: a typed schema made from what a row is, and rows from their lines of JSON.

Lines go from JSON to columns in native code. The only module that knows how pyarrow writes them, and reads them back.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from compliance.rows import ROWS, Table

_DAYS = ("as_of", "published")
"""Text in JSON, a date in a column."""

Row = TypeVar("Row", bound=msgspec.Struct)


def schema(table: Table) -> Any:
    """The Arrow schema of a table: text, 64-bit whole numbers, doubles, booleans, dates, structs and lists of them."""
    import pyarrow as arrow

    stored = _stored(table)
    return arrow.schema([field.with_type(arrow.date32()) if field.name in _DAYS else field for field in stored])


def read(table: Table, lines: bytes) -> Any:
    """Those lines as an Arrow table of that schema. Raises ValueError for what is no such row."""
    from pyarrow import json

    stored = _stored(table)
    if lines:
        options = json.ParseOptions(explicit_schema=stored, unexpected_field_behavior="error")
        whole = json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
        found = json.read_json(io.BytesIO(lines), read_options=whole, parse_options=options)
    else:
        found = stored.empty_table()
    return found.cast(schema(table))


def parquet(table: Table, lines: bytes) -> bytes:
    """A Parquet file of those lines; the same bytes for the same lines and the same pyarrow."""
    import pyarrow as arrow
    from pyarrow import parquet

    written = arrow.BufferOutputStream()
    parquet.write_table(read(table, lines), written, compression="zstd")
    return bytes(written.getvalue())


def rows_of(path: Path, row: type[Row]) -> Iterator[Row]:
    """The rows of such a file as they stand in JSON, as far as `row` has fields. Raises OSError and ValueError."""
    import pyarrow as arrow
    from pyarrow import parquet

    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=list(row.__struct_fields__)):
            plain = [field.with_type(arrow.string()) if field.name in _DAYS else field for field in batch.schema]
            for each in batch.cast(arrow.schema(plain)).to_pylist():
                yield msgspec.convert(each, row)


def _stored(table: Table) -> Any:
    """The schema of a table as it stands in JSON."""
    import pyarrow as arrow

    # Only a column itself can be declared never to be null: pyarrow's reader takes the inside of a null for nulls.
    hints = get_type_hints(ROWS[table])
    columns = _fields(ROWS[table])
    return arrow.schema([each.with_nullable(type(None) in get_args(hints[each.name])) for each in columns])


def _fields(row: type[msgspec.Struct]) -> list[Any]:
    import pyarrow as arrow

    hints = get_type_hints(row)
    return [arrow.field(name, _type(hints[name])) for name in row.__struct_fields__]


def _type(hint: Any) -> Any:
    """The Arrow type of what a field is declared to be."""
    import pyarrow as arrow

    plain = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    if hint in plain:
        return plain[hint]
    if hint is dt.date:
        return arrow.date32()
    if get_origin(hint) is Literal:
        return arrow.string()
    if get_origin(hint) is tuple:
        return arrow.list_(_type(get_args(hint)[0]))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return arrow.struct(_fields(hint))
    (given,) = {_type(each) for each in get_args(hint) if each is not type(None)}
    return given
