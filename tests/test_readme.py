"""The README is true: what it shows is what the program prints, and its policy is a policy."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compliance.cli import app

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"


def test_the_report_it_shows_is_the_report(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = README.read_text(encoding="utf-8")
    command = "compliance check --policy dcnf fixtures/articles/dcnf.txt"
    result = CliRunner().invoke(app, command.split()[1:], env={"COLUMNS": "100"})
    assert result.exit_code == 1
    shown = f"<!-- demo -->\n```console\n$ {command}\n{result.output.rstrip()}\n```\n<!-- /demo -->"
    written = re.sub(r"<!-- demo -->.*?<!-- /demo -->", lambda _: shown, text, flags=re.DOTALL)
    if os.environ.get("WRITE_README"):
        README.write_text(written, encoding="utf-8")
    assert written == README.read_text(encoding="utf-8")


def test_the_policy_it_shows_loads_and_keeps_its_examples(tmp_path: Path) -> None:
    (policy,) = re.findall(r"```yaml\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    path = tmp_path / "example-news.yaml"
    path.write_text(policy, encoding="utf-8")
    for command in (["policy", "lint", str(path)], ["policy", "test", str(path)]):
        result = CliRunner().invoke(app, command)
        assert result.exit_code == 0, result.output


def test_the_waiver_it_shows_waives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    (waivers,) = re.findall(r"\$ cat waivers.yaml\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)
    path = tmp_path / "waivers.yaml"
    path.write_text(waivers, encoding="utf-8")
    command = [
        "check",
        "--policy",
        "dcnf",
        "--waivers",
        str(path),
        "--as-of",
        "2026-11-22",
        "fixtures/articles/dcnf.txt",
    ]
    output = CliRunner().invoke(app, command).output
    assert "~ dcnf/logo" in output
    assert "waivers/" not in output


def test_every_file_and_command_it_names_is_there() -> None:
    text = README.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(((?!https?:|#)[^)]+)\)", text):
        assert (ROOT / target).exists(), target
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    groups = {group.name for group in app.registered_groups}
    for name in re.findall(r"`?compliance ([a-z]+)", text):
        assert name in commands | groups | {"in"}, name
