"""Conflicts between the places that say the same thing are found, and silence is no agreement."""

from __future__ import annotations

import pytest

from compliance.checks.consistency import Consistency, complain
from compliance.finding import Outcome
from compliance.load import LEXICON, load, shipped
from compliance.plan import compile
from compliance.policy import Policy, Source
from compliance.readers import read_text
from compliance.scan import Scanner

WORDS = load([shipped() / "republication"], lexicon_paths=[shipped() / LEXICON]).lexicon
PAGE = """<html><head><title>Ferry</title>{head}</head><body><article><h1>Ferry</h1>{byline}
<p>The ferry across the Aller will have a second deck by the summer.</p></article></body></html>"""


def outcome(of: str, byline: str = "", head: str = "", **more: object) -> Outcome:
    rule = Consistency(id="agree", message="they agree", of=of, **more)
    sources = (Source(note="made up", evidence="house"),)
    policy = Policy(policy="house", title="House", kind="house", sources=sources, rules=(rule,))
    (article,) = read_text(PAGE.format(head=head, byline=byline), "page.html")
    (found,) = Scanner(compile([policy], WORDS)).scan(article).outcomes
    return found


def author(name: str) -> str:
    return f'<meta name="author" content="{name}">'


@pytest.mark.parametrize(
    ("visible", "declared", "status"),
    [
        ("By Mara Ellison", "Mara Ellison", "met"),
        ("By M. Ellison", "Mara Ellison", "met"),
        ("By Mara Ellison and Jo Roe", "Mara Ellison", "met"),
        ("By Mara Ellison", "Harbour News", "met"),
        ("By Staff", "Mara Ellison", "violated"),
        ("By Jo Roe", "Mara Ellison", "violated"),
    ],
)
def test_a_byline(visible: str, declared: str, status: str) -> None:
    found = outcome("byline", f'<p class="byline">{visible}</p>', author(declared))
    assert found.status == status
    names = visible.removeprefix("By ").split(" and ")
    assert {*names, declared} <= {each.quote for each in found.evidence}


def test_one_byline_alone_agrees_with_nothing() -> None:
    assert outcome("byline", head=author("Mara Ellison")).status == "not_applicable"


def published(*days: str) -> str:
    return "".join(
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "datePublished": "{day}"}}</script>'
        for day in days[:1]
    ) + "".join(f'<meta property="article:published_time" content="{day}">' for day in days[1:])


@pytest.mark.parametrize(
    ("days", "status"),
    [
        (("2026-03-02", "2026-03-02T09:00:00Z"), "met"),
        (("2026-03-02", "2026-03-12"), "violated"),
        (("2026-03-02",), "not_applicable"),
        (("2026-03-02", "soon"), "not_applicable"),
    ],
)
def test_dates(days: tuple[str, ...], status: str) -> None:
    found = outcome("published", head=published(*days))
    assert found.status == status
    if status == "violated":
        assert {each.quote for each in found.evidence} == set(days)


def test_addresses() -> None:
    canonical = (
        '<link rel="canonical" href="https://{}/a"><meta property="og:url" content="https://www.here.example/a">'
    )
    assert outcome("address", head=canonical.format("here.example")).status == "met"
    conflict = outcome("address", head=canonical.format("there.example"))
    assert conflict.status == "violated"
    assert "here.example" in conflict.reason
    assert "there.example" in conflict.reason
    assert outcome("address").status == "not_applicable"


def test_days_that_cannot_be_are_a_complaint() -> None:
    assert [field for field, _, _ in complain(Consistency(id="a", message="m", of="published", days=-1))] == ["days"]
