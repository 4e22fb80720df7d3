from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
import pytest

from compliance.config import Config, find, read, settle
from compliance.load import PolicyError

TOML = """\
[project]
name = "x"

[tool.compliance]
format = "json"
as_of = 2026-01-02

[tool.compliance.map]
body = "text"
"""


def test_without_a_file_everything_is_default(tmp_path: Path) -> None:
    settled = settle({}, tmp_path)
    assert settled.config == Config()
    assert set(settled.origins) == {each.name for each in msgspec.structs.fields(Config)}
    assert set(settled.origins.values()) == {"default"}


def test_the_nearest_file_upwards_wins(tmp_path: Path) -> None:
    below = tmp_path / "desk" / "today"
    below.mkdir(parents=True)
    (tmp_path / "compliance.yaml").write_text("format: sarif\n")
    assert find(below) == tmp_path / "compliance.yaml"
    (tmp_path / "desk" / "pyproject.toml").write_text(TOML)
    assert find(below) == tmp_path / "desk" / "pyproject.toml"
    assert settle({}, below).config.format == "json"


def test_a_pyproject_of_others_is_passed_by(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "compliance"\n')
    assert find(tmp_path) is None


def test_a_table_says_the_same_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(TOML)
    assert read(tmp_path / "pyproject.toml") == {
        "format": "json",
        "as_of": dt.date(2026, 1, 2),
        "map": {"body": "text"},
    }


def test_two_files_in_one_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "compliance.yaml").write_text("format: json\n")
    (tmp_path / "pyproject.toml").write_text(TOML)
    with pytest.raises(PolicyError, match="both here"):
        find(tmp_path)


def test_the_command_line_overrides_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "compliance.yaml").write_text("format: json\nfail_on: review\npolicy: [dcnf]\n")
    settled = settle({"format": "sarif"}, tmp_path)
    assert (settled.config.format, settled.config.fail_on, settled.config.policy) == ("sarif", "review", ("dcnf",))
    assert settled.origins["format"] == "command line"
    assert settled.origins["fail_on"] == "compliance.yaml"
    assert settled.origins["desk"] == "default"


def test_paths_are_the_files_own_wherever_the_command_runs(tmp_path: Path) -> None:
    below = tmp_path / "today"
    below.mkdir()
    (tmp_path / "house.yaml").write_text("")
    (tmp_path / "compliance.yaml").write_text(
        "paths: [wire, '-']\npolicy: [dcnf, house.yaml, ./more]\ndesk: desk.yaml\noutput: [sarif=out/a.sarif]\n"
    )
    config = settle({}, below).config
    assert config.paths == ("../wire", "-")
    assert config.policy == ("dcnf", "../house.yaml", "../more")
    assert config.desk == "../desk.yaml"
    assert config.output == ("sarif=../out/a.sarif",)
    assert settle({}, tmp_path).config.paths == ("wire", "-")


@pytest.mark.parametrize("name", ["compliance.yaml", "pyproject.toml"])
def test_an_unknown_key_is_shown_on_its_line_with_what_was_meant(tmp_path: Path, name: str) -> None:
    text = "format: json\npolcy: [dcnf]\n"
    if name == "pyproject.toml":
        text = '[other]\npolcy = 1\n\n[tool.compliance]\nformat = "json"\npolcy = ["dcnf"]\n'
    (tmp_path / name).write_text(text)
    with pytest.raises(PolicyError) as error:
        read(tmp_path / name)
    (diagnostic,) = error.value.diagnostics
    assert diagnostic.line == len(text.splitlines())
    assert diagnostic.column == 1
    assert diagnostic.text.startswith("polcy")
    assert "`polcy`" in diagnostic.message
    assert "`policy`" in diagnostic.hint


@pytest.mark.parametrize(
    "text",
    ["format: xml\n", "paths: wire\n", "as_of: soon\n", "map: [a]\n", "fail_on: pass\n", "policy: [1]\n", "- a\n", ""],
)
def test_a_wrong_value_is_refused_where_it_stands(tmp_path: Path, text: str) -> None:
    (tmp_path / "compliance.yaml").write_text(text)
    with pytest.raises(PolicyError) as error:
        settle({}, tmp_path)
    assert error.value.diagnostics[0].line == 1


@pytest.mark.parametrize("text", ["[tool.compliance]\nformat = \n", "[tool.compliance]\nformat = 1\n"])
def test_a_wrong_table_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(PolicyError):
        settle({}, tmp_path)


def test_every_key_is_documented() -> None:
    from pydantic import TypeAdapter

    properties = TypeAdapter(Config).json_schema()["properties"]
    assert all(each.get("description") for each in properties.values())
