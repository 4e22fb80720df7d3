"""What holds of every Report, whatever the article: exact evidence, a ledger that adds up, one answer."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.article import Article
from compliance.desk import Desk
from compliance.finding import Fault
from compliance.load import load, usual
from compliance.plan import compile
from compliance.policy import Policy
from compliance.readers import read_text
from compliance.report import Report, Summary
from compliance.scan import Scanner

ARTICLES = Path(__file__).parent.parent / "fixtures" / "articles"
AS_OF = dt.date(2024, 11, 8)
SENTENCES = [
    "By Mara Ellison, Daily Caller News Foundation",
    "By Staff",
    "All content created by the Daily Caller News Foundation is free. Write to [email protected].",
    "An estimated 12,000 troops have been sent (Picture: AFP)",
    "Get in touch with our news team by emailing us at webnews@metro.co.uk.",
    "“Porn,” said a usually reliable source; pornography, pornographic war & soldiers’ airstrike",
    '<img src="dcnf-logo.png" alt="DCNF logo"><p hidden>By Jane Doe</p>',
    "<p>offi<em>cials</em> caf&eacute; &amp; &#8220;tro<b>ops</b>&#8221;&nbsp;𝒳 <!-- pornography --></p>",
    '<a href="https://dailycaller.com/x">DCNF</a> <noscript><img src=logo.png></noscript>',
    "\r\n\r\nMara Ellison is a reporter at the Daily Caller News Foundation.",
]
PAGES = st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=30)), min_size=1, max_size=8).map("\n".join)


@cache
def policies() -> tuple[tuple[Policy, ...], object]:
    rulebook = load(usual())
    return rulebook.policies, rulebook.lexicon


@cache
def scanner(backwards: bool = False) -> Scanner:
    found, lexicon = policies()
    return Scanner(compile(reversed(found) if backwards else found, lexicon), Desk(large_audience=True), AS_OF)


def articles(text: str) -> list[Article]:
    return [each for each in read_text(text, "page") if not isinstance(each, Fault)]


def evidence(report: Report) -> list[object]:
    return [each for outcome in report.outcomes for each in outcome.evidence] + [
        each for origin in report.provenance for each in origin.evidence
    ]


def holds(article: Article, report: Report) -> None:
    for each in evidence(report):
        assert article.fields[each.span.field][each.span.start : each.span.end] == each.quote
        assert each.quote
    for outcome in report.outcomes:
        if outcome.insert is not None:
            assert outcome.insert.start == outcome.insert.end <= len(article.fields[outcome.insert.field])
    rules = [outcome.rule for outcome in report.outcomes]
    assert len(set(rules)) == len(rules)
    applying = {rule.partition("/")[0] for rule in rules if not rule.endswith("/provenance")}
    due = {
        each.id for each in scanner().plan.obligations if each.policy in applying and each.rule.check != "provenance"
    }
    assert due <= set(rules)
    assert sum(Summary.of(report).outcomes.values()) == len(rules)
    assert not (report.verdict == "pass" and report.faults)


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(PAGES)
def test_evidence_is_what_stands_there_and_the_ledger_adds_up(text: str) -> None:
    for article in articles(text):
        report = scanner().scan(article)
        holds(article, report)
        assert scanner().scan(article) == report
        assert scanner(backwards=True).scan(article) == report


def test_it_holds_of_the_fixtures() -> None:
    seen: Counter[str] = Counter()
    for path in sorted(ARTICLES.iterdir()):
        if path.suffix in (".json", ".jsonl"):
            continue
        for article in articles(path.read_text(encoding="utf-8")):
            report = scanner().scan(article)
            holds(article, report)
            seen.update(outcome.status for outcome in report.outcomes)
    assert seen["met"] > 5
    assert seen["violated"] > 5
    assert seen["undetermined"] > 5
