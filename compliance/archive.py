"""A scan as a whole: what no single article tells, such as how many pieces of an outlet ran in a month.

A second, small pass over the table of Reports, whatever engine wrote it. What was not checked is not clean: a limit
that undated or unread articles could break is undetermined.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from compliance.finding import Level, Status
from compliance.layout import count
from compliance.policy import Limit, Manual, Policy
from compliance.rows import FaultRow
from compliance.sample import names
from compliance.tables import read

_SHOWN = 20
_PERIODS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


class _Origin(Struct, frozen=True):
    policy: str
    recognised: bool


class _Compared(Struct, frozen=True):
    original: str
    words: int
    kept: int


class _ReportRow(Struct, frozen=True):
    """What is read of a row of `reports`."""

    article: str
    published: str | None
    content: str
    provenance: tuple[_Origin, ...]
    comparison: _Compared | None


class Count(Struct, frozen=True, kw_only=True):
    """What a limit over an archive comes to."""

    rule: str
    status: Status
    level: Level
    message: str
    reason: str
    articles: tuple[str, ...] = ()
    """The first of those that are too many."""


class _Rule(NamedTuple):
    policy: str
    item: Manual
    limit: Limit


def counts(folder: Path, policies: Iterable[Policy]) -> list[Count]:
    """Every limit of these policies, held against the scan in a folder. Raises OutputError."""
    rules = [
        _Rule(policy.policy, item, item.over) for policy in policies for item in policy.manual if item.over is not None
    ]
    tallies: list[_Pieces | _Twice] = [
        _Pieces(rule) if rule.limit.count == "pieces" else _Twice(rule) for rule in rules
    ]
    wanted = {rule.policy: [each for each in tallies if each.rule.policy == rule.policy] for rule in rules}
    for row in read(folder, "reports", _ReportRow) if rules else ():
        for origin in row.provenance:
            for tally in wanted.get(origin.policy, ()) if origin.recognised else ():
                tally.add(row)
    unread = len({each.article for each in read(folder, "faults", FaultRow)}) if rules else 0
    return [tally.count(unread) for tally in tallies]


class _Pieces:
    """How many pieces there are in each time."""

    def __init__(self, rule: _Rule) -> None:
        self.rule = rule
        self._counts: Counter[str] = Counter()
        self._undated = 0
        self._beyond: list[str] = []

    def add(self, row: _ReportRow) -> None:
        """Count one more."""
        if not row.published:
            self._undated += 1
            return
        period = dt.date.fromisoformat(row.published[:10]).strftime(_PERIODS[self.rule.limit.per])
        self._counts[period] += 1
        if self._counts[period] > self.rule.limit.most and len(self._beyond) < _SHOWN:
            self._beyond.append(row.article)

    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""
        most, per = self.rule.limit.most, self.rule.limit.per
        broken = {period: number for period, number in sorted(self._counts.items()) if number > most}
        if broken:
            times = names(f"{period}: {number}" for period, number in broken.items())
            return _count(self.rule, "violated", f"more than {count(most, 'piece')} a {per}: {times}", self._beyond)
        highest = max(self._counts.values(), default=0)
        told = f"at most {count(highest, 'piece')} a {per}"
        if self._undated and highest + self._undated > most:
            return _count(self.rule, "undetermined", f"{told}, and {count(self._undated, 'piece')} without a date")
        return _checked(self.rule, told, unread)


class _Twice:
    """How often one piece ran again: by its original, most of which it has, or by being the same to the letter."""

    def __init__(self, rule: _Rule) -> None:
        self.rule = rule
        self._seen: Counter[int] = Counter()
        self._again: list[str] = []
        self._number = 0

    def add(self, row: _ReportRow) -> None:
        """Count one more."""
        beside = row.comparison
        mostly = beside is not None and 2 * beside.kept >= beside.words
        piece = hash(beside.original if beside is not None and mostly else row.content)
        self._seen[piece] += 1
        if self._seen[piece] > 1 + self.rule.limit.most:
            self._number += 1
            if len(self._again) < _SHOWN:
                self._again.append(row.article)

    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""
        if self._number:
            told = f"{count(self._number, 'article')} published again: {names(self._again)}"
            return _count(self.rule, "violated", told, self._again)
        return _checked(self.rule, f"none of {count(len(self._seen), 'piece')} was published again", unread)


def _checked(rule: _Rule, told: str, unread: int) -> Count:
    """That a limit is kept, unless it could be broken by what was not checked."""
    if unread:
        return _count(rule, "undetermined", f"{told}, but {count(unread, 'article')} could not be checked")
    return _count(rule, "met", told)


def _count(rule: _Rule, status: Status, reason: str, articles: Iterable[str] = ()) -> Count:
    return Count(
        rule=f"{rule.policy}/{rule.item.id}",
        status=status,
        level=rule.item.level,
        message=rule.item.message or rule.item.clause,
        reason=reason,
        articles=tuple(articles),
    )


def lines(found: Iterable[Count]) -> Iterator[str]:
    """The Counts in words."""
    for each in found:
        yield f"{each.status:<13} {each.rule} ({each.level}): {each.reason}"
        if each.status != "met":
            yield f"              {each.message}"
