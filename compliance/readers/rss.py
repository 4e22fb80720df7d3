"""RSS 2.0 and the 0.9x before it, and RSS 1.0 (RDF), with the modules that newsrooms use.

An item's `content:encoded` is its text, else its `description`, which RSS lets be the whole text: one that breaks off
is a Fault. What the channel says (`title`, `copyright`, `language`) holds for its items, after what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.dates import DateName
from compliance.readers.feed import Entry, Value
from compliance.readers.feeditems import read as read_items
from compliance.readers.feedmedia import pictures
from compliance.readers.feedxml import Children, address_of, language_of, text_value
from compliance.readers.limits import Limits, Refused
from compliance.readers.xmltext import root

if TYPE_CHECKING:
    from lxml.etree import _Element

_RDF = re.compile(r"purl\.org/rss/|netscape\.com/rdf/")
_EXPORT = "wordpress.org/export/"
_ELLIPSIS = r"(?:…|\.\.\.|&#8230;|&#x2026;|&hellip;)"
_BREAKS_OFF = re.compile(rf"\[\s*{_ELLIPSIS}\s*\]\s*(?:<|$)|{_ELLIPSIS}\s*(?:</p>\s*)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*https?://\S+\s*$", re.IGNORECASE)

_SYNOPSES = ("description", "dc:description")
_TEXTS = (
    "content:encoded",
    "xhtml:body",
    "xhtml:div",
    "body",
    "fullitem",
    "content",
    "atom:content",
    "description",
    "dc:description",
)
_SUMMARIES = ("atom:summary", "summary", "itunes:summary", "media:description")
_DATES: dict[DateName, tuple[str, ...]] = {
    "published": ("pubdate", "dc:date", "dcterms:issued", "atom:published", "prism:publicationdate"),
    "updated": ("dcterms:modified", "atom:updated", "prism:modificationdate"),
    "embargoed": ("prism:embargodate",),
    "expires": ("expirationdate", "prism:expirationdate"),
}
_BYLINES = ("dc:creator", "author", "dc:author", "itunes:author")
_PUBLISHERS = ("dc:publisher", "prism:publicationname")
_LICENCES = ("creativecommons:license", "cc:license", "dcterms:license")
_RIGHTS = ("dc:rights", "dcterms:rights", "copyright", "rights", "atom:rights", "prism:copyright", *_LICENCES)
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"


def recognises(head: bytes, name: str) -> bool:
    """Whether this is RSS, by its root; a WordPress export, which is RSS in form, is none."""
    try:
        found = root(head)
    except Refused:
        return False
    if found is None or _EXPORT in found.tag:
        return False
    return found.name.lower() == "rss" or (found.name == "RDF" and _RDF.search(found.text) is not None)


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The articles of a feed, item by item."""
    yield from read_items(stream, name, limits, _item, _channel)


def _item(children: Children, element: _Element) -> Entry:
    body, partial = _body(children)
    linked = _linked(children)
    guid = children.value("guid")
    about = element.get(_ABOUT) or ""
    sources = children.values("dc:source", "dcterms:source")
    return Entry(
        guid=guid.string if guid else about,
        title=children.value("title", "dc:title", "media:title"),
        body=body,
        partial=partial,
        bylines=_bylines(children),
        outlets=(
            *children.values(*_PUBLISHERS, "source"),
            *(each for each in sources if not _ADDRESS.match(each.string)),
            *(value for _, each in children.named("source") if (value := address_of(each, "url", "source@url"))),
        ),
        url=_page(children) or linked.get("alternate") or _permanent(children, about),
        canonical=linked.get("canonical"),
        original=linked.get("via") or next((each for each in sources if _ADDRESS.match(each.string)), None),
        tags=_tags(children),
        rights=_rights(children, linked),
        language=_declared(children, element),
        dates=tuple((kind, value) for kind, names in _DATES.items() for value in children.values(*names)),
        pictures=pictures(children),
    )


