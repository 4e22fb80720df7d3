"""Reading inputs: anything that is delivered becomes Articles, or the Fault why it does not.

The content decides what a file is, not its name. One input that cannot be read takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, Protocol

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.damage import reported
from compliance.readers.limits import LIMITS, Limits, Refused, crash
from compliance.readers.lines import Stretch, is_lines, lines_of, within
from compliance.readers.rejoined import rejoined
from compliance.readers.sniff import HEAD, decode, form_of, holds, is_plain_page, mark_of, refuse_binary

if TYPE_CHECKING:
    from compliance.readers.json import Names

__all__ = [
    "LIMITS",
    "READERS",
    "STREAM_READERS",
    "SUFFIXES",
    "Limits",
    "Readable",
    "Stretch",
    "holds_lines",
    "read",
    "read_record",
    "read_stretch",
    "read_text",
]


class Reader(Protocol):
    """What the module of a single document's format provides."""

    def read(self, delivered: str, name: str, limits: Limits) -> Iterator[Article | Fault]:
        """The articles of a decoded input. Raises Refused if there are none to be had."""
        ...


class StreamReader(Protocol):
    """What the module of a format provides that is read as it streams: feeds, tables, archives."""

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether this is such an input, by its first bytes; its name decides only where they leave it open."""
        ...

    def read(
        self, stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]
    ) -> Iterator[Article | Fault]:
        """Its articles, in memory bounded by the largest of them. Raises Refused if there are none to be had."""
        ...


class Format(NamedTuple):
    """A format, and the module here that reads it; modules are imported when an input asks for them."""

    module: str
    suffixes: tuple[str, ...]
    """How the names of such files end."""
    may_be: Callable[[bytes], bool] = bool
    """Whether an input that begins like this is worth asking the module about: cheap, and never wrongly no."""

    def load(self) -> Any:
        """The module."""
        return import_module(f"compliance.readers.{self.module}")


READERS: dict[str, Format] = {
    "html": Format("html", (".html", ".htm", ".xhtml")),
    "json": Format("json", (".json", ".jsonl", ".ndjson")),
    "markdown": Format("markdown", (".md", ".markdown")),
    "text": Format("text", (".txt", ".text")),
}
"""The formats of single documents (and of records), told by their decoded text."""

STREAM_READERS: dict[str, Format] = {
    "packed": Format(
        "packed",
        (".gz", ".zst", ".zip", ".tar", ".tgz", ".wacz"),
        lambda head: head.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK")) or head[257:262] == b"ustar",
    ),
    "parquet": Format("parquet", (".parquet",), holds(rb"\Apar[1e]")),
    "warc": Format("warc", (".warc", ".wet"), holds(rb"\Awarc/")),
    "wxr": Format("wxr", (".wxr", ".xml"), holds(rb"wordpress\.org/export/")),
    "wordpress": Format("wordpress", (".json",), holds(rb"\"(?:title|content)\"\s*:\s*\{")),
    "rss": Format("rss", (".rss", ".rdf", ".xml"), holds(rb"<(?:[\w.-]+:)?(?:rss|rdf)[\s>]")),
    "atom": Format("atom", (".atom", ".xml"), holds(rb"<(?:[\w.-]+:)?feed[\s>]")),
    "jsonfeed": Format("jsonfeed", (".json",), holds(rb"jsonfeed\.org")),
    "newsml": Format("newsml", (".xml",), holds(rb"iptc\.org/std/nar/")),
    "nitf": Format("nitf", (".nitf", ".xml"), holds(rb"<(?:[\w.-]+:)?nitf[\s/>]")),
    "ninjs": Format("ninjs", (".ninjs", ".json"), holds(rb"\"uri\"|bod(?:y_|ies\")")),
    "email": Format(
        "email_message",
        (".eml", ".mbox"),
        holds(rb"(?m)^(?:from|received|return-path|message-id|mime-version|delivered-to)[ :]"),
    ),
    "csv": Format("csv_table", (".csv", ".tsv"), holds(rb"\A[^<{\[\r\n][^\r\n]*[,;\t|]|\A\"?body\"?[\r\n]")),
}
"""The formats that are told, and read, by their bytes; asked in this order, before the others."""

SUFFIXES: frozenset[str] = frozenset(
    suffix for each in (*READERS.values(), *STREAM_READERS.values()) for suffix in each.suffixes
)
"""How the names of files end that some reader knows."""


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
    _check(mapping)
    return _guarded(_read(input, mapping or {}, limits), input.name)


def read_text(
    delivered: str, name: str, mapping: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Iterator[Article | Fault]:
    """The articles of an input that is at hand as text. Raises ValueError as `read` does."""
    _check(mapping)
    return _guarded(_read_text(delivered, name, mapping or {}, limits), name)


def read_record(data: Any, name: str, mapping: Mapping[str, str] | None = None) -> Article | Fault:
    """The article that a decoded JSON record is, or the Fault why it is none. Raises ValueError as `read` does."""
    _check(mapping)
    from compliance.readers import record

    return record.article(data, name, mapping=mapping)


def _check(mapping: Mapping[str, str] | None) -> None:
    if mapping:
        from compliance.readers.record import check_mapping

        check_mapping(mapping)


def _guarded(articles: Iterator[Article | Fault], name: str) -> Iterator[Article | Fault]:
    """What a reader gives, a Fault instead of any exception, and a Fault instead of nothing."""
    found = False
    try:
        for each in articles:
            found = True
            yield each
        if not found:
            raise Refused("empty", "nothing was found in it", "see whether it holds any article")
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
    if (reader := _stream_reader(head, name)) is not None:
        yield from reader.read(rejoined(head, stream), name, limits, mapping)
        return
    refuse_binary(head)
    if _is_lines(head, name):
        yield from READERS["json"].load().read_lines(lines_of(head, stream, limits.max_bytes), name, limits, mapping)
        return
    data = head + stream.read(max(limits.max_bytes + 1 - len(head), 0))
    if len(data) > limits.max_bytes:
        size = f"it is larger than {limits.max_bytes} bytes"
        raise Refused("too-large", size, "an article is never that long; deliver many articles as JSON Lines")
    yield from _read_data(data, "", name, mapping, limits)


def read_data(data: bytes, charset: str, name: str, limits: Limits = LIMITS) -> Iterator[Article | Fault]:
    """The articles of a document at hand as bytes, such as an archived page; `charset` is what it was sent with."""
    return _guarded(_read_data(data, charset, name, {}, limits), name)


def _read_data(
    data: bytes, charset: str, name: str, mapping: Mapping[str, str], limits: Limits
) -> Iterator[Article | Fault]:
    try:
        text = decode(data, charset)
    except Refused as refused:
        text = decode(data, charset, errors="replace")
        if form_of(text, name) != "html":
            raise
        yield from reported(_read_text(text, name, mapping, limits), refused, name)
        return
    yield from _read_text(text, name, mapping, limits)


def holds_lines(input: Readable) -> bool:
    """Whether an input is JSON Lines, of which stretches can be read apart. Raises OSError."""
    with input.open() as stream:
        head = stream.read(HEAD)
    try:
        refuse_binary(head)
    except Refused:
        return False
    return _stream_reader(head, input.name) is None and _is_lines(head, input.name)


def read_stretch(
    input: Readable, stretch: Stretch, names: Names, mapping: Mapping[str, str] | None = None, limits: Limits = LIMITS
) -> Iterator[Article | Fault]:
    """The articles of some lines of an input of JSON Lines, as `read` gives them; `names` gives them their ids."""
    _check(mapping)
    return _guarded(_read_stretch(input, stretch, names, mapping or {}, limits), input.name)


def _read_stretch(
    input: Readable, stretch: Stretch, names: Names, mapping: Mapping[str, str], limits: Limits
) -> Iterator[Article | Fault]:
    with input.open() as stream:
        part = within(stream, stretch)
        lines = lines_of(part.read(HEAD), part, limits.max_bytes, stretch)
        reader = READERS["json"].load()
        yield from reader.read_lines(lines, input.name, limits, mapping, names=names, count=stretch.count)


def _stream_reader(head: bytes, name: str) -> StreamReader | None:
    """What reads an input that begins like this as it streams; None for a single document, and for JSON Lines."""
    if is_plain_page(head):
        return None
    loaded = (each.load() for each in STREAM_READERS.values() if each.may_be(head))
    return next((reader for reader in loaded if reader.recognises(head, name)), None)


def _is_lines(head: bytes, name: str) -> bool:
    return mark_of(head) in (None, "utf-8") and is_lines(head, name)


def read_member(stream: BinaryIO, name: str, mapping: Mapping[str, str], limits: Limits) -> Iterator[Article | Fault]:
    """The articles of a part of an input, such as a member of an archive; a Fault instead of any exception."""
    return _guarded(read_stream(stream, name, mapping, limits), name)


def _read_text(delivered: str, name: str, mapping: Mapping[str, str], limits: Limits) -> Iterator[Article | Fault]:
    if not delivered.strip():
        raise Refused("empty", "it is empty", "deliver the article's text")
    form = form_of(delivered, name)
    if form == "json":
        yield from READERS["json"].load().read(delivered, name, limits, mapping)
    else:
        reader: Reader = READERS[form].load()
        yield from reader.read(delivered, name, limits)
