"""What kind of edit a change of words within a sentence is, by the words on both sides of it.

The free edits of republication terms are relative: a date may be told from another day, a place from another
town. So a change counts as one of time or location only where both sides can mean the same; `Monday` for
`Tuesday`, or `Ohio` for `Texas`, is a change of wording.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from itertools import takewhile

from msgspec import Struct

from compliance.alignment import is_word, tokens
from compliance.difference import Edit
from compliance.lexicon import Lexicon
from compliance.text import fold_phrase

_BETWEEN = " = "
_SHORTEST_STEM = 3
_LONGEST_PHRASE = 5
_SIGNS = ("Sc", "So")
"""Marks that are read as words: currencies, `№`; `%` too, which Unicode calls punctuation."""
_PARTS = re.compile(r"\d+|\D+")


class Words(Struct, frozen=True):
    """The words of one side of a change, folded, without marks; initials are joined (`U.S.` is `us`)."""

    keys: tuple[str, ...]
    capital: tuple[bool, ...]
    """Whether each is written with a capital."""


def words(found: Iterable[tuple[str, str]]) -> Words:
    """Words from tokens, each folded and as written."""
    keys: list[str] = []
    capital: list[bool] = []
    initials = dotted = False
    for key, raw in found:
        if not is_word(key) and unicodedata.category(key[0]) not in _SIGNS and key != "%":
            dotted = initials and key == "."
            continue
        letter = len(key) == 1 and key.isalpha()
        if letter and dotted:
            keys[-1] += key
        else:
            keys.append(key)
            capital.append(not raw[0].islower())
            initials = letter
        dotted = False
    return Words(tuple(keys), tuple(capital))


class Editor:
    """Tells kinds of edits apart, by the words of a Lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._equivalents = _groups((*lexicon.equivalents, *lexicon.place_names))
        self._endings = [tuple(each.split(_BETWEEN)) for each in lexicon.spelling_endings]
        self._inflections = {"", *map(fold_phrase, lexicon.inflections)}
        self._grammar = _groups(lexicon.grammar_groups)
        self._particles = {fold_phrase(each) for each in lexicon.particles}
        self._titles = _single(lexicon.name_titles)
        self._relative = _single(lexicon.relative_times)
        self._weekdays = _single(lexicon.weekdays)
        self._dates = _single(lexicon.date_words) - self._weekdays
        self._units = _single(lexicon.time_units)
        self._times = self._relative | self._weekdays | self._dates | self._units
        self._time_fillers = _single(lexicon.time_fillers)
        numbers = (each.split(_BETWEEN) for each in lexicon.equivalents)
        self._numbers = frozenset(one for one, *others in numbers if any(each.isdigit() for each in others))
        self._here = _single(lexicon.relative_places)
        self._place_nouns = _single(lexicon.place_nouns)
        self._places = frozenset(words for each in lexicon.place_names for words in _split(each))
        self._place_fillers = _single(lexicon.place_fillers)

    def kind(self, was: Words, now: Words, before: Sequence[str] = (), after: Sequence[str] = ()) -> Edit:
        """The kind of a change; `before` and `after` are the few words on either side, which both texts share."""
        if self._is_style(was, now):
            return "style"
        if all(word in self._particles for word in (*was.keys, *now.keys)):
            return "grammar"
        one, other = _without_genitive(was), _without_genitive(now)
        if self._is_time(one.keys, other.keys, before, after):
            return "time"
        if self._is_location(one, other, after):
            return "location"
        return "grammar" if self._is_grammar(was.keys, now.keys) else "wording"

    def same(self, was: Words, now: Words) -> bool:
        """Whether two wordings differ in style at most."""
        return self._is_style(was, now)

    def _is_style(self, was: Words, now: Words) -> bool:
        one, other = self._canonical(was.keys), self._canonical(now.keys)
        if one == other:
            return True
        if sorted(one) == sorted(other) and all(word in self._dates or word.isdigit() for word in was.keys):
            return True
        return not (one and other) and all(word in self._titles for word in (*was.keys, *now.keys))

    def _canonical(self, keys: Sequence[str]) -> str:
        """The words as all styles would write them, run together."""
        parts = [part for key in keys for part in _PARTS.findall(_plain(key))]
        found: list[str] = []
        index = 0
        while index < len(parts):
            for size in range(min(_LONGEST_PHRASE, len(parts) - index), 0, -1):
                meant = self._equivalents.get("".join(parts[index : index + size]))
                if meant is not None:
                    found.append(meant)
                    index += size
                    break
            else:
                found.append(self._spelt(parts[index]))
                index += 1
        return "".join(found)

    def _spelt(self, word: str) -> str:
        for first, *others in self._endings:
            for other in (first, *others):
                if word.endswith(other) and len(word) >= len(other) + _SHORTEST_STEM:
                    return word.removesuffix(other) + first
        return word

    def _is_grammar(self, was: Sequence[str], now: Sequence[str]) -> bool:
        if not was or not now:
            return all(word in self._particles for word in (*was, *now))
        if len(was) != len(now):
            one, other = ([word for word in each if word not in self._particles] for each in (was, now))
            return bool(one) and len(one) == len(other) and self._is_grammar(one, other)
        return all(map(self._one_word, was, now))

    def _one_word(self, was: str, now: str) -> bool:
        """Whether two words are forms of one, or stand for each other."""
        group = self._grammar.get(_plain(was))
        if was == now or (group is not None and group == self._grammar.get(_plain(now))):
            return True
        stem = next((i for i, (one, other) in enumerate(zip(was, now, strict=False)) if one != other), None)
        stem = min(len(was), len(now)) if stem is None else stem
        return stem >= _SHORTEST_STEM and any(
            {was[at:], now[at:]} <= self._inflections for at in range(_SHORTEST_STEM, stem + 1)
        )

    def _is_time(self, was: Sequence[str], now: Sequence[str], before: Sequence[str], after: Sequence[str]) -> bool:
        if not all(word in self._times or word in self._time_fillers or self._counts(word) for word in (*was, *now)):
            return False
        # What tells may stand beside the change: `last` in `last week`, where only the week was changed.
        context = (*self._near(reversed(before)), *self._near(after))
        telling = [word for word in (*was, *now, *context) if word in self._times]
        if not telling:
            return False
        sides = {*was, *now}
        if self._differ(was, now, self._units.__contains__) and self._relative.isdisjoint((*sides, *context)):
            return False
        return not self._relative.isdisjoint(sides) or not self._contradict(was, now)

    def _near(self, words: Iterable[str]) -> list[str]:
        """The words for time with which a stretch begins."""
        return list(takewhile(lambda word: word in self._times or self._counts(word), words))

    def _counts(self, word: str) -> bool:
        return word[0].isdigit() or word in self._numbers

    def _contradict(self, was: Sequence[str], now: Sequence[str]) -> bool:
        """Whether two absolute times cannot be the same one: another number, another weekday, another month."""
        kinds = (self._counts, self._weekdays.__contains__, self._dates.__contains__)
        return any(self._differ(was, now, kind) for kind in kinds)

    def _differ(self, was: Sequence[str], now: Sequence[str], kind: Callable[[str], bool]) -> bool:
        """Whether each side has words of a kind that the other lacks."""
        one, other = set(filter(kind, was)), set(filter(kind, now))
        return not (one <= other or other <= one)

    def _is_location(self, was: Words, now: Words, after: Sequence[str]) -> bool:
        one, other = _without(was, self._place_fillers), _without(now, self._place_fillers)
        known = [self._in_places(each) for each in (one, other)]
        if not all(is_known or self._may_be_place(each) for is_known, each in zip(known, (one, other), strict=True)):
            return False
        keys = (*one.keys, *other.keys)
        here = any(word in self._here for word in keys)
        if not one.keys or not other.keys:
            # `Austin` in `Austin city council`: the word that means the place as well stays where it was.
            beside = bool(after) and after[0] in self._place_nouns
            return bool(keys) and (any(known) or here or (beside and any((*one.capital, *other.capital))))
        if here or any(word in self._place_nouns for word in keys):
            return True
        return any(known) and (set(one.keys) <= set(other.keys) or set(other.keys) <= set(one.keys))

    def _may_be_place(self, each: Words) -> bool:
        """Whether it is nothing but words for places as seen from the writer, and names."""
        return all(
            capital or word in self._here or word in self._place_nouns
            for word, capital in zip(each.keys, each.capital, strict=True)
        )

    def _in_places(self, each: Words) -> bool:
        """Whether it is nothing but names of known places."""
        index = 0
        while index < len(each.keys):
            size = next(
                (size for size in range(_LONGEST_PHRASE, 0, -1) if each.keys[index : index + size] in self._places), 0
            )
            if not size:
                return False
            index += size
        return bool(each.keys)


