"""How long the service takes, and how much of that is its own.

    python benchmarks/service.py [latency] [rate] [curve] [soak --minutes 10] [--json FILE]

A real `compliance serve` with the policies that are loaded by default, on loopback, asked with articles of about 6 KB
(`generated.py`). Needs the extra `service`; `curve` needs wrk.

latency: one warm connection, one request after another; beside it, in the same rounds, the same articles judged in this
process without HTTP, and a request that judges nothing (`/healthz`). The processor's time tells what of it is the
service's own even where other work slows the clock down.
rate: requests at fixed times, 500 a second by default, whatever became of those before, over several connections; a
request's time begins when it was due, so that waiting counts.
curve: wrk with more and more connections, as fast as answers come.
soak: requests for so many minutes, and the resident memory meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import generated

ROOT = Path(__file__).parent.parent
ARTICLES = 50
LUA = """\
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local bodies = {}
for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
local at = 0
request = function() at = at % #bodies + 1; return wrk.format(nil, nil, nil, bodies[at]) end
done = function(summary, latency, requests)
  io.write(string.format('{"p50": %f, "p99": %f, "requests": %d, "seconds": %f, "errors": %d}\\n',
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, summary.requests, summary.duration / 1e6,
    summary.errors.status + summary.errors.read + summary.errors.timeout + summary.errors.connect))
