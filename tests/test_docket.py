"""What is worked out once for many articles is what judging each rule of each article comes to."""

from __future__ import annotations

import datetime as dt
import pickle
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.article import Article, Block, Date, Element, Image, Part, Span, Text
from compliance.checks.dates import Dates
from compliance.checks.desk import DeskRule
from compliance.checks.element import ElementRule
from compliance.checks.tags import Tags
from compliance.checks.terms import Terms
from compliance.desk import Desk
from compliance.ledger import Ledger
from compliance.lexicon import Lexicon
from compliance.load import load
from compliance.plan import Plan, compile
from compliance.policy import AnyOf, Condition, Detect, Effective, Manual, Outlet, Policy, Signal, Source
from compliance.readers import read
from compliance.report import Report
from compliance.scan import Scanner

ROOT = Path(__file__).parent.parent


class _Unquiet:
    """No check is an instance of it."""


def words(id: str, *terms: str, **more: Any) -> Terms:
    return Terms(id=id, message=id, terms=terms, **more)


def policy(name: str, *rules: Any, **more: Any) -> Policy:
    sources = (Source(note="made up", evidence="house"),)
    return Policy(policy=name, title=name, kind="house", sources=sources, rules=rules, **more)


POLICIES = [
    policy(
        "barn",
        words("fox", "fox", "red fox", unless=("fox hole",)),
        words("two", "fox", "hen", distinct=2),
        words("english", "dog", language=("en",)),
        words("caption", "egg", where=("captions",)),
        words("needed", "hen", expect="present"),
        words("pattern", regexes=(r"\bf\wx (?:hole|den)s?\b", r"\d\d hens")),
        words("later", "dog", effective=Effective(since=dt.date(2024, 1, 1))),
        Tags(id="tag", message="tag", any_of=("farm",), only_if=Condition(rule="fox", outcome="violated")),
        Tags(id="no-tag", message="tag", none_of=("x:77", "https://x.example/barn")),
        Tags(id="tagged", message="tag", none_of=("barn", "Cock"), if_tagged=True),
        Tags(id="claims", message="tag", none_of=("cock",), only_if=Condition(rule="needed", outcome="met")),
        Tags(id="claims-late", message="tag", none_of=("cock",), only_if=Condition(rule="embargo", outcome="met")),
        words("after-claims", "egg", only_if=Condition(rule="claims", outcome="met")),
        words("mentions", "hen", only_if=Condition(rule="needed", outcome="met")),
        Dates(id="embargo", message="m", not_before="embargoed"),
        Dates(id="window", message="m", not_after="expires", not_before="embargoed", missing="violated"),
        words("after-tag", "egg", only_if=Condition(rule="tag", outcome="not_applicable")),
        words("after-needed", "egg", only_if=Condition(rule="needed", outcome="violated")),
        words("titled", "egg", only_if=Condition(rule="needed", outcome="violated", has=("title",))),
        words("after-hen", "egg", only_if=Condition(rule="hen/dog", outcome="violated")),
        ElementRule(
            id="no-ads", message="m", tag=("script", "IFRAME"), attributes={"src": r".*/ads?\..*"}, expect="absent"
        ),
        ElementRule(id="no-domain", message="m", tag=("img",), attributes={"src": "{domain}"}, expect="absent"),
        ElementRule(id="no-frame", message="m", tag=("iframe",), expect="absent"),
        ElementRule(id="no-index", message="m", tag=("meta",), attributes={"content": "Noindex"}, expect="absent"),
        ElementRule(id="pixel", message="m", tag=("img",), attributes={"src": "//count/.*"}),
        words("abroad", "egg", only_if=Condition(rule="english", outcome="undetermined")),
        AnyOf(id="either", message="m", any_of=(words("either.1", "fox"), words("either.2", "hen"))),
        DeskRule(id="large", message="large", facts={"large_audience": True}),
        words("if-large", "egg", only_if=Condition(rule="large", outcome="met")),
        manual=(Manual(id="ask", clause="Ask.", why="a talk"),),
    ),
    policy(
        "hen",
        words("dog", "dog"),
        outlet=Outlet(name="Hen News", domains=("hen.example",)),
        detect=Detect(strong=(Signal(phrase=("all clucks reserved",)),), weak=(Signal(mention=("Hen News",)),)),
    ),
    policy("old", words("fox", "fox"), effective=Effective(until=dt.date(2023, 12, 31))),
]
PLAN = compile(POLICIES, Lexicon(byline_openers=("By",)))
SCANNER = Scanner(PLAN)

WORDS = st.lists(
    st.sampled_from(
        [
            "fox",
            "red fox",
            "fox hole",
            "fox dens",
            "hen",
            "11 hens",
            "dog",
            "egg",
            "Hen News",
            "all clucks reserved",
            "\n\n",
        ]
    ),
    max_size=6,
).map(" ".join)


ELEMENTS = {
    "script": {"src": "https://x/Ads.example/a.js"},
    "iframe": {"src": "/b"},
    "meta": {"content": " nOINDEX "},
    "img": {"src": "//COUNT/1"},
}


