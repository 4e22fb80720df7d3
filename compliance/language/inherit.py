"""`extends`: a policy laid over the one it builds on, as data, before anything is validated.

Every value keeps its own place, so that what is wrong with an inherited part is shown in the base's file.
"""

from __future__ import annotations

from collections.abc import Container

from msgspec.structs import fields

from compliance.language.citing import join
from compliance.language.diagnostic import shown
from compliance.language.node import Node
from compliance.language.validate import Complaints, suggest
from compliance.policy import Rule

_OWN = ("policy", "title", "base", "catalogue", "extends", "without")
"""What a policy never has from its base."""

_GENERAL = frozenset(field.name for field in fields(Rule)) - {"check"}
"""What an overriding rule keeps of the base's where it names another check."""


_MAPPINGS = ("articles", "slots", "good_desk")
"""What is added to key by key."""


def inherit(child: Node, base: Node, catalogue: Node | None, complaints: Complaints) -> Node:
    """The child with all that it has from its base, and what it names of the catalogue (which may be the base)."""
    _check_left_out(child, base, complaints)
    left_out = child.at("without").keys
    merged = {key: node for key, node in base.entries.items() if key not in _OWN} | child.entries
    for key in {"rules", "manual"} & {*merged}:
        held = [] if base is catalogue else base.at(key).members
        taken = _taken(child.at(key), catalogue.at(key), held) if catalogue is not None else []
        merged[key] = _overlay(Node(base.at(key).mark, [*held, *taken]), child.at(key), left_out)
    if "clauses" in base.entries:
        merged["clauses"] = join(base.at("clauses"), child.at("clauses"), left_out)
    for key in {*_MAPPINGS} & {*base.entries}:
        if isinstance(merged[key].value, dict):
            merged[key] = _over(base.at(key), child.at(key), base.at(key).entries)
    if isinstance(merged.get("detect", child).value, dict) and "detect" in base.entries:
        merged["detect"] = _detect(base.at("detect"), child.at("detect"))
    return Node(child.mark, merged, {**base.keys, **child.keys})


def _detect(base: Node, child: Node) -> Node:
    """What recognises the copy: the child's signals are added to the base's."""
    added = {
        key: Node(child.at(key).mark, [*base.at(key).members, *child.at(key).members])
        for key in ("strong", "weak")
        if isinstance(child.at(key).value, list)
    }
    return _over(base, child, base.entries).having(**added)


def _taken(child: Node, catalogue: Node, held: list[Node]) -> list[Node]:
    """The rules of the catalogue that the child names, in its order, but for those that its base has anyway."""
    there = {each.at("id").text for each in held}
    listed = {each.at("id").text: each for each in catalogue.members}
    names = dict.fromkeys(each.at("id").text for each in child.members)
    return [listed[name] for name in names if name in listed and name not in there]


def check_unextended(node: Node, complaints: Complaints) -> None:
    """Complain of `without` in a policy that extends none."""
    if "without" in node.keys:
        complaints.add(node.keys["without"], "`without` says nothing here", "name a base with `extends`, or remove it")


def _check_left_out(child: Node, base: Node, complaints: Complaints) -> None:
    """`without` may only name what is there to leave out, and must say why: no obligation vanishes by itself."""
    known, given = ([each.at("id").text for each in _obligations(node)] for node in (base, child))
    for name, reason in child.at("without").entries.items():
        mark = child.at("without").keys[name]
        if name not in known:
            complaints.add(mark, f"the base has no rule {shown(name)}", suggest(name, known))
        elif name in given:
            complaints.add(mark, f"{shown(name)} is both left out and given", "keep one of the two")
        if isinstance(reason.value, str) and not reason.value.strip():
            complaints.add(mark, f"{shown(name)} is left out without a reason", "say why it does not hold here")


def _obligations(node: Node) -> list[Node]:
    return [*node.at("rules").members, *node.at("manual").members]


def _overlay(base: Node, child: Node, left_out: Container[str]) -> Node:
    """The base's list in its order, each member overridden by the child's of the same id, then the child's new ones."""
    if not isinstance(child.value, list | None):
        return child
    kept = {each.at("id").text: each for each in base.members if each.at("id").text not in left_out}
    overriding: dict[str, Node] = {}
    new = []
    for each in child.members:
        name = each.at("id").text
        if name in kept and name not in overriding:
            overriding[name] = each
        else:
            # A second one of the same id is kept, to be found out as a duplicate.
            new.append(each)
    old = [_override(each, overriding[name]) if name in overriding else each for name, each in kept.items()]
    return Node(base.mark if child.value is None else child.mark, old + new)


def _override(base: Node, child: Node) -> Node:
    other = _kind(child) not in ("", _kind(base))
    return _over(base, child, {key: node for key, node in base.entries.items() if not other or key in _GENERAL})


def _kind(rule: Node) -> str:
    return rule.at("check").text or ("any_of" if isinstance(rule.at("any_of").value, list) else "")


def _over(base: Node, child: Node, inherited: dict[str, Node]) -> Node:
    mark = base.mark if child.value is None else child.mark
    return Node(mark, {**inherited, **child.entries}, {**base.keys, **child.keys})
