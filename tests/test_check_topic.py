"""What an article is about: by the weight, the place and the company of words."""

from __future__ import annotations

from typing import Any

import pytest
from building import article, complaints, quotes
from building import judge as judged

from compliance.article import Article
from compliance.checks import topic
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.load import load, shipped
from compliance.plan import compile as compile_plan
from compliance.readers import read_text
from compliance.scan import Scanner
from compliance.sighting import Weights
from compliance.vocabulary import Vocabulary

EVEN = Weights(headline=1, lead=1, last=1)
LEXICON = Lexicon(letter_lookalikes=("o0о", "i1"))


def rule(*vocabulary: Vocabulary, **parameters: Any) -> dict[str, Any]:
    return {"risk": "low", "vocabulary": vocabulary, "threshold": 2.0, "weights": EVEN, **parameters}


def boats(**parameters: Any) -> dict[str, Any]:
    return rule(Vocabulary(terms=("boats?", "ferr(y|ies)", "harbou?r")), **parameters)


def judge(body: str, parameters: dict[str, Any], **parts: Any) -> Outcome:
    return judged(topic, article(body, **parts), lexicon=LEXICON, **parameters)


def test_terms_give_points_until_there_are_enough() -> None:
    assert judge("A boat lay there.", boats()).status == "met"
    outcome = judge("A boat lay in the harbor.", boats())
    assert outcome.status == "violated"
    assert quotes(outcome) == ["boat", "harbor"]
    assert outcome.reason == "2 points of 2: `boat`, `harbor`; risk low"


def test_spellings_of_a_term_are_one_term() -> None:
    assert judge("A boat and boats.", boats(distinct=2)).status == "met"
    assert judge("A boat and ferries.", boats(distinct=2)).status == "violated"


def test_the_headline_and_the_lead_weigh_more_and_the_last_paragraph_less() -> None:
    weights = Weights(headline=3, lead=2, lead_words=4, last=0.5)
    body = "The boat came in.\nNothing of it is said here.\nA boat was seen.\nNot again.\nThe boat left."
    outcome = judge(body, boats(weights=weights), title="Boat")
    assert [piece.note for piece in outcome.evidence] == ["3 points", "2 points", "1 point", "0.5 points"]


def test_a_headline_that_the_body_holds_counts_once() -> None:
    assert quotes(judge("Boat\nThe boat came.", boats(), title="Boat")) == ["Boat", "boat"]


def test_a_long_article_needs_more() -> None:
    filler = " word" * 300
    assert judge("A boat in the harbour." + filler, boats(density=1)).status == "met"
    assert judge("A boat in the harbour.", boats(density=1)).status == "violated"


def test_excused_phrases_do_not_count_and_the_longest_term_does() -> None:
    given = rule(Vocabulary(terms=("boats?", "house boats?")), unless=("gravy boats?",))
    assert quotes(judge("The gravy boat, a house boat and a boat.", given)) == ["house boat", "boat"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Dogs are filthy.", True),
        ("Dogs are, it is said, filthy.", True),
        ("Dogs are fed by people in filthy coats.", False),
        ("Dogs came. They are filthy.", False),
        ("Dogs filthy are.", False),
        ("It is a lie that dogs are filthy.", False),
    ],
)
def test_terms_may_need_company_in_their_order_and_their_sentence(text: str, counts: bool) -> None:
    lists = {"animals": ("dogs?",), "be": ("is", "are"), "denial": ("a lie", "not")}
    vocabulary = Vocabulary(terms=("filthy",), after=("animals", "be"), without=("denial",), reach=3)
    outcome = judge(text, rule(vocabulary, lists=lists, threshold=1))
    assert (outcome.status == "violated") == counts


def test_what_must_follow_or_stand_anywhere_near() -> None:
    lists = {"animals": ("dogs?",)}
    before = rule(Vocabulary(terms=("I hate",), before=("animals",), reach=1), lists=lists, threshold=1)
    assert judge("I hate all dogs.", before).status == "violated"
    assert judge("Dogs I hate.", before).status == "met"
    near = rule(Vocabulary(terms=("hate",), near=("animals",)), lists=lists, threshold=1)
    assert judge("Dogs I hate.", near).status == "violated"
    assert judge("Dogs bark. I hate it.", near).status == "met"


def test_quoted_speech_counts_for_less() -> None:
    given = rule(Vocabulary(terms=("twits?",), quoted=0), threshold=1)
    assert judge("“You twit,” she said.", given).status == "met"
    assert judge("The twit left.", given).status == "violated"


