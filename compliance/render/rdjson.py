"""Reviewdog's diagnostic format, which it turns into comments on a change. Its columns count bytes of UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from compliance.article import INPUT, Article, Span
from compliance.render import Setting
from compliance.render.json import array, clean
from compliance.render.place import Place, Places, line_of, path_of, place_of, relative
from compliance.render.words import told, told_fault
from compliance.repair import Repair
from compliance.report import Checked, weight

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "note": "INFO"}


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """One result over all articles."""
    opening = '{"source":{"name":"compliance"},"diagnostics":'
    yield from array((_diagnostics(checked, setting) for checked in results), opening, "}")


def _diagnostics(checked: Checked, setting: Setting) -> Iterator[dict[str, Any]]:
    path = clean(relative(path_of(checked), setting.root))
    places = Places(checked.article) if checked.article is not None else None
    for fault in checked.report.faults:
        where = {"path": path}
        yield {"message": told_fault(fault), "location": where, "severity": "ERROR", "code": {"value": fault.kind}}
    repairs = setting.repairs(checked) if checked.report.findings else {}
    for outcome in checked.report.findings:
        place = place_of(outcome, places)
        diagnostic = {
            "message": told(outcome),
            "location": {"path": path, "range": _range(place, checked)},
            "severity": _SEVERITIES[weight(outcome)],
            "code": {"value": outcome.rule},
        }
        if outcome.rule in repairs and checked.article is not None and places is not None:
            diagnostic |= _suggestions(repairs[outcome.rule], checked, checked.article, places)
        yield diagnostic


def _suggestions(repair: Repair, checked: Checked, article: Article, places: Places) -> dict[str, Any]:
    """The Repair as one replacement, from its first Edit to its last; none where it is not in the file's own text."""
    if any(edit.span.field != INPUT for edit in repair.edits):
        return {}
    edits = sorted(repair.edits)
    text, done = "", edits[0].span.start
    for edit in edits:
        text += article.fields[INPUT][done : edit.span.start] + edit.text
        done = edit.span.end
    place = places[Span(INPUT, edits[0].span.start, done)]
    return {"suggestions": [{"range": _range(place, checked), "text": text}]}


def _range(place: Place | None, checked: Checked) -> dict[str, Any]:
    """Both ends, the second exclusive; the line alone where a record's field has no place in the file."""
    if checked.article is None or place is None or not place.in_file:
        return {"start": {"line": line_of(place, checked)}}
    ends = ((place.line, place.start, place.column), (place.end_line, place.end, place.end_column))
    start, end = ({"line": line, "column": _bytes(checked.article, at, column)} for line, at, column in ends)
    return {"start": start, "end": end}


def _bytes(article: Article, at: int, column: int) -> int:
    """A column in bytes: what stands before it on its line, encoded."""
    return len(article.fields[INPUT][at - column + 1 : at].encode("utf-8", "surrogatepass")) + 1
