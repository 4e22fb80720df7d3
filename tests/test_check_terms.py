from __future__ import annotations

import pytest
from building import NOTHING, article, complaints, judge, quotes
from hypothesis import given
from hypothesis import strategies as st

from compliance.article import Article, Block, Text
from compliance.checks import terms
from compliance.quotation import quotations
from compliance.runs import Weaver

WAR = ("war", "war crimes", "troops")


def test_forbidden_words_are_found_whole_and_quoted() -> None:
    outcome = judge(terms, article("The WAR on Warsaw; a post-war town."), terms=("war",))
    assert outcome.status == "violated"
    assert quotes(outcome) == ["WAR", "war"]


def test_silence_names_what_was_searched() -> None:
    outcome = judge(terms, article("A town council met."), terms=WAR)
    assert (outcome.status, outcome.reason) == ("met", "none of 3 terms in the title or body")


def test_required_words() -> None:
    assert judge(terms, article("Call 116 123."), terms=("116 123",), expect="present").status == "met"
    outcome = judge(terms, article("Call us."), terms=("116 123",), expect="present")
    assert outcome.status == "violated"
    assert outcome.insert is not None


@pytest.mark.parametrize(
    "body", ["an “unnamed\u00a0source”", "an unna\u00admed \u2009source", "an UNNAMED — unnamed  source"]
)
def test_the_same_words_to_an_editor_are_the_same(body: str) -> None:
    assert judge(terms, article(body), terms=("unnamed source",)).status == "violated"


def test_a_phrase_split_by_markup_is_found_where_it_was_delivered() -> None:
    raw = "offi<em>cials</em> said"
    weaver = Weaver()
    weaver.add("offi", 0, 4)
    weaver.add("cials", 8, 13)
    weaver.add(" said", 18, 23)
    body = Text(weaver.text(), "input", runs=weaver.runs())
    page = Article(id="x", form="html", fields={"input": raw}, carries=NOTHING, body=body)
    assert quotes(judge(terms, page, terms=("officials said",))) == [raw]


def test_thresholds() -> None:
    body = "War crimes. War and troops."
    assert judge(terms, article(body), terms=WAR, at_least=3).status == "violated"
    assert judge(terms, article(body), terms=WAR, at_least=4).status == "met"
    assert judge(terms, article(body), terms=WAR, distinct=3).status == "violated"
    few = judge(terms, article("War and war."), terms=WAR, distinct=2)
    assert few.status == "met"
    assert len(few.evidence) == 2
    assert "fewer than the 2 different terms" in few.reason


def test_an_excuse_takes_only_what_it_overlaps() -> None:
    body = "The war on drugs is no war."
    outcome = judge(terms, article(body), terms=("war",), unless=("war on drugs",))
    assert [evidence.span.start for evidence in outcome.evidence] == [body.rindex("war")]
    long = "the culture war crimes trial"
    assert judge(terms, article(long), terms=("war crimes",), unless=("culture war",)).status == "met"
    apart = judge(terms, article("a c b d"), terms=("a c b", "c"), unless=("b d",))
    assert quotes(apart) == ["c"]


def test_no_phrase_runs_over_a_paragraph() -> None:
    assert judge(terms, article("He spoke of war\ncrimes were many"), terms=("war crimes",)).status == "met"


def test_headlines_and_captions() -> None:
    page = article("A town.", title="War", images=[{"caption": "Troops"}])
    assert quotes(judge(terms, page, terms=WAR)) == ["War"]
    assert quotes(judge(terms, page, terms=WAR, where=("captions",))) == ["Troops"]
    assert judge(terms, page, terms=WAR, where=("body",)).status == "met"
    twice = article("War\nA town.", title="War")
    assert len(judge(terms, twice, terms=WAR).evidence) == 1


def test_nothing_to_search_is_not_clean() -> None:
    text = article(form="text", carries=NOTHING)
    assert judge(terms, text, terms=WAR).status == "met"
    assert judge(terms, text, terms=WAR, where=("title",)).status == "undetermined"
    assert judge(terms, text, terms=WAR, where=("captions",)).status == "undetermined"
    assert judge(terms, article(), terms=WAR, where=("captions",)).status == "not_applicable"
    assert judge(terms, article(" \n ", title="A town"), terms=WAR).status == "undetermined"


def test_the_credit_pattern_that_hangs_others() -> None:
    body = "a " * 20_000 + "! Jane Doe, Daily Caller News Foundation"
    outcome = judge(terms, article(body), regexes=(r"(\w+\s?)+,\s*daily caller news foundation",))
    assert outcome.status == "violated"
    bomb = "a" * 5_000 + "b aac"
    assert quotes(judge(terms, article(bomb), regexes=("(a+)+c",))) == ["aac"]


