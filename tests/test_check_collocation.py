"""Words that must, or must not, stand together: judged sentence by sentence."""

from __future__ import annotations

from typing import Any

import pytest
from building import article, complaints, quotes
from building import judge as judged

from compliance.checks import collocation
from compliance.finding import Outcome
from compliance.vocabulary import Vocabulary

KILLER = Vocabulary(terms=("the killer", "killers"), without=("hedged",), quoted=0)
LISTS = {"hedged": ("alleged(ly)?", "police said")}


def judge(
    body: str, *vocabulary: Vocabulary, title: str | None = None, language: str = "", **parameters: Any
) -> Outcome:
    given = {"vocabulary": vocabulary or (KILLER,), "lists": LISTS, **parameters}
    return judged(collocation, article(body, title=title, language=language), **given)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("The killer went home.", ["The killer"]),
        ("The killer, police said, went home.", []),
        ("Police said little. The killer went home.", ["The killer"]),
        ("“The killer went home,” she said.", []),
        ("Killers and the killer.", ["Killers", "the killer"]),
        ("The skiller went home.", []),
    ],
)
def test_each_sentence_is_judged_by_itself(body: str, found: list[str]) -> None:
    outcome = judge(body)
    assert quotes(outcome) == found
    assert outcome.status == ("violated" if found else "met")


def test_where_terms_count() -> None:
    title, body = "The killer is known", "Police said more of the killer. A killer whale came."
    assert quotes(judge(body, title=title, where="headline")) == ["The killer"]
    assert judge("The killer went home.", title="Rain", where="headline").status == "met"
    assert judge("It rained.", title=title, where="text").status == "met"
    assert quotes(judge("The killer left.", title=title)) == ["The killer", "The killer"]


def test_a_headline_that_is_not_there_was_not_checked() -> None:
    assert judge("The killer went home.", where="headline").status == "undetermined"


def test_it_may_take_several_places() -> None:
    assert judge("The killer went home.", at_least=2).status == "met"
    assert judge("The killer went home. The killer slept.", at_least=2).status == "violated"


def test_other_languages_and_empty_texts_were_not_checked() -> None:
    assert judge("Der killer ging.", language="de").status == "undetermined"
    assert judge(" ").status == "undetermined"


def test_excused_phrases_do_not_count() -> None:
    assert judge("The killer whale went home.", unless=("killer whales?",)).status == "met"


def test_rules_that_cannot_work_are_refused() -> None:
    assert complaints(collocation, vocabulary=(), at_least=0) == ["vocabulary", "at_least"]
    lost = Vocabulary(terms=("a(b",), near=("nowhere",))
    assert complaints(collocation, vocabulary=(lost,)) == ["vocabulary", "vocabulary"]
