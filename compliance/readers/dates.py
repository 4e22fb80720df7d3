"""Reading dates as feeds and pages write them: RFC 3339 and ISO 8601, and RFC 822."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Literal

from compliance.article import Date, Text

DateName = Literal["published", "updated", "embargoed", "expires", "original"]

_LONGEST = 64
_OFFSET = re.compile(r"\s+(?=[+-]\d\d:?\d\d$)")


def date(name: DateName, text: Text) -> Date:
    """A Date of the article; its value is None when the text is no date we can read."""
    return Date(name, parse(text.plain), text)


def parse(text: str) -> datetime | None:
    """The moment that a text names, always with a zone: without one, UTC is meant."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    value = _iso(text) or _rfc822(text)
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(_OFFSET.sub("", text))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
