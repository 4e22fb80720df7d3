"""A page that stands by itself: no script, nothing fetched, readable with a screen reader and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape as escape_html

from compliance.finding import Evidence, Fault, Outcome
from compliance.layout import clean, count, sentence
from compliance.render import Setting
from compliance.render.place import Place, Places, relative
from compliance.render.text import GROUPS, group
from compliance.render.words import told_why
from compliance.report import VERDICTS, Checked, Report, Summary, Tally

MOST_PLACES = 20
"""How many places of one outcome are listed; of the rest, their number."""

_STYLE = """
:root{color-scheme:light dark;--bad:#a4161a;--doubt:#7a4b00;--good:#1b6e3c;--soft:#595959;--line:#c8c8c8}
@media (prefers-color-scheme:dark){:root{--bad:#ff9c9c;--doubt:#ffcf7d;--good:#8fdcaa;--soft:#b4b4b4;--line:#555}}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
article{border-top:1px solid var(--line);padding:1rem 0}h2{font-size:1.1rem;overflow-wrap:anywhere}
h2 strong,.block{color:var(--bad)}.review h2 strong{color:var(--doubt)}.pass h2 strong{color:var(--good)}
dl{display:grid;grid-template-columns:6rem 1fr;gap:.2rem 1rem;margin:.5rem 0 1.5rem}dd{margin:0;overflow-wrap:anywhere}
dt,.soft{color:var(--soft)}q{background:#ffd54a55}code{font-size:.95em}table{border-collapse:collapse}
td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}
"""
_HEAD = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Compliance report</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Compliance report</h1>
<p><a href="#counts">All counts</a> stand at the end.</p>
<main>
"""
_IN_FULL = ("violated", "undetermined", "noted", "waived")


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """A section for each article as it comes, then the counts."""
    tally = Tally()
    opening = _HEAD
    for checked in results:
        tally.add(checked.report)
        yield opening + "".join(_article(checked, setting))
        opening = ""
    yield opening + "</main>\n" + _counts(tally.summary(), setting) + "</body>\n</html>\n"


def escape(text: str) -> str:
    """A text on one line as HTML."""
    return escape_html(clean(text)).encode("utf-8", "backslashreplace").decode()


def _article(checked: Checked, setting: Setting) -> Iterator[str]:
    report = checked.report
    places = Places(checked.article) if checked.article is not None else None
    shown = "not checked" if report.faults and not report.outcomes else report.verdict
    yield f'<article class="{report.verdict}">\n'
    yield f"<h2><strong>{shown}</strong> {escape(relative(report.article, setting.root))}</h2>\n"
    yield f"<p>{escape(report.title)}</p>\n" if report.title else ""
    yield from (_origin(report))
    yield from map(_fault, report.faults)
    grouped: dict[str, list[Outcome]] = {}
    for outcome in report.outcomes:
        grouped.setdefault(group(outcome), []).append(outcome)
    for name in (each for each in GROUPS if each in grouped):
        listing = "".join(_outcome(each, places) for each in grouped[name])
        heading = f"{GROUPS[name][2]} ({len(grouped[name]):,})"
        if name in _IN_FULL:
            yield f"<h3>{escape(heading)}</h3>\n{listing}"
        else:
            yield f"<details><summary>{escape(heading)}</summary>\n{listing}</details>\n"
    yield "</article>\n"


def _origin(report: Report) -> Iterator[str]:
    for each in report.provenance:
        sure = "Copy" if each.recognised else "Perhaps copy" if each.doubtful else "Traces"
        quoted = f", by {_quote(each.evidence[0])}" if each.evidence else ""
        yield f"<p>{sure} of {escape(each.outlet)}{quoted}</p>\n"


def _fault(fault: Fault) -> str:
    words = f"{sentence(fault.reason)} {sentence(fault.hint)}".strip()
    return f'<p class="block">Could not be checked: {escape(fault.input)}: {escape(words)}</p>\n'


def _outcome(outcome: Outcome, places: Places | None) -> str:
    weight = "" if outcome.manual else f"{outcome.level}, {outcome.severity}"
    more = len(outcome.evidence) - MOST_PLACES
    rows = [
        ("rule", f"<code>{escape(outcome.rule)}</code> <span class=soft>{weight}</span>"),
        ("asked", escape(sentence(outcome.message))),
        ("why", escape(sentence(told_why(outcome)))),
        *(("at", _at(each, places)) for each in outcome.evidence[:MOST_PLACES]),
        ("and", count(more, "more place") if more > 0 else ""),
        ("insert", _position(places[outcome.insert]) if places is not None and outcome.insert is not None else ""),
        ("terms", f"“{escape(outcome.clause)}”" if outcome.clause else ""),
        ("to do", escape(sentence(outcome.fix)) if outcome.status != "met" else ""),
    ]
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>\n" for name, value in rows if value) + "</dl>\n"


def _at(piece: Evidence, places: Places | None) -> str:
    where = f"{_position(places[piece.span])} " if places is not None else ""
    note = f" <span class=soft>({escape(piece.note)})</span>" if piece.note else ""
    return f"{where}{_quote(piece)}{note}"


def _quote(piece: Evidence) -> str:
    return f"<q>{escape(piece.readable or piece.quote)}</q>"


def _position(place: Place) -> str:
    return escape(("" if place.in_file else f"{place.field} ") + f"{place.line}:{place.column}")


def _counts(summary: Summary, setting: Setting) -> str:
    verdicts = ", ".join(f"{summary.verdicts.get(each, 0):,} {each}" for each in reversed(VERDICTS))
    rules = "".join(
        f"<tr><td><code>{escape(rule)}</code></td><td>{number:,}</td></tr>\n"
        for rule, number in sorted(summary.rules.items(), key=lambda each: (-each[1], each[0]))
    )
    table = f"<table>\n<tr><th>Rule</th><th>Findings</th></tr>\n{rules}</table>\n" if rules else ""
    faults = f'<p class="block">{count(summary.faults, "fault")}: not everything could be checked.</p>\n'
    return (
        f'<section id="counts">\n<h2>Counts</h2>\n<p>{count(summary.articles, "article")} against '
        f"{count(len(setting.obligations), 'obligation')}: {verdicts}.</p>\n{faults if summary.faults else ''}{table}"
        f'<p class="soft">Plan <code>{escape(setting.plan)}</code></p>\n</section>\n'
    )
