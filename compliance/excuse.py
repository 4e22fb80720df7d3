"""Reports → Reports: findings that the desk has waived, or has known since its baseline, are marked as waived.

Nothing leaves a Report: the Outcome stays, with its evidence and with who excused it. What no longer excuses
anything is itself a finding, at its place in the file of waivers or in the article.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from compliance import __version__
from compliance.article import INPUT, Article, Text
from compliance.baseline import Baseline
from compliance.finding import Evidence, Excuse, Outcome
from compliance.fingerprint import seal
from compliance.layout import count
from compliance.ledger import Ledger
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.render.place import relative
from compliance.report import Checked, Report, decide, reconsidered
from compliance.waiver import Comment, WaiverFile, Waivers, comments


class Excuses(Struct, frozen=True, kw_only=True):
    """All that a desk excuses."""

    waivers: WaiverFile | None = None
    baseline: Baseline | None = None
    before: Baseline | None = None
    """The findings that the articles had at an earlier revision."""
    revision: str = ""
    today: dt.date
    """The day on which a waiver must still hold."""
    root: str = ""
    """The folder that the articles' names start from."""


class Excuser:
    """Excuses Reports, and notes what became of each waiver."""

    def __init__(self, excuses: Excuses, plan: str) -> None:
        self._excuses = excuses
        self._plan = plan
        file = excuses.waivers
        self._granted = file.waivers if file is not None else Waivers()
        self._by_rule: dict[str, list[int]] = {}
        for index, waiver in enumerate(self._granted.waivers):
            self._by_rule.setdefault(waiver.rule, []).append(index)
        self._fate = [""] * len(self._granted.waivers)

    def over(self, results: Iterable[Checked]) -> Iterator[Checked]:
        """All Reports, excused, and one on the file of waivers if something is wrong with it."""
        for checked in results:
            yield self.excused(checked)
        yield from self.leftover()

    def excused(self, checked: Checked) -> Checked:
        """A Report with the findings marked that are excused. A Fault is never excused."""
        report, article, file = checked
        if article is None:
            return checked
        asked = list(comments(article)) if self._excuses.waivers is not None else []
        excused = [self._waived(each, article, report, asked) for each in report.outcomes]
        outcomes = self._known(reconsidered(report, excused), article)
        if asked:
            outcomes = (*outcomes, _comments_outcome(asked, self._granted, report, article))
        return Checked(reconsidered(report, outcomes), article, file)

    @property
    def fates(self) -> tuple[str, ...]:
        """What became of each waiver so far: nothing, `unused`, `changed` or `used`."""
        return tuple(self._fate)

    def add(self, fates: Iterable[str]) -> None:
        """Count in what became of the waivers over other Reports."""
        for index, fate in enumerate(fates):
            self._note(index, fate)

    def leftover(self) -> Iterator[Checked]:
        """A Report on the file of waivers, if some of it is expired, outdated or not needed."""
        file = self._excuses.waivers
        if file is None:
            return
        outcomes = tuple(self._fates(file))
        if not any(each.is_finding for each in outcomes):
            return
        digest = hashlib.sha256(file.text.encode()).hexdigest()
        text = Text(file.text, INPUT)
        article = Article(
            id=file.path, form="text", fields={INPUT: file.text}, carries=frozenset(), body=text, digest=digest
        )
        report = Report(
            article=file.path,
            form="waivers",
            title="",
            content=digest,
            plan=self._plan,
            engine=__version__,
            as_of=self._excuses.today,
            verdict=decide(outcomes, ()),
            outcomes=Ledger.of(outcomes),
        )
        yield Checked(report, article)

    def _waived(self, outcome: Outcome, article: Article, report: Report, asked: list[Comment]) -> Outcome:
        indices = self._by_rule.get(outcome.rule, ())
        if indices:
            outcome = self._by_file(outcome, article, report, indices)
        if not outcome.is_finding:
            return outcome
        for comment in asked:
            if comment.rule == outcome.rule and comment.is_whole and _allowed(comment.rule, self._granted):
                return _excused(outcome, Excuse(by="inline", status=outcome.status, reason=comment.reason))
        return outcome

    def _by_file(self, outcome: Outcome, article: Article, report: Report, indices: Iterable[int]) -> Outcome:
        names = self._names(article, report)
        about = [index for index in indices if self._granted.waivers[index].names(names)]
        if not about:
            return outcome
        own = seal(outcome, article) if outcome.is_finding else ""
        for index in about:
            waiver = self._granted.waivers[index]
            if waiver.evidence != own:
                self._note(index, "changed" if own else "unused")
                continue
            self._note(index, "used")
            if self._excuses.today <= waiver.expires and outcome.is_finding:
                excuse = Excuse(
                    by="waiver",
                    status=outcome.status,
                    reason=waiver.reason,
                    owner=waiver.owner,
                    expires=waiver.expires,
                )
                outcome = _excused(outcome, excuse)
        return outcome

    def _names(self, article: Article, report: Report) -> tuple[str, ...]:
        addresses = (each.plain for each in (article.url, article.canonical) if each is not None)
        return (report.article, relative(report.article, self._excuses.root), *addresses)

    def _note(self, index: int, fate: str) -> None:
        """What became of a waiver; the best of it counts, where it is about several articles."""
        order = ("", "unused", "changed", "used")
        self._fate[index] = max(self._fate[index], fate, key=order.index)

    def _known(self, report: Report, article: Article) -> tuple[Outcome, ...]:
        """The Outcomes, those marked that the baseline or the earlier revision has."""
        outcomes = tuple(report.outcomes)
        for baseline, by in ((self._excuses.baseline, "baseline"), (self._excuses.before, "revision")):
            if baseline is None or not report.findings:
                continue
            known = baseline.known(reconsidered(report, outcomes), article)
            reason = "in the baseline" if by == "baseline" else f"there at {self._excuses.revision} already"
            outcomes = tuple(
                _excused(each, Excuse(by=by, status=each.status, reason=reason))  # type: ignore[arg-type]
                if each.rule in known and each.is_finding
                else each
                for each in outcomes
            )
        return outcomes

    def _fates(self, file: WaiverFile) -> Iterator[Outcome]:
        """One Outcome on each way in which a waiver can have outlived its use."""
        expired = {index for index, each in enumerate(self._granted.waivers) if each.expires < self._excuses.today}
        fates = {
            "expired": expired,
            "changed": {index for index, fate in enumerate(self._fate) if fate == "changed"} - expired,
            "unused": {index for index, fate in enumerate(self._fate) if fate == "unused"} - expired,
        }
        for name, indices in fates.items():
            pieces = [self._piece(file, index) for index in sorted(indices)]
            words = f"{count(len(pieces), 'waiver')} {_FATES[name]}"
            yield _OBLIGATIONS[name].violated(words, pieces) if pieces else _OBLIGATIONS[name].met("all of them are")

    def _piece(self, file: WaiverFile, index: int) -> Evidence:
        waiver, span = self._granted.waivers[index], file.spans[index]
        note = f"{waiver.article}, until {waiver.expires}, by {waiver.owner}"
        return Evidence(span, file.text[span.start : span.end], note)


