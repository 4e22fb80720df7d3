"""Golden Reports: what the checker says of every fixture article, to the byte.

`WRITE_GOLDEN=1 pytest tests/test_golden.py` writes them anew; read the difference before you commit it.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from functools import cache
from pathlib import Path

import pytest

from compliance.desk import NO_DESK
from compliance.inputs import Input, expand
from compliance.load import load, load_desk, usual
from compliance.plan import Plan, compile
from compliance.readers import read
from compliance.render import RENDERERS, Setting, renderer
from compliance.report import Checked
from compliance.scan import Scanner

FIXTURES = Path(__file__).parent.parent / "fixtures"
AS_OF = dt.date(2024, 11, 8)

CASES = {
    "dcnf.txt": "",
    "metro.txt": "",
    "dcnf-republished.html": "eligible",
    "harbour-crane.html": "",
    "library-roof.md": "",
    "bridge-records.json": "eligible",
    "wire.jsonl": "eligible",
}


@cache
def plan() -> Plan:
    rulebook = load(usual())
    return compile(rulebook.policies, rulebook.lexicon)


def check(name: str, desk: str) -> list[Checked]:
    profile = load_desk(FIXTURES / "desks" / f"{desk}.yaml") if desk else NO_DESK
    scanner = Scanner(plan(), profile, AS_OF)
    checked = []
    for found in expand([str(FIXTURES / "articles" / name)]):
        assert isinstance(found, Input), found
        for article in read(found):
            assert not hasattr(article, "kind"), article
            checked.append(Checked(scanner.scan(article), article))
    return checked


def rendered(name: str, desk: str) -> str:
    """The JSON report, one key a line; the digests that every change of a rule changes are left out."""
    setting = Setting(obligations=plan().obligations, titles=plan().titles)
    lines = "".join(renderer("jsonl").render(check(name, desk), setting)).splitlines()
    reports = [json.loads(line) for line in lines]
    for report in reports:
        report["article"] = report["article"].rpartition("/")[2]
        del report["plan"], report["engine"]
    return json.dumps(reports, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(("name", "desk"), CASES.items(), ids=list(CASES))
def test_reports_are_as_recorded(name: str, desk: str) -> None:
    golden = FIXTURES / "reports" / f"{name}.json"
    said = rendered(name, desk)
    if os.environ.get("WRITE_GOLDEN"):
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")


def test_every_fixture_article_has_a_golden_report() -> None:
    assert {path.name for path in (FIXTURES / "articles").iterdir()} == set(CASES)
    assert {path.name for path in (FIXTURES / "reports").iterdir()} == {f"{name}.json" for name in CASES}


@pytest.mark.parametrize("form", sorted(RENDERERS))
@pytest.mark.parametrize(("name", "desk"), CASES.items(), ids=list(CASES))
def test_a_second_run_gives_the_same_bytes(name: str, desk: str, form: str) -> None:
    setting = Setting(obligations=plan().obligations, titles=plan().titles, verbose=1)
    once, again = ("".join(renderer(form).render(check(name, desk), setting)) for _ in range(2))
    assert once == again
