"""Parquet: nested and plain columns, only those that are wanted, damage told apart from the rest."""

from __future__ import annotations

import datetime as dt
import io
import sys
from typing import Any

import pytest
from delivery import delivered, piped, prefixes

from compliance.readers import Limits
from compliance.readers.dates import parse

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

COLUMNS: dict[str, list[Any]] = {
    "id": [7, 8],
    "title": ["Ferry timetable", None],
    "body": ["<p>The ferry sails with the <a href='https://harbour.example/'>tide</a>.</p>", "Forty children counted."],
    "tags": [["ferries", "tides"], []],
    "published": [dt.datetime(2025, 3, 4, 10, tzinfo=dt.UTC), None],
    "images": [[{"src": "ferry.jpg", "caption": "A ferry", "credit": "Rowan Teale"}], None],
    "unwanted": [b"\xff", b"\xfe"],
}


def table(columns: dict[str, list[Any]] = COLUMNS, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


def test_rows() -> None:
    (ferry, bees), faults = delivered(table(), "a.parquet")
    assert faults == []
    assert (ferry.id, ferry.form, bees.id) == ("a.parquet#7", "table", "a.parquet#8")
    assert [text.plain for text in ferry.tags] == ["ferries", "tides"]
    published = ferry.date("published")
    assert published is not None
    assert published.value == parse("2025-03-04T10:00:00Z")
    (image,) = ferry.images
    assert image.credit is not None
    assert (image.src, image.credit.plain) == ("ferry.jpg", "Rowan Teale")
    assert [link.href for link in ferry.links] == ["https://harbour.example/"]
    assert bees.title is None
    assert bees.carries == {"title", "body", "byline", "tags", "dates", "images"}


def test_columns_are_mapped_and_looked_into() -> None:
    data = table({"page": [{"html": "<p>Words</p>", "by": "Jane"}], "raw": [b"Zo\xc3\xab"]})
    (article,), _ = delivered(data, "a.parquet", body="page.html", byline="page.by", title="raw")
    assert article.title is not None
    assert (article.body.plain, article.title.plain, article.bylines[0].plain) == ("Words", "Zoë", "Jane")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ([None, "x"], "`$.body` is missing"),
        ([b"Zo\xeb", b"x"], "not valid UTF-8"),
        (["long" * 20, "x"], "longer than 50"),
        (["", "x"], "empty"),
    ],
)
def test_a_bad_row_is_a_fault_and_the_others_are_read(body: list[Any], reason: str) -> None:
    (article,), (fault,) = delivered(table({"body": body}), "a.parquet", Limits(max_bytes=50))
    assert (article.id, fault.input) == ("a.parquet#2", "a.parquet#1")
    assert reason in fault.reason


def test_a_damaged_row_group_takes_no_other_with_it() -> None:
    bodies = [f"words {number} " * 50 for number in range(40)]
    data = bytearray(table({"body": bodies}, row_group_size=20, compression="zstd", use_dictionary=False))
    data[10:20] = bytes(10)
    found, faults = delivered(bytes(data), "a.parquet")
    assert [article.id for article in found] == [f"a.parquet#{number}" for number in range(21, 41)]
    (fault,) = faults
    assert fault.reason.startswith("rows 1 to 20")


def test_it_can_come_through_a_pipe() -> None:
    assert len(delivered(piped(table()), "-")[0]) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (table({"text": ["x"]}), "no column `body` (it has `text`)"),
        (table({"body": pa.array([], pa.string())}), "no rows"),
    ],
)
def test_a_table_without_bodies(data: bytes, reason: str) -> None:
    _, (fault,) = delivered(data, "a.parquet")
    assert reason in fault.reason


def test_without_the_library_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    _, (fault,) = delivered(table(), "a.parquet")
    assert "[parquet]" in fault.hint


def test_any_part_of_a_table_is_a_fault() -> None:
    for cut in prefixes(table()):
        found, faults = delivered(cut, "a.parquet")
        assert (found, len(faults)) == ([], 1)
