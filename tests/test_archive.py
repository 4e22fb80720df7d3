"""A scan as a whole, and a scan again: what no single article on its own day tells."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from compliance.cli import app

pytest.importorskip("zstandard", reason="tables of JSON Lines need zstandard: the extra `zstd`")

POLICY = """policy: alder
title: Alder News, republication terms
kind: republication
outlet: {name: Alder News, domains: [alder.example]}
sources: [{note: made up for tests, evidence: house}]
detect:
  strong:
    - credit_line: ["{outlet}"]
rules:
  - id: withdrawn
    check: fidelity
    kind: withdrawn
    level: must
    message: the original still stands
    clause: Take down what we take back
    examples:
      passes: [{article: The quay is open at last., status: undetermined}]
      fails: [{article: The quay is open at last., status: undetermined}]
  - id: expiry
    check: dates
    date: now
    not_after: expires
    missing: not_applicable
    level: must
    message: it is taken down when its time is over
    clause: Three months
    examples:
      passes: [{article: {body: The quay is open., expires: "2026-06-01"}, as_of: 2026-05-01}]
      fails: [{article: {body: The quay is open., expires: "2026-06-01"}, as_of: 2026-07-01, status: violated}]
manual:
  - id: two-a-month
    clause: No more than two of our stories a month
    why: one article does not tell how many others ran
    over: {most: 2, per: month}
  - id: once
    clause: Run a story once
    why: one article does not tell whether it ran before
    over: {count: twice}
"""
STORY = (
    "The harbour of Aller opened its {}th quay, and two ferries moored there before noon with nobody on board at all."
)


def story(number: int, day: str, **more: Any) -> dict[str, Any]:
    body = f"{STORY.format(number)}\n\nThis story was originally published by Alder News."
    return {"id": f"story {number}/{day}", "title": f"Quay {number} opens", "body": body, "published": day, **more}


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.output


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "alder.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def scan(folder: Path, *records: dict[str, Any], format: str = "jsonl", options: tuple[str, ...] = ()) -> str:
    lines = "".join(json.dumps(each) + "\n" for each in records)
    (folder / "wire.jsonl").write_text(lines, encoding="utf-8")
    given = ["--policy", "alder.yaml", "--out", "scanned", "--jobs", "1", "--format", format, "--as-of", "2026-05-01"]
    code, output = run("scan", "wire.jsonl", *given, *options)
    assert code in (0, 1, 3), output
    return "scanned"


def archive() -> tuple[int, list[str]]:
    code, output = run("archive", "scanned", "--policy", "alder.yaml")
    return code, [line for line in output.splitlines() if line[0] != " "]


MAY = [story(number, f"2026-05-0{number}") for number in (1, 2)]
KEPT = [
    "met            alder/two-a-month (must): at most 2 pieces a month",
    "met            alder/once (must): none of 3 pieces was published again",
]


@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_pieces_are_counted_by_month(desk: Path, format: str) -> None:
    pytest.importorskip("pyarrow")
    scan(desk, *MAY, story(3, "2026-06-01"), format=format)
    assert archive() == (0, KEPT)


def test_one_too_many_is_told(desk: Path) -> None:
    scan(desk, *MAY, story(3, "2026-05-09"), story(4, "2026-06-01"))
    code, (pieces, once) = archive()
    assert (code, once.split()[0]) == (1, "met")
    assert pieces == "violated       alder/two-a-month (must): more than 2 pieces a month: `2026-05: 3`"


def test_what_has_no_date_could_be_one_too_many(desk: Path) -> None:
    scan(desk, *MAY, {**story(3, ""), "published": None})
    code, (pieces, _) = archive()
    assert code == 3
    assert pieces.endswith("at most 2 pieces a month, and 1 piece without a date")


def test_what_could_not_be_read_could_be_one_too_many(desk: Path) -> None:
    scan(desk, *MAY, {"id": "broken", "title": "no body"})
    code, lines = archive()
    assert code == 3
    assert all("but 1 article could not be checked" in line for line in lines)


def test_what_ran_twice_is_told_by_its_original(desk: Path) -> None:
    (desk / "originals.jsonl").write_text(json.dumps({"id": "o", "body": STORY.format(1)}) + "\n", encoding="utf-8")
    again = story(1, "2026-07-01", title="Again: a quay")
    other = story(
        2,
        "2026-05-02",
        body="No ferry sails before the ice has gone.\n\nThis story was originally published by Alder News.",
    )
    scan(desk, MAY[0], other, again, options=("--originals", "originals.jsonl"))
    code, (_, once) = archive()
    assert code == 1
    assert "1 article published again: `wire.jsonl#story 1/2026-07-01`" in once


WATCH = """policy: watch
title: What we watch
kind: house
sources: [{note: made up for tests, evidence: house}]
manual:
  - id: wholesale
    clause: Not wholesale
    why: one article does not tell
    over: {count: share, most: 0.5, per: month}
  - id: expiring
    clause: It says when it expires
    why: one article may be a slip
    over: {count: breaking, most: 1, rules: [expiry]}
