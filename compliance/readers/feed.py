"""A feed's items, whichever format it is in: what each delivers, and the Article that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import Struct

from compliance.article import Article, Image, Text
from compliance.finding import Fault
from compliance.readers import html, text
from compliance.readers.dates import DateName, date
from compliance.readers.delivered import Delivered, part, split
from compliance.readers.limits import Limits, Refused, crash
from compliance.readers.parts import Parts

HELD = 1024 * 1024
"""Items of so many bytes wait for what a feed says of itself after them; of a longer feed, that is not waited for."""

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_WORD = re.compile(r"[ \t\r\n]+|[^ \t\r\n]+")
_FULL_TEXT = "have the feed deliver the full text"
_NAME_AFTER = re.compile(r"[^\s@<>()]+@[^\s@<>()]+ ?\(([^()]+)\)$")
_NAME_BEFORE = re.compile(r" ?\([^\s@()]+@[^\s@()]+\)$")


class Value(Struct, frozen=True):
    """A string that a feed delivers."""

    string: str
    place: str
    """What carried it: `dc:creator`, `channel title`."""
    form: Literal["html", "text", "either"] = "either"
    """What the string is; `either`: the format does not say, so that its content must tell."""
    address: str = ""
    """The whole address, where the string is one that leads on from another (`xml:base`)."""
    listed: bool = False
    """It is a list, with commas between."""
    source: Delivered | None = None
    """Of a body that is not quite HTML: the HTML that it stands for, which leads back to the string."""


class Picture(Struct, frozen=True):
    """A picture that goes with an item."""

    src: Value
    caption: Value | None = None
    credit: Value | None = None
    alt: str = ""
    """What stands for it where it is not shown."""


class Entry(Struct, frozen=True, kw_only=True):
    """What one item delivers, or what the feed says of all of them."""

    guid: str = ""
    line: int = 1
    title: Value | None = None
    body: Value | None = None
    partial: str = ""
    """Why the body is not the article's text; empty: it is."""
    bylines: tuple[Value, ...] = ()
    outlets: tuple[Value, ...] = ()
    url: Value | None = None
    canonical: Value | None = None
    original: Value | None = None
    tags: tuple[Value, ...] = ()
    rights: tuple[Value, ...] = ()
    language: str = ""
    dates: tuple[tuple[DateName, Value], ...] = ()
    pictures: tuple[Picture, ...] = ()

    def within(self, feed: Entry) -> Entry:
        """The same, completed by what the feed says of all its items."""
        return msgspec.structs.replace(
            self,
            bylines=self.bylines or feed.bylines,
            outlets=(*self.outlets, *feed.outlets),
            rights=(*self.rights, *feed.rights),
            language=self.language or feed.language,
        )


def articles(entry: Entry, name: str, carries: frozenset[str], limits: Limits) -> Iterator[Article | Fault]:
    """The article that an item is, whose format can carry those parts, and the Fault of what is not there to check."""
    try:
        yield from _articles(entry, name, carries, limits)
    except Refused as refused:
        yield refused.fault(name)
    except Exception as error:
        yield crash(error).fault(name)


def _articles(entry: Entry, name: str, carries: frozenset[str], limits: Limits) -> Iterator[Article | Fault]:
    fields: dict[str, str] = {}
    body = entry.body or Value("", "")
    fields["body"] = body.string
    lacking = "" if entry.body and not entry.partial else entry.partial or "it has no text"
    try:
        parts = _body(body, carries, limits)
    except Refused as refused:
        if refused.kind != "empty":
            raise
        parts = Parts(carries=carries, body=Text("", "body"))
        lacking = entry.partial or refused.reason
    if lacking:
        parts = parts.replace(carries=parts.carries - {"body", "links", "elements", "images"})
    yield _completed(parts, entry, fields, limits).article(name, "feed", fields, entry.line)
    if lacking:
        yield Fault(kind="missing-field", input=name, reason=lacking, hint=_FULL_TEXT)


def _body(body: Value, carries: frozenset[str], limits: Limits) -> Parts:
    """What the body holds. Raises Refused."""
    if not body.string.strip():
        raise Refused("empty", "it has no text")
    if _is_markup(body):
        source = body.source or Delivered.with_newlines(body.string, "body")
        return html.parse(source, limits).replace(carries=carries)
    parts = text.parse(body.string, "body")
    return parts.replace(title=None, carries=carries - {"links", "elements"})


