"""All that a door which stays open needs to judge articles: what the desk has settled, put in force once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from copy import copy
from typing import TYPE_CHECKING

from msgspec.structs import replace

from compliance.article import Article
from compliance.baseline import Baseline, entry_of
from compliance.config import Config
from compliance.excuse import Excuser, Excuses
from compliance.finding import Fault
from compliance.plan import Plan
from compliance.report import Checked
from compliance.run import judged
from compliance.scan import Scanner
from compliance.settled import SettingError, desk_of, excuses_of, originals_of, plan_of

if TYPE_CHECKING:
    from compliance.originals import Originals
    from compliance.repair import Repair

BEFORE = "the last publication"
"""What the published version of an article is called where it excuses a finding."""


class Checker:
    """Judges articles as `compliance check` does with the same configuration on the same day.

    One thread at a time may use it.
    """

    def __init__(self, config: Config, day: dt.date) -> None:
        """Reads all that the configuration names. Raises PolicyError, PlanError, SettingError and OSError."""
        self.day = day
        self.config = config
        self.plan: Plan = plan_of(config.policy, config.originals)
        self._desk = desk_of(config.desk, self.plan)
        self._originals = _originals(config)
        self._excuses = excuses_of(config.waivers, config.baseline, self.plan, day)
        self._scanner = self._new_scanner()

    def apart(self) -> Checker:
        """The same with matchers of its own, for another thread."""
        other = copy(self)
        other._scanner = self._new_scanner()
        return other

    def on(self, day: dt.date) -> Checker:
        """The same on another day."""
        other = copy(self)
        other.day = day
        other._scanner = self._scanner.on(self.config.as_of or day)
        other._excuses = replace(self._excuses, today=day) if self._excuses is not None else None
        return other

    def check(self, delivered: Sequence[Article | Fault], before: Sequence[Article | Fault] = ()) -> list[Checked]:
        """The Reports of what was delivered under one id: an article, and the Faults of what of it could not be read.

        `before` is the article as it was last published: a finding that it had then is waived.
        """
        results = list(judged(delivered, self._scanner, ""))
        excuses = self._known(before)
        if excuses is None:
            return results
        excuser = Excuser(excuses, self.plan.digest)
        return [excuser.excused(each) for each in results]

    def repairs(self, data: bytes, article: Article, writable: frozenset[str] | None = None) -> dict[str, Repair]:
        """What would put each finding of an article right by adding to it, by the rule's full id.

        `data` is the record that the article was read from; `writable` are the fields that may be changed, None: all.
        """
        from compliance.fix import Fixer

        fixer = Fixer(self._scanner, self._desk, self._originals, writable=writable)
        return fixer.alternatives(data, article.id, article, self._scanner.scan(article))

    def _new_scanner(self) -> Scanner:
        return Scanner(self.plan, desk=self._desk, as_of=self.config.as_of or self.day, originals=self._originals)

    def _known(self, before: Iterable[Article | Fault]) -> Excuses | None:
        articles = [each for each in before if isinstance(each, Article)]
        if not articles:
            return self._excuses
        known = Baseline(entry_of(self._scanner.scan(each), each) for each in articles)
        excuses = self._excuses or Excuses(today=self.day)
        return replace(excuses, before=known, revision=BEFORE)


def _originals(config: Config) -> Originals | None:
    """The originals. Raises SettingError if one cannot be read: its copies would go unchecked."""
    originals, unread = originals_of(config.originals)
    for fault in unread:
        raise SettingError(f"the original `{fault.input}` cannot be read: {fault.reason}", fault.hint)
    return originals
