"""The brake: a rule that suddenly fires on a large share of the articles is more likely wrong than they are.

Its findings then ask for a person instead of blocking. What is waived does not count as firing, so that with a
baseline only what is new does. The share is known at the end alone, so that a run with a brake is judged twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from compliance.finding import Outcome
from compliance.report import Checked, Report, reconsidered

LEAST = 20
"""How many articles a rule must have judged before their share says anything."""


class Braked(NamedTuple):
    """A rule that fires too often: on how many of how many articles."""

    rule: str
    fired: int
    judged: int


class Weights:
    """How many articles each rule was judged on, and on how many of them it fired."""

    def __init__(self) -> None:
        self.judged: Counter[str] = Counter()
        self.fired: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        """Count an article in."""
        for weighed, number in report.outcomes.tally(_weighed).items():
            if weighed is not None:
                rule, fires = weighed
                self.judged[rule] += number
                self.fired[rule] += number * fires

    def braked(self, percent: int) -> tuple[Braked, ...]:
        """The rules that are violated on more than `percent` of the articles they apply to, in order."""
        return tuple(
            Braked(rule, self.fired[rule], number)
            for rule, number in sorted(self.judged.items())
            if number >= LEAST and self.fired[rule] * 100 > percent * number
        )


def braked(results: Iterable[Checked], percent: int) -> tuple[Braked, ...]:
    """The rules that are violated on more than `percent` of the articles they apply to, in order."""
    weights = Weights()
    for checked in results:
        weights.add(checked.report)
    return weights.braked(percent)


def said(each: Braked, percent: int) -> str:
    """A braked rule in a line."""
    share = f"{each.fired:,} of {each.judged:,} articles, more than {percent} %"
    return f"braked: `{each.rule}` fires on {share}; it asks for a person instead of blocking"


def _weighed(outcome: Outcome) -> tuple[str, bool] | None:
    if outcome.status == "not_applicable" or outcome.manual:
        return None
    return outcome.rule, outcome.status == "violated" and outcome.standing == "deciding"


def brake(report: Report, rules: Collection[str]) -> Report:
    """The Report with the findings of these rules braked."""
    if not any(each.rule in rules for each in report.outcomes):
        return report
    return reconsidered(
        report,
        (
            replace(each, standing="braked") if each.rule in rules and each.standing == "deciding" else each
            for each in report.outcomes
        ),
    )
