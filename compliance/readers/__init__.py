"""Reading inputs: anything that is delivered becomes Articles, or the Fault why it does not.

The content decides what a file is, not its name. One input that cannot be read takes no other with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Protocol, cast

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import html, json, markdown, record, text
from compliance.readers.limits import LIMITS, Limits, Refused, crash
from compliance.readers.lines import is_lines, lines_of
from compliance.readers.rejoined import rejoined
from compliance.readers.sniff import HEAD, decode, form_of, mark_of, refuse_binary

__all__ = ["LIMITS", "READERS", "SUFFIXES", "Limits", "Readable", "read", "read_record", "read_text"]


class Reader(Protocol):
    """What a format's module provides."""

    SUFFIXES: tuple[str, ...]
    """How the names of such files end."""

    def read(self, delivered: str, name: str, limits: Limits) -> Iterator[Article | Fault]:
        """The articles of a decoded input. Raises Refused if there are none to be had."""
        ...


READERS: dict[str, Reader] = {
    "html": cast(Reader, html),
    "json": cast(Reader, json),
    "markdown": cast(Reader, markdown),
    "text": cast(Reader, text),
}

SUFFIXES: frozenset[str] = frozenset(suffix for reader in READERS.values() for suffix in reader.SUFFIXES)
"""How the names of files end that some reader knows."""


class StreamReader(Protocol):
    """What the module of a format provides that is told, and read, by its bytes."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether an input that begins like this, under that name, is of the format."""
        ...

    def read(
        self, stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]
    ) -> Iterator[Article | Fault]:
        """The articles of an input, from its beginning. Raises Refused."""
        ...


STREAM_READERS: dict[str, StreamReader] = {}
"""The formats that are told, and read, by their bytes; these are asked first."""


class Readable(Protocol):
    """Something with a name that can be opened for reading, once."""

    @property
    def name(self) -> str:
        """What to call it."""
        ...

    def open(self) -> BinaryIO:
        """Its bytes. Raises OSError."""
        ...


def read(
    input: Readable,
    mapping: Mapping[str, str] | None = None,
    limits: Limits = LIMITS,
) -> Iterator[Article | Fault]:
    """The articles of an input, one by one, and a Fault for whatever in it is none.

    `mapping` says where records keep what our schema names (`{"body": "content.rendered"}`).
    Raises ValueError, before anything is read, for a mapping of names that are not ours; nothing afterwards.
    """
    record.check_mapping(mapping or {})
    return _guarded(_read(input, mapping or {}, limits), input.name)


def read_text(
    delivered: str, name: str, mapping: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Iterator[Article | Fault]:
    """The articles of an input that is at hand as text. Raises ValueError as `read` does."""
    record.check_mapping(mapping or {})
    return _guarded(_read_text(delivered, name, mapping or {}, limits), name)


def read_record(data: Any, name: str, mapping: Mapping[str, str] | None = None) -> Article | Fault:
    """The article that a decoded JSON record is, or the Fault why it is none. Raises ValueError as `read` does."""
    record.check_mapping(mapping or {})
    return record.article(data, name, mapping=mapping)


def _guarded(articles: Iterator[Article | Fault], name: str) -> Iterator[Article | Fault]:
    """What a reader gives, and a Fault instead of any exception."""
    try:
        yield from articles
    except Refused as refused:
        yield refused.fault(name)
    except OSError as error:
        yield Refused("unreadable", f"it cannot be read: {error.strerror or error}", "see to the file").fault(name)
    except Exception as error:
        yield crash(error).fault(name)


def _read(input: Readable, mapping: Mapping[str, str], limits: Limits) -> Iterator[Article | Fault]:
    with input.open() as stream:
        yield from read_stream(stream, input.name, mapping, limits)


def read_stream(stream: BinaryIO, name: str, mapping: Mapping[str, str], limits: Limits) -> Iterator[Article | Fault]:
    """The articles of an open input, such as a member of an archive. Raises Refused and OSError."""
    head = stream.read(HEAD)
    for reader in STREAM_READERS.values():
        if reader.recognises(head, name):
            yield from reader.read(rejoined(head, stream), name, limits, mapping)
            return
    refuse_binary(head)
    if mark_of(head) in (None, "utf-8") and is_lines(head, name):
        yield from json.read_lines(lines_of(head, stream, limits.max_bytes), name, limits, mapping)
        return
    data = head + stream.read(max(limits.max_bytes + 1 - len(head), 0))
    if len(data) > limits.max_bytes:
        size = f"it is larger than {limits.max_bytes} bytes"
        raise Refused("too-large", size, "an article is never that long; deliver many articles as JSON Lines")
    yield from _read_text(decode(data), name, mapping, limits)


def _read_text(delivered: str, name: str, mapping: Mapping[str, str], limits: Limits) -> Iterator[Article | Fault]:
    if not delivered.strip():
        raise Refused("empty", "it is empty", "deliver the article's text")
    form = form_of(delivered, name)
    if form == "json":
        yield from json.read(delivered, name, limits, mapping)
    else:
        yield from READERS[form].read(delivered, name, limits)
