"""What the records of a file of lines are called, when many read it at once and none knows the others' names.

A name that was given before in a file gets a number to it. Only names of one root, up to their first `#`, can clash,
so that each root's records are named apart. Knows Arrow and nothing of Spark.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from compliance.readers.json import Names, decode, own_name
from compliance.readers.limits import Refused
from compliance.spark.task import Lines

if TYPE_CHECKING:
    import pyarrow as arrow

NAMED = "file string, block long, number long, root string, name string"
"""A record: its file, where in it the block begins that it is of, its number there from 0, and its own name."""

RENAMED = "file string, block long, number long, name string"
"""A record that is called otherwise."""

_BOM = b"\xef\xbb\xbf"


def named(
    found: Iterable[tuple[str, int, bytes]],
    known: Mapping[tuple[str, int], Lines],
    mapping: Mapping[str, str],
    seen: Counter[tuple[str, int]],
) -> arrow.RecordBatch:
    """The records among some lines; `seen` counts those of each block that went before."""
    rows = []
    for file, block, line in found:
        if line.strip():
            number = seen[file, block]
            seen[file, block] += 1
            name = own_name(_record(line), known[file, block].records + number + 1, mapping)
            rows.append({"file": file, "block": block, "number": number, "root": name.partition("#")[0], "name": name})
    return _table(rows, NAMED).combine_chunks().to_batches()[0] if rows else _table(rows, NAMED).to_batches()[0]


def renamed(alike: arrow.Table) -> arrow.Table:
    """Of the records of one file whose names have the same root, those that are called otherwise, and how."""
    names = Names("")
    changed = []
    for row in sorted(alike.to_pylist(), key=lambda row: (row["block"], row["number"])):
        new = names.unused(row["name"])
        if new != row["name"]:
            changed.append(row | {"name": f"{row['file']}#{new}"})
    return _table(changed, RENAMED)


def _record(line: bytes) -> object:
    try:
        return decode(line.removeprefix(_BOM).decode())
    except (Refused, UnicodeDecodeError):
        return None


def _table(rows: list[dict[str, object]], schema: str) -> arrow.Table:
    import pyarrow as arrow

    kinds = {"string": arrow.string(), "long": arrow.int64()}
    fields = [(name, kinds[kind]) for name, kind in (each.split() for each in schema.split(", "))]
    return arrow.Table.from_pylist(rows, arrow.schema(fields))
