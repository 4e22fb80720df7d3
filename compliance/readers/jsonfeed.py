"""JSON Feed 1.1, and the 1.0 before it.

An item's `content_html` is its text, else its `content_text`; a `summary` is not, and an item with nothing else is a
Fault. `external_url` is the page elsewhere that an item is about: the original. JSON Feed has no place for rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

import msgspec
from msgspec import Struct

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.dates import DateName
from compliance.readers.feed import Entry, Picture, Value, articles
from compliance.readers.feedmedia import is_picture
from compliance.readers.json import Names
from compliance.readers.json import decode as decode_json
from compliance.readers.limits import Limits, Refused
from compliance.readers.parts import ALL_PARTS
from compliance.readers.sniff import decode, mark_of

CARRIES = ALL_PARTS - {"canonical", "rights"}
"""What a JSON Feed can carry."""

_VERSION = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.IGNORECASE)
_SPACE = " \t\r\n"


class _Author(Struct):
    name: str | None = None


class _Attachment(Struct):
    url: str | None = None
    mime_type: str | None = None


class _Said(Struct):
    """What an item and the feed both say."""

    title: str | None = None
    authors: list[_Author] | None = None
    author: _Author | None = None
    language: str | None = None


class _Item(_Said):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    banner_image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    tags: list[str] | None = None
    attachments: list[_Attachment] | None = None


class _Feed(_Said):
    items: list[msgspec.Raw] | None = None


def recognises(head: bytes, name: str) -> bool:
    """Whether this is a JSON Feed, by the version that it declares."""
    text = head.decode(mark_of(head) or "utf-8", "replace").removeprefix("\ufeff").lstrip(_SPACE)
    return text.startswith("{") and _VERSION.search(text) is not None


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The articles of a feed, item by item. Raises Refused."""
    data = stream.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise Refused("too-large", f"it is larger than {limits.max_bytes} bytes", "deliver the feed in pages")
    text = decode(data)
    decode_json(text, limits)
    data = text.encode()
    try:
        feed = msgspec.json.decode(data, type=_Feed)
    except msgspec.ValidationError as error:
        raise _invalid(error) from None
    if not feed.items:
        raise Refused("empty", "it is a feed without items", "deliver at least one")
    said = _said(feed, "feed")
    names = Names(name)
    line, at = 1, 0
    for number, raw in enumerate(feed.items, 1):
        item = bytes(raw)
        found = data.find(item, at)
        line, at = line + data.count(b"\n", at, found), found
        try:
            entry = _entry(msgspec.json.decode(item, type=_Item), line)
        except msgspec.ValidationError as error:
            yield _invalid(error).at_line(line).fault(names.of(None, number, {}))
        else:
            yield from articles(entry.within(said), names.of({"id": entry.guid}, number, {}), CARRIES, limits)
        line, at = line + item.count(b"\n"), found + len(item)


def _invalid(error: msgspec.ValidationError) -> Refused:
    reason = str(error)
    return Refused("invalid-record", f"it is no JSON Feed: {reason[:1].lower()}{reason[1:]}", "correct it")


def _entry(item: _Item, line: int) -> Entry:
    said = _said(item, "")
    html, plain, summary = item.content_html, item.content_text, item.summary
    body = _value(html, "content_html", "html") or _value(plain, "content_text", "text")
    dates: list[tuple[DateName, str | None, str]] = [
        ("published", item.date_published, "date_published"),
        ("updated", item.date_modified, "date_modified"),
    ]
    partial = "" if body else "it has a summary, and no text" if summary and summary.strip() else "it has no text"
    return Entry(
        guid="" if item.id is None else str(item.id),
        line=line,
        title=_value(item.title, "title", "text"),
        body=body or _value(summary, "summary", "text"),
        partial=partial,
        bylines=said.bylines,
        url=_value(item.url, "url"),
        original=_value(item.external_url, "external_url"),
        tags=tuple(value for tag in item.tags or [] if (value := _value(tag, "tags"))),
        language=said.language,
        dates=tuple((kind, value) for kind, date, place in dates if (value := _value(date, place))),
        pictures=tuple(_pictures(item)),
    )


def _said(said: _Said, whose: str) -> Entry:
    """What an item, or the feed, says: the feed's own title is the outlet's name."""
    authors = [*(said.authors or []), *([said.author] if said.author and not said.authors else [])]
    place = f"{whose} author".strip()
    title = _value(said.title, "feed title") if whose else None
    return Entry(
        bylines=tuple(value for author in authors if (value := _value(author.name, place))),
        outlets=(title,) if title else (),
        language=(said.language or "").strip(),
    )


def _pictures(item: _Item) -> Iterator[Picture]:
    addresses = [(item.image, "image"), (item.banner_image, "banner_image")]
    attached = [each.url for each in item.attachments or [] if is_picture(None, each.mime_type, each.url)]
    for address, place in [*addresses, *((address, "attachments") for address in attached)]:
        src = _value(address, place)
        if src is not None:
            yield Picture(src)


def _value(string: str | None, place: str, form: str = "text") -> Value | None:
    if string is None or not string.strip():
        return None
    return Value(string, place, "html" if form == "html" else "text")
