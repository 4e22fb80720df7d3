"""What a scan writes of a Report: a line of JSON for each row of its tables, reports, findings and faults.

The tables are a promise, written here: a column is removed, or comes to mean something else, with a new version of
the report's shape only.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from msgspec import Struct

from compliance.finding import Confidence, Level, Severity, Status
from compliance.render.json import FaultView, ReportView, encode, filled, shell
from compliance.render.outcome import OutcomeView, outcomes
from compliance.report import Checked, Report, Verdict

Table = Literal["reports", "findings", "faults"]


class FindingRow(Struct, frozen=True, kw_only=True):
    """An Outcome that someone must look at, with the first place to look."""

    article: str
    """The article's id, as in `reports`."""
    title: str
    source: str
    """Whose the article says it is."""
    published: str | None
    """The day it says it was published."""
    verdict: Verdict
    """The article's."""
    policy: str
    rule: str
    status: Status
    level: Level
    severity: Severity
    confidence: Confidence
    message: str
    reason: str
    quote: str
    """The first evidence, as it was delivered; empty where something is missing."""
    field: str
    """Where that stands, or where what is missing would be inserted: the delivered field,"""
    start: int | None
    """from this code point on"""
    end: int | None
    """to before this one."""
    line: int | None
    column: int | None
    clause: str
    fix: str


class FaultRow(Struct, frozen=True, kw_only=True):
    """Something that could not be checked."""

    article: str
    """The id of the Report that it is in."""
    kind: str
    input: str
    reason: str
    hint: str
    rule: str


ROWS: dict[Table, type[Struct]] = {"reports": ReportView, "findings": FindingRow, "faults": FaultRow}
"""What a row of each table is."""


class Rows(NamedTuple):
    """What is written of one Report, a line of JSON each."""

    report: Report
    lines: dict[Table, bytes]


def rows(checked: Checked) -> Rows:
    """The rows of a Report, in the order of its ledger."""
    report = shell(checked)
    found = outcomes(checked.report.findings, checked.article)
    return Rows(
        checked.report,
        {
            "reports": filled(report, checked) + b"\n",
            "findings": b"".join([_line(_finding(report, each)) for each in found]),
            "faults": b"".join([_line(_fault(report, each)) for each in report.faults]),
        },
    )


def _line(row: Struct) -> bytes:
    return f"{encode(row)}\n".encode()


def _finding(report: ReportView, outcome: OutcomeView) -> FindingRow:
    first = outcome.evidence[0] if outcome.evidence else None
    place = first or outcome.insert
    return FindingRow(
        article=report.article,
        title=report.title,
        source=report.source,
        published=report.published,
        verdict=report.verdict,
        policy=outcome.rule.partition("/")[0],
        rule=outcome.rule,
        status=outcome.status,
        level=outcome.level,
        severity=outcome.severity,
        confidence=outcome.confidence,
        message=outcome.message,
        reason=outcome.reason,
        quote=first.quote if first else "",
        field=place.field if place else "",
        start=place.start if place else None,
        end=place.end if place else None,
        line=place.line if place else None,
        column=place.column if place else None,
        clause=outcome.clause,
        fix=outcome.fix,
    )


def _fault(report: ReportView, fault: FaultView) -> FaultRow:
    return FaultRow(
        article=report.article,
        kind=fault.kind,
        input=fault.input,
        reason=fault.reason,
        hint=fault.hint,
        rule=fault.rule,
    )
