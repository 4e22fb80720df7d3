"""The example clients in `docs/clients/`, against the real service: up, down, and hanging."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")
pytest.importorskip("httptools", reason="needs the extra `service`")

from serving import ROOT, TOKEN, Service, serving
from test_payloads import payload
from test_service import HOUSE

CLIENTS = ROOT / "docs" / "clients"
CLEAN = {"byline": "Jo Roe", "body_footer": None, "source": "Example News", "copyrightholder": None}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("clients")
    (folder / "house.yaml").write_text(HOUSE)
    with serving(folder, "--policy", "house.yaml") as found:
        yield found


@pytest.fixture
def hanging() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def superdesk(service: Service) -> Any:
    spec = importlib.util.spec_from_file_location("superdesk_client", CLIENTS / "superdesk.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.URL, module.TOKEN, module.SECONDS = f"http://127.0.0.1:{service.port}", TOKEN, 5  # type: ignore[attr-defined]
    return module


def validated(client: Any, **changes: Any) -> list[str]:
    """What an editor is shown, asked as Superdesk's ValidateService asks."""
    response: list[str] = []
    client.validate(None, item=payload("superdesk", **changes), response=response, error_fields={})
    return response


def test_superdesk_publishes_what_keeps_the_terms(superdesk: Any) -> None:
    assert validated(superdesk, **CLEAN) == []


def test_superdesk_shows_what_does_not(superdesk: Any) -> None:
    told = validated(superdesk, **CLEAN, body_html="<p>The officials spoke.</p>")
    assert any(each.startswith("officials are named: ") for each in told)
    assert any("logo" in each for each in validated(superdesk))


def test_superdesk_publishes_nothing_that_cannot_be_read(superdesk: Any) -> None:
    assert "could not be checked" in validated(superdesk, headline=None)[0]


@pytest.mark.parametrize("state", ["down", "hanging", "unauthorised"])
def test_superdesk_publishes_nothing_unchecked_unless_it_is_told_to(superdesk: Any, hanging: str, state: str) -> None:
    if state == "unauthorised":
        superdesk.TOKEN = "another-token"
    else:
        superdesk.URL, superdesk.SECONDS = {"down": ("http://127.0.0.1:9", 5), "hanging": (hanging, 0.3)}[state]
    assert "could not be checked" in validated(superdesk, **CLEAN)[0]
    superdesk.FAIL_OPEN = True
    assert validated(superdesk, **CLEAN) == []


@pytest.mark.parametrize(
    ("source", "article", "code", "said"),
    [
        ("superdesk", payload("superdesk", **CLEAN), 0, ""),
        ("superdesk", payload("superdesk", **CLEAN, headline="The officials"), 1, "house/word: officials are named"),
        ("wordpress", payload("wordpress"), 1, "dcnf/logo"),
        ("record", {"title": "No text"}, 1, "not checked: `$.body` is missing"),
        ("joomla", {}, 3, "there is no source `joomla`"),
    ],
)
def test_a_webhook_says_so_by_its_exit_code(service: Service, source: str, article: Any, code: int, said: str) -> None:
    asked = _webhook(source, article, f"http://127.0.0.1:{service.port}")
    assert (asked.returncode, said in asked.stdout) == (code, True), asked.stdout + asked.stderr


def test_a_webhook_that_nobody_answers_has_checked_nothing() -> None:
    asked = _webhook("record", {"body": "text"}, "http://127.0.0.1:9")
    assert asked.returncode == 3
    assert "not checked" in asked.stdout


def _webhook(source: str, article: Any, url: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COMPLIANCE_URL": url, "COMPLIANCE_TOKEN": TOKEN}
    command = [sys.executable, str(CLIENTS / "webhook.py"), source]
    given = json.dumps(article)
    return subprocess.run(command, input=given, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.parametrize("path", sorted(CLIENTS.glob("*.py")), ids=lambda path: path.name)
def test_a_client_is_short(path: Path) -> None:
    code = path.read_text(encoding="utf-8").split('"""', 2)[2]
    assert len([line for line in code.splitlines() if line.strip()]) <= 30
