"""The tables of a scan as Parquet: a typed schema made from what a row is, and rows from their lines of JSON.

Lines go from JSON to columns in native code. The only module that knows how pyarrow writes them, and reads them back.
"""

from __future__ import annotations

import datetime as dt
import io
from array import array
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from compliance.rows import ROWS, Table

_DAYS = ("as_of", "published")
"""Text in JSON, a date in a column."""
_RECURRING = frozenset(["outcomes"])
"""Columns of lists most items of which row after row has, to the letter."""

_ROW = msgspec.json.Decoder(dict[str, msgspec.Raw])
_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_LINES = msgspec.json.Encoder()

Row = TypeVar("Row", bound=msgspec.Struct)


def schema(table: Table) -> Any:
    """The Arrow schema of a table: text, 64-bit whole numbers, doubles, booleans, dates, structs and lists of them."""
    import pyarrow as arrow

    stored = _stored(table)
    return arrow.schema([field.with_type(arrow.date32()) if field.name in _DAYS else field for field in stored])


def read(table: Table, lines: bytes) -> Any:
    """Those lines as an Arrow table of that schema. Raises ValueError for what is no such row."""
    import pyarrow as arrow

    whole = schema(table)
    if not lines:
        return arrow.Table.from_batches([], schema=whole)
    recurring = {each.name for each in whole} & _RECURRING
    rest, items = _parted(lines, recurring)
    stored = [field for field in _stored(table) if field.name not in recurring]
    found = {field.name: column for field, column in zip(stored, _parsed(rest, stored).columns, strict=True)}
    found |= {name: _spread(each, whole.field(name).type) for name, each in items.items()}
    columns = [found[each.name].cast(each.type) if each.name in _DAYS else found[each.name] for each in whole]
    return arrow.Table.from_arrays(columns, schema=whole)


class _Items:
    """The items of a column of lists: each that was met, and, of each row, which ones."""

    def __init__(self) -> None:
        self.numbers: dict[bytes, int] = {}
        self.taken = array("i")
        self.ends = array("i", [0])

    def add(self, row: msgspec.Raw) -> None:
        """Note those of a row."""
        numbers = self.numbers
        self.taken.extend([numbers.setdefault(bytes(each), len(numbers)) for each in _ITEMS.decode(row)])
        self.ends.append(len(self.taken))


def _parted(lines: bytes, columns: Collection[str]) -> tuple[bytes, dict[str, _Items]]:
    """Lines without these columns of lists, and their items."""
    items = {name: _Items() for name in columns}
    if not columns:
        return lines, items
    try:
        rows = _ROW.decode_lines(lines)
        for row in rows:
            for name, each in items.items():
                each.add(row.pop(name))
    except (KeyError, msgspec.MsgspecError) as error:
        raise ValueError(f"it is no such row: {error}") from error
    return _LINES.encode_lines(rows), items


def _parsed(lines: bytes, fields: Sequence[Any]) -> Any:
    """Lines as a table of these columns."""
    import pyarrow as arrow
    from pyarrow import json

    options = json.ParseOptions(explicit_schema=arrow.schema(fields), unexpected_field_behavior="error")
    whole = json.ReadOptions(use_threads=False, block_size=len(lines) + 1)
    return json.read_json(io.BytesIO(lines), read_options=whole, parse_options=options)


def _spread(items: _Items, type: Any) -> Any:
    """A column of lists of that type: what came many times was parsed once."""
    import pyarrow as arrow

    def whole(numbers: array[int]) -> Any:
        return arrow.Array.from_buffers(arrow.int32(), len(numbers), [None, arrow.py_buffer(numbers)])

    fields = list(type.value_type)
    columns = _parsed(b"\n".join(items.numbers) or b"{}", fields).combine_chunks().columns
    once = arrow.StructArray.from_arrays([column.chunk(0) for column in columns], fields=fields)
    values = arrow.DictionaryArray.from_arrays(whole(items.taken), once).dictionary_decode()
    return arrow.ListArray.from_arrays(whole(items.ends), values, type=type)


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
