"""Compressed files and archives: everything in them is read, or said not to be, whatever they unpack to."""

from __future__ import annotations

import gzip
import io
import struct
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard
from delivery import delivered, piped, prefixes

from compliance.inputs import Input, expand
from compliance.readers import Limits

PAGE = b"<!doctype html><title>T</title><p>The ferry sails.</p>"
LINES = b"".join(b'{"id": "n%d", "body": "words %d"}\n' % (number, number) for number in range(500))
MIXED = {
    "a/page.html": PAGE,
    "b/wire.jsonl": LINES,
    "notes.md": b"# Head\n\nWords.",
    "table.csv": b"id,body\n1,words\n",
}


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def taped(members: dict[str, bytes], mode: str = "w", **options: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, **options) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


@pytest.mark.parametrize("pack", [zipped, taped, lambda members: taped(members, "w:gz"), lambda m: zstd(taped(m))])
@pytest.mark.parametrize("pipe", [False, True])
def test_an_archive_of_several_formats(pack, pipe: bool) -> None:  # type: ignore[no-untyped-def]
    data: bytes | BinaryIO = piped(pack(MIXED)) if pipe else pack(MIXED)
    found, faults = delivered(data, "in.pack")
    assert faults == []
    assert len(found) == 503
    assert {article.id for article in found} >= {
        "in.pack!a/page.html",
        "in.pack!b/wire.jsonl#n499",
        "in.pack!notes.md",
        "in.pack!table.csv#1",
    }


@pytest.mark.parametrize(
    "pack", [gzip.compress, zstd, lambda data: gzip.compress(data[:999]) + gzip.compress(data[999:])]
)
def test_a_compressed_file_is_what_it_holds(pack) -> None:  # type: ignore[no-untyped-def]
    found, faults = delivered(pack(LINES), "wire.jsonl.gz")
    assert faults == []
    assert [article.id for article in found] == [f"wire.jsonl.gz#n{number}" for number in range(500)]
    (page,), _ = delivered(pack(b"# Head\n\nWords."), "notes.md.gz")
    assert page.form == "markdown"


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_of_a_stream_that_is_cut_all_that_is_whole_is_read(pack) -> None:  # type: ignore[no-untyped-def]
    whole = {f"wire.jsonl#n{number}": f"words {number}" for number in range(500)}
    for cut in prefixes(pack(LINES), 25):
        found, faults = delivered(cut, "wire.jsonl")
        assert {article.id: article.body.plain for article in found}.items() <= whole.items()
        assert faults
    data = b"".join(map(pack, LINES.splitlines(keepends=True)))
    found, faults = delivered(data[:-5], "wire.jsonl")
    assert len(found) == 499
    assert "ends before its end" in faults[-1].reason


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_half_a_page_is_no_article(pack) -> None:  # type: ignore[no-untyped-def]
    found, (fault,) = delivered(pack(PAGE * 3)[:-9], "page.html.gz")
    assert found == []
    assert fault.input == "page.html.gz"


def test_a_wrong_checksum_and_what_follows_that_is_no_gzip_are_faults() -> None:
    data = bytearray(gzip.compress(LINES))
    data[-5] ^= 1
    assert "damaged" in delivered(bytes(data), "a.jsonl")[1][0].reason
    assert delivered(gzip.compress(LINES) + b"garbage", "a.jsonl")[1]
    assert delivered(gzip.compress(LINES) + bytes(1000), "a.jsonl")[1] == []


def test_names_are_shown_and_never_followed() -> None:
    names = ["../../etc/passwd.html", "/root/x.html", "c:\\x.html", "\x1b[31mred.html", "caf\udce9.html"]
    found, faults = delivered(taped(dict.fromkeys(names, PAGE)), "a.tar")
    assert faults == []
    shown = [article.id for article in found]
    assert shown[0] == "a.tar!../../etc/passwd.html"
    assert all(each.isprintable() for each in shown)
    assert shown[3] == "a.tar!\\x1b[31mred.html"


def test_members_of_one_name_are_told_apart() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for _ in range(2):
            info = tarfile.TarInfo("a.html")
            info.size = len(PAGE)
            archive.addfile(info, io.BytesIO(PAGE))
    found, _ = delivered(out.getvalue(), "a.tar")
    assert [article.id for article in found] == ["a.tar!a.html", "a.tar!a.html!2"]


def test_what_is_read_is_what_is_read_in_folders() -> None:
    others = {".hidden.html": PAGE, "__MACOSX/._a.html": PAGE, ".git/a.html": PAGE, "a.jpg": b"\xff\xd8\xff"}
    found, faults = delivered(zipped(others | {"a.html": PAGE}), "a.zip")
    assert ([article.id for article in found], faults) == (["a.zip!a.html"], [])
    _, (fault,) = delivered(zipped(others), "a.zip")
    assert fault.kind == "empty"


def test_folders_are_searched_for_them(tmp_path: Path) -> None:
    names = ["a.jsonl.gz", "b.zip", "c.tar.gz", "d.tgz", "e.parquet", "f.warc.gz", "g.wacz", "h.wxr", "i.csv", "j.gz"]
    for name in [*names, "k.log.gz", "l.css"]:
        (tmp_path / name).write_bytes(b"x")
    found = [each.name.rpartition("/")[2] for each in expand([tmp_path]) if isinstance(each, Input)]
    assert found == names


