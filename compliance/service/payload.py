"""What a request delivers: an article as some system has it, and how it becomes one of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import LIMITS, READERS, STREAM_READERS, record, superdesk, wordpress_post
from compliance.readers.json import decode
from compliance.readers.limits import Refused, crash
from compliance.service.problem import Problem

T = TypeVar("T")

MOST = 100
"""How many articles a batch may have."""


class Submission(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to be checked."""

    article: msgspec.Raw
    """The article, in the shape that `source` names."""
    source: str = "record"
    """Whose shape it has: `record` is our own."""
    name: str = ""
    """What the Report calls it, and waivers name it by; by default its own id, or `article`."""
    before: msgspec.Raw = msgspec.Raw(b"null")
    """The article as it is published now, in the same shape, or null: what it breaks already is waived."""


class Batch(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Articles to be checked, each for itself."""

    articles: list[Submission]


class Mending(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An article to be repaired."""

    article: msgspec.Raw
    """The article, in our own schema."""
    name: str = ""
    """What it goes by."""
    writable: list[str] | None = None
    """The fields that may be changed (`body`, `tags`), or null for all."""


def submission_of(body: bytes) -> Submission:
    """The Submission that a request's body is. Raises Problem."""
    return _decoded(body, Submission)


def mending_of(body: bytes) -> Mending:
    """The Mending that a request's body is. Raises Problem."""
    return _decoded(body, Mending)


def batch_of(body: bytes) -> Batch:
    """The Batch that a request's body is. Raises Problem."""
    batch = _decoded(body, Batch)
    if not 1 <= len(batch.articles) <= MOST:
        raise Problem("invalid", f"`$.articles` has {len(batch.articles)} articles: give 1 to {MOST}")
    return batch


def named(source: str) -> str:
    """A source's name, if it is one. Raises Problem."""
    if source not in SOURCES:
        raise Problem("invalid", f"there is no source `{source[:40]}`: it can be one of {', '.join(SOURCES)}")
    return source


def delivered(article: bytes, source: str, name: str, mapping: Mapping[str, str]) -> list[Article | Fault]:
    """What an article delivers: the Article, the Faults of what of it cannot be read, or both.

    `mapping` says where records keep what our schema names.
    """
    try:
        value = decode(article.decode(), LIMITS)
        own = name or _own(value)
        found = list(SOURCES[source](value, own, mapping))
        if sum(isinstance(each, Article) for each in found) > 1:
            raise Refused("invalid-record", "it holds several articles", "send them one by one, or as a batch")
    except UnicodeDecodeError as error:
        reason = f"its text is not in UTF-8: {error.reason} at byte {error.start}"
        return [Fault(kind="undecodable", input=name or NAMELESS, reason=reason, hint="encode it as UTF-8")]
    except Refused as refused:
        return [refused.fault(name or NAMELESS)]
    except Exception as error:
        return [crash(error).fault(name or NAMELESS)]
    return found or [Refused("empty", "it holds no article", "send the article's text").fault(own)]


NAMELESS = "article"
"""What an article is called that calls itself nothing."""


def published(submission: Submission, mapping: Mapping[str, str]) -> list[Article | Fault]:
    """What is published already; nothing, if none is given. Raises Problem for what is no article of that shape."""
    before = bytes(submission.before)
    if before == b"null":
        return []
    found = delivered(before, submission.source, submission.name, mapping)
    for each in found:
        if isinstance(each, Fault) and each.kind == "invalid-record":
            raise Problem("invalid", f"`$.before`: {each.reason}")
    return found


def _decoded(body: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=kind)
    except msgspec.ValidationError as error:
        raise Problem("invalid", str(error)) from None
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Problem("malformed", f"it is no JSON in UTF-8: {error}") from None
    except RecursionError:
        raise Problem("malformed", "its values are nested too deeply") from None


def _own(value: Any) -> str:
    """What an article calls itself."""
    found = next((value[key] for key in ("id", "guid", "uri") if value.get(key)), None) if _is_object(value) else None
    return str(found) if isinstance(found, str | int) else NAMELESS


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _record(value: Any, name: str, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    yield record.article(value, name, LIMITS, mapping)


def _wordpress(value: Any, name: str, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """A post as it is stored, or as the REST API answers with it."""
    if _is_object(value) and _is_object(value.get("content")):
        return _streamed("wordpress")(value, name, mapping)
    return wordpress_post.read(value, name)


def _superdesk(value: Any, name: str, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    return superdesk.read(value, name)


def _streamed(reader: str) -> Callable[[Any, str, Mapping[str, str]], Iterator[Article | Fault]]:
    """The source of a format that a file may have too."""

    def read(value: Any, name: str, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
        found: Iterator[Article | Fault] = (
            STREAM_READERS[reader].load().read(BytesIO(msgspec.json.encode(value)), name, LIMITS, {})
        )
        for each in found:
            yield each.replace(id=name) if isinstance(each, Article) else msgspec.structs.replace(each, input=name)

    return read


def _text(reader: str) -> Callable[[Any, str, Mapping[str, str]], Iterator[Article | Fault]]:
    """The source of a document that is one string."""

    def read(value: Any, name: str, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
        if not isinstance(value, str) or not value.strip():
            raise Refused("invalid-record", "it is no string, or an empty one", "send the document as a JSON string")
        found: Iterator[Article | Fault] = READERS[reader].load().read(value, name, LIMITS)
        return found

    return read


SOURCES: dict[str, Callable[[Any, str, Mapping[str, str]], Iterator[Article | Fault]]] = {
    "record": _record,
    "wordpress": _wordpress,
    "superdesk": _superdesk,
    "ninjs": _streamed("ninjs"),
    "html": _text("html"),
    "markdown": _text("markdown"),
    "text": _text("text"),
}
"""What `source` can name, and what reads it."""
