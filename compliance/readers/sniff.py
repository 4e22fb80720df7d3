"""What a file is, told by its content: binary or text, in which encoding, in which format."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Literal

from compliance.article import Form
from compliance.readers.limits import Refused

HEAD = 64 * 1024
"""How many bytes of a file are looked at to tell what it is."""

_MAGIC = {
    b"%PDF-": "a PDF",
    b"BZh": "bzip2-compressed",
    b"\xfd7zXZ\x00": "xz-compressed",
    b"7z\xbc\xaf": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF87a": "a GIF picture",
    b"GIF89a": "a GIF picture",
    b"RIFF": "a WebP picture or a recording",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"{\\rtf": "an RTF document",
    b"SQLite format 3": "an SQLite database",
    b"\x7fELF": "a program",
    b"filedesc://": "an ARC archive, the form before WARC",
}

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

_DECLARED = re.compile(rb"<meta[^>]{1,500}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})")
_DECLARED_XML = re.compile(rb"<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_DECLARED_WITHIN = 4096
_ONE_BYTE = ("iso8859", "cp125", "koi8", "mac-")
"""How the names of codecs begin that have one byte for each character."""
_AS_BROWSERS_DO = {
    **dict.fromkeys(["iso-8859-1", "iso8859-1", "latin-1", "latin1", "ascii", "us-ascii"], "cp1252"),
    **dict.fromkeys(["utf-16", "utf-16le", "utf-16be", "x-user-defined", "unicode"], "utf-8"),
    "gb2312": "gbk",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-8859-9": "cp1254",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
}

_TAGS = (
    "html|head|body|meta|title|p|div|span|a|br|img|h[1-6]|article|section|main|figure|ul|ol|table|blockquote|em|strong"
)
_HTML_START = re.compile(
    rf"\s*(?:<!doctype\s+html|<(?:{_TAGS}|header|footer|nav|style|script|link|iframe|b|i)\b|<!--)", re.I
)
_PAGE_START = re.compile(r"\s*(?:<!--(?:[^-]|-(?!->))*+-->\s*)*(?:<!doctype\s+html|<html\b|<head\b)", re.I)
_PAGE_BYTES = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<!doctype\s+html|<html\b)", re.I)
_COMMENTS = rb"(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
_PLAIN_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?[\r\n]*+" + _COMMENTS + rb"(?:<!doctype\s+html[^>]*+>\s*+" + _COMMENTS + rb")?<html[\s>]", re.I
)
_HTML_WITHIN = re.compile(
    r"</(?:p|div|a|h[1-6]|li|article|figure|blockquote|strong|em|span)\s*>|<br\s*/?>|<img\s[^<>]*>", re.I
)
_XML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*(?:<!--(?:[^-]|-(?!->))*+-->\s*)*)?<(?:!DOCTYPE\s+)?([A-Za-z][\w:.-]*)", re.I
)
_FEEDS = frozenset(["rss", "feed", "rdf:rdf", "nitf", "newsitem", "newsml", "newsmessage", "opml", "urlset"])
_JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{\]])')
_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)")

LINES_SUFFIXES = (".jsonl", ".ndjson")
_BY_NAME: dict[str, Form] = {
    **dict.fromkeys([".html", ".htm", ".xhtml"], "html"),
    **dict.fromkeys([".md", ".markdown"], "markdown"),
    **dict.fromkeys([".json", *LINES_SUFFIXES], "json"),
}
"""What a name tells where the content leaves it open; `.txt` tells nothing."""


_PACKED_SUFFIXES = (".gz", ".zst")


def suffix(name: str) -> str:
    """The suffix of a file's name, in lower case; of a compressed file, that of what it holds, if it has one."""
    path = PurePosixPath(name)
    if path.suffix.lower() in _PACKED_SUFFIXES:
        return PurePosixPath(path.stem).suffix.lower() or path.suffix.lower()
    return path.suffix.lower()


def holds(pattern: bytes) -> Callable[[bytes], bool]:
    """Tells whether the first bytes of a file, in small letters, have such a stretch, one byte or two a character."""
    wanted = re.compile(pattern)
    return lambda head: wanted.search(_small(head)) is not None


@lru_cache(maxsize=2)
def _small(head: bytes) -> bytes:
    """Letters of one case are found many times faster; every format looks at the same bytes."""
    return head.replace(b"\0", b"").lower()


def is_plain_page(head: bytes) -> bool:
    """Whether a file begins as most pages do, and as no feed, table, message or record does."""
    return _PLAIN_PAGE.match(head) is not None


