"""Web archives: pages with their encodings undone, and no record that is cut or misplaced taken for a whole one."""

from __future__ import annotations

import gzip
import sys
import zlib

import brotli
import pytest
from delivery import EXPORTS, delivered, prefixes

from compliance.readers import LIMITS, Limits

PAGE = b"<!doctype html><html><title>Ferry</title><body><p>The ferry sails.</p></body></html>"
HTML = b"Content-Type: text/html\r\n"


def record(block: bytes, kind: str = "response", length: int | None = None, **headers: str) -> bytes:
    told = {"WARC-Target-URI": "https://desk.example/ferry", "WARC-Date": "2025-03-09T00:00:00Z"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    size = len(block) if length is None else length
    return f"WARC/1.0\r\nWARC-Type: {kind}\r\n{lines}Content-Length: {size}\r\n\r\n".encode() + block + b"\r\n\r\n"


def answer(body: bytes = PAGE, headers: bytes = HTML, status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 " + status + b"\r\n" + headers + b"\r\n" + body


GOOD = record(answer())


def test_an_archive() -> None:
    found, faults = delivered((EXPORTS / "desk.warc").read_bytes(), "desk.warc")
    assert faults == []
    assert [(article.id, article.form) for article in found] == [("desk.warc#2", "html"), ("desk.warc#6", "text")]
    page = found[0]
    assert page.body.plain == "The ferry sails."
    assert page.url is not None
    assert (page.url.plain, page.url.place) == ("https://desk.example/ferry", "WARC-Target-URI")
    assert page.date("published") is None
    assert page[page.body.span(4, 9)] == "ferry"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, HTML),
        (PAGE, b"Content-Type: TEXT/HTML; charset=utf-8\r\n"),
        (PAGE, b""),
        (gzip.compress(PAGE, mtime=0), HTML + b"Content-Encoding: gzip\r\n"),
        (PAGE, HTML + b"Content-Encoding: gzip\r\n"),
        (zlib.compress(PAGE), HTML + b"Content-Encoding: deflate\r\n"),
        (zlib.compress(PAGE)[2:-4], HTML + b"Content-Encoding: deflate\r\n"),
        (brotli.compress(PAGE), HTML + b"Content-Encoding: br\r\n"),
        (PAGE, HTML + b"Content-Encoding: br\r\n"),
        (brotli.compress(gzip.compress(PAGE, mtime=0)), HTML + b"Content-Encoding: gzip, br\r\n"),
        (b"14\r\n" + PAGE[:20] + b"\r\n" + b"%x;x=y\r\n" % len(PAGE[20:]) + PAGE[20:] + b"\r\n0\r\n\r\n",
         HTML + b"Transfer-Encoding: chunked\r\n"),
        (PAGE, HTML + b"Transfer-Encoding: chunked\r\n"),
        (PAGE, b"X: a\r\n b\r\n" + HTML + b"Content-Length: %d\r\n" % len(PAGE)),
    ],
)  # fmt: skip
def test_encodings_are_undone(body: bytes, headers: bytes) -> None:
    (article,), faults = delivered(record(answer(body, headers)), "a.warc")
    assert faults == []
    assert article.fields["input"] == PAGE.decode()


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (answer(gzip.compress(PAGE, mtime=0)[:-20], HTML + b"Content-Encoding: gzip\r\n"), "before its end"),
        (answer(zlib.compress(PAGE)[:-20], HTML + b"Content-Encoding: deflate\r\n"), "`deflate` data is cut"),
        (answer(brotli.compress(PAGE)[:-9], HTML + b"Content-Encoding: br\r\n"), "`br` data is cut"),
        (answer(b"14\r\n" + PAGE[:15], HTML + b"Transfer-Encoding: chunked\r\n"), "within its chunks"),
        (answer(PAGE, HTML + b"Content-Length: 999\r\n"), "of the 999 bytes"),
        (answer(PAGE, HTML + b"Content-Encoding: rot13\r\n"), "`rot13`"),
        (b"no answer at all", "no HTTP response"),
        (b"HTTP/1.1 200 OK\r\nContent-Ty", "within its headers"),
        (
            answer(gzip.compress(bytes(LIMITS.max_bytes + 1), mtime=0), HTML + b"Content-Encoding: gzip\r\n"),
            "larger than",
        ),
    ],
)
def test_an_answer_that_is_cut_is_a_fault_that_names_its_address(block: bytes, reason: str) -> None:
    (article,), (fault,) = delivered(record(block) + GOOD, "a.warc")
    assert (fault.input, article.id) == ("a.warc#1", "a.warc#2")
    assert "`https://desk.example/ferry`" in fault.reason
    assert reason in fault.reason


