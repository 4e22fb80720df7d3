"""Two versions of policies beside each other: which rules differ, and which articles are judged otherwise for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from compliance.article import Article
from compliance.finding import Fault, Outcome
from compliance.obligation import Obligation
from compliance.plan import Plan
from compliance.report import Report, Verdict
from compliance.run import judged
from compliance.scan import Scanner

_SAID = frozenset(["message", "fix", "clause", "asks", "examples"])
"""What is said about a rule, and has no bearing on what it finds."""


@dataclass(frozen=True)
class RuleChange:
    """A rule that is new, gone, or asks for something else."""

    rule: str
    what: str
    """`added`, `removed`, or the parameters that differ, with their old and new values."""


@dataclass(frozen=True)
class OutcomeChange:
    """A rule that comes to something else."""

    rule: str
    before: str
    after: str
    """Its status; `no rule` where there was, or is, none."""
    reason: str
    """Of the newer Outcome, or of the older where there is no newer one."""


@dataclass(frozen=True)
class Change:
    """An article that is judged otherwise than before, and why."""

    article: str
    before: Verdict
    after: Verdict
    outcomes: tuple[OutcomeChange, ...]


def rule_changes(old: Plan, new: Plan) -> Iterator[RuleChange]:
    """How the rules differ, in the order of the newer ledger, then those that are gone."""
    before, after = ({each.id: each for each in plan.obligations} for plan in (old, new))
    for name, obligation in after.items():
        if name not in before:
            yield RuleChange(name, "added")
        elif differing := list(_differing(before[name], obligation)):
            yield RuleChange(name, "; ".join(differing))
    yield from (RuleChange(name, "removed") for name in before if name not in after)
    for each in new.terms:
        was = next((terms for terms in old.terms if terms.id == each.id), None)
        if was is not None and was.effective != each.effective:
            yield RuleChange(each.id, f"in force {_shown(was.effective)}, now {_shown(each.effective)}")


def article_changes(old: Scanner, new: Scanner, delivered: Sequence[Article | Fault], name: str) -> Iterator[Change]:
    """What of the articles delivered under one id is judged otherwise by the newer Plan."""
    for before, after in zip(judged(delivered, old, name), judged(delivered, new, name), strict=True):
        outcomes = tuple(_differences(before.report, after.report))
        if before.report.verdict != after.report.verdict or outcomes:
            yield Change(after.report.article, before.report.verdict, after.report.verdict, outcomes)


def _differences(before: Report, after: Report) -> Iterator[OutcomeChange]:
    was, now = ({each.rule: each for each in report.outcomes} for report in (before, after))
    for rule, outcome in {**was, **now}.items():
        first, second = (_status(each.get(rule)) for each in (was, now))
        if first != second:
            yield OutcomeChange(rule, first, second, outcome.reason)


def _status(outcome: Outcome | None) -> str:
    return "no rule" if outcome is None else outcome.status.replace("_", " ")


def _differing(old: Obligation[Any], new: Obligation[Any]) -> Iterator[str]:
    before, after = (msgspec.to_builtins(each.rule) for each in (old, new))
    for key in dict.fromkeys((*after, *before)):
        if key not in _SAID and before.get(key) != after.get(key):
            yield f"`{key}` was {_shown(before.get(key))}, is {_shown(after.get(key))}"


def _shown(value: Any) -> str:
    return msgspec.json.encode(value).decode() if value not in (None, "", (), []) else "nothing"
