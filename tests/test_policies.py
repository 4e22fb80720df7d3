"""Policies among themselves: what they cover, where they exclude each other, what changes with a new version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from compliance.cli import app
from compliance.comparison import rule_changes
from compliance.conflict import Conflict, conflicts, together
from compliance.coverage import cover, decided_by, obligations_of, requirements
from compliance.desk import NO_DESK, Desk
from compliance.load import Rulebook, load, shipped
from compliance.plan import compile as compile_plan
from compliance.policy import Requirement

ROOT = Path(__file__).parent.parent
BOOK = load([shipped() / "republication", shipped() / "partners"])
POLICIES = {policy.policy: policy for policy in BOOK.policies}
CATALOGUE = next(policy for policy in BOOK.bases if policy.catalogue)

OLD = """policy: gazette
title: The Gazette
kind: republication
extends: usual
outlet: {name: The Gazette, domains: [gazette.example]}
sources: [{note: its page, evidence: official}]
effective: {until: 2025-12-31}
clauses:
  - {says: The Gazette is credited., rules: [credit]}
  - {says: Nothing is sold., rules: [no-resale]}
"""
NEW = """policy: gazette
title: The Gazette
kind: republication
extends: usual
outlet: {name: The Gazette, domains: [gazette.example]}
sources: [{note: its page, evidence: official}]
clauses:
  - {says: The Gazette is credited at the top., rules: [credit, credit-at-top]}
  - {says: It may be shown behind a paywall., level: should, rules: [credit]}
"""
COPY = """<h1>Rain</h1><p>By Mara Ellison</p><p>It rained in Orrin.</p><p>It rained for a week.</p><p>It stopped.</p>
<p>The river fell.</p><p>This story was originally published by The Gazette.</p>"""


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


def write(path: Path, text: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_kind_of_requirement_can_be_expressed() -> None:
    asked = {rule.asks for rule in obligations_of(CATALOGUE)}
    assert set(get_args(Requirement)) <= asked
    met = requirements(POLICIES.values())
    assert [kind for kind, decided in met.items() if not decided] == []


def test_the_table_of_kinds_is_true() -> None:
    """Of each kind: the rules of the catalogue that see to it, and by what those are decided."""
    table = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (.*?) \| (.*?) \|$", table, re.MULTILINE)
    assert {kind for kind, _, _ in rows} == set(get_args(Requirement))
    for kind, named, decided in rows:
        rules = [rule for rule in obligations_of(CATALOGUE) if rule.asks == kind]
        assert {rule.id for rule in rules} == set(re.findall("`([a-z-]+)`", named)), kind
        ways = {way for rule in rules for way in decided_by(rule)}
        assert ways == set(decided.split("; ")), kind


def test_coverage_proves_each_clause_and_rule() -> None:
    found = list(cover(Rulebook((POLICIES["grist"], POLICIES["msn"]), BOOK.lexicon)))
    assert [each.problems for each in found] == [(), ()]
    assert [clause.rules for clause in found[0].clauses] == [("whole",), ("unchanged",), ("credit",), ("no-images",)]
    assert found[0].clauses[1].decided == {"with the original"}


def test_coverage_finds_what_is_not_proved(tmp_path: Path) -> None:
    policy = """policy: lax
title: Lax
kind: house
sources: [{note: us, evidence: house}]
articles: {good: <p>It rained.</p>}
rules:
  - id: rain
    check: terms
    terms: [rain]
    message: no rain
    clause: ""
    examples:
      passes: [{use: good}]
      fails: [{article: <p>Rain and rain.</p>, at: Snow, status: violated}]
"""
    path = write(tmp_path / "lax.yaml", policy.replace("at: Snow, ", ""))
    code, output = run("policy", "coverage", path)
    assert code == 1
    assert "lax: rain cite no clause" in output
    code, output = run("policy", "coverage", str(shipped() / "republication" / "grist.yaml"))
    assert (code, output.splitlines()[-1]) == (0, "0 things not proved")


def test_a_canonical_address_and_noindex_are_a_conflict() -> None:
    found = conflicts([POLICIES["texas-tribune"], POLICIES["google"]], NO_DESK)
    assert [each.rules for each in found] == [("texas-tribune/canonical", "google/noindex")]
    assert conflicts([POLICIES["grist"], POLICIES["google"]], NO_DESK) == []


def test_two_newsrooms_are_in_nobody_s_way() -> None:
    assert conflicts([each for each in POLICIES.values() if each.kind == "republication"], NO_DESK) == []


def test_a_desk_that_is_not_whom_the_terms_are_for_is_told() -> None:
    found = conflicts([POLICIES["mongabay"]], Desk(paywall=True))
    assert [each.rules for each in found] == [("mongabay/no-paywall",)]
    assert "`paywall: true`" in found[0].reason


HOUSE = """policy: ours
title: Ours
kind: house
sources: [{{note: us, evidence: house}}]
articles: {{good: <p>It rained.</p>}}
rules:
  - id: ours
    {rule}
    message: it is so
    fix: make it so
    clause: House rule
    examples: {{passes: [{{use: good}}], fails: [{{use: good, status: violated}}]}}
