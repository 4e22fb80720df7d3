"""Reading dates as feeds and pages write them: RFC 3339 and ISO 8601, and RFC 822."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from compliance.article import Date, Text

DateName = Literal["published", "updated", "embargoed", "expires", "original"]

_LONGEST = 64
_CLOCK = r"(?:[T,]?\s*(\d{1,2}):(\d\d)(?::(\d\d))?(?:\s*Uhr)?)?$"
_DOTTED = re.compile(rf"(\d{{1,2}})\.\s?(\d{{1,2}})\.\s?(\d{{4}}){_CLOCK}")
_UNPADDED = re.compile(rf"(\d{{4}})[-/](\d{{1,2}})[-/](\d{{1,2}}){_CLOCK}")
_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")


def date(name: DateName, text: Text) -> Date:
    """A Date of the article; its value is None when the text is no date we can read."""
    return Date(name, parse(text.plain), text)


def parse(text: str) -> datetime | None:
    """The moment that a text names, always with a zone: without one, UTC is meant."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    value = _iso(text) or _written(text) or _rfc822(text)
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_OFFSET.sub("", text))
    except ValueError:
        return None


def _written(text: str) -> datetime | None:
    """`10.12.2022, 07:00`, and ISO's order without its zeros: `2022-5-5 22:17:36`, `2022/12/10`."""
    found = _DOTTED.match(text)
    order = (3, 2, 1) if found is not None else (1, 2, 3)
    found = found or _UNPADDED.match(text)
    if found is None:
        return None
    try:
        return datetime(*(int(found[group]) for group in order), *(int(found[group] or 0) for group in (4, 5, 6)))  # type: ignore[arg-type]
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
