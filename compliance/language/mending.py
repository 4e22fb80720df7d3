"""What is wrong with what a rule has put in, or taken out: slots that nothing fills, patterns that are not linear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.expression import complain
from compliance.policy import SLOTS, AnyOf, Rule

_SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_INSERTING = frozenset(["byline", "credit", "element", "image", "licence", "link", "terms", "helpline"])


def complain_of_repairs(rule: Rule) -> Iterator[tuple[str, str, str]]:
    """`(field, problem, hint)` for all of it."""
    for template in rule.insert:
        for slot in _SLOT.findall(template):
            if slot not in SLOTS:
                known = ", ".join(f"`{{{name}}}`" for name in SLOTS)
                yield "insert", f"`{template}`: nothing fills `{{{slot}}}`", f"give it under `slots`, or take {known}"
    if rule.insert and (isinstance(rule, AnyOf) or rule.check not in _INSERTING):
        where = "its members" if isinstance(rule, AnyOf) else f"rules of {', '.join(sorted(_INSERTING))}"
        yield "insert", "nothing is inserted for this rule", f"`insert` is for {where}"
    absent = getattr(rule, "expect", "") == "absent" and rule.check == "terms"
    if rule.remove and not absent:
        yield "remove", "nothing is taken out for this rule", "`remove` is for `terms` that must be absent"
    yield from complain("remove", rule.remove)
