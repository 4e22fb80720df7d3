"""Putting readable text together as a reader of the page would see it: white space folded, blocks set apart."""

from __future__ import annotations

import re

from compliance.article import Block, Text
from compliance.readers.markup import Markup, Tag
from compliance.readers.tokens import Run
from compliance.runs import Weaver

_PIECES = re.compile(r"[^ \t\n\f]+(?: [^ \t\n\f]+)*|[ \t\n\f]+")
_SPACE = " \t\n\f"

NO_GAP, SPACE_GAP, _LINE_GAP, _BLOCK_GAP = range(4)


class Prose:
    """A text in the making."""

    def __init__(self, markup: Markup) -> None:
        self.weaver = Weaver()
        self.blocks: list[Block] = []
        self.holders: list[Tag | None] = []
        """For each block, the element that holds it."""
        self._markup = markup
        self._kind = "p"
        self._block: int | None = None
        self._gap = NO_GAP
        self._gap_at: tuple[int, int] | None = None
        self._end = 0

    @property
    def length(self) -> int:
        """How long the text is so far."""
        return self.weaver.length

    def run(self, markup: Markup, run: Run, kind: str, holder: Tag | None, verbatim: bool = False) -> None:
        """Add a run of text that stands in a block of that kind; `verbatim` keeps its white space."""
        self._markup, self._kind = markup, kind
        for piece, start, end in run.pieces(markup.source):
            if verbatim:
                skipped = len(piece) - len(piece.lstrip("\n")) if self._block is None else 0
                self._put(piece[skipped:], start + skipped, end, holder)
            elif end - start != len(piece) or len(piece) == 1:
                self._fold(piece, start, end, holder)
            else:
                for match in _PIECES.finditer(markup.source.string, start, end):
                    self._fold(match[0], match.start(), match.end(), holder)

    def space(self, markup: Markup, verbatim: bool = False) -> None:
        """Note white space that stands between two tags."""
        found = markup.space(self._end, markup.end) if verbatim else None
        if found is not None and self._block is not None:
            self._put(markup.source.string[slice(*found)], *found, None)
        else:
            self._widen(SPACE_GAP, None)

    def line(self, start: int, end: int) -> None:
        """Begin a new line; the second time in a row, a new block."""
        if self._gap == _LINE_GAP:
            self.boundary()
        elif self._block is not None:
            self._widen(_LINE_GAP, (start, end))

    def boundary(self) -> None:
        """End the block."""
        if self._block is not None:
            self.blocks.append(Block(self._block, self.length, self._kind))
            self._block = None
        self._gap, self._gap_at = _BLOCK_GAP, None

    def text(self, place: str) -> Text:
        """The text, finished."""
        self.boundary()
        return Text(self.weaver.text(), self._markup.source.field, place, tuple(self.blocks), self.weaver.runs())

    def since(self, piece: int) -> str:
        """The words added since there were that many pieces."""
        return "".join(self.weaver.pieces[piece:]).strip()

    def _fold(self, piece: str, start: int, end: int, holder: Tag | None) -> None:
        if piece.strip(_SPACE):
            self._put(piece, start, end, holder)
        elif piece:
            self._widen(SPACE_GAP, (start, end))

    def _widen(self, gap: int, at: tuple[int, int] | None) -> None:
        if gap > self._gap:
            self._gap, self._gap_at = gap, at

    def _put(self, piece: str, start: int, end: int, holder: Tag | None) -> None:
        if not piece:
            return
        self._fill(start)
        if self._block is None:
            self._block = self.length
            self.holders.append(holder)
        self._markup.source.weave(self.weaver, piece, start, end)
        self._end = end

    def _fill(self, start: int) -> None:
        """Write the gap before what begins at an offset."""
        if self._gap and self.length:
            piece = ("", " ", "\n", "\n\n")[self._gap]
            at = self._gap_at
            if at is None and self._gap == SPACE_GAP:
                at = self._markup.space(self._end, start)
            if at is None:
                at = (self._end, start) if self._gap == _BLOCK_GAP and self._end <= start else (start, start)
            self._markup.source.weave(self.weaver, piece, *at)
        self._gap, self._gap_at = NO_GAP, None
