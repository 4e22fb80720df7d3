"""`compliance report`: what a scan's tables come to, and the page that shows it."""

from __future__ import annotations

import base64
import re
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner, Result

from compliance import overview as overviews
from compliance.cli import app
from compliance.finding import Status
from compliance.folder import legend_of, totals_of
from compliance.overview import OTHERS, Cell, Overview, overview
from compliance.report import Verdict

HOSTILE = '</script><script>alert("1")</script><!-- & \u2028 <b>'
POLICY = """\
policy: desk
title: The desk's own
kind: house
sources:
  - {note: decided by the desk, evidence: house}
rules:
  - id: signed
    check: byline
    level: must
    message: the article is signed
    examples:
      passes: [{article: "By Jane Doe\\n\\nShips sailed."}]
      fails: [{article: Ships sailed., insert: byline}]
  - id: no-click
    check: terms
    level: should
    terms: [click here]
    message: nobody is told to click
    examples:
      passes: [{article: Ships sailed.}]
      fails: [{article: Click here., at: Click here}]
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")
    (tmp_path / "desk.yaml").write_text(POLICY)
    records = [
        {
            "id": f"a{number}",
            "title": HOSTILE if number == 4 else f"Ships {number}",
            "authors": ["Ann Lee"] if number % 2 else [],
            "published": f"2025-{1 + number % 5:02}-03",
            "outlet": f"Gazette {number % 3}",
            "language": "en",
            "body": "Ships came to the harbour. " + ("Click here for more." if number % 4 == 0 else "They left again."),
        }
        for number in range(30)
    ]
    (tmp_path / "feed.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, records)))
    return tmp_path


def scanned(archive: Path, *formats: str, code: int = 1) -> Path:
    out = archive / "-".join(("out", *formats))
    chosen = [argument for each in formats for argument in ("--format", each)]
    scan = run("scan", "feed.jsonl", "--policy", "desk.yaml", "--out", str(out), "--jobs", "1", *chosen)
    assert scan.exit_code == code, scan.output
    return out


def shown(out: Path, worst: int = 200) -> Overview:
    return overview(out, totals_of(out), legend_of(out), worst)


def number(cells: tuple[Cell, ...], **asked: str) -> int:
    return sum(cell.number for cell in cells if all(getattr(cell, name) == value for name, value in asked.items()))


def test_counts_are_those_of_the_summary(archive: Path) -> None:
    out = scanned(archive)
    found = shown(out)
    summary = found.totals.summary
    assert summary.articles == number(found.cells, rule="") == 30
    for verdict, count in summary.verdicts.items():
        assert number(found.cells, rule="", verdict=verdict) == count
    for rule, count in summary.rules.items():
        assert number(found.cells, rule=rule) == count
    for month, counts in summary.months.items():
        assert number(found.cells, rule="", month=month) == sum(counts.values())
    for source, counts in summary.sources.items():
        assert number(found.cells, rule="", source=source) == sum(counts.values())
    assert set(summary.rules) == set(found.rules) == {"desk/signed", "desk/no-click"}
    assert found.rules["desk/signed"].message == "the article is signed"


def test_both_formats_give_the_same(archive: Path) -> None:
    jsonl, parquet = shown(scanned(archive)), shown(scanned(archive, "parquet"))
    assert msgspec.structs.replace(parquet, totals=jsonl.totals) == jsonl


def test_the_worst_come_first_and_of_equals_the_first(archive: Path) -> None:
    found = shown(scanned(archive), worst=4)
    assert found.offenders == 15
    assert [each.article for each in found.worst] == [f"feed.jsonl#a{n}" for n in (0, 4, 8, 12)]
    assert [each.rule for each in found.worst[0].findings] == ["desk/signed", "desk/no-click"]
    assert found.worst[0].findings[1].quote == "Click here"


def test_none_of_the_worst_may_be_asked_for(archive: Path) -> None:
    found = shown(scanned(archive), worst=0)
    assert (found.worst, found.offenders) == ((), 15)


def test_few_sources_and_rules_are_put_together(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = scanned(archive)
    monkeypatch.setattr(overviews, "MOST_SOURCES", 2)
    monkeypatch.setattr(overviews, "MOST_RULES", 1)
    monkeypatch.setattr(overviews, "MOST_MONTHS", 3)
    cells = shown(out).cells
    assert {cell.source for cell in cells} == {"Gazette 0", OTHERS}
    assert {cell.rule for cell in cells} == {"", OTHERS}
    assert {cell.month for cell in cells} == {"2025"}
    assert number(cells, rule="") == 30


@pytest.mark.parametrize("most", [60, 30, 12, 3])
def test_counts_that_are_too_many_become_coarser_and_stay_whole(
    archive: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(overviews, "MOST_CELLS", most)
    cells = shown(scanned(archive)).cells
    assert number(cells, rule="") == 30
    assert len(cells) <= max(most, 2 * 3 * 3)


def test_a_page_holds_its_data_and_no_markup_of_articles(archive: Path) -> None:
    out = scanned(archive)
    made = run("report", str(out), "--html", "report.html", "--title", "Ann's <archive>")
    assert made.exit_code == 0, made.output
    page = (archive / "report.html").read_text(encoding="utf-8")
    assert "<title>Ann&#x27;s &lt;archive&gt;</title>" in page
    assert page.count("<script") == page.count("</script>") == 2
    held = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert held is not None
    titles = {each["title"] for each in msgspec.json.decode(held[1])["worst"]}
    assert {HOSTILE, "Ships 0"} <= titles


def test_a_page_allows_its_own_style_and_script_alone(archive: Path) -> None:
    run("report", str(scanned(archive)), "--html", "report.html")
    page = (archive / "report.html").read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    for element in ("style", "script"):
        text = re.search(rf"<{element}>(.*?)</{element}>", page, re.DOTALL)
        assert text is not None
        assert f"{element}-src 'sha256-{base64.b64encode(sha256(text[1].encode()).digest()).decode()}'" in policy[1]
    assert not re.search(r"""(src|href)=["']?(https?:|//)""", page)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("scan.json", "holds no scan"),
        ("summary.json", "is not complete: go on"),
        ("legend.json", "legend.json` cannot be read"),
    ],
)
def test_what_is_no_complete_scan_is_refused(archive: Path, missing: str, said: str) -> None:
    out = scanned(archive)
    (out / missing).unlink()
    made = run("report", str(out), "--html", "report.html")
    assert made.exit_code == 2
    assert said in made.stderr
    assert not (archive / "report.html").exists()


@pytest.mark.parametrize("table", ["reports", "findings", "faults"])
@pytest.mark.parametrize("format", ["jsonl", "parquet"])
def test_a_table_that_is_missing_or_torn_makes_no_page(archive: Path, table: str, format: str) -> None:
    with (archive / "feed.jsonl").open("a") as feed:
        feed.write("\n{no record}\n")
    out = scanned(archive, format, code=3)
    path = out / f"{table}.jsonl.zst" if format == "jsonl" else next((out / table).iterdir())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    torn = run("report", str(out), "--html", "report.html")
    path.unlink()
    gone = run("report", str(out), "--html", "report.html")
    for made in (torn, gone):
        assert made.exit_code == 2, made.output
        assert f"the table `{table}`" in made.stderr
    assert not (archive / "report.html").exists()


def test_cells_say_what_they_count() -> None:
    verdict: Verdict = "block"
    status: Status = "violated"
    cell = Cell(3, "2025-01", "Gazette", verdict, "desk/signed", status)
    assert msgspec.to_builtins(cell) == [3, "2025-01", "Gazette", "block", "desk/signed", "violated"]
