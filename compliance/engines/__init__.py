"""Where a scan runs: this machine, or an existing distributed engine.

Whatever runs it, the same Mapper makes rows of what was delivered, and knows nothing of where it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from compliance.article import Article
from compliance.desk import NO_DESK, Desk
from compliance.finding import Fault
from compliance.plan import Plan, dump, restore
from compliance.report import Checked
from compliance.rows import Rows, rows
from compliance.run import judged
from compliance.scan import Scanner


class Terms(Struct, frozen=True):
    """What articles are judged by, as plain data: it can be sent to any machine that has this program."""

    plan: bytes
    """The dumped Plan."""
    desk: Desk
    as_of: dt.date | None
    """The day to judge undated articles on."""


class Mapper:
    """Articles in, rows out. Pickled, it is its Terms: the Plan is restored where it arrives."""

    def __init__(self, plan: Plan, desk: Desk = NO_DESK, as_of: dt.date | None = None) -> None:
        self._terms = Terms(dump(plan), desk, as_of)
        self._scanner = Scanner(plan, desk, as_of)

    def rows(self, delivered: Sequence[Article | Fault], file: str) -> Iterator[Rows]:
        """The rows of what was delivered together by a file, as `run.together` groups it."""
        return map(rows, judged(delivered, self._scanner, file))

    def unjudged(self, fault: Fault, file: str) -> Rows:
        """The rows of what must not be touched again, because of that Fault."""
        return rows(Checked(self._scanner.fault(fault), None, file))

    def __reduce__(self) -> Any:
        return _restored, (self._terms,)


def _restored(terms: Terms) -> Mapper:
    return Mapper(restore(terms.plan), terms.desk, terms.as_of)
