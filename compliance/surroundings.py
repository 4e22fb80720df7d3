"""What stands around and between the paragraphs of a text and is none of it: credit lines, notes, headings, furniture.

A paragraph that only one of two texts has is looked at here before it counts as added or cut. What cannot be
recognised as anything of the kind is text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Literal

from compliance.alignment import Side, is_word, tokens
from compliance.article import Article
from compliance.lexicon import Lexicon

Sort = Literal["credit", "furniture", "note", "headline", "subhead", ""]
"""What a paragraph is besides text; empty for text."""

HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
CAPTIONS = frozenset(["figcaption", "caption"])

_LONGEST_CREDIT, _LONGEST_BYLINE, _LONGEST_BIO = 90, 25, 60
_LONGEST_FURNITURE, _LONGEST_HEADING = 40, 14
_MOSTLY = 0.6
_ENDS = frozenset(".!?…")
_AFTER_WORD = frozenset([":", "|", "-", "/"])
_BRACKETS = {"[": "]", "(": ")"}


class Surroundings:
    """Recognises what is no text in one article, beside another."""

    def __init__(
        self,
        article: Article,
        side: Side,
        sayings: Sayings,
        names: Collection[tuple[str, ...]],
        outlets: Collection[tuple[str, ...]] = (),
    ) -> None:
        """`names` are those of outlets and reporters, as words; `outlets` only those of outlets."""
        self.side = side
        self.sayings = sayings
        self.names = names
        self.outlets = outlets
        self.form = article.form
        self._links = sorted((link.at, len(link.text)) for link in article.links if link.in_body and not link.hidden)

    def sort(self, start: int, end: int, kind: str = "") -> Sort:
        """What a paragraph (of that kind of block), or a run of sentences, is."""
        keys = self.side.keys[start:end]
        said = tuple(filter(is_word, keys))
        if not said or kind in CAPTIONS:
            return "furniture"
        if self._is_note(keys, said):
            return "note"
        if self._is_credit(said, keys[-1][-1] in _ENDS) or ("©" in keys and len(said) <= _LONGEST_BYLINE):
            return "credit"
        if self._is_furniture(start, end, keys, said, kind):
            return "furniture"
        if kind == "h1":
            return "headline"
        return "subhead" if kind in HEADINGS else ""

    def is_credit(self, text: str) -> bool:
        """Whether a line says who wrote the text, or where it comes from."""
        return self._is_credit(phrase(text), text.rstrip()[-1:] in _ENDS)

    def is_heading(self, start: int, end: int) -> bool:
        """Whether a paragraph reads like a heading: a short line without an end."""
        keys = self.side.keys[start:end]
        return (
            sum(map(is_word, keys)) <= _LONGEST_HEADING
            and keys[-1][-1] not in _ENDS
            and keys[-1] not in ('"', ",", ";", ":")
        )

    def is_named(self, start: int, end: int) -> bool:
        """Whether one of the outlets or reporters is named there."""
        said = tuple(filter(is_word, self.side.keys[start:end]))
        return holds_any(said, self.names)

    def opens(self, start: int, end: int, openers: Iterable[tuple[str, ...]]) -> bool:
        """Whether it begins with one of these; with a single word only before a colon or the like."""
        keys = self.side.keys[start:end]
        return _opens(keys, tuple(filter(is_word, keys)), openers)

    def _is_note(self, keys: Sequence[str], said: tuple[str, ...]) -> bool:
        if _BRACKETS.get(keys[0]) == keys[-1] and len(said) > 2:
            return True
        return _opens(keys, said, self.sayings.notes)

    def _is_credit(self, said: tuple[str, ...], ended: bool) -> bool:
        if not 0 < len(said) <= _LONGEST_CREDIT:
            return False
        named = holds_any(said, self.names)
        opened = max((len(each) for each in self.sayings.bylines if _begins(said, each)), default=0)
        if len(said) <= _LONGEST_BYLINE and (
            said in self.names or (opened and (named or (not ended and self._may_be_byline(said, opened))))
        ):
            return True
        if any(_begins(said, each) for each in self.sayings.credits):
            return True
        if holds_any(said, self.sayings.credits) and (named or holds_any(said, self.sayings.pieces)):
            return True
        first = any(_begins(said, name) for name in self.names)
        return first and len(said) <= _LONGEST_BIO and holds_any(said, self.sayings.bios)

    def _may_be_byline(self, said: tuple[str, ...], opened: int) -> bool:
        """Whether a line that opens as bylines do may be one though it names nobody known: `By Jane Doe, staff writer`.

        `By Monday, everybody had left` is none.
        """
        telling = said[opened:]
        return 1 < len(telling) <= _LONGEST_BYLINE // 2 and self.sayings.dates.isdisjoint(telling)

    def _is_furniture(self, start: int, end: int, keys: Sequence[str], said: tuple[str, ...], kind: str) -> bool:
        if len(said) > _LONGEST_FURNITURE:
            return False
        if _opens(keys, said, self.sayings.furniture):
            return True
        if holds_any(said, self.sayings.anywhere):
            return True
        if all(word in self.sayings.dates or word.isdigit() or word[0].isdigit() for word in said):
            return True
        return self._is_linked(start, end)

    def _is_linked(self, start: int, end: int) -> bool:
        """Whether a paragraph is little more than links."""
        first, last = self.side.range(start, end)
        linked = sum(length for at, length in self._links if first <= at < last)
        return linked >= _MOSTLY * (last - first)


class Sayings:
    """The words of a Lexicon that tell."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.notes = _phrases(lexicon.note_openers)
        self.credits = _phrases(lexicon.credit_phrases)
        self.bylines = _phrases((*lexicon.byline_openers, *lexicon.other_credits))
        self.bios = _phrases((*lexicon.bio_verbs, *lexicon.author_verbs))
        self.furniture = _phrases((*lexicon.furniture_openers, *lexicon.page_words))
        self.anywhere = _phrases(lexicon.furniture_phrases)
        self.dates = frozenset(
            word for each in _phrases((*lexicon.date_words, *lexicon.time_units, *lexicon.weekdays)) for word in each
        )
        self.changes = _phrases(lexicon.change_notes)
        self.withdrawals = _phrases(lexicon.withdrawal_notes)
        self.kills = _phrases(lexicon.kill_notes)
        self.corrections = _phrases(lexicon.correction_notes)
        self.pieces = tuple(
            (*opener, *noun) for opener in _phrases(lexicon.credit_openers) for noun in _phrases(lexicon.credit_nouns)
        )


