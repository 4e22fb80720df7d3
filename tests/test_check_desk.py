from __future__ import annotations

import datetime as dt

import pytest
from building import article, complaints, judge

from compliance.checks import desk
from compliance.desk import Desk, Licence

ELIGIBLE = {"news_publisher": True, "large_audience": True}
DAY = dt.date(2024, 11, 5)


def test_facts_that_are_stated() -> None:
    stated = Desk(news_publisher=True, large_audience=True)
    assert judge(desk, article(), desk=stated, facts=ELIGIBLE).status == "met"
    outcome = judge(desk, article(), desk=Desk(news_publisher=True, large_audience=False), facts=ELIGIBLE)
    assert outcome.status == "violated"
    assert "`large_audience: false`" in outcome.reason
    assert not outcome.evidence


def test_a_fact_that_is_not_stated_says_how_to_state_it() -> None:
    outcome = judge(desk, article(), desk=Desk(news_publisher=True), facts=ELIGIBLE)
    assert outcome.status == "undetermined"
    assert "add `large_audience: true`" in outcome.reason
    assert "news_publisher" not in outcome.reason
    assert judge(desk, article(), facts=ELIGIBLE, unstated="violated").status == "violated"


def test_false_is_stated_and_none_is_not() -> None:
    assert judge(desk, article(), desk=Desk(paywall=False), facts={"paywall": False}).status == "met"
    assert judge(desk, article(), facts={"paywall": False}).status == "undetermined"


def test_words_are_compared_folded() -> None:
    assert judge(desk, article(), desk=Desk(channel="Web"), facts={"channel": "web"}).status == "met"


def test_a_violation_outranks_what_is_not_known() -> None:
    assert judge(desk, article(), desk=Desk(news_publisher=False), facts=ELIGIBLE).status == "violated"


@pytest.mark.parametrize(
    ("licence", "day", "status"),
    [
        (Licence(policy="test"), DAY, "met"),
        (Licence(policy="test", since=DAY, until=DAY), DAY, "met"),
        (Licence(policy="test", until=dt.date(2024, 1, 1)), DAY, "violated"),
        (Licence(policy="test", until=dt.date(2025, 1, 1)), None, "undetermined"),
        (Licence(policy="other"), DAY, "undetermined"),
    ],
)
def test_licences(licence: Licence, day: dt.date | None, status: str) -> None:
    outcome = judge(desk, article(), desk=Desk(licences=(licence,)), as_of=day, licence=True)
    assert outcome.status == status


def test_no_licence_on_file_can_block() -> None:
    outcome = judge(desk, article(), licence=True, unstated="violated")
    assert outcome.status == "violated"
    assert "no licence for `test`" in outcome.reason


def test_complaints() -> None:
    assert complaints(desk) == ["facts"]
    assert complaints(desk, facts={"large_audiance": True}) == ["facts"]
    assert complaints(desk, facts={"paywall": "no"}) == ["facts"]
    assert complaints(desk, facts={"channel": True}) == ["facts"]
