"""Changing the characters of an article so that look-alikes compare equal, without losing their place.

Folding ignores what an editor would call the same text: case, typographic quotes and dashes, kinds and
amounts of white space, soft hyphens and zero-width characters, composed and decomposed accents.
A paragraph break stays a line break, so that no phrase matches across paragraphs.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from compliance.runs import Runs, Weaver

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′ʼ´＇"), "'") | dict.fromkeys(map(ord, "“”„‟«»″＂"), '"')
_SPACES = dict.fromkeys(map(ord, "\t\r\x0b\x0c\x1c\x1d\x1e\x1f"), " ")
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e"
# Characters whose folding is not one character for one: white space runs, ignored characters, a base
# letter with its combining marks, and everything that casefold or compatibility folding lengthens.
_IRREGULAR = re.compile(rf"[^\S\n]*\n\s*|[^\S\n]{{2,}}|[{_IGNORED}]+|[^\W\d_][\u0300-\u036f]+|[ßŉǰΐΰևẖ-ẚẞὐ-ῼİ…ﬀ-ﬆﬓ-ﬗ]")


class Folded(Struct, frozen=True):
    """Folded text, and how it lies in the text it was folded from (`runs` None: same offsets)."""

    text: str
    runs: Runs | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the unfolded text that `[start:end]` stands for."""
        return (start, end) if self.runs is None else self.runs.original(start, end)


def fold(text: str) -> Folded:
    """Fold a text, in time linear in its length."""
    weaver = Weaver()
    done = 0
    for match in _IRREGULAR.finditer(text):
        weaver.add(_fold_regular(text[done : match.start()]), done, match.start())
        weaver.add(_fold_irregular(match.group()), match.start(), match.end())
        done = match.end()
    if not done:
        return Folded(_fold_regular(text))
    weaver.add(_fold_regular(text[done:]), done, len(text))
    return Folded(weaver.text(), weaver.runs())


@lru_cache(maxsize=4096)
def fold_phrase(phrase: str) -> str:
    """A phrase folded as the texts are that it is looked for in, without white space at its ends."""
    if phrase.isascii() and phrase.isprintable() and "  " not in phrase:
        return phrase.lower().strip()  # what folding comes to for the plain words that most lists consist of
    return fold(phrase).text.strip()


def _fold_irregular(piece: str) -> str:
    if piece.isspace():
        return "\n" if piece.count("\n") > 1 else " "
    if piece[0] in _IGNORED:
        return ""
    return unicodedata.normalize("NFKC", piece).translate(_TABLE).casefold()


def _fold_regular(piece: str) -> str:
    return piece.lower().translate(_SPACES) if piece.isascii() else piece.translate(_TABLE)


class _Table(dict[int, str]):
    """Folds one character to one; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = " " if char.isspace() else unicodedata.normalize("NFKC", char).casefold()
        self[code] = folded if len(folded) == 1 else char.lower() if len(char.lower()) == 1 else char
        return self[code]


_TABLE = _Table(_QUOTES | _DASHES)


def words(text: str) -> list[tuple[int, int]]:
    """The ranges of the words in a text: letters, digits, and apostrophes or hyphens within them."""
    return [match.span() for match in _WORD.finditer(text)]


_WORD = re.compile(r"\w+(?:['’.&-]\w+)*")
