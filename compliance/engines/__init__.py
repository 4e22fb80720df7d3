"""Where a scan runs: this machine, or an existing distributed engine.

Whatever runs it, the same Mapper makes rows of what was delivered, and knows nothing of where it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from compliance.article import Article
from compliance.brake import brake
from compliance.desk import NO_DESK, Desk
from compliance.excuse import Excuser, Excuses
from compliance.finding import Fault
from compliance.plan import Plan, dump, restore
from compliance.report import Checked
from compliance.rows import Rows, rows
from compliance.run import judged
from compliance.scan import Scanner

if TYPE_CHECKING:
    from compliance.originals import Originals


class Mapper:
    """Articles in, rows out. Pickled, its Plan is plain data, and restored where it arrives."""

    def __init__(
        self,
        plan: Plan,
        desk: Desk = NO_DESK,
        as_of: dt.date | None = None,
        originals: Originals | None = None,
        excuses: Excuses | None = None,
        *,
        braked: frozenset[str] = frozenset(),
    ) -> None:
        """`excuses`: what the desk has waived, or has known since its baseline; `braked`: rules that fire too often."""
        self._given = (desk, as_of, originals, excuses)
        self._braked = braked
        self._plan = plan
        self._excuses = excuses
        self._scanner = Scanner(plan, desk, as_of, originals=originals)

    def slowed(self, rules: Collection[str]) -> Mapper:
        """The same with these rules braked."""
        return Mapper(self._plan, *self._given, braked=frozenset(rules))

    def excuser(self) -> Excuser | None:
        """What excuses Reports, and has seen none so far; None if nothing is excused."""
        return Excuser(self._excuses, self._plan.digest) if self._excuses is not None else None

    def rows(self, delivered: Sequence[Article | Fault], file: str, excuser: Excuser | None = None) -> Iterator[Rows]:
        """The rows of what was delivered together by a file, as `run.together` groups it."""
        found = judged(delivered, self._scanner, file)
        return map(self._rows, found if excuser is None else map(excuser.excused, found))

    def _rows(self, checked: Checked) -> Rows:
        if self._braked:
            checked = checked._replace(report=brake(checked.report, self._braked))
        return rows(checked)

    def unjudged(self, fault: Fault, file: str) -> Rows:
        """The rows of what must not be touched again, because of that Fault."""
        return rows(Checked(self._scanner.fault(fault), None, file))

    def leftover(self, fates: Iterable[Sequence[str]]) -> Iterator[Rows]:
        """The rows on the waivers themselves, once it is known what became of them in all parts."""
        excuser = self.excuser()
        if excuser is None:
            return
        for each in fates:
            excuser.add(each)
        yield from map(rows, excuser.leftover())

    def __reduce__(self) -> Any:
        return _restored, (dump(self._plan), self._braked, *self._given)


def _restored(plan: bytes, braked: frozenset[str], *given: Any) -> Mapper:
    return Mapper(restore(plan), *given, braked=braked)
