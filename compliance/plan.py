"""Compiled Policies: what a Scanner needs and nothing else, immutable, with a digest that names it.

`compile` is the only maker of Plans; `dump` and `restore` carry one between processes and through a
cache as plain data, never as code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import msgspec

from compliance import __version__
from compliance.checks import CHECKS
from compliance.checks.manual import ManualRule
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import AnyOf, Detect, Effective, Examples, Outlet, Policy, Rule
from compliance.provenance import patterns as provenance_patterns
from compliance.provenance import provenance_rule

FORMAT = 1
"""The layout of a dumped Plan; one of another layout is refused."""


class PlanError(ValueError):
    """Policies that cannot be put together into a Plan, or a dumped Plan that is not whole."""


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a Plan keeps of a Policy besides its rules."""

    id: str
    title: str
    kind: str
    outlet: Outlet | None
    effective: Effective
    detect: Detect | None
    instead_of: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """Obligations of one kind (a check's, or groups: `any_of`) that can be judged together.

    Later Steps may look at the Outcomes of earlier ones.
    """

    check: str
    obligations: tuple[Obligation[Any], ...]


class Plan(msgspec.Struct, frozen=True, dict=True):
    """Compiled Policies. Made by `compile` or `restore` only."""

    terms: tuple[Terms, ...]
    """By policy id."""
    obligations: tuple[Obligation[Any], ...]
    """Every obligation that gets an Outcome, manual ones and provenance included, in ledger order."""
    members: tuple[Obligation[Any], ...]
    """The alternatives that groups consist of; they are judged, but are no obligations of their own."""
    lexicon: Lexicon
    digest: str
    """SHA-256 over everything that bears on a judgement, in hex."""

    @cached_property
    def titles(self) -> dict[str, str]:
        """Each policy's title, by its id."""
        return {terms.id: terms.title for terms in self.terms}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The order of judging: each kind at once, except where one rule waits for another's Outcome."""
        judged = [*self.members, *(each for each in self.obligations if each.rule.check != "provenance")]
        depths = _depths((*self.obligations, *self.members))
        grouped: dict[tuple[int, str], list[Obligation[Any]]] = {}
        for obligation in judged:
            grouped.setdefault((depths[obligation.id], obligation.rule.check), []).append(obligation)
        return tuple(Step(check, tuple(each)) for (_, check), each in sorted(grouped.items(), key=lambda item: item[0]))

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """Everything that the matcher has to look for, once each."""
        found: dict[Pattern, None] = {}
        for terms in self.terms:
            if terms.detect:
                found.update(dict.fromkeys(provenance_patterns(terms.detect, terms.outlet)))
        for step in self.steps:
            for obligation in step.obligations if step.check in CHECKS else ():
                found.update(dict.fromkeys(CHECKS[step.check].patterns(obligation, self.lexicon)))
        return tuple(found)


def compile(policies: Iterable[Policy], lexicon: Lexicon) -> Plan:
    """Compile policies, in whatever order they come; bases that others extend are left out.

    Raises PlanError when there is nothing to check, an id comes twice, or rules wait for each other.
    """
    chosen = sorted((policy for policy in policies if not policy.base), key=lambda policy: policy.policy)
    terms = tuple(
        Terms(each.policy, each.title, each.kind, each.outlet, each.effective, each.detect, each.instead_of)
        for each in chosen
    )
    obligations = tuple(obligation for policy in chosen for obligation in _obligations(policy))
    members = tuple(
        Obligation(f"{each.policy}/{member.id}", member, each.outlet)
        for each in obligations
        if isinstance(each.rule, AnyOf)
        for member in each.rule.any_of
    )
    if not obligations:
        raise PlanError("no rules to check: the policies given hold none")
    _refuse_duplicates(each.id for each in (*obligations, *members))
    return _finish(terms, obligations, members, lexicon)


def dump(plan: Plan) -> bytes:
    """A Plan as plain data."""
    return msgspec.msgpack.encode(_data(plan.terms, plan.obligations, plan.lexicon) | {"digest": plan.digest})


