"""Which obligations must be judged for an article, and which come to the same as for every other in its situation.

Checks that keep the `Quiet` protocol say beforehand what their rules come to where nothing stirs them. What they
say makes a Usual for each situation, worked out when it is first met, together with whatever is left to judge. A rule
that waits for another's Outcome stands as long as that one does; if the other must be judged itself, it is taken to
be met, which most are. The rest, and every rule of a policy that only some articles fall under, is judged.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from compliance.case import Case
from compliance.checks import CHECKS
from compliance.condition import unless_applicable, unless_otherwise
from compliance.finding import Outcome, Status
from compliance.ledger import Outcomes, Usual
from compliance.obligation import Obligation
from compliance.plan import Plan, Step, awaited
from compliance.policy import Condition, Effective
from compliance.quiet import Quiet, Unstirred, Watch

T = TypeVar("T")

_MOST_KEPT = 64
"""How many are kept: an article's language is part of its situation, and anyone may write anything there."""


class Applying(NamedTuple):
    """The policies that an article falls under."""

    lapsed: Mapping[str, str]
    """By their ids, in order: why each does not hold on the article's day; empty where it does."""
    size: int
    """How many obligations they have, besides telling whose copy it is."""
    outlets: tuple[str, ...]
    """The names of those whose terms they are."""


class Docket:
    """The obligations of a Plan, sorted by what is known of them beforehand. Made once for each Scanner."""

    def __init__(self, plan: Plan, always: Collection[str]) -> None:
        """`always` are the policies that every article falls under."""
        self.positions = {obligation.id: number for number, obligation in enumerate(plan.obligations)}
        self.always = frozenset(always)
        self._terms = {terms.id: terms for terms in plan.terms}
        self._sizes = Counter(each.policy for each in plan.obligations if each.rule.check != "provenance")
        judged = (each for each in plan.obligations if each.policy in always and each.rule.check != "provenance")
        self._judged = frozenset(each.id for each in judged)
        self._timeless = {policy for policy in always if self._terms[policy].effective == Effective()}
        self._everyday = self._on(None, always) if self._timeless == self.always else None
        self._sessions = [Session(step, self._timeless, always) for step in plan.steps]
        self._watches = [session.watch for session in self._sessions if session.watch is not None]
        self._known: dict[Hashable, Agenda] = {}

    def applying(self, besides: Collection[str], day: dt.date | None) -> Applying:
        """The policies that an article of that day falls under: these besides those of every article."""
        if self._everyday is not None and not besides:
            return self._everyday
        return self._on(day, {*self.always, *besides})

    def _on(self, day: dt.date | None, policies: Iterable[str]) -> Applying:
        lapsed = f"the terms are not in force on {day}"
        terms = [self._terms[policy] for policy in sorted(policies)]
        return Applying(
            lapsed={each.id: "" if each.effective.covers(day) else lapsed for each in terms},
            size=sum(self._sizes[each.id] for each in terms),
            outlets=tuple(name for each in terms if each.outlet for name in each.outlet.names),
        )

    def agenda(self, case: Case) -> Agenda:
        """What stands for every article in the situation of this one, and what is left to judge."""
        situation = tuple([watch.situation(case) for watch in self._watches])
        return _kept(self._known, situation, lambda: self._drawn_up(case))

    def _drawn_up(self, case: Case) -> Agenda:
        """What the rules come to that nothing stirs, in the order of judging."""
        settled = case.outcomes = Outcomes(self.positions)
        for session in self._sessions:
            for obligation, outcome in session.settled(case, self._judged):
                settled[obligation.id] = outcome
        usual = settled.usual()
        standing = Outcomes(self.positions, usual)
        return Agenda(usual, [session.turn(standing) for session in self._sessions])


class Agenda:
    """What stands in one situation, and whose turn it is to be judged besides."""

    def __init__(self, usual: Usual, turns: Sequence[Turn]) -> None:
        self.usual = usual
        self._turns = turns
        self._of_every_article = [turn for turn in turns if not turn.is_idle]

    def turns(self, besides: Collection[str]) -> Sequence[Turn]:
        """The kinds of rules, in the order of judging, that are judged for an article which falls under these policies
        besides those of every article."""
        return self._turns if besides else self._of_every_article


