"""The Scanner's loop: one Outcome for each obligation, whatever a check does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import permutations
from typing import Any

import pytest
from msgspec.structs import replace

from compliance.article import Article, Block, Date, Text
from compliance.case import Case
from compliance.checks import CHECKS, terms
from compliance.checks.desk import DeskRule
from compliance.checks.terms import Terms
from compliance.desk import NO_DESK, Desk
from compliance.finding import Fault, Outcome
from compliance.lexicon import Lexicon
from compliance.obligation import Obligation
from compliance.plan import compile
from compliance.policy import AnyOf, Condition, Detect, Effective, Manual, Outlet, Policy, Signal, Source
from compliance.report import Report
from compliance.scan import Scanner

WORDS = Lexicon(byline_openers=("By",))


def article(text: str, published: str = "", **more: Any) -> Article:
    body = Text(text, "input", blocks=(Block(0, len(text), "p"),))
    dates = (Date("published", dt.datetime.fromisoformat(published), body),) if published else ()
    parts = frozenset({"body", "byline", "title", "links", "images", "tags", "dates"})
    return Article(
        id="a", form="html", fields={"input": text}, carries=parts, body=body, dates=dates, digest="d", **more
    )


def policy(name: str, *rules: Any, **more: Any) -> Policy:
    sources = (Source(note="made up", evidence="house"),)
    return Policy(policy=name, title=name.title(), kind="house", sources=sources, rules=tuple(rules), **more)


def no(word: str, **more: Any) -> Terms:
    return Terms(**{"id": f"no-{word}", "message": f"no {word}", "terms": (word,), **more})


def scan(text: str, *policies: Policy, published: str = "", desk: Desk = NO_DESK, **more: Any) -> Report:
    return Scanner(compile(policies, WORDS), desk, **more).scan(article(text, published))


def statuses(report: Report) -> dict[str, str]:
    return {outcome.rule: outcome.status for outcome in report.outcomes}


HEN = policy(
    "hen",
    no("fox"),
    outlet=Outlet(name="Hen News", domains=("hen.example",)),
    detect=Detect(strong=(Signal(phrase=("all clucks reserved",)),), weak=(Signal(mention=("Hen News",)),)),
)


def test_each_obligation_has_one_outcome_met_ones_and_manual_ones_included() -> None:
    barn = policy("barn", no("fox"), no("dog"), manual=(Manual(id="ask", clause="Ask.", why="a talk"),))
    report = scan("the fox came", barn)
    assert statuses(report) == {"barn/no-fox": "violated", "barn/no-dog": "met", "barn/ask": "undetermined"}
    assert report.verdict == "block"
    assert [each.rule for each in report.findings] == ["barn/no-fox"]


def test_a_report_names_what_it_was_made_of() -> None:
    plan = compile([policy("barn", no("fox"))], WORDS)
    report = Scanner(plan).scan(article("x", published="2024-11-05T10:00:00+00:00"))
    assert (report.plan, report.content, report.as_of) == (plan.digest, "d", dt.date(2024, 11, 5))
    assert report.engine


def test_strong_evidence_brings_a_policy_in() -> None:
    report = scan("the fox came. All clucks reserved.", HEN)
    assert statuses(report) == {"hen/provenance": "met", "hen/no-fox": "violated"}
    assert report.provenance[0].recognised
    assert report.provenance[0].evidence[0].quote == "All clucks reserved"


def test_weak_evidence_alone_calls_for_a_person_and_is_never_silent() -> None:
    report = scan("the fox came, as Hen News reported", HEN, policy("barn", no("dog")))
    assert statuses(report) == {"barn/no-dog": "met", "hen/provenance": "undetermined"}
    assert report.verdict == "review"
    assert not report.provenance[0].recognised


def test_a_trace_is_shown_and_calls_for_nobody() -> None:
    traces = Detect(weak=(Signal(mention=("cluck",), weight=0.2),))
    report = scan("cluck", replace(HEN, detect=traces), policy("barn", no("dog")))
    assert statuses(report) == {"barn/no-dog": "met", "hen/provenance": "not_applicable"}
    assert report.verdict == "pass"
    assert [each.quote for each in report.provenance[0].evidence] == ["cluck"]


def test_weak_evidence_adds_up() -> None:
    hints = Detect(weak=(Signal(mention=("cluck",), weight=0.6), Signal(phrase=("egg",), weight=0.6)))
    report = scan("cluck, egg, fox", replace(HEN, detect=hints))
    assert report.provenance[0].score == 0.84
    assert statuses(report)["hen/no-fox"] == "violated"
    more_of_the_same = scan("cluck, cluck, cluck, fox", replace(HEN, detect=hints), policy("barn", no("dog")))
    assert not more_of_the_same.provenance[0].recognised


def test_an_assumed_policy_applies_without_evidence() -> None:
    assert statuses(scan("fox", HEN, assume=frozenset({"hen"}))) == {"hen/no-fox": "violated"}


def test_an_article_that_no_policy_applies_to_was_not_checked() -> None:
    report = scan("nobody's copy", HEN)
    assert [fault.kind for fault in report.faults] == ["no-policy"]
    assert report.verdict == "review"


def test_terms_hold_on_the_articles_own_date() -> None:
    old = policy("barn", no("fox"), effective=Effective(until=dt.date(2020, 12, 31)))
    other = policy("coop", no("dog"))
    assert statuses(scan("fox", old, other, published="2020-06-01T00:00:00+00:00"))["barn/no-fox"] == "violated"
    late = scan("fox", old, other, published="2021-06-01T00:00:00+00:00", as_of=dt.date(2020, 6, 1))
    assert statuses(late)["barn/no-fox"] == "not_applicable"
    assert statuses(scan("fox", old, other, as_of=dt.date(2021, 6, 1)))["barn/no-fox"] == "not_applicable"
    assert statuses(scan("fox", old, other))["barn/no-fox"] == "violated"


def test_a_rule_has_dates_of_its_own() -> None:
    late = no("fox", effective=Effective(since=dt.date(2021, 1, 1)))
    report = scan("fox", policy("barn", late, no("dog")), published="2020-06-01T00:00:00+00:00")
    assert statuses(report)["barn/no-fox"] == "not_applicable"


def test_a_condition_on_another_rule() -> None:
    tagged = no("dog", only_if=Condition(rule="no-fox", outcome="violated"))
    assert statuses(scan("fox and dog", policy("barn", no("fox"), tagged)))["barn/no-dog"] == "violated"
    assert statuses(scan("hen and dog", policy("barn", no("fox"), tagged)))["barn/no-dog"] == "not_applicable"


def test_a_condition_that_cannot_be_known_is_no_excuse() -> None:
    eligible = DeskRule(id="eligible", message="eligible", facts={"large_audience": True})
    depends = no("dog", only_if=Condition(rule="eligible", outcome="met"))
    barn = policy("barn", eligible, depends)
    assert statuses(scan("dog", barn))["barn/no-dog"] == "undetermined"
    assert statuses(scan("dog", barn, desk=Desk(large_audience=True)))["barn/no-dog"] == "violated"
    printed = policy("barn", no("dog", only_if=Condition(desk={"channel": "print"})), no("fox"))
    assert statuses(scan("dog", printed))["barn/no-dog"] == "undetermined"
    assert statuses(scan("dog", printed, desk=Desk(channel="web")))["barn/no-dog"] == "not_applicable"
    language = policy("barn", no("dog", only_if=Condition(language=("en",))), no("fox"))
    assert statuses(scan("dog", language))["barn/no-dog"] == "undetermined"


@pytest.mark.parametrize(
    ("text", "status"), [("fox", "met"), ("hen", "met"), ("fox hen", "met"), ("nothing", "violated")]
)
def test_any_of_several_ways_will_do(text: str, status: str) -> None:
    ways = tuple(
        Terms(id=f"either.{number}", message="either", terms=(word,), expect="present")
        for number, word in enumerate(("fox", "hen"), start=1)
    )
    report = scan(text, policy("barn", AnyOf(id="either", message="either", any_of=ways)))
    assert statuses(report) == {"barn/either": status}
    if status == "met":
        assert {each.quote for outcome in report.outcomes for each in outcome.evidence} == set(text.split())


def test_what_stands_and_must_not_is_shown_and_nothing_is_put_in_for_it() -> None:
    ways = (
        Terms(id="either.1", message="either", terms=("fox",)),
        Terms(id="either.2", message="either", terms=("hen",), expect="present"),
    )
    (outcome,) = scan("A fox.", policy("barn", AnyOf(id="either", message="either", any_of=ways))).outcomes
    assert (outcome.status, [each.quote for each in outcome.evidence], outcome.insert) == ("violated", ["fox"], None)


def test_a_rule_can_depend_on_a_group() -> None:
    ways = (Terms(id="either.1", message="m", terms=("fox",), expect="present"),)
    group = AnyOf(id="either", message="m", any_of=ways)
    barn = policy("barn", no("dog", only_if=Condition(rule="either", outcome="met")), group)
    assert statuses(scan("fox dog", barn)) == {"barn/no-dog": "violated", "barn/either": "met"}


def test_the_order_of_policies_bears_on_nothing() -> None:
    policies = [HEN, policy("barn", no("fox")), policy("coop", no("dog"))]
    assert len({repr(scan("fox. All clucks reserved.", *order)) for order in permutations(policies)}) == 1


def test_a_check_that_crashes_takes_no_other_rule_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def judge(obligations: Sequence[Obligation[Terms]], case: Case) -> Iterator[Outcome]:
        if any("fox" in each.rule.terms for each in obligations):
            raise ZeroDivisionError("no fox")
        return terms.judge(obligations, case)

    monkeypatch.setitem(CHECKS, "terms", Faulty(judge))
    report = scan("fox dog", policy("barn", no("fox"), no("dog")))
    assert statuses(report) == {"barn/no-fox": "undetermined", "barn/no-dog": "violated"}
    assert [(fault.kind, fault.rule) for fault in report.faults] == [("check-crashed", "barn/no-fox")]
    assert "no fox" in report.faults[0].reason


@pytest.mark.parametrize("gives", ["none", "too many", "the wrong one"])
def test_a_check_that_loses_an_outcome_is_found_out(monkeypatch: pytest.MonkeyPatch, gives: str) -> None:
    def judge(obligations: Sequence[Obligation[Terms]], case: Case) -> Iterator[Outcome]:
        for each in obligations:
            good = each.met("fine")
            yield from {"none": [], "too many": [good, good], "the wrong one": [replace_rule(good)]}[gives]

    monkeypatch.setitem(CHECKS, "terms", Faulty(judge))
    report = scan("fox", policy("barn", no("fox")))
    assert statuses(report) == {"barn/no-fox": "undetermined"}
    assert report.faults
    assert report.verdict == "review"


def test_what_could_be_read_in_part_is_judged_and_does_not_pass() -> None:
    unread = Fault(kind="invalid-record", input="a", reason="its pictures are damaged")
    report = Scanner(compile([policy("barn", no("fox"))], WORDS)).scan(article("hen"), [unread])
    assert statuses(report) == {"barn/no-fox": "met"}
    assert (report.verdict, report.faults) == ("review", (unread,))


def test_an_unreadable_input_has_a_report_too() -> None:
    report = Scanner(compile([HEN], WORDS)).fault(Fault(kind="unreadable", input="x.html", reason="no"))
    assert (report.article, report.verdict, len(report.faults)) == ("x.html", "review", 1)


class Faulty:
    RULE = Terms
    patterns = staticmethod(terms.patterns)
    complain = staticmethod(terms.complain)

    def __init__(self, judge: Any) -> None:
        self.judge = judge


def replace_rule(outcome: Outcome) -> Outcome:
    return Outcome(**{name: getattr(outcome, name) for name in outcome.__struct_fields__ if name != "rule"}, rule="x/y")


def test_copy_whose_terms_are_not_in_force_has_not_been_checked() -> None:
    late = replace(HEN, effective=Effective(since=dt.date(2024, 1, 1)))
    text, day = "fox. All clucks reserved.", "2019-06-01T00:00:00+00:00"
    alone = scan(text, late, published=day)
    assert statuses(alone) == {"hen/provenance": "undetermined", "hen/no-fox": "not_applicable"}
    assert ([fault.kind for fault in alone.faults], alone.verdict) == (["no-policy"], "review")
    beside = scan(text, late, policy("barn", no("dog")), published=day)
    assert (beside.faults, beside.verdict) == ((), "review")
    before = replace(HEN, policy="hen-2010", effective=Effective(until=dt.date(2023, 12, 31)))
    covered = statuses(scan(text, late, before, published=day))
    assert (covered["hen/provenance"], covered["hen-2010/no-fox"]) == ("met", "violated")


def test_an_error_outside_the_checks_ends_in_the_articles_own_report(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: Any) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("compliance.scan.unless_applicable", crash)
    report = scan("fox", policy("barn", no("fox")))
    assert ([fault.kind for fault in report.faults], report.verdict) == (["check-crashed"], "review")
