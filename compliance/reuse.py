"""What of an article is another's text, whatever it says of its origin: each passage, with its place on both sides.

Not all that two articles have in common was taken: what the original has in quotation marks is somebody's speech,
which two reports of one statement share; what recurs over many stories is furniture; and what a law, a ruling or a
press release says is free for anybody to run. Quotation marks that only the article has make nothing free.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec import Struct

from compliance.article import Article
from compliance.letters import Letters, count_words
from compliance.originals import Originals
from compliance.overlap import Overlap, overlaps
from compliance.quotation import quotations

_LEAST = 8
"""How many words a passage must have that are nobody's speech, and no furniture, to count as taken."""
_ROW = 8
"""The words of a shingle, as containment is usually measured."""
_PARTLY = 0.2
"""Two texts of which the shorter shares so much are told of in any case."""
_PHRASE = 11
"""A passage of fewer words may be a set phrase: two reports of one event share up to ten words in a row by chance."""
_STATEMENT = 0.05
"""What nothing was taken from must share so much of the shorter text; less is a statement that both report."""
_BESIDE = 60
"""How many characters may stand between two stretches of one passage: a few words that were changed."""

_POST = re.compile(r"^(.*\s[-–—]\s?[^\n()]{1,80}\(@\w{1,30}\))", re.MULTILINE)
"""A post as its networks have it embedded: the text, a dash, a name and an account."""

Range = tuple[int, int]


class Passage(Struct, frozen=True):
    """A passage of an article that an original has too."""

    start: int
    """Where it stands in the article's body,"""
    end: int
    was: int
    """and in the original's."""
    was_end: int
    words: int
    """How many words the two have in common there, of which"""
    taken: int
    """so many are neither quoted, nor furniture, nor free."""
    rows: int
    """How many rows of eight words the two have in common there."""


class Reuse(Struct, frozen=True):
    """What an article has in common with one original."""

    original: Article
    passages: tuple[Passage, ...]
    """By their place in the article."""
    words: int
    """How many words the article has,"""
    original_words: int
    """and how many the original."""

    @property
    def common(self) -> int:
        """How many words the two have in common."""
        return sum(each.words for each in self.passages)

    @property
    def taken(self) -> int:
        """How many of these are the original's own."""
        return sum(each.taken for each in self.passages)

    @property
    def share(self) -> float:
        """The share of the article's words that was taken."""
        return min(self.taken / max(self.words, 1), 1.0)

    @property
    def containment(self) -> float:
        """The share of the shorter text's rows of eight words that the other has, quotes, furniture and all.

        Containment as A. Broder defines it ("On the resemblance and containment of documents", 1997).
        """
        rows = min(self.words, self.original_words) - _ROW + 1
        return min(sum(each.rows for each in self.passages) / max(rows, 1), 1.0)

    @property
    def telling(self) -> bool:
        """Whether it is more than a set phrase, or a statement that both report: whether anyone need look at it.

        What a rule counts does not depend on it. Both bounds were measured: `benchmarks/reuse.py`.
        """
        longest = max((each.words for each in self.passages), default=0)
        own = self.taken > 0 or self.containment >= _STATEMENT
        return self.containment >= _PARTLY or (own and longest >= _PHRASE)


def reuses(copy: Article, originals: Originals, furniture: bool = False) -> tuple[Reuse, ...]:
    """The originals that an article has text in common with, the one that most was taken of first.

    With `furniture` those too that share nothing with it but what recurs over many.
    """
    sharing = originals.sharing(copy, furniture)
    if not sharing.sources:
        return ()
    letters = Letters(copy.body.plain)
    words = count_words(copy.body.plain)
    found = [(each, _overlaps(letters, each.original)) for each in sharing.sources]
    aside = list(sharing.common)
    aside += [(each.start, each.end) for source, places in found if source.free for each in places]
    compared = [
        Reuse(
            source.original,
            tuple(_passages(copy, source.original, places, _united(aside))),
            words,
            count_words(source.original.body.plain),
        )
        for source, places in found
        if places and not source.free
    ]
    return tuple(sorted(compared, key=lambda each: (-each.taken, -each.common, each.original.id)))


def _overlaps(letters: Letters, original: Article) -> list[Overlap]:
    return overlaps(letters, Letters(original.body.plain))


def _quoted(article: Article) -> list[Range]:
    """Where somebody else speaks: between quotation marks, and in posts that are shown with who wrote them."""
    posts = [match.span(1) for match in _POST.finditer(article.body.plain)]
    return _united([*quotations(article.body).ranges, *posts])


def _passages(copy: Article, original: Article, places: Sequence[Overlap], aside: Sequence[Range]) -> Iterable[Passage]:
    """The passages that stretches make, where only a few words part them on both sides."""
    spoken = _quoted(original)
    group: list[Overlap] = []
    for each in places:
        if group and not _continues(group[-1], each):
            yield _passage(copy.body.plain, group, aside, spoken)
            group = []
        group.append(each)
    if group:
        yield _passage(copy.body.plain, group, aside, spoken)


def _continues(one: Overlap, other: Overlap) -> bool:
    """Whether a stretch goes on with the passage that another one ends."""
    return other.start - one.end <= _BESIDE and 0 <= other.was - one.was_end <= _BESIDE


def _passage(plain: str, group: Sequence[Overlap], aside: Sequence[Range], spoken: Sequence[Range]) -> Passage:
    words = [count_words(plain[each.start : each.end]) for each in group]
    left = [piece for each in group for piece in _left(each, aside, spoken)]
    own = sum(count_words(plain[start:end]) for start, end in left)
    first, last = group[0], group[-1]
    return Passage(
        start=first.start,
        end=last.end,
        was=first.was,
        was_end=last.was_end,
        words=sum(words),
        taken=own if own >= _LEAST else 0,
        rows=sum(max(each - _ROW + 1, 0) for each in words),
    )


def _left(each: Overlap, aside: Sequence[Range], spoken: Sequence[Range]) -> Iterable[Range]:
    """What is left of a stretch without what is set aside, or spoken on the other side."""
    # On both sides of a stretch the words are the same, and what stands between them hardly differs.
    scale = (each.end - each.start) / max(each.was_end - each.was, 1)
    there = [
        (each.start + round((start - each.was) * scale), each.start + round((end - each.was) * scale))
        for start, end in _within(spoken, each.was, each.was_end)
    ]
    at = each.start
    for start, end in _united([*_within(aside, each.start, each.end), *there]):
        if at < start:
            yield at, start
        at = max(at, end)
    if at < each.end:
        yield at, each.end


def _within(ranges: Sequence[Range], start: int, end: int) -> Iterable[Range]:
    """What of these ranges, which are in order and apart, lies in `[start:end]`."""
    at = max(bisect_right(ranges, (start, start)) - 1, 0)
    while at < len(ranges) and ranges[at][0] < end:
        if ranges[at][1] > start:
            yield max(ranges[at][0], start), min(ranges[at][1], end)
        at += 1


def _united(ranges: Iterable[Range]) -> list[Range]:
    """Ranges in order, those made one that touch."""
    united: list[Range] = []
    for start, end in sorted(ranges):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
