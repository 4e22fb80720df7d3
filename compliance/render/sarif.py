"""SARIF 2.1.0, as GitHub code scanning takes it in: findings with rules, places, and identities that outlive edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote as percent_encode

from compliance import __version__
from compliance.article import Span
from compliance.explain import markdown
from compliance.finding import Evidence, Fault, Outcome
from compliance.fingerprint import digest, fingerprint
from compliance.layout import clean, sentence
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.render import Setting
from compliance.render.json import encode
from compliance.render.place import Places, path_of, record_of, relative
from compliance.render.words import told, told_fault, told_why
from compliance.report import Checked, Tally

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
"""GitHub refuses a run with more."""
LONGEST_SNIPPET, LONGEST_DESCRIPTION = 2_000, 1_000

_RANK = {"error": 0, "warning": 1, "note": 2}
_PRECISION = {"high": "very-high", "medium": "high", "low": "low"}
_PROBLEM = {"must": "error", "should": "warning", "may": "recommendation"}


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """One run over all articles. Keeps what it writes of each, not the Articles."""
    run = _Run(setting)
    for checked in results:
        run.add(checked)
        yield ""
    yield encode({"$schema": SCHEMA, "version": "2.1.0", "runs": [run.finish()]}) + "\n"


class _Run:
    """A SARIF run as it comes together."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._rules = {each.id: _rule(each) for each in setting.obligations if each.rule.check != "manual"}
        self._indices = {name: index for index, name in enumerate(self._rules)}
        self._results: list[dict[str, Any]] = []
        self._notifications: list[dict[str, Any]] = []
        self._seen: Counter[str] = Counter()
        self._tally = Tally()
        self._manual: dict[str, None] = {}

    def add(self, checked: Checked) -> None:
        """Take in one article's Report."""
        report, article, _ = checked
        uri = _uri(path_of(checked), self._setting)
        places = Places(article) if article is not None else None
        for outcome in report.outcomes:
            if outcome.is_finding or outcome.status == "waived":
                self._results.append(self._result(outcome, checked, uri, places))
            elif outcome.manual and outcome.status == "undetermined":
                self._manual[outcome.rule] = None
        self._notifications += [_notification(fault, checked, self._setting) for fault in report.faults]
        self._tally.add(report)

    def finish(self) -> dict[str, Any]:
        """The run, its results cut to what GitHub takes, the mildest left out."""
        successful = not self._notifications
        results = self._results
        if len(results) > MOST_RESULTS:
            results = sorted(results, key=lambda each: _RANK[each["level"]])[:MOST_RESULTS]
            self._notifications.append(_truncated(len(self._results) - MOST_RESULTS))
        invocation: dict[str, Any] = {"executionSuccessful": successful}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        return {
            "tool": {
                "driver": {
                    "name": "compliance",
                    "version": __version__,
                    "semanticVersion": __version__,
                    "rules": list(self._rules.values()),
                }
            },
            "automationDetails": {"id": f"compliance/{self._setting.plan[:12]}"},
            "columnKind": "unicodeCodePoints",
            "invocations": [invocation],
            "results": results,
            "properties": {"plan": self._setting.plan, "summary": self._tally.summary(), "manual": list(self._manual)},
        }

    def _result(self, outcome: Outcome, checked: Checked, uri: str, places: Places | None) -> dict[str, Any]:
        located = [_location(each.span, each, checked, uri, places) for each in outcome.evidence]
        located = [each for index, each in enumerate(located) if each not in located[:index]]
        if not located:
            located = [_location(outcome.insert, None, checked, uri, places)]
        result: dict[str, Any] = {
            "ruleId": outcome.rule,
            "ruleIndex": self._index(outcome),
            "level": level(outcome),
            "message": {"text": told(outcome).replace("](", "] (")},
            "locations": located[:1],
            "partialFingerprints": {"primaryLocationLineHash": self._fingerprint(outcome, checked, uri)},
            "properties": {"status": outcome.status, "confidence": outcome.confidence, "clause": outcome.clause},
        }
        if len(located) > 1:
            result["relatedLocations"] = located[1:]
        if outcome.status == "waived":
            kind = "inSource" if outcome.excuse is not None and outcome.excuse.by == "inline" else "external"
            justification = clean(told_why(outcome))
            result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": justification}]
        return result

    def _index(self, outcome: Outcome) -> int:
        """The place of its rule in the run's list."""
        if outcome.rule not in self._indices:
            rule = Rule(
                id=outcome.rule.rpartition("/")[2],
                check="provenance",
                level=outcome.level,
                severity=outcome.severity,
                confidence=outcome.confidence,
                message=outcome.message,
                clause=outcome.clause,
                fix=outcome.fix,
            )
            self._indices[outcome.rule] = len(self._rules)
            self._rules[outcome.rule] = _rule(Obligation(outcome.rule, rule))
        return self._indices[outcome.rule]

    def _fingerprint(self, outcome: Outcome, checked: Checked, uri: str) -> str:
        """Says which finding it is by its content: lines may be put in above it without making it a new one."""
        name = digest(record_of(checked), fingerprint(outcome, checked.article))
        self._seen[f"{uri} {name}"] += 1
        return f"{name}:{self._seen[f'{uri} {name}']}"


