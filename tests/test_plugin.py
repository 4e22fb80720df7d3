"""The WordPress plugin as an archive: the same bytes every time, whole, and under its own licence."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from compliance import __version__
from compliance.cli import app
from compliance.integrations.plugin import archive
from compliance.readers.record import NAMES

FOLDER = Path(__file__).parent.parent / "compliance" / "integrations" / "wordpress"
TEXTS = [path for path in sorted(FOLDER.rglob("*")) if path.suffix in (".php", ".js")]


def test_the_command_writes_the_archive(tmp_path: Path) -> None:
    target = tmp_path / "compliance.zip"
    result = CliRunner().invoke(app, ["plugin", "wordpress", "--output", str(target)])
    assert result.exit_code == 0, result.output
    assert target.read_bytes() == archive("wordpress")
    names = ZipFile(target).namelist()
    assert {name.split("/")[0] for name in names} == {"newsroom-compliance"}
    assert len(names) == sum(path.is_file() for path in FOLDER.rglob("*"))


def test_a_system_without_a_plugin_is_named() -> None:
    result = CliRunner().invoke(app, ["plugin", "drupal"])
    assert result.exit_code == 2
    assert "wordpress" in result.output


def test_it_says_one_version_and_its_licence() -> None:
    main = (FOLDER / "newsroom-compliance.php").read_text()
    readme = (FOLDER / "readme.txt").read_text()
    assert re.search(r"Version: +(\S+)", main)[1] == __version__
    assert re.search(r"VERSION = '(\S+)'", main)[1] == __version__
    assert re.search(r"Stable tag: +(\S+)", readme)[1] == __version__
    assert "GPL-2.0-or-later" in main
    assert "GPL-2.0-or-later" in readme
    assert "GNU GENERAL PUBLIC LICENSE" in (FOLDER / "LICENSE").read_text()


def test_what_it_reads_of_other_plugins_has_a_name_in_the_record() -> None:
    assert set(json.loads((FOLDER / "meta.json").read_text())["keys"]) <= set(NAMES)


def test_every_sentence_can_be_translated() -> None:
    """Each text is in the template that translators work from, and nothing else is."""
    calls = r"""(?:__|_e|_n|esc_html__|esc_html_e|esc_attr__)\(\s*'((?:[^'\\]|\\.)+)'"""
    used = {text.replace("\\'", "'") for path in TEXTS for text in re.findall(calls, path.read_text())}
    template = (FOLDER / "languages" / "newsroom-compliance.pot").read_text()
    known = {json.loads(f'"{text}"') for text in re.findall(r'^msgid "(.+)"$', template, re.MULTILINE)}
    assert used == known


@pytest.mark.parametrize("path", [each for each in TEXTS if each.suffix == ".php"], ids=lambda path: path.name)
def test_no_file_of_it_runs_by_itself(path: Path) -> None:
    """Asked for directly by a browser, a file does nothing: it declares a class, or ends."""
    text = path.read_text()
    assert re.search(r"^(final )?class \w+|^defined\( '\w+' \) \|\| exit;", text, re.MULTILINE)


def test_php_and_javascript_are_whole() -> None:
    for program, option, suffix in (("php", "-l", ".php"), ("node", "--check", ".js")):
        if shutil.which(program) is None:
            pytest.skip(f"there is no `{program}`")
        for path in TEXTS:
            if path.suffix == suffix:
                subprocess.run([program, option, str(path)], check=True, capture_output=True)


def test_the_same_files_are_the_same_bytes() -> None:
    assert archive("wordpress") == archive("wordpress")
    dates = {info.date_time for info in ZipFile(io.BytesIO(archive("wordpress"))).infolist()}
    assert len(dates) == 1
