"""Articles of any format as records of our own: what `compliance schema article` describes, one JSON object a line.

A record's `body` is the text as it was delivered, markup and all, so that reading it again finds every link, picture
and element in it; the other keys say what was found of the rest, wherever that stood. `carries` says what the format
that it came from can carry, so that what is missing proves as little, or as much, as it did there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from compliance.article import INPUT, Article, Block, Date, Image, Link, Text
from compliance.finding import Fault
from compliance.inputs import STDIN, expand
from compliance.outputs import File, OutputError, Screen
from compliance.readers import read
from compliance.readers import record as records
from compliance.readers.dates import parse
from compliance.render import Setting
from compliance.run import Seen

_DATES = {
    "published": "published",
    "updated": "updated",
    "embargoed": "embargoed",
    "expires": "expires",
    "original": "original_published",
}
_FORMAT = "jsonl"
_BLOCKS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "li", "figcaption", "blockquote", "pre"])

Record = dict[str, Any]


def convert(paths: Iterable[str], mapping: Mapping[str, str], seen: Seen) -> Iterator[Record | Fault]:
    """The records of everything that paths name, and a Fault for whatever cannot be read; at least one."""
    found = False
    for item in expand(paths, seen.passed_over):
        for each in [item] if isinstance(item, Fault) else read(item, mapping or None):
            found = True
            yield record_of(each) if isinstance(each, Article) else each
    if not found:
        hint = "name files, folders or globs, or `-` for standard input"
        yield Fault(kind="empty", input="(no input)", reason="there is nothing to convert", hint=hint)


def record_of(article: Article) -> Record | Fault:
    """The record that reads as the article does; a Fault if there is none."""
    if not article.body.plain.strip():
        hint = "deliver the article's text"
        return Fault(kind="empty", input=article.id, reason="it has no text, and no record is without", hint=hint)
    about = _about(article)
    for body in _bodies(article):
        record = {key: value for key, value in (about | body).items() if value or key == "carries"}
        if _reads_the_same(record, article):
            return record
    reason = "no record of it would read as it does"
    return Fault(kind="unreadable", input=article.id, reason=reason, hint="check the original, not a conversion")


def line_of(record: Record) -> str:
    """A record as a line of JSON Lines."""
    return msgspec.json.encode(record).decode() + "\n"


@contextmanager
def opened(output: str, paths: Iterable[str]) -> Iterator[Screen | File]:
    """Where the lines go: standard output for `-`, else a file that appears once it is whole. Raises OutputError."""
    if output == STDIN:
        yield Screen(_FORMAT, Setting())
        return
    if Path(output).resolve() in {Path(path).resolve() for path in paths}:
        raise OutputError(f"`{output}` is already an input: choose another file")
    file = File(_FORMAT, Setting(), Path(output))
    try:
        yield file
        file.commit()
    finally:
        file.abandon()


def _about(article: Article) -> Record:
    """What a record says besides the body."""
    bylines = _distinct(article.bylines)
    dates = {key: article.date(name) for name, key in _DATES.items()}
    return {
        "$schema": records.SCHEMA,
        "id": article.id,
        "title": article.title and article.title.plain,
        "byline": bylines[0] if bylines else None,
        "authors": bylines[1:],
        **{key: _moment(date) for key, date in dates.items() if date is not None},
        "url": article.url and article.url.plain,
        "canonical": article.canonical and article.canonical.plain,
        "original_url": article.original and article.original.plain,
        "outlet": _distinct(article.outlets),
        "tags": _distinct(article.tags),
        "rights": _distinct(article.rights),
        "language": article.language,
        "carries": sorted(article.carries),
    }


def _bodies(article: Article) -> Iterator[Record]:
    """The ways to write its body, the most faithful first, each with the pictures that are not in it."""
    field = article.body.field
    delivered, start = article.fields[field], 0
    kind = "text" if article.body.runs is None else "html"
    if article.form == "markdown" and field == INPUT:
        from compliance.readers.frontmatter import front_matter

        start, kind = front_matter(delivered).end, "markdown"
    beside = [_image(each) for each in article.images if not _is_in(each, field, start)]
    yield {"body": delivered[start:], "body_type": kind, "images": beside}
    if kind == "html":
        from compliance.readers.wordpress_text import as_printed

        yield {"body": delivered, "body_type": "markdown", "images": beside}
        yield {"body": as_printed(delivered, field).string, "body_type": kind, "images": beside}
        images = [_image(each) for each in article.images if not each.hidden]
        yield {"body": _written_out(article), "body_type": kind, "images": images}


def _is_in(image: Image, field: str, start: int) -> bool:
    """Whether a body that begins there holds a picture, and all that is said of it."""
    spans = [image.span, *(text.whole() for text in (image.caption, image.credit) if text is not None)]
    return all(span.field == field and span.start >= start for span in spans)


def _reads_the_same(record: Record, article: Article) -> bool:
    again = records.article(record, article.id)
    if isinstance(again, Fault):
        return False
    links = [(link.href, link.text) for link in article.links if link.in_body]
    shown = [image for image in article.images if not image.hidden]
    same = again.body.plain == article.body.plain and len(again.images) >= len(shown)
    return same and links == [(link.href, link.text) for link in again.links if link.in_body]


def _distinct(texts: Iterable[Text]) -> list[str]:
    return list(dict.fromkeys(text.plain for text in texts))


def _moment(date: Date) -> str:
    """A date as it was delivered, if that is how records write dates."""
    if date.value is None or parse(date.text.plain) == date.value:
        return date.text.plain
    return date.value.isoformat()


def _image(image: Image) -> Record:
    texts = {"alt": image.alt, "caption": image.caption, "credit": image.credit}
    found = {key: text.plain if isinstance(text, Text) else text for key, text in texts.items()}
    return {"src": image.src} | {key: text for key, text in found.items() if text}


def _written_out(article: Article) -> str:
    """The body in HTML that has nothing but its blocks and links: for markup that is not HTML, such as NITF."""
    plain, blocks = article.body.plain, article.body.blocks or (Block(0, len(article.body.plain), "p"),)
    links = [link for link in article.links if link.in_body and not link.hidden]
    return "\n".join(_written_block(plain, block, links) for block in blocks)


def _written_block(plain: str, block: Block, links: list[Link]) -> str:
    name = block.kind if block.kind in _BLOCKS else "p"
    pieces = []
    at = block.start
    for link in links:
        end = link.at + len(link.text)
        if at <= link.at and end <= block.end and plain[link.at : end] == link.text:
            pieces.append(_escaped(plain[at : link.at], name))
            rel = f' rel="{escape(" ".join(link.rel))}"' if link.rel else ""
            pieces.append(f'<a href="{escape(link.href)}"{rel}>{_escaped(link.text, name)}</a>')
            at = end
    pieces.append(_escaped(plain[at : block.end], name))
    return f"<{name}>{''.join(pieces)}</{name}>"


def _escaped(text: str, block: str) -> str:
    return escape(text, quote=False) if block == "pre" else escape(text, quote=False).replace("\n", "<br>")
