"""Slots: texts that a policy says once, put where `{name}` stands, each value keeping its own place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from compliance.language.node import Node

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_DEEPEST = 4
"""How often a slot's text may itself hold slots."""

_SPOKEN = frozenset(["message", "fix", "why", "clause", "examples"])
"""The parts of a rule in which `{outlet}` and `{domain}` are filled, too. In its parameters and in signals they stand
for all of the outlet's names and domains, and are filled when they are used."""
_TEXTS = ("articles", "clauses", "good_desk")


def fill(policy: Node) -> Node:
    """The policy with its slots filled; what no slot is named for stays as it is."""
    if not isinstance(policy.value, dict):
        return policy
    given = {name: node.text for name, node in policy.at("slots").entries.items()}
    outlet = policy.at("outlet")
    domains = outlet.at("domains").members
    own = {"outlet": outlet.at("name").text, "domain": domains[0].text if domains else ""}
    own = {name: text for name, text in own.items() if text}
    every, some = _filler({**given, **own}), _filler(given)
    filled = {key: _map(policy.at(key), every) for key in _TEXTS if key in policy.entries}
    filled |= {"detect": _map(policy.at("detect"), some)} if "detect" in policy.entries else {}
    for key in ("rules", "manual"):
        node = policy.at(key)
        if isinstance(node.value, list):
            filled[key] = Node(node.mark, [_rule(each, every, some) for each in node.members], node.keys)
    return policy.having(**filled)


def _rule(rule: Node, every: Callable[[str], str], some: Callable[[str], str]) -> Node:
    if not isinstance(rule.value, dict):
        return rule
    entries = {key: _map(node, every if key in _SPOKEN else some) for key, node in rule.entries.items()}
    if isinstance(rule.at("any_of").value, list):
        listed = rule.at("any_of")
        entries["any_of"] = Node(listed.mark, [_rule(each, every, some) for each in listed.members])
    return Node(rule.mark, entries, rule.keys)


def _filler(slots: Mapping[str, str]) -> Callable[[str], str]:
    def once(text: str) -> str:
        return _SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), text)

    def filled(text: str) -> str:
        for _ in range(_DEEPEST if "{" in text else 0):
            text = once(text)
        return text

    return filled


def _map(node: Node, filled: Callable[[str], str]) -> Node:
    """The node with every text in it filled, those of keys too."""
    if isinstance(node.value, str):
        return Node(node.mark, filled(node.value), node.keys)
    if isinstance(node.value, list):
        return Node(node.mark, [_map(each, filled) for each in node.value], node.keys)
    if isinstance(node.value, dict):
        keys = {filled(key): mark for key, mark in node.keys.items()}
        return Node(node.mark, {filled(key): _map(each, filled) for key, each in node.value.items()}, keys)
    return node
