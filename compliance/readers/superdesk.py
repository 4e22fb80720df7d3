"""A content item of Superdesk, as its signal `item_validate` and its API give it (superdesk-core, `metadata/item.py`).

The text is `body_html`, followed by `body_footer` where there is one. A picture of the text is told by the address of
any of its renditions. An item that is withheld or canceled is under an embargo, or expired, without a readable date.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.article import Article
from compliance.finding import Fault
from compliance.noun import Noun
from compliance.readers.dates import DateName
from compliance.readers.feed import Entry, Picture, Value, articles
from compliance.readers.limits import LIMITS, Limits
from compliance.readers.record import as_noun, at_path


class Item(Noun, frozen=True, kw_only=True):
    """What is read of a Superdesk item. Other keys may be there and are not looked at."""

    EXTRA = "ignore"

    headline: str
    """The headline."""
    body_html: str
    """The text."""
    body_footer: str | None = None
    """What is printed after it."""
    guid: str | None = None
    """Its id."""
    byline: str | None = None
    """The byline as printed."""
    authors: list[dict[str, Any]] | None = None
    """Its authors; the `sub_label` of each is the name, which counts where there is no byline."""
    source: str | None = None
    """Who it came from."""
    creditline: str | None = None
    """Who is to be credited."""
    copyrightholder: str | None = None
    """Whose it is."""
    copyrightnotice: str | None = None
    """The notice of rights."""
    usageterms: str | None = None
    """What may be done with it."""
    pubstatus: str | None = None
    """`usable`, `withheld` or `canceled`."""
    language: str | None = None
    """Its language."""
    keywords: list[str] | None = None
    """Keywords."""
    subject: list[dict[str, Any]] | None = None
    """Subjects, each with its `name`."""
    anpa_category: list[dict[str, Any]] | None = None
    """Categories, each with its `name`."""
    firstpublished: str | None = None
    """When it was first published."""
    versioncreated: str | None = None
    """When this version was made."""
    embargo: str | None = None
    """When it may be published at the earliest."""
    associations: dict[str, Any] | None = None
    """Pictures and other items that go with it."""


_CARRIES = frozenset(
    ["title", "byline", "body", "images", "links", "elements", "tags", "dates", "rights", "language", "outlet"]
)
_PICTURES = ("picture", "graphic")
_DATES: tuple[tuple[DateName, str], ...] = (
    ("published", "firstpublished"),
    ("updated", "versioncreated"),
    ("embargoed", "embargo"),
)
_STATUS: dict[str, DateName] = {"withheld": "embargoed", "canceled": "expires", "cancelled": "expires"}
_ORDER = ("original", "baseImage", "viewImage")


def read(value: Any, name: str, limits: Limits = LIMITS) -> Iterator[Article | Fault]:
    """The article that an item is, or the Fault why it is none. Raises Refused for what is no item."""
    item = as_noun(value, Item, "an item has a `headline` and a `body_html`")
    pictures = list(_pictures(item.associations or {}, item.body_html))
    carries = _CARRIES - {"images"} if None in pictures else _CARRIES
    for each in articles(_entry(item, tuple(filter(None, pictures))), name, carries, limits):
        yield each.replace(form="json") if isinstance(each, Article) else each


def _entry(item: Item, pictures: tuple[Picture, ...]) -> Entry:
    body = item.body_html + (item.body_footer or "")
    named = [(each.get("name"), "subject") for each in item.subject or ()]
    named += [(each.get("name"), "anpa_category") for each in item.anpa_category or ()]
    named += [(each, "keywords") for each in item.keywords or ()]
    return Entry(
        title=_value(item.headline, "headline", "either"),
        body=Value(body, "body_html", "html"),
        bylines=_values(*_bylines(item)),
        outlets=_values((item.creditline, "creditline"), (item.source, "source")),
        tags=_values(*named),
        rights=_values(*((getattr(item, key), key) for key in ("usageterms", "copyrightnotice", "copyrightholder"))),
        language=item.language or "",
        dates=tuple(_dates(item)),
        pictures=pictures,
    )


def _bylines(item: Item) -> list[tuple[Any, str]]:
    if item.byline and item.byline.strip():
        return [(item.byline, "byline")]
    return [(each.get("sub_label"), "authors") for each in item.authors or ()]


def _dates(item: Item) -> Iterator[tuple[DateName, Value]]:
    for name, key in _DATES:
        if value := _value(getattr(item, key), key):
            yield name, value
    status = (item.pubstatus or "").strip().lower()
    if status in _STATUS:
        yield _STATUS[status], Value(status, "pubstatus", "text")


def _pictures(associations: dict[str, Any], body: str) -> Iterator[Picture | None]:
    """The pictures that go with the item; None for one without an address."""
    for picture in associations.values():
        if not isinstance(picture, dict) or picture.get("type") not in _PICTURES:
            continue
        addresses = list(_addresses(picture))
        shown = next((each for each in addresses if each in body), next(iter(addresses), None))
        src = _value(shown, "renditions")
        credit = picture.get("creditline") or picture.get("byline") or picture.get("copyrightholder")
        caption = _value(picture.get("description_text"), "description_text", "either")
        alt = picture.get("alt_text")
        alt = alt if isinstance(alt, str) else ""
        yield Picture(src, caption, _value(credit, "creditline"), alt=alt) if src else None


def _addresses(picture: dict[str, Any]) -> Iterator[str]:
    """The addresses of a picture's renditions, the largest first."""
    found = picture.get("renditions")
    named = found if isinstance(found, dict) else {}
    for name in sorted(named, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)):
        if isinstance(address := at_path(named[name], "href"), str) and address.strip():
            yield address


def _values(*found: tuple[Any, str]) -> tuple[Value, ...]:
    values = (_value(text, place) for text, place in found)
    return tuple(value for value in values if value is not None)


def _value(text: Any, place: str, form: Any = "text") -> Value | None:
    return Value(text, place, form) if isinstance(text, str) and text.strip() else None
