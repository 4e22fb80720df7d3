"""Finding many patterns in a text at once, in linear time. The only importer of pattern libraries.

Phrases of all rules go into one Aho-Corasick automaton, and with them the literals that regular expressions
require. The expressions are RE2's, which are linear-time by construction: what RE2 cannot do (look-around,
back-references) is refused here, when a policy loads, with a way to write it that can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, cast

from compliance.borders import WORDLIKE, is_apart, stands_alone
from compliance.found import Found, Hit, Pattern, Sought
from compliance.literals import words
from compliance.text import Folded, fold_phrase
from compliance.trial import Places, Trial

__all__ = [
    "Found", "Hit", "Match", "Matcher", "Pattern", "PatternError", "Regex", "Sought", "automaton", "regex"
]  # fmt: skip


class PatternError(ValueError):
    """A pattern that cannot be matched in linear time, or not at all; `hint` says how to write it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


class Match(Protocol):
    """What we use of RE2's match objects."""

    def start(self, group: int = 0) -> int: ...
    def end(self, group: int = 0) -> int: ...
    def group(self, group: int = 0) -> str | None: ...
    def span(self, group: int = 0) -> tuple[int, int]: ...


class Regex(Protocol):
    """What we use of RE2's compiled patterns."""

    groups: int

    def finditer(self, text: str | bytes, pos: int = 0, endpos: int | None = None) -> Iterable[Match]: ...
    def search(self, text: str | bytes) -> Match | None: ...
    def fullmatch(self, text: str) -> Match | None: ...
    def match(self, text: str | bytes, pos: int = 0) -> Match | None: ...


_HINTS = {
    r"invalid perl operator: (?=": r"look-ahead is not linear-time: match what follows too, or use `only_if`",
    r"invalid perl operator: (?!": r"look-ahead is not linear-time: list what may follow, or name them in `unless`",
    r"invalid perl operator: (?<": r"look-behind is not linear-time: match what stands before too, or start with `\b`",
    r"invalid escape sequence": r"back-references are not linear-time: write the repeated words out as alternatives",
    r"invalid repetition size": r"repeat at most 1000 times: `x*` or `x+` say `any number`",
    r"missing argument to repetition": r"put something before `*`, `+` or `?`, or escape it with `\`",
    r"no argument for repetition": r"put something before `*`, `+` or `?`, or escape it with `\`",
    r"bad repetition operator": r"possessive and doubled repetitions are not linear-time: write `a+`, not `a++`",
    r"missing )": r"close the bracket, or escape it with `\(`",
    r"unexpected )": r"open the bracket, or escape it with `\)`",
    r"missing ]": r"close the class, or escape it with `\[`",
}


@lru_cache(maxsize=4096)
def regex(pattern: str) -> Regex:
    """Compile a linear-time, case-insensitive regular expression.

    Raises PatternError when RE2 refuses it, naming what to write instead.
    """
    import re2

    pattern = _with_unicode_words(pattern)
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        return cast(Regex, re2.compile(pattern, options))
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
        hint = next((hint for start, hint in _HINTS.items() if start in reason), "see RE2's syntax")
        raise PatternError(reason, hint) from None


_LETTERS = r"\pL\pM\pN_"
_TOKEN = re.compile(r"\\.|\[\^?\]?|.", re.DOTALL)


def _with_unicode_words(pattern: str) -> str:
    r"""The pattern with `\w` meaning letters of every script; RE2's own is ASCII's.

    Raises PatternError for the two spellings that would silently miss words: `\W` within a class, and a `\b`
    beside a letter that is not ASCII, where RE2 sees no border.
    """
    tokens = _TOKEN.findall(pattern)
    inside = False
    for index, token in enumerate(tokens):
        if token.startswith("["):
            inside = True
        elif token == "]":
            inside = False
        elif token == r"\w":
            tokens[index] = _LETTERS if inside else f"[{_LETTERS}]"
        elif token == r"\W" and inside:
            raise PatternError(r"`\W` within a class matches ASCII only", r"write `\PL` for what is no letter")
        elif token == r"\W":
            tokens[index] = f"[^{_LETTERS}]"
        elif token == r"\b" and not "".join(tokens[max(index - 1, 0) : index + 2]).isascii():
            raise PatternError(
                r"`\b` sees no border beside a letter that is not ASCII",
                r"leave the `\b` out, or list the word as a term",
            )
    return "".join(tokens)