@lru_cache(maxsize=8)
def sayings(lexicon: Lexicon) -> Sayings:
    """The Sayings of a Lexicon."""
    return Sayings(lexicon)


def phrase(text: str) -> tuple[str, ...]:
    """The words of a phrase, as texts are compared."""
    return tuple(key for key, _ in tokens(text) if is_word(key))


@lru_cache(maxsize=256)
def _phrases(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(filter(None, map(phrase, texts))))


def _opens(keys: Sequence[str], said: tuple[str, ...], openers: Iterable[tuple[str, ...]]) -> bool:
    """Whether one of these begins it; a single word only before a colon or the like, or in a short line."""
    for opener in openers if said else ():
        if _begins(said, opener):
            if len(opener) > 1 or len(said) == 1:
                return True
            after = keys.index(opener[0]) + 1
            if after < len(keys) and keys[after] in _AFTER_WORD:
                return True
    return False


def _begins(said: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return said[0] == phrase[0] and said[: len(phrase)] == phrase


def holds_any(said: Sequence[str], phrases: Iterable[tuple[str, ...]]) -> bool:
    """Whether the words of one of the phrases stand among these in a row."""
    words = frozenset(said)
    return any(each[0] in words and holds(said, each) for each in phrases)


def holds(said: Sequence[str], phrase: tuple[str, ...]) -> bool:
    """Whether the words of a phrase stand among these in a row."""
    size, first = len(phrase), phrase[0]
    return first in said and any(
        said[at] == first and tuple(said[at : at + size]) == phrase for at in range(len(said) - size + 1)
    )
