"""The republication shelf as a whole: each policy knows its own copy, and no other's; nobody's mention is a copy."""

from __future__ import annotations

import datetime as dt

import pytest

from compliance.article import Article
from compliance.desk import Desk, Licence
from compliance.load import load, shipped
from compliance.plan import compile
from compliance.policy import Policy
from compliance.readers import read_text
from compliance.report import Report
from compliance.scan import Scanner

BOOK = load([shipped() / "republication"])
POLICIES = [policy for policy in BOOK.policies if policy.outlet]
PLAN = compile(BOOK.policies, BOOK.lexicon)
# Whoever holds every agreement is judged by it: the terms for everybody, otherwise.
HOLDS = Desk(licences=tuple(Licence(policy=policy.policy) for policy in POLICIES if policy.instead_of))
OPEN, AGREED = Scanner(PLAN, as_of=dt.date(2026, 3, 4)), Scanner(PLAN, HOLDS, dt.date(2026, 3, 4))


def check(page: str, scanner: Scanner = OPEN) -> Report:
    (article,) = read_text(page, "page.html")
    assert isinstance(article, Article)
    return scanner.scan(article)


def test_there_are_fifty_newsrooms() -> None:
    assert len({policy.outlet.name for policy in POLICIES if policy.outlet}) >= 50


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.policy)
def test_its_own_copy_is_recognised_and_no_other_s(policy: Policy) -> None:
    report = check(str(policy.articles["good"]), AGREED if policy.instead_of else OPEN)
    assert [origin.policy for origin in report.provenance if origin.recognised] == [policy.policy]
    assert not report.faults


MENTION = """<h1>A prize for two reporters</h1>
<p>By Jane Doe</p>
<p>Two reporters of {name} were honoured in Millbrook on Friday, as <a href="https://{domain}/2026/03/04/a">it
said</a>.</p>
<p>“{name} found what nobody had looked for,” said the mayor, who told {name} in 2024 that there was nothing
to find.</p>
<p>The story was first reported by {name}, and later by others. {name} reported on Monday that it would go on.</p>
<p>Source: {name}</p>
<p>Photo courtesy of {name}</p>
"""


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.policy)
def test_a_mention_is_no_copy(policy: Policy) -> None:
    assert policy.outlet is not None
    for name in policy.outlet.names:
        domain = next(iter(policy.outlet.domains), "example.com")
        report = check(MENTION.format(name=name, domain=domain))
        assert [each.policy for each in report.provenance if each.recognised or each.doubtful] == []


def test_an_agreement_on_file_stands_instead_of_the_terms_for_everybody() -> None:
    page = next(str(policy.articles["good"]) for policy in POLICIES if policy.policy == "wisconsin-watch-partners")
    judged = {each.rule.partition("/")[0] for each in check(page, AGREED).outcomes}
    assert judged == {"wisconsin-watch-partners"}
    assert {each.rule.partition("/")[0] for each in check(page).outcomes} == {"wisconsin-watch"}
    lapsed = Scanner(PLAN, Desk(licences=(Licence(policy="wisconsin-watch-partners", until=dt.date(2020, 1, 1)),)))
    assert {each.rule.partition("/")[0] for each in check(page, lapsed).outcomes} == {"wisconsin-watch"}
