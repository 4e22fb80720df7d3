from __future__ import annotations

import pytest
from building import NOTHING, article, complaints, judge, quotes

from compliance.article import Span
from compliance.checks import tags
from compliance.finding import Evidence, Outcome

ADULT = ("iab:Rm3SiT", "medtop:20000815")


@pytest.mark.parametrize(
    "tag",
    [
        "iab:Rm3SiT",
        "IAB:rm3sit",
        "Rm3SiT",
        "20000815",
        "medtop:20000815",
        "https://cv.iptc.org/newscodes/mediatopic/20000815",
    ],
)
def test_an_id_counts_with_or_without_its_scheme(tag: str) -> None:
    outcome = judge(tags, article(tags=["news", tag]), any_of=ADULT)
    assert outcome.status == "met"
    assert quotes(outcome) == [tag]


@pytest.mark.parametrize("tag", ["medtop:Rm3SiT", "20000814", "Rm3SiTx", "adult", "iab"])
def test_another_id_does_not(tag: str) -> None:
    outcome = judge(tags, article(tags=[tag]), any_of=ADULT)
    assert outcome.status == "violated"
    assert outcome.insert == Span("body", 0, 0)
    assert "`iab:Rm3SiT`" in outcome.reason


def test_names_are_compared_whole_and_folded() -> None:
    assert judge(tags, article(tags=["Adult  Content"]), all_of=("adult content",)).status == "met"
    assert judge(tags, article(tags=["adult content and more"]), all_of=("adult content",)).status == "violated"


def test_all_of_names_what_is_missing() -> None:
    outcome = judge(tags, article(tags=["war"]), all_of=("war", "peace"))
    assert outcome.status == "violated"
    assert outcome.reason == "lacks `peace` among its 1 tag"


def test_forbidden_tags() -> None:
    outcome = judge(tags, article(tags=["Sponsored"]), none_of=("sponsored",))
    assert (outcome.status, quotes(outcome)) == ("violated", ["Sponsored"])
    assert judge(tags, article(tags=["news"]), none_of=("sponsored",)).status == "met"
    assert judge(tags, article(), none_of=("sponsored",)).status == "met"


def test_a_format_without_tags_is_undetermined() -> None:
    text = article(form="text", carries=NOTHING)
    outcome = judge(tags, text, any_of=ADULT)
    assert outcome.status == "undetermined"
    assert outcome.insert == Span("body", 0, 0)
    assert "`iab:Rm3SiT`" in outcome.reason
    assert judge(tags, text, none_of=("sponsored",)).status == "undetermined"


def test_the_reason_for_a_tag_is_quoted() -> None:
    cause = Outcome(
        rule="test/adult-content",
        status="violated",
        level="may",
        severity="low",
        confidence="high",
        message="",
        reason="1 hit: `council`",
        evidence=(Evidence(Span("body", 7, 14), "council"),),
    )
    outcome = judge(tags, article(), any_of=ADULT, because="adult-content", known=[cause])
    assert quotes(outcome) == ["council"]
    assert "`test/adult-content` found 1 hit: `council`" in outcome.reason
    assert quotes(judge(tags, article(), any_of=ADULT, because="adult-content")) == []


def test_complaints() -> None:
    assert complaints(tags) == ["any_of"]
    assert complaints(tags, any_of=(" ",)) == ["any_of"]
    assert complaints(tags, all_of=("iab:389",), none_of=("IAB:389",)) == ["none_of"]


def test_an_article_without_tags_claims_nothing() -> None:
    rule = {"none_of": ("iab:380",), "if_tagged": True}
    assert judge(tags, article(carries=NOTHING), **rule).status == "not_applicable"
    assert judge(tags, article(tags=["crime"]), **rule).status == "met"
    assert judge(tags, article(tags=["380"]), **rule).status == "violated"
