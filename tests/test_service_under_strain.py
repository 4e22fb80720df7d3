"""`compliance serve` under strain: slow and rude clients, huge bodies, crowds, reloads and the end."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")
pytest.importorskip("httptools", reason="needs the extra `service`")

from serving import TOKEN, Service, serving
from test_service import HOUSE, SILENT, SPOKE

pytestmark = pytest.mark.slow

BODY = json.dumps({"article": SPOKE}).encode()
LARGE = {"title": "A title", "body": "<p>" + "The council met on Monday. " * 30_000 + "</p>"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("strain")
    (folder / "house.yaml").write_text(HOUSE)
    limits = ("--arrival-limit", "1.5", "--at-once", "8", "--max-bytes", "1000000")
    with serving(folder, "--policy", "house.yaml", *limits) as found:
        yield found


def head(length: int, path: str = "/v1/check") -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {TOKEN}", "Content-Type: application/json"]
    return "\r\n".join([*lines, f"Content-Length: {length}", "", ""]).encode()


def connected(service: Service) -> socket.socket:
    return socket.create_connection(("127.0.0.1", service.port), timeout=10)


def until_closed(connection: socket.socket) -> bytes:
    found = b""
    while chunk := connection.recv(65536):
        found += chunk
    return found


def alive(service: Service) -> None:
    assert service.check(SPOKE).json()["decision"] == "block"


def test_a_body_that_comes_too_slowly_is_refused(service: Service) -> None:
    with connected(service) as connection:
        connection.sendall(head(len(BODY)) + BODY[:10])
        answer = until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"problem:too-slow" in answer
    alive(service)


def test_a_head_that_never_ends_is_cut_off(service: Service) -> None:
    with connected(service) as connection, connected(service) as silent:
        connection.sendall(b"POST /v1/check HTTP/1.1\r\nHost: x\r\n")
        assert until_closed(connection) == b""
        assert until_closed(silent) == b""
    alive(service)


def test_a_head_without_measure_is_refused(service: Service) -> None:
    with connected(service) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 70_000)
        assert until_closed(connection).startswith(b"HTTP/1.1 400 ")


def test_a_request_in_small_pieces_is_answered(service: Service) -> None:
    with connected(service) as connection:
        for piece in (head(len(BODY)), *(BODY[at : at + 7] for at in range(0, len(BODY), 7))):
            connection.sendall(piece)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 ")


def test_connections_that_are_cut_leave_nothing_behind(service: Service) -> None:
    for cut in (0, 10, len(head(len(BODY))), len(head(len(BODY))) + 10):
        for _ in range(20):
            with connected(service) as connection:
                connection.sendall((head(len(BODY)) + BODY)[:cut])
    for _ in range(20):  # asked, and gone before the answer
        with connected(service) as connection:
            connection.sendall(head(len(BODY)) + BODY)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert _eventually(lambda: "compliance_requests_under_way 0.0" in service.client.get("/metrics").text)
    alive(service)


def test_what_is_no_http_is_told_so(service: Service) -> None:
    with connected(service) as connection:
        connection.sendall(b"\x16\x03\x01 this is no HTTP\r\n\r\n")
        answer = until_closed(connection)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize("declared", [True, False])
def test_a_hundred_megabytes_are_refused_and_not_held(service: Service, declared: bool) -> None:
    before = _memory(service)
    chunk = b"x" * 1_000_000
    content = chunk * 100 if declared else (chunk for _ in range(100))
    try:
        response = service.client.post("/v1/check", content=content, headers={"content-type": "application/json"})
        assert response.status_code == 413
        assert response.json()["type"].endswith(":too-large")
    except httpx.WriteError:
        pass  # the connection was closed on it, which is as good
    assert _memory(service) - before < 30_000_000
    alive(service)


def test_five_hundred_at_once_are_answered_or_told_to_come_back(service: Service) -> None:
    connections = [connected(service) for _ in range(500)]
    for connection in connections:
        connection.sendall(head(len(BODY)) + BODY)
    answers: Counter[str] = Counter()
    for connection in connections:
        with connection, connection.makefile("rb") as answer:
            status = answer.readline().split()[1].decode()
            fields = dict(line.split(b": ") for line in iter(answer.readline, b"\r\n"))
            found = json.loads(answer.read(int(fields[b"content-length"])))
            answers[f"{status} {found.get('decision', fields.get(b'retry-after', b'').decode().strip())}"] += 1
    assert set(answers) <= {"200 block", "503 1"}
    assert answers["200 block"] >= 8
    alive(service)


def test_requests_in_one_packet_are_answered_in_order(service: Service) -> None:
    silent = json.dumps({"article": SILENT}).encode()
    with connected(service) as connection:
        connection.sendall(head(len(BODY)) + BODY + head(len(silent)) + silent)
        found = b""
        while found.count(b'"decision":') < 2:
            found += connection.recv(65536)
    assert found.index(b'"decision":"block"') < found.index(b'"decision":"allow"')


def test_a_large_article_keeps_nobody_waiting(service: Service) -> None:
    with ThreadPoolExecutor(1) as other:
        started = time.monotonic()
        large = other.submit(service.check, LARGE)
        asked = 0
        while not large.done():
            alive(service)
            asked += 1
        took = time.monotonic() - started
    assert large.result().json()["decision"] == "allow"
    assert asked >= 2, f"one answer in {took} s"


def test_an_article_that_takes_too_long_is_no_check(tmp_path: Path) -> None:
    with serving(tmp_path, "--time-limit", "0.1", "--max-bytes", "100000000") as service:
        found = service.check(LARGE | {"body": LARGE["body"] * 20})
        assert found.status_code == 503
        assert found.json()["type"].endswith(":timeout")
        batch = {"articles": [{"article": LARGE | {"body": LARGE["body"] * 20}}]}
        answer = service.client.post("/v1/check/batch", json=batch).json()
        assert answer["decision"] == "block"
        assert answer["answers"][0]["report"]["faults"][0]["kind"] == "timeout"


def test_policies_are_replaced_beside_the_requests_and_never_by_broken_ones(tmp_path: Path) -> None:
    policy = tmp_path / "house.yaml"
    policy.write_text(HOUSE)
    with serving(tmp_path, "--policy", "house.yaml") as service, ThreadPoolExecutor(4) as others:
        stop = False

        def ask() -> Counter[tuple[int, str]]:
            seen: Counter[tuple[int, str]] = Counter()
            while not stop:
                response = service.check(SPOKE)
                seen[response.status_code, response.json().get("decision", "")] += 1
            return seen

        asking = [others.submit(ask) for _ in range(4)]
        old = service.client.get("/readyz").json()["plan"]
        policy.write_text(HOUSE.replace("check: terms", "check: term"))
        service.signal(signal.SIGHUP)
        service.until("reload refused")
        ready = service.client.get("/readyz").json()
        assert ready["plan"] == old
        assert "house.yaml:7" in ready["refused"]["reasons"][0]
        assert "did you mean" in ready["refused"]["reasons"][0]
        assert "compliance_policies_refused 1.0" in service.client.get("/metrics").text
        policy.write_text(HOUSE.replace("officials", "ministers"))
        service.signal(signal.SIGHUP)
        new = service.until("reloaded")["plan"]
        assert new != old
        assert service.check(SPOKE).json()["decision"] == "allow"
        stop = True
        seen = sum((each.result() for each in asking), Counter())
    assert set(seen) <= {(200, "block"), (200, "allow")}
    assert seen[200, "block"] > 0


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    policy = tmp_path / "house.yaml"
    policy.write_text(HOUSE)
    with serving(tmp_path, "--policy", "house.yaml", "--watch") as service:
        time.sleep(0.5)
        policy.write_text(HOUSE + "\n# changed\n")
        service.until("reloaded")
        policy.write_text("policy: [")
        service.until("reload refused")
        policy.unlink()
        service.until("reload refused", 2)
        policy.write_text(HOUSE)
        service.until("reloaded", 2)
        alive(service)


def test_tokens_are_changed_without_a_restart(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("old-token-0123456789\n")
    with serving(tmp_path, "--tokens", str(tokens), environment={"COMPLIANCE_TOKENS": ""}) as service:
        url = f"http://127.0.0.1:{service.port}/v1/policies"
        assert httpx.get(url, headers={"authorization": "Bearer old-token-0123456789"}).status_code == 200
        tokens.write_text("new-token-0123456789\n")
        service.signal(signal.SIGHUP)
        service.until("reloaded")
        assert httpx.get(url, headers={"authorization": "Bearer old-token-0123456789"}).status_code == 401
        assert httpx.get(url, headers={"authorization": "Bearer new-token-0123456789"}).status_code == 200
        tokens.write_text("")
        service.signal(signal.SIGHUP)
        service.until("reload refused")
        assert httpx.get(url, headers={"authorization": "Bearer new-token-0123456789"}).status_code == 200


def test_requests_under_way_are_answered_before_the_end(tmp_path: Path) -> None:
    with serving(tmp_path) as service, ThreadPoolExecutor(1) as other, connected(service) as half:
        half.sendall(head(len(BODY)) + BODY[:10])
        large = other.submit(service.check, LARGE)
        time.sleep(0.2)
        service.signal(signal.SIGTERM)
        assert _eventually(lambda: _is_refused(service))  # nobody new is let in
        half.sendall(BODY[10:])
        assert until_closed(half).startswith(b"HTTP/1.1 200 ")
        assert large.result().status_code == 200
        assert service.process.wait(10) == 0
        service.until("ended")


def test_an_address_that_is_taken_ends_it_at_once(service: Service, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="in use"), serving(tmp_path, "--port", str(service.port)):
        pass


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--host", "192.0.2.1"), "no token is set"),
        (("--tokens", "short"), "token 1 of `short` is too short"),
        (("--tokens", "nowhere"), "cannot be read"),
        (("--policy", "broken.yaml"), "broken.yaml:1:"),
        (("--on-fault", "allow"), "is not known here"),
    ],
)
def test_what_cannot_be_served_does_not_start(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    (tmp_path / "short").write_text("hunter2\n")
    (tmp_path / "broken.yaml").write_text("policy: [")
    nothing = {"COMPLIANCE_TOKENS": ""}
    with pytest.raises(AssertionError) as raised, serving(tmp_path, *options, environment=nothing):
        pass
    assert said in str(raised.value)


def _eventually(holds: Callable[[], bool]) -> bool:
    """Whether something holds within some seconds."""
    for _ in range(100):
        if holds():
            return True
        time.sleep(0.1)
    return False


def _is_refused(service: Service) -> bool:
    try:
        connected(service).close()
    except ConnectionRefusedError:
        return True
    return False


def _memory(service: Service) -> int:
    """The resident memory of the process, in bytes."""
    pages = Path(f"/proc/{service.process.pid}/statm").read_text().split()[1]
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
