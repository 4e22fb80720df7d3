"""Are embargo, window and expiry kept, as of the article's own date?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Literal

from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.moment import Answer, Moment, absent, held, moment_of
from compliance.obligation import Obligation
from compliance.policy import Rule


class Dates(Rule, frozen=True, kw_only=True):
    """Are embargo, window and expiry kept, as of the article's own date?"""

    check: Literal["dates"] = "dates"
    date: Literal["published", "updated", "now"] = "published"
    """The date that is judged; `now` is the day given with `--as-of`."""
    not_before: Literal["", "embargoed", "original", "published", "expires"] = ""
    """The date before which it must not lie (`embargoed`)."""
    not_after: Literal["", "embargoed", "original", "published", "expires"] = ""
    """The date after which it must not lie (`original` with `days: 90`; `expires`)."""
    days: int = 0
    """Days to add to that other date."""
    missing: Literal["not_applicable", "undetermined", "violated"] = "undetermined"
    """What it means that the article does not carry the other date."""


RULE = Dates

_MOST_DAYS = 36_500


def complain(rule: Dates) -> Iterable[Complaint]:
    """No limit at all, or one that says nothing."""
    if not rule.not_before and not rule.not_after:
        yield "date", "no limit is given", "name a date under `not_before` or `not_after`"
    for field in ("not_before", "not_after"):
        if getattr(rule, field) == rule.date:
            yield field, f"`{rule.date}` is compared with itself", "name another date"
    if abs(rule.days) > _MOST_DAYS:
        yield "days", f"`{rule.days}` days are more than a century", f"write at most {_MOST_DAYS}"


def patterns(obligation: Obligation[Dates], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: dates are read by the readers."""
    return ()


def judge(obligations: Sequence[Obligation[Dates]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


def watch(obligations: Sequence[Obligation[Dates]]) -> _Watch:
    """What tells which limits an article carries."""
    return _Watch(obligations)


def quiet(obligation: Obligation[Dates], case: Case) -> Outcome | None:
    """What a rule comes to on an article that carries none of its limits, where that is not a violation."""
    rule, article = obligation.rule, case.article
    stated = any(article.date(limit) is not None for limit in (rule.not_before, rule.not_after) if limit)
    return _judge(obligation, case) if not stated and rule.missing != "violated" else None


class _Watch:
    """The dates that some rule takes for a limit."""

    def __init__(self, obligations: Sequence[Obligation[Dates]]) -> None:
        self._limits = frozenset(limit for each in obligations for limit in (each.rule.not_before, each.rule.not_after))

    def situation(self, case: Case) -> Hashable:
        """The limits that are there, and the form, which says what a lack of dates means."""
        article = case.article
        return (
            self._limits.intersection([date.name for date in article.dates]),
            article.form,
            article.can_carry("dates"),
        )

    def stirred(self, case: Case) -> Iterable[Obligation[Dates]]:
        """None besides."""
        return ()


_WORST_FIRST = ("violated", "undetermined", "met", "not_applicable")


def _judge(obligation: Obligation[Dates], case: Case) -> Outcome:
    rule = obligation.rule
    judged = moment_of(rule.date, case.article, case.as_of)
    answers = [
        _compare(rule, kind, judged, limit, case)
        for kind, limit in (("not_before", rule.not_before), ("not_after", rule.not_after))
        if limit
    ]
    status = min((answer.status for answer in answers), key=_WORST_FIRST.index)
    decisive = [answer for answer in answers if answer.status == status]
    evidence = dict.fromkeys(each for answer in decisive for each in answer.evidence)
    insert = case.article.place("head") if status == "violated" and not evidence else None
    return obligation.outcome(status, "; ".join(answer.reason for answer in decisive), evidence, insert)


def _compare(rule: Dates, kind: str, judged: Moment | Answer, limit: str, case: Case) -> Answer:
    """One limit held against the date that is judged."""
    if case.article.date(limit) is None:
        return Answer(rule.missing, absent(limit, case.article))
    if isinstance(judged, Answer):
        return judged
    bound = moment_of(limit, case.article, case.as_of)
    if isinstance(bound, Answer):
        return bound
    try:
        bound = bound.later(rule.days)
    except OverflowError:
        return Answer("undetermined", f"`{limit}` and {rule.days} days lie beyond the calendar", bound.evidence)
    return held(kind, judged, bound)
