"""Finding many patterns in a text at once, in linear time. The only importer of pattern libraries.

Phrases of all rules go into one Aho-Corasick automaton; regular expressions are RE2's, which are
linear-time by construction: what RE2 cannot do (look-around, back-references) is refused here, when a
policy loads, with a way to write it that can.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, cast

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

    def finditer(self, text: str) -> Iterable[Match]: ...
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


class Matcher:
    """All patterns of a Plan, compiled; holds native automata, so it is built anew in each process."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = tuple(dict.fromkeys(patterns))
        patterns = self.patterns
        self._phrases = [(pattern, fold_phrase(pattern.text)) for pattern in patterns if not pattern.regex]
        self._regexes = [(pattern, regex(pattern.text)) for pattern in patterns if pattern.regex]
        self._automaton = _automaton([phrase for _, phrase in self._phrases])

    def find(self, folded: Folded) -> list[Hit]:
        """Every hit of every pattern, overlapping ones included, by position; offsets before folding."""
        hits = [Hit(pattern, *folded.original(start, end)) for pattern, start, end in self._matches(folded.text)]
        hits.sort(key=lambda hit: (hit.start, hit.end, hit.pattern))
        return hits

    def _matches(self, text: str) -> Iterable[tuple[Pattern, int, int]]:
        if self._automaton is not None:
            for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
                pattern = self._phrases[index][0]
                if not pattern.whole or _stands_alone(text, start, end):
                    yield pattern, start, end
        for pattern, compiled in self._regexes:
            for match in compiled.finditer(text):
                if match.end() > match.start():
                    yield pattern, match.start(), match.end()


class _Automaton(Protocol):
    def find_matches_as_indexes(self, text: str, overlapping: bool) -> list[tuple[int, int, int]]: ...


def _automaton(phrases: list[str]) -> _Automaton | None:
    if not phrases:
        return None
    from ahocorasick_rs import AhoCorasick

    return cast(_Automaton, AhoCorasick(phrases))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no word runs over the borders of `text[start:end]`."""
    before = start == 0 or not (_in_word(text[start]) and _in_word(text[start - 1]))
    return before and (end == len(text) or not (_in_word(text[end - 1]) and _in_word(text[end])))


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
