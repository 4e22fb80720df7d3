"""Runs the examples of policies: the proof that each rule can be met, and can fail where it says."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from compliance.article import Article
from compliance.desk import Desk
from compliance.finding import Fault, Outcome, Status
from compliance.lexicon import Lexicon
from compliance.load import Rulebook
from compliance.originals import Given
from compliance.plan import awaited, compile
from compliance.policy import Example, Policy, Rule
from compliance.readers import read_record, read_text
from compliance.scan import Scanner

KEPT = ("met", "not_applicable")
"""What every rule of a policy comes to on its article `good`."""


class UnfitError(ValueError):
    """An example that cannot be judged: its article cannot be read, or its desk profile is none."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of one example."""

    policy: str
    rule: str
    """The rule's full id."""
    example: str
    """Its side and its name, or its number: `fails: no byline at all`."""
    expected: Status
    actual: Status | None = None
    """None if it could not be judged."""
    problem: str = ""
    """What is not as the example says; empty if all is."""

    @property
    def ok(self) -> bool:
        """Whether the rule does on this article what its author says."""
        return not self.problem

    @property
    def name(self) -> str:
        """The Trial in a line, the same in every run: `dcnf/byline fails: no byline at all`."""
        return f"{self.rule} {self.example}"

    @property
    def message(self) -> str:
        """The Trial and what came of it, in a line."""
        return f"{self.name}: {self.problem or self.actual}"


@dataclass(frozen=True)
class Specimen:
    """An article to try a rule on, with the desk and the day to judge it for."""

    article: str | dict[str, Any]
    desk: Mapping[str, Any]
    as_of: dt.date | None = None
    original: str | dict[str, Any] = ""
    """The source's own copy to hold it against, if any."""


@dataclass(frozen=True)
class Judged:
    """A Specimen as it was read and judged."""

    specimen: Specimen
    article: Article
    outcomes: dict[str, Outcome]


class Rehearsal:
    """One policy made ready to judge its own examples: each is taken to be copy that falls under it."""

    def __init__(self, policy: Policy, lexicon: Lexicon, others: Iterable[Policy] = ()) -> None:
        """`others` are the loaded policies, among which those are that its rules refer to."""
        self.policy = policy
        plan = compile([policy], lexicon)
        wanted = {name.partition("/")[0] for each in plan.obligations for name in awaited(each)} - {policy.policy}
        referred = [other for other in others if other.policy in wanted]
        if referred:
            plan = compile([policy, *referred], lexicon)
        self._plan = plan
        self._scanners: dict[str, Scanner] = {}
        self._judged: dict[str, Judged] = {}

    def judge(self, specimen: Specimen) -> Judged:
        """Judge an article by the whole policy, the same one once. Raises UnfitError if it cannot be."""
        key = repr(specimen)
        if key not in self._judged:
            self._judged[key] = self._judge(specimen)
        return self._judged[key]

    def _judge(self, specimen: Specimen) -> Judged:
        article = _article(specimen.article)
        report = self._scanner(specimen).scan(article)
        # That none of one policy's rules applies is an answer here; over all policies it would be a Fault.
        faults = [fault for fault in report.faults if fault.kind != "no-policy"]
        if faults:
            raise UnfitError(f"it was not checked: {faults[0].reason}")
        return Judged(specimen, article, {outcome.rule: outcome for outcome in report.outcomes})

    def specimen(self, example: Example) -> Specimen:
        """The example's article with its passages replaced, its desk and its day."""
        article = self.policy.articles.get(example.use, "") if example.use else example.article
        if example.replace:
            article = _replace(article, example.replace)
        return Specimen(article, example.desk, example.as_of, self.policy.articles.get(example.original, ""))

    def good(self) -> Specimen | None:
        """The policy's article that keeps every rule, if it has one."""
        if "good" not in self.policy.articles:
            return None
        policy = self.policy
        original = policy.articles.get(policy.good_original, "")
        return Specimen(policy.articles["good"], policy.good_desk, policy.good_as_of, original)

    def _scanner(self, specimen: Specimen) -> Scanner:
        key = json.dumps([specimen.desk, str(specimen.as_of), specimen.original], sort_keys=True, default=str)
        if key not in self._scanners:
            assumed = frozenset({self.policy.policy})
            originals = Given(_article(specimen.original)) if specimen.original else None
            desk = _desk(specimen.desk)
            self._scanners[key] = Scanner(self._plan, desk, specimen.as_of, assumed, originals=originals)
        return self._scanners[key]


