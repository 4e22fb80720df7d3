"""Words without effect: listed twice, found by others already, or excusing nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.checks.terms import Terms
from compliance.checks.topic import Topic
from compliance.doubts.doubt import Doubt
from compliance.match import regex
from compliance.policy import AnyOf, Policy, Rule
from compliance.spellings import spellings
from compliance.text import fold_phrase

_OUT = "take it out, or say by an example what it is for"


def doubts(policy: Policy, rule: Rule) -> Iterator[Doubt]:
    """Those of one rule."""
    where = f"{policy.policy}/{rule.id}"
    for each in rule.any_of if isinstance(rule, AnyOf) else (rule,):
        if isinstance(each, Terms):
            yield from (Doubt(where, what, _OUT) for what in _of_terms(each))
        elif isinstance(each, Topic):
            yield from (Doubt(where, what, _OUT) for what in _of_topic(each))


def _of_terms(rule: Terms) -> Iterator[str]:
    folded = [fold_phrase(term) for term in rule.terms]
    yield from (f"the term `{term}` is listed twice" for term in _twice(folded))
    patterns = [regex(pattern) for pattern in rule.regexes]
    for term in dict.fromkeys(folded) if rule.at_least == rule.distinct == 1 else ():
        within = next((other for other in folded if other != term and _holds(term, other)), None)
        if within is not None:
            yield f"`{term}` is found only where `{within}` is: it adds nothing"
        elif any(pattern.fullmatch(term) for pattern in patterns):
            yield f"`{term}` is found by a pattern of `regexes` already"
    for phrase in map(fold_phrase, rule.unless):
        if not any(_meet(phrase, term) for term in folded) and not any(each.search(phrase) for each in patterns):
            yield f"`unless: {phrase}` overlaps no term: it excuses nothing"


def _of_topic(rule: Topic) -> Iterator[str]:
    written: dict[str, list[str]] = {}
    for vocabulary in rule.vocabulary:
        alone = not (vocabulary.after or vocabulary.before or vocabulary.near or vocabulary.without)
        for term in vocabulary.terms:
            for spelling in map(fold_phrase, spellings(term, rule.lists)) if alone else ():
                written.setdefault(spelling, []).append(term)
    for spelling, terms in written.items():
        if len(terms) > 1:
            others = " and ".join(f"`{term}`" for term in dict.fromkeys(terms))
            yield f"`{spelling}` is counted by {others}" if len(set(terms)) > 1 else f"{others} is listed twice"
    named = {name for each in rule.vocabulary for name in (*each.after, *each.before, *each.near, *each.without)}
    used = named | {
        name for name in rule.lists if any(f"{{{name}}}" in term for each in rule.vocabulary for term in each.terms)
    }
    yield from (f"the list `{name}` is used nowhere" for name in rule.lists if name not in used)


def _twice(terms: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [term for term in terms if term in seen or seen.add(term)]  # type: ignore[func-returns-value]


def _holds(longer: str, shorter: str) -> bool:
    """Whether a phrase has another in it, as whole words."""
    return f" {shorter} " in f" {longer} "


def _meet(phrase: str, term: str) -> bool:
    """Whether two phrases can overlap: one holds the other, or one begins as the other ends."""
    one, other = phrase.split(), term.split()
    return (
        any(
            first[-size:] == second[:size]
            for first, second in ((one, other), (other, one))
            for size in range(1, min(len(first), len(second)) + 1)
        )
        or _holds(phrase, term)
        or _holds(term, phrase)
    )
