"""What a limit over an archive counts, piece by piece, and what the count comes to."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import blake2b
from typing import NamedTuple, cast

from msgspec import Struct

from compliance.archived import JudgedRow, ReportRow
from compliance.finding import Level, Status
from compliance.layout import count
from compliance.policy import Limit, Manual
from compliance.sample import names

_SHOWN = 20


class Count(Struct, frozen=True, kw_only=True):
    """What a limit over an archive comes to."""

    rule: str
    of: str
    """The policy of the outlet whose copy was counted."""
    status: Status
    level: Level
    message: str
    reason: str
    articles: tuple[str, ...] = ()
    """The first of those that are too many."""


class Limited(NamedTuple):
    """A limit that a policy sets."""

    policy: str
    item: Manual
    limit: Limit

    @property
    def rule(self) -> str:
        """Its full id."""
        return f"{self.policy}/{self.item.id}"


class Totals:
    """How many articles there are in each time, whosever copy they are."""

    def __init__(self, periods: Collection[str]) -> None:
        self.counts: dict[str, Counter[str | None]] = {per: Counter() for per in periods}
        """By `per`, and then by the time; None is the time of those that are not dated."""

    def add(self, row: ReportRow) -> None:
        """Count one more."""
        for per, counts in self.counts.items():
            counts[row.period(per)] += 1


class Tally(ABC):
    """What one limit counts of one outlet's copy."""

    def __init__(self, limited: Limited, of: str) -> None:
        """`of` is the outlet's policy."""
        self.of = of
        self._limited = limited
        self._limit = limited.limit
        self._shown: list[str] = []

    @abstractmethod
    def add(self, row: ReportRow) -> None:
        """Count one more piece."""

    @abstractmethod
    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""

    def _show(self, row: ReportRow) -> None:
        if len(self._shown) < _SHOWN:
            self._shown.append(row.article)

    def _checked(self, told: str, unread: int) -> Count:
        """That a limit is kept, unless it could be broken by what was not checked."""
        if unread:
            return self._count("undetermined", f"{told}, but {count(unread, 'article')} could not be checked")
        return self._count("met", told)

    def _count(self, status: Status, reason: str, articles: Iterable[str] = ()) -> Count:
        item = self._limited.item
        return Count(
            rule=self._limited.rule,
            of=self.of,
            status=status,
            level=item.level,
            message=item.message or item.clause,
            reason=reason,
            articles=tuple(articles),
        )


class Pieces(Tally):
    """How many pieces there are in each time."""

    def __init__(self, limited: Limited, of: str) -> None:
        super().__init__(limited, of)
        self._counts: Counter[str | None] = Counter()

    def add(self, row: ReportRow) -> None:
        """Count one more piece."""
        period = row.period(self._limit.per)
        self._counts[period] += 1
        if period is not None and self._counts[period] > self._limit.most:
            self._show(row)

    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""
        most, per = int(self._limit.most), self._limit.per
        dated = {period: number for period, number in self._counts.items() if period is not None}
        broken = {period: number for period, number in sorted(dated.items()) if number > most}
        if broken:
            times = names(f"{period}: {number}" for period, number in broken.items())
            return self._count("violated", f"more than {count(most, 'piece')} a {per}: {times}", self._shown)
        highest, undated = max(dated.values(), default=0), self._counts[None]
        told = f"at most {count(highest, 'piece')} a {per}"
        if undated and highest + undated > most:
            return self._count("undetermined", f"{told}, and {count(undated, 'piece')} without a date")
        return self._checked(told, unread)


