"""The tables of a scan, read back row by row, whichever format they were written in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from compliance.outputs import OutputError
from compliance.rows import Table

Row = TypeVar("Row", bound=Struct)


def read(folder: Path, table: Table, row: type[Row]) -> Iterator[Row]:
    """The rows of a table in order, as far as `row` has fields for their columns. Raises OutputError."""
    packed = folder / f"{table}.jsonl.zst"
    try:
        if packed.is_file():
            yield from _lines(packed, row)
        else:
            from compliance.columns import rows_of

            for path in sorted((folder / table).glob("*.parquet")):
                yield from rows_of(path, row)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise OutputError(f"the table `{table}` in `{folder}` cannot be read ({error}): scan again") from None


def _lines(packed: Path, row: type[Row]) -> Iterator[Row]:
    import zstandard

    decode = msgspec.json.Decoder(row).decode
    try:
        with packed.open("rb") as file:
            plain = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
            yield from map(decode, io.BufferedReader(plain, 1024 * 1024))
    except zstandard.ZstdError as error:
        raise OSError(str(error)) from None