def run(rulebook: Rulebook, others: Iterable[Policy] = ()) -> tuple[Trial, ...]:
    """Try every example of every policy, and each policy's article `good` on all of its rules.

    `others` are further policies, to which rules may refer.
    """
    trials: list[Trial] = []
    for policy in rulebook.policies:
        if policy.base or not policy.rules:
            continue
        rehearsal = Rehearsal(policy, rulebook.lexicon, (*rulebook.policies, *others))
        trials += _good_trials(rehearsal)
        trials += (trial for rule in policy.rules for trial in _trials(rehearsal, rule))
    return tuple(trials)


def _trials(rehearsal: Rehearsal, rule: Rule) -> Iterator[Trial]:
    sides: tuple[tuple[str, Status, tuple[Example, ...]], ...] = (
        ("passes", "met", rule.examples.passes),
        ("fails", "violated", rule.examples.fails),
    )
    for side, usual, examples in sides:
        for number, example in enumerate(examples, start=1):
            trial = _planned(rehearsal, rule, f"{side}: {example.name or number}", example.status or usual)
            yield _tried(trial, rehearsal, rehearsal.specimen(example), partial(_mismatch, example, trial.expected))


def _good_trials(rehearsal: Rehearsal) -> Iterator[Trial]:
    specimen = rehearsal.good()
    if specimen is None:
        return
    for rule in rehearsal.policy.rules:
        yield _tried(_planned(rehearsal, rule, "good", "met"), rehearsal, specimen, _not_kept)


def _planned(rehearsal: Rehearsal, rule: Rule, example: str, expected: Status) -> Trial:
    policy = rehearsal.policy.policy
    return Trial(policy=policy, rule=f"{policy}/{rule.id}", example=example, expected=expected)


def _tried(
    trial: Trial, rehearsal: Rehearsal, specimen: Specimen, mismatch: Callable[[Outcome, Article], str]
) -> Trial:
    try:
        judged = rehearsal.judge(specimen)
    except UnfitError as error:
        return replace(trial, problem=str(error))
    outcome = judged.outcomes[trial.rule]
    return replace(trial, actual=outcome.status, problem=mismatch(outcome, judged.article))


def _not_kept(outcome: Outcome, article: Article) -> str:
    return "" if outcome.status in KEPT else f"the article `good` must keep it, but it is {_words(outcome)}"


def _mismatch(example: Example, expected: Status, outcome: Outcome, article: Article) -> str:
    """What is not as the example says; empty if all is."""
    if outcome.status != expected:
        return f"expected {expected.replace('_', ' ')}, but it is {_words(outcome)}"
    if example.at and example.at not in [piece.quote for piece in outcome.evidence]:
        return f"expected the finding to point at `{example.at}`, but it is {_words(outcome)}"
    if example.insert and outcome.insert != article.place(example.insert):
        where = "no place" if outcome.insert is None else "{}:{}".format(*article.position(outcome.insert))
        line, column = article.position(article.place(example.insert))
        return (
            f"expected something to be inserted at the {example.insert}, {line}:{column}, but the finding names {where}"
        )
    return ""


def _words(outcome: Outcome) -> str:
    """An Outcome in words: status, reason and the places that it points at."""
    places = ", ".join(f"`{piece.quote}`" for piece in outcome.evidence)
    return f"{outcome.status.replace('_', ' ')} ({outcome.reason})" + (f" at {places}" if places else "")


def _replace(article: str | dict[str, Any], passages: Mapping[str, str]) -> str | dict[str, Any]:
    """An article with passages replaced wherever they stand, in the order given; in a record, in all its values."""
    if isinstance(article, dict):
        record: dict[str, Any] = _replace_within(article, passages)
        return record
    for old, new in passages.items():
        article = article.replace(old, new)
    return article


def _replace_within(value: Any, passages: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return _replace(value, passages)
    if isinstance(value, list | tuple):
        return [_replace_within(each, passages) for each in value]
    if isinstance(value, dict):
        return {key: _replace_within(each, passages) for key, each in value.items()}
    return value


def _article(source: str | dict[str, Any]) -> Article:
    read = [read_record(source, "example")] if isinstance(source, dict) else list(read_text(source, "example"))
    for each in read:
        if isinstance(each, Fault):
            raise UnfitError(f"its article cannot be read: {each.reason}")
        if len(read) == 1:
            return each
    raise UnfitError(f"it holds {len(read)} articles instead of one")


def _desk(profile: Mapping[str, Any]) -> Desk:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Desk).validate_json(json.dumps(profile, default=str), strict=True)
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(str(step) for step in problem["loc"])
        raise UnfitError(f"its desk profile is wrong at `{where}`: {problem['msg']}") from error
