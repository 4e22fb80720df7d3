"""What an article has in common with originals, for people and for programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from compliance.article import Article
from compliance.difference import FREE
from compliance.fidelity import Pair
from compliance.layout import quoted
from compliance.lexicon import Lexicon
from compliance.originals import Found
from compliance.render.json import clean, encode
from compliance.reuse import Passage, Reuse
from compliance.sample import count

_WIDTH = 84
_COMPARED = 0.2
"""The containment from which it is told how the text was edited: below, it is an excerpt."""


class Place(Struct, frozen=True, kw_only=True):
    """Where a passage stands on one side: code points of the field as delivered, and its line and column from 1."""

    field: str
    start: int
    end: int
    line: int
    column: int


class PassageView(Struct, frozen=True, kw_only=True):
    """A passage that both have."""

    words: int
    """How many words of it both have,"""
    taken: int
    """and how many of them are neither quoted, nor furniture, nor free."""
    text: str
    """As it stands in the article."""
    copy: Place
    original: Place


class ReuseView(Struct, frozen=True, kw_only=True):
    """What an article has in common with one original."""

    original: str
    """Its id: its path when it was indexed, with `#n` for the n-th record of a file."""
    address: str
    title: str
    outlets: tuple[str, ...]
    words: int
    """How many words it has."""
    common: int
    """How many words the two have in common,"""
    taken: int
    """and how many of them are neither quoted, nor furniture, nor free;"""
    share: float
    """as a share of the article."""
    containment: float
    """The share of the shorter text's rows of eight words that the other has, quotes and all."""
    edits: dict[str, int] | None
    """How many edits of each kind were made, credit lines and furniture aside; null for an excerpt."""
    passages: tuple[PassageView, ...]


class QueryView(Struct, frozen=True, kw_only=True):
    """What a line of `compliance originals query --format jsonl` is."""

    article: str
    words: int
    reuses: tuple[ReuseView, ...]
    """The one that most was taken of first."""
    aside: int
    """How many more originals share a set phrase with it, or a statement that both report."""


def view(article: Article, found: Sequence[Reuse], lexicon: Lexicon, everything: bool = False) -> QueryView:
    """What was found for an article, with its places; without `everything` only what tells of more than chance."""
    sharing = [each for each in found if each.passages]
    shown = [each for each in sharing if everything or each.telling]
    return QueryView(
        article=clean(article.id),
        words=found[0].words if found else 0,
        reuses=tuple(_reuse(article, each, lexicon) for each in shown),
        aside=len(sharing) - len(shown),
    )


def line(shown: QueryView) -> str:
    """As JSON, on one line."""
    return encode(shown)


def lines(shown: QueryView) -> Iterator[str]:
    """In words."""
    yield shown.article
    if not shown.reuses:
        rest = ", but for what --all shows" if shown.aside else ""
        yield f"    nothing in common with any of the originals{rest}"
    for each in shown.reuses:
        who = f" ({', '.join(each.outlets)})" if each.outlets else ""
        taken = f"{each.taken:,} of its {count(shown.words, 'word')}, {each.share:.0%}, are"
        held = taken if each.taken else f"{count(each.common, 'word')}, quoted or furniture, in common with"
        yield f"    {held} {each.address or each.original}{who}"
        if each.edits is not None:
            edits = ", ".join(f"{number} {kind}" for kind, number in each.edits.items()) or "none"
            yield f"      edits: {edits}"
        for passage in each.passages:
            if passage.taken or not each.taken:
                there, here = passage.original, passage.copy
                yield f"      {here.line}:{here.column}, original {there.line}:{there.column}: {passage.words} words"
                yield f"        {quoted(passage.text, _WIDTH)}"
    if shown.reuses and shown.aside:
        yield f"    {count(shown.aside, 'more original')} with a set phrase or a statement in common: --all shows them"


def _reuse(article: Article, each: Reuse, lexicon: Lexicon) -> ReuseView:
    original = each.original
    address = original.url or original.canonical
    return ReuseView(
        original=clean(original.id),
        address=address.plain if address is not None else "",
        title=original.title.plain if original.title is not None else "",
        outlets=tuple(dict.fromkeys(text.plain for text in original.outlets)),
        words=each.original_words,
        common=each.common,
        taken=each.taken,
        share=round(each.share, 4),
        containment=round(each.containment, 4),
        edits=_edits(article, each, lexicon) if each.containment >= _COMPARED else None,
        passages=tuple(_passage(article, original, passage) for passage in each.passages),
    )


def _edits(article: Article, each: Reuse, lexicon: Lexicon) -> dict[str, int]:
    pair = Pair(article, Found(each.original, "by its text"), lexicon)
    kinds = Counter(difference.kind for difference in pair.differences if difference.kind not in FREE)
    return {kind: kinds[kind] for kind in sorted(kinds)}


def _passage(article: Article, original: Article, passage: Passage) -> PassageView:
    return PassageView(
        words=passage.words,
        taken=passage.taken,
        text=article.body.plain[passage.start : passage.end],
        copy=_place(article, passage.start, passage.end),
        original=_place(original, passage.was, passage.was_end),
    )


def _place(article: Article, start: int, end: int) -> Place:
    span = article.body.span(start, end)
    line, column = article.position(span)
    return Place(field=span.field, start=span.start, end=span.end, line=line, column=column)
