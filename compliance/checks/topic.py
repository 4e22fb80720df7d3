"""Is the article about a topic, by the weight, the place and the company of its words?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec.structs import replace

from compliance.case import Case
from compliance.condition import in_another_language
from compliance.expression import Complaint
from compliance.finding import Confidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import count, sample, unshown
from compliance.sighting import Places, Sighting, Sightings, Weights, places_of, sightings
from compliance.vocabulary import Risk, Vocabulary, complaints
from compliance.vocabulary import patterns as patterns_of
from compliance.words import words_of


class Topic(Rule, frozen=True, kw_only=True, dict=True):
    """Is the article about a topic, by the weight, the place and the company of its words?

    Each place where a term stands gives the points of its vocabulary, more in the headline and the lead, fewer in
    the last paragraph. The article is about the topic when the points reach `threshold`, come to `density` for a
    hundred words, and at least `distinct` different terms gave them. Met: it is not about it.
    """

    check: Literal["topic"] = "topic"
    risk: Risk
    """How far advertisers keep from the topic, by GARM's levels, where its words say nothing else."""
    vocabulary: tuple[Vocabulary, ...]
    """The topic's terms, by weight."""
    lists: dict[str, tuple[str, ...]] = {}
    """Words that are no terms themselves: the company that terms are asked to keep."""
    unless: tuple[str, ...] = ()
    """Phrases that excuse a term they overlap: idioms, titles, sports, places (`food porn`)."""
    threshold: float = 6.0
    """How many points it takes."""
    density: float = 0.0
    """How many points it takes for every hundred words; an article of fewer words counts as `short` long."""
    short: int = 100
    """The length in words below which an article is no shorter."""
    distinct: int = 1
    """How many different terms it takes."""
    headlined: bool = False
    """Whether one of its terms must stand in the headline, where the article has one."""
    weights: Weights = Weights()
    """What a place counts for, by where it stands."""
    language: tuple[str, ...] = ("en",)
    """The languages that the terms are of: an article that says it is in another was not checked by them."""
    likely: float = 1.5
    """From how many times what it takes the confidence is medium."""
    sure: float = 3.0
    """From how many times what it takes the confidence is high."""

    def needed(self, words: int) -> float:
        """How many points make an article of so many words one about the topic."""
        return max(self.threshold, self.density * max(words, self.short) / 100)


RULE = Topic
_RISKS: tuple[Risk, ...] = ("floor", "high", "medium", "low")


def complain(rule: Topic) -> Iterable[Complaint]:
    """Nothing to look for, spellings that cannot be read, company that no list names, thresholds that say nothing."""
    yield from complaints(rule)
    for name in ("threshold", "short", "distinct"):
        if getattr(rule, name) <= 0:
            yield name, f"`{name}` is not above 0, so no text is needed to reach it", "write a number above 0"
    if not 1 <= rule.likely <= rule.sure:
        yield "likely", "`likely` lies not between 1 and `sure`", "write `likely: 1.5` and `sure: 3`"


def patterns(obligation: Obligation[Topic], lexicon: Lexicon) -> Iterable[Pattern]:
    """All terms, the company they keep, and what excuses them."""
    rule = obligation.rule
    return patterns_of((*(term for each in rule.vocabulary for term in each.terms), *rule.unless), rule)


def judge(obligations: Sequence[Obligation[Topic]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule; the text is gone through once for all of them."""
    places = places_of(case)
    rules = [each.rule for each in obligations]
    found = sightings(rules, words_of(rules), places)
    stated = case.article.main_language
    blank = not case.article.body.plain.strip()
    without = f"none of its terms in {count(places.words, 'word')}"
    for obligation, seen in zip(obligations, found, strict=True):
        if foreign := in_another_language(obligation.rule.language, stated):
            yield obligation.undetermined(foreign)
        elif blank:
            yield obligation.undetermined("there is no text to search")
        elif not seen.most:
            yield obligation.met(without)
        else:
            yield _judge(obligation, seen, places)


def _judge(obligation: Obligation[Topic], found: Sightings, places: Places) -> Outcome:
    """The Outcome of a rule some of whose terms stand in the article."""
    needed = obligation.rule.needed(places.words)
    if found.most < needed:
        return obligation.met(f"{found.most:.3g} points of {needed:.3g} at the most")
    return _weighed(obligation, found.places, needed, places)


def _weighed(obligation: Obligation[Topic], seen: Sequence[Sighting], needed: float, places: Places) -> Outcome:
    """The Outcome of a rule whose terms may come to what it takes."""
    rule, points = obligation.rule, sum(each.points for each in seen)
    different = len({each.term for each in seen})
    evidence = [places.case.quote(each.text, each.start, each.end, _worth(each.points)) for each in sample(seen)]
    reason = f"{points:.3g} points of {needed:.3g}" + (f": {_terms(seen)}" if seen else "")
    if points < needed or different < rule.distinct:
        few = f", {different} of {rule.distinct} different terms" if different < rule.distinct else ""
        return obligation.met(f"{reason}{few}{unshown(seen)}", evidence)
    if rule.headlined and not places.headless and not any(places.in_headline(each.text, each.start) for each in seen):
        return obligation.met(f"{reason}, none of it in the headline{unshown(seen)}", evidence)
    risk = min((each.risk or rule.risk for each in seen), key=_RISKS.index)
    outcome = obligation.violated(f"{reason}; risk {risk}{unshown(seen)}", evidence)
    return replace(outcome, confidence=_confidence(points / needed, rule))


def _worth(points: float) -> str:
    return f"{points:g} point{'' if points == 1 else 's'}"


def _terms(seen: Iterable[Sighting], shown: int = 6) -> str:
    """What was seen, in the article's words, with how often."""
    counted = Counter(" ".join(each.text.plain[each.start : each.end].lower().split()) for each in seen)
    listed = [f"`{word}`{f' ×{number}' if number > 1 else ''}" for word, number in counted.most_common(shown)]
    return ", ".join(listed) + (f" and {len(counted) - shown} more" if len(counted) > shown else "")


def _confidence(margin: float, rule: Topic) -> Confidence:
    return "high" if margin >= rule.sure else "medium" if margin >= rule.likely else "low"
