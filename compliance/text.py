"""Changing the characters of an article so that look-alikes compare equal, without losing their place.

Folding ignores what an editor would call the same text: case, typographic quotes and dashes, kinds and
amounts of white space, soft hyphens and zero-width characters, composed and decomposed accents.
A paragraph break is two line breaks, so that no phrase matches across paragraphs.

Most text is ASCII with a few typographic marks, each of which folds to one character: such text is folded by a
handful of native calls, and its offsets stay what they were.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from compliance.runs import Runs, Weaver

_QUOTES = dict.fromkeys(map(ord, "‘’‚‛′ʼ´＇"), "'") | dict.fromkeys(map(ord, "“”„‟«»″＂"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_ASCII = bytes(range(128))
_SPACE = ord(" ")
_LOWER = bytes(range(256)).lower().translate(bytes.maketrans(b"\t\r\x0b\x0c\x1c\x1d\x1e\x1f", b" " * 8))
# Characters whose folding is not one character for one: ignored ones, and everything that casefold or
# compatibility folding lengthens. A letter with combining marks and irregular white space are the others.
_IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u180e"
_LENGTHENED = re.compile("[ßŉǰΐΰևẖ-ẚẞὐ-ῼİ…ﬀ-ﬆﬓ-ﬗ]")
_MARKS = frozenset(map(chr, range(0x300, 0x370)))
_SPACES = r"[^\S\n]*\n\s*|[^\S\n]{2,}"
_LOOSE_SPACES = r"\s[\s{0}]+|[{0}][\s{0}]*|\n"
"""White space with ignored characters before, in or after it: an invisible character parts no phrase."""
_MARKED = r"[^\W\d_][\u0300-\u036f]+"
_FOLLOWING = re.compile(rb"[\x80-\xbf]+")
_FEW = 8
"""Up to so many different characters are replaced one after the other, which is faster than a table."""


class Folded:
    """Folded text as UTF-8, and how it lies in the text it was folded from (`runs` None: same offsets)."""

    __slots__ = ("_rest", "_text", "data", "runs")

    def __init__(self, data: bytes, runs: Runs | None = None) -> None:
        self.data = data
        self.runs = runs
        self._text: str | None = None
        self._rest: list[int] | None = None

    @property
    def text(self) -> str:
        """The folded text."""
        if self._text is None:
            self._text = self.data.decode("utf-8", "surrogatepass")
        return self._text

    def part(self, text: str, start: int, end: int) -> Folded:
        """A range of `text`, which this was folded from, folded."""
        if self.runs is not None:
            return fold(text[start:end])
        written = self.text[start:end]
        part = Folded(written.encode("utf-8", "surrogatepass"))
        part._text = written
        return part

    def within(self, text: str, start: int, end: int) -> str:
        """What a range of `text`, which this was folded from, reads folded."""
        return self.text[start:end] if self.runs is None else fold(text[start:end]).text

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range of the unfolded text that `text[start:end]` stands for."""
        return (start, end) if self.runs is None else self.runs.original(start, end)

    def original_of_bytes(self, start: int, end: int) -> tuple[int, int]:
        """The range of the unfolded text that `data[start:end]` stands for."""
        rest = self._following()
        return self.original(start - bisect_left(rest, start), end - bisect_left(rest, end))

    def _following(self) -> list[int]:
        """Where the bytes are that do not begin a character: without them, bytes are counted as characters."""
        if self._rest is None:
            self._rest = [] if self.data.isascii() else sorted(_following(self.data))
        return self._rest


def _following(data: bytes) -> Iterator[int]:
    """The same, in no particular order; looked for character by character, as long as those are few."""
    different = set(data.translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if len(different) > _FEW:
        yield from (at for run in _FOLLOWING.finditer(data) for at in range(*run.span()))
        return
    for char in different:
        wanted = char.encode("utf-8", "surrogatepass")
        at = data.find(wanted)
        while at >= 0:
            yield from range(at + 1, at + len(wanted))
            at = data.find(wanted, at + len(wanted))


def fold(text: str) -> Folded:
    """Fold a text, in time linear in its length."""
    foreign = _foreign(text)
    aligned = _aligned(text, foreign)
    data = aligned.encode("utf-8", "surrogatepass").translate(_LOWER)
    irregular = _irregular(foreign, _is_regular(data))
    if irregular is None:
        return Folded(data)
    weaver = Weaver()
    done = 0
    for match in irregular.finditer(text):
        start, end = match.span()
        weaver.add(aligned[done:start], done, start)
        weaver.add(_fold_irregular(match.group()), start, end)
        done = end
    weaver.add(aligned[done:], done, len(text))
    return Folded(weaver.text().encode("utf-8", "surrogatepass").translate(_LOWER), weaver.runs())


@lru_cache(maxsize=4096)
def fold_phrase(phrase: str) -> str:
    """A phrase folded as the texts are that it is looked for in, without white space at its ends."""
    if phrase.isascii() and phrase.isprintable() and "  " not in phrase:
        return phrase.lower().strip()  # what folding comes to for the plain words that most lists consist of
    return fold(phrase).text.strip()


def _foreign(text: str) -> frozenset[str]:
    """The characters of a text that are not ASCII."""
    if text.isascii():
        return frozenset()
    return frozenset(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))


def _aligned(text: str, foreign: frozenset[str]) -> str:
    """The text with every character that is not ASCII folded, where that is one for one."""
    changed = [(char, folded) for char in foreign if (folded := _TABLE[ord(char)]) != char]
    if len(changed) > _FEW:
        return text.translate(_TABLE)
    for char, folded in changed:
        text = text.replace(char, folded)
    return text


def _is_regular(data: bytes) -> bool:
    """Whether white space is only single spaces within paragraphs, and exactly two line breaks between them."""
    if b"  " in data:
        return False
    if b"\n" not in data:
        return True
    lines = data.split(b"\n")
    if any(lines[1::2]) or len(lines) % 2 == 0:
        return False
    return all(line and line[0] != _SPACE and line[-1] != _SPACE for line in lines[::2])


def _irregular(foreign: frozenset[str], regular_spaces: bool) -> re.Pattern[str] | None:
    """What must be folded piece by piece in a text with these characters; None if nothing must."""
    ignored = "".join(sorted(foreign.intersection(_IGNORED)))
    spaces = [] if regular_spaces else [_SPACES]
    kinds = [_LOOSE_SPACES.format(ignored)] if ignored else spaces
    if not foreign.isdisjoint(_MARKS):
        kinds.append(_MARKED)
    lengthened = "".join(sorted(filter(_LENGTHENED.match, foreign)))
    if lengthened:
        kinds.append(f"[{lengthened}]")
    return _compiled("|".join(kinds)) if kinds else None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _fold_irregular(piece: str) -> str:
    if piece[0] in _IGNORED or piece[0].isspace():
        spaces = piece.strip(_IGNORED)
        return "\n\n" if spaces.count("\n") > 1 else " " if spaces else ""
    return unicodedata.normalize("NFKC", piece).translate(_TABLE).casefold()


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