class Matcher:
    """All patterns of a Plan, compiled; holds native automata, so it is built anew in each process.

    One automaton looks for every phrase, for every word of an expression that only lists words, and for the literals
    that any other expression cannot match without; RE2 is asked only about those whose literals are there, and those
    that require none.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = frozenset(patterns)
        self._indices: dict[bytes, int] = {}
        self._meanings: list[_Meaning] = []
        self._always: list[tuple[Pattern, Trial]] = []
        for pattern in sorted(self.patterns):
            self._add(pattern)
        literals = list(self._indices)
        self._strict = bytes(map(_is_strict, literals, self._meanings))
        self._automaton = automaton(literals)

    def find(self, folded: Folded) -> Found:
        """Every hit of every pattern, overlapping ones included; offsets before folding."""
        data = folded.data
        places, unsure = self._places(data)
        spans: dict[Pattern, Places] = {}
        listed: dict[Pattern, Places] = {}
        tried = dict.fromkeys(self._always)
        for index, found in places.items():
            meaning = self._meanings[index]
            if meaning.tries:
                tried.update(dict.fromkeys(meaning.tries))
            if meaning.phrases:
                sure = self._strict[index] and index not in unsure
                alone = found if sure else [place for place in found if stands_alone(data, *place)]
                for pattern in meaning.phrases:
                    kept = alone if pattern.whole else found
                    if kept:
                        spans[pattern] = kept
            if meaning.listed and (apart := [place for place in found if is_apart(data, *place)]):
                for pattern in meaning.listed:
                    listed.setdefault(pattern, []).extend(apart)
        for pattern, several in listed.items():
            spans[pattern] = list(_one_after_another(sorted(several)))
        for pattern, trial in tried:
            if matched := trial.find(data, places):
                spans[pattern] = matched
        return Found(folded, spans)

    def require(self, sought: Sought) -> None:
        """Raises KeyError for a pattern that is not looked for here: that it was not found would mean nothing."""
        if sought.known_to is not self:
            if not self.patterns.issuperset(sought.order):
                raise KeyError(next(pattern for pattern in sought.order if pattern not in self.patterns))
            sought.known_to = self

    def _places(self, data: bytes) -> tuple[dict[int, Places], set[int]]:
        """Where each literal stands, by its number; where only whole words count, without what runs on in ASCII.

        And those numbers of which a place has other letters, or signs, than ASCII's beside it.
        """
        strict, word = self._strict, WORDLIKE
        around = b" " + data + b" "
        places: dict[int, Places] = {}
        unsure: set[int] = set()
        for index, start, end in self._automaton(data):
            before, behind = around[start], around[end + 1]
            if strict[index] and (word[before] or word[behind]):
                continue
            if index in places:
                places[index].append((start, end))
            else:
                places[index] = [(start, end)]
            if before > _ASCII or behind > _ASCII:
                unsure.add(index)
        return places, unsure

    def _add(self, pattern: Pattern) -> None:
        """Note by which literals a pattern is found."""
        if not pattern.regex:
            self._meanings[self._index(fold_phrase(pattern.text))].phrases.append(pattern)
            return
        listed = words(pattern.text)
        if listed is not None:
            for word in sorted(listed):
                self._meanings[self._index(word)].listed.append(pattern)
            return
        trial = Trial(pattern.text, self._index, regex)
        for index in trial.gate:
            self._meanings[index].tries.append((pattern, trial))
        if not trial.gate:
            self._always.append((pattern, trial))

    def _index(self, literal: str) -> int:
        """The number of a literal in the automaton; it is put there if it is new."""
        data = literal.encode()
        if data not in self._indices:
            self._indices[data] = len(self._meanings)
            self._meanings.append(_Meaning([], [], []))
        return self._indices[data]


def _one_after_another(places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first of these places, and each time the next that does not overlap it, as expressions are matched."""
    reach = 0
    for start, end in places:
        if start >= reach:
            yield start, end
            reach = end


_ASCII = 127


class _Meaning(NamedTuple):
    """What a literal is looked for."""

    phrases: list[Pattern]
    listed: list[Pattern]
    """Expressions that only list words, of which it is one."""
    tries: list[tuple[Pattern, Trial]]
    """Expressions that are tried where it stands."""


def _is_strict(literal: bytes, meaning: _Meaning) -> bool:
    """Whether a literal only counts where no ASCII letter or digit is before or behind it."""
    counts_alone = not meaning.tries and all(each.whole for each in meaning.phrases)
    return counts_alone and bool(literal and WORDLIKE[literal[0]] and WORDLIKE[literal[-1]])


_LARGEST_DFA = 64_000
"""Up to so many bytes of literals the automaton is a full table: up to three times as fast, but of 300 bytes a byte."""


def automaton(literals: Sequence[bytes]) -> Callable[[bytes], Iterable[tuple[int, int, int]]]:
    """A function that finds every occurrence of every literal in some bytes: `(index, start, end)`."""
    if not literals:
        return lambda data: ()
    from ahocorasick_rs import BytesAhoCorasick, Implementation

    small = sum(map(len, literals)) <= _LARGEST_DFA
    built = BytesAhoCorasick(literals, implementation=Implementation.DFA if small else None)
    find: Callable[..., Iterable[tuple[int, int, int]]] = built.find_matches_as_indexes
    return lambda data: find(data, overlapping=True)
