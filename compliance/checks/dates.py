"""Are embargo, window and expiry kept, as of the article's own date?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from compliance.article import Date
from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
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


class _Moment(NamedTuple):
    """When something was or is, as far as known: a date without a time is the whole of its day (UTC)."""

    earliest: dt.datetime
    latest: dt.datetime
    shown: str
    evidence: tuple[Evidence, ...] = ()

    def later(self, days: int) -> _Moment:
        """The same, so many days later. Raises OverflowError beyond the calendar."""
        shift = dt.timedelta(days)
        shown = f"{self.shown} and {days} days" if days else self.shown
        return _Moment(self.earliest + shift, self.latest + shift, shown, self.evidence)


class _Answer(NamedTuple):
    status: Literal["met", "violated", "undetermined", "not_applicable"]
    reason: str
    evidence: tuple[Evidence, ...] = ()


_WORST_FIRST = ("violated", "undetermined", "met", "not_applicable")


def _judge(obligation: Obligation[Dates], case: Case) -> Outcome:
    rule = obligation.rule
    judged = _moment(rule.date, case)
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


def _compare(rule: Dates, kind: str, judged: _Moment | _Answer, limit: str, case: Case) -> _Answer:
    """One limit held against the date that is judged."""
    if case.article.date(limit) is None:
        return _Answer(rule.missing, _absent(limit, case))
    if isinstance(judged, _Answer):
        return judged
    bound = _moment(limit, case)
    if isinstance(bound, _Answer):
        return bound
    try:
        bound = bound.later(rule.days)
    except OverflowError:
        return _Answer("undetermined", f"`{limit}` and {rule.days} days lie beyond the calendar", bound.evidence)
    return _held(kind, judged, bound)


def _held(kind: str, judged: _Moment, bound: _Moment) -> _Answer:
    """One moment held against another."""
    evidence = judged.evidence + bound.evidence
    if kind == "not_before":
        kept, broken = judged.earliest >= bound.earliest, judged.latest < bound.earliest
    else:
        kept, broken = judged.latest <= bound.latest, judged.earliest > bound.latest
    if kept:
        relation = "not before" if kind == "not_before" else "not after"
        return _Answer("met", f"{judged.shown} is {relation} {bound.shown}", evidence)
    if broken:
        relation = "before" if kind == "not_before" else "after"
        return _Answer("violated", f"{judged.shown} is {relation} {bound.shown}", evidence)
    return _Answer("undetermined", f"only the time of day tells whether {judged.shown} keeps {bound.shown}", evidence)


def _moment(name: str, case: Case) -> _Moment | _Answer:
    """A date of the article, or the day of the check; an undetermined answer if it is not known."""
    if name == "now":
        if case.as_of is None:
            return _Answer("undetermined", "the day of the check is not known: give it with `--as-of`")
        return _day(case.as_of, f"now ({case.as_of})")
    date = case.article.date(name)
    if date is None:
        return _Answer("undetermined", _absent(name, case))
    evidence = (case.quote(date.text, 0, len(date.text.plain), name),)
    if date.value is None:
        return _Answer("undetermined", f"`{name}` is no date that can be read: `{date.text.plain[:80]}`", evidence)
    shown = f"`{name}` ({date.text.plain[:80]})"
    if _is_day(date):
        return _day(date.value.date(), shown)._replace(evidence=evidence)
    value = date.value if date.value.tzinfo else date.value.replace(tzinfo=dt.UTC)
    return _Moment(value, value, shown, evidence)


def _absent(name: str, case: Case) -> str:
    who = "the article carries" if case.article.can_carry("dates") else f"{case.article.form_name} can carry"
    return f"{who} no date `{name}`"


def _is_day(date: Date) -> bool:
    """Whether a date was written without a time of day."""
    midnight = date.value is not None and date.value.time() == dt.time()
    return midnight and ":" not in date.text.plain and "T" not in date.text.plain


def _day(day: dt.date, shown: str) -> _Moment:
    return _Moment(dt.datetime.combine(day, dt.time.min, dt.UTC), dt.datetime.combine(day, dt.time.max, dt.UTC), shown)
