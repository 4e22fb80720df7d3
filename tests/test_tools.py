"""The real consumers of what we write: Microsoft's SARIF multitool, and the server behind editors of YAML.

`make tools` installs them from npm into `.tools`; without them these tests are skipped, and `.ci/run` makes them first.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compliance.cli import app

ROOT = Path(__file__).parent.parent
MODULES = Path(os.environ.get("COMPLIANCE_TOOLS", ROOT / ".tools")) / "node_modules"
MULTITOOL = MODULES / "@microsoft" / "sarif-multitool-linux" / "Sarif.Multitool"
SERVER = MODULES / "yaml-language-server" / "bin" / "yaml-language-server"

pytestmark = pytest.mark.slow
needs_multitool = pytest.mark.skipif(not MULTITOOL.exists(), reason="no SARIF multitool here: `make tools`")
needs_server = pytest.mark.skipif(not SERVER.exists(), reason="no yaml-language-server here: `make tools`")


# SARIF


def complaints(sarif: Path) -> dict[str, set[str]]:
    """What the multitool says of a file, by the rules of SARIF and of GitHub; its exit code tells nothing."""
    MULTITOOL.chmod(0o755)
    found = sarif.with_suffix(".found.sarif")
    command = [str(MULTITOOL), "validate", str(sarif), "--rule-kind", "Sarif;Ghas", "--output", str(found)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Done. 1 files scanned." in done.stdout, done.stdout + done.stderr
    said: dict[str, set[str]] = {}
    for run in json.loads(found.read_text(encoding="utf-8-sig"))["runs"]:
        for result in run.get("results", ()):
            said.setdefault(result.get("level", "warning"), set()).add(result["ruleId"])
    return said


@needs_multitool
def test_github_would_take_the_sarif_of_every_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    sarif = tmp_path / "report.sarif"
    CliRunner().invoke(app, ["check", "-q", "--output", f"sarif={sarif}", "fixtures/articles", "fixtures/feeds"])
    said = complaints(sarif)
    assert said.get("error", set()) == set()
    assert said.get("warning", set()) <= {"SARIF2005"}  # no `informationUri`: there is no address to give yet


@needs_multitool
def test_the_multitool_would_notice(tmp_path: Path) -> None:
    sarif = tmp_path / "report.sarif"
    sarif.write_text('{"$schema": "x", "version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": []}]}')
    assert complaints(sarif)["error"]


# The schema of policies, in an editor


class Editor:
    """As much of an editor as asks a language server what is wrong with a file."""

    def __init__(self) -> None:
        self._server = subprocess.Popen(
            ["node", str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, id=1)
        while self._receive().get("id") != 1:
            pass
        self._send("initialized", {})

    def __enter__(self) -> Editor:
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.terminate()
        self._server.wait(timeout=20)

    def errors(self, path: Path) -> list[tuple[int, str]]:
        """The lines it underlines, from 1, and what it says there."""
        text = path.read_text(encoding="utf-8")
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self._send("textDocument/didOpen", {"textDocument": document})
        while True:
            message = self._receive()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == path.as_uri():
                return [
                    (each["range"]["start"]["line"] + 1, each["message"]) for each in message["params"]["diagnostics"]
                ]

    def _send(self, method: str, params: dict, **more: int) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self._server.stdin is not None
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._server.stdin.flush()

    def _receive(self) -> dict:
        """The next message; requests of the server's own are answered with nothing."""
        assert self._server.stdout is not None
        length = 0
        while line := self._server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name == b"Content-Length" else length
        assert length, "the language server is gone"
        message = json.loads(self._server.stdout.read(length))
        if "id" in message and "method" in message:
            wanted = len(message["params"].get("items", ())) if message["params"] else 0
            body = json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": [None] * wanted}).encode()
            assert self._server.stdin is not None
            self._server.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self._server.stdin.flush()
        return message


def modelled(tmp_path: Path, schema: str, text: str) -> Path:
    """A file that names its schema as people write it."""
    path = tmp_path / f"{schema}.yaml"
    uri = (ROOT / "docs" / "schema" / f"{schema}.json").as_uri()
    path.write_text(f"# yaml-language-server: $schema={uri}\n{text}", encoding="utf-8")
    return path


@needs_server
def test_an_editor_finds_nothing_wrong_with_shipped_policies(tmp_path: Path) -> None:
    with Editor() as editor:
        for policy in sorted((ROOT / "rules" / "republication").glob("*.yaml"))[:12]:
            assert editor.errors(modelled(tmp_path / policy.stem, "policy", policy.read_text(encoding="utf-8"))) == []


WAIVERS = """\
waivers:
  - rule: dcnf/logo
    article: wire/*
    evidence: e41473dddaddde6c
    reason: the logo is put in by the CMS
    owner: Kim
    expires: 2027-01-31
"""


@needs_server
@pytest.mark.parametrize(
    ("schema", "old", "new", "words"),
    [
        ("policy", "    level: must\n", "    level: mist\n", "should"),
        ("policy", "    check: byline\n", "    check: bylines\n", "byline"),
        ("policy", "kind: republication", "kind: republishing", "republication"),
        ("waivers", "    owner: Kim\n", "    ower: Kim\n", "ower"),
        ("waivers", "    expires: 2027-01-31\n", "", "expires"),
    ],
)
def test_an_editor_underlines_what_is_wrong(tmp_path: Path, schema: str, old: str, new: str, words: str) -> None:
    dcnf = (ROOT / "rules" / "republication" / "dcnf.yaml").read_text(encoding="utf-8")
    text = {"policy": dcnf, "waivers": WAIVERS}[schema]
    assert old in text
    with Editor() as editor:
        assert editor.errors(modelled(tmp_path / "right", schema, text)) == []
        said = editor.errors(modelled(tmp_path / "wrong", schema, text.replace(old, new, 1)))
    assert said
    assert any(words in message for _, message in said), said


@pytest.fixture(autouse=True)
def _folders(tmp_path: Path) -> None:
    for name in ("right", "wrong", *(each.stem for each in (ROOT / "rules" / "republication").glob("*.yaml"))):
        (tmp_path / name).mkdir()
