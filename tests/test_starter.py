"""What one begins with is whole: it loads, its examples come out right, and an editor and the loader take it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from compliance.cli import app


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.mark.parametrize(
    ("kind", "name", "domain"),
    [
        ("republication", "Gulf Wire", "gulf.example"),
        ("house", "Gulf Wire", "gulf.example"),
        ("republication", "Le Quotidien d'Été", "quotidien.example"),
        ("republication", "Smith & Sons-Herald 24", "a.b.example"),
    ],
)
def test_a_new_policy_is_right_and_proves_its_rules(kind: str, name: str, domain: str) -> None:
    made = run("policy", "new", "gulf-wire", "--kind", kind, "--name", name, "--domain", domain)
    assert made.exit_code == 0, made.output
    text = Path("gulf-wire.yaml").read_text()
    assert name in text
    for left in ("Example News", "example-news", "example.org"):
        assert left not in text
    assert run("policy", "lint", "gulf-wire.yaml").exit_code == 0
    tested = run("policy", "test", "gulf-wire.yaml")
    assert tested.exit_code == 0, tested.output
    assert " 0 wrong" in tested.output


def test_a_name_may_be_left_to_the_id() -> None:
    run("policy", "new", "gulf-wire")
    assert "name: Gulf Wire\n" in Path("gulf-wire.yaml").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["Gulf Wire"],
        ["gulf-wire", "--name", "a: b"],
        ["gulf-wire", "--name", "<b>"],
        ["gulf-wire", "--name", "true"],
        ["gulf-wire", "--name", " x"],
        ["gulf-wire", "--domain", "https://gulf.example/"],
        ["gulf-wire", "--kind", "partner"],
        ["../gulf-wire"],
    ],
    ids=" ".join,
)
def test_what_would_make_no_policy_is_refused_and_nothing_written(tmp_path: Path, arguments: list[str]) -> None:
    assert run("policy", "new", *arguments).exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_touched() -> None:
    Path("gulf-wire.yaml").write_text("mine\n")
    assert run("policy", "new", "gulf-wire").exit_code == 2
    assert Path("gulf-wire.yaml").read_text() == "mine\n"
    Path("desk.yaml").write_text("mine\n")
    assert run("init").exit_code == 2
    assert not Path("compliance.yaml").exists()


def test_a_desk_can_begin_at_once() -> None:
    begun = run("init", "--name", "Gulf Wire", "--domain", "gulf.example")
    assert begun.exit_code == 0, begun.output
    Path("articles/a.txt").write_text("The bridge was closed for TK TK days, as the county said on Monday.\n")
    result = run("check")
    assert result.exit_code == 0, result.output + result.stderr
    assert "1 review" in result.output
    assert "✗ house/byline" in result.output
    assert "◦ house/placeholders" in result.output
    Path("articles/a.txt").write_text("By Jane Doe\n\nThe bridge was closed, as the county said on Monday.\n")
    assert "1 pass" in run("check", "--fail-on", "review").output
    assert run("policy", "test", "rules").exit_code == 0


def test_the_catalogue_has_every_rule_with_its_clause() -> None:
    page = run("rules", "--format", "markdown", "--policy", "dcnf").output
    assert page.startswith("# Rules\n\n1 policy, ")
    for rule in ("byline", "affiliation", "logo", "provenance", "contact"):
        assert f"### `dcnf/{rule}`" in page
    assert "> All republished articles must include" in page
    assert "- Broken by: " in page
    assert "- For a person: " in page
    ids = [
        line.split()[0] for line in run("rules").output.splitlines() if line.startswith("  ") and "/" in line.split()[0]
    ]
    whole = run("rules", "--format", "markdown").output
    for each in (each for each in ids if each.count("/") == 1 and each.islower()):
        assert f"### `{each}`" in whole, each
