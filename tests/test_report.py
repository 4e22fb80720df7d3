"""Only here is a verdict decided: a Fault never passes, and nothing that was not checked is clean."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any, get_args

import pytest

from compliance.finding import Confidence, Fault, Level, Outcome, Status
from compliance.ledger import Ledger
from compliance.report import VERDICTS, Report, Summary, decide, judge


def outcome(
    status: Status = "met", level: Level = "must", confidence: Confidence = "high", manual: bool = False
) -> Outcome:
    return Outcome(
        rule="a/b",
        status=status,
        level=level,
        severity="medium",
        confidence=confidence,
        message="m",
        reason="r",
        manual=manual,
    )


FAULT = Fault(kind="unreadable", input="a", reason="r")


@pytest.mark.parametrize(
    ("status", "level", "verdict"),
    [
        ("violated", "must", "block"),
        ("violated", "should", "review"),
        ("violated", "may", "pass"),
        ("undetermined", "must", "review"),
        ("undetermined", "should", "pass"),
        ("met", "must", "pass"),
        ("not_applicable", "must", "pass"),
        ("waived", "must", "pass"),
    ],
)
def test_what_one_outcome_makes_of_an_article(status: Status, level: Level, verdict: str) -> None:
    assert judge(outcome(status, level)) == verdict


def test_a_violation_that_is_uncertain_asks_for_a_person() -> None:
    assert judge(outcome("violated", confidence="low")) == "review"


def test_a_manual_item_is_listed_and_decides_nothing() -> None:
    manual = outcome("undetermined", manual=True)
    assert judge(manual) == "pass"
    assert not manual.is_finding


@pytest.mark.parametrize("status", get_args(Status))
def test_a_fault_never_passes(status: Status) -> None:
    assert decide([outcome(status)], [FAULT]) != "pass"
    assert decide([], [FAULT]) == "review"


def test_the_worst_outcome_decides_in_any_order() -> None:
    outcomes = [outcome("met"), outcome("undetermined"), outcome("violated")]
    assert {decide(order, []) for order in itertools.permutations(outcomes)} == {"block"}
    assert VERDICTS == ("pass", "review", "block")


def report(status: Status, *faults: Fault, **about: Any) -> Report:
    outcomes = Ledger.of((outcome(status),))
    return Report(
        article="a", form="text", title="", content="", plan="", engine="", as_of=None,
        verdict=decide(outcomes, faults), outcomes=outcomes, faults=faults, **about,
    )  # fmt: skip


def test_summaries_add_up() -> None:
    one, two = Summary.of(report("violated")), Summary.of(report("met", FAULT))
    both = one + two
    assert both == two + one == Summary.of(report("violated"), report("met", FAULT))
    assert both.articles == 2
    assert both.verdicts == {"block": 1, "review": 1}
    assert both.outcomes == {"met": 1, "violated": 1}
    assert both.rules == {"a/b": 1}
    assert both.faults == 1
    assert both.fault_kinds == {"unreadable": 1}
    assert Summary() + both == both


def test_a_summary_tells_whose_articles_and_of_which_month() -> None:
    november = report("violated", source="The Echo", published=dt.date(2026, 11, 3))
    again = report("met", source="The Echo", published=dt.date(2026, 10, 31))
    found = Summary.of(november) + Summary.of(again, report("met"))
    assert found.sources == {"": {"pass": 1}, "The Echo": {"block": 1, "pass": 1}}
    assert found.months == {"": {"pass": 1}, "2026-10": {"pass": 1}, "2026-11": {"block": 1}}
    assert found.policies == {"a": {"block": 1, "pass": 2}}, "the policy of the rule `a/b`"


def test_a_fault_is_of_the_article_and_of_no_policy() -> None:
    assert Summary.of(report("met", FAULT)).policies == {"a": {"pass": 1}}