def _channel(children: Children) -> Entry:
    """What the channel says of its items; who it says made it did not write them."""
    language = children.value("language", "dc:language")
    return Entry(
        outlets=_of_channel(children.values("title", "dc:title", *_PUBLISHERS)),
        rights=_of_channel(_rights(children, _linked(children))),
        language=language.string.strip().replace("_", "-") if language else "",
    )


def _of_channel(values: tuple[Value, ...]) -> tuple[Value, ...]:
    return tuple(msgspec.structs.replace(value, place=f"channel {value.place}") for value in values)


def _body(children: Children) -> tuple[Value | None, str]:
    """An item's text, and why that is not all of it, if it is not."""
    text = children.value(*_TEXTS)
    if text is not None and text.place == "content:encoded":
        return msgspec.structs.replace(text, form="html"), ""
    if text is not None:
        excerpt = text.place in _SYNOPSES and _BREAKS_OFF.search(text.string)
        return text, "its text breaks off (`…`): it is an excerpt" if excerpt else ""
    groups = (children.inside(group).value("media:description") for _, group in children.named("media:group"))
    summary = children.value(*_SUMMARIES) or next(filter(None, groups), None)
    return summary, "it has a summary, and no text" if summary else "it has no text"


def _bylines(children: Children) -> tuple[Value, ...]:
    """Who wrote it, as a line, or in parts as Atom has it."""
    lines = [text_value(each.text, name) for name, each in children.named(*_BYLINES) if not len(each)]
    parts = [children.inside(each).value("atom:name", "name") for _, each in children.named("atom:author", "author")]
    names = [msgspec.structs.replace(each, place="author name") for each in parts if each is not None]
    return (*(each for each in lines if each is not None), *names)


def _linked(children: Children) -> dict[str, Value]:
    """The first address of each relation that Atom links declare."""
    found: dict[str, Value] = {}
    for name, element in children.named("atom:link", "link"):
        rel = (element.get("rel") or "alternate").strip().lower()
        value = address_of(element, "href", f"{name} {rel}")
        if value is not None:
            found.setdefault(rel, value)
    return found


def _page(children: Children) -> Value | None:
    links = (address_of(each, "", name) for name, each in children.named("feedburner:origlink", "link"))
    return next(filter(None, links), None)


def _permanent(children: Children, about: str) -> Value | None:
    for name, element in children.named("guid"):
        permanent = (element.get("isPermaLink") or "true").strip().lower() == "true"
        if permanent and element.text and _ADDRESS.match(element.text):
            return text_value(element.text, name)
    return text_value(about, "rdf:about") if _ADDRESS.match(about) else None


def _tags(children: Children) -> tuple[Value, ...]:
    listed = children.values("itunes:keywords", "media:keywords", "tags")
    return (
        *children.values("category", "dc:subject", "media:category", "prism:keyword"),
        *(msgspec.structs.replace(value, listed=True) for value in listed),
        *(tag for name, each in children.named("media:category") if (tag := text_value(each.get("label"), name))),
        *(tag for each in _categories(children) if (tag := text_value(each.get("text"), "itunes:category"))),
    )


def _categories(children: Children) -> Iterator[_Element]:
    """A podcast's categories, which stand one inside another."""
    for _, category in children.named("itunes:category"):
        yield from category.iter(category.tag)


def _rights(children: Children, linked: dict[str, Value]) -> tuple[Value, ...]:
    resources = (address_of(each, _RESOURCE, name) for name, each in children.named(*_LICENCES))
    licence = linked.get("license")
    return (
        *children.values(*_RIGHTS),
        *(each for each in resources if each is not None),
        *([licence] if licence else []),
    )


def _declared(children: Children, element: _Element) -> str:
    """The language of an item: as its text declares it, else as the item does."""
    said = children.value("dc:language", "language")
    text = next((each for _, each in children.named(*_TEXTS)), element)
    return (language_of(text) or (said.string if said else "")).strip().replace("_", "-")
