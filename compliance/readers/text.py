"""Plain text: paragraphs at blank lines if there are any, else one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from compliance.article import INPUT, Article, Block, Span, Text
from compliance.readers.delivered import part
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.parts import Parts

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?>\r\n|\r|\n)[ \t]*+(?>\r\n|\r|\n)")
_LONGEST_TITLE = 150
_SENTENCE_ENDS = ".!?…:;,\"”’'»)"


def read(delivered: str, name: str, limits: Limits = LIMITS) -> Iterator[Article]:
    """The one article of a text. Raises Refused."""
    yield parse(delivered, INPUT).article(name, "text", {INPUT: delivered})


def parse(delivered: str, field: str) -> Parts:
    """What a text holds. Raises Refused."""
    blocks = tuple(_blocks(delivered))
    if not blocks:
        raise Refused("empty", "it has no text", "deliver the article's text")
    body = Text(delivered, field, blocks=blocks)
    title = _title(body)
    top = blocks[1] if title is not None else blocks[0]
    offsets = {
        "byline": blocks[0].end if title is not None else 0,
        "top": top.start,
        "bottom": blocks[-1].end,
        "head": 0,
        "tags": 0,
    }
    return Parts(
        carries=frozenset(["body", "byline"] + ["title"] * (title is not None)),
        body=body,
        title=title,
        places={name: Span(field, at, at) for name, at in offsets.items()},
    )


def _blocks(text: str) -> Iterator[Block]:
    """The paragraphs, without the white space around them."""
    lines = [match.span() for match in _LINE.finditer(text) if not match[0].isspace()]
    if not _BLANK_LINE.search(text.strip()):
        for start, end in lines:
            yield _block(text, start, end)
        return
    begun = lines[:1]
    for (_, last), (start, end) in pairwise([*lines, (len(text), len(text))]):
        if start == len(text) or _BLANK_LINE.search(text, last, start):
            yield _block(text, begun[0][0], last)
            begun = [(start, end)]


def _block(text: str, start: int, end: int) -> Block:
    piece = text[start:end]
    return Block(start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip()), "p")


def _title(body: Text) -> Text | None:
    """The first paragraph, if it looks like a headline: short, one line, no sentence, set apart by a blank line."""
    first = body.blocks[0]
    plain = body.plain[first.start : first.end]
    if len(body.blocks) < 2 or len(plain) > _LONGEST_TITLE or "\n" in plain or plain[-1] in _SENTENCE_ENDS:
        return None
    between = body.plain[first.end : body.blocks[1].start]
    return part(body, first.start, first.end) if _BLANK_LINE.search(between) else None
