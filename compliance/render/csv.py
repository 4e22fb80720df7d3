"""A spreadsheet of the whole ledger: a row for each outcome of each article, kept ones included, and for each Fault."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from compliance.fingerprint import fingerprint
from compliance.layout import clean
from compliance.render import Setting
from compliance.render.place import Place, Places, path_of, place_of, relative
from compliance.render.words import told_why
from compliance.report import Checked

COLUMNS = (
    "file", "article", "title", "verdict", "rule", "status", "level", "severity", "confidence", "reason",
    "field", "line", "column", "quote", "message", "clause", "fix", "fingerprint",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """The rows, under one header."""
    header = _rows([COLUMNS])
    for checked in results:
        yield header + _rows(_ledger(checked, setting))
        header = ""
    yield header


def cell(value: str | int) -> str:
    """A value as a cell of text: what a spreadsheet would take for a formula is quoted."""
    text = clean(str(value))
    return f"'{text}" if text.startswith(_FORMULA) else text


def _ledger(checked: Checked, setting: Setting) -> Iterator[tuple[str | int, ...]]:
    report = checked.report
    head = (relative(path_of(checked), setting.root), report.article, report.title, report.verdict)
    places = Places(checked.article) if checked.article is not None else None
    for fault in report.faults:
        yield (*head, fault.rule, "not checked", *[""] * 3, fault.reason, *[""] * 6, fault.hint, "")
    for each in report.outcomes:
        place = place_of(each, places)
        quote = (each.evidence[0].readable or each.evidence[0].quote) if each.evidence else ""
        weight = (each.rule, each.status, each.level, each.severity, each.confidence, told_why(each))
        identity = fingerprint(each, checked.article)
        yield (*head, *weight, *_where(place), quote, each.message, each.clause, each.fix, identity)


def _where(place: Place | None) -> tuple[str | int, ...]:
    return ("", "", "") if place is None else (place.field, place.line, place.column)


def _rows(rows: Iterable[Iterable[str | int]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([cell(value) for value in row] for row in rows)
    return written.getvalue()
