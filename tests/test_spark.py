"""`scan --engine spark` on a real cluster: the rows that this machine's engine writes, whatever happens meanwhile."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from spark_cluster import Cluster, cluster
from test_report_page import POLICY

ROOT = Path(__file__).parent.parent
ARTICLES = 20_000

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Records in a large file that is split, some of them called alike, and files of all our kinds."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "desk.yaml").write_text(POLICY)
    (folder / "wire").mkdir()
    rng = random.Random(20261122)  # noqa: S311
    words = [
        "ships",
        "harbour",
        "click here",
        "mayor",
        "vote",
        "river",
        "school",
        "budget",
        "caf\u00e9",
        "&amp;",
        "tide",
    ]
    with (folder / "wire" / "large.jsonl").open("wb") as target:
        target.write(b"\xef\xbb\xbf")
        for number in range(ARTICLES):
            body = " ".join(rng.choices(words, k=270))
            record: dict[str, object] = {
                "title": f"Story {number}",
                "body": f"<p>{body}</p>" if number % 3 else body,
                "authors": ["Ann Lee"] if number % 2 else [],
                "published": f"2025-{1 + number % 12:02}-03",
                "outlet": f"Gazette {number % 7}",
            }
            if number % 5:
                record["id"] = number % 17_500 if number % 4 else f"twin#{number % 40}"
            target.write(json.dumps(record).encode() + b"\n")
            if number % 1000 == 0:
                target.write(b"  \r\n{no record}\n\xff\n")
    shutil.copytree(ROOT / "fixtures" / "articles", folder / "wire" / "articles")
    shutil.copytree(ROOT / "fixtures" / "feeds", folder / "wire" / "_feeds [1] & %20 more")
    (folder / "wire" / "_hidden {from} spark.html").write_text("<p>By Ann Lee</p><p>Ships came to the harbour.</p>")
    (folder / "wire" / "empty.txt").write_text("")
    return folder


@pytest.fixture(scope="module")
def here(archive: Path) -> Path:
    """What this machine's engine makes of it."""
    ended = scan(archive, "here", "--format", "parquet")
    assert ended.returncode == 3, ended.stderr
    return archive / "here"


@pytest.fixture
def spark(tmp_path: Path) -> Iterator[Cluster]:
    pytest.importorskip("pyspark", reason="needs Spark: pip install '.[spark]'")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17: apt-get install openjdk-17-jre-headless")
    with cluster(tmp_path) as started:
        yield started


def command(out: str, *options: str) -> list[str]:
    program = [sys.executable, "-m", "compliance", "scan", "wire", "nowhere.txt", "nowhere/*.html"]
    return [*program, "--policy", "desk.yaml", "--out", out, "--as-of", "2026-11-22", *options]


def scan(archive: Path, out: str, *options: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    env = env or os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command(out, *options), cwd=archive, env=env, capture_output=True, text=True, check=False)


def rows(folder: Path, table: str) -> list[str]:
    from pyarrow import parquet

    found = [parquet.read_table(path) for path in sorted((folder / table).glob("*.parquet"))]
    return sorted(json.dumps(row, default=str, sort_keys=True) for each in found for row in each.to_pylist())


def assert_same(here: Path, there: Path) -> None:
    for table in ("reports", "findings", "faults"):
        assert rows(there, table) == rows(here, table)
    for name in ("summary.json", "legend.json"):
        assert json.loads((there / name).read_bytes()) == json.loads((here / name).read_bytes())


def test_a_cluster_that_loses_a_worker_says_what_this_machine_says(archive: Path, here: Path, spark: Cluster) -> None:
    """More than 20,000 articles; the worker is killed while it judges."""
    options = ("--engine", "spark", "--master", spark.url)
    running = subprocess.Popen(command("there", *options), cwd=archive, env=spark.environment, stderr=subprocess.PIPE)
    killed = False
    while running.poll() is None:
        if spark.at_work and not killed:
            time.sleep(2)
            spark.kill_worker()
            killed = True
        time.sleep(0.2)
    assert running.stderr is not None
    assert running.returncode == 3, running.stderr.read().decode()[-4000:]
    assert killed
    assert len(rows(here, "reports")) > ARTICLES
    assert_same(here, archive / "there")
    page = [sys.executable, "-m", "compliance", "report", "there", "--html", "report.html"]
    assert subprocess.run(page, cwd=archive, env=spark.environment, check=False).returncode == 0


def test_an_archive_without_a_fault_is_written_whole_and_counted_alike(tmp_path: Path, spark: Cluster) -> None:
    credit = "This story was originally published by Alder News."
    records = ({"id": str(n), "body": f"Quay {n} opens.\n\n{credit}", "published": "2026-05-01"} for n in range(40))
    (tmp_path / "wire.jsonl").write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    policy = str(ROOT / "fixtures" / "policies" / "alder-news.yaml")
    compliance, environment = [sys.executable, "-m", "compliance"], spark.environment
    for out, *engine in (("here", "--format", "parquet"), ("there", "--engine", "spark", "--master", spark.url)):
        scan = [*compliance, "scan", "wire.jsonl", "--policy", policy, "--out", out, "--as-of", "2026-05-02", *engine]
        ended = subprocess.run(scan, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert ended.returncode in (0, 1), ended.stderr
    assert_same(tmp_path / "here", tmp_path / "there")
    counted = [
        subprocess.run([*compliance, "archive", out], cwd=tmp_path, env=environment, capture_output=True, check=False)
        for out in ("here", "there")
    ]
    assert b"watch/wholesale of alder-news (should): more than 50%" in counted[0].stdout, counted[0].stderr
    assert counted[0].stdout == counted[1].stdout


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "spark", "--resume"), "`--resume` is not for `--engine spark`"),
        (("--engine", "spark", "--jobs", "2"), "`--jobs` is not for `--engine spark`"),
        (("--engine", "spark", "--format", "jsonl"), "`--format jsonl` is not for `--engine spark`"),
        (("--master", "local"), "add `--engine spark`"),
        (("--engine", "flink"), "it can be local, spark"),
    ],
)
def test_options_of_another_engine_are_refused(archive: Path, options: tuple[str, ...], said: str) -> None:
    ended = scan(archive, "never", *options)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert not (archive / "never").exists()
