"""Where the terms of topics stand in an article, and what each place counts for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, Protocol

from compliance.article import Block, Text
from compliance.case import Case
from compliance.disguise import unmask
from compliance.match import Found, Hit
from compliance.noun import Noun
from compliance.quotation import Quotations, quotations
from compliance.slips import MOST as COMMENT
from compliance.text import fold, fold_phrase
from compliance.vocabulary import Risk, Topical, Use, Vocabulary, Words, company

_SENTENCE = 300
"""So many characters around a term are looked at for its sentence."""
_ENDS = (". ", "! ", "? ", ".” ", "!” ", "?” ", '." ', '!" ', '?" ', "\n")
_OPENING = 5
"""Among so many blocks at its beginning a body may hold its headline."""
_SHORT = 3
"""Articles of no more paragraphs have no last one."""


class Weights(Noun, frozen=True, kw_only=True):
    """What a place counts for, by where it stands."""

    headline: float = 3.0
    """The headline."""
    lead: float = 1.5
    """The first `lead_words` words of the text."""
    lead_words: int = 80
    """How long the lead is."""
    last: float = 0.5
    """The last paragraph of four and more."""
    text: float = 1.0
    """Running text."""


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
    def needed(self, words: int) -> float: ...  # noqa: D102


class Places:
    """The texts of one article, and what stands where in them."""

    def __init__(self, case: Case) -> None:
        self.case = case
        body, title = case.article.body, case.article.title
        self._headline = _headline(body, title)
        self.texts = (title, body) if title is not None and self._headline is None else (body,)
        self.words = sum(text.plain.count(" ") + text.plain.count("\n") + 1 for text in self.texts)

    @property
    def headless(self) -> bool:
        """Whether there is no headline."""
        return self._headline is None and len(self.texts) == 1

    def factor(self, text: Text, start: int, weights: Weights) -> float:
        """What a place counts for by where it stands."""
        if self.in_headline(text, start):
            return weights.headline
        if text.plain.count(" ", 0, start) < weights.lead_words:
            return weights.lead
        if len(text.blocks) > _SHORT and text.block_at(start).start == text.blocks[-1].start:
            return weights.last
        return weights.text

    def in_headline(self, text: Text, start: int) -> bool:
        """Whether a place is in the headline."""
        return text is not self.case.article.body or (
            self._headline is not None and text.block_at(start) == self._headline
        )

    def most(self, text: Text, weights: Weights) -> float:
        """What a place in a text counts for at the most."""
        if text is self.case.article.body and self._headline is None:
            return max(weights.lead, weights.last, weights.text)
        return max(weights.headline, weights.lead, weights.last, weights.text)

    def is_quoted(self, text: Text, hit: Hit) -> bool:
        """Whether it stands in quoted speech."""
        speech: Quotations = self.case.once(("quotations", id(text)), lambda: quotations(text))
        return speech.hold(hit.start, hit.end)


def places_of(case: Case) -> Places:
    """The article's Places, made once for all checks."""
    return case.once("places", lambda: Places(case))


def _headline(body: Text, title: Text | None) -> Block | None:
    """The block of the body that is its headline; None if the body holds none."""
    wanted = fold_phrase(title.plain) if title is not None else ""
    for block in body.blocks[:_OPENING]:
        if block.kind == "h1" or (wanted and fold_phrase(body.plain[block.start : block.end]) == wanted):
            return block
    return None


class _Reading:
    """A text as it is searched: with its disguised words written plainly, if it has any."""

    def __init__(self, text: Text, words: Words, places: Places) -> None:
        self.text = text
        self.words = words
        self.places = places
        lexicon = places.case.lexicon
        unmasked = words.disguised and unmask(
            text.plain,
            words.disguised,
            lexicon.letter_lookalikes,
            lexicon.no_slips if places.words <= COMMENT else None,
        )
        self.plain = unmasked[0] if unmasked else text.plain
        self._runs = unmasked[1] if unmasked else None
        self._folded = fold(self.plain) if unmasked else places.case.folded(text)
        self.found = places.case.found_in(self._folded) if unmasked else places.case.found(text)
        self._beside: dict[tuple[int, int], Found] = {}
        self._company: dict[tuple[int, int, int], dict[str, list[Hit]]] = {}

    def original(self, hit: Hit) -> Hit:
        """Where a hit stands in the text itself."""
        return hit if self._runs is None else Hit(hit.pattern, *self._runs.original(hit.start, hit.end))

    def sentence(self, hit: Hit) -> tuple[int, int]:
        """The sentence around a hit, as far as it is a few lines long."""
        low, high = max(0, hit.start - _SENTENCE), hit.end + _SENTENCE
        first = max(self.plain.rfind(mark, low, hit.start) for mark in _ENDS)
        lasts = (found for mark in _ENDS if (found := self.plain.find(mark, hit.end, high)) >= 0)
        return max(first + 1, low), min(lasts, default=min(high, len(self.plain)))

    def company(self, start: int, end: int, rule: int) -> dict[str, list[Hit]]:
        """What stands in a sentence of the lists of a rule, by position."""
        if (start, end, rule) not in self._company:
            if (start, end) not in self._beside:
                self._beside[start, end] = self.words.matcher.find(self._folded.part(self.plain, start, end))
            beside, found = self._beside[start, end], self._company.setdefault((start, end, rule), {})
            for pattern in beside:
                for index, name in self.words.lists[pattern]:
                    if index == rule:
                        hits = (Hit(pattern, start + a, start + b) for _, a, b in beside[pattern])
                        found.setdefault(name, []).extend(hits)
        return self._company[start, end, rule]

    def earlier(self, start: int, rule: int) -> dict[str, list[Hit]]:
        """What stands of a rule's lists in the sentence before the one that starts here, in the same paragraph."""
        low = max(0, start - _SENTENCE)
        end = low + len(self.plain[low:start].rstrip(" .!?”’\"'"))
        begin = max(self.plain.rfind(mark, low, end) for mark in _ENDS) + 1
        return self.company(max(begin, low), end, rule) if "\n" not in self.plain[end:start] else {}