"""
HOUSE_RULES = {
    "check: terms\n    terms: [allegedly]": ("the-deep/unchanged", "ours/ours"),
    "check: image\n    expect: none": ("the-deep/images-kept", "ours/ours"),
}


@pytest.mark.parametrize("rule", HOUSE_RULES)
def test_a_house_rule_against_the_terms_is_a_conflict(rule: str, tmp_path: Path) -> None:
    (house,) = load([write(tmp_path / "ours.yaml", HOUSE.format(rule=rule))], lexicon_paths=[]).policies
    assert HOUSE_RULES[rule] in [each.rules for each in conflicts([POLICIES["the-deep"], house], NO_DESK)]


def test_two_lines_cannot_both_stand_first(tmp_path: Path) -> None:
    rule = 'check: credit\n    wordings: ["Support our work"]\n    position: top\n    within: 1'
    (house,) = load([write(tmp_path / "ours.yaml", HOUSE.format(rule=rule))], lexicon_paths=[]).policies
    text = NEW + "rules: [{id: credit-at-top, within: 1}]\n"
    (gazette,) = load([write(tmp_path / "gazette.yaml", text)]).policies
    assert [each.rules for each in conflicts([gazette, house], NO_DESK)] == [("gazette/credit-at-top", "ours/ours")]


def test_conflicts_for_one_reason_are_told_together() -> None:
    pairs = [("a/x", "h/1"), ("a/x", "h/2"), ("b/x", "h/1"), ("b/x", "h/2"), ("c/x", "h/2")]
    found = together([*(Conflict(pair, "why", "do") for pair in pairs), Conflict(("d/x",), "no", "ask")])
    assert [(each.groups, each.reason) for each in found] == [
        ((("a/x", "b/x"), ("h/1",)), "why"),
        ((("a/x", "b/x", "c/x"), ("h/2",)), "why"),
        ((("d/x",),), "no"),
    ]


def test_lint_tells_a_desk_of_conflicts(tmp_path: Path) -> None:
    desk = write(tmp_path / "desk.yaml", "paywall: true\n")
    code, output = run("policy", "lint", "mongabay", "google", "--desk", desk)
    assert code == 1
    assert "mongabay/no-paywall: the desk profile says `paywall: true`" in output
    assert output.endswith("1 conflict\n")
    assert run("policy", "lint", "grist", "--desk", desk)[0] == 0


def versions(tmp_path: Path) -> tuple[str, str]:
    return write(tmp_path / "old" / "gazette.yaml", OLD), write(tmp_path / "new" / "gazette.yaml", NEW)


def test_what_differs_between_two_versions(tmp_path: Path) -> None:
    plans = [compile_plan(load([path]).policies, BOOK.lexicon) for path in versions(tmp_path)]
    found = {each.rule: each.what for each in rule_changes(plans[0], plans[1])}
    assert found["gazette/credit-at-top"] == "added"
    assert found["gazette/no-resale"] == "removed"
    assert found["gazette/credit"] == '`level` was "must", is "should"'
    assert "2025-12-31" in found["gazette"]


def test_diff_says_which_articles_are_judged_otherwise_and_why(tmp_path: Path) -> None:
    archive = write(tmp_path / "archive" / "rain.html", COPY)
    write(tmp_path / "archive" / "mine.html", "<h1>Sun</h1><p>By Mara Ellison</p><p>It shone.</p>")
    code, output = run(
        "policy", "diff", *versions(tmp_path), "--archive", str(Path(archive).parent), "--as-of", "2025-03-01"
    )
    assert code == 0
    assert "gazette/credit-at-top: no rule -> violated (the credit line stands in paragraph" in output
    assert "1 of 2 articles judged otherwise" in output


def test_an_article_is_judged_by_the_terms_of_its_own_day(tmp_path: Path) -> None:
    older = OLD.replace("policy: gazette", "policy: gazette-2025")
    newer = NEW.replace("kind:", "effective: {since: 2026-01-01}\nkind:")
    write(tmp_path / "gazette-2025.yaml", older)
    write(tmp_path / "gazette.yaml", newer)
    page = '<meta property="article:published_time" content="{}-05-04T08:00:00Z">' + COPY
    for year, rule in (("2025", "gazette-2025/no-resale"), ("2026", "gazette/credit-at-top")):
        path = write(tmp_path / "page.html", page.format(year))
        _, output = run("check", "--policy", str(tmp_path), "-v", "--format", "jsonl", path)
        assert re.search(rf'"rule":"{rule}","status":"(?!not_applicable)', output), output
        other = "gazette/credit-at-top" if year == "2025" else "gazette-2025/no-resale"
        assert re.search(rf'"rule":"{other}","status":"not_applicable"', output), output


def test_what_partners_ask_is_loaded_by_name_only() -> None:
    _, output = run("rules")
    assert "grist/" in output
    assert "msn/" not in output
    assert "msn/title" in run("rules", "--policy", "msn")[1]