def test_links_and_devices_on_a_tape_are_left_out() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo("a.html")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found, (fault,) = delivered(out.getvalue(), "a.tar")
    assert (found, fault.kind) == ([], "empty")


def test_an_encrypted_member_is_a_fault_and_the_others_are_read() -> None:
    data = bytearray(zipped({"secret.html": PAGE, "a.html": PAGE}))
    directory = data.index(b"PK\x01\x02")
    for at in (6, directory + 8):
        data[at : at + 2] = struct.pack("<H", 1)
    (article,), (fault,) = delivered(bytes(data), "a.zip")
    assert (article.id, fault.input) == ("a.zip!a.html", "a.zip!secret.html")
    assert "encrypted" in fault.reason


def test_a_damaged_member_is_a_fault_and_the_others_are_read() -> None:
    data = zipped({"bad.html": b"<p>bad", "a.html": PAGE}, zipfile.ZIP_STORED).replace(b"<p>bad", b"<p>mad", 1)
    (article,), (fault,) = delivered(data, "a.zip")
    assert (article.id, fault.input) == ("a.zip!a.html", "a.zip!bad.html")
    _, (fault,) = delivered(zipped({"a.html": PAGE}, zipfile.ZIP_BZIP2), "a.zip")
    assert "deflate" in fault.hint


def test_an_archive_that_is_cut() -> None:
    data = zipped(MIXED)
    for cut in prefixes(data):
        assert delivered(cut, "a.zip")[0] == []
        assert delivered(cut, "a.zip")[1]
    tape = taped(MIXED)
    end = tape.rindex(b"1,words\n") + tarfile.BLOCKSIZE
    for size in range(0, end, 100):
        found, faults = delivered(tape[:size], "a.tar")
        assert faults
        assert all(article.id != "a.tar!b/wire.jsonl#n499" for article in found if size < len(LINES))
    boundary = tape.index(b"notes.md")
    found, faults = delivered(tape[:boundary], "a.tar")
    assert len(found) == 501
    assert "without the mark" in faults[0].reason


def test_bombs_are_refused_in_bounded_time() -> None:
    limits = Limits(max_bytes=100_000)
    blanks = gzip.compress(b'{"body": "x"}\n' + b"\n" * 30_000_000, 9)
    for bomb in (blanks, gzip.compress(blanks), taped({"a.jsonl.gz": blanks}), zipped({"a.jsonl.gz": blanks})):
        _, faults = delivered(bomb, "bomb.jsonl.gz", limits)
        assert [fault.kind for fault in faults] == ["too-large"]
        assert "times its size" in faults[0].reason
    many = zipped({f"{number}.html": b" " * 90_000 + PAGE for number in range(50)})
    found, faults = delivered(many, "many.zip", limits)
    assert 0 < len(found) < 50
    assert {fault.kind for fault in faults} == {"too-large"}
    assert "times its size" in faults[0].reason


def test_a_header_on_a_tape_cannot_fill_the_memory() -> None:
    huge = tarfile.TarInfo("././@LongLink")
    huge.type, huge.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    _, (fault,) = delivered(huge.tobuf(tarfile.GNU_FORMAT) + bytes(4_000_000), "a.tar")
    assert fault.kind == "too-large"


@pytest.mark.parametrize(("deep", "kinds"), [(3, []), (4, ["too-deep"])])
def test_packings_may_be_nested_but_not_without_end(deep: int, kinds: list[str]) -> None:
    data = PAGE
    for _ in range(deep):
        data = zipped({"a.html" if data is PAGE else "a.zip": data})
    found, faults = delivered(data, "a.zip", Limits(max_nesting=3))
    assert [fault.kind for fault in faults] == kinds
    assert len(found) == (not kinds)


def test_there_may_not_be_members_without_end() -> None:
    data = zipped({f"{number}.html": PAGE for number in range(6)})
    found, (fault,) = delivered(data, "a.zip", Limits(max_members=5))
    assert (len(found), fault.kind, fault.input) == (5, "too-large", "a.zip")


def test_an_office_document_is_no_archive_of_articles() -> None:
    _, (fault,) = delivered(zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}), "a.docx")
    assert (fault.kind, "office" in fault.reason) == ("binary", True)


def test_of_a_web_archive_only_the_records_are_read() -> None:
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/\r\nContent-Length: %d\r\n\r\n"
    warc = gzip.compress(record % len(block) + block + b"\r\n\r\n")
    wacz = {
        "datapackage.json": b"{}",
        "pages/pages.jsonl": b'{"format": "json-pages-1.0"}\n',
        "archive/a.warc.gz": warc,
    }
    (article,), faults = delivered(zipped(wacz, zipfile.ZIP_STORED), "a.wacz")
    assert faults == []
    assert article.id == "a.wacz!archive/a.warc.gz#1"


def test_without_the_library_the_fault_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    _, (fault,) = delivered(zstd(PAGE), "a.html.zst")
    assert "[zstd]" in fault.hint


def test_an_empty_archive_is_a_fault() -> None:
    for data in (zipped({}), gzip.compress(b""), zstd(b"")):
        found, (fault,) = delivered(data, "a.pack")
        assert (found, fault.kind) == ([], "empty")
