"""Our JSON record: its documented schema, and the Article that a record is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Literal, TypeVar

import msgspec

from compliance.article import Article, Image, Part, Span, Text
from compliance.finding import Fault
from compliance.lazy import later
from compliance.noun import Noun
from compliance.readers import html, markdown, text
from compliance.readers.dates import DateName, date
from compliance.readers.delivered import Delivered
from compliance.readers.limits import LIMITS, Limits, Refused, crash
from compliance.readers.parts import ALL_PARTS, Parts
from compliance.readers.sniff import body_form


class Author(Noun, frozen=True, kw_only=True):
    """Someone who wrote an article."""

    EXTRA = "ignore"

    name: str
    """The name, as it would be printed."""
    affiliation: str | None = None
    """Whom the author writes for."""


class Picture(Noun, frozen=True, kw_only=True):
    """A picture that goes with an article."""

    EXTRA = "ignore"

    src: str
    """Its address."""
    alt: str | None = None
    """What stands for it where it is not shown."""
    caption: str | None = None
    """What is printed under it."""
    credit: str | None = None
    """Whose picture it is, where that is kept apart from the caption."""


class Record(Noun, frozen=True, kw_only=True):
    """An article as a JSON object. Other keys may be there and are not looked at."""

    EXTRA = "ignore"

    body: str
    """The article's text: HTML, Markdown or plain."""
    body_type: Literal["html", "text", "markdown"] | None = None
    """What the body is; told by its content if not given."""
    id: str | int | None = None
    """The article's id where it comes from."""
    url: str | None = None
    """Its address."""
    canonical: str | None = None
    """The canonical address that its page declares."""
    original_url: str | None = None
    """The address of the original that it is republished from."""
    original_published: str | None = None
    """When the original was published."""
    title: str | None = None
    """The headline."""
    byline: str | None = None
    """The byline as printed."""
    authors: list[str | Author] | None = None
    """Who wrote it, one by one."""
    published: str | None = None
    """When it is, or was, published: RFC 3339, ISO 8601 or RFC 822; UTC if no zone is given."""
    updated: str | None = None
    """When it was last changed."""
    embargoed: str | None = None
    """When it may be published at the earliest."""
    expires: str | None = None
    """When it may no longer be shown."""
    outlet: str | list[str] | None = None
    """Whose article it is said to be: the source or publisher."""
    tags: list[str] | None = None
    """Keywords and subjects, as names or ids."""
    rights: str | list[str] | None = None
    """The licence, or the notice of rights."""
    language: str | None = None
    """The language it is in (`en`)."""
    images: list[Picture] | None = None
    """Its pictures, besides those in an HTML or Markdown body; of one that is there too, its caption and credit."""
    carries: list[Part] | None = None
    """The parts that it could have where it comes from; the absence of others proves nothing. All, if not given."""


NAMES: tuple[str, ...] = tuple(field.name for field in msgspec.structs.fields(Record))
"""The names that a mapping may map."""

SCHEMA = "urn:newsroom-compliance:article:1"
"""What a record written by us says under `$schema`: the `$id` of its JSON Schema, with the version at its end."""

N = TypeVar("N", bound=Noun)

_PLACE = "record"
_DATES: dict[str, DateName] = {
    "published": "published",
    "updated": "updated",
    "embargoed": "embargoed",
    "expires": "expires",
    "original_published": "original",
}
_INDEX = re.compile(r"[0-9]{1,9}")
_WHERE = re.compile(r" - at `([^`]*)`$")


