"""What bylines open with: `By`, `Written by`, `Author:`; told by the first words of a line alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from compliance.lexicon import Lexicon
from compliance.passage import (
    LETTER,
    LONGEST_PHRASE,
    Phrase,
    beginnings,
    first_words,
    longest,
    phrase,
    phrases,
    single_words,
)
from compliance.text import fold_phrase

_FIRST_WORD = re.compile(rf"{LETTER}+")


class OpeningWords:
    """A lexicon's words that open bylines, ready for looking up."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.openers = phrases(lexicon.byline_openers)
        self.plain_openers = phrases(lexicon.author_openers)
        self.other_credits = phrases(lexicon.other_credits)
        self.particles = single_words(lexicon.name_particles)
        self.labels = phrases(lexicon.byline_labels)
        self.firsts = beginnings(self.openers) | beginnings(self.labels)
        self.seconds = _seconds((*self.openers, *self.labels))
        """The words that come second in them, by their first; None: it opens a byline by itself."""
        self.may_open = lru_cache(maxsize=16384)(self._may_open)

    def _may_open(self, chunk: str) -> bool | None:
        """Whether the first word within what stands before a blank begins an opener; None if there is no word in it."""
        word = _FIRST_WORD.search(chunk)
        return fold_phrase(word[0]) in self.firsts if word is not None else None

    def opens(self, line: str) -> bool:
        """Whether a line opens like a byline."""
        first, _, rest = line.partition(" ")
        second = rest.partition(" ")[0]
        if first.isalpha() and second.isalpha() and line.isascii():
            after = self.seconds.get(first.lower(), ())
            if after is not None and second.lower() not in after:
                return False
        word = _FIRST_WORD.search(line)
        if word is None or fold_phrase(word[0]) not in self.firsts:
            return False
        text = line[word.start() :]
        words = first_words(text.lower(), LONGEST_PHRASE) if text.isascii() else phrase(text)
        label, colon, _ = text.partition(":")
        return longest(words, 0, self.openers) > 0 or (colon != "" and phrase(label) in self.labels)


def _seconds(phrases: Iterable[Phrase]) -> dict[str, frozenset[str] | None]:
    found: dict[str, frozenset[str] | None] = {}
    for first, *rest in phrases:
        known = found.get(first, frozenset())
        found[first] = None if known is None or not rest else known | {rest[0]}
    return found


opening_words = lru_cache(maxsize=64)(OpeningWords)
