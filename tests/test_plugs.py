"""Where it plugs in: git, standard input with a name, a watched folder, pre-commit, GitHub and GitLab."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from test_waiver import POLICY, TEXT, UNSIGNED
from typer.testing import CliRunner, Result

from compliance.cli import app
from compliance.readers import SUFFIXES

ROOT = Path(__file__).parent.parent
SIN = "\nThe Rival Gazette came too.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with a policy and three articles, all of them with an old sin."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")
    for name in [each for each in os.environ if each.startswith("GIT_")]:
        monkeypatch.delenv(name)
    (tmp_path / "harbour.yaml").write_text(POLICY)
    (tmp_path / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\n")
    (tmp_path / "wire").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "wire" / f"{name}.txt").write_text(
            f"{TEXT}\nThis is the story {name} of the ships and of the sea.\n"
        )
    git("init", "-q")
    git("add", ".")
    commit("first")
    return tmp_path


def git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=True, capture_output=True)


def commit(message: str) -> None:
    git("-c", "user.name=Desk", "-c", "user.email=desk@example.org", "commit", "-qam", message)


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(app, ["check", *arguments], input=input)


# What has changed


def test_nothing_changed_is_no_fault_and_says_so(desk: Path) -> None:
    result = run("--changed-since", "HEAD")
    assert result.exit_code == 0
    assert "3 inputs unchanged since HEAD: there is nothing to check" in result.stderr


def test_of_what_changed_only_what_is_new_is_reported(desk: Path) -> None:
    article = desk / "wire" / "a.txt"
    article.write_text(article.read_text().replace("six ships", "seven\nships"))
    result = run("--changed-since", "HEAD")
    assert result.exit_code == 0, result.output
    assert "1 known" in result.output
    assert "2 inputs unchanged since HEAD" in result.stderr
    article.write_text(article.read_text() + SIN)
    result = run("--changed-since", "HEAD")
    assert result.exit_code == 1
    assert "came" not in result.stderr
    assert result.output.count("✗ harbour/rivals") == 1


def test_a_new_file_is_wholly_new_and_a_renamed_one_is_not(desk: Path) -> None:
    (desk / "wire" / "b.txt").rename(desk / "wire" / "moved.txt")
    assert run("--changed-since", "HEAD").exit_code == 0
    git("add", ".")
    commit("renamed")
    assert run("--changed-since", "HEAD~1").exit_code == 0
    (desk / "wire" / "new.txt").write_text(TEXT.replace("six ships", "ten trains").replace("harbour", "station"))
    assert run("--changed-since", "HEAD").exit_code == 1


def test_it_works_from_a_folder_below_and_with_a_name_that_is_not_plain(desk: Path, monkeypatch) -> None:
    name = 'wire/naïve "q" \t.txt'
    (desk / name).write_text(TEXT.replace("six", "nine"))
    git("add", ".")
    commit("second")
    (desk / name).write_text(TEXT.replace("six", "nine") + SIN)
    monkeypatch.chdir(desk / "wire")
    result = run("--changed-since", "HEAD", ".")
    assert result.exit_code == 1
    assert "2 violated" not in result.output
    assert "3 inputs unchanged" in result.stderr


@pytest.mark.parametrize("revision", ["no-such-branch", "--help", "", "HEAD:wire/a.txt"])
def test_a_revision_that_is_none_is_refused(desk: Path, revision: str) -> None:
    result = run(f"--changed-since={revision}")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")


def test_no_repository_is_refused(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(desk / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(desk.parent))
    result = run("--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "repository" in result.stderr


def test_what_is_missing_is_a_fault_all_the_same(desk: Path) -> None:
    assert run("--changed-since", "HEAD", "wire", "gone.txt").exit_code == 3


# Standard input


def test_standard_input_goes_by_the_name_it_is_given(desk: Path) -> None:
    result = run("-", "--stdin-filename", "wire/draft.md", input=TEXT)
    assert result.exit_code == 1
    assert "wire/draft.md" in result.output
    page = "# Ships\n\nBy Jane Doe\n\n*Ships* sailed.\n"
    as_markdown = run("-", "--stdin-filename", "draft.md", "--format", "json", input=page).output
    as_text = run("-", "--stdin-filename", "draft.txt", "--format", "json", input=page).output
    assert '"form":"markdown"' in as_markdown
    assert '"form":"text"' in as_text


# Watching


def test_what_cannot_be_watched_is_refused(desk: Path) -> None:
    result = run("-", "--watch")
    assert result.exit_code == 2
    assert "cannot be watched" in result.stderr


@pytest.mark.slow
def test_a_watched_folder_is_checked_again_when_something_changes(desk: Path) -> None:
    log = desk.parent / "log"
    with log.open("w") as target:
        command = [sys.executable, "-m", "compliance", "check", "--watch"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        watching = subprocess.Popen(command, stdout=target, stderr=subprocess.STDOUT, cwd=desk, env=environment)
        try:
            _wait(log, "3 articles against")
            time.sleep(1)
            (desk / "wire" / "b.txt").write_text(UNSIGNED)
            _wait(log, "1 article against")
            (desk / "harbour.yaml").write_text(POLICY.replace("Rival Gazette", "harbour"))
            _wait(log, "3 articles against", 2)
            (desk / "harbour.yaml").write_text("policy: x\n")
            _wait(log, "error: ")
        finally:
            watching.send_signal(signal.SIGINT)
            code = watching.wait(timeout=20)
    assert code == 130


def _wait(log: Path, words: str, times: int = 1) -> None:
    for _ in range(200):
        if log.read_text().count(words) >= times:
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


# pre-commit


def test_the_hook_is_run_on_what_is_read() -> None:
    (hook, _) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    import re

    binary = {".gz", ".zst", ".zip", ".tar", ".tgz", ".wacz", ".parquet", ".warc", ".wet"}
    exports = {".wxr", ".mbox", ".rdf"}
    for suffix in SUFFIXES - binary - exports:
        assert re.search(hook["files"], f"wire/a{suffix}"), suffix
    assert not re.search(hook["files"], "setup.py")
    assert re.search(hook["exclude"], "web/package.json")


@pytest.mark.slow
def test_pre_commit_runs_the_hooks_from_this_repository(desk: Path, tmp_path: Path) -> None:
    repository = desk.parent / "hooks"
    listing = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    tracked = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if not name.startswith(("tests/", "benchmarks/")):
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, repository / name)
    environment = {**os.environ, "PRE_COMMIT_HOME": str(desk.parent / "cache")}
    subprocess.run(["git", "init", "-q"], cwd=repository, check=True)
    subprocess.run(["git", "add", "-f", "."], cwd=repository, check=True)
    name = ["-c", "user.name=Desk", "-c", "user.email=desk@example.org"]
    subprocess.run(["git", *name, "commit", "-qm", "all"], cwd=repository, check=True)

    def tried(hook: str, *files: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "try-repo", str(repository), hook, "--files", *files]
        return subprocess.run(command, cwd=desk, env=environment, capture_output=True, text=True, check=False)

    bad = tried("compliance", "wire/a.txt", "harbour.yaml")
    assert bad.returncode == 1, bad.stdout + bad.stderr
    assert "harbour/rivals" in bad.stdout
    (desk / "wire" / "a.txt").write_text("By Jane Doe\n\nThe ships sailed on Monday.\n")
    good = tried("compliance", "wire/a.txt")
    assert good.returncode == 0, good.stdout + good.stderr
    (desk / "rules").mkdir()
    shutil.move(desk / "harbour.yaml", desk / "rules" / "harbour.yaml")
    policies = tried("compliance-policy", "rules/harbour.yaml")
    assert "Passed" in policies.stdout, policies.stdout + policies.stderr


@pytest.mark.parametrize(
    ("schema", "file"),
    [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "ci/gitlab.yml")],
)
def test_ci_files_keep_their_schema(schema: str, file: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    if schema == "vendor.gitlab-ci":
        command[3:3] = ["--data-transform", "gitlab-ci"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_pre_commits_own_schema_holds() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_the_action_runs_is_what_the_program_takes(desk: Path) -> None:
    """The action's own script, with the program in its place: inputs are words, and run nothing."""
    (check,) = [each for each in yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"] if "id" in each]
    (desk / "bin").mkdir()
    program = desk / "bin" / "compliance"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m compliance "$@"\n')
    program.chmod(0o755)
    given = {"PATHS": "wire/a.txt $(touch run)", "ARGUMENTS": "--policy harbour.yaml", "SINCE": "", "SARIF": "r.sarif"}
    output = desk / "output"
    environment = {**os.environ, **given, "PATH": f"{program.parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    environment |= {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(desk / "summary")}
    command = ["bash", "-e", "-c", check["run"]]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3  # `$(touch` and `run)` are no files
    assert output.read_text() == "exit-code=3\n"
    assert not (desk / "run").exists()
    environment["PATHS"] = "wire/a.txt"
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, output.read_text()) == (1, "exit-code=3\nexit-code=1\n")
    assert done.stdout.startswith("::error file=wire/a.txt,line=3")
    assert (desk / "r.sarif").exists()
    assert "## Compliance" in (desk / "summary").read_text()


def test_what_the_gitlab_job_runs_is_what_the_program_takes(desk: Path) -> None:
    job = yaml.safe_load((ROOT / "ci" / "gitlab.yml").read_text())[".compliance"]
    (script,) = job["script"]
    arguments = (
        script.replace("$COMPLIANCE_ARGUMENTS", "--policy harbour.yaml").replace("$COMPLIANCE_PATHS", "wire").split()
    )
    assert arguments[:2] == ["compliance", "check"]
    assert run(*arguments[2:]).exit_code == 1
    for report in job["artifacts"]["reports"].values():
        assert (desk / report).stat().st_size
