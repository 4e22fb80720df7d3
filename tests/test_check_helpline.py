"""Help is to be had in the country that an article is of."""

from __future__ import annotations

from typing import Any

import pytest
from building import article, complaints, quotes
from building import judge as judged

from compliance.checks import helpline
from compliance.checks.helpline import Lines
from compliance.desk import Desk
from compliance.finding import Outcome

LINES = (
    Lines(country="any", lines=("findahelpline.com",)),
    Lines(country="GB", lines=("116 123",), places=("Leeds", "Britain")),
    Lines(country="US", lines=("988lifeline.org",), written=(r"\bcall 988\b",), places=("Ohio",)),
)


def judge(body: str, desk: Desk | None = None, **parts: Any) -> Outcome:
    return judged(helpline, article(body, **parts), desk=desk or Desk(), helplines=LINES)


def test_any_line_is_enough_where_the_country_is_not_known() -> None:
    assert judge("Call 988 at any hour.").status == "met"
    assert judge("He lived in Leeds. Call 988 at any hour.").status == "met"
    outcome = judge("There were 988 of them.")
    assert (outcome.status, bool(outcome.insert)) == ("violated", True)


@pytest.mark.parametrize(
    "parts",
    [
        {"desk": Desk(region="GB")},
        {"language": "en-GB"},
        {"canonical": "https://www.gazette.co.uk/a"},
        {"url": "https://gazette.uk/a"},
    ],
)
def test_the_country_that_desk_language_or_address_say(parts: dict[str, Any]) -> None:
    wrong = judge("In Ohio, call 988. In Ohio.", **parts)
    assert wrong.status == "violated"
    assert "is GB" in wrong.reason
    assert quotes(wrong) == ["call 988"]
    assert quotes(judge("In Ohio, call 988, or 116 123.", **parts)) == ["116 123"]
    assert judge("See findahelpline.com.", **parts).status == "met"


def test_the_country_whose_places_are_named_most() -> None:
    body = "Leeds, in Britain, mourns. {} Call 988."
    assert judge(body.format("")).status == "violated"
    assert judge(body.format("He was born in Ohio.")).status == "met"


def test_an_empty_text_was_not_checked() -> None:
    assert judge(" ").status == "undetermined"


def test_rules_that_cannot_work_are_refused() -> None:
    assert complaints(helpline, helplines=()) == ["helplines"]
    bad = Lines(country="uk", lines=("",), written=("(a",))
    assert complaints(helpline, helplines=(bad,), mentions=0) == ["helplines", "helplines", "helplines", "mentions"]
