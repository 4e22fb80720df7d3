"""For people: what became of each article, why, where to look, what the terms say, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from compliance.article import Span
from compliance.finding import LEVELS, SEVERITIES, Evidence, Fault, Outcome
from compliance.fingerprint import seal
from compliance.layout import BOLD, CYAN, DIM, GREEN, RED, YELLOW, clean, count, hang, paint, quoted, sentence
from compliance.render import Setting
from compliance.render.diff import lines as comparison_lines
from compliance.render.place import Places
from compliance.render.words import told_why
from compliance.report import VERDICTS, Checked, Provenance, Report

MOST_SHOWN = 5
"""How many places of one finding are listed; of the rest, their number."""

MARGIN, GUTTER = "    ", 9
HEAD = 13
_COLORS = {"block": RED, "review": YELLOW, "pass": GREEN, "not checked": RED}

# Each Outcome belongs to one of these groups, in the order in which they are shown and counted.
GROUPS: dict[str, tuple[str, str, str]] = {
    "violated": ("✗", RED, "Violated"),
    "undetermined": ("?", YELLOW, "Undetermined"),
    "noted": ("•", CYAN, "Noted, without bearing on the verdict"),
    "in shadow": ("◦", DIM, "In shadow: on trial, and without bearing on the verdict"),
    "waived": ("~", CYAN, "Waived"),
    "known": ("~", DIM, "Known already"),
    "met": ("✓", GREEN, "Met"),
    "not applicable": ("–", DIM, "Does not apply"),
    "for a person": ("☐", CYAN, "For a person: no program can decide these"),
}
_IN_FULL = ("violated", "undetermined", "noted")
_VERBOSE = ("known", "met", "not applicable")
_COUNTED_IF_ANY = ("in shadow", "known")


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """A paragraph for each article, then one with all counts."""
    verdicts: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    faults = 0
    for checked in results:
        report = checked.report
        verdicts[_verdict(report)] += 1
        groups.update(group(outcome) for outcome in report.outcomes)
        faults += len(report.faults)
        shown = not setting.quiet or report.verdict != "pass"
        yield "\n".join(_Page(checked, setting).lines()) + "\n\n" if shown else ""
    yield "\n".join(_summary(verdicts, groups, faults, setting)) + "\n"


def group(outcome: Outcome) -> str:
    """The group that an Outcome is shown and counted in."""
    if outcome.excuse is not None and outcome.excuse.by in ("baseline", "revision"):
        return "known"
    if outcome.standing == "shadow" and outcome.is_amiss:
        return "in shadow"
    if outcome.manual and outcome.status == "undetermined":
        return "for a person"
    if outcome.status == "violated" and outcome.level == "may":
        return "noted"
    return outcome.status.replace("_", " ")


def _verdict(report: Report) -> str:
    """The verdict; an input of which nothing at all could be checked has none worth the name."""
    return "not checked" if report.faults and not report.outcomes else report.verdict


class _Page:
    """What is said of one article."""

    def __init__(self, checked: Checked, setting: Setting) -> None:
        self.report, self.article, _ = checked
        self.setting = setting
        self.places = Places(self.article) if self.article is not None else None

    def lines(self) -> Iterator[str]:
        yield from self._head()
        grouped: dict[str, list[Outcome]] = {name: [] for name in GROUPS}
        for outcome in self.report.outcomes:
            grouped[group(outcome)].append(outcome)
        for name, outcomes in grouped.items():
            if outcomes and (self.setting.verbose or name not in _VERBOSE):
                yield from ("", "  " + self._paint(GROUPS[name][2], BOLD))
                yield from self._in_full(name, outcomes) if name in _IN_FULL else self._compact(name, outcomes)
        if self.report.comparison is not None:
            yield ""
            yield from comparison_lines(self.report.comparison, self.setting, self._position)
        if self.report.faults:
            yield from ("", "  " + self._paint("Could not be checked", BOLD))
            for fault in self.report.faults:
                yield from self._fault(fault)

    def _head(self) -> Iterator[str]:
        verdict = _verdict(self.report)
        line = f", line {self.article.line}" if self.article is not None and self.article.line > 1 else ""
        label = self._paint(f"{verdict.upper():<{HEAD}}", BOLD, _COLORS[verdict])
        name = "standard input" if self.report.article == "-" else clean(self.report.article)
        yield label + self._paint(name + line, BOLD)
        indent = " " * HEAD
        if self.report.title:
            yield indent + quoted(self.report.title, self.setting.width - HEAD)
        for origin in self.report.provenance:
            yield indent + self._origin(origin)
        if self.article is not None and not self.report.provenance:
            yield indent + self._paint("not recognised as any outlet’s copy", DIM)

    def _origin(self, origin: Provenance) -> str:
        sure = "copy" if origin.recognised else "perhaps copy" if origin.doubtful else "traces"
        words = f"{sure} of {origin.outlet}"
        if not origin.evidence:
            return clean(words)
        start = f"{clean(words)}, by "
        return start + self._quote(origin.evidence[0], self.setting.width - HEAD - len(start))[0]

    def _in_full(self, name: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
        symbol, color, _ = GROUPS[name]
        for outcome in sorted(outcomes, key=_gravity):
            yield ""
            weight = f"{outcome.level}, {outcome.severity}"
            weight += ", unsure" if outcome.confidence == "low" else ""
            weight += ", braked" if outcome.standing == "braked" else ""
            yield f"  {self._paint(symbol, color)} {self._paint(outcome.rule, BOLD)}  {self._paint(weight, DIM)}"
            yield from self._said("asked", sentence(outcome.message))
            yield from self._said("why", sentence(outcome.reason))
            yield from self._where(outcome)
            yield from self._said("terms", f"“{outcome.clause.strip()}”" if outcome.clause else "")
            yield from self._said("to do", sentence(outcome.fix))
            if self.setting.verbose and self.article is not None:
                yield from self._said("seal", f"{seal(outcome, self.article)} (what a waiver names as its evidence)")

    def _compact(self, name: str, outcomes: Sequence[Outcome]) -> Iterator[str]:
        symbol, color, _ = GROUPS[name]
        gutter = min(max(len(outcome.rule) for outcome in outcomes), 34) + 6
        for outcome in outcomes:
            text = outcome.message or outcome.clause if name == "for a person" else told_why(outcome)
            first, *rest = hang(f"  {symbol} {outcome.rule}", sentence(text), self.setting.width, gutter)
            yield first.replace(symbol, self._paint(symbol, color), 1)
            yield from rest
            if name == "met":
                shown = outcome.evidence[:MOST_SHOWN]
                lines = [line for piece in shown for line in self._quote(piece, self.setting.width - gutter)]
                yield from (" " * gutter + line for line in (*lines, *self._rest(outcome, len(shown))))

    def _where(self, outcome: Outcome) -> Iterator[str]:
        indent = len(MARGIN) + GUTTER
        shown = outcome.evidence if self.setting.verbose else outcome.evidence[:MOST_SHOWN]
        lines = [line for piece in shown for line in self._quote(piece, self.setting.width - indent)]
        lines += self._rest(outcome, len(shown))
        yield from ((self._label("at") if index == 0 else " " * indent) + line for index, line in enumerate(lines))
        if outcome.insert is not None and (where := self._position(outcome.insert)):
            unsure = ", if it is missing" if outcome.status == "undetermined" else ""
            yield self._label("insert") + f"at {where}{unsure}"

    def _rest(self, outcome: Outcome, shown: int) -> Iterator[str]:
        more = len(outcome.evidence) - shown
        if more > 0:
            yield f"and {count(more, 'more place')}"

    def _quote(self, piece: Evidence, room: int) -> list[str]:
        """Where it stands, what stands there, and what that is: `3:14 “…” (meta author)`, on a line or two."""
        start = self._position(piece.span)
        start = f"{start} " if start else ""
        note = self._paint(f"({clean(piece.note)})", DIM) if piece.note else ""
        text = piece.readable or piece.quote
        if note and len(start) + len(text) + len(piece.note) + 5 > room:
            return [start + quoted(text, room - len(start)), " " * len(start) + note]
        return [f"{start}{quoted(text, room - len(start))} {note}".rstrip()]

    def _position(self, span: Span) -> str:
        if self.places is None:
            return ""
        place = self.places[span]
        return ("" if place.in_file else f"{place.field} ") + f"{place.line}:{place.column}"

    def _fault(self, fault: Fault) -> Iterator[str]:
        subject = f"{clean(fault.input)}: " if fault.input != self.report.article else ""
        first, *rest = hang("  !", subject + sentence(fault.reason), self.setting.width, 4)
        yield first.replace("!", self._paint("!", RED), 1)
        yield from rest
        yield from self._said("to do", sentence(fault.hint))

    def _said(self, label: str, text: str) -> Iterator[str]:
        if text:
            first, *rest = hang("", text, self.setting.width, len(MARGIN) + GUTTER)
            yield self._label(label) + first.lstrip()
            yield from rest

    def _label(self, label: str) -> str:
        return MARGIN + self._paint(f"{label:<{GUTTER}}", DIM)

    def _paint(self, text: str, *codes: str) -> str:
        return paint(text, *codes, color=self.setting.color)


def _summary(verdicts: Counter[str], groups: Counter[str], faults: int, setting: Setting) -> Iterator[str]:
    policies = {obligation.policy for obligation in setting.obligations}
    against = f"{count(len(setting.obligations), 'obligation')} of {count(len(policies), 'policy', 'policies')}"
    yield paint("─" * min(setting.width, 72), DIM, color=setting.color)
    yield f"{count(sum(verdicts.values()), 'article')} against {against}: " + ", ".join(
        paint(f"{verdicts[name]:,} {name}", _COLORS[name], color=setting.color and verdicts[name] > 0)
        for name in (*reversed(VERDICTS), "not checked")
        if verdicts[name] or name != "not checked"
    )
    counted = [name for name in GROUPS if groups[name] or name not in _COUNTED_IF_ANY]
    yield f"{count(groups.total(), 'outcome')}: " + ", ".join(f"{groups[name]:,} {name}" for name in counted)
    if faults:
        missing = f"{count(faults, 'fault')}: not everything could be checked"
        yield paint(missing, RED, color=setting.color)
    if setting.verbose:
        yield paint(f"plan {setting.plan}", DIM, color=setting.color)


def _gravity(outcome: Outcome) -> tuple[int, int]:
    """What binds most, then what is worst, comes first."""
    return LEVELS.index(outcome.level), -SEVERITIES.index(outcome.severity)
