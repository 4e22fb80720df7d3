"""What is read of an article in the table of Reports that a scan wrote, to look at the archive as a whole."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from compliance.finding import Status

_PERIODS = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


class Origin(Struct, frozen=True):
    """Whose copy a Report says that an article is."""

    policy: str
    recognised: bool


class Compared(Struct, frozen=True):
    """What a Report says of an article's original."""

    original: str
    words: int
    kept: int


class Judged(Struct, frozen=True):
    """What a Report says of one rule."""

    rule: str
    status: Status


class ReportRow(Struct, frozen=True):
    """What is read of a row of `reports`."""

    article: str
    published: str | None
    content: str
    provenance: tuple[Origin, ...]
    comparison: Compared | None

    @property
    def origins(self) -> frozenset[str]:
        """The policies whose copy it was recognised to be."""
        return frozenset(each.policy for each in self.provenance if each.recognised)

    def period(self, per: str) -> str | None:
        """The time it was published in; None when it does not say."""
        return dt.date.fromisoformat(self.published[:10]).strftime(_PERIODS[per]) if self.published else None


class JudgedRow(ReportRow, frozen=True):
    """The same, with what its rules came to."""

    outcomes: tuple[Judged, ...]
