"""Where the terms of topics stand in an article, and what each place counts for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol

from compliance.article import Block, Text
from compliance.case import Case
from compliance.company import Companions
from compliance.disguise import unmask
from compliance.match import Hit, Pattern
from compliance.noun import Noun
from compliance.quotation import Quotations, quotations
from compliance.sentence import Sentences
from compliance.slips import MOST as COMMENT
from compliance.text import fold
from compliance.vocabulary import Risk, Topical, Vocabulary
from compliance.words import Use, Words

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
        self._headline = _headline(case)
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


def _headline(case: Case) -> Block | None:
    """The block of the body that is its headline; None if the body holds none."""
    body, title = case.article.body, case.article.title
    folded, wanted = case.folded(body), case.folded(title).text.strip() if title is not None else ""
    for block in body.blocks[:_OPENING]:
        if block.kind == "h1" or (wanted and folded.within(body.plain, block.start, block.end).strip() == wanted):
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
        self._companions: dict[int, Companions] = {}

    def original(self, hit: Hit) -> Hit:
        """Where a hit stands in the text itself."""
        return hit if self._runs is None else Hit(hit.pattern, *self._runs.original(hit.start, hit.end))

    @cached_property
    def _sentences(self) -> Sentences:
        return Sentences(self.plain, self._folded)

    def suits(self, vocabulary: Vocabulary, hit: Hit, rule: int) -> bool:
        """Whether a term stands within one line, with what it must and without what it must not."""
        if "\n" in self.plain[hit.start : hit.end]:
            return False
        companions = self._companions.get(rule)
        if companions is None:
            companions = self._companions[rule] = Companions(self.words.company(rule), self._sentences)
        return companions.suit(vocabulary, hit.start, hit.end)


class Sightings(NamedTuple):
    """Where the terms of one rule stand in an article so that they count, by place."""

    places: tuple[Sighting, ...]
    most: float
    """How many points they could come to at the most; where that is too few, the places are not worked out."""


def sightings(rules: Sequence[Weighed], words: Words, places: Places) -> list[Sightings]:
    """For each rule, in order, where its terms stand so that they count."""
    found: list[list[_Seen]] = [[] for _ in rules]
    for text in places.texts:
        reading = _Reading(text, words, places)
        terms: dict[int, _Seen] = {}
        for pattern in reading.found:
            for use in words.uses.get(pattern, ()):
                if use.rule not in terms:
                    terms[use.rule] = _Seen(reading, [])
                    found[use.rule].append(terms[use.rule])
                terms[use.rule].uses.append((pattern, use))
    return [_of_rule(rule, each, places) if each else _NOTHING for rule, each in zip(rules, found, strict=True)]


_NOTHING = Sightings((), 0.0)


class _Seen(NamedTuple):
    """What of a rule's words stands in a text, and what it is there for."""

    reading: _Reading
    uses: list[tuple[Pattern, Use]]

    def hits(self) -> list[tuple[Hit, Use]]:
        """All places, the pattern first found before the others."""
        return [(hit, use) for pattern, use in self.uses for hit in self.reading.found[pattern]]


def _of_rule(rule: Weighed, found: Sequence[_Seen], places: Places) -> Sightings:
    """What counts, unless it cannot come to what the rule takes however it is weighed."""
    most = 0.0
    for reading, uses in found:
        spans, vocabulary = reading.found.spans, rule.vocabulary
        weights = [
            vocabulary[use.vocabulary].weight for pattern, use in uses if use.vocabulary >= 0 for _ in spans[pattern]
        ]
        most += places.most(reading.text, rule.weights) * sum(weights)
    if most < rule.needed(places.words):
        return Sightings((), most)
    return Sightings(tuple(each for seen in found for each in _counting(rule, seen.hits(), seen.reading)), most)


def _counting(rule: Weighed, found: Sequence[tuple[Hit, Use]], reading: _Reading) -> Iterator[Sighting]:
    """The terms that are not excused and stand in the company they must; the longest where they overlap."""
    kept = [
        (hit, use) for hit, use in _unexcused(found) if reading.suits(rule.vocabulary[use.vocabulary], hit, use.rule)
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
