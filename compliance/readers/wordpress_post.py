"""A WordPress post as it is or would be stored: one flat object, with names instead of the numbers of its terms.

What a key says is known, an empty list or null included; of what has no key, nothing is known, so that its absence
proves nothing. The text is read as WordPress prints it, and its offsets are those of `content`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance.article import Article, Part
from compliance.finding import Fault
from compliance.noun import Noun
from compliance.readers.feed import Entry, Picture, Value, articles
from compliance.readers.limits import LIMITS, Limits
from compliance.readers.record import Picture as Shown
from compliance.readers.record import as_noun, at_path
from compliance.readers.wordpress_text import as_printed


class Post(Noun, frozen=True, kw_only=True):
    """A WordPress post, as it is or would be stored. Other keys may be there and are not looked at."""

    EXTRA = "ignore"

    title: str
    """`post_title`."""
    content: str
    """`post_content`, with its block comments."""
    id: int | str | None = None
    """The post's ID; 0 or null for one that was never saved."""
    link: str | None = None
    """Its permalink."""
    canonical: str | None = None
    """The canonical address that its page will declare; null: none but its own."""
    original_url: str | None = None
    """The address of the original that it is republished from."""
    date_gmt: str | None = None
    """When it is, or will be, published, in UTC."""
    modified_gmt: str | None = None
    """When it was last changed, in UTC."""
    authors: list[str] | None = None
    """The display names of its author or co-authors, as its page prints them."""
    tags: list[str] | None = None
    """The names of its tags, and of terms of other taxonomies that are subjects."""
    categories: list[str] | None = None
    """The names of its categories."""
    featured_image: Shown | None = None
    """The featured image; null: it has none."""
    site: str | None = None
    """The site's name."""
    language: str | None = None
    """The site's or the post's language (`en-GB`)."""


_PARTS: dict[str, Part] = {
    "authors": "byline",
    "canonical": "canonical",
    "featured_image": "images",
    "site": "outlet",
    "language": "language",
}
_ALWAYS: frozenset[Part] = frozenset(["title", "body", "links", "elements", "dates"])


def read(value: Any, name: str, limits: Limits = LIMITS) -> Iterator[Article | Fault]:
    """The article that a post is, or the Fault why it is none. Raises Refused for what is no post."""
    post = as_noun(value, Post, "a post is an object with `title` and `content`")
    for each in articles(_entry(post), name, _carries(value), limits):
        yield each.replace(form="json") if isinstance(each, Article) else each


def _carries(keys: dict[str, Any]) -> frozenset[str]:
    known: set[str] = {part for key, part in _PARTS.items() if key in keys}
    if "featured_image" in keys and not at_path(keys, "featured_image.src") and keys["featured_image"] is not None:
        known.remove("images")
    return _ALWAYS | known | ({"tags"} if {"tags", "categories"} <= keys.keys() else set())


def _entry(post: Post) -> Entry:
    dates = (("published", post.date_gmt, "date_gmt"), ("updated", post.modified_gmt, "modified_gmt"))
    return Entry(
        title=_value(post.title, "title", "either"),
        body=Value(post.content, "content", "html", source=as_printed(post.content, "body")),
        bylines=tuple(Value(each, "authors", "text") for each in post.authors or ()),
        outlets=_present(_value(post.site, "site")),
        url=_value(post.link, "link"),
        canonical=_value(post.canonical, "canonical"),
        original=_value(post.original_url, "original_url"),
        tags=tuple(Value(each, "term", "text") for each in (*(post.tags or ()), *(post.categories or ()))),
        language=(post.language or "").replace("_", "-"),
        dates=tuple((name, Value(text, key, "text")) for name, text, key in dates if text),  # type: ignore[misc]
        pictures=_present(_picture(post.featured_image) if post.featured_image else None),
    )


def _picture(shown: Shown) -> Picture | None:
    src = _value(shown.src, "featured_image")
    caption, credit = _value(shown.caption, "caption", "either"), _value(shown.credit, "credit")
    return Picture(src, caption, credit, alt=shown.alt or "") if src else None


def _value(text: str | None, place: str, form: Any = "text") -> Value | None:
    return Value(text, place, form) if text and text.strip() else None


def _present(*found: Any) -> tuple[Any, ...]:
    return tuple(each for each in found if each is not None)
