"""CSV: whatever the dialect, each row is an article or a fault that names its line."""

from __future__ import annotations

import csv
import io

import pytest
from delivery import EXPORTS, delivered, prefixes
from hypothesis import given
from hypothesis import strategies as st

from compliance.readers import Limits

TABLE = (EXPORTS / "articles.csv").read_bytes()


def test_rows() -> None:
    (ferry, bees), faults = delivered(TABLE, "articles.csv")
    assert faults == []
    assert (ferry.id, ferry.form, ferry.line, bees.line) == ("articles.csv#ferry", "table", 2, 3)
    assert ferry.title is not None
    assert ferry.title.plain == "Ferry timetable"
    assert [text.plain for text in ferry.bylines] == ["Ines Okafor", "Tom Reyk"]
    assert [text.plain for text in ferry.tags] == ["ferries", "tides"]
    assert [image.src for image in ferry.images] == ["https://desk.example/ferry.jpg"]
    assert [link.href for link in ferry.links] == ["https://harbour.example/"]
    assert len(bees.body.blocks) == 2


def test_it_can_carry_what_it_has_columns_for() -> None:
    (ferry, bees), _ = delivered(TABLE, "articles.csv")
    assert ferry.carries == {"title", "body", "byline", "tags", "dates", "images", "links", "elements"}
    assert bees.carries == {"title", "body", "byline", "tags", "dates", "images"}
    (bare,), _ = delivered(b"id,body\n1,words\n", "a.csv")
    assert bare.carries == {"body", "byline"}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_dialects(delimiter: str, encoding: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["title", "body"], ["T", f"Zoë{delimiter} words"]])
    (article,), faults = delivered(out.getvalue().encode(encoding), "a.csv")
    assert faults == []
    assert article.body.plain == f"Zoë{delimiter} words"


def test_a_header_of_ours_needs_no_name() -> None:
    assert len(delivered(TABLE, "-")[0]) == 2
    (text,), _ = delivered(b"Mind, body\n\nThe two go together.\n", "a.txt")
    assert text.form == "text"


def test_what_is_no_table_is_not_taken_for_one_by_its_name() -> None:
    (page,), _ = delivered(b"<html><title>T</title><p>a, b</p></html>", "a.csv")
    assert page.form == "html"


def test_columns_are_mapped() -> None:
    data = b'Headline,Text,meta\nH,"Words, more","{""by"": ""Jane""}"\n'
    (article,), _ = delivered(data, "a.csv", body="Text", title="Headline", byline="meta.by")
    assert article.body.plain == "Words, more"
    assert [text.plain for text in article.bylines] == ["Jane"]
    _, (fault,) = delivered(data, "a.csv")
    assert "`Headline`, `Text`" in fault.reason
    assert "--map body=" in fault.hint


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"only one", "1 cells where the header has 2"),
        (b"a,b,c", "3 cells where the header has 2"),
        (b'a,"b"c', "no row of CSV"),
        (b"a,Zo\xeb", "0xEB"),
        (b"a,b\0c", "NUL"),
        (b"a,", "`body` is empty"),
        (b"a," + b"x" * 2000, "longer than 1000"),
    ],
)
def test_a_bad_row_is_a_fault_with_its_line_and_the_others_are_read(row: bytes, reason: str) -> None:
    found, faults = delivered(b"id,body\n1,one\n" + row + b"\n3,three\n", "a.csv", Limits(max_bytes=1000))
    assert [article.body.plain for article in found] == ["one", "three"]
    (fault,) = faults
    assert fault.input in ("a.csv#2", "a.csv#a")
    assert "line 3" in fault.reason
    assert reason in fault.reason


def test_a_mark_that_is_never_closed_loses_nothing_in_silence() -> None:
    found, faults = delivered(b'id,body\n1,one\n2,"two\n3,three\n', "a.csv")
    assert [article.id for article in found] == ["a.csv#1"]
    assert "line 3" in faults[0].reason


@pytest.mark.parametrize("data", [b"title,body\n", b"title,body\n\n\n"])
def test_a_table_without_rows_is_empty(data: bytes) -> None:
    _, (fault,) = delivered(data, "a.csv")
    assert fault.kind == "empty"


def test_two_columns_of_one_name() -> None:
    _, (fault,) = delivered(b"body,body\na,b\n", "a.csv")
    assert "2 columns are called `body`" in fault.reason


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1, max_size=4))
def test_what_is_written_is_read(bodies: list[str]) -> None:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([["title", "body"], *(["T", body] for body in bodies)])
    found, faults = delivered(out.getvalue().encode(), "a.csv")
    assert len(found) + len(faults) == len(bodies)
    assert {article.fields["body"] for article in found} <= set(bodies)
    assert all(fault.kind == "empty" for fault in faults)


def test_any_part_of_a_table_gives_articles_or_faults() -> None:
    for cut in prefixes(TABLE):
        assert any(delivered(cut, "articles.csv"))
