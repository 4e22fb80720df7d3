"""Checkstyle's XML, which Jenkins, reviewdog and many others take in: findings by file, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance import __version__
from compliance.render import Setting
from compliance.render.place import Places, line_of, path_of, place_of, relative
from compliance.render.words import told, told_fault
from compliance.render.xml import HEADER, attributes
from compliance.report import Checked, weight


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """A `file` for each article; one that holds several articles is named for each."""
    opening = f"{HEADER}<checkstyle{attributes(version=__version__)}>\n"
    for checked in results:
        yield opening + _file(checked, setting)
        opening = ""
    yield opening + "</checkstyle>\n"


def _file(checked: Checked, setting: Setting) -> str:
    lines = [
        _error(line=1, severity="error", message=told_fault(fault), source=f"compliance.fault.{fault.kind}")
        for fault in checked.report.faults
    ]
    places = Places(checked.article) if checked.article is not None else None
    for outcome in checked.report.findings:
        place = place_of(outcome, places)
        where: dict[str, str | int] = {"line": line_of(place, checked)}
        where |= {"column": place.column} if place is not None and place.in_file else {}
        severity = {"error": "error", "warning": "warning", "note": "info"}[weight(outcome)]
        lines.append(_error(**where, severity=severity, message=told(outcome), source=outcome.rule))
    name = attributes(name=relative(path_of(checked), setting.root))
    return f"  <file{name}>\n{''.join(lines)}  </file>\n"


def _error(**given: str | int) -> str:
    return f"    <error{attributes(**given)}/>\n"
