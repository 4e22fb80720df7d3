from __future__ import annotations

import datetime as dt

from building import article, complaints, judge

from compliance.checks import manual
from compliance.desk import Confirmation, Desk

DAY = dt.date(2024, 11, 5)


def confirmed(rule: str = "test/rule", until: dt.date | None = None, as_of: dt.date | None = DAY, on: dt.date = DAY):
    desk = Desk(confirmed=(Confirmation(rule=rule, by="Ann", on=on, until=until),))
    return judge(manual, article(), desk=desk, as_of=as_of, why="a call must be made")


def test_a_manual_item_is_always_listed() -> None:
    outcome = judge(manual, article(), why="a call must be made")
    assert outcome.status == "undetermined"
    assert outcome.manual
    assert not outcome.is_finding
    assert "a call must be made" in outcome.reason


def test_a_persons_word_meets_it() -> None:
    outcome = confirmed()
    assert (outcome.status, outcome.manual) == ("met", True)
    assert outcome.reason == "confirmed by Ann on 2024-11-05"


def test_a_word_for_another_item_or_another_time_does_not() -> None:
    assert confirmed("test/other").status == "undetermined"
    assert confirmed(until=DAY).status == "met"
    lapsed = confirmed(until=dt.date(2024, 11, 4))
    assert lapsed.status == "undetermined"
    assert "ran out on 2024-11-04" in lapsed.reason
    assert confirmed(on=dt.date(2025, 1, 1)).status == "undetermined"
    assert confirmed(until=DAY, as_of=None).status == "undetermined"


def test_complaints() -> None:
    assert complaints(manual, why=" ") == ["why"]
