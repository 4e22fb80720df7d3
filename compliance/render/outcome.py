"""One obligation's Outcome as JSON. Its shape is a promise, written here and not a dump of internals."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal

import msgspec
from msgspec import Struct

from compliance.article import Article
from compliance.finding import Confidence, Evidence, Excuse, Level, Outcome, Severity, Standing, Status
from compliance.fingerprint import fingerprint, seal
from compliance.render.place import Place, Places


class EvidenceView(Struct, frozen=True, kw_only=True):
    """A place in the article that decided something: `quote` is exactly what was delivered there."""

    quote: str
    readable: str
    """What a reader sees there, where markup makes the quote differ from it."""
    note: str
    field: str
    """`input`: offsets, lines and columns are the file's; else those of the record's field of that name."""
    start: int
    end: int
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class ExcuseView(Struct, frozen=True, kw_only=True):
    """Why a finding is waived: `status` is what it would be without."""

    by: Literal["waiver", "inline", "baseline", "revision"]
    status: Status
    reason: str
    owner: str
    expires: str | None


class OutcomeView(Struct, frozen=True, kw_only=True):
    """The result of one obligation, kept ones included."""

    rule: str
    status: Status
    level: Level
    severity: Severity
    confidence: Confidence
    message: str
    reason: str
    clause: str
    fix: str
    manual: bool
    evidence: tuple[EvidenceView, ...]
    insert: Place | None
    """Where a missing thing would go."""
    standing: Standing
    excuse: ExcuseView | None
    fingerprint: str
    """Names a finding among those of its article by its content; empty for what is none."""
    seal: str
    """What a waiver of the finding names as its `evidence`; empty for what is none."""


def outcomes(outcomes: Iterable[Outcome], article: Article | None) -> tuple[OutcomeView, ...]:
    """Outcomes of one article in the promised shape, with lines and columns; None for what is no article's."""
    places = Places(article) if article is not None else None
    return tuple([_view(each, article, places) for each in outcomes])


def encoded(outcomes: Iterable[Outcome], article: Article | None) -> list[bytes]:
    """The same, each as JSON."""
    places = Places(article) if article is not None else None
    return [_varied(each, article, places) if varies(each) else _plain(each) for each in outcomes]


@lru_cache(maxsize=32_768)
def constant(outcome: Outcome) -> bytes:
    """An Outcome that does not vary as JSON; kept, as it stands in many situations."""
    return _plain(outcome)


def varies(outcome: Outcome) -> bool:
    """Whether an Outcome is written differently for each article: with places, or what it is known by."""
    if outcome.evidence or outcome.insert is not None or outcome.excuse is not None:
        return True
    return outcome.status not in ("met", "not_applicable") and _is_told(outcome)


def evidence(pieces: Iterable[Evidence], places: Places | None) -> tuple[EvidenceView, ...]:
    """Pieces of evidence in the promised shape."""
    return tuple([_piece(each, places) for each in pieces])


def _piece(piece: Evidence, places: Places | None) -> EvidenceView:
    span = piece.span
    at = places[span] if places is not None else None
    return EvidenceView(
        quote=piece.quote,
        readable=piece.readable,
        note=piece.note,
        field=span.field,
        start=span.start,
        end=span.end,
        line=at.line if at is not None else None,
        column=at.column if at is not None else None,
        end_line=at.end_line if at is not None else None,
        end_column=at.end_column if at is not None else None,
    )


def _view(outcome: Outcome, article: Article | None, places: Places | None) -> OutcomeView:
    known_by = _identity(outcome, article) if article is not None and _is_told(outcome) else _NO_IDENTITY
    return OutcomeView(
        rule=outcome.rule,
        status=outcome.status,
        level=outcome.level,
        severity=outcome.severity,
        confidence=outcome.confidence,
        message=outcome.message,
        reason=outcome.reason,
        clause=outcome.clause,
        fix=outcome.fix,
        manual=outcome.manual,
        evidence=evidence(outcome.evidence, places),
        insert=places[outcome.insert] if places is not None and outcome.insert is not None else None,
        standing=outcome.standing,
        excuse=_excuse(outcome.excuse) if outcome.excuse is not None else None,
        **known_by,
    )


def _varied(outcome: Outcome, article: Article | None, places: Places | None) -> bytes:
    return msgspec.json.encode(_view(outcome, article, places), order="deterministic")


_FIXED = ("rule", "status", "level", "severity", "confidence", "message", "clause", "fix", "manual", "standing")
"""What an Outcome that does not vary says besides its reason."""
_fixed = attrgetter(*_FIXED)


def _plain(outcome: Outcome) -> bytes:
    """An Outcome that does not vary: all but its reason is written once, for every article."""
    before, after = _around_reason(_fixed(outcome))
    return before + msgspec.json.encode(outcome.reason) + after


@lru_cache(maxsize=8192)
def _around_reason(fixed: tuple[Any, ...]) -> tuple[bytes, bytes]:
    """What stands before and after the reason of an Outcome that says this besides."""
    whole = _varied(Outcome(reason="", **dict(zip(_FIXED, fixed, strict=True))), None, None)
    before, key, after = whole.partition(b'"reason":""')
    return before + key.removesuffix(b'""'), after


_NO_IDENTITY = {"fingerprint": "", "seal": ""}


def _is_told(outcome: Outcome) -> bool:
    """Whether it is a finding, or would be if it were not waived or on trial."""
    return outcome.is_amiss or outcome.status == "waived"


def _identity(outcome: Outcome, article: Article) -> dict[str, str]:
    known_by = fingerprint(outcome, article)
    return {"fingerprint": known_by, "seal": known_by if outcome.evidence else seal(outcome, article)}


def _excuse(excuse: Excuse) -> ExcuseView:
    expires = excuse.expires.isoformat() if excuse.expires else None
    return ExcuseView(by=excuse.by, status=excuse.status, reason=excuse.reason, owner=excuse.owner, expires=expires)