@lru_cache(maxsize=8)
def editor(lexicon: Lexicon) -> Editor:
    """The Editor of a Lexicon."""
    return Editor(lexicon)


def _single(phrases: Iterable[str]) -> frozenset[str]:
    """All words of these phrases."""
    return frozenset(word for phrase in phrases for word in _words_of(phrase))


def _split(entry: str) -> list[tuple[str, ...]]:
    """The wordings of an entry, each as words."""
    return [_words_of(each) for each in entry.split(_BETWEEN)]


@lru_cache(maxsize=4096)
def _words_of(phrase: str) -> tuple[str, ...]:
    return words(tokens(phrase)).keys or (fold_phrase(phrase),)


def _groups(entries: Iterable[str]) -> dict[str, str]:
    """Every wording of the entries, run together, with the first of its entry; of two entries the first counts."""
    found: dict[str, str] = {}
    for entry in entries:
        first, *others = ("".join(map(_plain, each)) for each in _split(entry))
        meant = found.get(first, first)
        for each in (first, *others):
            found.setdefault(each, meant)
    return found


@lru_cache(maxsize=16384)
def _plain(word: str) -> str:
    """A word without accents and marks: `café` as `cafe`, `1,000` as `1000`."""
    if word.isascii():
        return word.replace(",", "").replace("'", "")
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("'", "")


def _without_genitive(each: Words) -> Words:
    """`today's` as `today`."""
    return Words(tuple(key.removesuffix("'s") or key for key in each.keys), each.capital)


def _without(each: Words, left_out: Collection[str]) -> Words:
    kept = [(key, capital) for key, capital in zip(each.keys, each.capital, strict=True) if key not in left_out]
    return Words(tuple(key for key, _ in kept), tuple(capital for _, capital in kept))
