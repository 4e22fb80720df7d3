"""What came of checking: a Report per article, a Summary of many. Only here is a verdict decided."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from msgspec import Struct, structs

from compliance.article import Article
from compliance.difference import Comparison
from compliance.finding import Evidence, Fault, Outcome, Status
from compliance.ledger import Ledger

Verdict = Literal["pass", "review", "block"]

Weight = Literal["error", "warning", "note"]

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
    host: bool = False
    """Whether the outlet only carries it: the site is theirs, and the article credits another as its source."""
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
    source: str = ""
    """Whose the article says it is: the first outlet it declares, else its host; empty if it says neither."""
    published: dt.date | None = None
    """The day the article says it was published."""
    verdict: Verdict
    provenance: tuple[Provenance, ...] = ()
    outcomes: Ledger = Ledger.of(())
    comparison: Comparison | None = None
    """What came of laying it beside its original; None without one."""
    faults: tuple[Fault, ...] = ()

    @property
    def findings(self) -> tuple[Outcome, ...]:
        """The Outcomes that someone must look at."""
        return tuple([outcome for outcome in self.outcomes.unkept if outcome.is_finding])


class Checked(NamedTuple):
    """A Report with the Article it is about, which renderers need for lines and columns; None if it was unreadable."""

    report: Report
    article: Article | None
    file: str = ""
    """The input it was read from, where the article's id says more than that (`feed.jsonl#7`)."""


def judge(outcome: Outcome) -> Verdict:
    """What one Outcome makes of the article."""
    if outcome.manual or outcome.level == "may" or outcome.standing == "shadow":
        return "pass"
    if outcome.status == "violated":
        sure = outcome.confidence != "low" and outcome.standing != "braked"
        return "block" if outcome.level == "must" and sure else "review"
    if outcome.status == "undetermined" and outcome.level == "must":
        return "review"
    return "pass"


def weight(outcome: Outcome) -> Weight:
    """How a finding weighs, as most tools name it: what blocks is an error, what is merely noted a note."""
    if outcome.level == "may":
        return "note"
    return "error" if judge(outcome) == "block" else "warning"


def decide(outcomes: Iterable[Outcome], faults: Iterable[Fault]) -> Verdict:
    """The verdict over an article: the worst of its Outcomes, and never `pass` where there is a Fault."""
    ledger = outcomes if isinstance(outcomes, Ledger) else Ledger.of(outcomes)
    worst = max([VERDICTS.index(judge(each)) for each in ledger.unkept], default=0)
    return VERDICTS[max(worst, 1) if any(True for _ in faults) else worst]


def reconsidered(report: Report, outcomes: Iterable[Outcome]) -> Report:
    """The Report with these Outcomes in place of its own, and the verdict that follows from them."""
    outcomes = Ledger.of(outcomes)
    return structs.replace(report, outcomes=outcomes, verdict=decide(outcomes, report.faults))


class Summary(Struct, frozen=True, kw_only=True):
    """Counts over many Reports; `+` merges two."""

    articles: int = 0
    verdicts: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    """By status."""
    rules: dict[str, int] = {}
    """Findings by rule."""
    shadow: dict[str, int] = {}
    """What rules on trial would have found, by rule."""
    policies: dict[str, dict[str, int]] = {}
    """By policy, how many articles its own Outcomes alone would let pass, send to review, or block."""
    sources: dict[str, dict[str, int]] = {}
    """By whose the article says it is (empty: it does not say), the verdicts."""
    months: dict[str, dict[str, int]] = {}
    """By the month it says it was published in, as `2026-11` (empty: it does not say), the verdicts."""
    faults: int = 0
    fault_kinds: dict[str, int] = {}

    @classmethod
    def of(cls, *reports: Report) -> Summary:
        """The Summary of some Reports."""
        tally = Tally()
        for report in reports:
            tally.add(report)
        return tally.summary()

    @classmethod
    def total(cls, summaries: Iterable[Summary]) -> Summary:
        """The Summary of all that some Summaries are of."""
        totals: dict[str, Any] = {"articles": 0, "faults": 0}
        for summary in summaries:
            for name in cls.__struct_fields__:
                value = getattr(summary, name)
                totals[name] = totals[name] + value if isinstance(value, int) else _added(totals.get(name, {}), value)
        return cls(**{name: _sorted(value) for name, value in totals.items()})

    def __add__(self, other: Summary) -> Summary:
        return Summary.total((self, other))


class Tally:
    """A Summary in the making: Reports are added one by one, as they come."""

    def __init__(self) -> None:
        self._verdicts: Counter[str] = Counter()
        self._outcomes: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._shadow: Counter[str] = Counter()
        self._policies: Counter[tuple[str, str]] = Counter()
        self._sources: Counter[tuple[str, str]] = Counter()
        self._months: Counter[tuple[str, str]] = Counter()
        self._faults: Counter[str] = Counter()

    def add(self, report: Report) -> None:
        """Count one more."""
        self._verdicts[report.verdict] += 1
        self._outcomes.update(report.outcomes.tally(_status))
        self._rules.update(outcome.rule for outcome in report.findings)
        self._shadow.update(each.rule for each in report.outcomes.unkept if each.standing == "shadow" and each.is_amiss)
        self._policies.update(by_policy(report).items())
        self._sources[report.source, report.verdict] += 1
        self._months[f"{report.published:%Y-%m}" if report.published else "", report.verdict] += 1
        self._faults.update(fault.kind for fault in report.faults)

    def summary(self) -> Summary:
        """The Summary of those that were added so far."""
        return Summary(
            articles=self._verdicts.total(),
            verdicts=_sorted(self._verdicts),
            outcomes=_sorted(self._outcomes),
            rules=_sorted(self._rules),
            shadow=_sorted(self._shadow),
            policies=_grouped(self._policies),
            sources=_grouped(self._sources),
            months=_grouped(self._months),
            faults=self._faults.total(),
            fault_kinds=_sorted(self._faults),
        )


def by_policy(report: Report) -> dict[str, Verdict]:
    """What the Outcomes of each policy alone make of the article."""
    worst: dict[str, Verdict] = dict.fromkeys(sorted(report.outcomes.policies), "pass")
    for each in report.outcomes.unkept:
        policy = each.rule.partition("/")[0]
        worst[policy] = max(worst[policy], judge(each), key=VERDICTS.index)
    return worst


def _status(outcome: Outcome) -> Status:
    return outcome.status


def _grouped(pairs: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for (group, key), number in sorted(pairs.items()):
        counts.setdefault(group, {})[key] = number
    return counts


def _added(counts: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Add to counts, which may be counts of counts, and give them back."""
    for key, number in more.items():
        counts[key] = _added(counts.get(key, {}), number) if isinstance(number, dict) else counts.get(key, 0) + number
    return counts


def _sorted(value: Any) -> Any:
    return {key: _sorted(each) for key, each in sorted(value.items())} if isinstance(value, dict) else value
