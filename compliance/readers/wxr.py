"""WordPress exports (WXR): RSS with everything that a site holds, read item by item.

Read are posts, pages and whatever else of the site's own kinds has a text, whatever their status: published, scheduled,
pending, private or draft. Left out by design are what is in the trash, was saved automatically or never begun, and what
WordPress keeps as items although they are no articles: attachments, revisions, menus, templates, styles.

An export is read twice, because the attachments that featured pictures are stand after the posts that they belong to.
An author is exported as a login, and the display name looked up among the authors that the export lists: where it is
not among them, the export cannot carry the byline. The text is as it was written, so that blank lines are paragraphs,
and `[caption]` is a figure, as WordPress prints them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, BinaryIO

from msgspec import Struct

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.dates import DateName
from compliance.readers.feed import Entry, Picture, Value, articles
from compliance.readers.feedxml import PREFIXES, called
from compliance.readers.json import Names
from compliance.readers.limits import Limits, Refused
from compliance.readers.parts import ALL_PARTS
from compliance.readers.spooled import spooled
from compliance.readers.wordpress import NO_TAGS
from compliance.readers.wordpress_text import as_printed
from compliance.readers.xmlstream import Document
from compliance.readers.xmltext import root

if TYPE_CHECKING:
    from lxml.etree import _Element

_EXPORT = "wordpress.org/export/"

_NO_ARTICLES = frozenset(
    [
        *["attachment", "revision", "nav_menu_item", "custom_css", "customize_changeset", "oembed_cache"],
        *["user_request", "wp_block", "wp_template", "wp_template_part", "wp_global_styles", "wp_navigation"],
        *["wp_font_family", "wp_font_face"],
    ]
)
_ARTICLES = frozenset(["post", "page"])
"""Kinds that are read even without a text; what there is to check in others is told by their having one."""

_NO_STATUS = frozenset(["trash", "auto-draft", "inherit"])

_CANONICAL = (
    "_yoast_wpseo_canonical",
    "rank_math_canonical_url",
    "_seopress_robots_canonical",
    "_genesis_canonical_uri",
)
_NO_DATE = "0000"
_REPAIR = "export it anew: what stands there may be incomplete"
_DATES: dict[DateName, str] = {"published": "wp:post_date_gmt", "updated": "wp:post_modified_gmt"}

_CARRIES = ALL_PARTS - {"canonical", "rights"}
"""An export has no place for rights; a canonical address it carries where a plugin has stored one."""


class _Attachment(Struct, frozen=True):
    src: str
    alt: str
    caption: str


class _Listed(Struct, frozen=True):
    """What an export lists apart from its posts."""

    names: dict[str, str]
    """Display names by login."""
    attachments: dict[str, _Attachment]


def recognises(head: bytes, name: str = "") -> bool:
    """Whether this is RSS with WordPress's own elements; its name has no say in it."""
    try:
        found = root(head)
    except Refused:
        return False
    return found is not None and found.name.lower() == "rss" and _EXPORT in found.tag


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The posts of an export, named by their ids. Raises Refused if there are none."""
    with spooled(stream, limits) as whole:
        listed = _listed(_items(Document(whole, limits, PREFIXES)))
        whole.seek(0)
        yield from _read(Document(whole, limits, PREFIXES), listed, name, limits)


def _read(document: Document, listed: _Listed, name: str, limits: Limits) -> Iterator[Article | Fault]:
    names = Names(name)
    left_out: Counter[str] = Counter()
    count = 0
    site: Entry | None = None
    refused: Refused | None = None
    try:
        for item in _items(document):
            site = site or (_site(item) if item is not None else None)
            why = _why_not(item) if item is not None else ""
            if why and not document.damage:
                left_out[why] += 1
                continue
            count += 1
            own = names.of({"id": item.text("wp:post_id").strip()} if item is not None else None, count, {})
            if item is not None and not why:
                entry = _entry(item, listed, document.line).within(site or Entry())
                yield from articles(entry, own, _CARRIES if entry.bylines else _CARRIES - {"byline"}, limits)
            if document.damage:
                yield Refused("unreadable", document.damage, _REPAIR).fault(own)
    except Refused as error:
        refused = error
    if refused is None and document.damage:
        refused = Refused("unreadable", document.damage, _REPAIR)
    if refused is None and not count:
        others = ", ".join(f"{number} {kind}" for kind, number in sorted(left_out.items()))
        refused = Refused("empty", f"it holds no posts{' (' + others + ')' if others else ''}", "export the posts")
    if refused is not None:
        yield refused.fault(name)


def _why_not(item: _Item) -> str:
    """The kind, or status, for which an item is no article by design; empty: it is one."""
    kind, status = item.text("wp:post_type"), item.text("wp:status")
    if kind in _NO_ARTICLES or (kind not in _ARTICLES and not item.text("content:encoded").strip()):
        return f"`{kind}`"
    return f"`{status}`" if status in _NO_STATUS else ""


class _Item:
    """An item, its parts by what they are called."""

    def __init__(self, element: _Element) -> None:
        self.element = element
        self._parts: dict[str, list[_Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self._parts.setdefault(_called(child.tag), []).append(child)

    def all(self, name: str) -> list[_Element]:
        """The parts called so."""
        return self._parts.get(name, [])

    def text(self, name: str) -> str:
        """What the first part called so holds; empty if there is none."""
        return next((each.text or "" for each in self.all(name)), "")

    def meta(self) -> dict[str, str]:
        """What plugins and WordPress itself have noted on it."""
        pairs = (_Item(each) for each in self.all("wp:postmeta"))
        return {pair.text("wp:meta_key"): pair.text("wp:meta_value") for pair in pairs}


def _called(tag: str) -> str:
    uri, _, local = tag.rpartition("}")
    if _EXPORT not in uri:
        return called(tag)
    return f"{'excerpt' if uri.endswith('excerpt/') else 'wp'}:{local}"


def _items(document: Document) -> Iterator[_Item | None]:
    """The items, each with what stands before it in the channel, which is let go afterwards; None for one lost."""
    for element in document.items():
        if element is None:
            yield None
        elif _called(str(element.tag)) == "item":
            yield _Item(element)
            element.clear()
            parent = element.getparent()
            while parent is not None and (before := element.getprevious()) is not None:
                parent.remove(before)


def _listed(items: Iterable[_Item | None]) -> _Listed:
    listed = _Listed({}, {})
    begun = False
    try:
        for item in items:
            if item is None:
                continue
            if not begun:
                begun = True
                for author in (_Item(each) for each in _beside(item, "wp:author")):
                    listed.names[author.text("wp:author_login")] = author.text("wp:author_display_name").strip()
            if item.text("wp:post_type") == "attachment":
                alt = item.meta().get("_wp_attachment_image_alt", "")
                found = _Attachment(item.text("wp:attachment_url"), alt, item.text("excerpt:encoded"))
                listed.attachments[item.text("wp:post_id")] = found
            elif item.text("wp:post_type") == "guest-author":
                meta = item.meta()
                listed.names[meta.get("cap-user_login", "")] = meta.get("cap-display_name", "").strip()
    except Refused:
        pass  # the second reading meets it too, and reports it
    return listed


def _beside(item: _Item, name: str) -> list[_Element]:
    before = item.element.itersiblings(preceding=True)
    return [each for each in before if isinstance(each.tag, str) and _called(each.tag) == name]


def _site(item: _Item) -> Entry:
    """What the channel says of all its posts."""
    title = next((each.text for each in _beside(item, "title")), None)
    language = next((each.text for each in _beside(item, "language")), None)
    return Entry(
        outlets=(Value(title, "channel title"),) if title and title.strip() else (), language=(language or "").strip()
    )


def _entry(item: _Item, listed: _Listed, line: int) -> Entry:
    meta = item.meta()
    body = item.text("content:encoded")
    dates = ((name, item.text(part), part) for name, part in _DATES.items())
    canonical = next((meta[key] for key in _CANONICAL if meta.get(key, "").strip()), "")
    tags = [each for each in item.all("category") if each.get("domain") not in NO_TAGS and (each.text or "").strip()]
    featured = listed.attachments.get(meta.get("_thumbnail_id", ""))
    return Entry(
        line=max(line, 1),
        title=Value(item.text("title"), "title"),
        body=Value(body, "content:encoded", "html", source=as_printed(body, "body")),
        bylines=tuple(_bylines(item, listed.names)),
        url=Value(item.text("link"), "link", "text"),
        canonical=Value(canonical, "postmeta canonical", "text") if canonical else None,
        tags=tuple(Value(each.text or "", f"category {each.get('domain')}") for each in tags),
        dates=tuple((name, Value(text, part, "text")) for name, text, part in dates if not text.startswith(_NO_DATE)),
        pictures=(_picture(featured),) if featured is not None and featured.src else (),
    )


def _bylines(item: _Item, names: Mapping[str, str]) -> Iterator[Value]:
    """The display names of the co-authors that a plugin lists, else of the author."""
    coauthors = [each for each in item.all("category") if each.get("domain") == "author"]
    found = False
    for each in coauthors:
        login = (each.get("nicename") or "").removeprefix("cap-")
        display = names.get(login) or names.get(each.text or "") or (each.text if " " in (each.text or "") else "")
        if display:
            found = True
            yield Value(display, "category author", "text")
    display = names.get(item.text("dc:creator"))
    if display and not found:
        yield Value(display, "wp:author", "text")


def _picture(featured: _Attachment) -> Picture:
    caption = Value(featured.caption, "attachment caption") if featured.caption.strip() else None
    return Picture(Value(featured.src, "attachment", "text"), caption, alt=featured.alt)