def refuse_binary(head: bytes) -> None:
    """Raise Refused for content that is no text, by how it begins; a page with a NUL in it is a damaged page."""
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise Refused("binary", f"it is {what}, not text", "deliver the article as HTML, Markdown, text or JSON")
    if mark_of(head) in (None, "utf-8") and b"\0" in head and _PAGE_BYTES.match(head) is None:
        at = head.index(b"\0")
        hint = "if it is UTF-16, begin it with a byte-order mark, or save it as UTF-8"
        raise Refused("binary", f"it has a NUL byte at offset {at}: it is no text", hint)


def mark_of(head: bytes) -> str | None:
    """The encoding that a byte-order mark tells of."""
    return next((name for mark, name in _MARKS.items() if head.startswith(mark)), None)


def decode(data: bytes, charset: str = "", errors: Literal["strict", "replace"] = "strict") -> str:
    """The text of a file, by its byte-order mark, its declared charset, or as UTF-8. Raises Refused.

    `charset` is what the file came with (an HTTP header): it outranks what the file says of itself, if it is known.
    What is declared to have a byte for each character, and is UTF-8 all the same, is read as that: a text of another
    encoding is never UTF-8 by chance. To "replace" errors gives U+FFFD for bytes of no character, and for NUL.
    """
    encoding = mark_of(data)
    skipped = next((len(mark) for mark, name in _MARKS.items() if name == encoding), 0)
    declared = "" if encoding else _known(charset) or _declared(data[:_DECLARED_WITHIN])
    encoding = encoding or codec(declared) or "utf-8"
    if encoding.startswith(_ONE_BYTE) and not data.isascii() and _is_utf8(data):
        encoding = "utf-8"
    try:
        text = data[skipped:].decode(encoding, errors)
    except UnicodeDecodeError as error:
        at = skipped + error.start
        reason = f"byte 0x{data[at]:02X} at offset {at} is not valid {declared or encoding.upper()}"
        raise Refused("undecodable", reason, "save it as UTF-8, or declare the encoding it is in") from None
    if (encoding == "utf-8" and b"\0" not in data) or "\0" not in text:  # bytes are looked through ten times faster
        return text
    if errors == "replace":
        return text.replace("\0", "\ufffd")
    raise Refused("binary", f"it has a NUL character at offset {text.index(chr(0))}: it is no text")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def form_of(text: str, name: str) -> Form:
    """The format of a decoded text; its file's name decides only where the content leaves it open. Raises Refused."""
    head = text[:HEAD]
    root = _xml_root(head)
    if root and root != "html":
        raise Refused(
            "unreadable", f"it is XML (`{root}`), which is not read", "deliver it as HTML, Markdown, text or JSON"
        )
    if not root and head.lstrip()[:5].lower() == "<?xml":
        raise Refused("unreadable", "it is XML that ends before its first element", "it is cut: fetch it again")
    if _JSON_START.match(head):
        return "json"
    if _PAGE_START.match(head) or root == "html":
        return "html"
    if _FRONT_MATTER.match(head):
        return "markdown"
    return _BY_NAME.get(suffix(name)) or body_form(head)


def body_form(text: str) -> Literal["html", "text"]:
    """Whether a record's body, of which it does not say so, is HTML or plain text."""
    return "html" if _HTML_START.match(text) or _HTML_WITHIN.search(text) else "text"


def _xml_root(head: str) -> str:
    """The root element of what is XML, or XHTML; empty for anything else."""
    match = _XML_START.match(head)
    if match is None:
        return ""
    root = match[1].lower()
    return root if root in _FEEDS or root == "html" or head.lstrip()[:5].lower() == "<?xml" else ""


def _declared(head: bytes) -> str:
    small = head.lower()
    match = _DECLARED_XML.match(small) or _DECLARED.search(small)
    return match[1].decode("ascii") if match else ""


def _known(charset: str) -> str:
    try:
        return charset if codec(charset) else ""
    except Refused:
        return ""


def codec(declared: str) -> str:
    """The codec for a declared encoding, taken as browsers take it. Raises Refused for one that is unknown."""
    if not declared:
        return ""
    try:
        return codecs.lookup(_AS_BROWSERS_DO.get(declared, declared)).name
    except LookupError:
        raise Refused(
            "undecodable", f"it declares the encoding `{declared}`, which is unknown", "save it as UTF-8"
        ) from None
