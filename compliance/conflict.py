"""Policies that cannot all be kept: by one article, or by this desk at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from compliance.checks.credit import Credit
from compliance.checks.desk import DeskRule
from compliance.checks.element import ElementRule
from compliance.checks.fidelity.rule import Fidelity
from compliance.checks.image import ImageRule
from compliance.checks.terms import Terms
from compliance.desk import Desk
from compliance.match import regex
from compliance.policy import Policy, Rule


class Conflict(NamedTuple):
    """Obligations that exclude each other, and what can be done about it."""

    rules: tuple[str, ...]
    """Their full ids; one alone is in conflict with the desk profile."""
    reason: str
    remedy: str


class _Held(NamedTuple):
    """A binding rule in its policy."""

    policy: Policy
    rule: Rule

    @property
    def id(self) -> str:
        return f"{self.policy.policy}/{self.rule.id}"


def conflicts(policies: Iterable[Policy], desk: Desk) -> list[Conflict]:
    """All that is found of it, by the ids of the rules.

    Two policies meet on one article only if one of them holds for every article: two newsrooms' terms are never about
    the same copy. What a rule only permits is in nobody's way.
    """
    held = [_Held(policy, rule) for policy in policies for rule in policy.rules if rule.level != "may"]
    found = [conflict for each in held for conflict in _with_desk(each, desk)]
    for one, other in combinations(held, 2):
        if one.policy is other.policy or one.policy.detect is None or other.policy.detect is None:
            found += _between(one, other)
            found += _between(other, one)
    return sorted(dict.fromkeys(found))


class Conflicts(NamedTuple):
    """Conflicts for one reason: every rule of a group with every rule of the next."""

    groups: tuple[tuple[str, ...], ...]
    reason: str
    remedy: str


def together(found: Iterable[Conflict]) -> list[Conflicts]:
    """Conflicts by reason, so that a house rule against the terms of fifty newsrooms is told once."""
    partners: dict[tuple[str, str, str], list[str]] = {}
    for each in found:
        partners.setdefault((each.reason, each.remedy, " ".join(each.rules[1:])), []).append(each.rules[0])
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for (reason, remedy, second), firsts in partners.items():
        groups.setdefault((reason, remedy, tuple(firsts)), []).append(second)
    return [
        Conflicts(tuple(each for each in (firsts, tuple(filter(None, seconds))) if each), reason, remedy)
        for (reason, remedy, firsts), seconds in groups.items()
    ]


def _with_desk(held: _Held, desk: Desk) -> Iterator[Conflict]:
    if not isinstance(held.rule, DeskRule):
        return
    for fact, wanted in held.rule.facts.items():
        stated: Any = getattr(desk, fact)
        if stated is not None and stated != wanted:
            yield Conflict(
                (held.id,),
                f"the desk profile says `{fact}: {_yaml(stated)}`, the terms ask for `{_yaml(wanted)}`",
                "this desk cannot run such copy, unless its outlet grants an exception",
            )


def _between(one: _Held, other: _Held) -> Iterator[Conflict]:
    """What keeps the one breaks the other."""
    first, second, both = one.rule, other.rule, (one.id, other.id)
    if _asks_canonical(first) and _asks_noindex(second):
        yield Conflict(
            both,
            "one asks for the original's canonical address, the other for `noindex`: search engines drop a page"
            " with `noindex`, and its canonical address with it",
            "decide by outlet which of the two it is, and leave the other out",
        )
    if _at_top(first) and _at_top(second) and one.id < other.id and first.within + second.within <= _CROWDED:  # type: ignore[attr-defined]
        yield Conflict(both, "both lines must stand first", "raise `within` of the one that may come second")
    if _is_locked(first) and isinstance(second, Terms) and second.expect == "absent" and "body" in second.where:
        yield Conflict(
            both,
            "one lets nothing in the text be changed, the other wants words taken out of it",
            "do not run articles that have such words, or ask the outlet",
        )
    if _keeps_images(first) and isinstance(second, ImageRule) and second.expect == "none" and not second.allow:
        yield Conflict(both, "one wants all pictures kept, the other none", "ask the outlet which holds")


_CROWDED = 2
"""Two lines that must stand within so many paragraphs, counted together, cannot both."""


def _asks_canonical(rule: Rule) -> bool:
    return _asks_element(rule, "link", "rel", "canonical")


def _asks_noindex(rule: Rule) -> bool:
    return _asks_element(rule, "meta", "content", "noindex")


def _asks_element(rule: Rule, tag: str, attribute: str, value: str) -> bool:
    pattern = rule.attributes.get(attribute) if isinstance(rule, ElementRule) else None
    return (
        isinstance(rule, ElementRule)
        and rule.expect == "present"
        and tag in rule.tag
        and pattern is not None
        and regex(pattern.replace("{domain}", "x")).search(value) is not None
    )


def _at_top(rule: Rule) -> bool:
    return isinstance(rule, Credit) and rule.position == "top"


def _is_locked(rule: Rule) -> bool:
    return isinstance(rule, Fidelity) and rule.kind == "unchanged" and "wording" not in rule.allow


def _keeps_images(rule: Rule) -> bool:
    return isinstance(rule, Fidelity) and rule.kind == "images" and rule.expect == "kept"


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
