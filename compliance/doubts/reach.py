"""Rules that can never fire: out of force, dependent on what never comes, or of copy that is never recognised."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from math import prod

from compliance.doubts.doubt import Doubt
from compliance.policy import Detect, Policy, Rule

_WEAK, _STRONG = 0.4, 1.0
"""What a signal weighs that does not say it, as `Signal.weight` explains."""


def doubts(policy: Policy, today: dt.date) -> Iterator[Doubt]:
    """What keeps a whole policy, or a rule of it, from ever finding anything."""
    until = policy.effective.until
    if until is not None and until < today:
        yield Doubt(policy.policy, f"its terms ended on {until}", "take it out, unless the archive is checked by it")
    if policy.detect is not None and _most(policy.detect) < policy.detect.threshold:
        most = f"{_most(policy.detect):.2f}"
        yield Doubt(
            policy.policy,
            f"all signals together weigh {most}, less than the {policy.detect.threshold:g} that it takes",
            "its copy is never recognised: give a strong signal, or lower `threshold`",
        )
    for rule in policy.rules:
        where = f"{policy.policy}/{rule.id}"
        yield from (Doubt(where, what, hint) for what, hint in _never(policy, rule))


def _never(policy: Policy, rule: Rule) -> Iterator[tuple[str, str]]:
    since, until = policy.effective.since, policy.effective.until
    if rule.effective.since and until and rule.effective.since > until:
        yield f"it is in force from {rule.effective.since} on, when the policy has ended", "correct one of the two"
    if rule.effective.until and since and rule.effective.until < since:
        yield f"it ended on {rule.effective.until}, before the policy began", "correct one of the two"
    condition = rule.only_if
    if condition is None:
        return
    if condition.rule in (rule.id, f"{policy.policy}/{rule.id}"):
        yield "it depends on its own outcome", "name another rule under `only_if`"
    by_hand = {each.id for each in policy.manual}
    if condition.rule.removeprefix(f"{policy.policy}/") in by_hand and condition.outcome == "violated":
        yield f"it depends on `{condition.rule}` being violated, which a person's item never is", "ask for `met`"
    own: tuple[str, ...] = getattr(rule, "language", ())
    if own and condition.language and not {*own} & {*condition.language}:
        yield "its words are of other languages than those it applies to", "name the same under `language`"


def _most(detect: Detect) -> float:
    """What all signals weigh together, as they are added up."""
    weights = [_STRONG if each.weight is None else each.weight for each in detect.strong]
    weights += [_WEAK if each.weight is None else each.weight for each in detect.weak]
    return max([1 - prod(1 - weight for weight in weights), *weights], default=0.0)