class Share(Tally):
    """Which share of all articles of each time the pieces are."""

    def __init__(self, limited: Limited, of: str, totals: Totals) -> None:
        super().__init__(limited, of)
        self._all = totals.counts[self._limit.per]
        self._counts: Counter[str | None] = Counter()

    def add(self, row: ReportRow) -> None:
        """Count one more piece."""
        self._counts[row.period(self._limit.per)] += 1

    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""
        most, per = self._limit.most, self._limit.per
        shares = {each: self._counts[each] / number for each, number in self._all.items() if each is not None}
        broken = {each: share for each, share in sorted(shares.items()) if share > most}
        if broken:
            times = names(f"{each}: {share:.0%} of {self._all[each]:,}" for each, share in broken.items())
            return self._count("violated", f"more than {most:.0%} of the articles of a {per}: {times}")
        told = f"at most {max(shares.values(), default=0.0):.0%} of the articles of a {per}"
        undated = self._counts[None]
        # Whichever of these times the undated ran in, no share is larger than with all of this outlet's there.
        highest = max(((self._counts[each] + undated) / (self._all[each] + undated) for each in shares), default=1.0)
        if undated and highest > most:
            return self._count("undetermined", f"{told}, and {count(undated, 'piece')} without a date")
        return self._checked(told, unread)


class Twice(Tally):
    """How often one piece ran again: by its original, most of which it has, or by being the same to the letter.

    What was seen lies in a file that the system removes, not in memory: an archive holds any number of pieces.
    """

    def __init__(self, limited: Limited, of: str) -> None:
        super().__init__(limited, of)
        self._seen = sqlite3.connect("", isolation_level=None)
        self._seen.execute("PRAGMA journal_mode = OFF")
        self._seen.execute("CREATE TABLE seen (piece BLOB PRIMARY KEY, times INTEGER) WITHOUT ROWID")
        self._seen.execute("BEGIN")
        self._number = 0

    def add(self, row: ReportRow) -> None:
        """Count one more piece."""
        beside = row.comparison
        mostly = beside is not None and 2 * beside.kept >= beside.words
        piece = beside.original if beside is not None and mostly else row.content
        digest = blake2b(piece.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        ((times,),) = self._seen.execute(
            "INSERT INTO seen VALUES (?, 1) ON CONFLICT DO UPDATE SET times = times + 1 RETURNING times", (digest,)
        ).fetchall()
        if times > 1 + self._limit.most:
            self._number += 1
            self._show(row)

    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""
        if self._number:
            told = f"{count(self._number, 'article')} published again: {names(self._shown)}"
            return self._count("violated", told, self._shown)
        ((pieces,),) = self._seen.execute("SELECT count(*) FROM seen").fetchall()
        return self._checked(f"none of {count(pieces, 'piece')} was published again", unread)


class Breaking(Tally):
    """How many pieces keep none of the rules that each should keep one of."""

    def __init__(self, limited: Limited, of: str) -> None:
        super().__init__(limited, of)
        self._kept = self._broken = self._unknown = 0

    def add(self, row: ReportRow) -> None:
        """Count one more piece, if any of the rules asks anything of it."""
        statuses = self._statuses(row)
        if statuses & {"met", "waived"}:
            self._kept += 1
        elif "undetermined" in statuses:
            self._unknown += 1
        elif statuses:
            self._broken += 1
            self._show(row)

    def _statuses(self, row: ReportRow) -> set[Status]:
        """What the rules came to that ask anything of a piece: the outlet's own, and nobody's; not another outlet's."""
        others = row.origins - {self.of}
        found: set[Status] = set()
        for each in cast(JudgedRow, row).outcomes:
            policy, _, rule = each.rule.partition("/")
            if rule in self._limit.rules and policy not in others and each.status != "not_applicable":
                found.add(each.status)
        return found

    def count(self, unread: int) -> Count:
        """What it comes to, when so many articles could not be checked."""
        rules = " or ".join(f"`{each}`" for each in self._limit.rules)
        asked = self._kept + self._broken + self._unknown
        told = f"{self._broken:,} of {count(asked, 'piece')} without {rules}"
        if self._broken > self._limit.most:
            return self._count("violated", f"{told}: {names(self._shown)}", self._shown)
        if self._broken + self._unknown > self._limit.most:
            return self._count("undetermined", f"{told}, and {self._unknown:,} of which that is not known")
        if not asked and not unread:
            return self._count("not_applicable", f"{rules} is asked of no piece")
        return self._checked(told, unread)