def _html(string: str, field: str, limits: Limits) -> Parts:
    return html.parse(Delivered.with_newlines(string, field), limits)


def _is_markup(value: Value) -> bool:
    if value.form != "either":
        return value.form == "html"
    return _MARKUP.search(value.string) is not None


def _completed(parts: Parts, entry: Entry, fields: dict[str, str], limits: Limits) -> Parts:
    """The parts of the body, preceded by what the feed delivers beside it, which goes into the fields."""

    def one(field: str, value: Value | None) -> Text | None:
        if value is None or not value.string.strip():
            return None
        fields[field] = value.string
        return _text(value, field, limits)

    def several(field: str, values: tuple[Value, ...]) -> tuple[Text, ...]:
        texts = [(one(f"{field}/{number}", value), value.listed) for number, value in enumerate(values)]
        return tuple(each for text, listed in texts if text is not None for each in (split(text) if listed else [text]))

    if entry.language:
        fields["language"] = entry.language
    canonical = one("canonical", entry.canonical)
    dates = [(kind, one(_unused(kind, fields), value)) for kind, value in entry.dates]
    pictures = [
        _Beside(
            picture.src.address or picture.src.string.strip(),
            one(f"images/{number}/src", picture.src),
            one(f"images/{number}/caption", picture.caption),
            one(f"images/{number}/credit", picture.credit),
            picture.alt,
        )
        for number, picture in enumerate(entry.pictures)
    ]
    found: dict[str, Any] = {
        "title": one("title", entry.title) or parts.title,
        "bylines": (*map(_named, several("bylines", entry.bylines)), *parts.bylines),
        "outlets": (*map(_named, several("outlets", entry.outlets)), *parts.outlets),
        "url": one("url", entry.url) or parts.url,
        "canonical": canonical or parts.canonical,
        "original": one("original", entry.original) or parts.original,
        "tags": (*several("tags", entry.tags), *parts.tags),
        "rights": (*several("rights", entry.rights), *parts.rights),
        "language": entry.language or parts.language,
        "dates": (*(date(kind, each) for kind, each in dates if each is not None), *parts.dates),
        "images": tuple(_images(parts.images, pictures)),
        "carries": parts.carries | ({"canonical"} if canonical else set()),
    }
    return parts.replace(**found)


class _Beside(NamedTuple):
    """A picture beside the text."""

    src: str
    address: Text | None
    caption: Text | None
    credit: Text | None
    alt: str


def _images(shown: tuple[Image, ...], pictures: list[_Beside]) -> Iterator[Image]:
    """The pictures of the body, with what the feed says of the same ones, and those that are beside it."""
    said = {picture.src: picture for picture in pictures}
    for image in shown:
        same = said.pop(image.src, None)
        if same is not None:
            image = image.replace(  # noqa: PLW2901 - the same picture, completed
                caption=image.caption or same.caption, credit=image.credit or same.credit
            )
        yield image
    for picture in said.values():
        if picture.address is not None:
            yield Image(
                src=picture.src,
                alt=picture.alt,
                span=picture.address.whole(),
                caption=picture.caption,
                credit=picture.credit,
            )


def _text(value: Value, field: str, limits: Limits) -> Text | None:
    """A value as a reader sees it; None if there is nothing to see."""
    if _is_markup(value):
        try:
            return msgspec.structs.replace(_html(value.string, field, limits).body, place=value.place)
        except Refused:
            return None
    skipped, stripped = len(value.string) - len(value.string.lstrip()), value.string.strip()
    if value.address:
        whole = [(value.address, skipped, skipped + len(stripped))]
        return Delivered(value.string, field).text(whole, value.place)
    words = _WORD.finditer(stripped)
    pieces = ((" " if word[0].isspace() else word[0], word.start() + skipped, word.end() + skipped) for word in words)
    return Delivered(value.string, field).text(pieces, value.place)


def _named(text: Text) -> Text:
    """The name in `jane@example.org (Jane Doe)`, which is how RSS asks for it, or in `Jane Doe (jane@example.org)`."""
    before, after = _NAME_AFTER.match(text.plain), _NAME_BEFORE.search(text.plain)
    if before:
        return part(text, *before.span(1))
    return part(text, 0, after.start()) if after else text


def _unused(field: str, fields: dict[str, str]) -> str:
    """A field's name, numbered if there is such a field already."""
    number = sum(name == field or name.startswith(f"{field}/") for name in fields)
    return f"{field}/{number}" if number else field
