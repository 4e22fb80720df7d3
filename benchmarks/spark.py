"""What a Spark cluster costs beside this machine's own engine, on the same articles, and that both say the same.

    python benchmarks/spark.py [--articles N ...] [--data DIR]

Starts a standalone cluster on loopback, with one worker and then with two, a core each. For each number of articles:
the whole command by the clock, local with as many jobs, and what an article more costs, from the two largest numbers.
`--data` compares the tables on all real pages, feeds and wires. Needs the extra `spark`, and Java 17.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import generated

ROOT = Path(__file__).parent.parent
sys.path.append(str(ROOT / "tests"))

from spark_cluster import Cluster, cluster  # noqa: E402

COMMAND = [sys.executable, "-m", "compliance", "scan"]
OPTIONS = ["--policy", "dcnf", "--policy", "consistency", "--policy", "sensitive", "--as-of", "2026-11-22"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="*", default=[2000, 20000])
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for workers in (1, 2):
            home = place / f"cluster-{workers}"
            home.mkdir()
            with cluster(home, workers) as started:
                compare(place, started, workers, given.articles)
                if given.data and workers == 2:
                    same(place, started, workers, given.data, "real inputs")


def compare(place: Path, started: Cluster, workers: int, numbers: list[int]) -> None:
    taken: dict[int, tuple[float, float]] = {}
    for number in numbers:
        feed = place / f"feed-{number}.jsonl"
        if not feed.exists():
            feed.write_bytes(b"".join(generated.articles(number, [])))
        taken[number] = same(place, started, workers, feed, f"{number:,} articles")
    if len(numbers) > 1:
        few, many = sorted(numbers)[-2:]
        more = [1e3 * (taken[many][way] - taken[few][way]) / (many - few) for way in (0, 1)]
        start = [taken[few][way] - more[way] * few / 1e3 for way in (0, 1)]
        print(f"  an article more: here {more[0]:.2f} ms, there {more[1]:.2f} ms ({more[1] / more[0]:.2f} times)")
        print(f"  before the first: here {start[0]:.1f} s, there {start[1]:.1f} s")


def same(place: Path, started: Cluster, workers: int, inputs: Path, name: str) -> tuple[float, float]:
    here, there = place / "here", place / "there"
    seconds = (
        timed(
            [*COMMAND, str(inputs), "--out", str(here), "--jobs", str(workers), "--format", "parquet", *OPTIONS], None
        ),
        timed(
            [*COMMAND, str(inputs), "--out", str(there), "--engine", "spark", "--master", started.url, *OPTIONS],
            started,
        ),
    )
    articles = json.loads((here / "summary.json").read_bytes())["summary"]["articles"]
    words = f"{workers} worker{'s' * (workers > 1)}, {name} ({articles:,} reports)"
    print(f"{words}: here {seconds[0]:.1f} s, there {seconds[1]:.1f} s")
    database = duckdb.connect()
    for table in ("reports", "findings", "faults"):
        for one, other in ((here, there), (there, here)):
            query = f"select count(*) from (from '{one}/{table}/*.parquet' except all from '{other}/{table}/*.parquet')"  # noqa: S608
            assert database.sql(query).fetchall() == [(0,)], f"`{table}` differs"
    shutil.rmtree(here)
    shutil.rmtree(there)
    return seconds


def timed(command: list[str], started: Cluster | None) -> float:
    begun = time.perf_counter()
    ended = subprocess.run(command, env=started and started.environment, capture_output=True, text=True, check=False)
    assert ended.returncode in (0, 1, 3), ended.stderr[-3000:]
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
