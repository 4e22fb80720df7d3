"""Complaints about files that people write: where, the line itself, a caret under the place, and what to do."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from msgspec import Struct

_SHOWN = 100
"""How much of a line is shown around the caret."""


LONG = 60
"""How much of somebody's text is quoted in a message."""


class Diagnostic(Struct, frozen=True, order=True):
    """A complaint about a policy or setting: where, what, and what to do. Sorts by position."""

    path: str
    line: int
    """From 1; 0: about the file as a whole."""
    column: int
    """From 1, in code points."""
    message: str
    hint: str = ""
    text: str = ""
    """The line itself."""
    width: int = 1
    """How many characters the caret underlines."""

    def render(self) -> str:
        """`path:line:column: error: message`, the line, a caret under the place, and the hint."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        lines = [f"{place}: error: {self.message}"]
        if self.text.strip():
            lines += self._picture()
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(map(_printable, lines))

    def _picture(self) -> tuple[str, str]:
        start = max(0, self.column - 1 - _SHOWN // 2) if len(self.text) > _SHOWN else 0
        shown = self.text[start : start + _SHOWN]
        at = self.column - 1 - start
        under = "".join(_blank(char) for char in shown[:at])
        carets = "".join(max(1, len(_blank(char))) * "^" for char in shown[at : at + self.width]) or "^"
        return f"    {shown}".rstrip(), f"    {under}{carets}"


class PolicyError(Exception):
    """Policies or settings that cannot be used; `diagnostics` says all that is wrong, by position."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n\n".join(each.render() for each in self.diagnostics))


class Source:
    """The text of one file: turns offsets into lines and columns."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.text))]

    def diagnostic(self, start: int, end: int, message: str, hint: str = "") -> Diagnostic:
        """A complaint about `text[start:end]`."""
        row = bisect_right(self._starts, start) - 1
        begin = self._starts[row]
        stop = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.text)
        line = self.text[begin:stop].rstrip("\r\n")
        width = max(1, min(end, begin + len(line)) - start)
        return Diagnostic(self.path, row + 1, start - begin + 1, message, hint, line, width)


@dataclass(frozen=True)
class Mark:
    """A stretch of a file."""

    source: Source
    start: int
    end: int

    def diagnostic(self, message: str, hint: str = "") -> Diagnostic:
        """A complaint about this place."""
        return self.source.diagnostic(self.start, self.end, message, hint)

    @property
    def text(self) -> str:
        """What is written there."""
        return self.source.text[self.start : self.end]

    def within(self, part: str) -> Mark:
        """The place of these characters in it, if they stand there as they are; else all of it."""
        at = self.source.text.find(part, self.start, self.end) if part else -1
        return self if at < 0 else Mark(self.source, at, at + len(part))


def shown(text: str) -> str:
    """Somebody's text in backticks, short enough for a message."""
    line = " ".join(text.replace("`", "'").split())
    return f"`{line}`" if len(line) <= LONG else f"`{line[: LONG - 1]}…`"


def _printable(text: str) -> str:
    """Text that cannot move the cursor or colour the terminal."""
    return "".join(char if char.isprintable() or char in "\t\n" else "\ufffd" for char in text)


def _blank(char: str) -> str:
    """What takes the same room in a line: a tab as itself, wide characters two columns, combining ones none."""
    import unicodedata

    if char == "\t":
        return char
    if unicodedata.combining(char):
        return ""
    return "  " if unicodedata.east_asian_width(char) in "WF" else " "
