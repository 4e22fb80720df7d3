"""JSON: one versioned document over all articles. Its shape is a promise, written here and not a dump of internals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec
from msgspec import Struct

from compliance import __version__
from compliance.difference import Comparison, Kind
from compliance.ledger import Usual
from compliance.render import Setting
from compliance.render.outcome import EvidenceView, OutcomeView, constant, encoded, evidence, outcomes, varies
from compliance.render.place import Places
from compliance.report import Checked, Summary, Tally, Verdict

VERSION = 1
"""The shape's version; it changes when a key is removed or comes to mean something else."""


class ProvenanceView(Struct, frozen=True, kw_only=True):
    """Whose copy the article seems to be."""

    policy: str
    outlet: str
    recognised: bool
    doubtful: bool
    score: float
    evidence: tuple[EvidenceView, ...]


class OriginalEvidenceView(Struct, frozen=True, kw_only=True):
    """A place in the original: `quote` is exactly what was delivered there."""

    quote: str
    readable: str
    field: str
    start: int
    end: int
    line: int
    column: int


class DifferenceView(Struct, frozen=True, kw_only=True):
    """One difference between the article and its original; what is missing on a side is empty there."""

    kind: Kind
    spoken: bool
    """Whether it changes words in somebody's mouth."""
    copy: EvidenceView
    original: OriginalEvidenceView


class ComparisonView(Struct, frozen=True, kw_only=True):
    """What came of laying the article beside its original."""

    original: str
    address: str
    way: str
    """How the original was found."""
    doubt: str
    """What speaks for another one."""
    words: int
    """How many words the original has."""
    kept: int
    """How many of them the article has, where they stood."""
    differences: tuple[DifferenceView, ...]


class FaultView(Struct, frozen=True, kw_only=True):
    """Something that could not be checked."""

    kind: str
    input: str
    reason: str
    hint: str
    rule: str


class ReportView(Struct, frozen=True, kw_only=True):
    """One article's ledger: one outcome for each obligation it falls under."""

    version: int
    article: str
    form: str
    title: str
    verdict: Verdict
    content: str
    """SHA-256 of the article's fields as delivered."""
    plan: str
    """SHA-256 of the compiled policies that judged it."""
    engine: str
    as_of: str | None
    """The day whose terms were applied."""
    source: str
    """Whose the article says it is: the first outlet it declares, else its host; empty if it says neither."""
    published: str | None
    """The day the article says it was published."""
    line: int
    """The line of the input file at which it begins."""
    provenance: tuple[ProvenanceView, ...]
    outcomes: tuple[OutcomeView, ...]
    comparison: ComparisonView | None
    """The article beside its original; null without one."""
    findings: tuple[str, ...]
    """The rules that someone must look at."""
    manual: tuple[str, ...]
    """The obligations that no program can decide and that nobody has confirmed."""
    faults: tuple[FaultView, ...]


class Document(Struct, frozen=True, kw_only=True):
    """What `--format json` writes: every article's report, then the counts over all of them."""

    version: Literal[1]
    engine: str
    plan: str
    reports: tuple[ReportView, ...]
    summary: Summary


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """The document, one report a line."""
    tally = Tally()
    opening = _opening(setting)
    for checked in results:
        yield opening + written(checked)
        opening = ",\n"
        tally.add(checked.report)
    summary = tally.summary()
    yield ("" if summary.articles else opening) + '\n],"summary":' + encode(summary) + "}\n"


def written(checked: Checked) -> str:
    """A Report in the promised shape, with the lines and columns of its evidence, as JSON: what is usual was encoded
    once, for all articles."""
    return filled(shell(checked), checked).decode()


def filled(shell: ReportView, checked: Checked) -> bytes:
    """The same as bytes, of which all but the Outcomes is there."""
    ledger = checked.report.outcomes
    pieces = list(ledger.usual.once(filled, lambda: _usual_pieces(ledger.usual)))
    apart = ledger.apart(varies)
    pieces += [b""] * (max(apart, default=-1) + 1 - len(pieces))
    for number, piece in zip(apart, encoded(apart.values(), checked.article), strict=True):
        pieces[number] = piece
    return _with_outcomes(shell, filter(None, pieces))


