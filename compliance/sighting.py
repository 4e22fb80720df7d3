"""Where the terms of topics stand in an article, and what each place counts for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from compliance.article import Block, Text
from compliance.case import Case
from compliance.disguise import unmask
from compliance.match import Hit, Pattern
from compliance.noun import Noun
from compliance.quotation import Quotations, quotations
from compliance.text import fold_phrase
from compliance.vocabulary import Risk, Topical, Use, Vocabulary, Words, company

_SENTENCE = 400
"""Sentences are shorter, in characters; what is longer is cut there."""
_WORD = 16
"""Words are shorter, on the average of a few, in characters."""
_ENDS = (". ", "! ", "? ", ".” ", "!” ", "?” ", '." ', '!" ', '?" ', "\n")
_OPENING = 5
"""Among so many blocks at its beginning a body may hold its headline."""
_SHORT = 3
"""Articles of no more paragraphs have no last one."""


class Weights(Noun, frozen=True, kw_only=True):
    """What a place counts for, by where it stands; running text counts 1."""

    headline: float = 3.0
    """The headline."""
    lead: float = 1.5
    """The first `lead_words` words of the text."""
    lead_words: int = 80
    """How long the lead is."""
    last: float = 0.5
    """The last paragraph of four and more."""


class Sighting(NamedTuple):
    """A place where a term stands, and what it counts for."""

    text: Text
    start: int
    end: int
    term: str
    """As the rule writes it, so that all its spellings are one."""
    points: float
    risk: Risk | None


class Weighed(Topical, Protocol):
    """What a rule says of its words and of what their places count for."""

    @property
    def weights(self) -> Weights: ...  # noqa: D102


class Places:
    """The texts of one article, and what stands where in them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        body, title = case.article.body, case.article.title
        self._headline = _headline(body, title)
        self.texts = (title, body) if title is not None and self._headline is None else (body,)
        self.words = sum(text.plain.count(" ") + text.plain.count("\n") + 1 for text in self.texts)

    def sentence(self, text: Text, start: int, end: int) -> tuple[int, int]:
        """The sentence around a place, as far as it is a few lines long; it never leaves its paragraph."""
        plain, block = text.plain, text.block_at(start)
        low, high = max(block.start, start - _SENTENCE), min(max(block.end, end), end + _SENTENCE)
        first = max(plain.rfind(mark, low, start) for mark in _ENDS)
        lasts = (found for mark in _ENDS if (found := plain.find(mark, end, high)) >= 0)
        return max(first + 1, low), min(lasts, default=high)

    def factor(self, text: Text, start: int, weights: Weights) -> float:
        """What a place counts for by where it stands."""
        if text is not self.case.article.body:
            return weights.headline
        block = text.block_at(start)
        if block == self._headline:
            return weights.headline
        if text.plain.count(" ", 0, start) < weights.lead_words:
            return weights.lead
        if len(text.blocks) > _SHORT and block.start == text.blocks[-1].start:
            return weights.last
        return 1.0

    def is_quoted(self, text: Text, hit: Hit) -> bool:
        """Whether it stands in quoted speech."""
        speech: Quotations = self.case.once(("quotations", id(text)), lambda: quotations(text))
        return speech.hold(hit.start, hit.end)


def _headline(body: Text, title: Text | None) -> Block | None:
    """The block of the body that is its headline; None if the body holds none."""
    wanted = fold_phrase(title.plain) if title is not None else ""
    for block in body.blocks[:_OPENING]:
        if block.kind == "h1" or (wanted and fold_phrase(body.plain[block.start : block.end]) == wanted):
            return block
    return None


class _Seen:
    """What stands in one text on behalf of one rule."""

    def __init__(self) -> None:
        self.terms: list[tuple[Hit, Use]] = []
        self.lists: dict[str, list[Hit]] = {}
        self.excuses: list[Hit] = []

    def add(self, hit: Hit, use: Use) -> None:
        if use.kind == "term":
            self.terms.append((hit, use))
        elif use.kind == "list":
            self.lists.setdefault(use.name, []).append(hit)
        else:
            self.excuses.append(hit)


def sightings(rules: Sequence[Weighed], words: Words, places: Places) -> list[list[Sighting]]:
    """For each rule, in order, where its terms stand so that they count, by place."""
    found: list[list[Sighting]] = [[] for _ in rules]
    for text in places.texts:
        seen: dict[int, _Seen] = {}
        for pattern, hits in _hits(text, words, places.case).items():
            for use in words.uses.get(pattern, ()):
                of_rule = seen.setdefault(use.rule, _Seen())
                for hit in hits:
                    of_rule.add(hit, use)
        for index, of_rule in seen.items():
            if of_rule.terms:
                found[index] += _counting(rules[index], text, of_rule, places)
    return found


