"""The brake: a rule that suddenly fires on a large share of the articles is more likely wrong than they are.

Its findings then ask for a person instead of blocking. What is waived does not count as firing, so that with a
baseline only what is new does. The share is known at the end alone, so that a run with a brake is judged twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from msgspec.structs import replace

from compliance.report import Checked, Report, reconsidered

LEAST = 20
"""How many articles a rule must have judged before their share says anything."""


class Braked(NamedTuple):
    """A rule that fires too often: on how many of how many articles."""

    rule: str
    fired: int
    judged: int


def braked(results: Iterable[Checked], percent: int) -> tuple[Braked, ...]:
    """The rules that are violated on more than `percent` of the articles they apply to, in order."""
    fired: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for report, _, _ in results:
        for outcome in report.outcomes:
            if outcome.status != "not_applicable" and not outcome.manual:
                judged[outcome.rule] += 1
                fired[outcome.rule] += outcome.status == "violated" and outcome.standing == "deciding"
    return tuple(
        Braked(rule, fired[rule], number)
        for rule, number in sorted(judged.items())
        if number >= LEAST and fired[rule] * 100 > percent * number
    )


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
