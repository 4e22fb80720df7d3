"""WordPress's REST API: posts as it answers with them, one, a list, or a line each.

An answer carries the names of authors, tags and pictures only if it was asked for with `_embed`; otherwise it has mere
numbers, and what they stand for is undetermined. What Yoast's plugin adds (`yoast_head_json`) carries the canonical
address and the site's name, which the API itself does not. With a mapping for `body`, what is mapped is read, and
nothing else: a post's own `tags` and `author` are numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import json
from compliance.readers.dates import DateName
from compliance.readers.feed import Entry, Picture, Value, articles
from compliance.readers.limits import Limits, Refused
from compliance.readers.lines import is_lines, lines_of
from compliance.readers.record import article, at_path
from compliance.readers.sniff import HEAD, decode
from compliance.readers.table import BY_BODY, PARTS

_POST = re.compile(
    rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{.*?"(?:title|content)"\s*:\s*\{\s*"(?:rendered|raw)"\s*:', re.DOTALL
)

_AUTHORS = ("coauthors", "authors", "newspack_author_info")
"""Where plugins for several authors list them, each with a `display_name` or `name`."""

_DATES: tuple[tuple[DateName, str, str], ...] = (
    ("published", "date_gmt", "date"),
    ("updated", "modified_gmt", "modified"),
)
_NO_STATUS = frozenset(["trash", "auto-draft", "inherit"])
NO_TAGS = frozenset(["author", "post_format", "nav_menu", "link_category", "wp_theme", "wp_template_part_area"])
"""Taxonomies of WordPress that are no subjects; a site's own ones are."""

_CARRIES = frozenset(["title", "body", "links", "elements", "dates"])


def recognises(head: bytes, name: str = "") -> bool:
    """Whether this is JSON of posts as WordPress renders them; its name has no say in it."""
    return _POST.match(head) is not None


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The posts, named by their ids. Raises Refused."""
    head = stream.read(HEAD)
    lines = lines_of(head, stream, limits.max_bytes) if is_lines(head, name) else None
    whole = "" if lines is not None else _whole(head, stream, limits)
    names = json.Names(name)
    for count, (line, post) in enumerate(_posts_of(lines, limits) if lines else _posts(whole, limits), 1):
        own = names.of(None if isinstance(post, Refused) else post, count, {})
        if isinstance(post, Refused):
            yield post.fault(own)
        elif "body" in mapping:
            yield _mapped(post, mapping, own, line, limits)
        elif not isinstance(post, dict) or at_path(post, "content.rendered") is None:
            hint = "have the API answer with whole posts, `content` and all"
            yield Refused("invalid-record", "`$.content.rendered` is missing", hint).fault(own)
        elif post.get("status") not in _NO_STATUS:
            yield from _article(post, own, line, limits)


def _whole(head: bytes, stream: BinaryIO, limits: Limits) -> str:
    data = head + stream.read(max(limits.max_bytes + 1 - len(head), 0))
    if len(data) > limits.max_bytes:
        raise Refused("too-large", f"it is larger than {limits.max_bytes} bytes", "deliver posts as JSON Lines")
    return decode(data)


def _posts(whole: str, limits: Limits) -> Iterator[tuple[int, Any]]:
    value = json.decode(whole, limits)
    yield from ((1, post) for post in (value if isinstance(value, list) else [value]))


def _posts_of(lines: Iterator[tuple[int, str | Refused]], limits: Limits) -> Iterator[tuple[int, Any]]:
    """The posts on each line: one, or an answer's whole list."""
    for number, line in lines:
        try:
            if isinstance(line, Refused):
                raise line
            value = json.decode(line, limits)
        except Refused as refused:
            yield number, refused.at_line(number)
            continue
        yield from ((number, post) for post in (value if isinstance(value, list) else [value]))


