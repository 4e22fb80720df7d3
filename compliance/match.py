"""Finding many patterns in a text at once, in linear time. The only importer of pattern libraries.

Phrases of all rules go into one Aho-Corasick automaton, and with them the literals that regular expressions
require. The expressions are RE2's, which are linear-time by construction: what RE2 cannot do (look-around,
back-references) is refused here, when a policy loads, with a way to write it that can.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, cast

from compliance.borders import is_apart, stands_alone
from compliance.literals import needed, words
from compliance.text import Folded, fold_phrase


class Pattern(NamedTuple):
    """What to look for in folded text: a phrase (whole words), or a regular expression."""

    text: str
    regex: bool = False
    whole: bool = True
    """Whether a phrase must begin and end at the border of a word."""


class Hit(NamedTuple):
    """A Pattern found at `[start:end]` of the text that was folded."""

    pattern: Pattern
    start: int
    end: int


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

    def finditer(self, text: str | bytes) -> Iterable[Match]: ...
    def search(self, text: str) -> Match | None: ...
    def fullmatch(self, text: str) -> Match | None: ...
    def match(self, text: str) -> Match | None: ...


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


class Found(Mapping[Pattern, list[Hit]]):
    """The hits of each pattern that was found at all, by position; worked out for those that somebody asks about."""

    def __init__(self, folded: Folded, spans: dict[Pattern, list[tuple[int, int]]]) -> None:
        """`spans` are those in the bytes of the folded text; none of the lists is empty."""
        self._folded = folded
        self._spans = spans
        self._hits: dict[Pattern, list[Hit]] = {}

    def __getitem__(self, pattern: Pattern) -> list[Hit]:
        if pattern not in self._hits:
            original = self._folded.original_of_bytes
            self._hits[pattern] = [Hit(pattern, *original(start, end)) for start, end in self._spans[pattern]]
        return self._hits[pattern]

    def __contains__(self, pattern: object) -> bool:
        return pattern in self._spans

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self._spans)

    def __len__(self) -> int:
        return len(self._spans)


class Matcher:
    """All patterns of a Plan, compiled; holds native automata, so it is built anew in each process.

    One automaton looks for every phrase, for every word of an expression that only lists words, and for the literals
    that any other expression cannot match without; RE2 is asked only about those whose literals are there, and those
    that require none.
    """

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.patterns = frozenset(patterns)
        self._phrases: dict[bytes, list[Pattern]] = {}
        self._words: dict[bytes, list[Pattern]] = {}
        self._gates: dict[bytes, list[Pattern]] = {}
        self._further: dict[Pattern, list[frozenset[bytes]]] = {}
        self._always: list[Pattern] = []
        self._compiled: dict[Pattern, Regex] = {}
        for pattern in sorted(self.patterns):
            self._add(pattern)
        kinds = (self._phrases, self._words, self._gates)
        self._literals = list(dict.fromkeys(literal for kind in kinds for literal in kind))
        self._meant = [tuple(kind.get(each, ()) for kind in kinds) for each in self._literals]
        self._automaton = automaton(self._literals)

    def find(self, folded: Folded) -> Found:
        """Every hit of every pattern, overlapping ones included; offsets before folding."""
        data = folded.data
        places: dict[int, list[tuple[int, int]]] = {}
        for index, start, end in self._automaton(data):
            places.setdefault(index, []).append((start, end))
        spans: dict[Pattern, list[tuple[int, int]]] = {}
        tried = dict.fromkeys(self._always)
        for index, found in places.items():
            phrases, worded, gated = self._meant[index]
            if gated:
                tried.update(dict.fromkeys(gated))
            if phrases:
                alone = [place for place in found if stands_alone(data, *place)]
                for pattern in phrases:
                    kept = alone if pattern.whole else found
                    if kept:
                        spans[pattern] = kept
            if worded and (apart := [place for place in found if is_apart(data, *place)]):
                for pattern in worded:
                    spans[pattern] = sorted([*spans.get(pattern, ()), *apart])
        for pattern in tried:
            if self._may_match(pattern, data):
                matched = (match.span() for match in self._regex(pattern).finditer(data))
                kept = [(start, end) for start, end in matched if end > start]
                if kept:
                    spans[pattern] = kept
        return Found(folded, spans)

    def _may_match(self, pattern: Pattern, data: bytes) -> bool:
        """Whether all else that a pattern requires is there, besides the literal that it is tried for."""
        further = self._further.get(pattern, ())
        return all(any(literal in data for literal in literals) for literals in further)

    def _add(self, pattern: Pattern) -> None:
        """Note by which literals a pattern is found."""
        if not pattern.regex:
            self._phrases.setdefault(fold_phrase(pattern.text).encode(), []).append(pattern)
            return
        listed = words(pattern.text)
        if listed is not None:
            for word in sorted(listed):
                self._words.setdefault(word.encode(), []).append(pattern)
            return
        telling = [frozenset(map(str.encode, literals)) for literals in needed(pattern.text)]
        if not telling:
            self._always.append(pattern)
            return
        for literal in sorted(telling[0]):
            self._gates.setdefault(literal, []).append(pattern)
        if telling[1:]:
            self._further[pattern] = telling[1:]

    def _regex(self, pattern: Pattern) -> Regex:
        """A pattern compiled, when it is first asked for: most never are."""
        if pattern not in self._compiled:
            self._compiled[pattern] = regex(pattern.text)
        return self._compiled[pattern]


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
