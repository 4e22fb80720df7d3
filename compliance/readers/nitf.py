"""NITF 3.x: one news text as XML; the field `body` is its `body` element, serialised, headline and byline included.

A broken document is a Fault, beside the article that could still be read from it. Editors' notes to each other
(`ed-msg`) are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from compliance.article import Article, Date, Image, Text
from compliance.finding import Fault
from compliance.readers import dates
from compliance.readers.dates import DateName
from compliance.readers.elements import document, inner, local_name, root_of, text_of
from compliance.readers.inline import Rename, as_html
from compliance.readers.limits import Limits, Refused
from compliance.readers.parts import Parts
from compliance.readers.wire import Wire, present

if TYPE_CHECKING:
    from lxml import etree

_HTML = {
    "body.head": "div",
    "body.content": "div",
    "body.end": "div",
    "hedline": "div",
    "hl1": "h1",
    "hl2": "h2",
    "byline": "p",
    "dateline": "p",
    "distributor": "p",
    "copyrite": "p",
    "rights": "p",
    "series": "p",
    "abstract": "div",
    "note": "div",
    "block": "div",
    "bq": "blockquote",
    "credit": "p",
    "nitf-table": "div",
    "nitf-table-metadata": "template",
    "media": "figure",
    "media-caption": "figcaption",
    "media-producer": "p",
    "media-metadata": "template",
    "media-object": "template",
    "tagline": "p",
    "bibliography": "p",
}
_ATTRIBUTES = {"source": "src", "alternate-text": "alt"}
_APART = {"byttl": ", ", "story.date": " "}
_KIND = re.compile(r"""\bm(?:edia|ime)-type\s*=\s*["']\s*([a-z]+)""")
_PICTURES = ("image", "photo", "picture", "graphic")

_DATES: tuple[tuple[str, str, DateName], ...] = (
    ("date.issue", "norm", "published"),
    ("date.release", "norm", "embargoed"),
    ("date.expire", "norm", "expires"),
    ("pubdata", "date.publication", "published"),
    ("doc.rights", "startdate", "embargoed"),
    ("doc.rights", "enddate", "expires"),
)
_DAY_WITH_ZONE = re.compile(r"(\d{8})[+-]\d{4}")
_SUBJECT_NAMES = ("type", "matter", "detail")


