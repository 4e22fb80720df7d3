"""Answers: the decision over an article with its Report, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from compliance.article import Article
from compliance.checker import Checker
from compliance.decision import Decision, decision_on, worst
from compliance.finding import Fault, Outcome
from compliance.render.json import ReportView, encode, written
from compliance.report import Checked, Summary, decide, judge


class Answer(Struct, frozen=True, kw_only=True):
    """What a CMS is to do with an article, and why."""

    decision: Decision
    """`allow`: publish; `warn`: publish if a person who was shown the findings says so; `block`: do not publish."""
    blocking: tuple[str, ...]
    """The rules that block."""
    warning: tuple[str, ...]
    """The rules that ask for a person."""
    report: ReportView
    """One outcome for each obligation the article falls under, kept ones included."""


class BatchAnswer(Struct, frozen=True, kw_only=True):
    """The same of several articles, in their order."""

    decision: Decision
    """The worst of them."""
    answers: tuple[Answer, ...]
    summary: Summary
    """Counts over all of them."""


Took = Literal["place", "unreadable", "crashed"]
"""Whether a check took place, or why it did not: the article could not be read, or the checker failed."""


class Judged(Struct, frozen=True):
    """An article that was judged, and its Answer as JSON."""

    checked: Checked
    decision: Decision
    took: Took
    json: bytes


def judged(
    checker: Checker, delivered: Sequence[Article | Fault], before: Sequence[Article | Fault], on_fault: Decision
) -> Judged:
    """What the Checker says of what was delivered under one id."""
    results = checker.check(delivered, before)
    checked = results[0]
    if checked.article is None:
        faults = tuple(fault for each in results for fault in each.report.faults)
        checked = checked._replace(report=replace(checked.report, faults=faults, verdict=decide((), faults)))
    report = checked.report
    decision = decision_on(report, on_fault)
    took: Took = "place"
    if checked.article is None:
        took = "unreadable"
    elif not len(report.outcomes) and any(fault.kind == "check-crashed" for fault in report.faults):
        took = "crashed"
    json = (
        f'{{"decision":"{decision}","blocking":{encode(_rules(report.outcomes.select(_blocks)))},'
        f'"warning":{encode(_rules(report.outcomes.select(_warns)))},"report":{written(checked)}}}'
    )
    return Judged(checked, decision, took, json.encode())


def batch(answers: Sequence[Judged]) -> bytes:
    """The BatchAnswer of some articles, as JSON."""
    summary = Summary.of(*(each.checked.report for each in answers))
    listed = b",".join(each.json for each in answers)
    decision = worst(*(each.decision for each in answers))
    return b'{"decision":"%s","answers":[%s],"summary":%s}' % (
        decision.encode(),
        listed,
        msgspec.json.encode(summary, order="deterministic"),
    )


def _rules(outcomes: Iterable[Outcome]) -> list[str]:
    return [each.rule for each in outcomes]


def _blocks(outcome: Outcome) -> bool:
    return judge(outcome) == "block"


def _warns(outcome: Outcome) -> bool:
    return judge(outcome) == "review"
