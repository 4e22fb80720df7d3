"""A `compliance serve` to test against: the real process, on a free port."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parent.parent
TOKEN = "a-token-of-tests-0123456789"


class Service:
    def __init__(self, process: subprocess.Popen[str], log: Path, port: int) -> None:
        self.process, self.log, self.port = process, log, port
        headers = {"authorization": f"Bearer {TOKEN}"}
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=30)

    def check(self, article: Any, source: str = "record", **more: Any) -> httpx.Response:
        return self.client.post("/v1/check", json={"article": article, "source": source, **more})

    def events(self, event: str = "request") -> list[dict[str, Any]]:
        lines = self.log.read_text(encoding="utf-8").splitlines()
        written = [json.loads(line) for line in lines if line.startswith("{") and line.endswith("}")]
        return [line for line in written if line["event"] == event]

    def until(self, event: str, times: int = 1) -> dict[str, Any]:
        """The last of so many events of a kind, once they are there."""
        for _ in range(200):
            if len(found := self.events(event)) >= times:
                return found[-1]
            self.process.poll()
            if self.process.returncode is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"no {event}: {self.log.read_text(encoding='utf-8')}")

    def entry(self, id: str) -> dict[str, Any]:
        """What is logged of the request of that id, once it is there."""
        for _ in range(200):
            if found := [each for each in self.events() if each["id"] == id]:
                return found[0]
            time.sleep(0.05)
        raise AssertionError(f"no request {id}")

    def signal(self, number: int) -> None:
        self.process.send_signal(number)


@contextmanager
def serving(folder: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Service]:
    log = folder / "log"
    command = [sys.executable, "-m", "compliance", "serve", "--port", "0", "--policy", "dcnf", *options]
    given = {"COMPLIANCE_TOKENS": TOKEN, "PYTHONPATH": str(ROOT), **(environment or {})}
    with log.open("w") as stream:
        process = subprocess.Popen(command, cwd=folder, stderr=stream, env={**os.environ, **given}, text=True)
    service = Service(process, log, 0)
    try:
        yield Service(process, log, service.until("listening")["port"])
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