def test_many_hits_are_counted_and_cut_short() -> None:
    outcome = judge(terms, article("war " * 50), terms=("war",))
    assert len(outcome.evidence) == 20
    assert "50 hits" in outcome.reason
    assert "the first 20 of 50 are shown" in outcome.reason


def test_quoted_speech() -> None:
    page = article("A source at the paper cited someone who said soldiers are ‘gorging’ on porn.")
    assert judge(terms, page, terms=("gorging",), quoted="never").status == "met"
    assert judge(terms, page, terms=("porn",), quoted="never").status == "violated"
    assert judge(terms, page, terms=("gorging",), quoted="only").status == "violated"
    assert judge(terms, page, terms=("porn",), quoted="only").status == "met"


@pytest.mark.parametrize(
    ("line", "quoted"),
    [
        ("He said “war is on” and “peace”.", ["war is on", "peace"]),
        ("She's sure: 'it's war', and that’s it.", ["it's war"]),
        ("branded these ‘fake news’ and soldiers’ habits ‘bad’.", ["fake news", "bad"]),
        ("‘the soldiers’ habits are bad’, he said", ["the soldiers’ habits are bad"]),
        ("don’t, soldiers’, ’90s, rock ’n’ roll, '90s and ‘80s", []),
        ("rock 'em, get 'em", []),
        ("„Krieg“, »Krieg«, « guerre », ‚Krieg‘", ["Krieg", "Krieg", " guerre ", "Krieg"]),
        ('6\' tall, 6\'2" wide, "yes"', ["yes"]),
        ("“First ‘inner’ part” then", ["First ‘inner’ part"]),
        ("He said: “it goes on", ["it goes on"]),
        ("‘Tis war, she said ‘go’ now", ["go"]),
    ],
)
def test_finding_quoted_speech(line: str, quoted: list[str]) -> None:
    assert [line[start:end] for start, end in quotations(Text(line, "x")).ranges] == quoted


def test_a_quote_over_several_paragraphs_opens_anew_in_each() -> None:
    plain = "He said: ‘All of us.\n‘If North don’t.’ He left.\nWar."
    speech = quotations(Text(plain, "x"))
    assert speech.hold(plain.index("All"), plain.index("All") + 3)
    assert speech.hold(plain.index("North"), plain.index("North") + 5)
    assert not speech.hold(plain.index("left"), plain.index("left") + 4)
    assert not speech.hold(plain.index("War"), plain.index("War") + 3)


def test_a_block_quote_is_quoted_speech() -> None:
    text = Text("War is on.", "x", blocks=(Block(0, 10, "blockquote"),))
    assert quotations(text).hold(0, 3)


@given(st.text("“”„\"«»‘’'s a.\n9", max_size=60))
def test_quotations_lie_in_order_within_the_text(plain: str) -> None:
    done = 0
    for start, end in quotations(Text(plain, "x")).ranges:
        assert done <= start <= end <= len(plain)
        done = end


def test_complaints() -> None:
    assert complaints(terms) == ["terms"]
    assert complaints(terms, terms=("\u200b",)) == ["terms"]
    assert complaints(terms, terms=("war",), unless=("WAR",)) == ["unless"]
    assert complaints(terms, regexes=("(?=a)",)) == ["regexes"]
    assert complaints(terms, regexes=("a?",)) == ["regexes"]
    assert complaints(terms, regexes=("don’t",)) == ["regexes"]
    assert complaints(terms, terms=("war",), where=()) == ["where"]
    assert complaints(terms, terms=("war",), at_least=0) == ["at_least"]
    assert complaints(terms, terms=("war", "War"), distinct=2) == ["distinct"]


@pytest.mark.parametrize(
    ("language", "status"), [("en", "met"), ("en-GB", "met"), ("", "met"), ("de", "undetermined"), ("EN", "met")]
)
def test_words_of_another_language_find_nothing_and_prove_nothing(language: str, status: str) -> None:
    given = article("Der Hafen war am Montag offen.", language=language)
    assert judge(terms, given, terms=("harbour",), language=("en",)).status == status


def test_a_language_is_a_code() -> None:
    assert complaints(terms, terms=("war",), language=("English", "EN", "e", "en")) == ["language"] * 3


def test_what_must_stand_at_the_top_does_not_count_further_down() -> None:
    rule = {"terms": ("warning",), "expect": "present", "top": 2}
    assert judge(terms, article("Ferry.\nA warning.\nIt sank."), **rule).status == "met"
    outcome = judge(terms, article("Ferry.\nIt sank.\nA warning."), **rule)
    assert (outcome.status, outcome.insert) == ("violated", article().places["top"])
    assert outcome.reason.endswith("within 2 paragraphs from the top")
    assert complaints(terms, terms=("war",), top=-1) == ["top"]
    assert complaints(terms, terms=("war",), top=1, where=("title",)) == ["top"]
