"""Putting readable text together as a reader of the page would see it: white space folded, blocks set apart.

The text is made of the tree's nodes at once; where each of its characters was delivered is worked out for the blocks
that somebody asks about.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from msgspec import Struct

from compliance.article import Block, Text
from compliance.readers import tree
from compliance.readers.marks import words_of
from compliance.readers.places import Places
from compliance.readers.tree import Element
from compliance.readers.woven import GAP, BlockRuns
from compliance.runs import Runs, Weaver

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
NAMED = frozenset([*HEADINGS, "li", "dt", "dd", "td", "th", "figcaption", "caption", "blockquote", "pre", "summary"])
"""Blocks that have a name of their own: a paragraph inside one is still a part of it."""

BLOCKS = NAMED | words_of(
    """
    html body section article main header footer aside nav p div center hr ul ol dl table thead tbody tfoot tr
    form fieldset legend address figure details dialog hgroup
    """
)

_SPACE = " \t\n\f"
_CHUNKS = re.compile("[^ \t\n\f\0]+(?: [^ \t\n\f\0]+)*|[ \t\n\f\0]+")
_ODD_SPACE = re.compile("[ \t\n\f]+")

LINE = "\0"
"""Stands for a line break among the pieces of a stretch; no text of a tree has this character."""

GAPS = _SPACE + LINE


class Stretch(Struct, frozen=True):
    """What stands between the borders of two blocks: nothing to be read, a block, or several that line breaks part."""

    nodes: list[tree.Text | Element]
    """Texts, and the elements that break lines."""
    pieces: list[str]
    """What each of them reads."""
    raw: str
    """All of that, joined."""
    kind: str
    holder: Element | None
    """The innermost block element around it."""
    verbatim: bool = False

    def paragraphs(self) -> Iterable[tuple[str, int, int]]:
        """The blocks in it: each as it is read, and as which range of `raw` it was written."""
        if self.verbatim:
            return self._preformatted()
        if LINE in self.raw:
            return self._parted()
        plain = fold(self.raw)
        return ((plain, 0, len(self.raw)),) if plain else ()

    def _parted(self) -> Iterator[tuple[str, int, int]]:
        """The same where lines are broken: two breaks in a row part blocks."""
        lines: list[str] = []
        start = at = 0
        for line in (*self.raw.split(LINE), ""):
            plain = fold(line)
            if plain:
                start = start if lines else at
                lines.append(plain)
            elif lines:
                yield "\n".join(lines), start, at - 1
                lines = []
            at += len(line) + 1

    def _preformatted(self) -> Iterator[tuple[str, int, int]]:
        """The same where white space is kept, but for the first empty lines."""
        raw = self.raw
        start = -1
        at = end = 0
        for piece in self.pieces:
            if piece == LINE:
                if start >= 0 and end < at:
                    yield raw[start:end].replace(LINE, "\n"), start, end
                    start = -1
            elif start >= 0 or piece.strip(_SPACE):
                start = start if start >= 0 else at + len(piece) - len(piece.lstrip("\n"))
                end = at + len(piece)
            at += len(piece)
        if start >= 0:
            yield raw[start:end].replace(LINE, "\n"), start, end


def fold(raw: str) -> str:
    """A text with each white space in it as one blank, and none at its ends."""
    raw = raw.strip(_SPACE)
    if "\n" not in raw and "  " not in raw and "\t" not in raw and "\f" not in raw:
        return raw
    if "\r" in raw or "\v" in raw:
        return _ODD_SPACE.sub(" ", raw)
    # Bytes are split at ASCII's white space only, and several times faster than any pattern would.
    return b" ".join(raw.encode("utf-8", "surrogatepass").split()).decode("utf-8", "surrogatepass")


Mark = tuple[int, int]
"""A point among stretches: before so many pieces of a stretch."""


class Prose:
    """A text made of stretches."""

    def __init__(self, stretches: Sequence[Stretch], places: Places) -> None:
        self.places = places
        self.blocks: list[Block] = []
        self._stretches = stretches
        self._sources: list[tuple[int, int, int]] = []
        self._origins: dict[int, tuple[Runs, int]] = {}
        self._foldings: dict[int, Runs] = {}
        self._leads: dict[int, int] = {}
        self._offsets: dict[int, list[int]] = {}
        plains: list[str] = []
        at = 0
        for index, stretch in enumerate(stretches):
            for plain, start, end in stretch.paragraphs():
                self.blocks.append(Block(at, at + len(plain), stretch.kind))
                self._sources.append((index, start, end))
                plains.append(plain)
                at += len(plain) + len(GAP)
        self.plain = GAP.join(plains)

    def text(self, place: str, with_blocks: bool = True) -> Text:
        """The text, finished."""
        blocks = tuple(self.blocks) if with_blocks else ()
        return Text(self.plain, self.places.source.field, place, blocks, BlockRuns(self))

    def holder(self, block: int) -> Element | None:
        """The element that holds a block."""
        return self._stretches[self._sources[block][0]].holder

    def length_at(self, mark: Mark) -> int:
        """How long the text is as far as a mark; a gap counts when something follows it."""
        block, at = self._made(mark)
        first = self.blocks[block].start if block >= 0 else 0
        gap = first < at and self.plain[at - 1] in " \n" and self._folds(block)
        return at - 1 if gap else at

    def begins_at(self, mark: Mark) -> int:
        """Where that begins which follows a mark; the whole length if nothing does."""
        block, at = self._made(mark)
        if self._folds(block):
            at += len(self.plain[at : at + 1]) - len(self.plain[at : at + 1].lstrip(" \n"))
        if block < 0 or at >= self.blocks[block].end:
            return self.blocks[block + 1].start if block + 1 < len(self.blocks) else len(self.plain)
        return at

    def _made(self, mark: Mark) -> Mark:
        """The last block that begins before a mark (-1: none does), and how long the text is there."""
        index, count = mark
        offset = self._begins(index)[count] if index < len(self._stretches) else 0
        block = bisect_right(self._sources, (index, offset, 0)) - 1
        if block < 0:
            return -1, 0
        own, start, _ = self._sources[block]
        made = self._folded(block, offset - start) if own == index else self.blocks[block].end
        if own == index and not made:
            return block - 1, self.blocks[block - 1].end if block else 0
        return block, made + (self.blocks[block].start if own == index else 0)

    def _folded(self, block: int, raw: int) -> int:
        """How much of a block was made of so much of what it was made from."""
        lead = self._led(block)
        if lead < 0:
            return self.folding(block).made(raw)
        return min(max(raw - lead, 0), self.blocks[block].end - self.blocks[block].start)

    def place(self, block: int, at: int) -> tuple[int, int] | None:
        """Where one character of a block was delivered, if the one piece that it is in tells that."""
        lead, (index, base, _) = self._led(block), self._sources[block]
        raw, stop = (lead + at, lead + at + 1) if lead >= 0 else self.folding(block).original(at, at + 1)
        offsets = self._begins(index)
        number = bisect_right(offsets, base + raw) - 1
        node, inside = self._stretches[index].nodes[number], base + raw - offsets[number]
        for piece, start, end in () if stop - raw > 1 or isinstance(node, Element) else self.places.pieces(node):
            if inside < len(piece):
                own = (start + inside, start + inside + 1) if end - start == len(piece) else (start, end)
                origin = self.places.source.origin
                return own if origin is None else origin.original(*own)
            inside -= len(piece)
        return None

    def _led(self, block: int) -> int:
        if block not in self._leads:
            self._leads[block] = self._lead(block)
        return self._leads[block]

    def _lead(self, block: int) -> int:
        """How much white space stands before a block in which none is folded; -1 where some is."""
        index, start, end = self._sources[block]
        stretch = self._stretches[index]
        if stretch.verbatim or end - start != len(stretch.raw):
            return -1
        stripped = len(stretch.raw.strip(GAPS))
        if stripped != self.blocks[block].end - self.blocks[block].start:
            return -1
        return len(stretch.raw) - len(stretch.raw.lstrip(GAPS))

    def _folds(self, block: int) -> bool:
        return block >= 0 and not self._stretches[self._sources[block][0]].verbatim

    def folding(self, block: int) -> Runs:
        """How a block lies in the pieces that it was made of."""
        if block not in self._foldings:
            self._foldings[block] = self._fold(block)
        return self._foldings[block]

    def _fold(self, block: int) -> Runs:
        index, start, end = self._sources[block]
        stretch, weaver = self._stretches[index], Weaver()
        if stretch.verbatim:
            weaver.place(end - start, 0, end - start)
            return weaver.runs()
        length = self.blocks[block].end - self.blocks[block].start
        for chunk in _CHUNKS.finditer(stretch.raw[start:end]):
            if chunk[0][0] not in GAPS:
                weaver.place(len(chunk[0]), *chunk.span())
            elif 0 < weaver.length < length:
                weaver.place(1, *chunk.span())
        return weaver.runs()

    def origin(self, block: int) -> tuple[Runs, int]:
        """How the pieces that a block was made of lie in the source, from which one on."""
        if block not in self._origins:
            index, base, _ = self._sources[block]
            folding, offsets, nodes = self.folding(block), self._begins(index), self._stretches[index].nodes
            first = bisect_right(offsets, base + folding.raw_starts[0]) - 1
            last = bisect_left(offsets, base + folding.raw_ends[-1])
            weaver, at = Weaver(), 0
            for node in nodes[first:last]:
                if isinstance(node, Element):
                    weaver.place(1, *(self.places.line_break(node) or (at, at)))
                else:
                    for piece, start, end in self.places.pieces(node):
                        weaver.place(len(piece), start, end)
                        at = end
            self._origins[block] = weaver.runs(), offsets[first]
        return self._origins[block]

    def beginning(self, block: int) -> int:
        """Where a block begins in the source."""
        origin, first = self.origin(block)
        at = self.folding(block).raw_starts[0] + self._sources[block][1] - first
        return origin.original(at, at + 1)[0]

    def ending(self, block: int) -> int:
        """Where a block ends in the source: its last text alone tells it."""
        index, base, _ = self._sources[block]
        at = self.folding(block).raw_ends[-1] + base
        number = bisect_left(self._begins(index), at) - 1
        node = self._stretches[index].nodes[number]
        if isinstance(node, Element):
            origin, before = self.origin(block)
        else:
            origin, before = Weaver.placed(self.places.pieces(node)), self._begins(index)[number]
        return origin.original(at - before - 1, at - before)[1]

    def weave(self, block: int, weaver: Weaver) -> None:
        """Add a block, each character as it was delivered."""
        folding, source = self.folding(block), self.places.source
        index, base, _ = self._sources[block]
        origin, first = self.origin(block)
        pieces, offsets = self._stretches[index].pieces, self._begins(index)
        for length, start, end in folding.each():
            if length < end - start:
                space = _first_space(pieces, offsets, start + base, end + base)
                source.place(weaver, length, *origin.original(space[0] - first, space[1] - first))
            else:
                for size, begin, stop in origin.part(start + base - first, end + base - first).each():
                    source.place(weaver, size, begin, stop)

    def _begins(self, index: int) -> list[int]:
        """Where the pieces of a stretch begin in all of them joined, and where the last one ends."""
        found = self._offsets.get(index)
        if found is None:
            found = self._offsets[index] = [0, *accumulate(map(len, self._stretches[index].pieces))]
        return found


def _first_space(pieces: Sequence[str], offsets: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """Of white space, what stands for all of it: the tag that breaks the line, or else the first of it."""
    first = bisect_right(offsets, start) - 1
    for index in range(first, len(pieces)):
        if offsets[index] >= end:
            break
        if pieces[index] == LINE:
            return offsets[index], offsets[index + 1]
    return start, min(end, offsets[first + 1])
