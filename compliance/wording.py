"""Prescribed wordings with slots (`This {noun} was originally {published} by {outlet}`), matched over words.

Case, quotes, dashes, punctuation and whatever follows the last word do not matter; one word may be misspelt;
after `this`, any noun that names the piece will do, and any verb that says it came out. A wording that names
no such noun counts only where it begins a sentence or a line, so that a mention in running text is none.
Work at each word of a text is bounded by the wordings, so time is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from compliance.lexicon import Lexicon
from compliance.passage import Passage, longest, misspelt, names, phrase, phrases, single_words
from compliance.policy import Outlet
from compliance.slot import SLIP_NAME, Element, date, one_of, outlet_name, some_name, some_words
from compliance.text import fold

SLOTS = ("author", "outlet", "noun", "published", "date", "any")

_VERB_PHRASE = 6
_REACH = 40
"""Within how many words of its beginning a wording must come to the outlet."""
_PIECE = re.compile(r"\{([^{}]*)\}|([^{}]+)|[{}]")
_FULL_STOP = re.compile(r"[\w}]{2}[.!?]\s")


class WordingError(ValueError):
    """A template that cannot be matched; `hint` says how to write it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


class Found(NamedTuple):
    """A wording found at `[start:end]` of a text."""

    start: int
    end: int


class _Variant(NamedTuple):
    elements: tuple[Element, ...]
    anywhere: bool
    """Whether it may stand in the middle of a sentence."""
    stops: int
    """How many sentence ends the template itself runs over."""
    outlet: bool
    """Whether it names the outlet in a slot: it is only tried where the outlet's name follows."""


def tokens(template: str) -> list[str]:
    """A template's words, folded, and its slots as `{name}`. Raises WordingError when it cannot be matched."""
    parts: list[str] = []
    for match in _PIECE.finditer(template):
        slot, text = match.groups()
        if text is not None:
            parts.extend(phrase(text))
        elif slot in SLOTS:
            parts.append(match.group())
        elif slot is None:
            raise WordingError("a brace stands alone", "write slots as `{outlet}`")
        else:
            listed = ", ".join(f"`{{{known}}}`" for known in SLOTS)
            raise WordingError(f"there is no slot `{{{slot}}}`", f"the slots are {listed}")
    if all(part in ("{any}", "{date}") for part in parts):
        raise WordingError("the wording has no words", "write the words that an article must carry")
    if "{any}" in (parts[0], parts[-1]):
        raise WordingError("`{any}` stands at an end of the wording", "leave it out: what surrounds it does not matter")
    return parts


