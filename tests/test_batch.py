"""A scan gives what a check gives, whatever number of workers there are, and whatever happens to them."""

from __future__ import annotations

import faulthandler
import gzip
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow.parquet import read_metadata
from typer.testing import CliRunner, Result

from compliance import batch, chunk, durable, engines, part
from compliance.article import Article
from compliance.batch import _FileNames
from compliance.chunk import Chunk, Piece, chunks
from compliance.cli import app
from compliance.columns import parquet, schema
from compliance.engines.local import Pool
from compliance.finding import Fault
from compliance.inputs import Input
from compliance.listing import Listed
from compliance.readers import html, read, read_stretch
from compliance.readers.json import Names
from compliance.report import Checked, Report
from compliance.rows import ROWS, Rows, Table
from compliance.scan import Scanner

pytestmark = pytest.mark.skipif(os.name != "posix", reason="workers are forked")

POLICY = """\
policy: harbour
title: Harbour house rules
kind: house
sources:
  - {note: decided by the desk, evidence: house}
rules:
  - id: rivals
    check: terms
    terms: [Rival Gazette]
    message: the rival is not named
    examples:
      passes: [{article: Another paper said so.}]
      fails: [{article: The Rival Gazette said so., at: Rival Gazette}]
"""


def record(number: int, **more: object) -> str:
    body = f"<p>Ship {number} sailed{', said the Rival Gazette' if number % 5 == 0 else ''}.</p>"
    return json.dumps({"id": f"ship-{number}", "title": f"Ship {number}", "body": body, **more})


