"""Putting right what can be put right: each Repair is tried, proven, judged again, and kept only if it leads to `met`.

A Repair is written when the licensed text is what it was, character by character, the rule is met afterwards, and no
other obligation is worse off for it. What was tried and not written says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from compliance.article import INPUT, Article
from compliance.desk import NO_DESK, Desk
from compliance.finding import Fault, Outcome
from compliance.material import Material
from compliance.originals import Originals
from compliance.readers import holds_lines, read
from compliance.repair import Repair
from compliance.repairs import propose
from compliance.report import Checked, Report
from compliance.rewriting import Delivery, UnwritableError, amended
from compliance.scan import Scanner
from compliance.untouched import complaint

_WORSE = {"not_applicable": 0, "met": 0, "waived": 0, "undetermined": 1, "violated": 2}


class Left(Struct, frozen=True):
    """A finding that was not put right, and why."""

    outcome: Outcome
    why: str


class Fixed(Struct, frozen=True, kw_only=True):
    """What came of one article."""

    before: Report
    after: Report
    article: Article
    """As it is with its repairs."""
    repairs: tuple[Repair, ...] = ()
    """What was written, in order."""
    left: tuple[Left, ...] = ()


class _State(NamedTuple):
    """An input with one of its articles, and its Report."""

    data: bytes
    article: Article
    report: Report


class Fixer:
    """Repairs articles by what one Scanner says of them."""

    def __init__(
        self,
        scanner: Scanner,
        desk: Desk = NO_DESK,
        originals: Originals | None = None,
        *,
        everything: bool = False,
        mapping: Mapping[str, str] | None = None,
        writable: frozenset[str] | None = None,
        excused: Callable[[Checked], Checked] | None = None,
    ) -> None:
        """`everything`: also what changes words that stand there, such as a byline that names nobody, a copy's own
        headline, or the furniture of another house; else only what adds. `writable`: the fields that may be changed
        (`tags` for each of them, and new ones); None: all. `excused` marks what the desk has waived, which is left
        alone."""
        self._scanner = scanner
        self._desk = desk
        self._originals = originals
        self._everything = everything
        self.mapping = dict(mapping or {})
        self._writable = writable
        self._excused = excused
        self._obligations = {each.id: each for each in scanner.plan.obligations}

    def fix(self, data: bytes, name: str, article: Article, unread: Sequence[Fault] = ()) -> tuple[bytes, Fixed]:
        """The input with one of its articles repaired as far as that can be proven, and what was done to it.

        `unread` are the Faults met in reading the article.
        """
        state = self._judged(data, article, unread, name)
        before, repairs, settled = state.report, list[Repair](), False
        waived = frozenset(each.rule for each in before.outcomes if each.status == "waived")
        left: dict[str, Left] = {}
        while not settled:
            settled = True
            for outcome in self._amiss(state.report):
                if outcome.rule in waived:
                    left[outcome.rule] = Left(outcome, "it was waived for the text as it was: renew the waiver")
                    continue
                why: list[str] = []
                found = next(self._proven(state, outcome, name, why, unread), None)
                if found is None:
                    left[outcome.rule] = Left(outcome, _why(outcome, why))
                    continue
                repair, state = found
                repairs.append(repair)
                left, settled = {}, False
                break
        fixed = Fixed(
            before=before,
            after=state.report,
            article=state.article,
            repairs=tuple(repairs),
            left=tuple(left.values()),
        )
        return state.data, fixed

    def suggestions(self, checked: Checked) -> dict[str, Repair]:
        """For each finding the Repair that would put it right if it were the only one, by the rule's full id.

        Only for an article that is a file of its own: of others an editor has no place to put it.
        """
        report, article = checked.report, checked.article
        if article is None or INPUT not in article.fields:
            return {}
        return self.alternatives(article.fields[INPUT].encode(), checked.file or article.id, article, report)

    def alternatives(self, data: bytes, name: str, article: Article, report: Report) -> dict[str, Repair]:
        """The same for an article of any input, which is at hand with it."""
        state = _State(data, article, report)
        found = {each.rule: next(self._proven(state, each, name, []), None) for each in self._amiss(report)}
        return {rule: each[0] for rule, each in found.items() if each is not None}

    def _judged(self, data: bytes, article: Article, unread: Sequence[Fault], name: str) -> _State:
        report = self._scanner.scan(article, unread)
        if self._excused is not None:
            report = self._excused(Checked(report, article, name)).report
        return _State(data, article, report)

    def _proven(
        self, state: _State, outcome: Outcome, name: str, why: list[str], unread: Sequence[Fault] = ()
    ) -> Iterator[tuple[Repair, _State]]:
        """The Repairs that hold, each with what it makes of the input."""
        obligation = self._obligations[outcome.rule]
        unproven: list[str] = []
        for repair in propose(obligation, outcome, self._material(state.article), why):
            if not (repair.safe or self._everything):
                unproven.append(f"{repair.does}: it changes words that stand there, which `--all` does")
                continue
            if not self._may_write(repair):
                unproven.append(f"{repair.does}: it changes what is not to be written")
                continue
            try:
                after = self._applied(state, repair, name, unread)
            except UnwritableError as error:
                unproven.append(str(error))
                continue
            flaw = self._flaw(state, after, repair)
            if not flaw:
                yield repair, after
            unproven.append(f"{repair.does}: {flaw}")
        why.extend(unproven)

    def _may_write(self, repair: Repair) -> bool:
        fields = {edit.span.field.partition("/")[0] for edit in repair.edits}
        return self._writable is None or fields <= self._writable

    def _applied(self, state: _State, repair: Repair, name: str, unread: Sequence[Fault]) -> _State:
        """The input with a Repair, read and judged again. Raises UnwritableError."""
        data = amended(state.data, state.article, repair.edits, self.mapping)
        article = article_in(data, name, state.article.id, self.mapping)
        return self._judged(data, article, unread, name)

    def _flaw(self, before: _State, after: _State, repair: Repair) -> str:
        """What speaks against a Repair; empty if nothing does."""
        field = INPUT if INPUT in before.article.fields else "body"
        markup = self._material(before.article).markup(field)
        changed = complaint(before.article, after.article, repair, markup, self._scanner.plan.lexicon)
        if changed:
            return changed
        was = {each.rule: each for each in before.report.outcomes}
        for outcome in after.report.outcomes:
            if outcome.rule == repair.rule and outcome.status != "met":
                return f"it would still be {outcome.status.replace('_', ' ')}: {outcome.reason}"
            known = was.get(outcome.rule)
            if known is not None and known.status == "waived":
                continue  # a changed text revives what was waived, whatever was changed
            if _WORSE[outcome.status] > (_WORSE[known.status] if known is not None else 0):
                return f"`{outcome.rule}` would be {outcome.status}: {outcome.reason}"
        if repair.rule not in {each.rule for each in after.report.outcomes}:
            return "nothing would tell any more whose copy it is, so that its terms would not hold: credit them first"
        return "it could not be checked any more" if len(after.report.faults) > len(before.report.faults) else ""

    def _amiss(self, report: Report) -> list[Outcome]:
        """What a repair may be for: what is broken, and what is not there for all to see."""
        return [each for each in report.findings if not each.manual and each.rule in self._obligations]

    def _material(self, article: Article) -> Material:
        found = self._originals.find(article) if self._originals is not None else None
        original = found.original if found is not None and not found.doubt else None
        return Material(article, self._desk, self._scanner.plan.lexicon, original)


def fix_input(fixer: Fixer, name: str, data: bytes) -> tuple[bytes, list[Fixed | Fault]]:
    """An input with all of its articles repaired, and what came of each; lines of JSON are taken one by one."""
    delivery = Delivery(name, data)
    if holds_lines(delivery):
        lines = [_fix_articles(fixer, name, line) if line.strip() else (line, []) for line in data.splitlines(True)]
        return b"".join(line for line, _ in lines), [each for _, found in lines for each in found]
    return _fix_articles(fixer, name, data)


def _fix_articles(fixer: Fixer, name: str, data: bytes) -> tuple[bytes, list[Fixed | Fault]]:
    delivered = list(read(Delivery(name, data), fixer.mapping or None))
    faults = [each for each in delivered if isinstance(each, Fault)]
    found: list[Fixed | Fault] = [*faults]
    for article in (each for each in delivered if isinstance(each, Article)):
        data, fixed = fixer.fix(data, name, article, [each for each in faults if each.input == article.id])
        found.append(fixed)
    return data, found


def article_in(data: bytes, name: str, wanted: str, mapping: Mapping[str, str]) -> Article:
    """The article of that id in an input; the only one, whatever its id. Raises UnwritableError."""
    found = list(read(Delivery(name, data), dict(mapping) or None))
    articles = [each for each in found if isinstance(each, Article)]
    same = [each for each in articles if each.id == wanted] or (articles if len(articles) == 1 else [])
    if len(same) != 1:
        faults = [each.reason for each in found if isinstance(each, Fault)]
        raise UnwritableError(f"it could not be read again: {faults[0] if faults else 'the article was not found'}")
    return same[0]


def _why(outcome: Outcome, why: list[str]) -> str:
    """Why a finding is left: what is not known to be broken cannot be known to be mended."""
    if outcome.status == "undetermined":
        return f"not known to be broken: {outcome.reason}"
    return "; ".join(dict.fromkeys(why)) or "nothing is proposed for it"
