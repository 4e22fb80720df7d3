"""How findings are put right, by kind of check: each module proposes Repairs, the likeliest first.

A proposal is no more than that: `fix.py` applies it, proves the licensed text untouched, and judges the article again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from compliance.finding import Outcome
from compliance.insertion import UnmadeError
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.policy import AnyOf, Rule
from compliance.repair import Repair
from compliance.repairs import byline, credit, element, fidelity, line, link, tags, terms

Proposer = Callable[[Obligation[Any], Outcome, Material], Iterator[Repair]]
"""Raises UnmadeError where something that it takes is not known."""

REPAIRS: dict[str, Proposer] = {
    "byline": byline.propose,
    "credit": credit.propose,
    "element": element.propose,
    "fidelity": fidelity.propose,
    "helpline": line.propose,
    "image": line.propose,
    "licence": line.propose,
    "link": link.propose,
    "tags": tags.propose,
    "terms": terms.propose,
}

_BY_HAND = {
    "collocation": "the words are the article's own",
    "consistency": "which of two places is right is not known",
    "dates": "when it may run is a matter of when it is published",
    "desk": "it is about the desk, not about the article",
    "fidelity": "it takes a change of the licensed text, or a person's word on what was changed",
    "image": "which picture is whose, and may be shown, a person has to say",
    "metadata": "what is missing is known to the desk alone",
    "named": "the words are the article's own",
    "owner": "copy of somebody else cannot be made the outlet's own",
    "private": "the words are the article's own",
    "provenance": "whose copy it is cannot be put right",
    "topic": "what an article is about cannot be put right",
    "element": "the element is to be taken out, or differs from article to article",
    "terms": "the words are the article's own",
    "byline": "what is missing is known to the author alone",
    "credit": "the line holds what differs from article to article",
    "reuse": "it takes a credit, or the text of somebody else taken out",
    "tags": "which tags are wrong a person has to say",
}


def by_hand(rule: Rule) -> str:
    """Why no program can put a violation of the rule right; empty if one can."""
    if isinstance(rule, AnyOf):
        reasons = [by_hand(each) for each in rule.any_of]
        return "" if not all(reasons) else reasons[0]
    inserted = any(each.strip() for each in rule.insert)
    proposed = {
        "credit": lambda: bool(credit.templates(rule)),
        "fidelity": lambda: getattr(rule, "kind", "") in fidelity.KINDS,
        "tags": lambda: bool(tags.wanted(rule)),
        "terms": lambda: inserted or bool(rule.remove),
    }
    if rule.check in REPAIRS and proposed.get(rule.check, lambda: inserted)():
        return ""
    return _BY_HAND.get(rule.check, "the rule does not say what to insert")


def propose(obligation: Obligation[Any], outcome: Outcome, material: Material, why: list[str]) -> Iterator[Repair]:
    """The ways to put a finding right; `why` is told what is lacking for others."""
    for each in _ways(obligation):
        hindrance = by_hand(each.rule)
        if hindrance:
            why.append(hindrance)
            continue
        try:
            yield from REPAIRS[each.rule.check](each, outcome, material)
        except UnmadeError as error:
            why.append(str(error))


def _ways(obligation: Obligation[Any]) -> Iterator[Obligation[Any]]:
    """The obligation, or each member of a group in its place."""
    if isinstance(obligation.rule, AnyOf):
        yield from (Obligation(obligation.id, member, obligation.outlet) for member in obligation.rule.any_of)
    else:
        yield obligation