def test_disguised_words_are_found_where_they_stand() -> None:
    given = rule(Vocabulary(terms=("idiots?",), disguised=True), threshold=1)
    assert quotes(judge("These id10ts and an i d i o t.", given)) == ["id10ts", "i d i o t"]
    plain = rule(Vocabulary(terms=("idiots?",)), threshold=1)
    assert judge("These id10ts.", plain).status == "met"


def test_the_riskiest_words_and_the_margin_are_told() -> None:
    given = rule(Vocabulary(terms=("boats?",)), Vocabulary(terms=("wrecks?",), risk="floor"))
    outcome = judge("Boats, boats and boats.", given)
    assert outcome.reason.endswith("risk low")
    assert outcome.confidence == "medium"
    outcome = judge("Boats, boats, boats, boats, boats and a wreck.", given)
    assert outcome.reason.endswith("risk floor")
    assert outcome.confidence == "high"


def test_what_was_not_checked_is_not_clean() -> None:
    assert judge("Das Boot im Hafen.", boats(), language="de").status == "undetermined"
    assert judge("", boats(), title="Boat").status == "undetermined"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("vocabulary", {"vocabulary": ()}),
        ("vocabulary", {"vocabulary": (Vocabulary(terms=("(a|b",)),)}),
        ("vocabulary", {"vocabulary": (Vocabulary(terms=("(boat)?",)),)}),
        ("vocabulary", {"vocabulary": (Vocabulary(terms=("boat",), near=("nowhere",)),)}),
        ("threshold", {"threshold": 0.0}),
        ("distinct", {"distinct": 0}),
        ("likely", {"likely": 4.0}),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(field: str, given: dict[str, Any]) -> None:
    assert field in complaints(topic, **boats(**given))


RULEBOOK = load([shipped() / "topics"])
SCANNER = Scanner(compile_plan(RULEBOOK.policies, RULEBOOK.lexicon))


def topics(text: str) -> dict[str, str]:
    found = next(iter(read_text(text, "article.txt")))
    assert isinstance(found, Article)
    report = SCANNER.scan(found)
    assert not report.faults
    return {each.rule.partition("/")[0]: each.status for each in report.outcomes if each.rule.endswith("/topic")}


GROUPS = ["women", "black people", "white people", "gay people", "trans people", "Muslims", "Jews", "Christians",
          "immigrants", "disabled people", "Mexicans", "Asians", "old people", "lesbians", "refugees"]  # fmt: skip
SENTENCES = {
    "All {} are vermin.": True,
    "I hate {}.": True,
    "Somebody should just shoot these {}.": True,
    "The country would be better off without {}.": True,
    "I am so proud of the {} in my street.": False,
    "Calling {} vermin is hateful.": False,
    "I never said that {} are stupid.": False,
    "She wrote “all {} are vermin” and was fired.": False,
    "Half of the players are {}.": False,
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_same_is_said_of_the_same_sentence_about_anybody(sentence: str) -> None:
    found = {group: topics(sentence.format(group))["hate-speech"] for group in GROUPS}
    assert set(found.values()) == {"violated" if SENTENCES[sentence] else "met"}, found


def test_a_topic_may_have_to_be_in_the_headline_where_there_is_one() -> None:
    given = boats(headlined=True)
    body = "A boat lay in the harbour."
    outcome = judge(body, given, title="Rain")
    assert outcome.status == "met"
    assert outcome.reason.endswith("none of it in the headline")
    assert judge(body, given, title="A ferry").status == "violated"
    assert judge(f"A ferry\n{body}", given, title="A ferry").status == "violated"
    assert judge(body, given).status == "violated"


def test_whom_they_means_may_have_been_named_before() -> None:
    lists = {"animals": ("dogs?",), "they": ("they",), "be": ("are",)}
    given = rule(Vocabulary(terms=("filthy",), after=("they", "be"), earlier=("animals",)), lists=lists, threshold=1)
    assert judge("I saw dogs. They are filthy.", given).status == "violated"
    assert judge("I saw dogs and they are filthy.", given).status == "violated"
    assert judge("I saw cats. They are filthy.", given).status == "met"
    assert judge("They are filthy. I saw dogs.", given).status == "met"
    assert judge("I saw dogs. It rained. They are filthy.", given).status == "met"
    assert judge("I saw dogs.\nThey are filthy.", given).status == "met"


def test_a_term_is_no_company_of_itself() -> None:
    lists = {"denial": ("can't", "not")}
    given = rule(Vocabulary(terms=("can't stand",), without=("denial",)), lists=lists, threshold=1)
    assert judge("I can't stand dogs.", given).status == "violated"
    assert judge("I do not say that I can't stand dogs.", given).status == "met"
