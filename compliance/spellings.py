"""The ways a term may be written: `soldiers?`, `air ?strikes?`, `porn(o|ography)?`, `{groups} are`.

`?` makes the letter or bracket before it optional, `(a|b)` and `[sz]` offer a choice, `{name}` stands for each entry
of a list, and `\\` takes the next character as it is. What comes out are plain phrases, for one automaton.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

LIMIT = 2000
"""How many phrases one term may come to."""

_TOKEN = re.compile(r"\\.|[^()\[\]{}|?\\]+|\[[^\[\]]+\]|\{[^{}]*\}|.", re.DOTALL)
_SPECIAL = re.compile(r"[()\[\]{}|?\\]")

Lists = Mapping[str, Sequence[str]]


class SpellingError(ValueError):
    """A term that cannot be read; `hint` says how to write it."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


def spellings(term: str, lists: Lists | None = None) -> tuple[str, ...]:
    """Every phrase that a term stands for, each once, in order.

    Raises SpellingError for brackets that do not pair, an unknown list, or more than LIMIT phrases.
    """
    if not _SPECIAL.search(term):
        return (term,)
    return _spelt(term, lists or {}) if "{" in term else _alone(term)


@lru_cache(maxsize=16_384)
def _alone(term: str) -> tuple[str, ...]:
    """The phrases of a term that names no list: a Plan and its Scanner both ask for them."""
    return _spelt(term, {})


def _spelt(term: str, lists: Lists) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in _Spelling(term, lists).phrases()))


class _Spelling:
    """A term being read, from left to right."""

    def __init__(self, term: str, lists: Lists, above: tuple[str, ...] = ()) -> None:
        self.term = term
        self.lists = lists
        self.above = above
        self.tokens = _TOKEN.findall(term)
        self.at = 0

    def phrases(self) -> list[str]:
        """All that the term stands for."""
        found = self._choice()
        if self.at < len(self.tokens):
            raise SpellingError(f"`{self.term}` closes a bracket that it did not open", r"open it, or write `\)`")
        return found

    def _choice(self) -> list[str]:
        """The phrases of `a|b|c`, up to a closing bracket or the end."""
        found: list[str] = []
        sequence = [""]
        while self.at < len(self.tokens) and self.tokens[self.at] != ")":
            if self.tokens[self.at] == "|":
                found += sequence
                sequence = [""]
                self.at += 1
                continue
            piece = self._piece()
            if len(found) + len(sequence) * len(piece) > LIMIT:
                raise SpellingError(
                    f"`{self.term}` stands for more than {LIMIT} phrases", "split it into several terms"
                )
            sequence = [first + second for first in sequence for second in piece]
        return found + sequence

    def _piece(self) -> list[str]:
        """A stretch of letters, a bracket or a list, with the `?` behind it."""
        token = self.tokens[self.at]
        self.at += 1
        piece = self._bracket() if token == "(" else self._read(token)
        if self.tokens[self.at : self.at + 1] != ["?"]:
            return piece
        self.at += 1
        if not _SPECIAL.match(token) and len(token) > 1:
            return [token, token[:-1]]  # the `?` is the last letter's
        return [*piece, ""]

    def _bracket(self) -> list[str]:
        found = self._choice()
        if self.at == len(self.tokens):
            raise SpellingError(f"`{self.term}` does not close its bracket", r"close it, or write `\(`")
        self.at += 1
        return found

    def _read(self, token: str) -> list[str]:
        """What a token stands for by itself."""
        if token == "?":
            raise SpellingError(f"`{self.term}` has a `?` after nothing", r"write `\?` for a question mark")
        if token in ("[", "]", "{", "}", "\\"):
            raise SpellingError(f"`{self.term}` does not close its bracket", rf"close it, or write `\{token}`")
        if token.startswith("["):
            return list(token[1:-1])
        if token.startswith("{"):
            return self._entries(token[1:-1])
        return [token[1:] if token.startswith("\\") else token]

    def _entries(self, name: str) -> list[str]:
        """Everything that the entries of a list stand for."""
        if name not in self.lists or name in self.above:
            known = ", ".join(f"`{each}`" for each in self.lists)
            hint = f"the lists are {known}" if known else r"write `\{` for a brace"
            raise SpellingError(f"`{self.term}` asks for a list that is not there", hint)
        return [
            phrase
            for entry in self.lists[name]
            for phrase in _Spelling(entry, self.lists, (*self.above, name)).phrases()
        ]
