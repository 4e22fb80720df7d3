"""Atom 1.0, and the 0.3 before it.

An entry's `content` is its text; a `summary` is not, and an entry with nothing else is a Fault. An entry without an
author, rights or language has those of its `source`, else of the feed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.dates import DateName
from compliance.readers.feed import Entry, Value
from compliance.readers.feeditems import read as read_items
from compliance.readers.feedmedia import pictures
from compliance.readers.feedxml import Children, address_of, inner, language_of, text_value
from compliance.readers.limits import Limits, Refused
from compliance.readers.xmltext import root

if TYPE_CHECKING:
    from lxml.etree import _Element

_ENTRY = ("<entry", ":entry")
_MARKUP = frozenset(["html", "xhtml", "text/html", "application/xhtml+xml"])
_XHTML = frozenset(["{http://www.w3.org/1999/xhtml}div", "div"])
_DATES: dict[DateName, tuple[str, ...]] = {
    "published": ("published", "issued", "dc:date", "dcterms:issued"),
    "updated": ("updated", "modified", "dcterms:modified"),
    "embargoed": ("prism:embargodate",),
    "expires": ("prism:expirationdate",),
}


def recognises(head: bytes, name: str) -> bool:
    """Whether this is Atom, by its root and what that says it is."""
    try:
        found = root(head)
    except Refused:
        return False
    if found is None or found.name != "feed":
        return False
    return "Atom" in found.tag or "atom/ns" in found.tag or any(each in found.text for each in _ENTRY)


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The articles of a feed, entry by entry."""
    yield from read_items(stream, name, limits, _entry, _feed)


def _entry(children: Children, element: _Element) -> Entry:
    links = _links(children)
    content, summary = _construct(children, "content"), _construct(children, "summary")
    groups = (children.inside(group).value("media:description") for _, group in children.named("media:group"))
    body = content or summary or children.value("media:description") or next(filter(None, groups), None)
    text = next((each for _, each in children.named("content")), None)
    title = _construct(children, "title")
    guid = children.value("id")
    entry = Entry(
        guid=guid.string if guid else "",
        title=title,
        body=body,
        partial="" if content else _why(text, body),
        bylines=(*_authors(children, "author name"), *children.values("dc:creator", "itunes:author")),
        outlets=children.values("dc:publisher", "prism:publicationname"),
        url=links.get("alternate"),
        canonical=links.get("canonical"),
        original=links.get("via"),
        tags=tuple(_tags(children)),
        rights=_rights(children, links, ""),
        language=(language_of(element if text is None or content is None else text) or "").strip().replace("_", "-"),
        dates=tuple((kind, value) for kind, names in _DATES.items() for value in children.values(*names)),
        pictures=pictures(children),
    )
    for _, source in children.named("source"):
        entry = entry.within(_said(children.inside(source), "source"))
    return entry


def _feed(children: Children) -> Entry:
    return _said(children, "feed")


def _said(children: Children, whose: str) -> Entry:
    """What a feed, or the `source` that an entry was taken from, says of entries."""
    title = _construct(children, "title")
    return Entry(
        bylines=_authors(children, f"{whose} author name"),
        outlets=(_placed(title, f"{whose} title"),) if title else (),
        rights=_rights(children, _links(children), f"{whose} "),
        language=next((value.string.strip() for value in children.values("dc:language", "language")), ""),
    )


def _why(content: _Element | None, body: Value | None) -> str:
    if content is not None and content.get("src"):
        return f"its text lies elsewhere, at `{content.get('src')}`"
    return "it has a summary, and no text" if body else "it has no text"


def _authors(children: Children, place: str) -> tuple[Value, ...]:
    names = [children.inside(author).value("name", "email") for _, author in children.named("author")]
    return tuple(_placed(name, place) for name in names if name is not None)


def _links(children: Children) -> dict[str, Value]:
    """The first address of each relation."""
    found: dict[str, Value] = {}
    for _, link in children.named("link"):
        rel = (link.get("rel") or "alternate").strip().lower()
        address = address_of(link, "href", f"link {rel}")
        if address is not None:
            found.setdefault(rel, address)
    return found


def _rights(children: Children, links: dict[str, Value], whose: str) -> tuple[Value, ...]:
    own = [_construct(children, name) for name in ("rights", "copyright")]
    more = children.values("dc:rights", "creativecommons:license", "cc:license", "dcterms:license")
    found = [*own, *more, links.get("license")]
    return tuple(_placed(value, f"{whose}{value.place}") for value in found if value is not None)


def _tags(children: Children) -> Iterator[Value]:
    """The categories, by label and by term, and what other vocabularies call subjects."""
    for _, category in children.named("category"):
        label, term = category.get("label"), category.get("term")
        for value in (label, term if term != label else None, category.text if not (label or term) else None):
            tag = text_value(value, "category")
            if tag is not None:
                yield tag
    yield from children.values("dc:subject", "media:category")
    for value in children.values("itunes:keywords", "media:keywords"):
        yield msgspec.structs.replace(value, listed=True)


def _construct(children: Children, name: str) -> Value | None:
    """What a text construct of that name holds, the first that holds anything."""
    return next((value for _, each in children.named(name) if (value := _text(each, name)) is not None), None)


def _text(element: _Element, place: str) -> Value | None:
    """What a text construct holds: text, HTML that is escaped or encoded, or XHTML."""
    type, mode = (element.get("type") or "text").strip().lower(), (element.get("mode") or "").strip().lower()
    if len(element):
        only = (
            element[0] if len(element) == 1 and element[0].tag in _XHTML and not (element.text or "").strip() else None
        )
        markup = inner(element if only is None else only)
        return Value(markup, place, "html") if markup.strip() else None
    string = element.text or ""
    if mode == "base64" or _is_encoded(type, mode):
        string = _decoded(string)
    form: Literal["html", "text", "either"] = (
        "html" if type in _MARKUP else "text" if type in ("text", "text/plain") else "either"
    )
    return Value(string, place, form) if string.strip() else None


def _is_encoded(type: str, mode: str) -> bool:
    """Whether Atom 1.0 wants content of that type in base64: all but text, and XML."""
    return not mode and "/" in type and not (type.startswith("text/") or type.endswith(("/xml", "+xml")))


def _decoded(string: str) -> str:
    try:
        return base64.b64decode("".join(string.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return string


def _placed(value: Value, place: str) -> Value:
    return msgspec.structs.replace(value, place=place)
