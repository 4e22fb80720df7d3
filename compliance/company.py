"""Whether a term stands in the company that it must, and in none that it must not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from compliance.borders import stands_apart
from compliance.sentence import Sentence, Sentences
from compliance.vocabulary import Topical, Vocabulary, company, patterns

Places = list[tuple[int, int]]
_WORD = re.compile(r"\w+")


class Company:
    """The lists of a rule that its terms ask for, by a word that each of their entries has.

    Of a sentence only those entries are looked for that have a word in it, and most terms are decided by there being
    none of some list.
    """

    def __init__(self, rule: Topical) -> None:
        self._entries: dict[str, list[tuple[str, str]]] = {}
        self._wordless: list[tuple[str, str]] = []
        for name in dict.fromkeys(name for vocabulary in rule.vocabulary for name in company(vocabulary)):
            for phrase in dict.fromkeys(pattern.text for pattern in patterns(rule.lists[name], rule)):
                words = _WORD.findall(phrase)
                entries = self._entries.setdefault(max(words, key=len), []) if words else self._wordless
                entries.append((phrase, name))
        self._lists = {word: frozenset(name for _, name in entries) for word, entries in self._entries.items()}
        self._everywhere = frozenset(name for _, name in self._wordless)

    def seen(self, sentence: Sentence) -> frozenset[str]:
        """The lists of which an entry may stand in a sentence."""
        lists = [self._lists[word] for word in self._lists.keys() & sentence.words]
        return self._everywhere.union(*lists)

    def standing(self, sentence: Sentence) -> dict[str, Places]:
        """Where entries stand in a sentence as whole words, by list; in the text that the sentence is of."""
        text = sentence.folded.text
        found: dict[str, Places] = {}
        entries = [entry for word in self._entries.keys() & sentence.words for entry in self._entries[word]]
        for phrase, name in (*entries, *self._wordless):
            at = text.find(phrase)
            while at >= 0:
                if stands_apart(text, at, at + len(phrase)):
                    start, end = sentence.folded.original(at, at + len(phrase))
                    found.setdefault(name, []).append((sentence.start + start, sentence.start + end))
                at = text.find(phrase, at + 1)
        return found


class Companions:
    """What of the lists of a rule stands in the sentences of a text."""

    def __init__(self, company: Company, sentences: Sentences) -> None:
        self._company = company
        self._sentences = sentences
        self._seen: dict[Sentence, frozenset[str]] = {}
        self._standing: dict[Sentence, dict[str, Places]] = {}

    def suit(self, vocabulary: Vocabulary, start: int, end: int) -> bool:
        """Whether they are what a term of a vocabulary, at this place, must stand with, and nothing it must not."""
        asked = company(vocabulary)
        if not asked:
            return True
        sentence = self._sentences.around(start, end)
        seen = self._seen_in(sentence)
        if not self._may_suit(vocabulary, sentence, seen):
            return False
        if not vocabulary.earlier and seen.isdisjoint(asked):
            return True  # nothing must stand there, and nothing does that must not
        around = _Around(self._sentences.plain, self._standing_in(sentence), vocabulary.reach)
        return (
            around.before(vocabulary.after, start)
            and around.behind(vocabulary.before, end)
            and (not vocabulary.near or any(not _overlap(each, start, end) for each in around.stand(vocabulary.near)))
            and all(_overlap(each, start, end) for each in around.stand(vocabulary.without))
            and (
                not vocabulary.earlier
                or any(stop <= start for _, stop in around.stand(vocabulary.earlier))
                or not self._standing_in(self._sentences.before(sentence)).keys().isdisjoint(vocabulary.earlier)
            )
        )

    def _may_suit(self, vocabulary: Vocabulary, sentence: Sentence, seen: frozenset[str]) -> bool:
        """Whether all lists are there that must be, by a word of an entry at least."""
        if not (seen.issuperset(vocabulary.after) and seen.issuperset(vocabulary.before)):
            return False
        if vocabulary.near and seen.isdisjoint(vocabulary.near):
            return False
        if not vocabulary.earlier or not seen.isdisjoint(vocabulary.earlier):
            return True
        return not self._seen_in(self._sentences.before(sentence)).isdisjoint(vocabulary.earlier)

    def _seen_in(self, sentence: Sentence | None) -> frozenset[str]:
        if sentence is None:
            return frozenset()
        known = self._seen.get(sentence)
        if known is None:
            known = self._seen[sentence] = self._company.seen(sentence)
        return known

    def _standing_in(self, sentence: Sentence | None) -> dict[str, Places]:
        if sentence is None:
            return {}
        if sentence not in self._standing:
            self._standing[sentence] = self._company.standing(sentence)
        return self._standing[sentence]


class _Around(NamedTuple):
    """What of a rule's lists stands in one sentence."""

    plain: str
    lists: Mapping[str, Places]
    reach: int

    def stand(self, names: Iterable[str]) -> Iterator[tuple[int, int]]:
        """Where the entries of these lists stand."""
        return (place for name in names for place in self.lists.get(name, ()))

    def before(self, chain: Sequence[str], at: int) -> bool:
        """Whether entries of these lists stand before a place, in their order."""
        return not chain or any(
            self._reaches(end, at) and self.before(chain[:-1], start) for start, end in self.stand(chain[-1:])
        )

    def behind(self, chain: Sequence[str], at: int) -> bool:
        """Whether entries of these lists stand behind a place, in their order."""
        return not chain or any(
            self._reaches(at, start) and self.behind(chain[1:], end) for start, end in self.stand(chain[:1])
        )

    def _reaches(self, first: int, second: int) -> bool:
        """Whether no more words lie between two places than may."""
        return first <= second and self.plain.count(" ", first, second) <= self.reach + 1


def _overlap(place: tuple[int, int], start: int, end: int) -> bool:
    return place[0] < end and start < place[1]
