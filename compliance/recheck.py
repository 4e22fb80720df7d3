"""A scan judged again, on another day or beside newer originals: what has lapsed, or was withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from compliance.article import Article
from compliance.finding import Fault
from compliance.folder import INPUTS
from compliance.inputs import Input
from compliance.legend import Legend
from compliance.listing import Listed
from compliance.listing import read as listing
from compliance.readers import read as read_input
from compliance.report import Verdict
from compliance.run import id_of, judged, together
from compliance.scan import Scanner
from compliance.tables import read

_CHANGING = ("dates", "fidelity")
"""The checks whose Outcomes change by themselves: with the day, and with the originals."""


class _OutcomeRow(Struct, frozen=True):
    rule: str
    status: str


class _ReportRow(Struct, frozen=True):
    """What is read of a row of `reports`."""

    article: str
    verdict: Verdict
    outcomes: tuple[_OutcomeRow, ...]


class Lapse(Struct, frozen=True, kw_only=True):
    """An article that is judged otherwise now."""

    article: str
    before: Verdict
    now: Verdict
    rules: tuple[tuple[str, str, str, str], ...]
    """Each rule that comes to something else: `(rule, status before, status now, reason)`."""


def lapses(
    folder: Path, legend: Legend, scanner: Scanner, mapping: dict[str, str], due: bool
) -> Iterator[Lapse | Fault]:
    """What of a scan is judged otherwise now; with `due` only by what changes with the day or the originals.

    A Fault for each article that is not where it was, or cannot be read any more. Raises OutputError.
    """
    known = dict(_judged_before(folder, legend, due))
    for each in listing(folder / INPUTS):
        for delivered in together(_read(each, mapping)):
            before = known.pop(id_of(delivered[0]), None)
            if before is None:
                continue
            for checked in judged(delivered, scanner, each.name):
                yield from checked.report.faults
                was, statuses = before
                now = {outcome.rule: outcome for outcome in checked.report.outcomes}
                changed = tuple(
                    (rule, status, now[rule].status, now[rule].reason)
                    for rule, status in statuses.items()
                    if rule in now and now[rule].status != status
                )
                if changed:
                    yield Lapse(article=checked.report.article, before=was, now=checked.report.verdict, rules=changed)
    for article in known:
        reason = "it is not where it was when it was scanned"
        yield Fault(kind="not-found", input=article, reason=reason, hint="scan the archive again")


def _judged_before(folder: Path, legend: Legend, due: bool) -> Iterator[tuple[str, tuple[Verdict, dict[str, str]]]]:
    """Each article of the scan, as far as it is to be judged again, with its verdict and what its rules came to."""
    changing = {rule for rule, meaning in legend.rules.items() if meaning.check in _CHANGING}
    for row in read(folder, "reports", _ReportRow):
        outcomes = (each for each in row.outcomes if not due or each.rule in changing)
        statuses = {each.rule: each.status for each in outcomes}
        if not due or any(status != "not_applicable" for status in statuses.values()):
            yield row.article, (row.verdict, statuses)


def _read(each: Listed, mapping: dict[str, str]) -> Iterator[Article | Fault]:
    if each.fault is not None:
        yield each.fault
    else:
        yield from read_input(Input(each.name, each.file), mapping or None)
