from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from compliance import __version__
from compliance.cli import app
from compliance.scan import Scanner

ROOT = Path(__file__).parent.parent

POLICY = """\
policy: harbour
title: Harbour house rules
kind: house
sources:
  - {note: decided by the desk, evidence: house}
rules:
  - id: rivals
    check: terms
    terms: [Rival Gazette]
    message: the rival is not named
    fix: say `another paper`
    examples:
      passes: [{article: Another paper said so.}]
      fails: [{article: The Rival Gazette said so., at: Rival Gazette}]
  - id: hedges
    check: terms
    level: should
    terms: [allegedly]
    message: nothing is only alleged
    examples:
      passes: [{article: It is so.}]
      fails: [{article: It is allegedly so., at: allegedly}]
manual:
  - {id: call, clause: Call the harbour master., why: a call leaves no trace, message: call the harbour master}
"""

FINE, ALLEGED, RIVAL = "Ships sailed.\n", "Ships allegedly sailed.\n", "The Rival Gazette said ships sailed.\n"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a policy and three articles, in which the commands run; no cache, no colour settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "harbour.yaml").write_text(POLICY)
    (tmp_path / "wire").mkdir()
    for name, text in {"fine": FINE, "alleged": ALLEGED, "rival": RIVAL}.items():
        (tmp_path / "wire" / f"{name}.txt").write_text(text)
    return tmp_path


def run(*arguments: str, input: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=input)


def check(*arguments: str, input: str | bytes | None = None) -> Result:
    return run("check", "--policy", "harbour.yaml", *arguments, input=input)


