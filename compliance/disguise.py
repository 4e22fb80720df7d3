"""Words that are written to be missed: `sh1t`, `s h i t`, `ѕhit` with a Cyrillic letter, `shiiit`; in comments, `shti`.

What stands in for what is data (`letter_lookalikes` of the lexicon). A word is only taken for another where the
result is one of the words asked for, so that `4th`, `B2B` and `U.S.A.` stay what they are. Linear in the text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice

from compliance.match import regex
from compliance.runs import Runs, Weaver
from compliance.slips import slips

_SUSPECT = (
    r"[^\s\"“”]*\pL[0-9@$!|+€£]+\pL[^\s\"“”]*"  # sh1t
    r"|(?:^|[\s\"“(])[0-9@$!|+€£]+\pL[^\s\"“”]*"  # @sshole
    r"|(?:^|[^\pL\pN])\pL(?:[ .*_-]\pL){2,}(?:[^\pL\pN]|$)"  # s h i t
    r"|[^\s\"“”]*(?:[a-z][^\x00-\x{24f}\s\pP\pS]|[^\x00-\x{24f}\s\pP\pS][a-z])[^\s\"“”]*"  # letters of two scripts
    r"|\pL*(?:" + "|".join(f"{letter}{{3,}}" for letter in "abcdefghijklmnopqrstuvwxyz") + r")\pL*"  # shiiit
)
_LONGEST = 60
"""Words are shorter; what is longer is an address or a code."""


def unmask(
    plain: str, words: Collection[str], lookalikes: tuple[str, ...], meant: tuple[str, ...] | None = None
) -> tuple[str, Runs] | None:
    """The text with every disguised one of these (folded, single) words written plainly; None if it has none.

    Of a comment, whose letters may be in the wrong order, `meant` are the words that only look so.
    """
    found = [
        each for start, end in _suspects(plain) for each in _first(_revealed(plain, start, end, words, lookalikes))
    ]
    weaver = Weaver()
    done = 0
    swapped = () if meant is None else slips(plain, words, meant)
    for first, last, word in sorted((*found, *swapped)):
        if first >= done:
            weaver.add(plain[done:first], done, first)
            weaver.add(word, first, last)
            done = last
    if not done:
        return None
    weaver.add(plain[done:], done, len(plain))
    return weaver.text(), weaver.runs()


def _first(readings: Iterator[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    """The first of them, if there is any."""
    return islice(readings, 1)


@lru_cache(maxsize=16)
def _suspects(plain: str) -> tuple[tuple[int, int], ...]:
    """Where a text may have disguised words; kept for whoever looks for others in the same text."""
    suspect = regex(_SUSPECT)
    if suspect.search(plain.encode("utf-8", "surrogatepass")) is None:  # faster than to go through characters
        return ()
    return tuple(match.span() for match in suspect.finditer(plain))


def _revealed(
    plain: str, start: int, end: int, words: Collection[str], lookalikes: tuple[str, ...]
) -> Iterator[tuple[int, int, str]]:
    """The ways of reading a suspicious stretch as one of the words, with the place of that word."""
    if end - start > _LONGEST:
        return
    table = _table(lookalikes)
    while start < end and not (plain[start].isalnum() or plain[start].casefold() in table):
        start += 1
    while end > start and not (plain[end - 1].isalnum() or plain[end - 1].casefold() in table):
        end -= 1
    for first in (
        (start, start + 2) if _is_spaced(plain, start) else (start,)
    ):  # `a s h i t`: the article is no letter of it
        for last in range(end, max(end - 3, first), -1):
            for word in readings(plain[first:last], lookalikes):
                if word in words:
                    yield first, last, word


def _is_spaced(plain: str, at: int) -> bool:
    """Whether a letter stands alone here, with another behind it."""
    return plain[at + 1 : at + 2] == " " and plain[at + 3 : at + 4] == " "


@lru_cache(maxsize=8192)
def readings(written: str, lookalikes: tuple[str, ...]) -> tuple[str, ...]:
    """What a written word may stand for: its look-alikes as letters, what parts its letters left out."""
    table = _table(lookalikes)
    bare = (char for char in unicodedata.normalize("NFKD", written).casefold() if not unicodedata.combining(char))
    folded = "".join(bare)
    words: dict[str, None] = {}
    for choice in (0, -1):
        word = "".join(table[char][choice] if char in table else char for char in folded)
        word = "".join(char for char in word if char.isalpha())
        words |= dict.fromkeys((word, _squeezed(word, 2), _squeezed(word, 1)))
    return tuple(words)


def _squeezed(word: str, most: int) -> str:
    """The word with no letter more than so many times in a row, where it stood three times."""
    out: list[str] = []
    at = 0
    while at < len(word):
        end = at
        while end < len(word) and word[end] == word[at]:
            end += 1
        out.append(word[at] * (min(end - at, most) if end - at > 2 else end - at))
        at = end
    return "".join(out)


@lru_cache(maxsize=8)
def _table(lookalikes: tuple[str, ...]) -> dict[str, str]:
    """What each character may stand for: the letters whose look-alike it is, the likeliest first."""
    table: dict[str, str] = {}
    for entry in lookalikes:
        for char in entry[1:]:
            table[char] = table.get(char, "") + entry[0]
    return table