end
"""


class Server:
    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def busy(self) -> float:
        """The processor's time that its main thread has had, in seconds."""
        return int(Path(f"/proc/{self.process.pid}/schedstat").read_text().split()[0]) / 1e9

    def memory(self) -> float:
        """The resident memory, in MB."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    with tempfile.TemporaryFile("w+") as log:
        command = [sys.executable, "-m", "compliance", "serve", "--port", "0", *options]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(command, stderr=log, text=True, env=environment)
        try:
            yield Server(process, _port(process, log))
        finally:
            process.terminate()
            process.wait()


def _port(process: subprocess.Popen[str], log: Any) -> int:
    while process.poll() is None:
        log.seek(0)
        for line in log:
            if '"listening"' in line:
                return int(json.loads(line)["port"])
        time.sleep(0.05)
    log.seek(0)
    raise SystemExit(log.read())


def bodies() -> list[bytes]:
    """What is sent: articles of about 6 KB, each as the body of a request."""
    return [b'{"article":' + line.strip() + b"}" for line in generated.articles(ARTICLES, [])]


def packet(body: bytes) -> bytes:
    return b"POST /v1/check HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (
        len(body),
        body,
    )


HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


class Connection:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answer = self._socket.makefile("rb")

    def ask(self, packet: bytes) -> bytes:
        self._socket.sendall(packet)
        assert self._answer.readline().startswith(b"HTTP/1.1 200")
        size = 0
        while (line := self._answer.readline()) != b"\r\n":
            if line.startswith(b"content-length:"):
                size = int(line.split()[1])
        return self._answer.read(size)


def spread(times: list[float]) -> dict[str, float]:
    """Quantiles in ms."""
    times = sorted(times)
    at = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1}
    return {name: round(times[min(int(len(times) * part), len(times) - 1)] * 1000, 3) for name, part in at.items()}


def latency(rounds: int) -> dict[str, Any]:
    from compliance.checker import Checker
    from compliance.config import Config
    from compliance.service.answer import judged
    from compliance.service.payload import delivered, submission_of
    from compliance.settled import today

    checker = Checker(Config(), today())

    def judge(body: bytes) -> bytes:
        article = bytes(submission_of(body).article)
        return judged(checker, delivered(article, "record", "", {}), (), "block").json

    sent = bodies()
    with serving() as server:
        connection = Connection(server.port)
        for body in sent:
            assert connection.ask(packet(body)) == judge(body), "the service does not say what the checker says"
        contenders: dict[str, tuple[Callable[[bytes], object], Callable[[], float]]] = {
            "check over HTTP": (lambda body: connection.ask(packet(body)), server.busy),
            "the check alone": (judge, time.thread_time),
            "HTTP alone (/healthz)": (lambda body: connection.ask(HEALTH), server.busy),
        }
        times: dict[str, list[float]] = {name: [] for name in contenders}
        busy = dict.fromkeys(contenders, 0.0)
        for number in range(rounds):
            body = sent[number % len(sent)]
            for name, (work, clock) in contenders.items():
                spent, started = clock(), time.perf_counter()
                work(body)
                times[name].append(time.perf_counter() - started)
                busy[name] += clock() - spent
    each = {name: spread(times[name]) | {"processor": round(busy[name] / rounds * 1000, 3)} for name in contenders}
    own = each["check over HTTP"]["processor"] - each["the check alone"]["processor"]
    return each | {"the service's own, processor": round(own, 3)}


def rate(per_second: int, seconds: float, connections: int = 16) -> dict[str, Any]:
    packets = [packet(each) for each in bodies()]

    async def asking(port: int) -> tuple[list[float], int, float]:
        due = asyncio.Queue[tuple[float, bytes]]()
        times: list[float] = []
        wrong = 0

        async def worker() -> None:
            nonlocal wrong
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            while True:
                at, asked = await due.get()
                writer.write(asked)
                head = await reader.readuntil(b"\r\n\r\n")
                await reader.readexactly(int(re.search(rb"content-length: (\d+)", head)[1]))  # type: ignore[index]
                wrong += not head.startswith(b"HTTP/1.1 200")
                times.append(time.perf_counter() - at)
                due.task_done()

        workers = [asyncio.create_task(worker()) for _ in range(connections)]
        began = time.perf_counter()
        for number in range(int(per_second * seconds)):
            at = began + number / per_second
            if (wait := at - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            due.put_nowait((at, packets[number % len(packets)]))
        await due.join()
        for each in workers:
            each.cancel()
        return times, wrong, len(times) / (time.perf_counter() - began)

    with serving() as server:
        connection = Connection(server.port)
        for each in packets:
            connection.ask(each)
        times, wrong, answered = asyncio.run(asking(server.port))
    found = {"per second": per_second, "answered per second": round(answered, 1), "refused": wrong}
    return found | spread(times)


def curve(seconds: float) -> list[dict[str, Any]]:
    if shutil.which("wrk") is None:
        raise SystemExit("curve needs wrk (Debian's package of that name)")
    found = []
    with serving() as server, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bodies").write_bytes(b"\n".join(bodies()) + b"\n")
        (Path(folder) / "post.lua").write_text(LUA)
        for connections in (1, 2, 4, 8, 16, 32, 48):
            url = f"http://127.0.0.1:{server.port}/v1/check"
            command = [
                "wrk",
                "-t1",
                f"-c{connections}",
                f"-d{max(round(seconds), 1)}s",
                "-s",
                f"{folder}/post.lua",
                url,
            ]
            environment = {**os.environ, "BODIES": f"{folder}/bodies"}
            output = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
            line = json.loads(output.splitlines()[-1])
            answers = round(line["requests"] / line["seconds"], 1)
            found.append({"connections": connections, "answers/s": answers, **line})
    return found


def soak(minutes: float) -> dict[str, Any]:
    """Memory at every tenth of the time, once it is warm."""
    packets = [packet(each) for each in bodies()]
    held = []
    asked = 0
    with serving() as server:
        connection = Connection(server.port)
        for number in range(11):
            until = time.monotonic() + (minutes * 6 if number else 5)
            while time.monotonic() < until:
                connection.ask(packets[asked % len(packets)])
                asked += 1
            held.append(round(server.memory(), 1))
    return {"minutes": minutes, "requests": asked, "MB": held, "growth MB": round(held[-1] - held[0], 1)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=["latency", "rate", "curve", "soak"], default=["latency", "rate"])
    parser.add_argument("--rounds", type=int, default=2000)
    parser.add_argument("--rate", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    work = {
        "latency": lambda: latency(given.rounds),
        "rate": lambda: rate(given.rate, given.seconds),
        "curve": lambda: curve(given.seconds),
        "soak": lambda: soak(given.minutes),
    }
    found = {name: work[name]() for name in given.what}
    for name, each in found.items():
        print(f"\n{name}")
        rows = each if isinstance(each, list) else each.items()
        for row in rows:
            print("  ", *row if isinstance(row, tuple) else [row])
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
