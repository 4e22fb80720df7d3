"""Which finding it is, by its content: the same after re-flowing, renaming and edits elsewhere in the article.

No line, no count and no file name goes into it: what was found does, with the words around it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache

from compliance.article import Article, Span
from compliance.finding import Evidence, Outcome
from compliance.text import fold

CONTEXT = 3
"""How many words on either side tell one occurrence of the same words from another."""
_ENOUGH = 2 * CONTEXT
"""So many words have so many, unless there are some that nobody sees."""
_ROOM = 200
"""How many characters they may take."""
LENGTH = 16
"""Hex digits of a mark: 64 bits."""


def fingerprint(outcome: Outcome, article: Article | None) -> str:
    """Names a finding among those of its article, by its rule and the content of its evidence."""
    return digest(outcome.rule, *marks(outcome, article))


def marks(outcome: Outcome, article: Article | None) -> tuple[str, ...]:
    """A mark for each piece of evidence, sorted, each once; none where something is missing and nothing is found."""
    return tuple(sorted({digest(*_content(piece, article)) for piece in outcome.evidence}))


def seal(outcome: Outcome, article: Article) -> str:
    """What a waiver is bound to: the evidence; where something is missing, the whole of the text that lacks it."""
    if outcome.evidence:
        return fingerprint(outcome, article)
    return digest(outcome.rule, "missing", _unbroken(article.body.plain))


@lru_cache(maxsize=4)
def _unbroken(text: str) -> str:
    """A text with one space for each white space; kept for the next thing that is missing in it."""
    return " ".join(text.split())


def digest(*parts: str) -> str:
    """A short hash over texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:LENGTH]


def plain(text: str) -> str:
    """A text as it is compared: case, quotes, dashes, and how it is broken into lines do not count."""
    # Of ASCII alone, folding changes nothing but case and white space.
    folded = text.lower() if text.isascii() else fold(text).text
    return " ".join(folded.split())


def _content(piece: Evidence, article: Article | None) -> Iterable[str]:
    yield plain(piece.readable or piece.quote)
    yield from _around(piece.span, article) if article is not None else ()


def _around(span: Span, article: Article) -> tuple[str, ...]:
    """The words before and after a Span, as far as its paragraph goes; none outside the readable text."""
    body = article.body
    if span.field != body.field or not body.plain:
        return ()
    start, end = (span.start, span.end) if body.runs is None else map(body.runs.first, (span.start, span.end))
    if start == end:
        return ()
    block = body.block_at(start)
    before = body.plain[max(block.start, start - _ROOM) : start].rpartition("\n\n")[2]
    after = body.plain[end : min(max(block.end, end), end + _ROOM)].partition("\n\n")[0]
    return last_words(before), first_words(after)


def last_words(text: str) -> str:
    """The last words of a text as it is compared; no more of it is folded than may have them."""
    parts = text.rsplit(None, _ENOUGH)
    rest = parts[0] if len(parts) > _ENOUGH else ""
    folded = plain(text[len(rest) :]).split()
    if rest and len(folded) < CONTEXT:
        folded = plain(text).split()
    return " ".join(folded[-CONTEXT:])


def first_words(text: str) -> str:
    """The first words of it."""
    rest = text.split(None, _ENOUGH)[_ENOUGH:]
    folded = plain(text.removesuffix(rest[0]) if rest else text).split()
    if rest and len(folded) < CONTEXT:
        folded = plain(text).split()
    return " ".join(folded[:CONTEXT])
