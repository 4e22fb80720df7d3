"""JUnit XML, for the test tabs of CI servers: an article is a suite, an obligation a test.

Kept to the strict schema of Ant's reports, which knows no `file` and no `line`. A test passes only where its
obligation is met: what nobody could decide is an error, what does not apply or is left to a person is skipped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from compliance.finding import Fault, Outcome
from compliance.layout import clean, sentence
from compliance.render import Setting
from compliance.render.place import Places, path_of, place_of, relative
from compliance.render.words import told, told_fault, told_why
from compliance.render.xml import HEADER, attributes, text
from compliance.report import Checked, judge

_NO_DAY = dt.date(1970, 1, 1)


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """A suite for each article, in its order."""
    opening = f"{HEADER}<testsuites>\n"
    for number, checked in enumerate(results):
        yield opening + _suite(number, checked, setting)
        opening = ""
    yield opening + "</testsuites>\n"


def _suite(number: int, checked: Checked, setting: Setting) -> str:
    report = checked.report
    name = clean(relative(path_of(checked), setting.root)) or "-"
    places = Places(checked.article) if checked.article is not None else None
    kinds = [(_kind(each), each) for each in report.outcomes]
    tests = [_fault(fault, name) for fault in report.faults]
    tests += [_test(kind, each, name, places) for kind, each in kinds]
    head = attributes(
        id=number,
        name=clean(report.article) or "-",
        package="compliance",
        timestamp=f"{report.as_of or _NO_DAY}T00:00:00",
        hostname="localhost",
        tests=len(tests),
        failures=sum(kind == "failure" for kind, _ in kinds),
        errors=sum(kind == "error" for kind, _ in kinds) + len(report.faults),
        skipped=sum(kind == "skipped" for kind, _ in kinds),
        time=0,
    )
    verdict = f"<properties><property{attributes(name='verdict', value=report.verdict)}/></properties>\n"
    return f"<testsuite{head}>\n{verdict}{''.join(tests)}<system-out/><system-err/>\n</testsuite>\n"


def _kind(outcome: Outcome) -> str:
    """What the test came to: passed (empty), `failure`, `error` or `skipped`."""
    if outcome.status == "met":
        return ""
    if judge(outcome) == "pass":
        return "skipped"
    return "failure" if outcome.status == "violated" else "error"


def _test(kind: str, outcome: Outcome, path: str, places: Places | None) -> str:
    case = attributes(name=outcome.rule, classname=path, time=0)
    if not kind:
        return f"<testcase{case}/>\n"
    message = attributes(message=f"{outcome.status.replace('_', ' ')}: {sentence(told_why(outcome))}")
    if kind == "skipped":
        return f"<testcase{case}><skipped{message}/></testcase>\n"
    place = place_of(outcome, places)
    where = f"{path}:{place.line}:{place.column}\n" if place is not None and place.in_file else ""
    type = attributes(type=f"{outcome.level} {outcome.status}")
    return f"<testcase{case}><{kind}{message}{type}>{text(where + told(outcome, chr(10)))}</{kind}></testcase>\n"


def _fault(fault: Fault, path: str) -> str:
    case = attributes(name=f"{fault.kind} {fault.rule}".strip(), classname=path, time=0)
    error = attributes(message=f"not checked: {sentence(fault.reason)}", type=fault.kind)
    return f"<testcase{case}><error{error}>{text(told_fault(fault, chr(10)))}</error></testcase>\n"
