"""The pictures that go with a feed's item: Media RSS, enclosures, and a podcast's."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec

from compliance.readers.feed import Picture, Value
from compliance.readers.feedxml import Children, address_of, text_value

if TYPE_CHECKING:
    from lxml.etree import _Element

_SUFFIXES = frozenset([".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg", ".tif", ".tiff", ".bmp", ".heic"])


def pictures(item: Children) -> tuple[Picture, ...]:
    """The pictures beside an item's text, each with its own caption and credit, else those of what it stands in."""
    found = [*_media(item, _Words()), *_enclosed(item)]
    merged: dict[str, Picture] = {}
    for picture in found:
        earlier = merged.setdefault(picture.src.string.strip(), picture)
        merged[picture.src.string.strip()] = msgspec.structs.replace(
            earlier, caption=earlier.caption or picture.caption, credit=earlier.credit or picture.credit
        )
    return tuple(merged.values())


class _Words(msgspec.Struct, frozen=True):
    """What is said of a picture, or of all pictures of a group."""

    caption: Value | None = None
    credit: Value | None = None


def _media(scope: Children, outer: _Words) -> list[Picture]:
    """The pictures of an item, a group or a content. A thumbnail is one only where its picture is not there itself."""
    words = _words(scope, outer)
    found: list[Picture] = []
    for _, group in scope.named("media:group"):
        found += _media(scope.inside(group), words)
    for name, content in scope.named("media:content"):
        inside = scope.inside(content)
        own = _words(inside, words)
        if is_picture(content.get("medium"), content.get("type"), content.get("url")):
            found += _picture(content, "url", name, own)
        else:
            found += _media(inside, words)
    if not found:
        for name, thumbnail in scope.named("media:thumbnail"):
            found += _picture(thumbnail, "url", name, words)
    return found


def _words(scope: Children, outer: _Words) -> _Words:
    credits = scope.named("media:credit")
    credits.sort(key=lambda each: (each[1].get("role") or "").strip().lower() != "photographer")
    credit = next((value for name, each in credits if (value := text_value(each.text, name))), None)
    credit = credit or scope.value("media:copyright")
    caption = None
    for name, each in scope.named("media:description", "media:title"):
        caption = caption or _typed(each, name)
    return _Words(caption or outer.caption, credit or outer.credit)


def _typed(element: _Element, place: str) -> Value | None:
    value = text_value(element.text, place)
    if value is None or not element.get("type"):
        return value
    return msgspec.structs.replace(value, form="html" if element.get("type") == "html" else "text")


def _picture(element: _Element, attribute: str, place: str, words: _Words) -> list[Picture]:
    src = address_of(element, attribute, place)
    return [Picture(src, words.caption, words.credit)] if src else []


def _enclosed(item: Children) -> list[Picture]:
    found: list[Picture] = []
    for name, each in item.named("enclosure"):
        if is_picture(None, each.get("type"), each.get("url")):
            found += _picture(each, "url", name, _Words())
    for name, each in item.named("link", "atom:link", "itunes:link"):
        attached = each.get("rel") == "enclosure" and is_picture(None, each.get("type"), each.get("href"))
        if attached or each.get("rel") == "image":
            found += _picture(each, "href", name, _Words())
    for name, each in item.named("itunes:image"):
        found += _picture(each, "href" if each.get("href") else "url", name, _Words())
    for name, each in item.named("image"):
        holders = [url for _, url in item.inside(each).named("url")] if len(each) else [each]
        for holder in holders:
            found += _picture(holder, "", name, _Words())
    return found


def is_picture(medium: str | None, kind: str | None, address: str | None) -> bool:
    """Whether something attached is a picture, as it is said to be, or else by its address."""
    if medium:
        return medium.strip().lower() == "image"
    if kind:
        return kind.strip().lower().startswith("image/")
    try:
        path = urlsplit(address or "").path
    except ValueError:
        return False
    return PurePosixPath(path).suffix.lower() in _SUFFIXES
