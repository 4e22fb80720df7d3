"""Victims and children are told from those who may be named."""

from __future__ import annotations

from typing import Any

import pytest
from building import article, complaints, quotes
from building import judge as judged

from compliance.checks import named
from compliance.finding import Outcome
from compliance.lexicon import Lexicon

LEXICON = Lexicon(given_names=("anna david maria",))
VICTIM = {"before": ("the (alleged )?victim", "raped"), "behind": ("was raped", "the victim")}


def judge(body: str, **parameters: Any) -> Outcome:
    parts = {name: parameters.pop(name) for name in ("title", "language") if name in parameters}
    return judged(named, article(body, **parts), lexicon=LEXICON, **parameters)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("The alleged victim, Anna Orrin, spoke.", ["Anna Orrin"]),
        ("Anna O'Brien-Hale was raped, he said.", ["Anna O'Brien-Hale"]),
        ("Anna Łukasiewicz-Šárová was raped, he said.", ["Anna Łukasiewicz-Šárová"]),
        ("Anna McÉlan was raped, he said.", ["Anna McÉlan"]),
        ("The court heard that Anna B. Orrin, the victim, left.", ["Anna B. Orrin"]),
        ("The victim spoke to Anna Orrin.", []),
        ("The victim, Millbrook University said, is well.", []),
        ("David Orrin denies that a woman was raped.", []),
    ],
)
def test_words_right_beside_a_name(body: str, found: list[str]) -> None:
    assert quotes(judge(body, **VICTIM)) == found


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Anna Orrin, 14, saw it.", ["Anna Orrin"]),
        ("Anna Orrin (14) saw it.", ["Anna Orrin"]),
        ("It was 14-year-old Anna Orrin.", ["Anna Orrin"]),
        ("Anna Orrin, a 14-year-old from Leeds, saw it.", ["Anna Orrin"]),
        ("Anna Orrin, 18, saw it. David Orrin, 40, did not.", []),
        ("Anna Orrin, 14 metres away, saw it.", []),
        ("A 14-year-old saw Anna Orrin.", []),
    ],
)
def test_an_age_beside_a_name(body: str, found: list[str]) -> None:
    outcome = judge(body, younger_than=18)
    assert quotes(outcome) == found
    assert outcome.status == ("violated" if found else "met")


def test_headlines_count_and_other_languages_were_not_checked() -> None:
    assert quotes(judge("It rained.", title="Anna Orrin, 14, missing", younger_than=18)) == ["Anna Orrin"]
    assert judge("Anna Orrin, 14.", language="de", younger_than=18).status == "undetermined"
    assert judge(" ", younger_than=18).status == "undetermined"


def test_rules_that_cannot_work_are_refused() -> None:
    assert complaints(named) == ["before"]
    assert complaints(named, before=("(a",), behind=("a?",)) == ["before", "behind"]


@pytest.mark.parametrize("piece", ["é", "a", "A", "Aé", "Anna-", "Anna ", "O'A", "14, "])
def test_no_text_takes_more_than_its_length_in_steps(piece: str) -> None:
    judge("The victim, Anna " + piece * 40_000, **VICTIM)
    judge(piece * 40_000, younger_than=18)
