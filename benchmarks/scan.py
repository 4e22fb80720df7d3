"""How a scan uses the cores and the memory, and that it says what a check says.

    python benchmarks/scan.py [--articles N] [--rounds N] [--data DIR] [--memory N ...] [--stream GIGABYTES]

Rounds are interleaved, by the clock: one job, two jobs, and two bare forks, which do the same chunks, with nobody who
gives them out, listens, or puts parts together. `--data` scans real pages, feeds and wires too: with one job, with
two, and killed and resumed, against `check`. `--memory` scans so many articles, by one policy, and prints the largest
resident memory of a worker and of its parent; `--stream` does so with a feed, and a web archive, of so many gigabytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import generated
import zstandard

from compliance.batch import Scan
from compliance.chunk import SIZE, chunks
from compliance.engines import Mapper
from compliance.engines.local import Pool
from compliance.engines.worker import Settings, Task, Watch, Worker
from compliance.folder import Asked, Folder
from compliance.inputs import expand
from compliance.listing import listed
from compliance.part import PARTS
from compliance.settled import plan_of

DAY = date(2026, 11, 22)
MEGABYTE = 1024 * 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--memory", type=int, nargs="*", default=[])
    parser.add_argument("--stream", type=float)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as folder:
        place = Path(folder)
        if given.rounds:
            cores(place, given.articles, given.rounds)
        if given.data:
            identity(place, given.data)
        for number in given.memory:
            memory(place, number)
        if given.stream:
            stream(place, given.stream)


# Cores


def cores(place: Path, articles: int, rounds: int) -> None:
    feed = place / "feed.jsonl"
    feed.write_bytes(b"".join(generated.articles(articles, [])))
    mapper = Mapper(plan_of(()), as_of=DAY)
    size = min(SIZE, feed.stat().st_size // 8)
    ways: dict[str, Callable[[Path], None]] = {
        "one job": lambda out: scan(feed, out, mapper, 1, size),
        "two jobs": lambda out: scan(feed, out, mapper, 2, size),
        "two bare forks": lambda out: bare(feed, out, mapper, 2, size),
        "two jobs again": lambda out: scan(feed, out, mapper, 2, size),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    written: dict[str, set[str]] = {}
    for number in range(rounds + 1):
        for name in list(ways) if number % 2 else reversed(ways):
            out = place / "out"
            begun = time.perf_counter()
            ways[name](out)
            if number:  # the first round warms up
                took[name].append(time.perf_counter() - begun)
            if "bare" not in name:
                written.setdefault(digest(out), set()).add(name)
            shutil.rmtree(out)
    assert len(written) == 1, f"the number of jobs changes what is written: {written}"
    print(f"{articles:,} articles, {feed.stat().st_size / MEGABYTE:.0f} MB, {rounds} rounds, medians:")
    for name, seconds in took.items():
        print(f"  {name:<15} {articles / statistics.median(seconds):>8,.0f} articles/s")
    for name, one, other in (
        ("two jobs / one job", "one job", "two jobs"),
        ("two jobs / two bare forks", "two bare forks", "two jobs"),
        ("A/A: two jobs / two jobs", "two jobs again", "two jobs"),
    ):
        ratios = [first / second for first, second in zip(took[one], took[other], strict=True)]
        print(f"  {name:<26} {statistics.median(ratios):.2f}  (of {min(ratios):.2f} to {max(ratios):.2f})")


def scan(feed: Path, out: Path, mapper: Mapper, jobs: int, size: int) -> None:
    """What `compliance scan` does, but for starting Python and compiling the policies."""
    folder = begun(feed, out, size)
    running = Scan(folder, Pool(mapper, Settings(str(out), ("jsonl",), {}), jobs, 60.0), chunks(folder.listed(), size))
    for _ in running.run():
        pass
    folder.finish(running.chunks)
    folder.close()


def bare(feed: Path, out: Path, mapper: Mapper, forks: int, size: int) -> None:
    """The chunks dealt out to processes beforehand."""
    folder = begun(feed, out, size)
    children = []
    for number in range(forks):
        child = os.fork()
        if not child:
            worker = Worker(mapper, Settings(str(out), ("jsonl",), {}), Watch([0] * Watch.CELLS))
            for chunk in list(chunks(folder.listed(), size))[number::forks]:
                for _ in worker.run(Task(chunk)):
                    pass
            os._exit(0)
        children.append(child)
    for child in children:
        assert os.waitpid(child, 0)[1] == 0
    folder.close()


def begun(feed: Path, out: Path, size: int) -> Folder:
    folder = Folder(out, resume=False)
    asked = Asked(plan="", desk="", as_of=DAY, mapping={}, formats=("jsonl",), chunk=size, limit=60.0)
    folder.begin(asked, listed(expand([str(feed)]), folder.stdin))
    return folder


def digest(out: Path) -> str:
    """A digest of everything in a folder, by name."""
    found = hashlib.sha256()
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(out)}\0".encode() + path.read_bytes())
    return found.hexdigest()


# Identity


def identity(place: Path, data: Path) -> None:
    """Scan all that there is, in several ways, and compare each with what `check` says, to the byte."""
    checked = command("check", str(data), "--format", "jsonl", *REAL).stdout
    print(f"{checked.count(bytes([10])):,} reports on real inputs in {data.name}:")
    for name, arguments, kills in (
        ("one job", ["--jobs", "1", *REAL], 0),
        ("two jobs", ["--jobs", "2", *REAL], 0),
        ("killed five times", ["--jobs", "2", *REAL], 5),
    ):
        out = place / name.replace(" ", "-")
        for _ in range(kills):
            process = started("scan", str(data), "--out", str(out), "--resume", *arguments)
            time.sleep(random.Random(name).uniform(2, 12))  # noqa: S311
            process.kill()
            process.wait()
        command("scan", str(data), "--out", str(out), "--resume", *arguments)
        with (out / "reports.jsonl.zst").open("rb") as packed:
            same = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True).read() == checked
        print(f"  {name:<18} {'the same bytes as check' if same else 'DIFFERENT'}")
        assert same


def command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run([*COMMAND, *arguments, *ALIKE], capture_output=True, check=False)
    assert done.returncode in (0, 1, 3), done.stderr.decode()
    return done


def started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*COMMAND, *arguments, *ALIKE], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


COMMAND = [sys.executable, "-m", "compliance"]
ALIKE = ["--as-of", str(DAY)]
REAL = ["--map", "body=text"]
"""The labelled texts call their body `text`."""
LIGHT = ["--policy", "dcnf"]
"""Memory is watched with one policy: a million articles take long enough as it is."""


# Memory


def memory(place: Path, number: int) -> None:
    """Scan so many articles, all with ids of their own, and watch."""
    feed = place / f"feed-{number}.jsonl"
    lines = generated.articles(min(number, 500), [])
    with feed.open("wb") as file:
        for index in range(number):
            record = lines[index % len(lines)]
            file.write(record.replace(f'"story-{index % len(lines)}"'.encode(), f'"story-{index}"'.encode(), 1))
    watched(f"{number:>9,} articles, JSON Lines", feed, place / f"out-{number}")
    feed.unlink()


def stream(place: Path, gigabytes: float) -> None:
    """Scan one feed, and one web archive, of that size."""
    size = int(gigabytes * 1024 * MEGABYTE)
    for name, pieces in (("feed.xml", rss()), ("pages.warc", warc())):
        path = place / name
        with path.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                if file.tell() > size:
                    break
            file.write(b"</channel></rss>" if name.endswith("xml") else b"")
        watched(f"{path.stat().st_size / 1024 / MEGABYTE:.1f} GB, {name}", path, place / f"out-{name}")
        path.unlink()


def rss() -> Iterator[bytes]:
    yield b'<rss version="2.0"><channel><title>Example News</title>'
    bodies = [json.loads(line) for line in generated.articles(500, [])]
    number = 0
    while True:
        body = bodies[number % len(bodies)]
        number += 1
        yield (
            f"<item><guid>story-{number}</guid><title>{body['title'].replace('&', 'and')}</title>"
            f"<description><![CDATA[{body['body']}]]></description></item>\n"
        ).encode()


def warc() -> Iterator[bytes]:
    bodies = [json.loads(line) for line in generated.articles(500, [])]
    filler = b"<script>" + b"var nothing = 1;\n" * 5000 + b"</script>"
    number = 0
    while True:
        body = bodies[number % len(bodies)]
        number += 1
        page = f"<!doctype html><html><head><title>{body['title']}</title></head><body>{body['body']}".encode()
        answer = (
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page + filler + b"</body></html>"
        )
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
            f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        yield head.encode() + answer + b"\r\n\r\n"


def watched(name: str, path: Path, out: Path) -> None:
    """Scan a file with two jobs, and print the largest resident memory of the workers and of their parent."""
    begun = time.perf_counter()
    process = started("scan", str(path), "--out", str(out), "--jobs", "2", *LIGHT)
    peaks = {"parent": 0.0, "worker": 0.0}
    while process.poll() is None:
        for who, pid in [("parent", process.pid), *(("worker", child) for child in children_of(process.pid))]:
            peaks[who] = max(peaks[who], resident(pid))
        time.sleep(0.2)
    articles = json.loads((out / "summary.json").read_bytes())["summary"]["articles"]
    seconds = time.perf_counter() - begun
    print(f"{name:<32} worker {peaks['worker']:>6.0f} MB, parent {peaks['parent']:>6.0f} MB, "
          f"{articles:,} reports, {articles / seconds:,.0f}/s", flush=True)  # fmt: skip
    assert not (out / PARTS).exists()
    shutil.rmtree(out)


def children_of(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def resident(pid: int) -> float:
    """The largest resident memory of a process so far, in megabytes."""
    try:
        lines = io.StringIO(Path(f"/proc/{pid}/status").read_text())
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    main()
