"""Parquet: a row an article, read batch by batch; only the columns that are wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.limits import Limits, Refused
from compliance.readers.spooled import spooled
from compliance.readers.table import Table

_BATCH = 64
_BUFFER = 1024 * 1024
_DAMAGED = "it is cut, or damaged: fetch it again"


def recognises(head: bytes, name: str = "") -> bool:
    """Whether this is Parquet; its name has no say in it."""
    return head.startswith((b"PAR1", b"PARE"))


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The rows, named by their `id` or their number. Raises Refused for what is damaged, or has no body."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError:
        hint = "install it: pip install 'newsroom-compliance[parquet]'"
        raise Refused("unreadable", "reading Parquet needs the library `pyarrow`", hint) from None
    with spooled(stream, limits) as whole:
        try:
            file = parquet.ParquetFile(whole, buffer_size=_BUFFER, pre_buffer=False, page_checksum_verification=True)
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise _damaged(error) from None
        table = Table(name, file.schema_arrow.names, mapping, limits)
        if not file.metadata.num_rows:
            raise Refused("empty", "it has no rows", "deliver at least one article")
        yield from _rows(file, table)


def _rows(file: Any, table: Table) -> Iterator[Article | Fault]:
    """The rows, row group by row group, so that one that is damaged takes no other with it."""
    wanted = sorted({index for index, _ in table.by_name.values()})
    header = file.schema_arrow.names
    count = 0
    groups = range(file.num_row_groups)
    if sum(file.metadata.row_group(group).num_rows for group in groups) != file.metadata.num_rows:
        raise Refused("unreadable", "it does not have as many rows as it says", _DAMAGED)
    for group in groups:
        following = count + file.metadata.row_group(group).num_rows
        batches = file.iter_batches(_BATCH, row_groups=[group], columns=[header[index] for index in wanted])
        while True:
            try:
                batch = next(batches, None)
            except Exception as error:
                refused = _damaged(error)
                reason = f"rows {count + 1} to {following}: {refused.reason}"
                yield table.fault(Refused(refused.kind, reason, refused.hint), count + 1)
                break
            if batch is None:
                if count < following:
                    missing = Refused("unreadable", f"rows {count + 1} to {following} are not there", _DAMAGED)
                    yield table.fault(missing, count + 1)
                break
            for number in range(batch.num_rows):
                count += 1
                row = _row(batch, number, wanted)
                yield table.fault(row, count) if isinstance(row, Refused) else table.article(row, count)
        count = following


def _row(batch: Any, number: int, wanted: list[int]) -> list[Any] | Refused:
    """The cells of a row, those that are not wanted empty; or why they cannot be read."""
    row: list[Any] = [None] * (wanted[-1] + 1)
    try:
        for place, index in enumerate(wanted):
            row[index] = _plain(batch.column(place)[number].as_py())
    except (ValueError, OverflowError, ArithmeticError) as error:
        return Refused("invalid-record", f"a cell of it cannot be read: {error}", "correct it")
    return row


def _plain(value: Any) -> Any:
    """A value as a record holds it: moments as text, maps as objects."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        if value and all(isinstance(each, tuple) and len(each) == 2 for each in value):
            return {str(key): _plain(each) for key, each in value}
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    return value


def _damaged(error: Exception) -> Refused:
    text = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "encrypt" in text.lower():
        return Refused("unreadable", f"it is encrypted: {text}", "deliver it without encryption")
    return Refused("unreadable", f"its Parquet data cannot be read: {text[:1].lower()}{text[1:]}", _DAMAGED)
