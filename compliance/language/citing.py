"""Clauses: each names the rules that see to it, which thereby hold, cite it, and are as binding as it is."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.language.diagnostic import shown
from compliance.language.node import Node
from compliance.language.validate import Complaints, suggest

_LISTS = ("rules", "manual")


def cite(policy: Node, base: Node | None, catalogue: Node | None, complaints: Complaints) -> Node:
    """The policy with an entry for every rule that its clauses name, its own, its base's or the catalogue's."""
    clauses = policy.at("clauses").members
    if not clauses:
        return policy
    shelves = [policy, *(each for each in (base, catalogue) if each is not None)]
    entries: dict[str, dict[str, Node]] = {key: _by_id(policy.at(key)) for key in _LISTS}
    quoting = {name for key in _LISTS for name, each in entries[key].items() if "clause" in each.entries}
    for clause in clauses:
        for name in clause.at("rules").members:
            key = next((key for node in shelves for key in _LISTS if name.text in _by_id(node.at(key))), "")
            if not key and name.text:
                choices = [each for node in shelves for kind in _LISTS for each in _by_id(node.at(kind))]
                complaints.add(name.mark, f"there is no rule {shown(name.text)}", suggest(name.text, choices))
            elif key:
                entry = entries[key].get(name.text) or Node(name.mark, {"id": name})
                entries[key][name.text] = _cited(entry, clause, name.text in quoting)
    held = base if base is not None and base is not catalogue else Node(policy.mark, None)
    _check_uncited(policy, held, complaints)
    return policy.having(**{key: _list(policy.at(key), entries[key]) for key in _LISTS if entries[key]})


def join(base: Node, child: Node, left_out: Iterable[str]) -> Node:
    """The base's clauses, save what the child's say of the same rules or leave out, then the child's."""
    retold = {name.text for clause in child.members for name in clause.at("rules").members} | {*left_out}
    kept = []
    for clause in base.members:
        listed = clause.at("rules")
        names = [name for name in listed.members if name.text not in retold]
        if names:
            kept.append(clause.having(rules=Node(listed.mark, names)))
    return Node(child.mark if child.value is not None else base.mark, [*kept, *child.members])


def _cited(entry: Node, clause: Node, quotes: bool) -> Node:
    """A rule's entry with the clause's words and level, where it has none of its own; all words, if several name it."""
    if "level" in clause.entries and "level" not in entry.entries:
        entry = entry.having(level=clause.at("level"))
    says, before = clause.at("says"), entry.at("clause").text
    if quotes or not says.text:
        return entry
    return entry.having(clause=Node(says.mark, f"{before} […] {says.text}" if before else says.text))


def _check_uncited(policy: Node, held: Node, complaints: Complaints) -> None:
    """Where the terms are listed, no rule may come from nowhere, unless the base holds it already."""
    named = {name.text for clause in policy.at("clauses").members for name in clause.at("rules").members}
    named |= {name for key in _LISTS for name in _by_id(held.at(key))}
    for key in _LISTS:
        for each in policy.at(key).members:
            name = each.at("id")
            if name.text and name.text not in named and "clause" not in each.entries:
                complaints.add(name.mark, f"no clause names {shown(name.text)}", "add it to the `rules` of the clause")


def _by_id(listed: Node) -> dict[str, Node]:
    return {each.at("id").text: each for each in listed.members if each.at("id").text}


def _list(written: Node, entries: dict[str, Node]) -> Node:
    """The list as written, its entries in their places, with those that only the clauses name after them."""
    given = [entries.get(each.at("id").text, each) for each in written.members]
    there = {each.at("id").text for each in written.members}
    added = [entry for name, entry in entries.items() if name not in there]
    return Node(written.mark, [*given, *added], written.keys)
