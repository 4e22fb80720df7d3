"""HTML in pieces: where each run of text, and each white space between tags, was delivered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from compliance.readers import tree
from compliance.readers.delivered import Delivered, Piece
from compliance.readers.limits import Limits, Refused

_TEXT, _START, _END, _COMMENT, _, _REFERENCE = range(6)

RAW = frozenset(
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript", "plaintext"]
)
"""Elements whose content is text, not markup: unless they stand in foreign content, or the tree ignores them."""

FIRST_MARK, _LAST_MARK = 0x10000, 0x10FFFF
FILLER = "\ue000"

_SPACE = " \t\n\f"
_NAME = re.compile("[^ \t\n\f/>]*")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_RESTARTS = 1000


class Run(NamedTuple):
    """A run of text between two tags: `string[start:end]`, and the character references in it."""

    start: int
    end: int
    references: tuple[Piece, ...] = ()
    foreign: bool = False
    """It is a CDATA section, which only foreign content can have."""

    def pieces(self, source: Delivered) -> Iterator[Piece]:
        """What it reads, its references resolved."""
        at = self.start
        for char, start, end in self.references:
            if at < start:
                yield source.string[at:start], at, start
            yield char, start, end
            at = end
        if at < self.end:
            yield source.string[at : self.end], at, self.end


class Tokens:
    """A stretch of HTML as its tokens tell it.

    The tokenizer alone cannot know everywhere what is text and what is markup: `choices` holds how that was
    decided where it mattered, and `flipped` the places at which the tree has since shown it to be otherwise.
    """

    def __init__(self, source: Delivered, start: int, end: int, limits: Limits, flipped: set[int]) -> None:
        """Read `source.string[start:end]`. Raises Refused."""
        self.runs: list[Run] = []
        self.spaces: list[tuple[int, int]] = []
        """White space between tags, which the tree may drop or keep."""
        self.choices: dict[int, bool] = {}
        """By the offset of a start tag or CDATA section: was its content taken as text?"""
        self._source, self._string = source, source.string
        self._start, self._end = start, end
        self._limits, self._flipped = limits, flipped
        self._tags = 0
        self._foreign = 0
        self._text: int | None = None
        self._references: list[Piece] = []
        at = start
        for _ in range(_RESTARTS):
            if at >= end:
                return
            at = self._read(at)
        raise Refused("unreadable", "it has too much markup inside elements that hold text", "repair its markup")

    def marked(self) -> str:
        """The stretch, each run of text replaced by a mark of the same length that carries its number."""
        parts = []
        at = self._start
        for number, run in enumerate(self.runs):
            parts += [self._string[at : run.start], chr(FIRST_MARK + number), FILLER * (run.end - run.start - 1)]
            at = run.end
        parts.append(self._string[at : self._end])
        return "".join(parts)

    def _read(self, base: int) -> int:
        """Read tokens from an offset on: to the end, or to where the tokenizer goes astray and must begin anew."""
        lines = self._source.lines
        line = bisect_right(lines, base) - 1
        raw: int | None = None
        reference = ""
        begun = base
        for token in tree.tokens(self._string[base : self._end]):
            at = base + token.col if token.line == 1 else lines[line + token.line - 1] + token.col
            if reference:
                self._refer(reference, begun, at)
            kind = int(token.type)
            begun, reference = at, (token.data or "") if kind == _REFERENCE else ""
            if kind not in (_TEXT, _REFERENCE):
                self._finish(at)
                raw = self._opened(token, at) if kind == _START else None
                self._foreign -= kind == _END and token.tag in ("svg", "math") and self._foreign > 0
                after = self._cdata(at) if kind == _COMMENT else None
                if after is not None:
                    return after
            elif self._text is None:
                if raw is not None and self._is_markup(raw, at):
                    return at
                self._text = at
        if reference:
            self._refer(reference, begun, self._end)
        self._finish(self._end)
        return self._end

    def _refer(self, reading: str, start: int, end: int) -> None:
        """Note a character reference; the letters that are told with one that lacks its semicolon are text."""
        if self._string[end - 1] != ";":
            reading, end = reading[0], end - len(reading) + 1
        self._references.append((reading, start, end))

    def _opened(self, token: tree.Token, at: int) -> int | None:
        """Note a start tag; its offset, if its content would be text."""
        self._tags += 1
        if self._tags > self._limits.max_tags:
            raise Refused("too-large", f"it has more than {self._limits.max_tags} elements", "split it into articles")
        name = token.tag
        self._foreign += name in ("svg", "math") and not token.self_closing
        return at if name in RAW else None

    def _is_markup(self, tag: int, start: int) -> bool:
        """Whether what the tokenizer takes for the text of a start tag is markup after all."""
        bracket = self._string.find("<", start, self._end)
        if bracket >= 0 and self._closes(tag, bracket):
            return False
        as_text = (self._foreign == 0) != (tag in self._flipped)
        self.choices[tag] = as_text
        return not as_text

    def _closes(self, tag: int, bracket: int) -> bool:
        """Whether what begins at a bracket is the end tag of a start tag."""
        opened, closed = _NAME.match(self._string, tag + 1), _NAME.match(self._string, bracket + 2)
        same = opened is not None and closed is not None and opened[0].lower() == closed[0].lower()
        return same and self._string.startswith("/", bracket + 1)

    def _cdata(self, at: int) -> int | None:
        """Where a CDATA section ends, if one stands at an offset and counts as text."""
        if not self._string.startswith(_CDATA, at):
            return None
        as_text = (self._foreign > 0) != (at in self._flipped)
        self.choices[at] = as_text
        if not as_text:
            return None
        close = self._string.find(_CDATA_END, at, self._end)
        inner, end = (close, close + len(_CDATA_END)) if close >= 0 else (self._end, self._end)
        self._add(Run(at, end, (("", at, at + len(_CDATA)), ("", inner, end)), foreign=True))
        return end

    def _finish(self, end: int) -> None:
        """End the run of text, if there is one."""
        start, references = self._text, tuple(self._references)
        if start is None:
            return
        self._text, self._references = None, []
        if references or self._string[start:end].strip(_SPACE):
            self._add(Run(start, end, references))
        else:
            self.spaces.append((start, end))

    def _add(self, run: Run) -> None:
        if len(self.runs) > _LAST_MARK - FIRST_MARK:
            raise Refused("too-large", "it has more than a million pieces of text", "split it into articles")
        self.runs.append(run)
