"""Which obligations must be judged for an article, and which come to the same as for every other in its situation.

Checks that keep the `Quiet` protocol say beforehand what their rules come to where nothing stirs them. What they
say makes a Usual for each situation, worked out when it is first met; a rule that waits for another's Outcome
stands as long as that one does. If the other must be judged itself, the rule is taken to stand as for one that is
met, which most are. The rest, and every rule of a policy that only some articles fall under, is judged.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any

from compliance.case import Case
from compliance.checks import CHECKS
from compliance.condition import unless_applicable, unless_otherwise
from compliance.finding import Outcome, Status
from compliance.ledger import Outcomes, Usual
from compliance.obligation import Obligation
from compliance.plan import Plan, Step, awaited
from compliance.policy import Condition, Effective
from compliance.quiet import Quiet

_MOST_KEPT = 64
"""How many are kept: an article's language is part of its situation, and anyone may write anything there."""


class Docket:
    """The obligations of a Plan, sorted by what is known of them beforehand. Made once for each Scanner."""

    def __init__(self, plan: Plan, always: Collection[str]) -> None:
        """`always` are the policies that every article falls under."""
        self.positions = {obligation.id: number for number, obligation in enumerate(plan.obligations)}
        timeless = {terms.id for terms in plan.terms if terms.id in always and terms.effective == Effective()}
        self.sessions = [Session(step, self.positions, timeless, always) for step in plan.steps]
        self._known: dict[Hashable, Usual] = {}

    def usual(self, case: Case) -> Usual:
        """What stands for every article in the situation of this one."""
        situation = tuple(session.situation(case) for session in self.sessions)
        if situation not in self._known:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[situation] = self._settled(case)
        return self._known[situation]

    def _settled(self, case: Case) -> Usual:
        """What the rules come to that nothing stirs, in the order of judging."""
        settled = case.outcomes = Outcomes(self.positions)
        for session in self.sessions:
            for obligation, outcome in session.settled(case):
                settled[obligation.id] = outcome
        return Usual([settled.get(rule) for rule in self.positions])


class Session:
    """A Step of the Plan."""

    def __init__(
        self, step: Step, positions: Mapping[str, int], timeless: Collection[str], always: Collection[str]
    ) -> None:
        check = CHECKS.get(step.check)
        self._positions = positions
        self._always = always
        self.check = step.check
        self._quiet = check if isinstance(check, Quiet) else None
        self._watched: list[Obligation[Any]] = []
        self._following: list[tuple[Obligation[Any], str]] = []
        self._judged: list[Obligation[Any]] = []
        self._copies: dict[str, list[Obligation[Any]]] = {}
        for each in step.obligations:
            lasting = each.id in positions and each.policy in timeless and each.rule.effective == Effective()
            if each.policy not in always:
                self._copies.setdefault(each.policy, []).append(each)
            elif lasting and each.rule.only_if is not None and each.rule.only_if.rule:
                self._following.append((each, awaited(each)[0]))
            elif lasting and each.rule.only_if is None and self._quiet is not None:
                self._watched.append(each)
            else:
                self._judged.append(each)
        self._watch = self._quiet.watch(self._watched) if self._quiet and self._watched else None

    def situation(self, case: Case) -> Hashable:
        """Everything in the article that its quiet rules depend on, besides what stirs them."""
        return self._watch.situation(case) if self._watch else None

    def settled(self, case: Case) -> Iterable[tuple[Obligation[Any], Outcome]]:
        """The Outcomes that stand, of those that can be known; `case.outcomes` holds what earlier Sessions settled."""
        if self._quiet is not None:
            for each in self._watched:
                outcome = self._quiet.quiet(each, case)
                if outcome is not None:
                    yield each, outcome
        for each, other in self._following:
            outcome = self._followed(each, other, case)
            if outcome is not None:
                yield each, outcome

    def _followed(self, obligation: Obligation[Any], other: str, case: Case) -> Outcome | None:
        """What a rule comes to that waits for another: as long as that stands, or is met."""
        condition: Condition = obligation.rule.only_if
        if other in case.outcomes:
            return unless_applicable(obligation, "", case) if _only_waits(condition) else None
        judged = other in self._positions and other.partition("/")[0] in self._always
        return unless_otherwise(obligation, other, "met") if judged and condition.outcome != "met" else None

    def due(self, usual: Usual, case: Case, applying: Iterable[str]) -> list[Obligation[Any]]:
        """The obligations to judge for an article that falls under these policies besides those of every article."""
        opened = usual.once((self, "open"), lambda: self._open(usual))
        due = [*self._judged, *opened.values()]
        if self._watch is not None:
            due += (each for each in self._watch.stirred(case) if each.id not in opened)
        if self._following:
            due += (each for each, other, taken in self._followers(usual) if case.outcomes.otherwise(other, taken))
        for policy in applying if self._copies else ():
            due += self._copies.get(policy, ())
        return due

    def _open(self, usual: Usual) -> dict[str, Obligation[Any]]:
        """The quiet ones of which nothing stands, by id."""
        candidates = [*self._watched, *(each for each, _ in self._following)]
        return {each.id: each for each in candidates if self._stood(each.id, usual) is None}

    def _followers(self, usual: Usual) -> list[tuple[Obligation[Any], str, Status | None]]:
        """Of the rules that wait for another and stand: the other, and what it was taken to come to if it is judged."""

        def found() -> list[tuple[Obligation[Any], str, Status | None]]:
            standing = ((each, other) for each, other in self._following if self._stood(each.id, usual) is not None)
            return [(each, other, None if self._stood(other, usual) else "met") for each, other in standing]

        return usual.once((self, "followers"), found)

    def _stood(self, rule: str, usual: Usual) -> Outcome | None:
        position = self._positions.get(rule)
        return usual.outcomes[position] if position is not None else None


def _only_waits(condition: Condition) -> bool:
    """Whether a rule's condition is another's Outcome and nothing else."""
    return condition == Condition(rule=condition.rule, outcome=condition.outcome)
