"""Where the texts of a page were delivered, worked out for those texts that somebody asks about.

A tree does not say where its texts stood. But they stood between tags whose places are known, so what was written
between those is read again, to the character; it is believed only if it reads as the tree has it. Where it does not
(the standard moves texts out of tables, and leaves some tags out), the whole page is gone through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from compliance.lazy import kept
from compliance.readers import tree
from compliance.readers.alignment import Alignment, reading
from compliance.readers.delivered import Piece
from compliance.readers.markup import Markup
from compliance.readers.tokens import Run, Tokens
from compliance.readers.tree import Document, Element, Node, Text


class Places:
    """The places of one page's texts."""

    def __init__(self, markup: Markup) -> None:
        self.source = markup.source
        self._markup = markup
        self._found: dict[Text, list[Piece]] = {}

    def pieces(self, node: Text) -> list[Piece]:
        """What the text is made of, each piece with the range of the source that it was delivered as."""
        if node not in self._found:
            self._find(node)
        return self._found[node]

    def line_break(self, element: Element) -> tuple[int, int] | None:
        """The range of a tag that stands for a line break; None for what only reads as one, such as `</br>`."""
        start, opened, _, _ = tree.offsets(element)
        base = self._markup.start
        return (base + start, base + opened) if start is not None and opened is not None else None

    def _find(self, node: Text) -> None:
        siblings = _together(node)
        between = self._between(siblings)
        pieces = self._read(*between, siblings) if between is not None else None
        if pieces is not None:
            self._found.update(zip(siblings, _dealt(pieces, siblings), strict=True))
        else:
            self._found[node] = self._alignment.pieces(node) or [(node.data, *self._around(node))]

    def _between(self, texts: Sequence[Text]) -> tuple[int, int] | None:
        """The range of the source between the tags that texts stand between."""
        start, end = _end_before(texts[0]), _start_after(texts[-1], len(self._markup.string))
        return (start, end) if start is not None and end is not None and start <= end else None

    def _read(self, start: int, end: int, texts: Sequence[Text]) -> list[Piece] | None:
        """What stands in a range of the parsed string, if it reads as those texts do."""
        wanted = "".join(text.data for text in texts)
        base, string = self._markup.start, self._markup.string
        if string[start:end] == wanted:
            return [(wanted, base + start, base + end)]
        return reading(self._pieces(base + start, base + end), wanted)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        source = self._markup.source
        tokens = Tokens(source, start, end, self._markup.limits, set())
        runs = [*tokens.runs, *(Run(*space) for space in tokens.spaces)]
        for run in sorted(runs, key=lambda run: run.start):
            yield from run.pieces(source)

    def _around(self, node: Text) -> tuple[int, int]:
        """The range of the innermost element that surely holds a text."""
        base, string = self._markup.start, self._markup.string
        for element in node.ancestors:
            start, _, _, end = tree.offsets(element) if isinstance(element, Element) else (0, 0, 0, len(string))
            if start is not None and end is not None:
                return base + start, base + end
        return base, base + len(string)

    @kept
    def _alignment(self) -> Alignment:
        return Alignment(self._markup)


def _together(node: Text) -> list[Text]:
    """The text and those beside it, with no more than comments between them."""
    before = takewhile(lambda each: not isinstance(each, Element), node.previous_siblings)
    after = takewhile(lambda each: not isinstance(each, Element), node.next_siblings)
    return [each for each in (*reversed(list(before)), node, *after) if isinstance(each, Text)]


def _end_before(node: Node) -> int | None:
    """Where the last tag before a text ends; None if that cannot be told."""
    here: Node | None = node
    while here is not None and not isinstance(here, Document):
        for each in here.previous_siblings:
            if isinstance(each, Element):
                _, opened, _, end = tree.offsets(each)
                if opened is None and not each.children:
                    continue
                return end if end is not None else None if each.children else opened
        here = here.parent
        if isinstance(here, Element):
            opened = tree.offsets(here)[1]
            if opened is not None:
                return opened
    return 0


def _start_after(node: Node, length: int) -> int | None:
    """Where the first tag after a text begins; None if that cannot be told."""
    here: Node | None = node
    while here is not None and not isinstance(here, Document):
        following = here.next_sibling
        while following is not None and not isinstance(following, Element | Text):
            following = following.next_sibling
        if isinstance(following, Element):
            return tree.offsets(following)[0]
        if following is not None and here is not node:
            return None
        here = here.parent
        closing = tree.offsets(here)[2] if isinstance(here, Element) else None
        if closing is not None:
            return closing
    return length


def _dealt(pieces: Sequence[Piece], texts: Sequence[Text]) -> Iterator[list[Piece]]:
    """The pieces of several texts in a row, dealt out to them."""
    left = iter(pieces)
    rest: Piece | None = None
    for text in texts:
        own: list[Piece] = []
        missing = len(text.data)
        while missing:
            piece, start, end = rest or next(left)
            size = min(missing, len(piece))
            whole = end - start != len(piece)
            own.append((piece[:size], start, end if whole else start + size))
            rest = (piece[size:], start if whole else start + size, end) if size < len(piece) else None
            missing -= size
        yield own
