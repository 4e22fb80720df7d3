"""GitHub workflow commands: each finding as an annotation of its line, without any set-up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.finding import Fault, Outcome
from compliance.render import Setting
from compliance.render.place import Places, path_of, relative
from compliance.render.words import told, told_fault
from compliance.report import Checked, weight

_KINDS = {"error": "error", "warning": "warning", "note": "notice"}
_RANK = {"error": 0, "warning": 1, "notice": 2}
# GitHub shows about ten annotations of each kind for a step, so that the worst must come first.


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """An annotation for each finding and each Fault, an article's worst first."""
    for checked in results:
        lines = [_fault(fault, checked, setting) for fault in checked.report.faults]
        places = Places(checked.article) if checked.article is not None else None
        lines += [_finding(each, checked, places, setting) for each in checked.report.findings]
        yield "".join(line for _, line in sorted(lines, key=lambda pair: pair[0]))


def command(kind: str, message: str, properties: dict[str, str | int]) -> str:
    """One workflow command, escaped: nothing in it can end it early or start another."""
    given = ",".join(f"{name}={_escape(str(value), ':,')}" for name, value in properties.items())
    return f"::{kind} {given}::{_escape(message)}\n"


def _finding(outcome: Outcome, checked: Checked, places: Places | None, setting: Setting) -> tuple[int, str]:
    kind = _KINDS[weight(outcome)]
    where: dict[str, str | int] = {"file": relative(path_of(checked), setting.root)}
    where |= _region(outcome, checked, places)
    return _RANK[kind], command(kind, told(outcome, "\n"), where | {"title": f"{outcome.rule}: {outcome.status}"})


def _region(outcome: Outcome, checked: Checked, places: Places | None) -> dict[str, str | int]:
    """Lines and columns; GitHub takes columns only where they are on one line."""
    if checked.article is None or places is None or outcome.span is None:
        return {}
    place = places[outcome.span]
    if not place.in_file:
        return {"line": checked.article.line}
    lines: dict[str, str | int] = {"line": place.line, "endLine": place.end_line}
    return lines | ({"col": place.column, "endColumn": place.end_column} if place.line == place.end_line else {})


def _fault(fault: Fault, checked: Checked, setting: Setting) -> tuple[int, str]:
    where = relative(path_of(checked), setting.root)
    return -1, command("error", told_fault(fault, "\n"), {"file": where, "title": f"not checked: {fault.kind}"})


def _escape(text: str, more: str = "") -> str:
    text = text.encode("utf-8", "backslashreplace").decode()
    for char in "%\r\n" + more:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
