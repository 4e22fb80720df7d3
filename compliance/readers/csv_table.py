"""CSV, with a header: a row an article, read line by line.

The delimiter is the one that parts the header into most columns. A row that has not as many cells as the header, or
cannot be parsed or decoded, is a Fault with its line; the others are read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.limits import Limits, Refused
from compliance.readers.rejoined import rejoined
from compliance.readers.sniff import mark_of, suffix

_DELIMITERS = ",;\t|"
_SUFFIXES = (".csv", ".tsv")
_COLUMN = re.compile(r"[A-Za-z_][\w .-]{0,60}")
_LONGEST_HEADER = 10_000
_MARKUP = re.compile(rb"\s*(?:<|\{\s*[\"}]|\[\s*[\[{\]\"])")
_HINT = "quote cells that hold the delimiter, a line break or a quotation mark, and double such marks"


def recognises(head: bytes, name: str) -> bool:
    """Whether this is a table, by a header that names our `body` and another of our columns, or else by its name."""
    text = head.decode(mark_of(head) or "utf-8", "replace").removeprefix("\ufeff")
    if suffix(name) in _SUFFIXES:
        return not _MARKUP.match(head) and "\0" not in text.partition("\n")[0]
    first, newline, rest = text.partition("\n")
    if "body" not in first.lower() or not newline or not rest.strip() or len(first) > _LONGEST_HEADER:
        return False
    from compliance.readers.record import NAMES

    columns = [column.strip().strip('"') for column in first.rstrip("\r").split(_delimiter(first))]
    ours = {column.lower() for column in columns} & set(NAMES)
    return "body" in ours and len(ours) > 1 and all(_COLUMN.fullmatch(column) for column in columns)


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The rows, named by their `id` or their number. Raises Refused for a header without a body."""
    import csv

    from compliance.readers.table import Table

    csv.field_size_limit(max(csv.field_size_limit(), limits.max_bytes))
    lines = _Lines(stream, limits)
    first = next(lines, "")
    lines.unread = first
    rows = csv.reader(lines, delimiter=_delimiter(first), strict=True)
    header = _row(rows, lines)
    if isinstance(header, Refused):
        raise header
    if header is None:
        raise Refused("empty", "it has no rows", "deliver at least one article")
    table = Table(name, [column.strip() for column in header], mapping, limits)
    count = 0
    line = lines.number + 1
    while (row := _row(rows, lines)) is not None:
        if isinstance(row, Refused) or row:
            count += 1
            if isinstance(row, list) and len(row) != len(header):
                row = Refused("invalid-record", f"it has {len(row)} cells where the header has {len(header)}", _HINT)
            yield table.fault(row, count, line) if isinstance(row, Refused) else table.article(row, count, line)
        line = lines.number + 1
    if not count:
        raise Refused("empty", "it has no rows but its header", "deliver at least one article")


def _row(rows: Iterator[list[str]], lines: _Lines) -> list[str] | Refused | None:
    """The next row, or why it is none; None at the end."""
    from csv import Error

    lines.taken = 0
    try:
        row = next(rows, None)
    except Error as error:
        return Refused("invalid-record", f"it is no row of CSV: {error}", _HINT)
    except Refused as refused:
        return refused
    for cell in row or ():
        if not cell.isascii() and (bad := _UNDECODED.search(cell)):
            byte = ord(bad[0]) - 0xDC00
            return Refused("undecodable", f"it has a byte 0x{byte:02X} that is not valid UTF-8", "save it as UTF-8")
        if "\0" in cell:
            return Refused("binary", "it has a NUL character: it is no text")
    return row


_UNDECODED = re.compile("[\udc80-\udcff]")


class _Lines:
    """The lines of a table, none longer than an article may be, nor together for one row."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self.number = 0
        """How many were read."""
        self.unread = ""
        """One that is to come again."""
        self.taken = 0
        """How much was read for this row."""
        self._limits = limits
        head = stream.read(4)
        stream = rejoined(head, stream)
        encoding = {"utf-8": "utf-8-sig", None: "utf-8"}.get(mark_of(head), mark_of(head) or "utf-8")
        self._text = io.TextIOWrapper(stream, encoding, "surrogateescape", newline="")

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.unread:
            line, self.unread = self.unread, ""
            return line
        line = self._text.readline(self._limits.max_bytes)
        if not line:
            raise StopIteration
        self.number += 1
        self.taken += len(line)
        if self.taken >= self._limits.max_bytes:
            while not line.endswith(("\n", "\r")) and (line := self._text.readline(self._limits.max_bytes)):
                pass
            raise Refused("too-large", f"it is longer than {self._limits.max_bytes} characters", _HINT)
        return line


def _delimiter(header: str) -> str:
    """The character that parts a header into most columns."""
    return max(_DELIMITERS, key=header.count)
