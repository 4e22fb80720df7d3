"""A whole page's texts, each with its place: for markup so untidy that a look between its tags is not enough.

Tokens know where a text was delivered, but not what it stands in. So each run of text is replaced, in place, by a
mark of the same length that carries its number; then the tree is built anew, and its marks lead back to the runs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from compliance.readers import tree
from compliance.readers.delivered import Piece
from compliance.readers.limits import Refused
from compliance.readers.markup import Markup, is_foreign
from compliance.readers.tokens import FILLER, FIRST_MARK, RAW, Run, Tokens
from compliance.readers.tree import Element, Node, Text

_MARKED = re.compile(rf"([\U00010000-\U0010ffff]){FILLER}*|[ \t\n\f]+")

_SPACE = " \t\n\f"
_ROUNDS = 4
"""How often reading is tried anew when tokens and tree disagree on what is text."""


class Alignment:
    """The places of all texts of one page; of none, if tokens and tree cannot be brought to agree."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        texts = [node for node in markup.document.descendants if isinstance(node, Text)]
        try:
            read = list(self._texts())
        except Refused:
            read = []
        agree = len(read) == len(texts)
        self._pieces = dict(zip(texts, read, strict=True)) if agree else {}

    def pieces(self, node: Text) -> list[Piece] | None:
        """What a text is made of; None if that cannot be told."""
        return reading(self._pieces.get(node, ()), node.data)

    def _texts(self) -> Iterator[list[Piece]]:
        """The pieces of each text, in the order of the tree. Raises Refused."""
        markup = self._markup
        flipped: set[int] = set()
        for _ in range(_ROUNDS):
            tokens = Tokens(markup.source, markup.start, markup.end, markup.limits, flipped)
            nodes = list(tree.parse(tokens.marked()).descendants)
            wrong = self._wrong(tokens, nodes)
            if not wrong:
                yield from (self._read(node.data, tokens) for node in nodes if isinstance(node, Text))
                return
            flipped ^= wrong

    def _wrong(self, tokens: Tokens, nodes: list[Node]) -> set[int]:
        """The offsets at which text was taken for markup, or markup for text, as the tree shows."""
        text = dict.fromkeys(tokens.choices, False)
        for node in nodes if text else ():
            if isinstance(node, Element) and node.tag in RAW and not is_foreign(node):
                start = tree.offsets(node)[0]
                if start is not None and start + self._markup.start in text:
                    text[start + self._markup.start] = True
            elif isinstance(node, Text):
                text.update((run.start, True) for run in _runs(node.data, tokens) if run.foreign)
        return {offset for offset, chosen in tokens.choices.items() if text[offset] != chosen}

    def _read(self, data: str, tokens: Tokens) -> list[Piece]:
        """What a marked text reads; nothing, if there is more in it than marks and white space."""
        pieces: list[Piece] = []
        starts = [start for start, _ in tokens.spaces]
        at = end = 0
        for match in _MARKED.finditer(data):
            if match.start() != at:
                return []
            at = match.end()
            if match[1]:
                run = tokens.runs[ord(match[1]) - FIRST_MARK]
                pieces += run.pieces(self._markup.source)
                end = run.end
            else:
                index = bisect_left(starts, end)
                place = tokens.spaces[index] if index < len(starts) else (end, end)
                pieces.append((match[0], *place))
                end = place[1]
        return pieces if at == len(data) else []


def reading(pieces: Iterable[Piece], wanted: str) -> list[Piece] | None:
    """The pieces, if they read as wanted but for white space before it, which the standard sometimes drops."""
    found = list(pieces)
    joined = "".join(piece for piece, _, _ in found)
    surplus = len(joined) - len(wanted)
    if surplus < 0 or not joined.endswith(wanted) or joined[:surplus].strip(_SPACE):
        return None
    while surplus:
        piece, start, end = found.pop(0)
        if len(piece) > surplus:
            found.insert(0, (piece[surplus:], start + surplus if end - start == len(piece) else start, end))
        surplus -= min(surplus, len(piece))
    return found


def _runs(data: str, tokens: Tokens) -> Iterator[Run]:
    for match in _MARKED.finditer(data):
        if match[1]:
            yield tokens.runs[ord(match[1]) - FIRST_MARK]
