"""Markdown, for a comment on a change or the summary of a CI step: the counts, then what does not pass, worst first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compliance.finding import Fault, Outcome
from compliance.layout import clean, count, sentence, shorten
from compliance.render import Setting
from compliance.render.place import Places, path_of, place_of, relative
from compliance.report import VERDICTS, Checked, Summary, Tally, Verdict

LONGEST = 900_000
"""GitHub refuses a step's summary of more than 1 MiB."""
LONGEST_QUOTE = 120

_MARKS: dict[Verdict, str] = {"block": "❌", "review": "⚠️", "pass": "✅"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")
_HEADER = "| | rule | why | where |\n|---|---|---|---|\n"


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """One page over all articles. Keeps the words of what does not pass, not the Articles."""
    tally = Tally()
    sections: dict[Verdict, list[str]] = {"block": [], "review": []}
    size = left_out = 0
    for checked in results:
        tally.add(checked.report)
        section = _section(checked, setting) if checked.report.verdict != "pass" else ""
        size += len(section.encode("utf-8", "replace"))
        if section and size <= LONGEST:
            sections[checked.report.verdict].append(section)
        left_out += bool(section) and size > LONGEST
        yield ""
    more = f"*{count(left_out, 'more article')} left out: see another format for all.*\n" if left_out else ""
    yield _counts(tally.summary(), setting) + "".join((*sections["block"], *sections["review"], more))


def escape(text: str) -> str:
    """A text on one line that means itself: no markup, no table cell, nobody called by name."""
    escaped = _SPECIAL.sub(r"\\\1", clean(text)).replace("://", ":<!-- -->//")
    return escaped.replace("@", "@<!-- -->").encode("utf-8", "backslashreplace").decode()


def code(text: str) -> str:
    """A text on one line as code, whatever backticks it holds."""
    text = shorten(text, LONGEST_QUOTE).replace("|", "\\|").encode("utf-8", "backslashreplace").decode()
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _counts(summary: Summary, setting: Setting) -> str:
    named = ", ".join(f"{_MARKS[each]} {summary.verdicts.get(each, 0):,} {each}" for each in reversed(VERDICTS))
    policies = len({obligation.policy for obligation in setting.obligations})
    against = f"{count(len(setting.obligations), 'obligation')} of {count(policies, 'policy', 'policies')}"
    faults = f" **{count(summary.faults, 'fault')}: not everything could be checked.**" if summary.faults else ""
    return f"## Compliance\n\n{count(summary.articles, 'article')} against {against}: {named}.{faults}\n\n"


def _section(checked: Checked, setting: Setting) -> str:
    report = checked.report
    name = code(relative(report.article, setting.root) or "-")
    title = f"{escape(report.title)}\n\n" if report.title else ""
    places = Places(checked.article) if checked.article is not None else None
    rows = [_fault_row(each) for each in report.faults] + [_row(each, places) for each in report.findings]
    person = [each for each in report.outcomes if each.manual and each.status == "undetermined"]
    listed = "".join(f"- [ ] {code(each.rule)} {escape(sentence(each.message))}\n" for each in person)
    file = relative(path_of(checked), setting.root)
    table = _HEADER + "".join(row.replace("<file>", code(file)) for row in rows) + "\n" if rows else ""
    return f"### {_MARKS[report.verdict]} {name}\n\n{title}{table}{listed}{chr(10) if listed else ''}"


def _row(outcome: Outcome, places: Places | None) -> str:
    mark = {"violated": "✗", "undetermined": "?"}[outcome.status]
    why = f"{escape(sentence(outcome.reason))} *{escape(sentence(outcome.fix))}*" if outcome.fix else ""
    place = place_of(outcome, places)
    where = f"{'' if place.in_file else f'{escape(place.field)} '}{place.line}:{place.column}" if place else ""
    quote = f" {code(outcome.evidence[0].readable or outcome.evidence[0].quote)}" if outcome.evidence else ""
    weight = f"{outcome.level}, {outcome.severity}"
    return f"| {mark} | {code(outcome.rule)} {weight} | {why or escape(sentence(outcome.reason))} | {where}{quote} |\n"


def _fault_row(fault: Fault) -> str:
    why = escape(f"{sentence(fault.reason)} {sentence(fault.hint)}".strip())
    return f"| ! | not checked: {fault.kind} | {why} | {code(fault.input)} |\n"