class Sightings(NamedTuple):
    """Where the terms of one rule stand in an article so that they count, by place."""

    places: tuple[Sighting, ...]
    most: float
    """How many points they could come to at the most; where that is too few, the places are not worked out."""


def sightings(rules: Sequence[Weighed], words: Words, places: Places) -> list[Sightings]:
    """For each rule, in order, where its terms stand so that they count."""
    found: list[list[tuple[_Reading, list[tuple[Hit, Use]]]]] = [[] for _ in rules]
    for text in places.texts:
        reading = _Reading(text, words, places)
        terms: dict[int, list[tuple[Hit, Use]]] = {}
        for pattern in reading.found:
            for use in words.uses.get(pattern, ()):
                terms.setdefault(use.rule, []).extend((hit, use) for hit in reading.found[pattern])
        for index, hits_of_rule in terms.items():
            found[index].append((reading, hits_of_rule))
    return [_of_rule(rule, each, places) if each else _NOTHING for rule, each in zip(rules, found, strict=True)]


_NOTHING = Sightings((), 0.0)


def _of_rule(rule: Weighed, found: Sequence[tuple[_Reading, list[tuple[Hit, Use]]]], places: Places) -> Sightings:
    """What counts, unless it cannot come to what the rule takes however it is weighed."""
    weights = [each.weight for each in rule.vocabulary]
    most = sum(
        places.most(reading.text, rule.weights) * sum(weights[use.vocabulary] for _, use in hits if use.vocabulary >= 0)
        for reading, hits in found
    )
    if most < rule.needed(places.words):
        return Sightings((), most)
    return Sightings(tuple(each for reading, hits in found for each in _counting(rule, hits, reading)), most)


def _counting(rule: Weighed, found: Iterable[tuple[Hit, Use]], reading: _Reading) -> Iterator[Sighting]:
    """The terms that are not excused and stand in the company they must; the longest where they overlap."""
    kept = [
        (hit, use)
        for hit, use in _unexcused(list(found))
        if _in_company(rule.vocabulary[use.vocabulary], hit, use, reading)
    ]
    for hit, use in _outermost(kept):
        vocabulary, own = rule.vocabulary[use.vocabulary], reading.original(hit)
        points = vocabulary.weight * reading.places.factor(reading.text, own.start, rule.weights)
        if vocabulary.quoted != 1 and reading.places.is_quoted(reading.text, own):
            points *= vocabulary.quoted
        if points:
            yield Sighting(reading.text, own.start, own.end, use.term, points, vocabulary.risk)


def _unexcused(found: Sequence[tuple[Hit, Use]]) -> Iterator[tuple[Hit, Use]]:
    """The terms that overlap no excuse."""
    excuses = sorted((hit.start, hit.end) for hit, use in found if use.vocabulary < 0)
    starts = [start for start, _ in excuses]
    reaches = list(accumulate((end for _, end in excuses), max, initial=0))
    for hit, use in found:
        if use.vocabulary >= 0 and reaches[bisect_left(starts, hit.end)] <= hit.start:
            yield hit, use


def _outermost(terms: Iterable[tuple[Hit, Use]]) -> Iterator[tuple[Hit, Use]]:
    """The terms without those that lie within a longer one: `child pornography` is not `pornography` as well."""
    reach = -1
    for hit, use in sorted(terms, key=lambda each: (each[0].start, -each[0].end, each[1].vocabulary)):
        if hit.end > reach:
            yield hit, use
            reach = hit.end


def _in_company(vocabulary: Vocabulary, hit: Hit, use: Use, reading: _Reading) -> bool:
    """Whether a term stands with what it must, and without what it must not."""
    if "\n" in reading.plain[hit.start : hit.end]:
        return False
    if not company(vocabulary):
        return True
    start, end = reading.sentence(hit)
    around = _Company(reading.plain, reading.company(start, end, use.rule), vocabulary.reach)
    return (
        around.before(vocabulary.after, hit.start)
        and around.behind(vocabulary.before, hit.end)
        and (not vocabulary.near or any(not _overlap(each, hit) for each in around.stand(vocabulary.near)))
        and all(_overlap(each, hit) for each in around.stand(vocabulary.without))
        and (
            not vocabulary.earlier
            or any(each.end <= hit.start for each in around.stand(vocabulary.earlier))
            or not reading.earlier(start, use.rule).keys().isdisjoint(vocabulary.earlier)
        )
    )


class _Company(NamedTuple):
    """What of a rule's lists stands in one sentence."""

    plain: str
    lists: dict[str, list[Hit]]
    reach: int

    def stand(self, names: Iterable[str]) -> Iterator[Hit]:
        """The entries of these lists that stand there."""
        return (hit for name in names for hit in self.lists.get(name, ()))

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
        return first <= second and self.plain.count(" ", first, second) <= self.reach + 1


def _overlap(first: Hit, second: Hit) -> bool:
    return first.start < second.end and second.start < first.end