def level(outcome: Outcome) -> str:
    """How SARIF names the weight of a finding."""
    if outcome.level == "may":
        return "note"
    violated = outcome.status in ("violated", "waived")
    return "error" if violated and outcome.level == "must" and outcome.confidence != "low" else "warning"


def _rule(obligation: Obligation[Any]) -> dict[str, Any]:
    rule = obligation.rule
    default = {"must": "error", "should": "warning", "may": "note"}[rule.level]
    full = " ".join(each for each in (sentence(rule.message), sentence(rule.fix)) if each)
    return {
        "id": obligation.id,
        "shortDescription": {"text": sentence(rule.message)[:LONGEST_DESCRIPTION]},
        "fullDescription": {"text": full[:LONGEST_DESCRIPTION]},
        "help": {"text": _help(rule), "markdown": markdown(obligation)},
        "defaultConfiguration": {"level": default},
        "properties": {
            "tags": [*dict.fromkeys((obligation.policy, rule.check, rule.level))],
            "precision": _PRECISION[rule.confidence],
            "problem.severity": _PROBLEM[rule.level],
        },
    }


def _help(rule: Rule) -> str:
    terms = f"The terms: “{clean(rule.clause)}”" if rule.clause else ""
    return " ".join(each for each in (sentence(rule.message), terms, sentence(rule.fix)) if each)


def _location(
    span: Span | None, piece: Evidence | None, checked: Checked, uri: str, places: Places | None
) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": checked.article.line if checked.article is not None else 1}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
    if piece is not None and piece.note:
        location["message"] = {"text": clean(piece.note)}
    if span is None or places is None:
        return location
    place = places[span]
    if place.in_file:
        region |= {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
    else:
        location["logicalLocations"] = [{"name": place.field, "kind": "member"}]
        location["properties"] = {"field": place.field, "start": place.start, "end": place.end}
    if piece is not None and piece.quote:
        region["snippet"] = {"text": piece.quote[:LONGEST_SNIPPET]}
    return location


def _notification(fault: Fault, checked: Checked, setting: Setting) -> dict[str, Any]:
    uri = _uri(path_of(checked), setting)
    words = f"{clean(fault.input)}: {told_fault(fault)}"
    return {
        "level": "error",
        "message": {"text": words.replace("](", "] (")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri}}}],
        "descriptor": {"id": fault.kind},
    }


def _truncated(number: int) -> dict[str, Any]:
    words = (
        f"{number:,} of the mildest results were left out: a run holds at most {MOST_RESULTS:,}. Use the JSON format."
    )
    return {"level": "warning", "message": {"text": words}, "descriptor": {"id": "truncated"}}


def _uri(path: str, setting: Setting) -> str:
    """A path as a relative URI reference; what is no UTF-8 in it keeps its bytes."""
    named = relative(path, setting.root)
    encoded = percent_encode(named.encode("utf-8", "surrogateescape"), safe="/~")
    return f"file://{encoded}" if named.startswith("/") else encoded
