"""What is wrong with waivers beyond their types: a rule that is none, a seal that is none, nothing said."""

from __future__ import annotations

import re
from collections.abc import Collection

from compliance.fingerprint import LENGTH
from compliance.language.diagnostic import shown
from compliance.language.node import Node
from compliance.language.validate import Complaints, suggest
from compliance.waiver import Waiver, Waivers

_SEAL = re.compile(f"[0-9a-f]{{{LENGTH}}}")
_HINTS = {
    "article": "give its id or address, or a glob",
    "reason": "say why the rule may be broken here",
    "owner": "say who answers for it",
}


def lint_waivers(waivers: Waivers, node: Node, rules: Collection[str], complaints: Complaints) -> None:
    """Complain of everything that would keep a waiver from doing what it says."""
    for index, waiver in enumerate(waivers.waivers):
        _lint(waiver, node.at("waivers").members[index], rules, complaints)
    for index, rule in enumerate(waivers.inline):
        if "*" not in rule and not _known(rule, rules):
            complaints.add(node.find(("inline", index)).mark, f"{shown(rule)} is no rule", suggest(rule, rules))


def _lint(waiver: Waiver, node: Node, rules: Collection[str], complaints: Complaints) -> None:
    for key, hint in _HINTS.items():
        if not getattr(waiver, key).strip():
            complaints.add(node.find((key,)).mark, f"`{key}` is empty", hint)
    if not _known(waiver.rule, rules):
        complaints.add(node.find(("rule",)).mark, f"{shown(waiver.rule)} is no rule", suggest(waiver.rule, rules))
    if not _SEAL.fullmatch(waiver.evidence):
        hint = "copy the `seal` that `compliance check --verbose` or `--format json` shows with the finding"
        complaints.add(node.find(("evidence",)).mark, f"{shown(waiver.evidence)} is no seal of a finding", hint)


def _known(rule: str, rules: Collection[str]) -> bool:
    """Whether there is such a rule, or its policy is not among those loaded, so that nobody can say."""
    policy = rule.partition("/")[0] + "/"
    return rule in rules or ("/" in rule and not any(each.startswith(policy) for each in rules))
