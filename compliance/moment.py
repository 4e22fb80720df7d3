"""When something was or is, as far as an article says, and whether that is before or after something else."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from compliance.article import Article, Date
from compliance.finding import Evidence, quote


class Moment(NamedTuple):
    """When something was or is, as far as known: a date without a time is the whole of its day (UTC)."""

    earliest: dt.datetime
    latest: dt.datetime
    shown: str
    evidence: tuple[Evidence, ...] = ()

    def later(self, days: int) -> Moment:
        """The same, so many days later. Raises OverflowError beyond the calendar."""
        shift = dt.timedelta(days)
        shown = f"{self.shown} and {days} days" if days else self.shown
        return Moment(self.earliest + shift, self.latest + shift, shown, self.evidence)


class Answer(NamedTuple):
    """Whether a limit is kept, and why."""

    status: Literal["met", "violated", "undetermined", "not_applicable"]
    reason: str
    evidence: tuple[Evidence, ...] = ()


def held(kind: str, judged: Moment, bound: Moment) -> Answer:
    """One moment held against another."""
    evidence = judged.evidence + bound.evidence
    if kind == "not_before":
        kept, broken = judged.earliest >= bound.earliest, judged.latest < bound.earliest
    else:
        kept, broken = judged.latest <= bound.latest, judged.earliest > bound.latest
    if kept:
        relation = "not before" if kind == "not_before" else "not after"
        return Answer("met", f"{judged.shown} is {relation} {bound.shown}", evidence)
    if broken:
        relation = "before" if kind == "not_before" else "after"
        return Answer("violated", f"{judged.shown} is {relation} {bound.shown}", evidence)
    return Answer("undetermined", f"only the time of day tells whether {judged.shown} keeps {bound.shown}", evidence)


def moment_of(name: str, article: Article, as_of: dt.date | None) -> Moment | Answer:
    """A date of the article, or the day of the check; an undetermined answer if it is not known."""
    if name == "now":
        if as_of is None:
            return Answer("undetermined", "the day of the check is not known: give it with `--as-of`")
        return whole_day(as_of, f"now ({as_of})")
    date = article.date(name)
    if date is None:
        return Answer("undetermined", absent(name, article))
    evidence = (quote(article, date.text, 0, len(date.text.plain), name),)
    if date.value is None:
        return Answer("undetermined", f"`{name}` is no date that can be read: `{date.text.plain[:80]}`", evidence)
    shown = f"`{name}` ({date.text.plain[:80]})"
    if is_day(date):
        return whole_day(date.value.date(), shown)._replace(evidence=evidence)
    value = date.value if date.value.tzinfo else date.value.replace(tzinfo=dt.UTC)
    return Moment(value, value, shown, evidence)


def absent(name: str, article: Article) -> str:
    """How to say that it has no such date."""
    who = "the article carries" if article.can_carry("dates") else f"{article.form_name} can carry"
    return f"{who} no date `{name}`"


def is_day(date: Date) -> bool:
    """Whether a date was written without a time of day."""
    midnight = date.value is not None and date.value.time() == dt.time()
    return midnight and ":" not in date.text.plain and "T" not in date.text.plain


def whole_day(day: dt.date, shown: str) -> Moment:
    """The Moment that is the whole of a day (UTC)."""
    return Moment(dt.datetime.combine(day, dt.time.min, dt.UTC), dt.datetime.combine(day, dt.time.max, dt.UTC), shown)