def written_apart(checked: Checked) -> str:
    """A Report as JSON without the Outcomes that are the usual ones to the letter."""
    outcomes = encoded(checked.report.outcomes.apart(varies).values(), checked.article)
    return _with_outcomes(shell(checked), outcomes).decode()


def _with_outcomes(shell: ReportView, outcomes: Iterable[bytes]) -> bytes:
    whole = msgspec.structs.replace(shell, outcomes=msgspec.Raw(b"[" + b",".join(outcomes) + b"]"))
    return msgspec.json.encode(whole, order="deterministic")


def usual_outcomes(usual: Usual) -> tuple[OutcomeView, ...]:
    """The usual Outcomes that are the same to the letter for every article."""
    return outcomes((each for each in usual.outcomes if each is not None and not varies(each)), None)


def _usual_pieces(usual: Usual) -> list[bytes]:
    """The usual Outcomes as items of an array, by position; empty for those that each article has its own of."""
    return [constant(each) if each is not None and not varies(each) else b"" for each in usual.outcomes]


def shell(checked: Checked) -> ReportView:
    """A Report in the promised shape, but for its Outcomes."""
    report, article, _ = checked
    places = Places(article) if article is not None else None
    return ReportView(
        version=VERSION,
        article=clean(report.article),
        form=report.form,
        title=report.title,
        verdict=report.verdict,
        content=report.content,
        plan=report.plan,
        engine=report.engine,
        as_of=report.as_of.isoformat() if report.as_of else None,
        source=clean(report.source),
        published=report.published.isoformat() if report.published else None,
        line=article.line if article is not None else 1,
        provenance=tuple(
            ProvenanceView(
                policy=each.policy,
                outlet=each.outlet,
                recognised=each.recognised,
                doubtful=each.doubtful,
                score=each.score,
                evidence=evidence(each.evidence, places),
            )
            for each in report.provenance
        ),
        outcomes=(),
        comparison=_comparison(report.comparison, places) if report.comparison is not None else None,
        findings=tuple([outcome.rule for outcome in report.findings]),
        manual=tuple([each.rule for each in report.outcomes.unkept if each.manual and each.status == "undetermined"]),
        faults=tuple(
            FaultView(
                kind=each.kind, input=clean(each.input), reason=clean(each.reason), hint=each.hint, rule=each.rule
            )
            for each in report.faults
        ),
    )


def encode(value: Any) -> str:
    """Compact JSON whose bytes depend on the value alone."""
    return msgspec.json.encode(value, order="deterministic").decode()


def array(batches: Iterable[Iterable[Any]], opening: str = "", closing: str = "") -> Iterator[str]:
    """A JSON array, a chunk for each batch of its items; an item a line."""
    before = f"{opening}[\n"
    empty = True
    for batch in batches:
        lines = ",\n".join(encode(each) for each in batch)
        yield before + lines if lines else ""
        if lines:
            before, empty = ",\n", False
    yield (before if empty else "\n") + f"]{closing}\n"


def clean(name: str) -> str:
    """A file's name as text: bytes of it that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode()


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the document."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:newsroom-compliance:report",
        "title": "Report",
        "description": "What `compliance check --format json` writes; with `jsonl`, each line is one of `reports`.",
        **msgspec.json.schema(Document),
    }


def _opening(setting: Setting) -> str:
    return f'{{"version":{VERSION},"engine":{encode(__version__)},"plan":{encode(setting.plan)},"reports":[\n'


def _comparison(comparison: Comparison, places: Places | None) -> ComparisonView:
    return ComparisonView(
        original=clean(comparison.original),
        address=comparison.address,
        way=comparison.way,
        doubt=clean(comparison.doubt),
        words=comparison.words,
        kept=comparison.kept,
        differences=tuple(
            DifferenceView(
                kind=each.kind,
                spoken=each.spoken,
                copy=evidence([each.copy], places)[0],
                original=OriginalEvidenceView(
                    quote=each.original.quote,
                    readable=each.original.readable,
                    field=each.original.span.field,
                    start=each.original.span.start,
                    end=each.original.span.end,
                    line=each.line,
                    column=each.column,
                ),
            )
            for each in comparison.differences
        ),
    )
