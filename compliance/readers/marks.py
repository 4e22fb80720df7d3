"""Words in the names that elements are given: `c-byline__authorName` has `byline`, `author` and `name`."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import lru_cache

from compliance.readers.markup import Named

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words_of(text: str) -> frozenset[str]:
    """The words of a list, one space or line between them."""
    return frozenset(text.split())


def named(tag: Named, attributes: Set[str]) -> str:
    """What the element is called in these attributes, joined."""
    found = tag.attributes
    present = found.keys() & attributes
    if not present:
        return ""
    return found[present.pop()] if len(present) == 1 else " ".join(found[name] for name in sorted(present))


@lru_cache(maxsize=8192)
def name_words(names: str) -> frozenset[str]:
    """The words of such names, in lower case."""
    return frozenset(word.lower() for word in _WORD.findall(names))