# Exit codes


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["wire/fine.txt"], 0),
        (["wire/alleged.txt"], 0),
        (["wire/alleged.txt", "--fail-on", "review"], 1),
        (["wire/fine.txt", "--fail-on", "review"], 0),
        (["wire/rival.txt"], 1),
        (["wire/fine.txt", "wire/rival.txt"], 1),
        (["wire"], 1),
        (["wire/fine.txt", "wire/missing.txt"], 3),
        (["wire/rival.txt", "wire/missing.txt"], 3),
        (["wire/*.txt"], 1),
        (["wire/*.pdf"], 3),
        ([], 3),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, list) else None,
)
def test_the_exit_code_says_what_came_of_it(arguments: list[str], code: int) -> None:
    assert check(*arguments).exit_code == code


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "xml"],
        ["--fail-on", "pass"],
        ["--as-of", "tomorrow"],
        ["--color", "blue"],
        ["--map", "body"],
        ["--map", "body=,x=y"],
        ["--output", "report.json"],
        ["--output", "xml=report.xml"],
        ["--output", "json="],
        ["--nonsense"],
        ["--policy", "no-such-policy"],
        ["--desk", "no-such-desk.yaml"],
    ],
    ids=" ".join,
)
def test_a_wrong_command_is_refused_before_anything_is_checked(arguments: list[str]) -> None:
    result = check("wire/fine.txt", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_nothing_to_check_is_no_pass(desk: Path) -> None:
    (desk / "empty").mkdir()
    for arguments in ([], ["empty"]):
        result = check(*arguments)
        assert result.exit_code == 3
        assert "NOT CHECKED" in result.stdout


def test_a_policy_with_errors_checks_nothing_and_shows_all_of_them(desk: Path) -> None:
    (desk / "harbour.yaml").write_text(POLICY.replace("terms: [Rival Gazette]", "trems: [x]").replace("must", "mist"))
    result = check("wire/fine.txt")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "harbour.yaml:9:5: error: " in result.stderr
    assert "trems" in result.stderr
    assert "^" in result.stderr


def test_a_policy_without_rules_is_refused(desk: Path) -> None:
    (desk / "harbour.yaml").write_text(POLICY[: POLICY.index("rules:")])
    assert check("wire/fine.txt").exit_code == 2


def test_an_interruption_is_130_and_leaves_no_half_report(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Scanner, "scan", interrupted)
    result = check("wire", "--output", "json=out.json")
    assert result.exit_code == 130
    assert "interrupted" in result.stderr
    assert sorted(each.name for each in desk.iterdir()) == ["harbour.yaml", "wire"]


def test_an_unexpected_error_is_no_verdict(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the mast is broken")

    monkeypatch.setattr(Scanner, "scan", broken)
    result = check("wire/fine.txt", "--output", "json=out.json")
    assert result.exit_code == 3
    assert "the mast is broken" in result.stderr
    assert "Traceback" not in result.output
    assert not (desk / "out.json").exists()
    assert isinstance(check("wire/fine.txt", "--debug").exception, RuntimeError)


# Inputs and outputs


def test_standard_input_is_an_article() -> None:
    result = check("-", input=RIVAL)
    assert result.exit_code == 1
    assert result.stdout.startswith("BLOCK        standard input\n")
    assert "“Rival Gazette”" in result.stdout


def test_findings_are_shown_where_they_stand() -> None:
    result = check("wire/rival.txt")
    assert result.stdout.startswith("BLOCK        wire/rival.txt\n")
    assert "harbour/rivals  must, medium" in result.stdout
    assert "1:5 “Rival Gazette”" in result.stdout
    assert "Say `another paper`." in result.stdout
    assert "harbour/call  Call the harbour master." in result.stdout


def test_several_outputs_are_written_beside_the_screen(desk: Path) -> None:
    files = ["json=out.json", "jsonl=out.jsonl", "sarif=out.sarif", "github=out.txt", "text=report.txt"]
    result = check("wire", "--format", "text", *(word for each in files for word in ("--output", each)))
    assert result.exit_code == 1
    assert "BLOCK        wire/rival.txt" in result.stdout
    assert len(json.loads((desk / "out.json").read_text())["reports"]) == 3
    assert len((desk / "out.jsonl").read_text().splitlines()) == 3
    assert len(json.loads((desk / "out.sarif").read_text())["runs"][0]["results"]) == 2
    assert (desk / "out.txt").read_text().count("::") == 4
    assert (desk / "report.txt").read_text() == result.stdout
    assert not list(desk.glob(".*"))


@pytest.mark.parametrize("format", ["text", "json", "jsonl", "sarif", "github"])
def test_the_screen_shows_the_same_as_a_file(desk: Path, format: str) -> None:
    result = check("wire", "--format", format, "--output", f"{format}=out")
    assert (desk / "out").read_bytes() == result.stdout_bytes


def test_a_second_run_gives_the_same_bytes() -> None:
    assert check("wire", "-f", "json").stdout_bytes == check("wire", "-f", "json").stdout_bytes


@pytest.mark.parametrize("name", ["missing/out.json", "wire", "wire/fine.txt"])
def test_an_output_that_cannot_be_is_refused_before_anything_is_checked(desk: Path, name: str) -> None:
    result = check("wire/fine.txt", "--output", "jsonl=good.jsonl", "--output", f"json={name}")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert name in result.stderr
    assert not (desk / "good.jsonl").exists()
    assert (desk / "wire" / "fine.txt").read_text() == FINE
    assert not list(desk.glob(".*"))


def test_two_outputs_cannot_share_a_file() -> None:
    assert check("wire", "-o", "json=out", "-o", "sarif=./out").exit_code == 2


def test_an_old_report_stays_until_the_new_one_is_whole(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "out.json").write_text("old")
    monkeypatch.setattr(Scanner, "scan", lambda *_: 1 / 0)
    check("wire", "-o", "json=out.json")
    assert (desk / "out.json").read_text() == "old"


def test_records_are_read_under_their_own_names(desk: Path) -> None:
    (desk / "feed.jsonl").write_text('{"content": {"text": "The Rival Gazette."}}\n{"content": {"text": "Ships."}}\n')
    assert check("feed.jsonl").exit_code == 3
    assert check("feed.jsonl", "--map", "body=content.text").exit_code == 1
    (desk / "names.yaml").write_text("body: content.text\n")
    result = check("feed.jsonl", "--map", "names.yaml", "-f", "sarif")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["runs"][0]["results"]
    place = finding["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "feed.jsonl"
    assert place["region"]["startLine"] == 1


def test_a_map_to_no_field_of_ours_is_refused(desk: Path) -> None:
    (desk / "feed.jsonl").write_text('{"text": "Ships."}\n')
    result = check("feed.jsonl", "--map", "bodyy=text")
    assert result.exit_code == 2
    assert "bodyy" in result.stderr


def test_quiet_and_verbose() -> None:
    assert "wire/fine.txt" not in check("wire", "--quiet").stdout
    assert "harbour/rivals" not in check("wire/fine.txt").stdout
    assert "harbour/rivals" in check("wire/fine.txt", "-v").stdout


@pytest.mark.parametrize(
    ("environment", "option", "painted"),
    [
        ({}, "auto", False),
        ({}, "always", True),
        ({"FORCE_COLOR": "1"}, "auto", True),
        ({"FORCE_COLOR": "1"}, "never", False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        ({"NO_COLOR": "1"}, "always", True),
    ],
)
def test_colour(environment: dict[str, str], option: str, painted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in check("wire", "--color", option).stdout) == painted


def test_the_configuration_holds_where_the_command_line_is_silent(desk: Path) -> None:
    (desk / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire/alleged.txt]\nfail_on: review\n")
    assert run("check").exit_code == 1
    assert run("check", "--fail-on", "block").exit_code == 0
    assert run("check", "wire/fine.txt").exit_code == 0
    shown = run("config", "show").stdout
    assert "fail_on   review" in shown
    assert "compliance.yaml" in shown
    (desk / "compliance.yaml").write_text("polcy: [harbour.yaml]\n")
    result = run("check", "wire/fine.txt")
    assert result.exit_code == 2
    assert "did you mean `policy`?" in result.stderr


# The other commands


def test_version() -> None:
    assert run("--version").stdout == f"compliance {__version__}\n"


def test_rules_lists_every_rule() -> None:
    text = run("rules", "--policy", "harbour.yaml").stdout
    assert "Harbour house rules" in text
    rows = json.loads(run("rules", "--policy", "harbour.yaml", "--format", "json").stdout)
    assert [each["id"] for each in rows] == ["harbour/rivals", "harbour/hedges", "harbour/call"]
    assert all(each["id"] in text and each["check"] in text for each in rows)
    assert rows[1] == {
        "id": "harbour/hedges",
        "level": "should",
        "severity": "medium",
        "check": "terms",
        "message": "nothing is only alleged",
    }


def test_explain_tells_all_of_a_rule() -> None:
    text = " ".join(run("explain", "harbour/rivals", "--policy", "harbour.yaml").stdout.split())
    for words in (
        "The rival is not named.",
        "decided by the desk (this desk's own decision)",
        "must, severity medium",
        "terms: `Rival Gazette`",
        "Words and phrases, found as whole words",
        "Say `another paper`.",
        "“Another paper said so.”",
        "found at “Rival Gazette”",
    ):
        assert words in text, words
    manual = " ".join(run("explain", "harbour/call", "--policy", "harbour.yaml").stdout.split())
    assert "“Call the harbour master.”" in manual
    assert "a person's: a call leaves no trace" in manual


@pytest.mark.parametrize("name", ["harbour/rival", "harbor/rivals", "rivals"])
def test_explain_of_an_unknown_rule_says_what_was_meant(name: str) -> None:
    result = run("explain", name, "--policy", "harbour.yaml")
    assert result.exit_code == 2
    assert "did you mean `harbour/rivals`?" in result.stderr


def test_policy_lint_shows_all_errors(desk: Path) -> None:
    good = run("policy", "lint", "harbour.yaml")
    assert (good.exit_code, good.stdout) == (0, "1 policy, 3 obligations: no errors\n")
    broken = POLICY.replace("check: terms", "check: trems").replace("kind: house", "kind: hose")
    (desk / "harbour.yaml").write_text(broken)
    result = run("policy", "lint", "harbour.yaml")
    assert result.exit_code == 2
    assert result.stdout.count(": error: ") == 3
    assert result.stdout.endswith("\n3 errors\n")


def test_policy_test_runs_the_examples(desk: Path) -> None:
    good = run("policy", "test", "harbour.yaml")
    assert good.exit_code == 0
    assert good.stdout.startswith("4 examples: 4 right, 0 wrong\n")
    assert " mutants: " in good.stdout
    assert good.stdout.endswith(" noticed, 0 not\n")
    (desk / "harbour.yaml").write_text(POLICY.replace("Another paper said so.", "The Rival Gazette said so."))
    result = run("policy", "test", "harbour.yaml")
    assert result.exit_code == 1
    assert "harbour/rivals passes: 1: " in result.stdout
    assert "\n4 examples: 3 right, 1 wrong\n" in result.stdout


@pytest.mark.parametrize("name", ["policy", "lexicon", "desk", "article", "config", "metadata", "report"])
def test_schemas_are_schemas(name: str) -> None:
    result = run("schema", name)
    assert result.exit_code == 0, result.output
    schema = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]


def test_a_report_keeps_the_schema_that_is_printed() -> None:
    schema = json.loads(run("schema", "report").stdout)
    jsonschema.Draft202012Validator(schema).validate(json.loads(check("wire", "-f", "json").stdout))


def test_an_unknown_schema_is_refused() -> None:
    assert run("schema", "polcy").exit_code == 2


# As a program


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_runs_as_a_module() -> None:
    result = program("-m", "compliance", "check", "-p", "harbour.yaml", "wire/rival.txt")
    assert result.returncode == 1, result.stderr
    assert "Rival Gazette" in result.stdout


def test_formats_are_completed_by_the_shell() -> None:
    words = {"COMP_WORDS": "compliance check --format s", "COMP_CWORD": "3", "_COMPLIANCE_COMPLETE": "complete_bash"}
    assert program("-m", "compliance", **words).stdout.split() == ["sarif"]


def test_a_reader_that_goes_away_is_no_error_message(desk: Path) -> None:
    for number in range(2000):
        (desk / "wire" / f"more-{number}.txt").write_text(RIVAL)
    command = f"{sys.executable} -m compliance check -p harbour.yaml wire | head -n 1"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, text=True, check=False)
    assert result.stdout.startswith("REVIEW")
    assert result.stderr == ""


@pytest.mark.parametrize("options", [["--help"], ["--no-such-option"]])
def test_check_by_itself_is_the_same_command(options: list[str]) -> None:
    alone = program("-m", "compliance", "check", *options)
    script = f"from compliance.cli import app; app({['check', *options]}, prog_name='compliance')"
    among_all = program("-c", script)
    assert alone.stdout + alone.stderr
    assert (alone.stdout, alone.stderr, alone.returncode) == (among_all.stdout, among_all.stderr, among_all.returncode)


def test_a_warm_check_imports_only_what_it_needs(desk: Path) -> None:
    script = (
        "import sys; from compliance.cli import main\n"
        "sys.argv = ['compliance', 'check', '-p', 'harbour.yaml', 'wire/fine.txt']\n"
        "try: main()\n"
        "except SystemExit as end: assert end.code == 0\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    cache = str(desk / "cache")
    program("-c", script, COMPLIANCE_CACHE=cache)
    loaded = set(program("-c", script, COMPLIANCE_CACHE=cache).stderr.split())
    assert "compliance.scan" in loaded
    assert not loaded & {
        "yaml",
        "jsonschema",
        "bs4",
        "rich",
        "tomllib",
        "compliance.cli.commands",
        "compliance.checks.topic",
        "compliance.language.source",
        "compliance.language.validate",
    }
    # Newer typers import pydantic themselves.
    assert "pydantic" not in loaded or "typer._adapters" in loaded


def test_a_record_is_shown_in_its_file_whatever_the_file_is_called(desk: Path) -> None:
    (desk / "a#1.jsonl").write_text('{"body": "One."}\n{"body": 2}\n')
    shown = check("a#1.jsonl", "--format", "sarif").stdout
    uris = {
        location["physicalLocation"]["artifactLocation"]["uri"]
        for run in json.loads(shown)["runs"]
        for each in (*run["results"], *run["invocations"][0]["toolExecutionNotifications"])
        for location in each["locations"]
    }
    assert uris == {"a%231.jsonl"}


def test_an_article_that_is_read_in_part_has_its_faults_in_its_report(desk: Path) -> None:
    item = {"uri": "urn:item:1", "$schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json", "type": "text"}
    item |= {"bodies": [{"role": "main", "contenttype": "text/plain", "value": FINE}], "urgency": "high"}
    (desk / "item.json").write_text(json.dumps(item))
    result = check("item.json", "--format", "jsonl")
    (report,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert report["outcomes"]
    assert report["faults"]
    assert report["verdict"] != "pass"
    assert result.exit_code == 3


# Where results go


def test_every_format_can_be_configured() -> None:
    from typing import get_args

    from compliance.config import Format
    from compliance.render import RENDERERS

    assert sorted(get_args(Format)) == sorted(RENDERERS)


def test_github_gets_annotations_and_the_summary_of_the_step(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = desk / "summary.md"
    summary.write_text("What another command said.\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    result = check("wire", "--format", "github")
    assert result.output.startswith("::")
    written = summary.read_text()
    assert written.startswith("What another command said.\n## Compliance\n")
    assert "`wire/rival.txt`" in written
    assert sorted(each.name for each in desk.iterdir()) == ["harbour.yaml", "summary.md", "wire"]
    check("wire")
    assert summary.read_text() == written


def test_a_summary_that_cannot_be_written_is_said_before_anything_is_checked(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(desk / "nowhere" / "summary.md"))
    result = check("wire", "--format", "github")
    assert result.exit_code == 2
    assert "cannot be written" in result.output
