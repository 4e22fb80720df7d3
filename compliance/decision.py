"""What a CMS is to do with an article that somebody wants to publish: the Report's verdict, seen from its button."""

from __future__ import annotations

from typing import Literal

from compliance.report import Report, Verdict

Decision = Literal["allow", "warn", "block"]
"""Publish; publish if a person who was shown the findings says so; do not publish."""

DECISIONS: tuple[Decision, ...] = ("allow", "warn", "block")
"""From best to worst."""

_BY_VERDICT: dict[Verdict, Decision] = {"pass": "allow", "review": "warn", "block": "block"}


def decision_on(report: Report, on_fault: Decision = "block") -> Decision:
    """The decision over an article. What could not be checked (a Fault) makes it `on_fault` at best, never `allow`."""
    decision = _BY_VERDICT[report.verdict]
    return worst(decision, worst("warn", on_fault)) if report.faults else decision


def worst(*decisions: Decision) -> Decision:
    """The worst of some decisions; `allow` if there is none."""
    return max(decisions, key=DECISIONS.index, default="allow")
