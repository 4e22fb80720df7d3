"""What a worker leaves behind: a part of each table, and the Receipt that says that they are whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from compliance import durable
from compliance.brake import Weights
from compliance.report import Summary, Tally
from compliance.rows import ROWS, Rows, Table

Format = Literal["jsonl", "parquet"]
"""How tables are written: `reports.jsonl.zst`, or a folder `reports` of Parquet files."""

FORMATS: tuple[Format, ...] = get_args(Format)

Braking = Literal["", "weighing", "braked"]
"""With a brake, all is judged once to weigh the rules, and, where one of them fires too often, once more."""

PARTS = "parts"
"""The folder of what is only needed until the scan is complete."""

_MOST_REPORTS = 4000
_MOST_BYTES = 32 * 1024 * 1024


class Receipt(Struct, frozen=True, kw_only=True):
    """What a finished part says of itself."""

    chunk: int
    part: int
    """Its number in the Chunk."""
    last: bool
    """Whether the Chunk ends with it."""
    groups: int
    """How many deliveries of the Chunk are done with it: the next part goes on after them."""
    sizes: dict[str, int]
    """Its files below the output folder, with their sizes."""
    summary: Summary
    fates: tuple[str, ...] = ()
    """What became of each waiver in this part."""
    names: tuple[str, ...] = ()
    """Of a stretch of a file, with the last part: what its records would be called if none had come before,"""
    renamed: dict[int, str] = {}
    """and what they are called instead, by number."""
    braking: Braking = ""
    """In which pass of a scan with a brake it was written."""
    weights: dict[str, tuple[int, int]] = {}
    """On how many articles each rule fired, and was judged, where a brake goes by it."""


class Part:
    """One part in the making; bounded in size, whatever it is a part of."""

    def __init__(self, folder: Path, formats: Iterable[Format], chunk: int, number: int, braking: Braking = "") -> None:
        self.chunk = chunk
        self.number = number
        self._folder = folder
        self._formats = formats
        self._lines: dict[Table, list[bytes]] = {table: [] for table in ROWS}
        self._tally = Tally()
        self._braking = braking
        self._weights = Weights()
        self._reports = self._bytes = 0

    @property
    def full(self) -> bool:
        """Whether it is time to begin another."""
        return self._reports >= _MOST_REPORTS or self._bytes >= _MOST_BYTES

    def add(self, rows: Rows) -> None:
        """Add a Report."""
        self._reports += 1
        self._tally.add(rows.report)
        if self._braking == "weighing":
            self._weights.add(rows.report)
        for table, lines in rows.lines.items():
            if lines:
                self._bytes += len(lines)
                self._lines[table].append(lines)

    def finish(
        self,
        groups: int,
        last: bool,
        fates: tuple[str, ...] = (),
        names: Sequence[str] = (),
        renamed: Mapping[int, str] = MappingProxyType({}),
    ) -> Receipt:
        """Put its files and its Receipt in place. Raises OSError."""
        sizes = {}
        for table, lines in self._lines.items():
            whole = b"".join(lines)
            for format in self._formats:
                name = path_of(format, table, self.chunk, self.number)
                data = ENCODERS[format](table, whole)
                durable.write(self._folder / name, data)
                sizes[name] = len(data)
        receipt = Receipt(
            chunk=self.chunk,
            part=self.number,
            last=last,
            groups=groups,
            sizes=sizes,
            summary=self._tally.summary(),
            fates=fates,
            names=tuple(names),
            renamed=dict(renamed),
            braking=self._braking,
            weights={rule: (self._weights.fired[rule], number) for rule, number in self._weights.judged.items()},
        )
        durable.write(self._folder / receipt_path(self.chunk, self.number), msgspec.json.encode(receipt))
        return receipt


def path_of(format: Format, table: Table, chunk: int, part: int) -> str:
    """Where the part of a table goes, below the output folder; by name, parts are in the order of the input."""
    if format == "parquet":
        return f"{table}/part-{chunk:06}-{part:05}.parquet"
    return f"{PARTS}/{table}-{chunk:06}-{part:05}.jsonl.zst"


def receipt_path(chunk: int, part: int) -> str:
    """Where the Receipt of a part goes, below the output folder."""
    return f"{PARTS}/receipt-{chunk:06}-{part:05}.json"


def _packed(table: Table, lines: bytes) -> bytes:
    import zstandard

    return zstandard.ZstdCompressor(level=3).compress(lines) if lines else b""


def _parquet(table: Table, lines: bytes) -> bytes:
    from compliance.columns import parquet

    return parquet(table, lines)


ENCODERS: dict[Format, Callable[[Table, bytes], bytes]] = {"jsonl": _packed, "parquet": _parquet}
"""What makes a file of lines."""
