"""JSON: one record, a list of them, or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import msgspec

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.given import Given, key_of
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.record import Record, article, at_path

__all__ = ["Names", "Record", "decode", "read", "read_lines"]


_LISTS = ("items", "articles")
"""Under which of these an object holds several records."""

_LINES_TRIED = 10
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def read(
    delivered: str, name: str, limits: Limits = LIMITS, mapping: Mapping[str, str] | None = None
) -> Iterator[Article | Fault]:
    """The articles of a JSON document; a Fault for each record that is none. Raises Refused."""
    try:
        value = decode(delivered, limits)
    except Refused as refused:
        lines = delivered.split("\n")
        if refused.kind != "invalid-record" or not _are_records(lines, limits):
            raise
        yield from read_lines(_numbered(lines), name, limits, mapping or {})
        return
    records = _records(value, mapping or {})
    if records is None:
        yield article(value, name, limits, mapping)
        return
    if not records:
        raise Refused("empty", "it holds no records", "deliver at least one article")
    names = Names(name)
    for number, record in enumerate(records, 1):
        yield article(record, names.of(record, number, mapping or {}), limits, mapping or {})


def read_lines(
    lines: Iterable[tuple[int, str | Refused]],
    name: str,
    limits: Limits,
    mapping: Mapping[str, str],
    *,
    names: Names | None = None,
    count: int = 0,
) -> Iterator[Article | Fault]:
    """The articles of numbered JSON lines; a Fault for each line that is none.

    `names` and `count` are for the lines that follow so many others of the same file.
    """
    names = names or Names(name)
    for number, line in lines:
        count += 1
        try:
            if isinstance(line, Refused):
                raise line
            record = decode(line, limits)
        except Refused as refused:
            yield refused.at_line(number).fault(names.of(None, count, mapping))
            continue
        yield article(record, names.of(record, count, mapping), limits, mapping, number)
    if not count:
        yield Refused("empty", "it holds no records", "deliver at least one article").fault(name)


def decode(text: str, limits: Limits = LIMITS) -> Any:
    """The value that JSON text is. Raises Refused for what is no JSON, is nested too deeply, or has lone surrogates."""
    if text.count("{") + text.count("[") > limits.max_depth and _depth(text) > limits.max_depth:
        raise Refused("too-deep", f"its values are nested more than {limits.max_depth} deep")
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError) as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        raise Refused("invalid-record", f"it is no JSON: {reason[:1].lower()}{reason[1:]}", "repair it") from None


class Names:
    """The ids of the records of one file: its name with the record's own id, or its number; never the same twice."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._given = Given()
        self._times: dict[int, int] = {}
        """How often those ids were met that were met more than once."""

    def of(self, record: Any, number: int, mapping: Mapping[str, str]) -> str:
        """The id of the record with that number."""
        return self.unused(f"{self.name}#{own_name(record, number, mapping)}")

    def unused(self, name: str) -> str:
        """That name, or, if it was given before, one with a number to it that was not."""
        key = key_of(name)
        if self._given.add(key):
            return name
        times = self._times.get(key, 1) + 1
        while not self._given.add(key_of(f"{name}#{times}")):
            times += 1
        self._times[key] = times
        return f"{name}#{times}"


def own_name(record: Any, number: int, mapping: Mapping[str, str]) -> str:
    """What a record is called in its file: its own id, or its number."""
    own = at_path(record, mapping.get("id", "id"))
    return str(own if isinstance(own, str | int) and str(own).strip() else number)


def _records(value: Any, mapping: Mapping[str, str]) -> list[Any] | None:
    """The records of a document that holds several; None if it is one itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and at_path(value, mapping.get("body", "body")) is None:
        return next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
    return None


def _numbered(lines: list[str]) -> Iterator[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _are_records(lines: list[str], limits: Limits) -> bool:
    """Whether what is no JSON as a whole is JSON Lines, some of them bad: one of the first lines is a record."""
    for _, line in islice(_numbered(lines), _LINES_TRIED):
        try:
            if isinstance(decode(line, limits), dict):
                return True
        except Refused:
            continue
    return False


def _depth(text: str) -> int:
    deepest = depth = 0
    for match in _BRACKETS.finditer(text):
        if match[0] in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif match[0] in "]}":
            depth -= 1
    return deepest
