"""What a scan's tables come to, small enough for one page: counts by month, source, verdict and rule, and the worst.

An Overview is bounded whatever the archive's size: months become years, and sources and rules that are few become
`others`, until the counts fit.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

import msgspec
from msgspec import Struct

from compliance.finding import LEVELS, SEVERITIES, Level, Severity, Status
from compliance.folder import Totals
from compliance.legend import Legend, Meaning
from compliance.outputs import OutputError
from compliance.report import VERDICTS, Verdict
from compliance.rows import FaultRow, Table
from compliance.tables import read

OTHERS = "\x00others"
"""Stands for the sources, or rules, that are not counted apart; no source is called so."""

MOST_MONTHS = 240
MOST_SOURCES = 60
MOST_RULES = 250
MOST_CELLS = 40_000
MOST_FAULTS = 100
MOST_FINDINGS = 25
"""How many findings of one of the worst articles are shown; of the rest, their number."""


class _ReportRow(Struct, frozen=True):
    """What is counted of a row of `reports`."""

    verdict: Verdict
    source: str
    published: str | None


class Found(Struct, frozen=True, kw_only=True):
    """What is shown of a finding."""

    rule: str
    status: Status
    level: Level
    severity: Severity
    reason: str
    quote: str
    field: str
    line: int | None
    column: int | None
    clause: str
    fix: str


class _FindingRow(Found, frozen=True, kw_only=True):
    """What is read of a row of `findings`."""

    article: str
    title: str
    source: str
    published: str | None
    verdict: Verdict


class Offender(Struct, frozen=True, kw_only=True):
    """An article with findings."""

    article: str
    title: str
    source: str
    published: str
    verdict: Verdict
    findings: tuple[Found, ...]
    more: int
    """How many findings it has beyond these."""


class Cell(Struct, frozen=True, array_like=True):
    """So many articles of one month, source and verdict; with a rule, so many of its findings in such articles."""

    number: int
    month: str
    source: str
    verdict: Verdict
    rule: str = ""
    status: Status | None = None


class Overview(Struct, frozen=True, kw_only=True):
    """All that a page shows."""

    totals: Totals
    policies: dict[str, str]
    """Titles by policy."""
    rules: dict[str, Meaning]
    """What those rules ask that found something."""
    cells: tuple[Cell, ...]
    worst: tuple[Offender, ...]
    """The worst first."""
    offenders: int
    """How many articles have findings."""
    faults: tuple[FaultRow, ...]
    """The first of them."""


def overview(folder: Path, totals: Totals, legend: Legend, worst: int) -> Overview:
    """Read the tables of a scan that is complete, each once, keeping so many of its worst articles.

    Raises OutputError if a table cannot be read, or has not as many rows as the scan counted.
    """
    summary = totals.summary
    counts: Counter[Cell] = Counter()
    month = _months(summary.months)
    source = _largest({name: sum(verdicts.values()) for name, verdicts in summary.sources.items()}, MOST_SOURCES)
    rule = _largest(summary.rules, MOST_RULES)
    for each in read(folder, "reports", _ReportRow):
        counts[Cell(1, month(each.published), source(each.source), each.verdict)] += 1
    kept = _Worst(worst)
    for _, group in groupby(read(folder, "findings", _FindingRow), _article):
        rows = list(group)
        kept.add(rows)
        for row in rows:
            counts[Cell(1, month(row.published), source(row.source), row.verdict, rule(row.rule), row.status)] += 1
    rest = read(folder, "faults", FaultRow)
    faults = tuple(islice(rest, MOST_FAULTS))
    _see("reports", sum(number for cell, number in counts.items() if not cell.rule), summary.articles)
    _see("findings", sum(number for cell, number in counts.items() if cell.rule), sum(summary.rules.values()))
    _see("faults", len(faults) + sum(1 for _ in rest), summary.faults)
    return Overview(
        totals=totals,
        policies=legend.policies,
        rules={name: legend.rules[name] for name in summary.rules if name in legend.rules},
        cells=_cells(counts),
        worst=kept.ranked(),
        offenders=kept.seen,
        faults=faults,
    )


def _see(table: Table, found: int, counted: int) -> None:
    """A table that was cut short must not look like an archive with less in it."""
    if found != counted:
        raise OutputError(f"the table `{table}` has {found:,} rows, and the scan counted {counted:,}: scan again")


class _Worst:
    """The worst articles so far, and how many there were."""

    def __init__(self, most: int) -> None:
        self.seen = 0
        self._most = most
        self._heap: list[tuple[tuple[int, int], int, Offender]] = []

    def add(self, rows: list[_FindingRow]) -> None:
        """Weigh one article by its findings, and keep it if it is among the worst; of equals, the first ones."""
        self.seen += 1
        first = rows[0]
        rank = (VERDICTS.index(first.verdict), sum(map(_weight, rows)))
        if not self._most or (len(self._heap) == self._most and self._heap[0][:2] >= (rank, -self.seen)):
            return
        rows.sort(key=_weight, reverse=True)
        offender = Offender(
            article=first.article,
            title=first.title,
            source=first.source,
            published=_day(first.published),
            verdict=first.verdict,
            findings=tuple(msgspec.convert(each, Found, from_attributes=True) for each in rows[:MOST_FINDINGS]),
            more=max(len(rows) - MOST_FINDINGS, 0),
        )
        heapq.heappush(self._heap, (rank, -self.seen, offender))
        if len(self._heap) > self._most:
            heapq.heappop(self._heap)

    def ranked(self) -> tuple[Offender, ...]:
        """Those that were kept, the worst first."""
        return tuple(offender for *_, offender in sorted(self._heap, key=lambda each: each[:2], reverse=True))


def _article(row: _FindingRow) -> str:
    return row.article


def _weight(row: _FindingRow) -> int:
    """How bad a finding is: what is broken before what is not known, conditions before requests."""
    sure = 2 if row.status == "violated" else 1
    return sure << (2 * LEVELS[::-1].index(row.level) + SEVERITIES.index(row.severity))


def _day(published: str | None) -> str:
    return (published or "")[:10]


def _months(seen: Iterable[str]) -> Callable[[str | None], str]:
    """What a day is counted under: its month, or its year where there are too many months."""
    length = len("2026-11") if sum(map(bool, seen)) <= MOST_MONTHS else len("2026")
    return lambda published: _day(published)[:length]


def _largest(numbers: dict[str, int], most: int) -> Callable[[str], str]:
    """What a name is counted under: itself, if it is among the largest, or as one of the others."""
    ranked = sorted(numbers, key=lambda name: (-numbers[name], name))
    apart = frozenset(ranked if len(ranked) <= most else ranked[: most - 1])
    return lambda name: name if name in apart else OTHERS


def _cells(counts: Counter[Cell]) -> tuple[Cell, ...]:
    """The counts as Cells, in order; sources, then months, are put together where there are too many."""
    for coarser in _COARSER:
        if len(counts) <= MOST_CELLS:
            break
        counts = coarser(counts)
    return tuple(_ordered(counts))


def _ordered(counts: Counter[Cell]) -> Iterator[Cell]:
    for cell in sorted(counts, key=lambda each: (each.month, each.source, each.verdict, each.rule, each.status or "")):
        yield msgspec.structs.replace(cell, number=counts[cell])


def _fewer_sources(most: int) -> Callable[[Counter[Cell]], Counter[Cell]]:
    def coarser(counts: Counter[Cell]) -> Counter[Cell]:
        numbers: Counter[str] = Counter()
        for cell, number in counts.items():
            numbers[cell.source] += number
        source = _largest(numbers, most)
        return _summed((msgspec.structs.replace(cell, source=source(cell.source)), n) for cell, n in counts.items())

    return coarser


def _years(counts: Counter[Cell]) -> Counter[Cell]:
    return _summed((msgspec.structs.replace(cell, month=cell.month[:4]), n) for cell, n in counts.items())


def _summed(pairs: Iterable[tuple[Cell, int]]) -> Counter[Cell]:
    summed: Counter[Cell] = Counter()
    for cell, number in pairs:
        summed[cell] += number
    return summed


_COARSER = (_fewer_sources(20), _fewer_sources(5), _years, _fewer_sources(1))