def _mapped(post: Any, mapping: Mapping[str, str], name: str, line: int, limits: Limits) -> Article | Fault:
    """A post as somebody maps it."""
    values: dict[str, Any] = {own: at_path(post, path) for own, path in mapping.items()}
    values["carries"] = sorted(BY_BODY | {PARTS[own] for own in mapping if own in PARTS})
    found = {own: value for own, value in values.items() if value is not None}
    return article(found, name, limits, {"body": mapping["body"]} if "body" not in found else {}, line)


def _article(post: dict[str, Any], name: str, line: int, limits: Limits) -> Iterator[Article | Fault]:
    if at_path(post, "content.protected") is True:
        hint = "deliver it as one who may read it"
        yield Refused("unreadable", "its text is protected by a password", hint).fault(name)
        return
    entry = _entry(post, line)
    for each in articles(entry, name, _carries(post, entry), limits):
        yield each.replace(form="json") if isinstance(each, Article) else each


def _carries(post: dict[str, Any], entry: Entry) -> frozenset[str]:
    """What this answer can carry: where it has but numbers for what it does not embed, that is unknown."""
    yoast = isinstance(post.get("yoast_head_json"), dict)
    known = {
        "byline": bool(entry.bylines),
        "tags": bool(_list(post, "_embedded.wp:term")) or all(post.get(key) == [] for key in ("tags", "categories")),
        "images": bool(entry.pictures) or post.get("featured_media") == 0,
        "canonical": yoast,
        "outlet": yoast,
    }
    return _CARRIES | {part for part, is_known in known.items() if is_known}


def _entry(post: dict[str, Any], line: int) -> Entry:
    dates = ((name, _string(post, gmt) or _string(post, local)) for name, gmt, local in _DATES)
    return Entry(
        line=line,
        title=_value(post, "title.rendered"),
        body=Value(_string(post, "content.rendered"), "content.rendered", "html"),
        bylines=tuple(_bylines(post)),
        outlets=_present(_value(post, "yoast_head_json.og_site_name", "text")),
        url=_value(post, "link", "text"),
        canonical=_value(post, "yoast_head_json.canonical", "text"),
        tags=tuple(_tags(post)),
        dates=tuple((name, Value(text, "date", "text")) for name, text in dates if text),
        pictures=_present(_featured(post)),
    )


def _bylines(post: dict[str, Any]) -> Iterator[Value]:
    """Who wrote it: as a plugin for several authors lists them, else the one whose account it is."""
    listed = [each for key in _AUTHORS for each in _list(post, key) if isinstance(each, dict)]
    names = [_string(each, "display_name") or _string(each, "name") for each in listed]
    if any(names):
        yield from (Value(name, "co-authors", "text") for name in names if name)
        return
    embedded = [_string(each, "name") for each in _list(post, "_embedded.author") if isinstance(each, dict)]
    yield from (Value(name, "_embedded author") for name in embedded if name)
    if not any(embedded) and (stated := _value(post, "yoast_head_json.author")):
        yield stated


def _tags(post: dict[str, Any]) -> Iterator[Value]:
    for terms in _list(post, "_embedded.wp:term"):
        for term in terms if isinstance(terms, list) else ():
            if isinstance(term, dict) and term.get("taxonomy") not in NO_TAGS and (name := _string(term, "name")):
                yield Value(name, f"_embedded {term.get('taxonomy')}")


def _featured(post: dict[str, Any]) -> Picture | None:
    media = at_path(post, "_embedded.wp:featuredmedia.0")
    src = _value(media, "source_url", "text")
    if src is None:
        return None
    credit = _value(media, "media_details.image_meta.credit", "text")
    return Picture(src, _value(media, "caption.rendered", "html"), credit, alt=_string(media, "alt_text"))


def _value(post: Any, path: str, form: Any = "either") -> Value | None:
    found = _string(post, path)
    return Value(found, path, form) if found else None


def _string(post: Any, path: str) -> str:
    found = at_path(post, path)
    return found if isinstance(found, str) and found.strip() else ""


def _list(post: Any, path: str) -> list[Any]:
    found = at_path(post, path)
    return found if isinstance(found, list) else []


def _present(*found: Any) -> tuple[Any, ...]:
    return tuple(each for each in found if each is not None)
