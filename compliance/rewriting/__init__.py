"""Writing Edits into an input as it was delivered: every other byte of it stays as it is."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO

from msgspec import Struct

from compliance.article import INPUT, Article
from compliance.readers.limits import Refused
from compliance.readers.sniff import decode
from compliance.repair import Edit
from compliance.rewriting import json, xml
from compliance.rewriting.patch import Patch, UnwritableError, patched

__all__ = ["Delivery", "UnwritableError", "amended"]

_DECLARED_WITHIN = 4096
_CODECS = ("utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16-le", "utf-16-be", "utf-16", "cp1251", "cp932", "gbk")


class Delivery(Struct, frozen=True):
    """An input at hand, which readers can read as if it were a file."""

    name: str
    data: bytes

    def open(self) -> BinaryIO:
        """Its bytes."""
        return BytesIO(self.data)


def amended(data: bytes, article: Article, edits: tuple[Edit, ...], mapping: dict[str, str]) -> bytes:
    """The input with an article of it changed. Raises UnwritableError where that cannot be done to the byte."""
    try:
        text = decode(data)
    except Refused as refused:
        raise UnwritableError(str(refused.reason)) from None
    marked = article.form in ("html", "feed", "wire")
    codec = "ascii" if marked and _says_no_unicode(data) else _codec(data, text)
    patches = sorted(_patches(text, article, edits, mapping))
    try:
        return _head(data, text, codec) + patched(text, patches).encode(
            codec, "xmlcharrefreplace" if marked else "strict"
        )
    except UnicodeEncodeError as error:
        raise UnwritableError(f"`{error.object[error.start]}` cannot be written in {codec}") from None


def _patches(text: str, article: Article, edits: tuple[Edit, ...], mapping: dict[str, str]) -> list[Patch]:
    if INPUT in article.fields:
        if article.fields[INPUT] != text:
            raise UnwritableError("it is part of an archive, or was repaired in reading")
        return [Patch(edit.span.start, edit.span.end, edit.text) for edit in edits]
    if text.lstrip()[:1] in ("{", "["):
        return json.patches(text, article, edits, mapping)
    if text.lstrip()[:1] == "<":
        return xml.patches(text, article, edits)
    raise UnwritableError(f"{article.form_name} is not written: convert it to JSON first")


def _says_no_unicode(data: bytes) -> bool:
    """Whether it is plain ASCII whose readers would take other characters for those of another encoding."""
    if not data.isascii():
        return False
    head = data[:_DECLARED_WITHIN].lower()
    return b"utf-8" not in head and (not head.lstrip().startswith(b"<?xml") or b"encoding" in head.partition(b"?>")[0])


def _codec(data: bytes, text: str) -> str:
    """The encoding in which the text is just these bytes."""
    for codec in _CODECS:
        try:
            if _head(data, text, codec) + text.encode(codec) == data:
                return codec
        except UnicodeEncodeError:
            continue
    raise UnwritableError("its encoding cannot be written back to the byte: save it as UTF-8")


def _head(data: bytes, text: str, codec: str) -> bytes:
    """The byte-order mark, which is no part of the text; codecs that write one of their own need none."""
    if codec in ("utf-8-sig", "utf-16"):
        return b""
    size = len(data) - len(text.encode(codec, "xmlcharrefreplace"))
    return data[:size] if data[:3].startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and 0 < size <= 3 else b""
