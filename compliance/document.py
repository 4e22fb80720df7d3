"""An article's metadata as one JSON document, which `metadata` rules hold against their JSON Schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.article import Article, Image, Part, Span, Text

_DATES = {
    "published": "published",
    "updated": "updated",
    "embargoed": "embargoed",
    "expires": "expires",
    "original": "original_published",
}
"""The document's name for each date of an article."""

PARTS: dict[str, Part] = {
    "title": "title",
    "byline": "byline",
    "bylines": "byline",
    "outlet": "outlet",
    "language": "language",
    "url": "canonical",
    "original_url": "canonical",
    "canonical": "canonical",
    "tags": "tags",
    "rights": "rights",
    "images": "images",
    **dict.fromkeys(_DATES.values(), "dates"),
}
"""The Part of an Article that a field of the document is read from, where formats differ in carrying it."""

_FIELDS = {
    "title": "The headline.",
    "byline": "The most trusted of the bylines.",
    "bylines": "Everything outside the running text that says who wrote it, most trusted first.",
    "outlet": "Whose article it says it is.",
    "url": "Its address.",
    "canonical": "Its canonical address.",
    "original_url": "The address of the original.",
    "language": "Its language: `en`, `de-AT`.",
    "tags": "Its tags, as written.",
    "rights": "What it says of its rights.",
    "published": "When it was published.",
    "updated": "When it was last changed.",
    "embargoed": "Until when it is held back.",
    "expires": "When it has to be taken down.",
    "original_published": "When the original was published.",
    "images": "Its pictures, in order.",
    "word_count": "How many words its body has.",
}
_LISTS = ("bylines", "tags", "rights")
_IMAGE = {
    "src": "The picture's address.",
    "alt": "Its alternative text.",
    "caption": "Its caption.",
    "credit": "Its credit, where the format keeps it apart.",
}


def describe(article: Article) -> dict[str, Any]:
    """The article's metadata, with only what is there. `document_schema()` says what each field means.

    Dates are ISO 8601 strings, or the delivered text where it is no date that can be read.
    """
    document: dict[str, Any] = {str(path[0]): text.plain for path, text in _texts(article) if len(path) == 1}
    for name in _LISTS:
        values = [text.plain for path, text in _texts(article) if path[0] == name]
        document.update({name: values} if values else {})
    for date in article.dates:
        document.setdefault(_DATES[date.name], date.value.isoformat() if date.value else date.text.plain)
    if article.language:
        document["language"] = article.language
    if article.images:
        document["images"] = [_describe_image(image) for image in article.images]
    document["word_count"] = len(article.body.plain.split())
    return document


def document_schema() -> dict[str, Any]:
    """The JSON Schema of the document that `describe` gives: what a `metadata` rule can speak of."""
    string = {"type": "string"}
    properties = {name: {"description": text, **_type(name)} for name, text in _FIELDS.items()}
    images = {name: {"description": text, **string} for name, text in _IMAGE.items()}
    properties["images"]["items"] = {"type": "object", "properties": images, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Metadata",
        "description": "An article's metadata, as `metadata` rules see it; what the article does not say is left out.",
        "type": "object",
        "properties": properties,
        "required": ["word_count"],
        "additionalProperties": False,
    }


def place(article: Article, path: Sequence[str | int]) -> Span | None:
    """Where the value at a path of the document was delivered; None for what no one place says."""
    if len(path) >= 2 and path[0] == "images" and isinstance(path[1], int):
        image = article.images[path[1]]
        text = {"caption": image.caption, "credit": image.credit}.get(str(path[-1]))
        return text.whole() if text else image.span
    texts = {tuple(at): text for at, text in _texts(article)}
    texts.update({(_DATES[date.name],): date.text for date in reversed(article.dates)})
    found = texts.get(tuple(path[:2])) or texts.get(tuple(path[:1]))
    return found.whole() if found else None


def _texts(article: Article) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """The document's strings that are Texts of the article, by path."""
    singles = {
        "title": article.title,
        "byline": next(iter(article.bylines), None),
        "outlet": next(iter(article.outlets), None),
        "url": article.url,
        "canonical": article.canonical,
        "original_url": article.original,
    }
    yield from (((name,), text) for name, text in singles.items() if text is not None and text.plain.strip())
    lists = {"bylines": article.bylines, "tags": article.tags, "rights": article.rights}
    for name, texts in lists.items():
        yield from (((name, index), text) for index, text in enumerate(texts))


def _describe_image(image: Image) -> dict[str, str]:
    values = {
        "src": image.src,
        "alt": image.alt,
        "caption": image.caption.plain if image.caption else "",
        "credit": image.credit.plain if image.credit else "",
    }
    return {name: value for name, value in values.items() if value.strip()}


def _type(name: str) -> dict[str, Any]:
    if name in _LISTS:
        return {"type": "array", "items": {"type": "string"}}
    if name == "images":
        return {"type": "array"}
    if name == "word_count":
        return {"type": "integer", "minimum": 0}
    if name in _DATES.values():
        return {"type": "string", "format": "date-time"}
    return {"type": "string"}