_FATES = {
    "expired": "past the last day",
    "changed": "granted for evidence that is not there any more; its finding counts again",
    "unused": "for a rule that the article does not break",
}


def _obligation(name: str, message: str, fix: str) -> Obligation[Any]:
    return Obligation(f"waivers/{name}", Rule(id=name, check="waivers", level="should", message=message, fix=fix))


_OBLIGATIONS = {
    "expired": _obligation("expired", "every waiver is still valid", "renew it with a new date, or remove it"),
    "changed": _obligation(
        "changed", "every waiver fits the text it was granted for", "look at the text anew, and renew or remove it"
    ),
    "unused": _obligation("unused", "every waiver is needed", "remove it"),
}
_INLINE = _obligation(
    "inline",
    "every comment that asks for a waiver may do so, gives a reason, and is needed",
    "remove it, or have the desk list the rule under `inline` in its waivers",
)


def _excused(outcome: Outcome, excuse: Excuse) -> Outcome:
    return replace(outcome, status="waived", excuse=excuse)


def _allowed(rule: str, granted: Waivers) -> bool:
    return any(rule == each or fnmatchcase(rule, each) for each in granted.inline)


def _comments_outcome(asked: Iterable[Comment], granted: Waivers, report: Report, article: Article) -> Outcome:
    """One Outcome on the comments of an article: each must be allowed, whole, and needed."""
    findings = {each.rule for each in report.findings}
    wrong = []
    for comment in asked:
        problem = (
            "no rule and reason are given"
            if not comment.is_whole
            else "the desk does not allow it"
            if not _allowed(comment.rule, granted)
            else "there is nothing to waive"
            if comment.rule not in findings
            else ""
        )
        if problem:
            wrong.append(Evidence(comment.span, article[comment.span], problem))
    return (
        _INLINE.violated(f"{count(len(wrong), 'comment')} without effect", wrong)
        if wrong
        else _INLINE.met("all of them are", [Evidence(each.span, article[each.span]) for each in asked])
    )
