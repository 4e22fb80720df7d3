"""The rows of a table, which are records: the columns under our names, or as they are mapped, and their Articles.

A table can carry what it has a column for, and what stands in the body.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, get_args

from compliance.article import Article, Part
from compliance.finding import Fault
from compliance.readers import record
from compliance.readers.json import Names, decode
from compliance.readers.limits import Limits, Refused

PARTS: dict[str, Part] = {
    **{part: part for part in get_args(Part) if part in record.NAMES},
    "authors": "byline",
    "published": "dates",
    "updated": "dates",
    "embargoed": "dates",
    "expires": "dates",
    "original_published": "dates",
}
"""The part that a column of that name carries."""

BY_BODY = frozenset(["title", "byline", "body", "images", "links", "elements"])
"""What a body can carry that is marked up."""

_BY_TEXT = frozenset(["byline", "body"])

_SEVERAL = re.compile(r"[;|\n]")


class Table:
    """A table: which of its columns hold what our schema names, and what its rows are."""

    def __init__(self, name: str, header: Sequence[str], mapping: Mapping[str, str], limits: Limits) -> None:
        """Raises Refused for a header without a body, or with two columns for one name."""
        self._names = Names(name)
        self._limits = limits
        found = ((own, _column(header, mapping.get(own, own), own not in mapping)) for own in record.NAMES)
        self.by_name: dict[str, tuple[int, str]] = {own: column for own, column in found if column is not None}
        """For each of our names, the column, and the path in its cells (empty: the whole cell)."""
        if "body" not in self.by_name:
            shown = ", ".join(f"`{column}`" for column in header[:20])
            reason = f"it has no column `{mapping.get('body', 'body')}` (it has {shown})"
            raise Refused("invalid-record", reason, "map one with `--map body=COLUMN`")
        self._parts: frozenset[str] = frozenset(PARTS[own] for own in self.by_name if own in PARTS)

    def fault(self, refused: Refused, number: int, line: int = 0) -> Fault:
        """The Fault of a row that cannot be read; `line` is its line in a file of lines."""
        return (refused.at_line(line) if line else refused).fault(self._names.of(None, number, {}))

    def article(self, row: Sequence[Any], number: int, line: int = 0) -> Article | Fault:
        """The article that a row is, or the Fault why it is none; `line` is its line in a file of lines."""
        limits = self._limits
        try:
            values = {own: _cell(own, row[index], path, limits) for own, (index, path) in self.by_name.items()}
        except Refused as refused:
            return self.fault(refused, number, line)
        values = {own: value for own, value in values.items() if value is not None}
        name = self._names.of(values, number, {})
        found = record.article(
            {own: value for own, value in values.items() if value is not None}, name, limits, {}, line
        )
        if isinstance(found, Fault):
            return found
        carries = self._parts | (BY_BODY if found.can_carry("links") else _BY_TEXT)
        return found.replace(form="table", carries=carries)


def _column(header: Sequence[str], path: str, loosely: bool) -> tuple[int, str] | None:
    """The column that a path names, and the rest of the path; `loosely`, whatever its case. Raises Refused for two."""
    found = [index for index, column in enumerate(header) if column == path]
    if not found and loosely:
        found = [index for index, column in enumerate(header) if column.strip().lower().replace(" ", "_") == path]
    if len(found) > 1:
        raise Refused("invalid-record", f"{len(found)} columns are called `{path}`", "rename all but one")
    if found:
        return found[0], ""
    column, _, within = path.partition(".")
    return (list(header).index(column), within) if within and column in header else None


def _cell(name: str, value: Any, path: str, limits: Limits) -> Any:
    """What a cell says: a string for a string, a list where there can be several. Raises Refused."""
    if path:
        value = record.at_path(decode(value, limits) if isinstance(value, str) else value, path)
    if isinstance(value, bytes | bytearray):
        value = _decoded(name, bytes(value))
    if not isinstance(value, str):
        return value
    if len(value) > limits.max_bytes:
        reason = f"its `{name}` is longer than {limits.max_bytes} characters"
        raise Refused("too-large", reason, "an article is never that long")
    if not value.strip():
        return value if name == "body" else None
    return _SPLIT[name](value, limits) if name in _SPLIT else value


def _decoded(name: str, value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise Refused("undecodable", f"its `{name}` is not valid UTF-8", "store it as text") from None


def _several(value: str, limits: Limits) -> Any:
    """`a; b`, `a|b`, or JSON."""
    if value.lstrip().startswith("["):
        return decode(value, limits)
    return [each.strip() for each in _SEVERAL.split(value) if each.strip()]


def _subjects(value: str, limits: Limits) -> Any:
    """As others, or with commas, since a subject has none."""
    if _SEVERAL.search(value) or value.lstrip().startswith("["):
        return _several(value, limits)
    return [each.strip() for each in value.split(",") if each.strip()]


def _pictures(value: str, limits: Limits) -> Any:
    """Addresses, or JSON with captions and credits."""
    if value.lstrip().startswith("["):
        return decode(value, limits)
    return [{"src": each} for each in _several(value, limits)]


_SPLIT: dict[str, Callable[[str, Limits], Any]] = {"authors": _several, "tags": _subjects, "images": _pictures}
