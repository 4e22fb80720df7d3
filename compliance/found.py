"""What is looked for in a text, and where it was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from compliance.text import Folded


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


class Found(Mapping[Pattern, list[Hit]]):
    """The hits of each pattern that was found at all, by position; worked out for those that somebody asks about."""

    def __init__(self, folded: Folded, spans: dict[Pattern, list[tuple[int, int]]]) -> None:
        """`spans` are those in the bytes of the folded text; none of the lists is empty."""
        self._folded = folded
        self._hits: dict[Pattern, list[Hit]] = {}
        self.spans = spans

    def __getitem__(self, pattern: Pattern) -> list[Hit]:
        if pattern not in self._hits:
            original = self._folded.original_of_bytes
            self._hits[pattern] = [Hit(pattern, *original(start, end)) for start, end in self.spans[pattern]]
        return self._hits[pattern]

    def __contains__(self, pattern: object) -> bool:
        return pattern in self.spans

    def __iter__(self) -> Iterator[Pattern]:
        return iter(self.spans)

    def __len__(self) -> int:
        return len(self.spans)


class Sought:
    """Patterns that are looked for together, each once, in their order; worth keeping for the next article."""

    __slots__ = ("known_to", "order")

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.order = {pattern: number for number, pattern in enumerate(dict.fromkeys(patterns))}
        self.known_to: object = None
        """What was last asked whether it looks for all of them."""

    def stands(self, found: Found) -> bool:
        """Whether any of them was found."""
        return not self.order.keys().isdisjoint(found.spans.keys())

    def standing(self, found: Found) -> list[Pattern]:
        """Those of them that were found, in their order."""
        there, order = found.spans, self.order
        if len(order) < len(there):
            return [each for each in order if each in there]
        return sorted((each for each in there if each in order), key=order.__getitem__)
