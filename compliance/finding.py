"""What came of one obligation for one article, with its evidence.

An Outcome is complete and frozen at birth: nobody fills in its rule or level later.
A Finding is an Outcome that someone must look at; a Fault is something that could not be checked.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal, get_args

from msgspec import Struct

from compliance.article import Article, Span, Text

Level = Literal["must", "should", "may"]
"""How binding the terms make it: a condition, a request, a mere note."""

Severity = Literal["low", "medium", "high", "critical"]
"""How bad a violation is."""

LEVELS: tuple[Level, ...] = get_args(Level)
"""The most binding first."""

SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""The least bad first."""

Confidence = Literal["low", "medium", "high"]
"""How sure the check is of what it says."""

Status = Literal["met", "violated", "undetermined", "not_applicable", "waived"]


Standing = Literal["deciding", "shadow", "braked"]
"""Whether it bears on the verdict: in full; not at all, as its rule is on trial; or as a question to a person only,
as its rule suddenly fires everywhere."""


ALSO = "also in"
"""What the note of Evidence begins with that an original has too; the original follows."""


class Evidence(Struct, frozen=True):
    """A place in the article that decided an Outcome: `quote` is exactly what was delivered there."""

    span: Span
    quote: str
    note: str = ""
    """What the quote is, where that is not plain: `meta author`, `picture credit`, ..."""
    readable: str = ""
    """What a reader sees there, where markup or entities make the quote differ from it."""


class Excuse(Struct, frozen=True, kw_only=True):
    """Why a finding is waived."""

    by: Literal["waiver", "inline", "baseline", "revision"]
    """What excuses it: an entry of the desk's waivers, a comment in the article, the baseline, or that the article
    had it before it was changed."""
    status: Status
    """What it would be without: `violated` or `undetermined`."""
    reason: str
    owner: str = ""
    """Who answers for it."""
    expires: dt.date | None = None
    """The last day on which it holds."""


class Outcome(Struct, frozen=True, kw_only=True):
    """The result of one Rule for one Article."""

    rule: str
    """The rule's full id: `dcnf/byline`."""
    status: Status
    level: Level
    severity: Severity
    confidence: Confidence
    message: str
    """What the rule asks for, or complains of: the rule's own sentence."""
    reason: str
    """Why it has this status, of this article, in one clause."""
    evidence: tuple[Evidence, ...] = ()
    insert: Span | None = None
    """Where the missing thing would go: an empty Span."""
    clause: str = ""
    """The sentence of the terms that the rule enforces."""
    fix: str = ""
    """What to do about it."""
    manual: bool = False
    """No program can decide it: listed for a person, without bearing on the verdict."""
    standing: Standing = "deciding"
    excuse: Excuse | None = None
    """Why it is waived, where it is."""

    @property
    def is_finding(self) -> bool:
        """Whether someone must look at it."""
        return self.is_amiss and self.standing != "shadow"

    @property
    def is_amiss(self) -> bool:
        """Whether it is broken or cannot be known, whether or not that bears on anything."""
        return self.status == "violated" or (self.status == "undetermined" and not self.manual)

    @property
    def span(self) -> Span | None:
        """The first place to look at: the first evidence, else where to insert."""
        return self.evidence[0].span if self.evidence else self.insert


class Fault(Struct, frozen=True, kw_only=True):
    """Something that could not be checked, and why. A Report with a Fault never passes."""

    kind: Literal[
        "unreadable", "too-large", "too-deep", "empty", "undecodable", "binary", "invalid-record",
        "check-crashed", "crashed-worker", "timeout", "no-policy", "duplicate-id", "not-found", "missing-field",
    ]  # fmt: skip
    input: str
    """The article's id, or the path that could not be read."""
    reason: str
    """What went wrong: one line."""
    hint: str = ""
    """What to do about it."""
    rule: str = ""
    """The rule or check that crashed, if one did."""


def quote(article: Article, text: Text, start: int, end: int, note: str = "") -> Evidence:
    """Evidence for `text.plain[start:end]`, quoted as it was delivered."""
    return quote_span(article, text.span(start, end), text.plain[start:end], note)


def quote_span(article: Article, span: Span, readable: str = "", note: str = "") -> Evidence:
    """Evidence for a Span; `readable` is kept only where it differs from what was delivered."""
    delivered = article[span]
    return Evidence(span, delivered, note, "" if readable == delivered else readable)
