"""Words with two letters in the wrong order: `fukc`, `trahs`.

Looked for in texts as short as comments alone, where it is done to slip past a list of words: what is longer has been
edited, and its words are what they are. A word is only taken for another where the result is one of those asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

MOST = 180
"""So many words a comment has at the most."""

_SHORTEST = 4
_WORD = re.compile(r"[^\W\d_]{4,}")


def slips(plain: str, words: Collection[str], meant: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Where one of these (folded) words stands so, and which: `meant` are words that only look like a slip."""
    known = _by_letters(frozenset(words))
    for match in _WORD.finditer(plain):
        written = match.group().casefold()
        if written in words or written in meant:
            continue
        for word in known.get(_letters(written), ()):
            if _is_swapped(written, word):
                yield match.start(), match.end(), word
                break


@lru_cache(maxsize=8)
def _by_letters(words: frozenset[str]) -> dict[str, list[str]]:
    """The words by their letters, the first one first."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= _SHORTEST and word.isalpha():
            found.setdefault(_letters(word), []).append(word)
    return found


def _letters(word: str) -> str:
    return word[0] + "".join(sorted(word[1:]))


def _is_swapped(written: str, word: str) -> bool:
    """Whether they differ by two neighbouring letters in each other's place."""
    differing = [at for at, (one, other) in enumerate(zip(written, word, strict=True)) if one != other]
    return len(differing) == 2 and differing[1] == differing[0] + 1
