"""A scan judged again, on another day or beside newer originals: what has lapsed, or was withdrawn since."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

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
    known = _Known(_judged_before(folder, legend, due))
    for each in listing(folder / INPUTS):
        for delivered in together(_read(each, mapping)):
            before = known.pop(id_of(delivered[0]))
            if before is None:
                continue
            for checked in judged(delivered, scanner, each.name):
                yield from checked.report.faults
                now = {outcome.rule: outcome for outcome in checked.report.outcomes}
                changed = tuple(
                    (rule, status, now[rule].status, now[rule].reason)
                    for rule, status in before.statuses.items()
                    if rule in now and now[rule].status != status
                )
                if changed:
                    verdicts = before.verdict, checked.report.verdict
                    yield Lapse(article=checked.report.article, before=verdicts[0], now=verdicts[1], rules=changed)
    for article in known.left():
        reason = "it is not where it was when it was scanned"
        yield Fault(kind="not-found", input=article, reason=reason, hint="scan the archive again")


class _Before(NamedTuple):
    """What an article was judged to be."""

    verdict: Verdict
    statuses: dict[str, str]
    """What its rules came to, of those that are judged again."""


class _Known:
    """What the articles of a scan were judged to be, read beside them: both are in one order, so little is held.

    What was passed over is kept until it comes, or is found to be gone; None stands for what is not judged again.
    """

    def __init__(self, rows: Iterator[tuple[str, _Before | None]]) -> None:
        self._rows = rows
        self._passed: dict[str, _Before | None] = {}

    def pop(self, article: str) -> _Before | None:
        """What an article was judged to be; None if it was not, or if that cannot have changed."""
        if article in self._passed:
            return self._passed.pop(article)
        for name, before in self._rows:
            if name == article:
                return before
            self._passed[name] = before
        return None

    def left(self) -> Iterator[str]:
        """Those that did not come, of all that are to be judged again."""
        yield from (name for name, before in self._passed.items() if before is not None)
        yield from (name for name, before in self._rows if before is not None)


def _judged_before(folder: Path, legend: Legend, due: bool) -> Iterator[tuple[str, _Before | None]]:
    """Each article of the scan, with what it was judged to be if it is to be judged again."""
    changing = {rule for rule, meaning in legend.rules.items() if meaning.check in _CHANGING}
    for row in read(folder, "reports", _ReportRow):
        outcomes = (each for each in row.outcomes if not due or each.rule in changing)
        statuses = {each.rule: each.status for each in outcomes}
        again = not due or any(status != "not_applicable" for status in statuses.values())
        yield row.article, _Before(row.verdict, statuses) if again else None


def _read(each: Listed, mapping: dict[str, str]) -> Iterator[Article | Fault]:
    if each.fault is not None:
        yield each.fault
    else:
        yield from read_input(Input(each.name, each.file), mapping or None)
