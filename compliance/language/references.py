"""Rules that ask for the Outcome of other rules: each must exist, and none may wait for itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from compliance.language.diagnostic import shown
from compliance.language.draft import Draft
from compliance.language.lint import Spot
from compliance.language.node import Node
from compliance.language.validate import Complaints, suggest
from compliance.policy import Rule


def check_references(drafts: Iterable[Draft], complaints: Complaints, unread: Iterable[str] = ()) -> None:
    """Complain of references that lead nowhere, or in a circle.

    `unread` are ids of policies that could not be read: of what they hold nothing can be said.
    """
    drafts = list(drafts)
    _check_replaced(drafts, unread, complaints)
    known = {f"{draft.node.at('policy').text}/{name}" for draft in drafts for name in _ids(draft.node)}
    waits: dict[str, list[tuple[str, Spot]]] = {}
    for draft in drafts:
        policy = draft.node.at("policy").text
        for path, rule in draft.rules.items():
            own = draft.rules.get(path[:2], rule).id
            for name, spot in _references(rule, Spot(draft.node, path, complaints)):
                full = name if "/" in name else f"{policy}/{name}"
                if full in known:
                    waits.setdefault(f"{policy}/{own}", []).append((full, spot))
                elif full.partition("/")[0] not in unread:
                    _dangling(name, policy, known, spot)
    _circles(waits)


def _check_replaced(drafts: list[Draft], unread: Iterable[str], complaints: Complaints) -> None:
    """The terms that an agreement stands instead of must be there: a misspelt name replaces nothing."""
    policies = {draft.node.at("policy").text for draft in drafts} | {*unread}
    for draft in drafts:
        for name in draft.node.at("instead_of").members:
            if name.text and name.text not in policies:
                hint = suggest(name.text, sorted(policies)) or "load that policy too"
                complaints.add(name.mark, f"there is no policy {shown(name.text)} to stand instead of", hint)


def _ids(node: Node) -> Iterator[str]:
    for each in (*node.at("rules").members, *node.at("manual").members):
        if each.at("id").text:
            yield each.at("id").text


def _references(rule: Rule, spot: Spot) -> Iterator[tuple[str, Spot]]:
    if rule.only_if is not None and rule.only_if.rule:
        yield rule.only_if.rule, spot.into("only_if", "rule")
    because = getattr(rule, "because", "")
    if because:
        yield because, spot.into("because")


def _dangling(name: str, policy: str, known: Iterable[str], spot: Spot) -> None:
    choices = sorted(known) if "/" in name else _own(policy, known)
    other = name.partition("/")[0]
    if "/" in name and not any(each.startswith(f"{other}/") for each in known):
        hint = f"load the policy {shown(other)} too, or name a rule of this one"
    else:
        hint = suggest(name, choices) or "name a rule of this policy, or `policy/rule`"
    spot.complain(f"there is no rule {shown(name)}", hint)


def _own(policy: str, known: Iterable[str]) -> list[str]:
    return sorted(each.partition("/")[2] for each in known if each.startswith(f"{policy}/"))


def _circles(waits: Mapping[str, list[tuple[str, Spot]]]) -> None:
    """Complain of every rule that waits, over whatever others, for its own outcome."""
    for start in waits:
        chain = _way_back(start, waits)
        if chain:
            own = f"{start.partition('/')[0]}/"
            way = " → ".join(shown(name.removeprefix(own)) for name in chain)
            spot = next(spot for name, spot in waits[start] if name == chain[1])
            spot.complain(f"the rule waits for itself: {way}", "one of them must not ask for the other")


def _way_back(start: str, waits: Mapping[str, list[tuple[str, Spot]]]) -> list[str]:
    """The shortest way from a rule back to itself; empty if there is none."""
    came: dict[str, str] = {}
    front = [start]
    while front:
        following = []
        for name in front:
            for other, _ in waits.get(name, ()):
                if other == start:
                    way = [start, name]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return way[::-1]
                if other not in came:
                    came[other] = name
                    following.append(other)
        front = following
    return []