def test_a_page_with_a_byte_of_no_character_is_read_and_told() -> None:
    block = answer(b"<p>Zo\xeb", b"Content-Type: text/html; charset=utf-8\r\n")
    (zoe, _), (fault,) = delivered(record(block) + GOOD, "a.warc")
    assert (zoe.id, fault.input) == ("a.warc#1", "a.warc#1")
    assert zoe.body.plain == "Zo\ufffd"
    assert "`https://desk.example/ferry`: line 1: byte 0xEB" in fault.reason


@pytest.mark.parametrize(
    "damaged",
    [
        record(answer(), length=len(answer()) - 5),
        record(answer(), length=len(answer()) + 60),
        GOOD + b"garbage\r\n\x00\xff\r\n\r\n",
        GOOD.replace(b"Content-Length", b"Content-Size"),
        GOOD.replace(b"Content-Length: ", b"Content-Length: -"),
        b"WARC/1.0\r\n" + b"X: y\r\n" * 2000 + b"\r\n",
    ],
)
def test_a_record_that_nothing_fits_to_is_a_fault_and_the_next_is_found(damaged: bytes) -> None:
    found, faults = delivered(damaged + GOOD + GOOD, "a.warc")
    assert faults
    assert len(found) >= 1
    assert {article.fields["input"] for article in found} == {PAGE.decode()}


def test_an_archive_that_is_cut() -> None:
    for cut in prefixes(GOOD + GOOD):
        found, faults = delivered(cut, "a.warc")
        assert len(found) <= 1
        assert all(article.fields["input"] == PAGE.decode() for article in found)
        assert faults or len(cut) == len(GOOD)


def test_a_header_tells_the_charset_unless_it_is_unknown() -> None:
    latin = answer(b"<meta charset=utf-8><p>Zo\xeb", b"Content-Type: text/html; charset=ISO-8859-1\r\n")
    odd = answer("<p>Zoë".encode(), b"Content-Type: text/html; charset=klingon\r\n")
    found, _ = delivered(record(latin) + record(odd), "a.warc")
    assert [article.body.plain for article in found] == ["Zoë", "Zoë"]


def test_what_is_no_page_is_left_out() -> None:
    others = [
        record(answer(status=b"404 Not Found")),
        record(answer(b"{}", b"Content-Type: application/json\r\n")),
        record(answer(), "revisit"),
        record(b"GET / HTTP/1.1\r\n\r\n", "request"),
        record(b"log", "resource", WARC_Target_URI="metadata://crawler/log", Content_Type="text/plain"),
        record(bytes(100), "resource", Content_Type="image/png"),
    ]
    _, (fault,) = delivered(b"".join(others), "a.warc")
    assert (fault.kind, "(6)" in fault.reason) == ("empty", True)
    found, faults = delivered(b"".join(others) + GOOD, "a.warc")
    assert ([article.id for article in found], faults) == (["a.warc#7"], [])


def test_what_is_too_long_is_skipped_aloud() -> None:
    found, faults = delivered(record(answer(PAGE * 100)) + GOOD, "a.warc", Limits(max_bytes=1000))
    assert [article.id for article in found] == ["a.warc#2"]
    assert [fault.kind for fault in faults] == ["too-large"]


def test_what_was_cut_when_it_was_archived_is_a_fault() -> None:
    _, (fault,) = delivered(record(answer(), WARC_Truncated="length"), "a.warc")
    assert "(length)" in fault.reason


def test_without_the_library_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "brotli", None)
    _, (fault,) = delivered(record(answer(brotli.compress(PAGE), HTML + b"Content-Encoding: br\r\n")), "a.warc")
    assert "[warc]" in fault.hint


def test_the_form_before_warc_is_named() -> None:
    _, (fault,) = delivered(b"filedesc://a.arc 0.0.0.0 20250101 text/plain 76\n1 0 x\n", "a.arc")
    assert "ARC" in fault.reason
