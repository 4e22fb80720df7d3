"""The date that a page shows beside its headline, for a page whose metadata tell none: `3 mars 2024`, `2024年3月3日`.

It is evidence of the last trust, and read where it can mean one day only: of `03/04/2024` nobody can say which month
is meant. A day in a sentence is that of an event; a line of the page's own says little else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from compliance.article import Date, Text
from compliance.readers.dates import DateName
from compliance.readers.delivered import part

_LONGEST_LINE, _MOST_WORDS = 160, 14
_ABOVE, _BELOW = 3000, 5000
"""How many code points of the page around the headline may show its date."""
_EARLIEST = 1990
_LABEL = 40
"""How far before a date the word stands that says that it is of a change."""
_NO_LINES = frozenset(["figcaption", "caption", "li", "blockquote", "pre", "td", "th"])
_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_DAY = r"(?<![\d.:/])(?P<day>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_MONTH = r"(?P<name>[^\W\d_]{3,})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}(?:st|nd|rd|th|er|º|ª|°)?\.?\s?(?:de |of |d')?\s?{_MONTH}\.?,?\s(?:de |del |of )?{_YEAR}",
        rf"{_MONTH}\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"(?<!\d){_YEAR}\.?\s{_MONTH}\.?\s(?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}\s?(?:[-/.年]|년)\s?(?P<month>\d{{1,2}})\s?(?:[-/.月]|월)\s?(?P<day>\d{{1,2}})(?!\d)",
        rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.\s?{_YEAR}",
        rf"{_DAY}\.\s?(?P<month>\d{{1,2}})\.(?P<short>\d\d)(?![\d.:])",
        rf"{_DAY}[/-](?P<month>\d{{1,2}})[/-]{_YEAR}",
    )
)
_EITHER_ORDER = _FORMS[-1]
_LAST_MONTH = 12


class _Words(msgspec.Struct, frozen=True):
    """What `months.json` holds."""

    source: str
    months: tuple[str, ...]
    updated: str


class _Shown(NamedTuple):
    """A day that a line shows, and where in the line."""

    day: datetime
    start: int
    end: int
    changed: bool


def shown_dates(texts: Iterable[Text], headline: int) -> list[Date]:
    """The dates beside the headline, those beneath it first; `headline` is where it was delivered."""
    found = [date for text in texts for date in _near(text, headline)]
    return sorted(found, key=lambda date: date.text.whole().start < headline)


def _near(text: Text, headline: int) -> Iterator[Date]:
    for block in text.blocks:
        for line in _LINE.finditer(text.plain, block.start, block.end) if block.kind not in _NO_LINES else ():
            for shown in _dates(line[0]) if len(line[0]) <= _LONGEST_LINE else ():
                found = part(text, line.start() + shown.start, line.start() + shown.end)
                if headline - _ABOVE < found.whole().start < headline + _BELOW:
                    name: DateName = "updated" if shown.changed else "published"
                    yield Date(name, shown.day, msgspec.structs.replace(found, place="visible date"))


def _dates(line: str) -> Iterator[_Shown]:
    """The days that a line shows which says little else."""
    if not any(char.isdigit() for char in line) or len(_WORD.findall(line)) > _MOST_WORDS:
        return
    folded = line.casefold()
    if len(folded) != len(line):
        return
    at = 0
    while (found := _first(folded, at)) is not None:
        day = _day(found)
        if day is not None:
            label = _WORD.findall(folded, max(at, found.start() - _LABEL), found.start())
            yield _Shown(day, found.start(), found.end(), not _words().isdisjoint(label))
        at = found.end()


def _first(folded: str, at: int) -> re.Match[str] | None:
    matches = [found for found in (form.search(folded, at) for form in _FORMS) if found is not None]
    return min(matches, key=lambda found: found.start(), default=None)


def _day(found: re.Match[str]) -> datetime | None:
    """The day that is written; None for none, and where it may be either of two."""
    parts = found.groupdict()
    day = int(parts["day"])
    month = _months().get(parts["name"], 0) if parts.get("name") else int(parts["month"])
    if found.re is _EITHER_ORDER and month != day:
        if max(month, day) <= _LAST_MONTH:
            return None
        day, month = max(day, month), min(day, month)
    year = int(parts["year"]) if parts.get("year") else 2000 + int(parts["short"])
    try:
        return datetime(year, month, day, tzinfo=UTC) if year >= _EARLIEST else None
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _table() -> _Words:
    return msgspec.json.decode((Path(__file__).parent / "months.json").read_bytes(), type=_Words)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """The number of each month, by its names."""
    return {name: number for number, names in enumerate(_table().months, 1) for name in names.split()}


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    """What says that a date is that of a change."""
    return frozenset(_table().updated.split())
