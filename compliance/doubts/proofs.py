"""Examples that come out right for the wrong reason: what they change, or show, is not what decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace as with_

from compliance.doubts.doubt import Doubt
from compliance.examples import Rehearsal, Specimen, UnfitError
from compliance.finding import Outcome
from compliance.load import Rulebook
from compliance.policy import Example, Policy, Rule

_SHOWN = frozenset(["byline", "credit", "licence", "link"])
"""Checks that are met by something that stands in the article: without evidence, nothing did."""


def doubts(policy: Policy, book: Rulebook) -> Iterator[Doubt]:
    """Those of one policy."""
    rehearsal = Rehearsal(policy, book.lexicon, book.policies)
    for rule in policy.rules:
        where = f"{policy.policy}/{rule.id}"
        for side, examples in (("passes", rule.examples.passes), ("fails", rule.examples.fails)):
            for number, example in enumerate(examples, start=1):
                name = f"{side}: {example.name or number}"
                try:
                    found = list(_doubtful(rehearsal, rule, example, failing=side == "fails"))
                except UnfitError:
                    continue  # `policy test` says so
                yield from (Doubt(where, f"`{name}`: {what}", hint) for what, hint in found)


def _doubtful(rehearsal: Rehearsal, rule: Rule, example: Example, failing: bool) -> Iterator[tuple[str, str]]:
    specimen = rehearsal.specimen(example)
    outcome = _outcome(rehearsal, rule, specimen)
    if failing and example.use and example.replace and outcome.status == (example.status or "violated"):
        whole = with_(specimen, article=rehearsal.policy.articles[example.use])
        before = _outcome(rehearsal, rule, whole)
        if (before.status, before.reason) == (outcome.status, outcome.reason) and _quotes(before) == _quotes(outcome):
            yield "it fails as it does without what it replaces", "replace what the rule is about"
    present = getattr(rule, "expect", "present") == "present"
    if not failing and outcome.status == "met" and not outcome.evidence and rule.check in _SHOWN and present:
        yield "it is met, and nothing in the article shows by what", "let the article have what the rule asks for"
    shown = rule.check in _SHOWN and outcome.status == "met" and example.status is None
    if not failing and shown and example.use and example.replace and not _puts_in(example, outcome):
        unchanged = _outcome(rehearsal, rule, with_(specimen, article=rehearsal.policy.articles[example.use]))
        if (unchanged.status, unchanged.reason, _quotes(unchanged)) == ("met", outcome.reason, _quotes(outcome)):
            yield "it is met by the same words without what it replaces", "replace what the rule is about"


def _puts_in(example: Example, outcome: Outcome) -> bool:
    """Whether the evidence holds any of the words that were put in."""
    return any(new and new in piece.quote for new in example.replace.values() for piece in outcome.evidence)


def _outcome(rehearsal: Rehearsal, rule: Rule, specimen: Specimen) -> Outcome:
    return rehearsal.judge(specimen).outcomes[f"{rehearsal.policy.policy}/{rule.id}"]


def _quotes(outcome: Outcome) -> tuple[str, ...]:
    return tuple(piece.quote for piece in outcome.evidence)