def lines(count: int) -> str:
    """JSON Lines with blank lines, bad ones, and ids that come again much later."""
    found = [record(number, published=f"2026-{number % 12 + 1:02}-03") for number in range(count)]
    found[3] = "{"
    found[5] = json.dumps({"id": "ship-1", "body": "It comes again."})
    found[-2] = json.dumps({"id": "ship-1", "body": "And again."})
    found[-3] = json.dumps({"id": "ship-2#2", "body": "Named as another will have to be."})
    found[-1] = json.dumps({"id": "ship-2", "body": "It is that other."})
    found.insert(7, "  \t")
    return "\n".join(found) + "\n\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with inputs of many formats, some of them damaged, in which commands run in Chunks of 2,000 bytes."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")
    monkeypatch.setattr(chunk, "SIZE", 2000)
    monkeypatch.setattr(part, "_MOST_REPORTS", 7)
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # no test here takes the power away
    (tmp_path / "harbour.yaml").write_text(POLICY)
    wire = tmp_path / "wire"
    wire.mkdir()
    (wire / "b-lines.jsonl").write_text(lines(60))
    (wire / "a-page.html").write_text("<p>The <b>Rival</b> Gazette said ships sailed.</p>")
    (wire / "c-feed.xml").write_text(feed(40))
    (wire / "d-empty.txt").write_text("")
    packed = gzip.compress(lines(40).encode())
    (wire / "e-cut.jsonl.gz").write_bytes(packed[: len(packed) * 2 // 3])
    with zipfile.ZipFile(wire / "f-archive.zip", "w") as archive:
        for number in range(9):
            archive.writestr(f"{number}.txt", f"Ship {number} sailed.")
    for number in range(12):
        (wire / f"g-{number:02}.txt").write_text(f"Ship {number} sailed. " + "And sailed. " * 30)
    return tmp_path


def feed(count: int) -> str:
    items = "".join(
        f"<item><guid>{number}</guid><title>Ship {number}</title>"
        f"<description><![CDATA[<p>Ship {number} sailed to the <b>Rival</b> Gazette.</p>]]></description></item>"
        for number in range(count)
    )
    return f"<rss version='2.0'><channel><title>Harbour News</title>{items}</channel></rss>"


def run(*arguments: str, input: bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=input)


def scan(
    out: str, *arguments: str, paths: tuple[str, ...] = ("wire", "missing.txt"), input: bytes | None = None
) -> Result:
    options = ("--policy", "harbour.yaml", "--as-of", "2026-11-22", "--jobs", "2")
    return run("scan", *paths, "--out", out, *options, *arguments, input=input)


def check(*paths: str, input: bytes | None = None, options: tuple[str, ...] = ()) -> str:
    arguments = ("--policy", "harbour.yaml", "--as-of", "2026-11-22", "--format", "jsonl", *options)
    return run("check", *(paths or ("wire", "missing.txt")), *arguments, input=input).stdout


def reports(out: str | Path, table: Table = "reports") -> str:
    with zstandard.open(Path(out) / f"{table}.jsonl.zst", "rt", encoding="utf-8") as file:
        return file.read()


def files(out: str | Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(Path(out).rglob("*")) if path.is_file()
    }


# What is written


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_scan_writes_what_a_check_says(desk: Path, jobs: str) -> None:
    result = scan("out", "--jobs", jobs)
    assert result.exit_code == 3, result.output
    assert reports("out") == check()
    assert not list((desk / "out").glob("parts"))


def test_the_number_of_workers_changes_no_byte(desk: Path) -> None:
    for jobs in ("1", "3"):
        scan(f"out-{jobs}", "--jobs", jobs, "--format", "jsonl", "--format", "parquet")
    assert files("out-1") == files("out-3")


def test_the_tables_hold_the_same_in_both_formats(desk: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    scan("out", "--format", "jsonl", "--format", "parquet")
    for table in ROWS:
        written = [json.loads(line) for line in reports("out", table).splitlines()]
        read = duckdb.sql(f"select * from 'out/{table}/*.parquet'").arrow()  # noqa: S608
        read = read.read_all() if hasattr(read, "read_all") else read
        rows = [
            {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
            for row in read.to_pylist()
        ]
        assert rows == [{**row} for row in written], table
        assert written, table


def test_findings_and_faults_are_flat(desk: Path) -> None:
    scan("out")
    whole = [json.loads(line) for line in reports("out").splitlines()]
    findings = [json.loads(line) for line in reports("out", "findings").splitlines()]
    faults = [json.loads(line) for line in reports("out", "faults").splitlines()]
    assert [(each["article"], each["rule"]) for each in findings] == [
        (report["article"], rule) for report in whole for rule in report["findings"]
    ]
    assert [each["input"] for each in faults] == [fault["input"] for report in whole for fault in report["faults"]]
    assert {each["quote"] for each in findings} == {"Rival Gazette", "Rival</b> Gazette"}


def test_the_summary_counts_everything(desk: Path) -> None:
    result = scan("out")
    whole = [json.loads(line) for line in reports("out").splitlines()]
    totals = json.loads((desk / "out/summary.json").read_text())
    summary = totals["summary"]
    assert summary["articles"] == len(whole)
    assert summary["rules"] == {"harbour/rivals": sum(len(each["findings"]) for each in whole)}
    assert summary["faults"] == sum(len(each["faults"]) for each in whole) > 3
    assert summary["sources"]["Harbour News"] == {"block": 40}
    assert summary["months"]["2026-01"]["block"] == sum(
        each["verdict"] == "block" and str(each["published"]).startswith("2026-01") for each in whole
    )
    assert f"{len(whole)} articles" in result.stdout
    assert "harbour (Harbour house rules)" in result.stdout


@pytest.mark.parametrize("table", list(ROWS))
def test_a_table_without_rows_has_its_columns(table: Table) -> None:
    pyarrow = pytest.importorskip("pyarrow.parquet")
    assert pyarrow.read_schema(io.BytesIO(parquet(table, b""))) == schema(table)
    assert schema(table).names == list(ROWS[table].__struct_fields__)


def test_standard_input_is_scanned_too(desk: Path) -> None:
    data = lines(60).encode()
    assert scan("out", paths=("-",), input=data).exit_code == 3
    assert reports("out") == check("-", input=data)
    assert not (desk / "out/stdin").exists()


def test_nothing_at_all_is_a_fault(desk: Path) -> None:
    (desk / "nothing").mkdir()
    assert scan("out", paths=("nothing",)).exit_code == 3
    assert reports("out") == check("nothing")
    assert scan("out2", paths=()).exit_code == 3
    assert "there is nothing to check" in reports("out2")


@pytest.mark.parametrize(("path", "code"), [("wire/g-01.txt", 0), ("wire/a-page.html", 1), ("wire/d-empty.txt", 3)])
def test_the_exit_code_says_what_came_of_it(desk: Path, path: str, code: int) -> None:
    assert scan("out", paths=(path,)).exit_code == code


def test_what_is_excused_in_a_check_is_in_a_scan(desk: Path) -> None:
    """A waiver that is used, one that is not, and one for a text that has changed, met in different parts."""
    found = [json.loads(line) for line in check().splitlines()]
    wanted = [each for each in found if each["findings"]][4]
    (seal,) = [outcome["seal"] for outcome in wanted["outcomes"] if outcome["seal"]]
    waiver = "  - {{rule: harbour/rivals, article: '{}', evidence: '{}', reason: r, owner: o, expires: 2027-01-01}}\n"
    pairs = [(wanted["article"], seal), ("wire/g-01.txt", seal), ("wire/c-feed.xml#31", "0" * len(seal))]
    (desk / "waivers.yaml").write_text("waivers:\n" + "".join(waiver.format(*pair) for pair in pairs))
    run("baseline", "create", "wire/a-page.html", "--policy", "harbour.yaml", "--baseline", "known.json")
    options = ("--waivers", "waivers.yaml", "--baseline", "known.json")
    expected = check(options=options)
    assert scan("out", *options).exit_code == 3
    assert reports("out") == expected
    assert [json.loads(line)["article"] for line in expected.splitlines()][-1] == "waivers.yaml"
    assert '"by":"baseline"' in expected
    (desk / "waivers.yaml").write_text("waivers: []\n")
    assert "the waivers or the baseline have changed" in scan("out", "--resume", *options).stderr


@pytest.mark.parametrize("percent", ["20", "99"])
@pytest.mark.parametrize("jobs", ["1", "3"])
def test_a_brake_slows_a_scan_as_it_does_a_check(desk: Path, percent: str, jobs: str) -> None:
    found = scan("out", "--brake", percent, "--jobs", jobs, "--format", "jsonl", "--format", "parquet")
    assert reports("out") == check(options=("--brake", percent))
    braked = json.loads((desk / "out/braked.json").read_bytes())["rules"]
    assert bool(braked) == (percent == "20")
    assert ("braked: `harbour/" in found.stderr) == bool(braked)
    assert sum(read_metadata(path).num_rows for path in Path("out/reports").iterdir()) == reports("out").count("\n")
    assert json.loads((desk / "out/summary.json").read_bytes())["summary"]["articles"] == reports("out").count("\n")


@pytest.mark.slow
def test_a_scan_with_a_brake_that_is_killed_goes_on_to_the_same_end(desk: Path) -> None:
    options = ("--brake", "20", "--format", "jsonl", "--format", "parquet")
    started(desk / "whole", *options).communicate(timeout=60)
    killed(desk / "out", [0.7, 0.9, 1.1, 1.3], lambda: False, *options)
    assert files(desk / "out") == files(desk / "whole")


def test_a_scan_goes_on_with_the_same_brake_only(desk: Path) -> None:
    scan("out", "--brake", "20")
    assert "has another brake" in scan("out", "--resume", "--brake", "30").stderr


def test_originals_are_compared_with_in_a_scan_too(desk: Path) -> None:
    (desk / "originals").mkdir()
    (desk / "originals/empty.txt").write_text("")
    text = "The ferry to the island did not sail on Monday because the harbour was full of ice, its owner said. "
    (desk / "originals/ferry.txt").write_text(text * 3)
    (desk / "ferry.txt").write_text(text * 2)
    options = ("--originals", "originals")
    scan("out", *options, paths=("ferry.txt", "wire"))
    assert reports("out") == check("ferry.txt", "wire", options=options)
    assert '"original":"originals/ferry.txt"' in reports("out")
    (desk / "originals/ferry.txt").write_text(text)
    assert "the originals have changed" in scan("out", "--resume", *options, paths=("ferry.txt", "wire")).stderr


# Cutting inputs


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(['{"id": "a", "body": "x"}', '{"body": "y"}', "", " ", "{", '{"id":1,"body":"é"}']), min_size=1
    ),
    st.integers(1, 200),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.booleans(),
)
def test_stretches_of_a_file_read_as_the_whole(
    records: list[str], size: int, end: str, ended: bool, marked: bool
) -> None:
    whole = '{"body": "first"}' + end + end.join(records) + (end if ended else "")
    file = _InMemory(whole.encode("utf-8-sig" if marked else "utf-8"))
    names, found = _FileNames(), []
    with file.open() as stream:
        cut = list(chunk.stretches(stream, size))
    for number, stretch in enumerate(cut):
        noted = _Noted(file.name)
        list(read_stretch(file, stretch, noted))
        part = Chunk(number, (Piece(file.name, "", 0, stretch),), 0)
        found += read_stretch(file, stretch, _Known(noted.noted, names.renamed(part, tuple(noted.noted))))
    assert [each.end for each in cut[:-1]] == [each.start for each in cut[1:]]
    assert found == list(read(file))


class _InMemory:
    name = "a.jsonl"

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open(self) -> io.BytesIO:
        return io.BytesIO(self._data)


class _Noted(Names):
    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.noted: list[str] = []

    def unused(self, name: str) -> str:
        self.noted.append(name)
        return name


class _Known(Names):
    def __init__(self, noted: list[str], renamed: dict[int, str]) -> None:
        super().__init__("a.jsonl")
        self._given = iter([renamed.get(number, name) for number, name in enumerate(noted)])  # type: ignore[assignment]

    def unused(self, name: str) -> str:
        return next(self._given)  # type: ignore[call-overload]


def test_chunks_are_of_a_size_and_in_order(desk: Path) -> None:
    listed = [
        Listed(path.as_posix(), size=path.stat().st_size) for path in sorted(Path("wire").iterdir()) if path.is_file()
    ]
    cut = list(chunks(listed, 2000))
    assert [each.number for each in cut] == list(range(len(cut)))
    pieces = [piece for each in cut for piece in each.pieces if isinstance(piece, Piece)]
    assert list(dict.fromkeys(piece.name for piece in pieces)) == [each.name for each in listed]
    assert sum(each.size for each in cut) == sum(each.size for each in listed)
    assert sum(1 for each in cut if each.stretched) > 2
    assert all(each.size < 4000 or len(each.pieces) == 1 for each in cut)


# What goes wrong


POISON = "ship 17 sailed"


def poisonous(do: Callable[[], object], monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Have reader or scanner do that to the article that says POISON; only workers, which are forked, meet it."""
    if where == "reading":
        original = html.parse

        def parse(markup: html.Delivered, *rest: object) -> object:
            if POISON in markup.string.lower():
                do()
            return original(markup, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(html, "parse", limited(parse, html.parse))
    else:
        judge = Scanner.scan

        def judged(scanner: Scanner, article: Article, unread: Iterable[Fault] = ()) -> Report:
            if POISON in article.body.plain.lower():
                do()
            return judge(scanner, article, unread)

        monkeypatch.setattr(Scanner, "scan", judged)


def limited(parse: Callable[..., object], original: Callable[..., object]) -> Callable[..., object]:
    """A parser that asks first, as the original does, whether it may."""

    def asked(markup: html.Delivered, limits: html.Limits = html.LIMITS) -> object:
        limits.begin()
        return parse(markup, limits)

    return asked


def hang() -> None:
    time.sleep(3600)


def crash() -> None:
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


@pytest.mark.parametrize("where", ["reading", "judging"])
@pytest.mark.parametrize(("do", "kind"), [(crash, "crashed-worker"), (hang, "timeout")])
def test_a_poisonous_article_is_a_fault_and_takes_no_other_with_it(
    desk: Path, monkeypatch: pytest.MonkeyPatch, where: str, do: Callable[[], None], kind: str
) -> None:
    expected = [json.loads(line) for line in check("wire/b-lines.jsonl", "wire/c-feed.xml").splitlines()]
    with monkeypatch.context() as patched:
        poisonous(do, patched, where)
        result = scan("out", "--time-limit", "0.5", paths=("wire/b-lines.jsonl", "wire/c-feed.xml"))
    assert result.exit_code == 3, result.output
    found = [json.loads(line) for line in reports("out").splitlines()]
    assert [each["article"] for each in found] == [each["article"] for each in expected]
    poisoned = [each for each in found if any(fault["kind"] == kind for fault in each["faults"])]
    assert [each["article"] for each in poisoned] == ["wire/b-lines.jsonl#ship-17", "wire/c-feed.xml#17"]
    assert all(each["verdict"] != "pass" for each in poisoned)
    assert [each for each in found if each not in poisoned] == [
        each for each in expected if each["article"] not in {one["article"] for one in poisoned}
    ]


def test_running_out_of_memory_is_a_fault_too(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = engines.rows

    def rows(checked: Checked) -> Rows:
        if checked.report.article.endswith("ship-17") and checked.article is not None:
            raise MemoryError("too much")
        return original(checked)

    monkeypatch.setattr(engines, "rows", rows)
    assert scan("out", paths=("wire/b-lines.jsonl",)).exit_code == 3
    found = [json.loads(line) for line in reports("out").splitlines()]
    (poisoned,) = [each for each in found if any(fault["kind"] == "crashed-worker" for fault in each["faults"])]
    assert poisoned["article"] == "wire/b-lines.jsonl#ship-17"
    assert "MemoryError: too much" in poisoned["faults"][0]["reason"]


def test_a_crash_while_a_file_is_unpacked_costs_the_rest_of_that_file_only(
    desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from compliance.readers import packed

    original = packed._pieces

    def pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
        if info.filename == "5.txt":
            crash()
        return original(archive, info)

    monkeypatch.setattr(packed, "_pieces", pieces)
    scan("out", paths=("wire/f-archive.zip", "wire/g-01.txt"))
    found = [json.loads(line) for line in reports("out").splitlines()]
    assert [each["article"] for each in found] == [
        *(f"wire/f-archive.zip!{number}.txt" for number in range(4)),
        "wire/f-archive.zip",
        "wire/g-01.txt",
    ]
    (fault,) = found[4]["faults"]
    assert fault["kind"] == "crashed-worker"
    assert "SIGSEGV" in fault["reason"]
    assert "after 4 of its articles; what follows was not read" in fault["reason"]


def test_a_worker_that_is_killed_once_costs_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    killed = desk / "killed"

    def once() -> None:
        if not killed.exists():
            killed.touch()
            os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        poisonous(once, patched, "judging")
        scan("out")
    assert killed.exists()
    assert reports("out") == check()


def test_a_full_disk_stops_it_and_loses_nothing(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = durable.write

    def full(path: Path, data: bytes) -> None:
        if "000003" in path.name:
            raise OSError(28, "No space left on device", str(path))
        write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(durable, "write", full)
        result = scan("out")
    assert result.exit_code == 3
    assert "no space left on device" in result.stderr
    assert "--resume" in result.stderr
    assert not (desk / "out/summary.json").exists()
    assert list((desk / "out/parts").glob("receipt-*"))
    assert scan("out", "--resume").exit_code == 3
    assert reports("out") == check()


# Going on


DRIVER = """\
import os
from compliance import chunk, part
os.fsync = lambda handle: None
chunk.SIZE, part._MOST_REPORTS = 2000, 7
from compliance.cli import main
main()
"""


def started(out: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-c",
        DRIVER,
        "scan",
        "wire",
        "missing.txt",
        "--out",
        str(out),
        "--policy",
        "harbour.yaml",
    ]
    options = ["--as-of", "2026-11-22", "--jobs", "2", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    return subprocess.Popen([*command, *options], env=environment, stdout=-3, stderr=subprocess.PIPE)


def killed(out: Path, moments: list[float], worker: Callable[[], bool], *formats: str) -> None:
    """Kill a scan, or its workers, at those moments, and let it end."""
    for moment in moments:
        process = started(out, "--resume", *formats)
        time.sleep(moment)
        children = subprocess.run(
            ["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        if worker() and children:
            for child in children:
                os.kill(int(child), signal.SIGKILL)
        process.kill()
        process.wait()
    last = started(out, "--resume", *formats)
    _, said = last.communicate(timeout=60)
    assert last.returncode == 3, said


def test_a_scan_that_is_killed_goes_on_to_the_same_end(desk: Path) -> None:
    whole = started(desk / "whole")
    whole.communicate(timeout=60)
    killed(desk / "out", [0.7, 0.8], lambda: False)
    assert files(desk / "out") == files(desk / "whole")


@pytest.mark.slow
def test_a_scan_that_is_killed_many_times_goes_on_to_the_same_end(desk: Path) -> None:
    chance = random.Random(4)  # noqa: S311
    formats = ("--format", "jsonl", "--format", "parquet")
    whole = started(desk / "whole", *formats)
    begun = time.monotonic()
    whole.communicate(timeout=60)
    took = time.monotonic() - begun
    for number in range(5):
        out = desk / f"out-{number}"
        moments = [chance.uniform(0.3, took) for _ in range(3)]
        killed(out, moments, lambda: chance.random() < 0.5, *formats)
        assert files(out) == files(desk / "whole")


def test_an_interrupt_ends_it_cleanly(desk: Path) -> None:
    (desk / "wire/z-many.jsonl").write_text(lines(400))
    process = started(desk / "out")
    while not list((desk / "out").glob("parts/receipt-*")):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert b"interrupted" in said
    assert b"--resume" in said
    again = started(desk / "out", "--resume")
    again.communicate(timeout=120)
    assert reports("out") == check()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("--as-of", "2026-11-23"), "undated articles"),
        (("--map", "title=headline"), "maps other names"),
        (("--format", "parquet"), "other formats"),
        (("--time-limit", "3"), "another time"),
        (("--policy", "other.yaml"), "policies have changed"),
        (("--desk", "desk.yaml"), "desk profile has changed"),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_a_scan_goes_on_with_the_same_only(desk: Path, change: tuple[str, str], said: str) -> None:
    (desk / "other.yaml").write_text(POLICY.replace("harbour", "other"))
    (desk / "desk.yaml").write_text("name: The Desk\n")
    scan("out")
    before = files("out")
    result = scan("out", "--resume", *change)
    assert result.exit_code == 2
    assert said in result.stderr
    assert files("out") == before


def test_a_scan_goes_on_with_the_same_inputs_only(desk: Path) -> None:
    scan("out")
    (desk / "wire/g-03.txt").write_text("It is another now.")
    result = scan("out", "--resume")
    assert result.exit_code == 2
    assert "`wire/g-03.txt` has changed" in result.stderr
    (desk / "wire/h-new.txt").write_text("It is new.")
    (desk / "wire/g-03.txt").unlink()
    assert "`wire/g-03.txt`" in scan("out", "--resume").stderr


def test_a_scan_that_is_complete_says_so_again(desk: Path) -> None:
    first = scan("out")
    before = files("out")
    again = scan("out", "--resume")
    assert (again.exit_code, again.stdout) == (first.exit_code, first.stdout)
    assert files("out") == before


def test_what_lies_in_the_folder_is_not_overwritten(desk: Path) -> None:
    (desk / "full").mkdir()
    (desk / "full/notes.txt").write_text("Mine.")
    assert "holds other files" in scan("full").stderr
    scan("out")
    assert "--resume" in scan("out").stderr


def test_what_a_scan_writes_is_no_input_of_it(desk: Path) -> None:
    first = scan("wire/out", paths=("wire",))
    again = scan("wire/out", "--resume", paths=("wire",))
    assert (again.exit_code, again.stdout) == (first.exit_code, first.stdout)
    assert "wire/out" not in reports("wire/out")
    assert scan("alone", paths=("alone",)).exit_code == 3


def test_two_scans_do_not_write_to_one_folder(desk: Path) -> None:
    (desk / "wire/z-many.jsonl").write_text(lines(400))
    first = started(desk / "out")
    while not (desk / "out/scan.json").exists():
        time.sleep(0.02)
    try:
        assert "another scan is writing" in scan("out", "--resume").stderr
    finally:
        first.kill()
        first.wait()


def test_a_damaged_part_is_made_anew(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(batch.Scan, "_settle", lambda self: (_ for _ in ()).throw(KeyboardInterrupt))
        assert scan("out").exit_code == 130
    for receipt in (desk / "out/parts").glob("receipt-000000-*"):
        receipt.write_bytes(receipt.read_bytes()[:40])
    scan("out", "--resume")
    assert reports("out") == check()


def test_workers_can_be_spawned_too(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.engines import local

    started_by = Pool.__init__

    def spawned(self: Pool, *arguments: object) -> None:
        started_by(self, *arguments, "spawn")  # type: ignore[arg-type]

    monkeypatch.setattr(local.Pool, "__init__", spawned)
    (desk / "waivers.yaml").write_text("waivers: []\n")
    options = ("--originals", "wire/a-page.html", "--waivers", "waivers.yaml")
    scan("out", "--jobs", "1", *options, paths=("wire/b-lines.jsonl",))
    assert reports("out") == check("wire/b-lines.jsonl", options=options)


def test_a_reader_without_a_scan_asks_nobody() -> None:
    (found,) = read(Input("README.md", str(Path(__file__).parent.parent / "README.md")))
    assert isinstance(found, Article)
