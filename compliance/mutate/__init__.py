"""Breaks articles that keep a rule, one way after another: an obligation that no damage can break proves nothing.

A mutation takes away, hides or fakes what the rule was met by, puts in what it forbids, or changes the desk
or the day. What keeps its rule all the same survives: either the rule or its check is too lax.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from compliance.examples import Rehearsal, Specimen, UnfitError
from compliance.lexicon import Lexicon
from compliance.mutate.mutations import MUTATIONS
from compliance.mutate.scene import Mutation, Scene
from compliance.policy import Policy, Rule

ROUNDS = 8
"""How often the same damage is done again while the rule finds other evidence to be met by."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One way of breaking one rule, and whether the rule noticed."""

    policy: str
    rule: str
    """The rule's full id."""
    mutation: str = ""
    """What was done: `remove`, `hide`, ...; empty if nothing could be."""
    noticed: bool = False
    """Whether the rule is violated, or cannot be known, afterwards."""
    why: str = ""
    """How it survived."""

    @property
    def message(self) -> str:
        """The Mutant in a line."""
        what = f"`{self.mutation}`" if self.mutation else "everything"
        return f"{self.rule} notices {what}" if self.noticed else f"{self.rule} survives {what}: {self.why}"


def mutants(policy: Policy, lexicon: Lexicon, others: Iterable[Policy] = ()) -> tuple[Mutant, ...]:
    """Break every rule of a policy in every way that there is something to break; `others` are the loaded policies."""
    rehearsal = Rehearsal(policy, lexicon, others)
    return tuple(chain.from_iterable(_of_rule(rehearsal, rule) for rule in policy.rules))


def survivors(policy: Policy, lexicon: Lexicon, others: Iterable[Policy] = ()) -> tuple[Mutant, ...]:
    """The Mutants that their rule did not notice, and the rules that nothing could be done to; none, if all is well."""
    return tuple(mutant for mutant in mutants(policy, lexicon, others) if not mutant.noticed)


def _of_rule(rehearsal: Rehearsal, rule: Rule) -> Iterator[Mutant]:
    mutant = Mutant(policy=rehearsal.policy.policy, rule=f"{rehearsal.policy.policy}/{rule.id}")
    scene = _met(rehearsal, rule)
    if scene is None:
        yield replace(mutant, why="it is met neither on the article `good` nor on an example that passes")
        return
    noticed = {name: _notices(scene, mutation) for name, mutation in MUTATIONS.items()}
    if all(each is None for each in noticed.values()):
        yield replace(mutant, why=f"no way is known to damage what `{rule.check}` looks at")
    for name, each in noticed.items():
        if each is not None:
            why = "" if each else f"it is met to begin with ({scene.outcome.reason}), and not broken afterwards"
            yield replace(mutant, mutation=name, noticed=each, why=why)


def _met(rehearsal: Rehearsal, rule: Rule) -> Scene | None:
    """The rule on the article `good`, or on the first passing example, on which it is met."""
    good = rehearsal.good()
    for specimen in [*([good] if good else []), *map(rehearsal.specimen, rule.examples.passes)]:
        try:
            scene = Scene(rehearsal, rule, rehearsal.judge(specimen))
        except UnfitError:
            continue
        if scene.outcome.status == "met":
            return scene
    return None


def _notices(scene: Scene, mutation: Mutation, rounds: int = ROUNDS) -> bool | None:
    """Whether the rule is broken by each variant of the mutation; None if there is nothing to mutate."""
    variants = [each for each in mutation(scene) if each != scene.judged.specimen]
    return all(_is_broken(scene, each, mutation, rounds) for each in variants) if variants else None


def _is_broken(scene: Scene, variant: Specimen, mutation: Mutation, rounds: int) -> bool:
    """Whether the rule fails on the variant; what it finds to be met by instead is damaged in turn."""
    try:
        damaged = scene.on(variant)
    except UnfitError:
        return False
    if damaged.outcome.status in ("violated", "undetermined"):
        return True
    again = damaged.outcome.status == "met" and damaged.proof and rounds
    return bool(again and _notices(damaged, mutation, rounds - 1))
