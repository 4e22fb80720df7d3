"""A Rule bound to the policy it stands in: what an Outcome answers to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from msgspec import Struct

from compliance.article import Span
from compliance.finding import Evidence, Outcome, Status
from compliance.policy import Outlet, Rule

R_co = TypeVar("R_co", bound=Rule, covariant=True)


class Obligation(Struct, Generic[R_co], frozen=True):
    """One Rule of one Policy, under its full id. It writes its own Outcomes, finished at birth."""

    id: str
    """`policy/rule`."""
    rule: R_co
    outlet: Outlet | None = None
    """Whose terms they are."""

    @property
    def policy(self) -> str:
        """The id of its policy."""
        return self.id.partition("/")[0]

    def met(self, reason: str, evidence: Iterable[Evidence] = ()) -> Outcome:
        """It is kept, and this shows it."""
        return self.outcome("met", reason, evidence)

    def violated(self, reason: str, evidence: Iterable[Evidence] = (), insert: Span | None = None) -> Outcome:
        """It is broken: by the evidence, or by the lack of something that would go at `insert`."""
        return self.outcome("violated", reason, evidence, insert)

    def undetermined(self, reason: str, evidence: Iterable[Evidence] = (), insert: Span | None = None) -> Outcome:
        """It cannot be known from what was given, for this reason."""
        return self.outcome("undetermined", reason, evidence, insert)

    def not_applicable(self, reason: str, evidence: Iterable[Evidence] = ()) -> Outcome:
        """It does not apply to this article, for this reason."""
        return self.outcome("not_applicable", reason, evidence)

    def outcome(
        self,
        status: Status,
        reason: str,
        evidence: Iterable[Evidence] = (),
        insert: Span | None = None,
        manual: bool = False,
    ) -> Outcome:
        """An Outcome of this obligation."""
        rule = self.rule
        return Outcome(
            rule=self.id,
            status=status,
            level=rule.level,
            severity=rule.severity,
            confidence=rule.confidence,
            message=rule.message,
            reason=reason,
            evidence=tuple(evidence),
            insert=insert,
            clause=rule.clause,
            fix=rule.fix,
            manual=manual,
            standing="shadow" if rule.shadow else "deciding",
        )