class Wordings:
    """Templates made ready for one outlet; `people` are the article's reporters, as far as known."""

    def __init__(
        self,
        templates: Sequence[str],
        lexicon: Lexicon,
        outlet: Outlet,
        people: tuple[str, ...] = (),
        typos: int = 1,
    ) -> None:
        self.typos = typos
        self._lexicon = lexicon
        self._verbs = phrases(lexicon.credit_verbs) | {("{published}",)}
        self._adverbs = phrases(lexicon.credit_adverbs)
        self._verb_words = sorted(single_words((*lexicon.credit_verbs, *lexicon.credit_adverbs)))
        self._elements = {
            "noun": one_of(phrases(lexicon.credit_nouns)),
            "outlet": outlet_name(outlet),
            "author": one_of(phrases(people)) if people else some_name(lexicon),
            "published": Element(self._published),
            "date": Element(date),
            "any": Element(some_words),
            "opener": one_of(phrases(lexicon.credit_openers)),
            "preposition": one_of(phrases(lexicon.credit_prepositions)),
        }
        self._variants = [variant for template in templates for variant in self._compile(template)]
        self._free = [variant for variant in self._variants if not variant.outlet]
        self._hints = _hints(outlet, typos)

    def find(self, plain: str, start: int, end: int, anchored: bool = True) -> list[Found]:
        """Where any of the wordings stands in `plain[start:end]`, by position, without overlaps.

        `anchored` False: in the middle of a sentence too, for passages that are nothing but a byline.
        """
        if not self._free and not any(hint in fold(plain[start:end]).text for hint in self._hints):
            return []
        passage = Passage(plain, start, end, self._lexicon)
        named = [
            index for index in range(len(passage)) if any(self._elements["outlet"].ends(passage, index, self.typos))
        ]
        starting: dict[tuple[str, bool], list[_Variant]] = {}
        found: list[Found] = []
        done = 0
        for index, word in enumerate(passage.words):
            near = _follows(named, index)
            variants = self._variants if near else self._free
            if index < done or not variants:
                continue
            if (word.text, near) not in starting:
                starting[word.text, near] = [each for each in variants if self._may_start(each, word.text)]
            runs = (_run(each, passage, index, self.typos, anchored) for each in starting[word.text, near])
            done = max(done, *runs, 0)
            if done > index:
                found.append(Found(word.start, passage.words[done - 1].end))
        return found

    def _may_start(self, variant: _Variant, word: str) -> bool:
        firsts = variant.elements[0].firsts
        return firsts is None or word in firsts or (self.typos > 0 and any(misspelt(word, first) for first in firsts))

    def _compile(self, template: str) -> Iterator[_Variant]:
        """A template's variants: itself, without its `By`, and with `This story` before a bare verb."""
        kinds, elements = zip(*self._steps(tokens(template)), strict=True)
        stops = len(_FULL_STOP.findall(template))
        anywhere = "noun" in kinds and "opener" in kinds
        variant = _Variant(elements, anywhere, stops, "outlet" in kinds)
        yield variant
        if kinds[0] == "by" and len(kinds) > 1:
            yield variant._replace(elements=elements[1:])
        if kinds[0] == "published":
            before = (self._elements["opener"], self._elements["noun"], self._elements["any"])
            yield variant._replace(elements=(*before, *elements), anywhere=True)

    def _steps(self, parts: list[str]) -> Iterator[tuple[str, Element]]:
        """A template's elements with their kinds: what may vary in a credit line is loosened."""
        index, before = 0, ""
        while index < len(parts):
            before, end = self._kind(parts, index, before)
            element = self._elements.get(before)
            yield before, element or one_of(frozenset([tuple(parts[index:end])]))
            index = end

    def _kind(self, parts: list[str], index: int, before: str) -> tuple[str, int]:
        """What a template's part is, and the index after it."""
        lexicon, part = self._lexicon, parts[index]
        verb = self._verb_end(parts, index)
        noun = longest(parts, index, phrases(lexicon.credit_nouns))
        if verb > index:
            return "published", verb
        if part.startswith("{"):
            return part[1:-1], index + 1
        if before == "opener" and noun > index:
            return "noun", noun
        if before == "published" and (part,) in phrases(lexicon.credit_prepositions):
            return "preposition", index + 1
        if (part,) in phrases(lexicon.credit_openers) and index + 1 < len(parts):
            return "opener", index + 1
        return ("by" if not index and (part,) in phrases(lexicon.byline_openers) else "", index + 1)

    def _verb_end(self, words: Sequence[str], index: int) -> int:
        """The index after `was originally published` and its like; `index` itself when there is none."""
        start = self._adverbs_end(words, index)
        verb = longest(words, start, self._verbs)
        return verb if verb > start else index

    def _adverbs_end(self, words: Sequence[str], index: int) -> int:
        end = index
        while end - index < _VERB_PHRASE and longest(words, end, self._adverbs) > end:
            end = longest(words, end, self._adverbs)
        return end

    def _published(self, passage: Passage, index: int, slips: int) -> Iterator[tuple[int, int]]:
        words = passage.phrase(index, index + _VERB_PHRASE)
        end = self._verb_end(words, 0)
        if end:
            yield index + end, 0
            return
        for at in range(len(words) if slips else 0):
            meant = next((known for known in self._verb_words if misspelt(words[at], known)), "")
            end = self._verb_end((*words[:at], meant, *words[at + 1 :]), 0) if meant else 0
            if end > at:
                yield index + end, 1
                return


@lru_cache(maxsize=256)
def wordings(
    templates: tuple[str, ...],
    lexicon: Lexicon,
    outlet: Outlet,
    people: tuple[str, ...] = (),
    typos: int = 1,
) -> Wordings:
    """Wordings made ready, and kept for the next article of the same outlet."""
    named = people if any("{author}" in template for template in templates) else ()
    return Wordings(templates, lexicon, outlet, named, typos)


def _hints(outlet: Outlet, typos: int) -> tuple[str, ...]:
    """Words one of which a text must hold to name the outlet: one slip leaves one of a name's two longest whole."""
    hints: list[str] = []
    for name in names(outlet.names):
        words = sorted(name, key=len)[-2:]
        slips = typos if sum(map(len, name)) >= SLIP_NAME else 0
        if slips > 1 or (slips and (len(words) < 2 or "the" in words)):
            return ("",)
        hints += words if slips else words[-1:]
    return tuple(dict.fromkeys(hints))


def _follows(named: Sequence[int], index: int) -> bool:
    """Whether the outlet is named at a word or soon after it."""
    following = bisect_left(named, index)
    return following < len(named) and named[following] - index <= _REACH


def _run(variant: _Variant, passage: Passage, at: int, typos: int, anchored: bool) -> int:
    """The index after the last word, when a variant matches from `at` on; 0 when it does not."""
    words = passage.words
    if anchored and not variant.anywhere and not words[at].fresh:
        return 0
    states = {at: 0}
    for element in variant.elements:
        following: dict[int, int] = {}
        for index, slips in states.items():
            for end, more in element.ends(passage, index, typos - slips):
                if words[end - 1].sentence - words[at].sentence <= variant.stops:
                    following[end] = min(slips + more, following.get(end, typos))
        states = following
    return max(states, default=0)
