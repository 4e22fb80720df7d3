"""A string to be read, and where each of its characters was delivered."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import partial
from itertools import accumulate, count
from operator import add

from compliance.article import Span, Text
from compliance.lazy import kept
from compliance.runs import LazyRuns, Origin, Runs, Weaver

Piece = tuple[str, int, int]
"""Readable characters, and the range of the string that they were made from."""


class Delivered:
    """A string that stands for a delivered field: the field itself, or (with `origin`) something made from it."""

    def __init__(self, string: str, field: str, origin: Origin | None = None) -> None:
        self.written = string
        """The string, but for line endings, which parsers of markup read as line feeds by themselves."""
        self.field = field
        self.origin = origin

    @kept
    def string(self) -> str:
        """The string itself."""
        if not isinstance(self.origin, Newlines):
            return self.written
        plain = self.written.replace("\r\n", "\n")
        return plain.replace("\r", "\n") if "\r" in plain else plain  # to look for one is faster than to replace none

    @kept
    def lines(self) -> list[int]:
        """Where each line of the string begins."""
        return lines(self.string)

    @classmethod
    def with_newlines(cls, string: str, field: str) -> Delivered:
        """A field with every line ending as one line feed, which is how markup is parsed."""
        return cls(string, field, Newlines(string) if "\r" in string else None)

    def span(self, start: int, end: int) -> Span:
        """Where `string[start:end]` was delivered."""
        if self.origin is not None:
            start, end = self.origin.original(start, end)
        return Span(self.field, start, end)

    def place(self, weaver: Weaver, length: int, start: int, end: int) -> None:
        """Note that the next so many characters of a text were made from `string[start:end]`."""
        origin = self.origin
        if origin is None:
            weaver.place(length, start, end)
        elif length != end - start:
            weaver.place(length, *origin.original(start, end))
        else:
            for size, begin, stop in origin.part(start, end).each():
                weaver.place(size, begin, stop)

    def text(self, pieces: Iterable[Piece], place: str) -> Text:
        """A Text of these pieces."""
        pieces = list(pieces)
        return Text("".join(piece for piece, _, _ in pieces), self.field, place, runs=self.runs(pieces))

    def runs(self, pieces: Iterable[Piece]) -> Runs:
        """Where the characters of these pieces were delivered."""
        weaver = Weaver()
        for piece, start, end in pieces:
            self.place(weaver, len(piece), start, end)
        return weaver.runs()

    def slice(self, start: int, end: int, place: str) -> Text:
        """A Text of `string[start:end]` as it stands, without white space at its ends."""
        string = self.string[start:end]
        begin = start + len(string) - len(string.lstrip())
        return self.text([(string.strip(), begin, begin + len(string.strip()))], place)


class Newlines(LazyRuns):
    """How a string with every line ending as one line feed lies in the string itself."""

    __slots__ = ("_breaks", "_string")

    def __init__(self, string: str) -> None:
        super().__init__(partial(_of_newlines, string))
        self._string = string
        self._breaks: list[int] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The range that `[start:end]` was made from; an empty range stays empty."""
        if self._breaks is None:
            self._breaks = _breaks(self._string)
        first = start + bisect_left(self._breaks, start)
        return first, end + bisect_left(self._breaks, end) if end > start else first


def _breaks(string: str) -> list[int]:
    """Where the line feeds stand that two characters became."""
    lengths = accumulate(map(len, string.split("\r\n")[:-1]))
    return list(map(add, lengths, count()))


def _of_newlines(string: str) -> Runs:
    weaver = Weaver()
    done = 0
    for number, at in enumerate(_breaks(string)):
        weaver.place(at + number - done, done, at + number)
        weaver.place(1, at + number, at + number + 2)
        done = at + number + 2
    weaver.place(len(string) - done, done, len(string))
    return weaver.runs()


def lines(string: str) -> list[int]:
    """Where each line of a string begins."""
    lengths = accumulate(map(len, string.split("\n")[:-1]))
    return [0, *map(add, lengths, count(1))]


def part(text: Text, start: int, end: int) -> Text:
    """`text.plain[start:end]` as a Text of its own, without white space at its ends."""
    plain = text.plain[start:end]
    start += len(plain) - len(plain.lstrip())
    end = start + len(plain.strip())
    origin = text.runs
    runs = Runs(end - start, (0,), (start,), (end,)) if origin is None else LazyRuns(lambda: origin.part(start, end))
    return Text(text.plain[start:end], text.field, text.place, runs=runs)


def split(text: Text, separator: str = ",") -> list[Text]:
    """The parts of a Text between separators; empty ones are left out."""
    parts = []
    start = 0
    for plain in text.plain.split(separator):
        if plain.strip():
            parts.append(part(text, start, start + len(plain)))
        start += len(plain) + len(separator)
    return parts
