"""What is in force, for those who ask: the rules, and the policies they stand in."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from compliance import __version__
from compliance.plan import Plan
from compliance.service.keeper import Keeper, Refusal


class RuleView(Struct, frozen=True, kw_only=True):
    """One obligation."""

    id: str
    policy: str
    check: str
    level: str
    severity: str
    confidence: str
    message: str
    clause: str
    """The sentence of the terms that it enforces."""
    fix: str
    """What to do where it is broken."""
    manual: bool
    """It is left to a person."""
    shadow: bool
    """It is on trial, and decides nothing."""


class PolicyView(Struct, frozen=True, kw_only=True):
    """One policy."""

    id: str
    title: str
    kind: str
    outlet: str
    """Whose terms they are; empty for nobody's."""
    since: dt.date | None
    until: dt.date | None
    rules: int
    """How many obligations it has."""


class RefusalView(Struct, frozen=True, kw_only=True):
    """Newer policies that were not put in force."""

    at: dt.datetime
    reasons: tuple[str, ...]


class RulesView(Struct, frozen=True, kw_only=True):
    """All rules in force, in the order of the Reports."""

    plan: str
    rules: tuple[RuleView, ...]


class PoliciesView(Struct, frozen=True, kw_only=True):
    """All policies in force."""

    plan: str
    """SHA-256 of the compiled policies."""
    engine: str
    """The version of this program."""
    day: dt.date
    """The day that undated articles are judged on."""
    since: dt.datetime
    """When they were put in force."""
    refused: RefusalView | None
    """What was tried since then and refused; null: nothing."""
    policies: tuple[PolicyView, ...]


class ReadyView(Struct, frozen=True, kw_only=True):
    """Whether articles are checked, and whether newer policies were refused."""

    status: str
    plan: str
    refused: RefusalView | None


def rules(plan: Plan) -> RulesView:
    """The rules of a Plan."""
    return RulesView(
        plan=plan.digest,
        rules=tuple(
            RuleView(
                id=each.id,
                policy=each.policy,
                check=each.rule.check,
                level=each.rule.level,
                severity=each.rule.severity,
                confidence=each.rule.confidence,
                message=each.rule.message,
                clause=each.rule.clause,
                fix=each.rule.fix,
                manual=each.rule.check == "manual",
                shadow=each.rule.shadow,
            )
            for each in plan.obligations
        ),
    )


def policies(keeper: Keeper) -> PoliciesView:
    """The policies in force."""
    checker = keeper.checker()
    plan = checker.plan
    return PoliciesView(
        plan=plan.digest,
        engine=__version__,
        day=checker.config.as_of or checker.day,
        since=keeper.standing.since,
        refused=_refusal(keeper.refusal),
        policies=tuple(
            PolicyView(
                id=each.id,
                title=each.title,
                kind=each.kind,
                outlet=each.outlet.name if each.outlet else "",
                since=each.effective.since,
                until=each.effective.until,
                rules=sum(obligation.policy == each.id for obligation in plan.obligations),
            )
            for each in plan.terms
        ),
    )


def ready(keeper: Keeper) -> ReadyView:
    """That articles are checked, by which Plan."""
    return ReadyView(status="ready", plan=keeper.standing.checker.plan.digest, refused=_refusal(keeper.refusal))


def _refusal(refusal: Refusal | None) -> RefusalView | None:
    return RefusalView(at=refusal.at, reasons=refusal.reasons) if refusal is not None else None