class Session:
    """A Step of the Plan."""

    def __init__(self, step: Step, timeless: Collection[str], always: Collection[str]) -> None:
        check = CHECKS.get(step.check)
        self.check = step.check
        self.copies: dict[str, list[Obligation[Any]]] = {}
        self._quiet = check if isinstance(check, Quiet) else None
        self._plain: list[Obligation[Any]] = []
        self._following: list[tuple[Obligation[Any], str]] = []
        self._asked: list[Obligation[Any]] = []
        self._standing: dict[Hashable, list[tuple[Obligation[Any], Outcome]]] = {}
        """What stands of the plain ones, by all that they look at: whatever others look at may differ."""
        for each in step.obligations:
            lasting = each.policy in timeless and each.rule.effective == Effective()
            if each.policy not in always:
                self.copies.setdefault(each.policy, []).append(each)
            elif lasting and each.rule.only_if is not None and each.rule.only_if.rule:
                self._following.append((each, awaited(each)[0]))
            elif lasting and each.rule.only_if is None:
                self._plain.append(each)
            else:
                self._asked.append(each)
        watched = [*self._plain, *(each for each, _ in self._following)]
        watch = self._quiet.watch(watched) if self._quiet and watched else None
        self.watch: Watch | None = watch if not isinstance(watch, Unstirred) else None
        """What tells which rules an article stirs, of those that every article falls under; None if it never does."""

    def settled(self, case: Case, judged: Collection[str]) -> Iterable[tuple[Obligation[Any], Outcome]]:
        """The Outcomes that stand, of those that can be known; `case.outcomes` holds what earlier Sessions settled,
        and the rules that are `judged` for every article come to something, in time."""
        situation = self.watch.situation(case) if self.watch is not None else None
        yield from _kept(self._standing, situation, lambda: self._undisturbed_of(self._plain, case))
        for each, other in self._following:
            outcome = self._followed(each, other, case, other in judged)
            if outcome is not None:
                yield each, outcome

    def _undisturbed_of(
        self, obligations: Iterable[Obligation[Any]], case: Case
    ) -> list[tuple[Obligation[Any], Outcome]]:
        found = [(each, self._undisturbed(each, case)) for each in obligations]
        return [(each, outcome) for each, outcome in found if outcome is not None]

    def _undisturbed(self, obligation: Obligation[Any], case: Case) -> Outcome | None:
        return self._quiet.quiet(obligation, case) if self._quiet is not None else None

    def _followed(self, obligation: Obligation[Any], other: str, case: Case, judged: bool) -> Outcome | None:
        """What a rule comes to that waits for another: as long as that stands, or is met."""
        condition: Condition = obligation.rule.only_if
        if other not in case.outcomes and judged and condition.outcome != "met":
            return unless_otherwise(obligation, other, "met")
        if not _only_waits(condition):
            return None
        if other in case.outcomes:
            return unless_applicable(obligation, "", case) or self._undisturbed(obligation, case)
        return self._undisturbed(obligation, case) if judged else None

    def turn(self, standing: Outcomes) -> Turn:
        """What is left of it where these Outcomes stand."""
        waiting: dict[str, list[Obligation[Any]]] = {}
        for each, other in self._following:
            if each.id in standing:
                waiting.setdefault(other, []).append(each)
        open_ended = [each for each, _ in self._following if each.id not in standing]
        return Turn(
            self,
            due=tuple(each for each in self._plain if each.id not in standing),
            asked=(*self._asked, *open_ended),
            waiting=tuple(
                _Waiting(other, None if other in standing else "met", tuple(each)) for other, each in waiting.items()
            ),
            open_ended=frozenset(each.id for each in (*self._plain, *open_ended) if each.id not in standing),
        )


class _Waiting(NamedTuple):
    """Rules that stand as long as another does, or comes to what it was taken to come to."""

    other: str
    taken: Status | None
    rules: tuple[Obligation[Any], ...]


class Turn(NamedTuple):
    """A Session in one situation."""

    session: Session
    due: tuple[Obligation[Any], ...]
    """What is judged for every article."""
    asked: tuple[Obligation[Any], ...]
    """What is judged for every article that it applies to."""
    waiting: tuple[_Waiting, ...]
    open_ended: frozenset[str]
    """The rules, by id, of which nothing stands."""

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to judge for an article that falls under no policies of its own."""
        return not (self.due or self.asked or self.waiting or self.session.watch is not None)

    def roused(self, case: Case, besides: Collection[str]) -> Collection[Obligation[Any]]:
        """What is judged for this article if it applies: what it stirs, what waits for something that came otherwise,
        and the rules of the policies that it falls under besides those of every article."""
        roused = {each.id: each for each in self.asked}
        if self.session.watch is not None:
            roused |= {each.id: each for each in self.session.watch.stirred(case) if each.id not in self.open_ended}
        for other, taken, rules in self.waiting:
            if case.outcomes.otherwise(other, taken):
                roused |= {each.id: each for each in rules}
        for policy in besides if self.session.copies else ():
            roused |= {each.id: each for each in self.session.copies.get(policy, ())}
        return roused.values()


def _kept(known: dict[Hashable, T], situation: Hashable, work: Callable[[], T]) -> T:
    """What some work comes to in a situation, done when that is first met; the oldest makes room for it."""
    if situation not in known:
        if len(known) >= _MOST_KEPT:
            del known[next(iter(known))]
        known[situation] = work()
    return known[situation]


def _only_waits(condition: Condition) -> bool:
    """Whether a rule's condition is another's Outcome and nothing else."""
    return condition == Condition(rule=condition.rule, outcome=condition.outcome)
