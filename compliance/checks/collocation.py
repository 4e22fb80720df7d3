"""Do words stand in company that they must not keep, or without the company that they must?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.case import Case
from compliance.condition import in_another_language
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import count, names, sample, unshown
from compliance.sighting import Sighting, Weights, places_of, sightings
from compliance.vocabulary import Vocabulary, complaints
from compliance.vocabulary import patterns as patterns_of
from compliance.words import words_of

_COUNTED: dict[str, Weights] = {
    "anywhere": Weights(headline=1, lead=1, last=1),
    "headline": Weights(headline=1, lead=0, last=0, text=0),
    "text": Weights(headline=0, lead=1, last=1),
}
"""What a place counts for, by `where`."""


class Collocation(Rule, frozen=True, kw_only=True, dict=True):
    """Do words stand in company that they must not keep, or without the company that they must?

    Each term is judged by its own sentence: what must stand before, behind or near it, what must not, and whether it
    is quoted speech. Violated: `at_least` such places are there.
    """

    check: Literal["collocation"] = "collocation"
    vocabulary: tuple[Vocabulary, ...]
    """The terms, by the company they keep; `weight` says how many places one of them counts for."""
    lists: dict[str, tuple[str, ...]] = {}
    """The company that terms are asked to keep, or not to."""
    unless: tuple[str, ...] = ()
    """Phrases that excuse a term they overlap."""
    where: Literal["anywhere", "headline", "text"] = "anywhere"
    """Whether terms count in the headline, in the text, or in both."""
    at_least: int = 1
    """How many places it takes."""
    language: tuple[str, ...] = ("en",)
    """The languages that the terms are of: an article that says it is in another was not checked by them."""

    @property
    def weights(self) -> Weights:
        """What a place counts for."""
        return _COUNTED[self.where]

    def needed(self, words: int) -> float:
        """How many places it takes, however long the article is."""
        return self.at_least


RULE = Collocation


def complain(rule: Collocation) -> Iterable[Complaint]:
    """Nothing to look for, spellings that cannot be read, company that no list names, a threshold without meaning."""
    yield from complaints(rule)
    if rule.at_least < 1:
        yield "at_least", "`at_least` is below 1, so no text is needed to reach it", "write 1 or more"


def patterns(obligation: Obligation[Collocation], lexicon: Lexicon) -> Iterable[Pattern]:
    """All terms, and what excuses them; their company is looked for around them only."""
    rule = obligation.rule
    return patterns_of((*(term for each in rule.vocabulary for term in each.terms), *rule.unless), rule)


def judge(obligations: Sequence[Obligation[Collocation]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule; the text is gone through once for all of them."""
    rules = [each.rule for each in obligations]
    found = sightings(rules, words_of(rules), places_of(case))
    stated = case.article.main_language
    blank = not case.article.body.plain.strip()
    for obligation, seen in zip(obligations, found, strict=True):
        if foreign := in_another_language(obligation.rule.language, stated):
            yield obligation.undetermined(foreign)
        elif blank:
            yield obligation.undetermined("there is no text to search")
        elif obligation.rule.where == "headline" and places_of(case).headless:
            yield obligation.undetermined("there is no headline to search")
        elif not seen.places:
            yield obligation.met("its words do not stand there so that they count")
        else:
            yield _judge(obligation, seen.places, case)


def _judge(obligation: Obligation[Collocation], seen: Sequence[Sighting], case: Case) -> Outcome:
    """The Outcome of a rule some of whose terms stand so that they count."""
    number = sum(each.points for each in seen)
    evidence = [case.quote(each.text, each.start, each.end) for each in sample(seen)]
    said = names(" ".join(each.text.plain[each.start : each.end].split()) for each in seen)
    reason = f"{count(len(seen), 'place')}: {said}{unshown(seen)}"
    if number < obligation.rule.at_least:
        return obligation.met(f"{reason}, fewer than the {obligation.rule.at_least} it takes", evidence)
    return obligation.violated(reason, evidence)