def restore(data: bytes) -> Plan:
    """The Plan that was dumped. Raises PlanError unless it is whole, of this version, and what its digest says."""
    try:
        raw = msgspec.msgpack.decode(data)
        if raw["format"] != FORMAT or raw["engine"] != __version__:
            raise PlanError("the plan was dumped by another version")
        terms = tuple(msgspec.convert(each, Terms) for each in raw["terms"])
        outlets = {each.id: each.outlet for each in terms}
        obligations = tuple(
            Obligation(each["id"], _rule(each["rule"]), outlets[each["id"].partition("/")[0]])
            for each in raw["obligations"]
        )
        members = tuple(
            Obligation(f"{each.policy}/{member.id}", member, each.outlet)
            for each in obligations
            if isinstance(each.rule, AnyOf)
            for member in each.rule.any_of
        )
        plan = _finish(terms, obligations, members, msgspec.convert(raw["lexicon"], Lexicon))
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise PlanError(f"the plan is damaged: {error}") from error
    if plan.digest != raw["digest"]:
        raise PlanError("the plan is not what its digest says")
    return plan


def _obligations(policy: Policy) -> Iterable[Obligation[Any]]:
    """The policy's ledger: whose copy it is, its rules as they stand in the file, its manual items."""
    if policy.detect:
        yield Obligation(f"{policy.policy}/provenance", provenance_rule(policy.outlet, policy.title), policy.outlet)
    for rule in policy.rules:
        yield Obligation(f"{policy.policy}/{rule.id}", _without_examples(rule), policy.outlet)
    for item in policy.manual:
        rule = ManualRule(
            id=item.id, level=item.level, message=item.message or item.clause, clause=item.clause, why=item.why
        )
        yield Obligation(f"{policy.policy}/{item.id}", rule, policy.outlet)


def _without_examples(rule: Rule) -> Rule:
    if isinstance(rule, AnyOf):
        rule = msgspec.structs.replace(rule, any_of=tuple(_without_examples(member) for member in rule.any_of))
    return msgspec.structs.replace(rule, examples=Examples())


def _refuse_duplicates(ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise PlanError(f"two rules are called `{each}`")
        seen.add(each)


def _finish(
    terms: tuple[Terms, ...],
    obligations: tuple[Obligation[Any], ...],
    members: tuple[Obligation[Any], ...],
    lexicon: Lexicon,
) -> Plan:
    data = msgspec.msgpack.encode(_data(terms, obligations, lexicon))
    plan = Plan(terms, obligations, members, lexicon, hashlib.sha256(data).hexdigest())
    _depths((*obligations, *members))
    return plan


def _data(terms: Sequence[Terms], obligations: Sequence[Obligation[Any]], lexicon: Lexicon) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "engine": __version__,
        "terms": [msgspec.to_builtins(each) for each in terms],
        "obligations": [{"id": each.id, "rule": msgspec.to_builtins(each.rule)} for each in obligations],
        "lexicon": msgspec.to_builtins(lexicon),
    }


def _rule(raw: dict[str, Any]) -> Rule:
    if raw["check"] == "any_of":
        group = msgspec.convert({**raw, "any_of": []}, AnyOf)
        return msgspec.structs.replace(group, any_of=tuple(_rule(member) for member in raw["any_of"]))
    kind = CHECKS[raw["check"]].RULE if raw["check"] in CHECKS else Rule
    return msgspec.convert(raw, kind)


def awaited(obligation: Obligation[Any]) -> tuple[str, ...]:
    """The full ids of the rules whose Outcomes an obligation looks at."""
    rule = obligation.rule
    names = [rule.only_if.rule if rule.only_if else "", getattr(rule, "because", "")]
    return tuple(name if "/" in name else f"{obligation.policy}/{name}" for name in names if name)


def _depths(obligations: Sequence[Obligation[Any]]) -> dict[str, int]:
    """How many others must be judged before each; raises PlanError for rules that wait for each other."""
    waits = {each.id: [*awaited(each), *members_of(each)] for each in obligations}
    depths: dict[str, int] = {}

    def depth(name: str, above: tuple[str, ...]) -> int:
        if name in above:
            raise PlanError(f"these rules wait for each other: {' → '.join((*above[above.index(name) :], name))}")
        if name not in depths:
            depths[name] = 1 + max((depth(each, (*above, name)) for each in waits.get(name, ())), default=-1)
        return depths[name]

    for name in waits:
        depth(name, ())
    return depths


def members_of(obligation: Obligation[Any]) -> tuple[str, ...]:
    """The full ids of a group's members; none for any other rule."""
    if not isinstance(obligation.rule, AnyOf):
        return ()
    return tuple(f"{obligation.policy}/{member.id}" for member in obligation.rule.any_of)
