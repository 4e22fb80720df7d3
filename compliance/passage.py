"""A stretch of text as words: folded, each with its place, and with what stands between them.

Bylines and credit lines are read word by word: `J.R. Stone`, `Anne-Marie Doe` and `SciDev.Net` fall apart at
their dots and hyphens, on both sides of every comparison.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from compliance.lexicon import Lexicon
from compliance.text import fold, fold_phrase

Phrase = tuple[str, ...]
"""Folded words in a row."""

# Letters and digits; marks are part of the word in scripts that write vowels with them.
LETTER = r"(?:[^\W_]|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0963\u0966-\u0dff\u0e30-\u0e4e])"
_WORD = re.compile(rf"{LETTER}+(?:'{LETTER}+)*|©|(?<!\S)&(?!\S)")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*\s|[。！？\n]")
_FRESH_START = re.compile(r"[.!?…:;|•·*(\[\"\n。！？：]|-\s|\s/")
_LONGEST_DATE = 12
_DATE_SIGNS = frozenset("年月日時时分")
"""What a date's numbers are written together with in Chinese and Japanese."""
_LONG_WORD = 16
LONGEST_PHRASE = 10
_SLIP_LETTERS = 4
_SPACED = bytes(code if chr(code).isalnum() or code == ord("'") else ord(" ") for code in range(128)) + bytes(
    range(128, 256)
)
"""Blanks for all of ASCII that is no part of a word."""
_ASCII = bytes(range(128))


class Word(NamedTuple):
    """A word, folded, with its place in the text."""

    text: str
    start: int
    end: int
    gap: str
    """What stands between it and the word before, folded."""
    capital: bool
    """Whether it begins with a capital, or in a script that has none."""
    sentence: int
    """How many sentences end before it."""
    fresh: bool
    """Whether a sentence, a line or a bracket begins with it."""


class Passage:
    """The words of `plain[start:end]`, which stands `base` characters into the text that places are given in."""

    def __init__(self, plain: str, start: int, end: int, lexicon: Lexicon, base: int = 0) -> None:
        self.words: list[Word] = []
        self._dates = single_words(lexicon.date_words)
        openers, folded = phrases(lexicon.byline_openers), fold(plain[start:end])
        done, base = 0, base + start
        for match in _WORD.finditer(folded.text):
            first, last = folded.original(*match.span())
            gap, capital = folded.text[done : match.start()], not plain[start + first].islower()
            sentence, fresh = self._begins(gap, openers)
            self.words.append(Word(match.group(), base + first, base + last, gap, capital, sentence, fresh))
            done = match.end()

    def __len__(self) -> int:
        return len(self.words)

    def phrase(self, start: int, end: int) -> Phrase:
        """The folded words of a range."""
        return tuple(word.text for word in self.words[start:end])

    def date_end(self, index: int) -> int:
        """The index after a written date that begins at a word; `index` itself when there is none."""
        end, number, telling = index, False, False
        while end < len(self.words) and end - index < _LONGEST_DATE:
            word = self.words[end]
            digit = word.text[0].isdigit()
            if not digit and word.text not in self._dates:
                break
            number = number or digit
            telling = (
                telling
                or not digit
                or len(word.text) == 4
                or not _DATE_SIGNS.isdisjoint(word.text)
                or (end > index and word.gap == ":")
            )
            end += 1
        return end if number and telling else index

    def is_date(self, index: int) -> bool:
        """Whether a word can be part of a written date."""
        text = self.words[index].text
        return text.isdigit() or text in self._dates

    def _begins(self, gap: str, openers: Collection[Phrase]) -> tuple[int, bool]:
        """How many sentences ended, and whether something begins, after the words so far and this gap."""
        if not self.words:
            return 0, True
        before = self.words[-1]
        abbreviated = gap.startswith(".") and "\n" not in gap
        abbreviated = abbreviated and (len(before.text) < 3 or (len(before.text) < 5 and before.text in self._dates))
        if abbreviated:
            return before.sentence, False
        ended = _SENTENCE_END.search(gap) is not None
        opened = before.fresh and (before.text,) in openers
        return before.sentence + ended, ended or opened or _FRESH_START.search(gap) is not None


