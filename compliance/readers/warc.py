"""Web archives (WARC, and WET with the texts of pages; WACZ and .warc.gz are unpacked before).

Read are the pages: `response` and `resource` records of HTML, and `conversion` records of text. Left out by design are
requests, metadata, answers other than 200, whatever is no page, what a crawler writes about itself, and `revisit`
records, which repeat a page that was archived before. The date of a record is when it was archived, not when it was
published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

import msgspec

from compliance.article import Article, Text
from compliance.finding import Fault
from compliance.lazy import later
from compliance.readers.http_response import media_type, response
from compliance.readers.limits import Limits, Refused
from compliance.readers.parts import digest
from compliance.readers.warc_record import Headers, Record, records

_PAGES = frozenset(["text/html", "application/xhtml+xml"])
_TEXTS = _PAGES | {"text/plain"}
_ADDRESS = re.compile(r"(?:https?|ftp|file):", re.I)
_PAGE_START = re.compile(rb"\s*(?:<!doctype html|<html)", re.I)
_OK = 200


def recognises(head: bytes, name: str = "") -> bool:
    """Whether this is a web archive; its name has no say in it."""
    return head.startswith(b"WARC/")


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The pages of a web archive, named by the numbers of their records; a Fault for each that is damaged.

    Raises Refused if there are none.
    """
    found = False
    number = 0
    for number, record in records(stream, _wanted, limits.max_bytes):
        for each in _read(record, f"{name}#{number}", limits):
            found = True
            yield each
    if not found:
        raise Refused("empty", f"none of its records ({number}) is a page", "deliver an archive of pages")


def _wanted(headers: Headers) -> bool:
    kind = headers.get("warc-type", "").lower()
    if not _ADDRESS.match(_address(headers)):
        return False
    return kind == "response" or (kind in ("resource", "conversion") and media_type(headers) in _TEXTS)


def _read(record: Record | Refused | None, name: str, limits: Limits) -> Iterator[Article | Fault]:
    if record is None:
        return
    if isinstance(record, Refused):
        yield record.fault(name)
        return
    address = _address(record.headers)
    try:
        page = _page(record, limits)
    except Refused as refused:
        yield Refused(refused.kind, f"`{address}`: {refused.reason}", refused.hint).fault(name)
        return
    if page is not None:
        from compliance.readers import read_data

        for each in read_data(page.data, page.charset, name, limits):
            yield _addressed(each, address)


class _Page(NamedTuple):
    """A page as it was archived."""

    data: bytes
    charset: str
    """What its answer said of its encoding; empty: nothing."""


def _page(record: Record, limits: Limits) -> _Page | None:
    """The page, or text, that a record holds; None if that is something else. Raises Refused."""
    charset, data = "", record.block
    if record.headers.get("warc-type", "").lower() == "response":
        answer = response(record.block, limits.max_bytes)
        is_page = answer.media_type in _PAGES or (not answer.media_type and _PAGE_START.match(answer.body))
        if answer.status != _OK or not is_page:
            return None
        charset, data = answer.charset, answer.body
    if cut := record.headers.get("warc-truncated"):
        raise Refused("unreadable", f"it was cut when it was archived ({cut})", "archive it anew")
    return _Page(data, charset)


def _address(headers: Headers) -> str:
    return headers.get("warc-target-uri", "").strip("<>")


def _addressed(found: Article | Fault, address: str) -> Article | Fault:
    """The same with the address that it was archived from."""
    if isinstance(found, Fault):
        return msgspec.structs.replace(found, reason=f"`{address}`: {found.reason}")
    fields = found.fields | {"url": address}
    url = Text(address, "url", "WARC-Target-URI")
    return found.replace(fields=fields, url=url, digest=later(lambda: digest(fields)))