def _hits(text: Text, words: Words, case: Case) -> dict[Pattern, list[Hit]]:
    """What is found in a text, its disguised words read as what they stand for."""
    unmasked = words.disguised and unmask(text.plain, words.disguised, case.lexicon.letter_lookalikes)
    if not unmasked:
        return case.found(text)
    plain, runs = unmasked
    return {
        pattern: [Hit(pattern, *runs.original(hit.start, hit.end)) for hit in hits]
        for pattern, hits in case.found_in(plain).items()
    }


def _counting(rule: Weighed, text: Text, seen: _Seen, places: Places) -> Iterator[Sighting]:
    """The terms that are not excused and stand in the company they must; the longest where they overlap."""
    for hits in (*seen.lists.values(), seen.excuses):
        hits.sort(key=lambda hit: hit.start)
    kept = [
        (hit, use)
        for hit, use in _unexcused(seen.terms, seen.excuses)
        if _in_company(rule.vocabulary[use.vocabulary], text, hit, seen.lists, places)
    ]
    for hit, use in _outermost(kept):
        vocabulary = rule.vocabulary[use.vocabulary]
        points = vocabulary.weight * places.factor(text, hit.start, rule.weights)
        if vocabulary.quoted != 1 and places.is_quoted(text, hit):
            points *= vocabulary.quoted
        if points:
            yield Sighting(text, hit.start, hit.end, use.name, points, vocabulary.risk)


def _unexcused(terms: Iterable[tuple[Hit, Use]], excuses: Sequence[Hit]) -> Iterator[tuple[Hit, Use]]:
    """The terms that overlap no excuse."""
    starts = [excuse.start for excuse in excuses]
    reaches = list(accumulate((excuse.end for excuse in excuses), max, initial=0))
    return (each for each in terms if reaches[bisect_left(starts, each[0].end)] <= each[0].start)


def _outermost(terms: Iterable[tuple[Hit, Use]]) -> Iterator[tuple[Hit, Use]]:
    """The terms without those that lie within a longer one: `child pornography` is not `pornography` as well."""
    reach = -1
    for hit, use in sorted(terms, key=lambda each: (each[0].start, -each[0].end, each[1].vocabulary)):
        if hit.end > reach:
            yield hit, use
            reach = hit.end


def _in_company(vocabulary: Vocabulary, text: Text, hit: Hit, lists: dict[str, list[Hit]], places: Places) -> bool:
    """Whether a term stands with what it must, and without what it must not."""
    if hit.end > text.block_at(hit.start).end:
        return False
    if not company(vocabulary):
        return True
    around = _Company(text, lists, vocabulary.reach, *places.sentence(text, hit.start, hit.end))
    return (
        around.before(vocabulary.after, hit.start)
        and around.behind(vocabulary.before, hit.end)
        and (not vocabulary.near or any(not _overlap(each, hit) for each in around.stand(vocabulary.near)))
        and not any(around.stand(vocabulary.without))
    )


class _Company(NamedTuple):
    """What of the lists stands in one sentence."""

    text: Text
    lists: dict[str, list[Hit]]
    reach: int
    start: int
    end: int

    def stand(self, names: Iterable[str]) -> Iterator[Hit]:
        for name in names:
            hits = self.lists.get(name, [])
            for index in range(bisect_left(hits, self.start, key=lambda each: each.start), len(hits)):
                if hits[index].start >= self.end:
                    break
                yield hits[index]

    def before(self, chain: Sequence[str], at: int) -> bool:
        """Whether entries of these lists stand before a place, in their order."""
        return not chain or any(
            self._reaches(each.end, at) and self.before(chain[:-1], each.start) for each in self.stand(chain[-1:])
        )

    def behind(self, chain: Sequence[str], at: int) -> bool:
        """Whether entries of these lists stand behind a place, in their order."""
        return not chain or any(
            self._reaches(at, each.start) and self.behind(chain[1:], each.end) for each in self.stand(chain[:1])
        )

    def _reaches(self, first: int, second: int) -> bool:
        """Whether no more words lie between two places than may."""
        if not 0 <= second - first <= _WORD * (self.reach + 1):
            return False
        return self.text.plain.count(" ", first, second) <= self.reach + 1


def _overlap(first: Hit, second: Hit) -> bool:
    return first.start < second.end and second.start < first.end
