"""HTML as the standard's own tree construction reads it, every character with its place.

A tree knows what a text stands in, but not where it was delivered; tokens know where a text was delivered,
but not what it stands in. So each run of text is replaced, in place, by a mark of the same length that
carries its number; then the tree is built, all offsets unchanged, and its marks lead back to the runs.

Only this module and `tokens` know the HTML library.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from compliance.readers.delivered import Delivered, Piece
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.tokens import FILLER, FIRST_MARK, RAW, Run, Tokens

if TYPE_CHECKING:
    import turbohtml

_MARKED = re.compile(rf"([\U00010000-\U0010ffff]){FILLER}*|[ \t\n\f]+")

_ROUNDS = 4
"""How often reading is tried anew when tokens and tree disagree on what is text."""

_VALUE = re.compile(r"[^=]*=\s*([\"']?)")
_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")


class Tag:
    """An element as it was written. Its offsets are None where the tree implied it."""

    __slots__ = ("_base", "_location", "_node", "attributes", "foreign", "name")

    def __init__(self, node: turbohtml.Element, base: int) -> None:
        self.name = node.tag
        self.attributes: dict[str, str] = {
            name: value if isinstance(value, str) else " ".join(value or ())
            for name, value in node.attrs.copy().items()
        }
        self.foreign = node.namespace.value != "html"
        """It is a part of SVG or MathML."""
        self._node = node
        self._location: Any = None
        self._base = base

    @property
    def start(self) -> int | None:
        """Where its start tag begins."""
        return self._offset("start_tag", "start_offset")

    @property
    def opened(self) -> int | None:
        """Where its start tag ends."""
        return self._offset("start_tag", "end_offset")

    @property
    def closing(self) -> int | None:
        """Where its end tag begins, if it has one."""
        return self._offset("end_tag", "start_offset")

    @property
    def end(self) -> int | None:
        """Where its end tag ends, if it has one."""
        return self._offset("end_tag", "end_offset")

    @property
    def identity(self) -> tuple[int, int | None, int | None]:
        """The same for every element that the tree made of one start tag."""
        return self._base, self._node.source_line, self._node.source_col

    def value(self, name: str, source: Delivered) -> list[Piece]:
        """The pieces of an attribute's value; empty if it has none."""
        value = self.attributes.get(name, "")
        location = self._node.source_location
        span = location.attrs.get(name) if location is not None else None
        if span is None or not value:
            return []
        start, end = span.start_offset + self._base, span.end_offset + self._base
        opening = _VALUE.match(source.string, start, end)
        if opening is None:
            return []
        start, end = opening.end(), end - len(opening[1])
        pieces = list(_resolved(source.string, start, end))
        return pieces if "".join(piece for piece, _, _ in pieces) == value else [(value, start, end)]

    def _offset(self, tag: str, side: str) -> int | None:
        if self._location is None:
            self._location = self._node.source_location or False
        span = getattr(self._location, tag) if self._location else None
        return None if span is None else getattr(span, side) + self._base


class Open(NamedTuple):
    """An element begins."""

    tag: Tag


class Close(NamedTuple):
    """An element ends."""

    tag: Tag


class Space(NamedTuple):
    """White space between two tags."""


Event = Open | Close | Space | Run


class Markup:
    """A stretch of HTML, read: its elements and texts in document order."""

    def __init__(self, source: Delivered, start: int = 0, end: int | None = None, limits: Limits = LIMITS) -> None:
        """Read `source.string[start:end]`. Raises Refused where that cannot be done exactly."""
        self.source = source
        self.start, self.end = start, len(source.string) if end is None else end
        self._limits = limits
        flipped: set[int] = set()
        for _ in range(_ROUNDS):
            tokens = Tokens(source, self.start, self.end, limits, flipped)
            self._agreed = True
            self.events = list(self._events(tokens))
            wrong = self._wrong(tokens.choices)
            if not wrong and self._agreed:
                self.is_page = tokens.is_page
                self._spaces = tokens.spaces
                self._space_starts = [start for start, _ in tokens.spaces]
                return
            if not wrong:
                break
            flipped ^= wrong
        raise Refused("unreadable", "what in it is text and what is markup cannot be told", "repair its markup")

    def space(self, start: int, end: int) -> tuple[int, int] | None:
        """The first white space between tags within a range."""
        index = bisect_left(self._space_starts, start)
        if index < len(self._spaces) and self._spaces[index][1] <= end:
            return self._spaces[index]
        return None

    def _wrong(self, choices: dict[int, bool]) -> set[int]:
        """The offsets at which text was taken for markup, or markup for text, as the tree shows."""
        text = dict.fromkeys(choices, False)
        for event in self.events if choices else ():
            if isinstance(event, Open):
                tag = event.tag
                if tag.name in RAW and not tag.foreign and tag.start in text:
                    text[tag.start] = True
            elif isinstance(event, Run) and event.foreign:
                text[event.start] = True
        return {offset for offset, chosen in choices.items() if text[offset] != chosen}

    def _events(self, tokens: Tokens) -> Iterator[Event]:
        import turbohtml

        document = turbohtml.parse(tokens.marked(), source_locations=True, scripting=True)
        stack: list[Iterator[Any]] = [iter(document.children)]
        tags: list[Tag] = []
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                if tags:
                    yield Close(tags.pop())
            elif isinstance(node, turbohtml.Element):
                if len(stack) > self._limits.max_depth:
                    reason = f"its elements are nested more than {self._limits.max_depth} deep"
                    raise Refused("too-deep", reason, "repair its markup")
                tag = Tag(node, self.start)
                tags.append(tag)
                stack.append(iter(() if tag.name == "template" and not tag.foreign else node.children))
                yield Open(tag)
            elif isinstance(node, turbohtml.Text):
                yield from self._texts(node.data, tokens.runs)

    def _texts(self, data: str, runs: list[Run]) -> Iterator[Event]:
        """The runs that a text of the tree is made of; anything but marks and white space is a disagreement."""
        at = 0
        for match in _MARKED.finditer(data):
            if match.start() == at:
                at = match.end()
                yield runs[ord(match[1]) - FIRST_MARK] if match[1] else Space()
        self._agreed = self._agreed and at == len(data)


def _resolved(string: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of an attribute's value, its references resolved."""
    from html import unescape

    at = start
    for match in _REFERENCE.finditer(string, start, end):
        char = unescape(match[0])
        if char != match[0]:
            if at < match.start():
                yield string[at : match.start()], at, match.start()
            yield char, match.start(), match.end()
            at = match.end()
    if at < end:
        yield string[at:end], at, end
