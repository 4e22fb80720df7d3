"""Clauses that no program can decide, listed for a person; the desk can put its confirmation on file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.case import Case
from compliance.desk import Confirmation
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.quiet import Unstirred


class ManualRule(Rule, frozen=True, kw_only=True):
    """Clauses that no program can decide, listed for a person; the desk can put its confirmation on file."""

    check: Literal["manual"] = "manual"
    why: str
    """Why no program can decide it."""


RULE = ManualRule


def complain(rule: ManualRule) -> Iterable[Complaint]:
    """A clause must say why it is left to a person."""
    if not rule.why.strip():
        yield "why", "nothing says why no program can decide it", "say what a person has to look at"


def patterns(obligation: Obligation[ManualRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: a person decides."""
    return ()


def judge(obligations: Sequence[Obligation[ManualRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule: listed always, met only by a person's word that still holds."""
    for obligation in obligations:
        yield _judge(obligation, case)


def watch(obligations: Sequence[Obligation[ManualRule]]) -> Unstirred:
    """Nothing in an article bears on it."""
    return Unstirred()


def quiet(obligation: Obligation[ManualRule], case: Case) -> Outcome | None:
    """A person decides; a confirmation on file is held against the article's day."""
    confirmed = any(confirmation.rule == obligation.id for confirmation in case.desk.confirmed)
    return None if confirmed else next(judge([obligation], case))


def _judge(obligation: Obligation[ManualRule], case: Case) -> Outcome:
    lapsed = ""
    for confirmation in case.desk.confirmed:
        if confirmation.rule != obligation.id:
            continue
        lapsed = _lapsed(confirmation, case)
        if not lapsed:
            reason = f"confirmed by {confirmation.by} on {confirmation.on}"
            return obligation.outcome("met", reason, manual=True)
    why = f"a person decides: {obligation.rule.why}" + (f" ({lapsed})" if lapsed else "")
    return obligation.outcome("undetermined", why, manual=True)


def _lapsed(confirmation: Confirmation, case: Case) -> str:
    """Why a confirmation does not hold on the day of the check; empty if it does."""
    today = case.as_of or case.day
    told = f"the confirmation by {confirmation.by}"
    if today is None:
        return (
            f"{told} runs until {confirmation.until}, and no day to judge it by is known" if confirmation.until else ""
        )
    if today < confirmation.on:
        return f"{told} is of {confirmation.on}, later than {today}"
    if confirmation.until is not None and confirmation.until < today:
        return f"{told} ran out on {confirmation.until}"
    return ""
