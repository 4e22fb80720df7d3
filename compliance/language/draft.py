"""A policy on its way from data to noun: the frame first, then each rule as its check's own kind of Rule.

Taken apart like this, an error speaks of one rule and not of all the kinds it might have been, and what is
right can be looked at further although something else is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from compliance.checks import CHECKS
from compliance.language.diagnostic import shown
from compliance.language.node import Node, Path
from compliance.language.validate import Complaints, noun, suggest
from compliance.policy import AnyOf, Policy, Rule

_SHARED = ("level", "severity", "confidence", "message", "clause")
"""What a member of a group has from the group where it does not say it itself."""

_MEMBERS_NEVER = {
    "id": "a member of a group has no `id`: its number is its name",
    "examples": "a member of a group has no `examples`: they are the group's",
}


@dataclass(frozen=True)
class Draft:
    """What could be read of a policy: the parts that are right, with their places."""

    node: Node
    frame: Policy | None
    """All but its rules; None if something in it is wrong."""
    rules: dict[Path, Rule]
    """The rules that are right, by where they stand; the members of groups too."""

    def finish(self) -> Policy | None:
        """The Policy; None if any part of it is not right."""
        paths: list[Path] = [("rules", index) for index in range(len(self.node.at("rules").members))]
        if self.frame is None or any(path not in self.rules for path in paths):
            return None
        return replace(self.frame, rules=tuple(self.rules[path] for path in paths))


def draft(node: Node, complaints: Complaints) -> Draft:
    """Validate a policy's data part by part."""
    listed = node.at("rules")
    bare = node.having(rules=Node(listed.mark, [])) if isinstance(listed.value, list) else node
    rules: dict[Path, Rule] = {}
    for index, each in enumerate(listed.members):
        _read_rule(("rules", index), each, rules, complaints)
    return Draft(node, noun(Policy, bare, complaints), rules)


def _read_rule(path: Path, node: Node, rules: dict[Path, Rule], complaints: Complaints) -> None:
    rule = _group(path, node, rules, complaints) if _is_group(node) else _single(node, complaints)
    if rule is not None:
        rules[path] = rule


def _is_group(node: Node) -> bool:
    """A `tags` rule has an `any_of` too; only without a check of its own is it a group."""
    return node.at("check").text == "any_of" or ("check" not in node.entries and "any_of" in node.entries)


def _single(node: Node, complaints: Complaints) -> Rule | None:
    place, name = node.find(("check",)), node.at("check").text
    kinds = [kind for kind in CHECKS if kind != "manual"]
    if not isinstance(node.value, dict):
        complaints.add(place.mark, "a rule is a mapping of keys", "begin it with `- id: …`")
    elif place.rest:
        hint = f"name what decides it: {', '.join(f'`{kind}`' for kind in kinds)}"
        complaints.add(place.label, "`check` is missing", hint)
    elif not name:
        complaints.add(place.mark, "`check` must be the name of a check", suggest("", kinds))
    elif name == "manual":
        complaints.add(place.mark, "no rule can be `manual`", "list it under `manual:` with `why`, instead of `rules:`")
    elif name not in CHECKS:
        complaints.add(place.mark, f"there is no check {shown(name)}", suggest(name, kinds))
    else:
        return noun(CHECKS[name].RULE, node, complaints)
    return None


def _group(path: Path, node: Node, rules: dict[Path, Rule], complaints: Complaints) -> Rule | None:
    listed = node.at("any_of")
    here = node.find(("any_of",)).label
    if isinstance(listed.value, list) and len(listed.members) < 2:
        complaints.add(here, "a group needs two members at least", "write a single check into the rule itself")
    for index, member in enumerate(listed.members):
        spot: Path = (*path, "any_of", index)
        if not isinstance(member.value, dict):
            hint = "a list of tags needs `check: tags` beside it" if member.text else ""
            complaints.add(member.mark, "a member of a group is a mapping of keys", hint)
        elif _is_group(member):
            complaints.add(
                member.find(("any_of",)).label, "a group within a group", "list its members in the outer one"
            )
        elif not _strays(member, complaints):
            _read_rule(spot, _completed(member, node, index), rules, complaints)
    bare = node.having(check=Node(node.mark, "any_of"))
    if isinstance(listed.value, list):
        bare = bare.having(any_of=Node(listed.mark, []))
    group = noun(AnyOf, bare, complaints)
    spots: list[Path] = [(*path, "any_of", index) for index in range(len(listed.members))]
    if group is None or any(spot not in rules for spot in spots):
        return None
    return replace(group, any_of=tuple(rules[spot] for spot in spots))


def _strays(member: Node, complaints: Complaints) -> bool:
    """Whether a member has keys that only its group may have."""
    strays = [key for key in _MEMBERS_NEVER if key in member.entries]
    for key in strays:
        complaints.add(member.keys[key], _MEMBERS_NEVER[key], "leave it out")
    return bool(strays)


def _completed(member: Node, group: Node, index: int) -> Node:
    """A member with its id, and with what it has from its group; what the group lacks is complained of there."""
    shared = {key: group.at(key) for key in _SHARED if key in group.entries and key not in member.entries}
    name = f"{group.at('id').text or 'group'}.{index + 1}"
    message = Node(member.mark, member.at("message").value or "")
    return member.having(**{"message": message, **shared, "id": Node(member.mark, name)})