TAGS = ["farm", "Cock", "77", "y:77", "http://a.example/Barn/", "Barn"]


def article(
    body: str,
    title: str,
    caption: str,
    language: str,
    days: Sequence[Date] = (),
    elements: Sequence[str] = (),
    tags: Sequence[str] = (),
    carries: frozenset[Part] = frozenset({"body", "tags", "title"}),
) -> Article:
    text = Text(body, "body", blocks=(Block(0, len(body), "p"),))
    picture = Image(src="a", alt="", span=Span("body", 0, 0), caption=Text(caption, "caption"))
    given = {f"tag{number}": tag for number, tag in enumerate(tags)}
    return Article(
        id="a", form="html", fields={"body": body, "title": title, "caption": caption, "day": "a day", **given},
        body=text, language=language, carries=carries, title=Text(title, "title") if title else None,
        images=(picture,) if caption else (), dates=tuple(days), tags=tuple(map(Text, given.values(), given)),
        elements=tuple(Element(tag=tag, attributes=ELEMENTS[tag], span=Span("body", 0, 0)) for tag in elements),
    )  # fmt: skip


DAYS = st.builds(
    Date,
    st.sampled_from(["published", "embargoed", "expires"]),
    st.sampled_from([dt.datetime(2023, 5, 1), dt.datetime(2024, 5, 1), None]),
    st.just(Text("a day", "day")),
)
PARTS = st.fixed_dictionaries(
    {
        "body": WORDS,
        "title": WORDS,
        "caption": WORDS,
        "language": st.sampled_from(["", "en", "de-AT"]),
        "days": st.lists(DAYS, max_size=2),
        "elements": st.lists(st.sampled_from(sorted(ELEMENTS)), max_size=2),
        "tags": st.lists(st.sampled_from(TAGS), max_size=2),
        "carries": st.sampled_from([frozenset({"body", "tags", "title"}), frozenset({"body", "dates"})]),
    }
)
ARTICLES = PARTS.map(lambda parts: article(**parts))
NEIGHBOURS = st.tuples(PARTS, PARTS).map(
    lambda two: [article(**{**two[0], part: two[1][part]}) for part in two[0]] + [article(**two[0])]
)
"""Articles that differ in one part from the last: what depends on it must not be taken from another."""


def judged(plan: Plan, articles: Sequence[Article], **more: Any) -> list[Report]:
    """What a Scanner makes of articles that judges every rule of each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("compliance.docket.Quiet", _Unquiet)
        patch.setattr("compliance.docket.Session._followed", lambda *_: None)
        scanner = Scanner(plan, **more)
        reports = [scanner.scan(each) for each in articles]
    assert all(each is None for report in reports for each in report.outcomes.usual.outcomes)
    return reports


@given(st.lists(ARTICLES, min_size=1, max_size=4) | NEIGHBOURS, st.sampled_from([Desk(), Desk(large_audience=True)]))
def test_what_stands_is_what_judging_comes_to(articles: list[Article], desk: Desk) -> None:
    quick = Scanner(PLAN, desk)
    for each, expected in zip(articles, judged(PLAN, articles, desk=desk), strict=True):
        report = quick.scan(each)
        assert [outcome.rule for outcome in report.outcomes] == [outcome.rule for outcome in expected.outcomes]
        assert report == expected
        assert not report.faults
        assert report.findings == tuple(outcome for outcome in report.outcomes if outcome.is_finding)


def test_the_shipped_policies_come_to_the_same() -> None:
    rulebook = load([ROOT / "rules"])
    plan = compile(rulebook.policies, rulebook.lexicon)
    found = [each for path in sorted((ROOT / "fixtures" / "articles").iterdir()) for each in read(_File(path))]
    articles = [each for each in found if isinstance(each, Article)]
    quick = Scanner(plan)
    assert [quick.scan(each) for each in articles] == judged(plan, articles)


class _File:
    def __init__(self, path: Path) -> None:
        self.name = path.name
        self.path = path

    def open(self) -> Any:
        return self.path.open("rb")


@given(ARTICLES)
def test_a_ledger_is_counted_as_it_is_listed(made: Article) -> None:
    ledger = SCANNER.scan(made).outcomes
    assert len(ledger) == len(list(ledger)) >= len(ledger.changes)
    assert ledger.tally(status) == Counter(map(status, ledger))
    for wanted in (is_met, is_odd):
        assert ledger.select(wanted) == tuple(filter(wanted, ledger))
        assert ledger.any(wanted) == any(map(wanted, ledger))
    assert ledger == tuple(ledger) == Ledger.of(ledger)
    assert pickle.loads(pickle.dumps(ledger)) == ledger  # noqa: S301
    assert (ledger[0], ledger[-1], ledger[:2]) == (next(iter(ledger)), tuple(ledger)[-1], tuple(ledger)[:2])


def status(outcome: Any) -> str:
    return str(outcome.status)


def is_met(outcome: Any) -> bool:
    return bool(outcome.status == "met")


def is_odd(outcome: Any) -> bool:
    return bool(outcome.level == "odd")
