"""What republished pages look like: each lesson learnt from real ones, on pages of our own in the same shape."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from compliance.article import Article
from compliance.load import load, shipped
from compliance.plan import compile
from compliance.readers import read_text
from compliance.report import Provenance, Report
from compliance.scan import Scanner

PAGES = Path(__file__).parent.parent / "fixtures" / "republished"

ORIGINS = {
    "01-comma-after-the-outlet.html": "propublica",
    "02-host-and-misspelt-boilerplate.html": "propublica",
    "03-two-bylines-in-the-text.html": "propublica",
    "04-credit-at-the-end.html": "the-conversation",
    "05-credit-twice-and-a-glued-name.txt": "the-conversation",
    "06-lazy-counter.html": "the-conversation",
    "07-distributed-by-an-agency.html": "the-conversation",
    "09-byline-with-a-colon.html": "fee",
    "10-boilerplate-at-the-end.html": "texas-tribune",
    "12-an-essay-with-its-date.html": "grist",
    "13-a-company-as-author.html": "dcnf",
    "15-agency-pictures-kept.html": "grist",
    "17-boilerplate-without-a-credit.html": "propublica",
    "18-scraped-furniture.html": "kff-health-news",
    "19-credits-of-a-network-in-captions.html": "states-newsroom",
    "20-staff-of-the-outlet.html": "the-center-square",
    "22-credit-in-the-middle.html": "the-conversation",
}

LESSONS = {
    # What follows the outlet's name in a credit line does not matter.
    "01-comma-after-the-outlet.html": {"propublica/credit-line": "met", "propublica/byline": "met"},
    # The line is there, the link is not; of two possible owners it names the origin.
    "02-host-and-misspelt-boilerplate.html": {
        "propublica/credit-line": "met",
        "propublica/link-to-article": "violated",
    },
    # The page's author is the blogger; the byline is text.
    "03-two-bylines-in-the-text.html": {"propublica/byline": "met", "propublica/credit": "met"},
    # The institution stands in a line about the author; the credit is at the end, which is only a request.
    "04-credit-at-the-end.html": {
        "the-conversation/institution": "met",
        "the-conversation/credit": "met",
        "the-conversation/credit-at-top": "violated",
    },
    # Text cannot show that a counter or a link is missing.
    "05-credit-twice-and-a-glued-name.txt": {
        "the-conversation/credit": "met",
        "the-conversation/counter": "undetermined",
        "the-conversation/link": "undetermined",
    },
    # A counter that scripts load late is a counter.
    "06-lazy-counter.html": {"the-conversation/counter": "met"},
    # An agency that distributes an article does not own it.
    "07-distributed-by-an-agency.html": {"the-conversation/credit-at-top": "met"},
    "09-byline-with-a-colon.html": {
        "fee/byline": "met",
        "fee/credit": "met",
        "fee/licence-notice": "met",
        "fee/own-copy": "met",
    },
    "10-boilerplate-at-the-end.html": {"texas-tribune/tagline": "met", "texas-tribune/credit-in-byline": "violated"},
    # An essay is an article, too.
    "12-an-essay-with-its-date.html": {"grist/credit": "met"},
    # The company beside the foundation is neither a reporter nor the foundation.
    "13-a-company-as-author.html": {"dcnf/byline": "violated", "dcnf/affiliation": "violated"},
    # Whose picture it is can be told from its caption alone.
    "15-agency-pictures-kept.html": {"grist/no-images": "violated"},
    # What an outlet prints about itself is not the credit it asks for.
    "17-boilerplate-without-a-credit.html": {"propublica/credit-line": "violated", "propublica/credit": "violated"},
    "18-scraped-furniture.html": {"kff-health-news/byline": "violated", "kff-health-news/tagline": "violated"},
    "20-staff-of-the-outlet.html": {"the-center-square/credit": "met"},
    # A credit with text after it is not at the top.
    "22-credit-in-the-middle.html": {"the-conversation/credit": "met", "the-conversation/credit-at-top": "violated"},
}

MENTIONS = [path.name for path in sorted(PAGES.glob("mention-*"))]


@cache
def scanner(folder: Path | None = None) -> Scanner:
    book = load([shipped() / "republication", *([folder] if folder else [])])
    return Scanner(compile(book.policies, book.lexicon))


def check(page: str, name: str = "page.html", folder: Path | None = None) -> Report:
    (article,) = read_text(page, name)
    assert isinstance(article, Article)
    return scanner(folder).scan(article)


@cache
def judged(name: str) -> Report:
    return check((PAGES / name).read_text(encoding="utf-8"), name)


def recognised(report: Report) -> list[str]:
    return [origin.policy for origin in report.provenance if origin.recognised]


def test_every_page_is_judged() -> None:
    assert {path.name for path in PAGES.iterdir()} == {*ORIGINS, *MENTIONS, "16-nothing-says-whose.txt"}


@pytest.mark.parametrize("name", ORIGINS)
def test_the_origin_is_recognised_and_nobody_else(name: str) -> None:
    report = judged(name)
    assert recognised(report) == [ORIGINS[name]]
    assert not [origin.policy for origin in report.provenance if origin.doubtful]
    (origin,) = [origin for origin in report.provenance if origin.recognised]
    assert origin.evidence
    assert not report.faults


@pytest.mark.parametrize("name", LESSONS)
def test_what_the_page_keeps_and_breaks(name: str) -> None:
    outcomes = {outcome.rule: outcome.status for outcome in judged(name).outcomes}
    assert {rule: outcomes.get(rule) for rule in LESSONS[name]} == LESSONS[name]


@pytest.mark.parametrize("name", MENTIONS)
def test_a_mention_is_no_copy_and_no_doubt(name: str) -> None:
    origins = judged(name).provenance
    assert origins
    assert not [origin.policy for origin in origins if origin.recognised or origin.doubtful]


@pytest.mark.parametrize("signed", ["Story by Ann Roe, Grist", "By Ann Roe / Grist"])
def test_a_byline_may_stand_at_the_end_and_running_text_is_none(signed: str) -> None:
    text = "<p>The ferry will sail again in spring, the harbour said, and the fare stays what it was.</p>"
    page = f"<article><h1>The ferry returns</h1>{text * 8}<p>{{}}</p></article>"
    assert recognised(check(page.format(signed))) == ["grist"]
    assert recognised(check(page.format("By spring, Ann Roe told Grist, nobody will remember the repairs."))) == []
    assert recognised(check(page.format(f"{signed}</p>{text * 8}<p>The harbour is open."))) == []


def test_silence_is_no_proof_of_an_own_article() -> None:
    report = judged("16-nothing-says-whose.txt")
    assert not report.provenance
    assert report.verdict == "review"


def test_the_host_is_named_and_its_terms_do_not_hold() -> None:
    report = judged("02-host-and-misspelt-boilerplate.html")
    (host,) = [origin for origin in report.provenance if origin.host]
    (outcome,) = [each for each in report.outcomes if each.rule.startswith("states-newsroom/")]
    assert (host.policy, outcome.rule) == ("states-newsroom", "states-newsroom/provenance")
    assert (outcome.status, outcome.reason) == (
        "not_applicable",
        "it stands on the site of States Newsroom, and credits another as its source",
    )


def test_the_site_of_an_outlet_that_credits_nobody_else_is_its_own() -> None:
    page = (PAGES / "02-host-and-misspelt-boilerplate.html").read_text(encoding="utf-8")
    report = check(page.replace("originally published by ProPublica", "discussed with readers"))
    assert "states-newsroom" in recognised(report)


OTHERS = """policy: {id}
title: {name}
kind: republication
extends: usual
outlet: {{name: "{name}", domains: [{domain}]}}
sources: [{{note: in use on a page that reprints it, evidence: secondary}}]
clauses: [{{says: It is credited., rules: [credit]}}]
"""


@pytest.fixture(scope="module")
def others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two outlets whose terms are not known, but whose credits were seen."""
    folder = tmp_path_factory.mktemp("others")
    for policy, name, domain in (
        ("free-radio", "Radio Free Europe/Radio Liberty", "rferl.org"),
        ("observer", "Texas Observer", "texasobserver.org"),
    ):
        text = OTHERS.format(id=policy, name=name, domain=domain)
        (folder / f"{policy}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_permission_at_the_top_is_a_credit(others: Path) -> None:
    page = """<h1>Week in review</h1><p>With the kind permission of Radio Free Europe/Radio Liberty, this
    society may print its reports again.</p><p>The parliament met on Tuesday.</p><p>It adopted nine laws.</p>"""
    report = check(page, folder=others)
    assert recognised(report) == ["free-radio"]
    assert [each.status for each in report.outcomes if each.rule == "free-radio/credit"] == ["met"]


def test_a_credit_given_twice_is_no_fault(others: Path) -> None:
    credit = "<p>This article was originally published by the Texas Observer, a nonprofit magazine. Follow it.</p>"
    page = f"<article><h1>Churches and taxes</h1>{credit}<p>A rule of 1954 is about to fall.</p>{credit}</article>"
    report = check(page, folder=others)
    (origin,) = [each for each in report.provenance if each.policy == "observer"]
    assert recognised(report) == ["observer"]
    assert _credits(origin) == 2
    assert [each.status for each in report.outcomes if each.rule == "observer/credit"] == ["met"]


def _credits(origin: Provenance) -> int:
    return sum(piece.note == "credit line" for piece in origin.evidence)


BYLINES = {
    "By Jane Grist": False,
    "By Ben Grist and Jane Doe": False,
    "By Jane Doe, The Grist Mill Press": False,
    "By Jane Doe, Grist": True,
    "Jane Doe | Grist": True,
    "By Grist Staff": True,
}


@pytest.mark.parametrize("byline", BYLINES)
def test_a_name_in_a_byline_is_an_outlet_s_only_where_it_is_given_as_one(byline: str) -> None:
    page = f'<meta name="author" content="{byline}"><h1>Rain</h1><p>It rained in Orrin all of May.</p>'
    assert ("grist" in recognised(check(page))) == BYLINES[byline]
