"""Every obligation of every shipped policy can fail: take away, hide or fake what keeps it, and it says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from compliance.case import Case
from compliance.checks import CHECKS
from compliance.finding import Outcome
from compliance.load import load, shipped
from compliance.mutate import mutants, survivors
from compliance.mutate.page import shrunk, wrapped
from compliance.obligation import Obligation
from compliance.policy import Examples, Policy

RULEBOOK = load([shipped()])
MANY = ("republication", "partner")
SEEDS = [policy for policy in RULEBOOK.policies if policy.kind not in MANY or policy.policy == "dcnf"]
"""A few policies that have rules of every kind of check asked for below: what is tried many times over."""
FAST = {"grist", "propublica", "the-conversation", "wisconsin-watch-partners"}
"""Of the many whose rules come from one catalogue, those that are tried with every change; CI tries all."""
POLICIES = [
    pytest.param(
        policy,
        id=policy.policy,
        marks=() if policy in SEEDS or policy.policy in FAST else pytest.mark.slow,
    )
    for policy in RULEBOOK.policies
]


@pytest.mark.parametrize("policy", POLICIES)
def test_no_mutation_survives(policy: Policy) -> None:
    assert [survivor.message for survivor in survivors(policy, RULEBOOK.lexicon, RULEBOOK.policies)] == []


def test_each_thing_is_removed_faked_and_hidden() -> None:
    tried = {
        rule: {mutant.mutation for mutant in found if mutant.rule == rule}
        for found in [[each for policy in SEEDS for each in mutants(policy, RULEBOOK.lexicon, RULEBOOK.policies)]]
        for rule in sorted({mutant.rule for mutant in found})
    }
    topics = [policy.policy for policy in RULEBOOK.policies if policy.kind == "topics"]
    assert tried == {
        **{f"{topic}/topic": {"insert"} for topic in topics},
        **{f"{topic}/tag": {"remove"} for topic in topics},
        **{f"damaged-text/{rule}": {"insert"} for rule in ("encoding", "machine-text", "placeholder", "furniture")},
        **{f"suicide-reporting/{rule}": {"insert"} for rule in ("language", "headline", "method", "note")},
        "suicide-reporting/helpline": {"remove", "hide", "noscript"},
        "consistency/byline": {"contradict"},
        "consistency/published": {"contradict"},
        "consistency/address": {"contradict"},
        "dcnf/byline": {"remove", "fake", "hide", "noscript"},
        "dcnf/affiliation": {"remove", "fake", "hide", "noscript"},
        "dcnf/logo": {"remove", "fake", "hide", "noscript", "shrink"},
        "dcnf/eligibility": {"desk"},
        "metro-uk/licence": {"desk"},
        "release/embargo": {"day"},
        "release/expiry": {"day"},
        "metro-uk/furniture": {"insert"},
        "metro-uk/picture-credits": {"remove", "hide", "noscript"},
        "sensitive/anonymous-source": {"insert"},
        "sensitive/damaged-contact": {"insert"},
        "reuse/unattributed": {"remove"},
        **{f"{topic}/claimed": {"tag"} for topic in topics if topic != "hate-speech"},
        "hate-speech/slur": {"insert"},
        **{
            f"sourcing/{rule}": {"insert"} for rule in ("bare-source", "no-reason", "single-source", "headline-hearsay")
        },
        "allegations/guilt-as-fact": {"insert"},
        **{
            f"victims-and-minors/{rule}": {"insert"}
            for rule in ("sexual-assault", "minor-in-sexual-case", "minor-in-crime")
        },
        "content-warning/graphic-detail": {"insert"},
        **{
            f"content-warning/{rule}-warning": {"remove", "hide", "noscript"}
            for rule in ("graphic", "sexual-violence", "suicide")
        },
        "private-data/contact": {"insert"},
        "private-data/papers": {"insert"},
    }


@pytest.mark.parametrize("kind", ["byline", "credit", "image", "desk", "terms", "tags"])
@pytest.mark.parametrize("with_evidence", [True, False], ids=["with evidence", "without"])
def test_a_check_that_always_says_met_is_found_out(
    kind: str, with_evidence: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(obligations: Sequence[Obligation[Any]], case: Case) -> Iterator[Outcome]:
        title = case.article.title
        evidence = [case.quote_span(title.whole())] if title is not None and with_evidence else []
        for obligation in obligations:
            yield obligation.met("it always is", evidence)

    monkeypatch.setattr(CHECKS[kind], "judge", judge)
    lax = {f"{policy.policy}/{rule.id}" for policy in SEEDS for rule in policy.rules if rule.check == kind}
    found = {each.rule for policy in SEEDS for each in survivors(policy, RULEBOOK.lexicon, RULEBOOK.policies)}
    # A rule that only applies when a word list has found something no longer applies when that list finds nothing.
    assert lax
    assert lax <= found


def test_what_stands_at_the_evidence_is_wrapped() -> None:
    page = '<p>By <b>Mara Ellison</b>, DCNF</p><img src="logo.png">'
    hidden = wrapped(page, [page.index("Mara"), page.index("<img")], "span", {"hidden": ""})
    assert '<b><span hidden="">Mara Ellison</span></b>, DCNF' in hidden
    assert '<span hidden=""><img src="logo.png"/></span>' in hidden


def test_what_only_machines_read_is_taken_out() -> None:
    page = '<head><meta name="author" content="Mara Ellison"></head><p>By Mara Ellison</p>'
    assert wrapped(page, [page.index("Mara")], "noscript", {}) == "<head></head><p>By Mara Ellison</p>"


def test_a_shrunk_picture_is_one_pixel() -> None:
    assert shrunk('<img src="logo.png" width="240" style="width:9em">') == '<img height="1" src="logo.png" width="1"/>'


def test_a_rule_that_nothing_keeps_proves_nothing() -> None:
    metro = next(policy for policy in RULEBOOK.policies if policy.policy == "metro-uk")
    licence = replace(metro.rules[0], examples=Examples())
    (survivor,) = survivors(replace(metro, good_desk={}, rules=(licence,)), RULEBOOK.lexicon)
    assert survivor.message.startswith("metro-uk/licence survives everything: it is met neither on the article `good`")
