"""What the ids in a scan's tables mean: the policies by title, and each rule with what it asks for.

The tables name rules by id alone; whoever reads them later may not have the policies that they were made with.
"""

from __future__ import annotations

from msgspec import Struct

from compliance.finding import Level, Severity
from compliance.plan import Plan


class Meaning(Struct, frozen=True, kw_only=True):
    """What a rule asks for."""

    policy: str
    message: str
    check: str
    """The check that judges it, or `manual`."""
    level: Level
    severity: Severity


class Legend(Struct, frozen=True, kw_only=True):
    """What `legend.json` holds."""

    policies: dict[str, str]
    """Titles by policy."""
    rules: dict[str, Meaning]
    """By the rule's full id, in the order of the ledger."""

    @classmethod
    def of(cls, plan: Plan) -> Legend:
        """The Legend of all that a Plan asks."""
        return cls(
            policies=dict(plan.titles),
            rules={
                each.id: Meaning(
                    policy=each.policy,
                    message=each.rule.message,
                    check=each.rule.check,
                    level=each.rule.level,
                    severity=each.rule.severity,
                )
                for each in plan.obligations
            },
        )
