"""The proof that a repair left the licensed text as it was: every paragraph of it, character by character.

What a repair adds must stand there as it said, in paragraphs of its own; what it may change is what it said it touches.
The same two texts are then held against each other as a copy and its original are, which must find every word kept.
"""

from __future__ import annotations

from compliance.article import Article, Block, Span
from compliance.difference import FREE
from compliance.fidelity import Pair
from compliance.insertion import Markup, plain
from compliance.lexicon import Lexicon
from compliance.originals import Found
from compliance.repair import Repair

_HEADINGS = ("h1", "title")
_LONGEST = {"byline": 300, "furniture": 800, "headline": 400, "element": 0}
"""How long a paragraph, in characters, may be of which a repair changes the words."""


def complaint(before: Article, after: Article, repair: Repair, markup: Markup, lexicon: Lexicon) -> str:
    """What a repair changed of the text that it must not; empty if nothing."""
    said = [_said(before, block) for block in before.body.blocks]
    now = [_said(after, block) for block in after.body.blocks]
    touched = {index for index, block in enumerate(before.body.blocks) if _touches(before, block, repair)}
    kept = [text for index, text in enumerate(said) if index not in touched]
    left = _without(now, kept)
    if left is None:
        return "a paragraph of the text would not be what it was"
    changed = [before.body.blocks[index] for index in sorted(touched) if said[index] not in left]
    if any(not _may_change(before, block, repair, left) for block in changed):
        return "a paragraph of the text would not be what it was"
    for index in touched:
        if said[index] in left:
            left.remove(said[index])
    added = " ".join(plain(edit.text, markup) for edit in repair.edits).split()
    if len(left) > len(changed) and not all(_is_added(text, added) for text in left):
        return "more would stand in the text than was put in"
    return "" if changed else _by_fidelity(before, after, lexicon)


def _said(article: Article, block: Block) -> str:
    return " ".join(article.body.plain[block.start : block.end].split())


def _touches(article: Article, block: Block, repair: Repair) -> bool:
    place = article.body.span(block.start, block.end)
    return any(_meets(edit.span, place) for edit in repair.edits)


def _meets(span: Span, place: Span) -> bool:
    if span.field != place.field:
        return False
    if span.start == span.end:
        return place.start < span.start <= place.end  # what is put behind its last word changes it, too
    return span.start < place.end and place.start < span.end


def _may_change(article: Article, block: Block, repair: Repair, left: list[str]) -> bool:
    """Whether a paragraph is one that the repair may change, and is changed nowhere but where it said."""
    heading = block.kind in _HEADINGS or (article.title is not None and _said(article, block) == article.title.plain)
    if heading != (repair.touches == "headline"):
        return False
    if block.end - block.start > _LONGEST.get(repair.touches, 0):
        return False
    place = article.body.span(block.start, block.end)
    spans = [edit.span for edit in repair.edits if _meets(edit.span, place)]
    reach = max(span.end for span in spans) - min(span.start for span in spans)
    said = _said(article, block)
    return any(_lost(said, text) <= reach for text in ("", *left))


def _lost(was: str, now: str) -> int:
    """How long a stretch of a text is, at the most, that is not in another."""
    before = _shared(was, now)
    return len(was) - before - _shared(was[before:][::-1], now[before:][::-1])


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _without(now: list[str], kept: list[str]) -> list[str] | None:
    """The paragraphs that are there besides those that must be, in their order; None if one of these is not."""
    left, wanted = [], iter([*kept, None])
    following = next(wanted)
    for text in now:
        if text == following:
            following = next(wanted)
        else:
            left.append(text)
    return left if following is None else None


def _is_added(text: str, added: list[str]) -> bool:
    return not set(text.split()) - set(added)


def _by_fidelity(before: Article, after: Article, lexicon: Lexicon) -> str:
    """The same by the comparison that copies are held against their originals with."""
    pair = Pair(after, Found(before, "as it was"), lexicon)
    if pair.kept != pair.total:
        return f"{pair.total - pair.kept} words of the text would be missing"
    wrong = [each.kind for each in pair.differences if each.kind not in (*FREE, "addition", "note", "subhead")]
    return f"the comparison finds an edit: {', '.join(sorted(set(wrong)))}" if wrong else ""
