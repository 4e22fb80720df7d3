"""GitLab's code quality report: what a merge request brings in and what it takes away, told by fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from compliance.fingerprint import digest, fingerprint
from compliance.render import Setting
from compliance.render.json import array, clean
from compliance.render.place import Places, line_of, path_of, place_of, record_of, relative
from compliance.render.words import told, told_fault
from compliance.report import Checked, weight

_SEVERITIES = {"low": "minor", "medium": "major", "high": "critical", "critical": "blocker"}


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """One array over all articles: GitLab takes one file from a job."""
    seen: Counter[str] = Counter()
    yield from array(_issues(checked, setting, seen) for checked in results)


def _issues(checked: Checked, setting: Setting, seen: Counter[str]) -> Iterator[dict[str, Any]]:
    path = clean(relative(path_of(checked), setting.root))
    places = Places(checked.article) if checked.article is not None else None

    def issue(name: str, words: str, identity: str, severity: str, line: int) -> dict[str, Any]:
        identity = digest(path, record_of(checked), name, identity)
        seen[identity] += 1
        return {
            "type": "issue",
            "check_name": name,
            "description": words,
            "categories": ["Compatibility"],
            "severity": severity,
            "fingerprint": identity if seen[identity] == 1 else digest(identity, str(seen[identity])),
            "location": {"path": path, "lines": {"begin": line}},
        }

    for fault in checked.report.faults:
        yield issue(f"fault/{fault.kind}", told_fault(fault), fault.reason, "blocker", 1)
    for outcome in checked.report.findings:
        severity = "info" if weight(outcome) == "note" else _SEVERITIES[outcome.severity]
        line = line_of(place_of(outcome, places), checked)
        yield issue(outcome.rule, told(outcome), fingerprint(outcome, checked.article), severity, line)