def check_mapping(mapping: Mapping[str, str]) -> None:
    """Raise ValueError for a mapping of names that are not ours, or to no path."""
    from difflib import get_close_matches

    for name, path in mapping.items():
        if name not in NAMES:
            near = get_close_matches(name, NAMES, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"it can be one of {', '.join(NAMES)}"
            raise ValueError(f"`{name}` is not a name that can be mapped: {hint}")
        if not path or not all(path.split(".")):
            raise ValueError(f"`{name}` is mapped to `{path}`, which is no path: write one such as `content.rendered`")


def article(
    record: Any, name: str, limits: Limits = LIMITS, mapping: Mapping[str, str] | None = None, line: int = 0
) -> Article | Fault:
    """The article that a decoded record is, or the Fault why it is none; `line` is its line in a file of lines."""
    try:
        limits.begin()
        return _article(_valid(record, mapping or {}), name, limits, max(line, 1))
    except Refused as refused:
        return (refused.at_line(line) if line else refused).fault(name)
    except Exception as error:
        return crash(error).fault(name)


def _valid(value: Any, mapping: Mapping[str, str]) -> Record:
    """The record that a value is, by our names. Raises Refused that names the path of what is wrong."""
    if not isinstance(value, dict):
        raise Refused("invalid-record", "it is no object", "a record is an object with a `body`")
    stated = value.get("$schema")
    if isinstance(stated, str) and stated != SCHEMA and stated.startswith(SCHEMA.rstrip("0123456789")):
        raise Refused("invalid-record", f"it is a record of another version (`{stated}`)", f"this reads `{SCHEMA}`")
    record = {name: value.get(name) for name in NAMES if name in value and name not in mapping}
    mapped = {name: at_path(value, path) for name, path in mapping.items()}
    record |= {name: found for name, found in mapped.items() if found is not None}
    if record.get("body") is None:
        path = mapping.get("body", "body")
        raise Refused(
            "invalid-record", f"`$.{path}` is missing", "a record needs a `body`; map it with `--map body=PATH`"
        )
    try:
        return msgspec.convert(record, Record, strict=True)
    except msgspec.ValidationError as error:
        raise _invalid(str(error), mapping) from None


def _invalid(message: str, mapping: Mapping[str, str]) -> Refused:
    """The refusal for a validation error, with the path in the record as it was delivered."""
    where = _WHERE.search(message)
    path = where[1] if where else "$"
    name = re.split(r"[.\[]", path.removeprefix("$."), maxsplit=1)[0]
    if name in mapping:
        path = f"$.{mapping[name]}{path.removeprefix('$.' + name)}"
    problem = _WHERE.sub("", message)
    hint = f"correct it, or map `{name}` to another key with `--map {name}=PATH`" if name in NAMES else "correct it"
    return Refused("invalid-record", f"`{path}`: {problem[:1].lower()}{problem[1:]}", hint)


def as_noun(value: Any, kind: type[N], hint: str) -> N:
    """A decoded value as one of our nouns. Raises Refused that names the path of what is wrong."""
    try:
        return msgspec.convert(value, kind, strict=True)
    except msgspec.ValidationError as error:
        raise Refused("invalid-record", _invalid(str(error), {}).reason, hint) from None


def at_path(value: Any, path: str) -> Any:
    """What stands in a record at a dotted path (`content.rendered`, `authors.0.name`); None if nothing does."""
    for step in path.split("."):
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and _INDEX.fullmatch(step) and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _article(record: Record, name: str, limits: Limits, line: int) -> Article:
    parts = _body(record, limits)
    delivered = {"body": record.body}

    def deliver(field: str, value: str | None) -> Text | None:
        if value is None or not value.strip():
            return None
        delivered[field] = value
        return Text(value, field, _PLACE)

    def listed(field: str, value: str | list[str] | None) -> list[Text | None]:
        if isinstance(value, list):
            return [deliver(f"{field}/{index}", each) for index, each in enumerate(value)]
        return [deliver(field, value)]

    authors = [deliver(f"authors/{index}", _printed(author)) for index, author in enumerate(record.authors or [])]
    several = {
        "bylines": [deliver("byline", record.byline), *authors],
        "outlets": listed("outlet", record.outlet),
        "tags": [deliver(f"tags/{index}", tag) for index, tag in enumerate(record.tags or [])],
        "rights": listed("rights", record.rights),
    }
    single = {
        "title": deliver("title", record.title),
        "url": deliver("url", record.url),
        "canonical": deliver("canonical", record.canonical),
        "original": deliver("original_url", record.original_url),
    }
    dates = [(kind, deliver(key, getattr(record, key))) for key, kind in _DATES.items()]
    language = deliver("language", record.language)
    found: dict[str, Any] = {name: text for name, text in single.items() if text is not None}
    for part, texts in several.items():
        if given := tuple([text for text in texts if text is not None]):
            found[part] = later(partial(_followed, given, parts, part))
    if stated := [(kind, text) for kind, text in dates if text is not None]:
        found["dates"] = later(lambda: (*(date(kind, text) for kind, text in stated), *parts.dates))
    if language is not None:
        found["language"] = language.plain.strip()
    if record.carries is not None:
        found["carries"] = frozenset(record.carries)
    if record.images:
        pictures = [_image(number, image, deliver) for number, image in enumerate(record.images)]
        found["images"] = later(lambda: tuple(_illustrated(parts.images, pictures)))
    return parts.replace(**found).article(name, "json", delivered, line)


def _followed(given: tuple[Text, ...], parts: Parts, name: str) -> tuple[Text, ...]:
    """What a record gives, and what its body has of the same part."""
    return (*given, *getattr(parts, name))


def _body(record: Record, limits: Limits) -> Parts:
    """What the body holds. The schema has a place for every other part; links and elements only a body can hold."""
    form = record.body_type or body_form(record.body)
    if not record.body.strip():
        raise Refused("empty", "its `body` is empty", "deliver the article's text")
    if form == "text":
        parts = text.parse(record.body, "body")
        return parts.replace(title=None, carries=ALL_PARTS - {"links", "elements"})
    if form == "markdown":
        parts = markdown.parse(record.body, "body", limits)
    else:
        parts = html.parse(Delivered.with_newlines(record.body, "body"), limits)
    return parts.replace(carries=ALL_PARTS)


def _printed(author: str | Author) -> str:
    """An author as a byline prints one."""
    if isinstance(author, str):
        return author
    return f"{author.name}, {author.affiliation}" if author.affiliation else author.name


def _illustrated(shown: tuple[Image, ...], beside: list[Image]) -> Iterator[Image]:
    """The pictures of the body, with what is said of the same ones beside it, and then the others."""
    by_src = {image.src: image for image in beside}
    for image in shown:
        same = by_src.get(image.src, image)
        yield image.replace(caption=image.caption or same.caption, credit=image.credit or same.credit)
    in_body = {image.src for image in shown if image.src}
    yield from (image for image in beside if image.src not in in_body)


def _image(number: int, image: Picture, deliver: Callable[[str, str | None], Text | None]) -> Image:
    field = f"images/{number}"
    src = deliver(f"{field}/src", image.src)
    deliver(f"{field}/alt", image.alt)
    caption, credit = (deliver(f"{field}/{key}", getattr(image, key)) for key in ("caption", "credit"))
    first = src or caption or credit
    return Image(
        src=image.src,
        alt=image.alt or "",
        span=first.whole() if first else Span("body", 0, 0),
        caption=caption,
        credit=credit,
        hidden="" if src else "no src",
    )