def recognises(head: bytes, name: str) -> bool:
    """Whether it is XML whose root is `nitf`."""
    return root_of(head)[0] == "nitf"


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The article of a NITF document. Raises Refused."""
    data = stream.read(limits.max_bytes + 1)
    if len(data) > limits.max_bytes:
        raise Refused("too-large", f"it is larger than {limits.max_bytes} bytes", "an article is never that long")
    try:
        root = document(data)
    except Refused as refused:
        if refused.kind != "invalid-record":
            raise
        yield refused.fault(name)
        yield from _what_is_left(data, name, limits)
        return
    yield _article(root, name, limits)


def parse(root: etree._Element, wire: Wire) -> tuple[Parts, dict[str, Any]]:
    """What the body of an element `nitf` holds, and what the whole of it says of itself. Raises Refused."""
    body = root.find("{*}body")
    if body is None:
        raise Refused("empty", "its NITF has no `body`", "deliver the article's text")
    producers = list(root.iterfind(".//{*}media"))
    markup = inner(body)
    parts = wire.xml_body(markup, as_html(markup, "body", _renaming(), _ATTRIBUTES, _APART))
    parts = parts.replace(images=tuple(_credited(parts.images, producers, wire)))
    return parts, _found(root, wire)


def _what_is_left(data: bytes, name: str, limits: Limits) -> Iterator[Article]:
    """The article that a broken document still holds, if it does."""
    try:
        yield _article(document(data, recover=True), name, limits)
    except Refused:
        return


def _article(root: etree._Element, name: str, limits: Limits) -> Article:
    if local_name(root) != "nitf":
        raise Refused("invalid-record", f"it is `{local_name(root)}`, not `nitf`", "repair it")
    wire = Wire("nitf", limits)
    parts, found = parse(root, wire)
    return wire.article(name, parts, found, root.sourceline or 1)


def _renaming() -> Rename:
    """A renaming of elements; of a medium's several addresses, the first that is a picture's is the picture."""
    kind, shown = "", False

    def rename(name: str, attributes: str) -> str:
        nonlocal kind, shown
        if name == "media":
            kind, shown = _kind(attributes, "image"), False
        if name != "media-reference":
            return _HTML.get(name, name)
        if shown or _kind(attributes, kind) not in _PICTURES:
            return "span"
        shown = True
        return "img"

    return rename


def _kind(attributes: str, otherwise: str) -> str:
    match = _KIND.search(attributes)
    return match[1] if match else otherwise


def _credited(images: Iterable[Image], media: Iterable[etree._Element], wire: Wire) -> Iterator[Image]:
    """The pictures of the body, each with what its `media` says of whose it is."""
    by_source: dict[str, etree._Element] = {}
    for medium in media:
        for reference in medium.iterfind("{*}media-reference"):
            by_source.setdefault(reference.get("source", ""), medium)
    for number, image in enumerate(images):
        medium = by_source.get(image.src)
        producer = medium.find("{*}media-producer") if medium is not None else None
        credit = None
        if producer is not None:
            credit = wire.xml(f"images/{number}/credit", inner(producer), "media-producer")
        yield image.replace(credit=credit) if credit is not None else image


def _found(root: etree._Element, wire: Wire) -> dict[str, Any]:
    head = root.find("{*}head")
    bylines = root.iterfind("{*}body/{*}body.head/{*}byline")
    status = root.find("{*}head/{*}docdata")
    rights, restrictions = wire.status(status.get("management-status") if status is not None else "", "docdata")
    headline = root.find("{*}body/{*}body.head/{*}hedline/{*}hl1")
    title = _inside(wire, "title", headline, "hl1") or _inside(wire, "title", root.find("{*}head/{*}title"), "title")
    return {
        "title": title,
        "bylines": present(*(_byline(wire, n, each) for n, each in enumerate(bylines))),
        "outlets": tuple(_outlets(root, wire)),
        "url": _address(root, wire),
        "tags": tuple(_tags(head, wire)) if head is not None else (),
        "rights": (*_rights(root, wire), *rights),
        "dates": (*_dates(root, wire), *restrictions),
        "language": root.get("{http://www.w3.org/XML/1998/namespace}lang", ""),
    }


def _inside(wire: Wire, field: str, element: etree._Element | None, place: str) -> Text | None:
    return wire.xml(field, inner(element), place) if element is not None else None


def _byline(wire: Wire, number: int, element: etree._Element) -> Text | None:
    return wire.xml(f"byline/{number}" if number else "byline", inner(element), "byline", _APART)


def _outlets(root: etree._Element, wire: Wire) -> Iterator[Text]:
    named = [(each, inner(each)) for each in root.iterfind("{*}body/{*}body.head/{*}distributor")]
    given = [
        *((each, each.get("name")) for each in root.iterfind("{*}head/{*}pubdata")),
        *((each, each.get("holder")) for each in root.iterfind("{*}head/{*}docdata/{*}doc.copyright")),
    ]
    for number, (element, value) in enumerate(named):
        yield from present(wire.xml(f"outlets/{number}", value, local_name(element)))
    for number, (element, name) in enumerate(given, len(named)):
        yield from present(wire.plain(f"outlets/{number}", name, local_name(element)))


def _address(root: etree._Element, wire: Wire) -> Text | None:
    publication = root.find("{*}head/{*}pubdata")
    address = publication.get("ex-ref", "") if publication is not None else ""
    return wire.plain("url", address, "pubdata") if address.startswith(("http://", "https://")) else None


def _tags(head: etree._Element, wire: Wire) -> Iterator[Text]:
    values: list[tuple[str, str | None]] = []
    for subject in head.iterfind("{*}tobject/{*}tobject.subject"):
        values.append(("tobject.subject", subject.get("tobject.subject.refnum")))
        values += [("tobject.subject", subject.get(f"tobject.subject.{each}")) for each in _SUBJECT_NAMES]
    values += [("keyword", each.get("key")) for each in head.iterfind(".//{*}key-list/{*}keyword")]
    for group in head.iterfind(".//{*}identified-content"):
        values += [(local_name(each), each.get("value") or text_of(each)) for each in group.iterfind("*")]
    for number, (place, value) in enumerate(dict.fromkeys(values)):
        yield from present(wire.plain(f"tags/{number}", value, place))


def _rights(root: etree._Element, wire: Wire) -> Iterator[Text]:
    elements = [*root.iterfind("{*}body/{*}body.head/{*}rights"), *root.iterfind(".//{*}copyrite")]
    number = 0
    for element in elements:
        yield from present(wire.xml(f"rights/{number}", inner(element), local_name(element)))
        number += 1
    for element in root.iterfind("{*}head/{*}docdata/{*}*"):
        if local_name(element) in ("doc.copyright", "doc.rights"):
            for key in ("holder", "owner", "type", "limitations", "geography"):
                yield from present(wire.plain(f"rights/{number}", element.get(key), local_name(element)))
                number += 1


def _dates(root: etree._Element, wire: Wire) -> Iterator[Date]:
    """The dates, the first of each name."""
    known: set[str] = set()
    for element in root.iterfind("{*}head//{*}*"):
        for tag, key, name in _DATES:
            if local_name(element) == tag and name not in known:
                found = wire.date(name, element.get(key), tag)
                if found is not None:
                    known.add(name)
                    yield _day(found)


def _day(found: Date) -> Date:
    """A date with its day read, where it is a day with a zone."""
    day = _DAY_WITH_ZONE.fullmatch(found.text.plain)
    return msgspec.structs.replace(found, value=dates.parse(day[1])) if day else found
