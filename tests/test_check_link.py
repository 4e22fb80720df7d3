from __future__ import annotations

import pytest
from building import NOTHING, article, complaints, judge, notes, quotes

from compliance.address import Address, is_domain, parse
from compliance.checks import link
from compliance.policy import Outlet

STORY = "https://www.example.org/2024/11/story/"


def linked(href: str = STORY, **more: object):
    return article(links=[{"href": href, **more}])


@pytest.mark.parametrize(
    "same",
    [
        "http://example.org/2024/11/story",
        "//EXAMPLE.org/2024/11/story/#comments",
        "https://www.example.org/2024/11/story/?utm_source=feed&fbclid=1",
        "https://example.org:443/2024/11/%73tory",
        " https://example.org./2024//11/x/../story ",
    ],
)
def test_spellings_of_one_address_are_equal(same: str) -> None:
    assert parse(same) == parse(STORY)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/2024/11/Story",
        "https://example.org/2024/11/story?id=2",
        "https://example.org:8080/2024/11/story",
    ],
)
def test_other_pages_are_not(other: str) -> None:
    assert parse(other) != parse(STORY)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:void(0)",
        "/2024/story",
        "story.html",
        "mailto:a@example.org",
        "https://[bad",
        "",
        "https://",
        "data:,x",
    ],
)
def test_what_is_no_web_address(href: str) -> None:
    assert parse(href) is None


@pytest.mark.parametrize(
    "href",
    [
        "https://evil-example.org/a",
        "https://example.org.evil.net/a",
        "https://example.org@evil.net/a",
        "https://evil.net\\@example.org/a",
        "https://evil.net/https://example.org/a",
        "https://evil.net/?u=https://example.org/a",
    ],
)
def test_a_look_alike_is_not_on_the_domain(href: str) -> None:
    address = parse(href)
    assert address is not None
    assert not address.on("example.org")
    outcome = judge(link, linked(href, text="The Daily Example"))
    assert outcome.status == "violated"
    assert "not on `example.org`" in notes(outcome)


def test_domains_match_below_themselves_and_in_unicode() -> None:
    assert Address("news.example.org", "", ()).on("www.Example.org")
    assert parse("https://münchen.de/ä") == parse("https://xn--mnchen-3ya.de/%C3%A4")
    assert is_domain("example.org")
    assert not is_domain("https://example.org")
    assert not is_domain("example.org/news")


def test_a_link_to_the_domain_is_met_with_its_place() -> None:
    outcome = judge(link, linked())
    assert outcome.status == "met"
    assert quotes(outcome) == [f'<a href="{STORY}">here</a>']


def test_no_link_names_the_place_for_one() -> None:
    outcome = judge(link, linked("https://other.net/"))
    assert outcome.status == "violated"
    assert outcome.insert is not None
    assert outcome.reason == "none of its 1 links leads to `example.org`"


@pytest.mark.parametrize(
    ("parameters", "more", "reason"),
    [
        ({}, {"hidden": "display:none"}, "no reader sees it: `display:none`"),
        ({}, {"in_body": False}, "outside the article"),
        ({"to": "home"}, {}, "a page below the home page"),
        ({"text": ("{outlet}",)}, {}, "stands on `here`"),
        ({"rel": ("canonical",)}, {}, "`rel` lacks `canonical`"),
        ({"not_rel": ("nofollow",)}, {"rel": ("NoFollow",)}, "`rel` has `nofollow`"),
        ({"not_ending": ("/story",)}, {}, "its address ends in `/story`"),
        ({"position": "top", "within": 1}, {"at": 40}, "stands below the first 1 blocks"),
        ({"position": "bottom", "within": 1}, {"at": 0}, "stands above the last 1 blocks"),
    ],
)
def test_each_near_miss_is_quoted_with_its_reason(parameters, more, reason: str) -> None:
    outcome = judge(link, linked(**more), **parameters)
    assert outcome.status == "violated"
    assert reason in outcome.reason
    assert reason in notes(outcome)
    assert outcome.insert is not None


def test_an_article_is_not_the_home_page() -> None:
    assert judge(link, linked(), to="article").status == "met"
    outcome = judge(link, linked("https://example.org/index.html"), to="article")
    assert outcome.status == "violated"
    assert "leads to the home page, not to an article" in outcome.reason
    assert judge(link, linked("https://example.org/?p=123"), to="article").status == "met"


def test_the_words_of_a_link_are_compared_folded() -> None:
    outcome = judge(link, linked(text="at the  daily EXAMPLE"), text=("{outlet}",))
    assert outcome.status == "met"


def test_the_original_is_exactly_the_one_declared() -> None:
    def declared(href: str, **parts: str):
        return judge(link, article(links=[{"href": href}], **parts), to="original")

    assert declared(STORY, original=STORY + "?utm_source=x").status == "met"
    assert declared(STORY, canonical=STORY).status == "met"
    wrong = declared("https://example.org/", original=STORY)
    assert wrong.status == "violated"
    assert "home page, not to the article" in wrong.reason


def test_an_unknown_original_is_undetermined_with_what_was_found() -> None:
    outcome = judge(link, linked(), to="original")
    assert outcome.status == "undetermined"
    assert quotes(outcome) == [f'<a href="{STORY}">here</a>']
    for parts in ({"original": "story-1"}, {"original": "https://republisher.net/a"}, {"canonical": "https://r.net/a"}):
        assert (
            judge(link, article(links=[{"href": "https://r.net/a"}], **parts), to="original").status == "undetermined"
        )


def test_a_listed_address() -> None:
    assert judge(link, linked(), to="url", urls=(STORY,)).status == "met"
    assert judge(link, linked("https://example.org/other"), to="url", urls=(STORY,)).status == "violated"


def test_a_forbidden_link_counts_even_when_hidden() -> None:
    assert judge(link, linked("https://other.net"), expect="absent").status == "met"
    outcome = judge(link, linked(hidden="noscript"), expect="absent")
    assert outcome.status == "violated"
    assert notes(outcome) == "noscript"


def test_what_cannot_be_known_is_undetermined() -> None:
    text = article(form="text", carries=NOTHING)
    for expect in ("present", "absent"):
        outcome = judge(link, text, expect=expect)
        assert outcome.status == "undetermined"
        assert "plain text cannot carry a link" in outcome.reason
    assert judge(link, linked(), outlet=None).status == "undetermined"
    assert judge(link, linked(), outlet=Outlet(name="Nobody")).status == "undetermined"
    assert judge(link, linked(), outlet=None, domains=("example.org",), text=("{outlet}",)).status == "undetermined"


def test_complaints() -> None:
    assert complaints(link, to="url") == ["to"]
    assert complaints(link, to="home", urls=(STORY,)) == ["urls"]
    assert complaints(link, to="url", urls=("example.org",)) == ["urls"]
    assert complaints(link, domains=("https://example.org",)) == ["domains"]
    assert complaints(link, rel=("a",), not_rel=("a",)) == ["not_rel"]
    assert complaints(link, text=("",)) == ["text"]
    assert complaints(link, within=0) == ["within"]
