"""Names of Creative Commons licences in running words: `CC BY-NC 4.0`, `Creative Commons Namensnennung 4.0`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from compliance.lexicon import Lexicon
from compliance.passage import Passage, Phrase, Phrases, longest, phrase, phrases

UNTOLD = "Creative Commons"
"""The name of one whose conditions are not said."""
_WHOLE, _SHORT = ("creative", "commons"), ("cc",)
_FREE = "cc0"
_CONDITIONS = ("BY", "NC", "ND", "SA")
_ZERO = "0"
_SAME = " = "
_BETWEEN = 2
"""So many words stand between `Creative Commons` and the conditions: `Creative Commons Lizenz BY`."""
_VERSION = re.compile(r"\d\.\d")


class Named(NamedTuple):
    """A licence's name at `[start:end]` of a text, as it is usually written."""

    name: str
    start: int
    end: int


def names_in(plain: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Named]:
    """The licences that `plain[start:end]` names, in order."""
    passage = Passage(plain, start, end, lexicon)
    texts = passage.phrase(0, len(passage))
    at = 0
    while at < len(texts):
        name, until = _name(passage, texts, at, lexicon)
        if name:
            yield Named(name, passage.words[at].start, passage.words[until - 1].end)
        at = max(until, at + 1)


def _name(passage: Passage, texts: Phrase, at: int, lexicon: Lexicon) -> tuple[str, int]:
    """The name that begins at a word, and the index after it; an empty one if none does."""
    if texts[at] == _FREE:
        return "CC0", at + 1
    whole = texts[at : at + 2] == _WHOLE
    if not whole and texts[at : at + 1] != _SHORT:
        return "", at
    opened = at + (2 if whole else 1)
    terms = _terms(lexicon)
    first = _first_condition(texts, opened, terms.known, phrases(lexicon.licence_words))
    conditions: set[str] = set()
    end = first
    while (after := longest(texts, end, terms.known)) > end:
        conditions.add(terms.condition[texts[end:after]])
        end = after
    version = _version(passage, end)
    if not conditions or (whole and not version and _is_by(passage, first, end)):
        return (UNTOLD, opened) if whole else ("", at)
    kind = "CC0" if _ZERO in conditions else f"CC {'-'.join(each for each in _CONDITIONS if each in conditions)}"
    return f"{kind} {version}".rstrip(), end + (2 if version else 0)


def _first_condition(texts: Phrase, opened: int, known: Phrases, between: Phrases) -> int:
    """Where the conditions begin, after `licence` and its like."""
    for at in range(opened, min(opened + _BETWEEN + 1, len(texts))):
        if longest(texts, at, known) > at:
            return at
        if (texts[at],) not in between and texts[at : at + 1] != _SHORT:
            break
    return opened


def _version(passage: Passage, at: int) -> str:
    """The version whose two digits begin at a word: `4.0`."""
    digits = [word.text for word in passage.words[at : at + 2]]
    dotted = len(digits) == 2 and passage.words[at + 1].gap == "."
    version = ".".join(digits)
    return version if dotted and _VERSION.fullmatch(version) is not None else ""


def _is_by(passage: Passage, first: int, end: int) -> bool:
    """Whether all the conditions are a preposition: `Creative Commons by Jane Doe`."""
    word = passage.words[first]
    return end == first + 1 and word.text == "by" and not word.capital and word.gap == " "


class _Terms(NamedTuple):
    condition: dict[Phrase, str]
    """The condition that a phrase stands for: `BY`, `NC`, `ND`, `SA`, or `0` for none."""
    known: Phrases


@lru_cache(maxsize=64)
def _terms(lexicon: Lexicon) -> _Terms:
    lines = [line.split(_SAME) for line in lexicon.licence_conditions]
    condition = {phrase(term): line[0] for line in lines for term in line}
    return _Terms(condition, Phrases(condition))
