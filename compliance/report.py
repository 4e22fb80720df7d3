"""What came of checking: a Report per article, a Summary of many. Only here is a verdict decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, NamedTuple

from msgspec import Struct

from compliance.article import Article
from compliance.finding import Evidence, Fault, Outcome

Verdict = Literal["pass", "review", "block"]

VERDICTS: tuple[Verdict, ...] = ("pass", "review", "block")
"""From best to worst."""


class Provenance(Struct, frozen=True, kw_only=True):
    """Whose copy the article seems to be, by the evidence of one policy's `detect`."""

    policy: str
    outlet: str
    recognised: bool
    """Whether the evidence is enough; if not, it is a hint that calls for a person."""
    doubtful: bool
    """Whether it is too much to pass over, and too little to be sure."""
    score: float
    """The combined weight of the evidence, from 0 to 1."""
    evidence: tuple[Evidence, ...]


class Report(Struct, frozen=True, kw_only=True):
    """Everything that was found out about one article: a ledger with one Outcome per obligation."""

    article: str
    form: str
    title: str
    content: str
    """SHA-256 of the article's fields as delivered."""
    plan: str
    """The digest of the Plan that judged it."""
    engine: str
    """The version of this program."""
    as_of: dt.date | None
    """The day whose terms were applied, as far as known."""
    verdict: Verdict
    provenance: tuple[Provenance, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def findings(self) -> tuple[Outcome, ...]:
        """The Outcomes that someone must look at."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_finding)


class Checked(NamedTuple):
    """A Report with the Article it is about, which renderers need for lines and columns; None if it was unreadable."""

    report: Report
    article: Article | None
    file: str = ""
    """The input it was read from, where the article's id says more than that (`feed.jsonl#7`)."""


def judge(outcome: Outcome) -> Verdict:
    """What one Outcome makes of the article."""
    if outcome.manual or outcome.level == "may":
        return "pass"
    if outcome.status == "violated":
        return "block" if outcome.level == "must" and outcome.confidence != "low" else "review"
    if outcome.status == "undetermined" and outcome.level == "must":
        return "review"
    return "pass"


def decide(outcomes: Iterable[Outcome], faults: Iterable[Fault]) -> Verdict:
    """The verdict over an article: the worst of its Outcomes, and never `pass` where there is a Fault."""
    worst = max((VERDICTS.index(judge(outcome)) for outcome in outcomes), default=0)
    return VERDICTS[max(worst, 1) if any(True for _ in faults) else worst]


class Summary(Struct, frozen=True, kw_only=True):
    """Counts over many Reports; `+` merges two."""

    articles: int = 0
    verdicts: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    """By status."""
    rules: dict[str, int] = {}
    """Findings by rule."""
    faults: int = 0

    @classmethod
    def of(cls, report: Report) -> Summary:
        """The Summary of one Report."""
        return cls(
            articles=1,
            verdicts={report.verdict: 1},
            outcomes=_count(outcome.status for outcome in report.outcomes),
            rules=_count(outcome.rule for outcome in report.findings),
            faults=len(report.faults),
        )

    def __add__(self, other: Summary) -> Summary:
        return Summary(
            articles=self.articles + other.articles,
            verdicts=_merge(self.verdicts, other.verdicts),
            outcomes=_merge(self.outcomes, other.outcomes),
            rules=_merge(self.rules, other.rules),
            faults=self.faults + other.faults,
        )


def _count(keys: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items()))


def _merge(left: dict[str, int], right: dict[str, int]) -> dict[str, int]:
    return {key: left.get(key, 0) + right.get(key, 0) for key in sorted({*left, *right})}