def first_words(line: str, number: int) -> list[str]:
    """The first words of a folded text: of a long one only its beginning is looked at."""
    reach = number * _LONG_WORD
    words = _words(line[:reach], number + 1)
    if reach < len(line) and len(words) <= number:
        words = _words(line, number)
    return words[:number]


def _words(folded: str, number: int) -> list[str]:
    """The first words of a folded text, and perhaps some more; told apart as bytes where that tells them apart."""
    data = folded.encode("utf-8", "surrogatepass")
    foreign = "" if folded.isascii() else data.translate(None, _ASCII).decode("utf-8", "surrogatepass")
    if (foreign and not foreign.isalnum()) or "&" in folded or "''" in folded:
        return [match.group() for match in islice(_WORD.finditer(folded), number)]
    spaced = data.translate(_SPACED).decode("utf-8", "surrogatepass")
    if "'" in spaced:
        spaced = spaced.replace(" '", " ").replace("' ", " ").strip("'")
    return spaced.split(None, number)[:number]


@lru_cache(maxsize=256)
def beginnings(known: Collection[Phrase]) -> frozenset[str]:
    """The words that these phrases begin with."""
    return frozenset(words[0] for words in known)


@lru_cache(maxsize=8192)
def phrase(text: str) -> Phrase:
    """The folded words of a text."""
    return tuple(_WORD.findall(fold_phrase(text)))


class Phrases(frozenset[Phrase]):
    """Phrases to look up, and how long those are that begin with a word: most words begin none."""

    def __init__(self, known: Iterable[Phrase]) -> None:
        self.longest: dict[str, int] = {}
        """The words in the longest phrase, by its first word."""
        for words in self:
            self.longest[words[0]] = max(len(words), self.longest.get(words[0], 0))


@lru_cache(maxsize=1024)
def phrases(texts: tuple[str, ...]) -> Phrases:
    """Texts as folded words, for looking up."""
    return Phrases(filter(None, map(phrase, texts)))


@lru_cache(maxsize=1024)
def single_words(texts: tuple[str, ...]) -> frozenset[str]:
    """All words of these texts, folded."""
    return frozenset(word for words in phrases(texts) for word in words)


@lru_cache(maxsize=1024)
def names(texts: tuple[str, ...]) -> tuple[Phrase, ...]:
    """Names of outlets as folded words, with and without `the` in front, longest first.

    `The` is dropped from a longer name only: `conversation` alone is not `The Conversation`.
    """
    bare = [name[1:] if name[0] == "the" and len(name) > 2 else name for name in map(phrase, texts) if name]
    full = [("the", *name) for name in bare if name[0] != "the"]
    return tuple(sorted(dict.fromkeys([*bare, *full]), key=lambda name: (-len(name), name)))


def longest(words: Sequence[str], index: int, known: Collection[Phrase]) -> int:
    """The index after the longest known phrase that begins at a word; `index` itself when there is none."""
    most = min(LONGEST_PHRASE, len(words) - index)
    if isinstance(known, Phrases):
        most = min(most, known.longest.get(words[index], 0) if most > 0 else 0)
    return next((index + size for size in range(most, 0, -1) if tuple(words[index : index + size]) in known), index)


@lru_cache(maxsize=65536)
def misspelt(word: str, meant: str) -> bool:
    """Whether a word is one slip away from a longer one: a letter wrong, missing, too many, or two swapped."""
    if word == meant or len(meant) < _SLIP_LETTERS or abs(len(word) - len(meant)) > 1:
        return False
    at = next((i for i, (one, other) in enumerate(zip(word, meant, strict=False)) if one != other), None)
    if at is None:
        return True
    swapped = word[at : at + 2] == meant[at : at + 2][::-1] and word[at + 2 :] == meant[at + 2 :]
    return swapped or meant[at + 1 :] in (word[at + 1 :], word[at:]) or word[at + 1 :] == meant[at:]
