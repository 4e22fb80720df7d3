"""Which obligations must be judged for an article, and which come to the same as for every other in its situation.

Checks that keep the `Quiet` protocol say beforehand what their rules come to where nothing stirs them. What they
say makes a Usual for each situation, worked out when it is first met; a rule that waits for another's Outcome
stands as long as that one does. The rest, and every rule of a policy that only some articles fall under, is judged.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any

from compliance.case import Case
from compliance.checks import CHECKS
from compliance.condition import unless_applicable
from compliance.finding import Outcome
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
            elif lasting and _only_waits(each.rule.only_if):
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
            outcome = unless_applicable(each, "", case) if other in case.outcomes else None
            if outcome is not None:
                yield each, outcome

    def due(self, usual: Usual, case: Case, applying: Iterable[str]) -> list[Obligation[Any]]:
        """The obligations to judge for an article that falls under these policies besides those of every article."""
        opened = usual.once((self, "open"), lambda: self._open(usual))
        due = [*self._judged, *opened.values()]
        if self._watch is not None:
            due += (each for each in self._watch.stirred(case) if each.id not in opened)
        due += (each for each, other in self._following if case.outcomes.changed(other) and each.id not in opened)
        for policy in applying if self._copies else ():
            due += self._copies.get(policy, ())
        return due

    def _open(self, usual: Usual) -> dict[str, Obligation[Any]]:
        """The quiet ones of which nothing stands, by id."""
        candidates = [*self._watched, *(each for each, _ in self._following)]
        return {each.id: each for each in candidates if usual.outcomes[self._positions[each.id]] is None}


def _only_waits(condition: Condition | None) -> bool:
    """Whether a rule's condition is another's Outcome and nothing else."""
    return condition is not None and condition == Condition(rule=condition.rule, outcome=condition.outcome)