"""
OWN = [{"id": f"own {number}", "body": f"Our own report number {number} on the fair.", "published": "2026-05-03"}
       for number in range(2)]  # fmt: skip


HOUSE = """policy: house
title: Of every article
kind: house
sources: [{note: made up for tests, evidence: house}]
rules:
  - id: words
    check: terms
    terms: [lorem ipsum]
    message: no filler
    examples: {passes: [{article: A quay.}], fails: [{article: Lorem ipsum., at: Lorem ipsum}]}
"""


def watch(folder: Path, *records: dict[str, Any], policy: str = WATCH) -> tuple[int, list[str]]:
    (folder / "watch.yaml").write_text(policy, encoding="utf-8")
    (folder / "house.yaml").write_text(HOUSE, encoding="utf-8")
    shutil.rmtree(folder / "scanned", ignore_errors=True)
    scan(folder, *records, options=("--policy", "house.yaml"))
    code, output = run("archive", "scanned", "--policy", "watch.yaml")
    return code, [line for line in output.splitlines() if line[0] != " "]


def test_a_policy_without_an_outlet_counts_the_copy_of_each(desk: Path) -> None:
    code, (share, asked) = watch(desk, *MAY, *OWN)
    assert (code, share) == (
        0,
        "met            watch/wholesale of alder (must): at most 50% of the articles of a month",
    )
    assert asked.startswith("not_applicable watch/expiring of alder (must): `expiry` is asked of no piece")
    assert watch(desk, *OWN) == (0, ["none of the policies has a limit over an archive"])


def test_copy_taken_wholesale_is_told_by_its_share(desk: Path) -> None:
    code, (share, _) = watch(desk, *MAY, *OWN, story(3, "2026-05-04"))
    assert code == 1
    assert share.endswith("more than 50% of the articles of a month: `2026-05: 60% of 5`")


def test_a_piece_without_a_date_could_make_the_share_too_large(desk: Path) -> None:
    code, (share, _) = watch(desk, *MAY, *OWN, {**story(3, ""), "published": None})
    assert code == 3
    assert share.endswith("at most 50% of the articles of a month, and 1 piece without a date")
    code, (share, _) = watch(desk, *MAY, *OWN, {**OWN[0], "id": "undated", "published": None})
    assert (code, share.split()[0]) == (0, "met")


def test_pieces_that_break_a_rule_are_counted(desk: Path) -> None:
    dated = [story(number, "2026-05-02", expires="2026-04-01T00:00:00Z") for number in range(3)]
    kept = story(9, "2026-05-02", expires="2026-06-01T00:00:00Z")
    code, (_, asked) = watch(desk, *OWN, kept, *dated[:1], policy=WATCH.replace("0.5", "0.9"))
    assert (code, asked.split(": ")[1]) == (0, "1 of 2 pieces without `expiry`")
    code, (_, asked) = watch(desk, *OWN, kept, *dated, policy=WATCH.replace("0.5", "0.9"))
    assert code == 1
    assert asked.split(": ")[1:] == ["3 of 4 pieces without `expiry`", ", ".join(
        f"`wire.jsonl#{each['id']}`" for each in dated
    )]  # fmt: skip


def test_where_no_policy_is_named_every_outlet_is_watched(desk: Path) -> None:
    scan(desk, *MAY)
    code, output = run("archive", "scanned")
    assert code == 0, "what is watched should be kept, no more"
    assert "violated       watch/wholesale of alder (should)" in output
    assert "met            watch/twice of alder (should): none of 2 pieces was published again" in output


def test_policies_without_a_limit_have_none(desk: Path) -> None:
    scan(desk, *MAY)
    assert run("archive", "scanned", "--policy", "dcnf") == (0, "none of the policies has a limit over an archive\n")


def test_a_window_that_lapsed_is_due(desk: Path) -> None:
    scan(desk, story(1, "2026-05-01", expires="2026-06-01T00:00:00Z"), story(2, "2026-05-01"))
    same = ["recheck", "scanned", "--policy", "alder.yaml", "--due"]
    assert run(*same, "--as-of", "2026-05-20") == (0, "0 judged otherwise\n")
    code, output = run(*same, "--as-of", "2026-06-02")
    assert code == 1
    assert "-> block" in output
    assert "alder/expiry: met -> violated" in output
    assert output.endswith("1 judged otherwise\n")


def test_an_original_that_was_withdrawn_since_is_due(desk: Path) -> None:
    pytest.importorskip("numpy")
    original = {"id": "o", "url": "https://alder.example/quay-1", "body": STORY.format(1)}
    (desk / "originals.jsonl").write_text(json.dumps(original) + "\n", encoding="utf-8")
    assert run("originals", "index", "originals.jsonl", "--index", "index")[0] == 0
    scan(desk, story(1, "2026-05-01", canonical="https://alder.example/quay-1"), options=("--originals", "index"))
    same = ["recheck", "scanned", "--policy", "alder.yaml", "--due", "--originals", "index", "--as-of", "2026-05-01"]
    assert run(*same) == (0, "0 judged otherwise\n")
    original["body"] += "\n\nEditor's note: This story has been retracted."
    (desk / "originals.jsonl").write_text(json.dumps(original) + "\n", encoding="utf-8")
    assert run("originals", "index", "originals.jsonl", "--index", "index")[0] == 0
    code, output = run(*same)
    assert code == 1
    assert "alder/withdrawn: met -> violated (the original was withdrawn" in output


def test_what_came_in_another_order_is_judged_again_all_the_same(desk: Path) -> None:
    stories = [story(number, "2026-05-01", expires="2026-06-01T00:00:00Z") for number in range(4)]
    scan(desk, *stories)
    moved = [story(9, "2026-05-01"), stories[3], stories[0], stories[2]]
    (desk / "wire.jsonl").write_text("".join(json.dumps(each) + "\n" for each in moved), encoding="utf-8")
    code, output = run("recheck", "scanned", "--policy", "alder.yaml", "--due", "--as-of", "2026-06-02")
    assert code == 3
    assert output.count("alder/expiry: met -> violated") == 3
    assert output.count("it is not where it was") == 1
    assert "wire.jsonl#story 1/2026-05-01: it is not where it was" in output


def test_what_is_gone_is_a_fault(desk: Path) -> None:
    scan(desk, story(1, "2026-05-01", expires="2026-06-01T00:00:00Z"), story(2, "2026-05-02", expires="2026-06-01"))
    (desk / "wire.jsonl").write_text(json.dumps(story(9, "2026-05-01")) + "\n", encoding="utf-8")
    code, output = run("recheck", "scanned", "--policy", "alder.yaml", "--as-of", "2026-05-01")
    assert code == 3
    assert "it is not where it was when it was scanned" in output
