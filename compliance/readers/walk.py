"""Walking through a page's elements, from one border between blocks to the next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from compliance.lazy import kept
from compliance.readers.markup import Markup
from compliance.readers.prose import BLOCKS, GAPS, LINE, NAMED, Mark, Stretch
from compliance.readers.tree import Element, Node, Text

_MARKED = frozenset(["a", "img", "amp-img"])
"""Elements whose place in the text is kept."""


Around = tuple[str, Element | None, bool]
"""What holds for all that stands in an element: the kind of block, what holds it, and whether white space is kept."""

NOTHING_AROUND: Around = ("p", None, False)


def inside(here: Around, name: str, element: Element) -> Around:
    """What holds for all that stands in a block."""
    return name if name in NAMED else here[0], element, here[2] or name == "pre"


def around(element: Element) -> Around:
    """What holds for all that stands in an element of a page, the element itself included."""
    blocks = [each for each in (element, *element.ancestors) if isinstance(each, Element) and each.tag in BLOCKS]
    kind = next((each.tag for each in blocks if each.tag in NAMED), "p")
    return kind, next(iter(blocks), None), any(each.tag == "pre" for each in blocks)


class Walk:
    """The stretches of what stands in a node, and where in them its links, pictures and skipped elements stood.

    What is `skipped` is no part of it. Nor is what stands in an odd number of those that are `turned`.
    """

    def __init__(
        self, root: Iterable[Node], outer: Around, skipped: Collection[Element], turned: Collection[Element] = ()
    ) -> None:
        self.stretches: list[Stretch] = []
        self.marks: dict[Element, Mark] = {}
        self.ends: dict[Element, Mark] = {}
        """Where the links end."""
        self._walk(root, outer, skipped, turned)

    @kept
    def texts(self) -> dict[Node, Mark]:
        """Where its texts stand."""
        return {
            node: (index, number)
            for index, stretch in enumerate(self.stretches)
            for number, node in enumerate(stretch.nodes)
        }

    def _walk(  # noqa: PLR0912, PLR0915 - one loop, for each node of a page passes through it
        self, root: Iterable[Node], here: Around, skipped: Collection[Element], turned: Collection[Element]
    ) -> None:
        nodes: list[Text | Element] = []
        pieces: list[str] = []
        stack: list[tuple[Iterator[Node], Around, Element, bool]] = []
        stretches, marks, ends = self.stretches, self.marks, self.ends
        holding = {each for one in turned for each in one.ancestors}
        children, on, ink = iter(root), True, False
        while True:
            for child in children:
                if type(child) is Text:
                    if on:
                        data = child.data
                        if not ink and not data.strip(GAPS):
                            continue  # white space before all else is none of the text
                        ink = True
                        nodes.append(child)
                        pieces.append(data)
                    continue
                if type(child) is not Element:
                    continue
                if child in skipped:
                    marks[child] = (len(stretches), len(pieces))
                    continue
                if not on and child not in turned and child not in holding:
                    continue
                name, inner = child.tag, here
                if name == "br":
                    if on:
                        nodes.append(child)
                        pieces.append(LINE)
                    continue
                if name in BLOCKS:
                    if ink and on:
                        nodes, pieces, ink = self._end(nodes, pieces, here)
                    inner = inside(here, name, child)
                elif name in _MARKED:
                    marks[child] = (len(stretches), len(pieces))
                if len(child) != 1 or type(only := child[0]) is not Text or not on or child in turned:
                    stack.append((children, here, child, on))
                    children, here, on = iter(child), inner, on != (child in turned)
                    break
                data = only.data  # most elements hold one text, and are not worth a round of the stack
                nodes.append(only)
                pieces.append(data)
                ink = ink or data.strip(GAPS) != ""
                if inner is not here:
                    if ink:
                        nodes, pieces, ink = self._end(nodes, pieces, inner)
                elif name == "a":
                    ends[child] = (len(stretches), len(pieces))
            else:
                if not stack:
                    break
                inner, was_on = here, on
                children, here, closed, on = stack.pop()
                if inner is not here:
                    if ink and was_on:
                        nodes, pieces, ink = self._end(nodes, pieces, inner)
                elif closed.tag == "a":
                    ends[closed] = (len(stretches), len(pieces))
        if ink:
            self._end(nodes, pieces, here)

    def _end(
        self, nodes: list[Text | Element], pieces: list[str], here: Around
    ) -> tuple[list[Text | Element], list[str], bool]:
        """End a stretch, and begin the next; white space alone is none."""
        self.stretches.append(Stretch(nodes, pieces, "".join(pieces), *here))
        return [], [], False


_ENDS = ".!?)»”"
_SPACE = " \t\n\f"


class Lines:
    """The stretches of one element as somebody reads it who looks for names in it.

    What pages set apart by style alone stands in lines of its own: elements next to their like, and words that run
    into each other where one element ends and another begins. In a heading they belong together.
    """

    def __init__(self, markup: Markup, element: Element, kind: str) -> None:
        self.stretches: list[Stretch] = []
        self._markup = markup
        self._apart = kind != "heading"
        self._closing = kind == "caption"
        self._nodes: list[Text | Element] = []
        self._pieces: list[str] = []
        self._here = around(element)
        self._ink = self._seam = self._spaced = False
        self._before = ""
        self._last: tuple[str, str | None] | None = None
        self._walk(element)

    def _walk(self, element: Element) -> None:
        stack: list[tuple[Iterator[Node], Around, Element]] = [(iter(element), self._here, element)]
        while stack:
            child = next(stack[-1][0], None)
            if child is None:
                _, before, closed = stack.pop()
                if stack:
                    self._close(closed, before)
            elif type(child) is Text:
                self._text(child)
            elif type(child) is Element:
                if self._markup.is_shown(child):
                    stack.append((iter(child), self._here, child))
                    self._open(child)
                elif self._apart:
                    self._seam, self._last = True, _likeness(child)
        self._boundary()

    def _open(self, element: Element) -> None:
        name = element.tag
        if name in BLOCKS:
            self._boundary()
            self._here = inside(self._here, name, element)
        elif name == "br":
            if self._apart:
                self._boundary()
            else:
                self._nodes.append(element)
                self._pieces.append(LINE)
        if self._apart:
            if self._last == _likeness(element):
                self._boundary()
            self._seam = True

    def _close(self, element: Element, before: Around) -> None:
        if element.tag in BLOCKS:
            self._boundary()
            self._here = before
        if self._apart:
            self._seam, self._last = True, _likeness(element)

    def _text(self, node: Text) -> None:
        data = node.data
        ink = data.strip(_SPACE)
        if ink:
            spaced = self._spaced or data[0] in _SPACE
            if self._is_seam(spaced) and (ink[0].isalnum() or ink[0] == "\xa0"):
                self._boundary()
            self._ink, self._seam, self._last, self._before = True, False, None, ink[-1]
        self._spaced = data[-1:] in _SPACE if ink else self._spaced or bool(data)
        self._nodes.append(node)
        self._pieces.append(data)

    def _is_seam(self, spaced: bool) -> bool:
        """Whether what has been read is a line of its own where a text follows, with or without space between."""
        if not (self._seam and self._ink) or (spaced and not self._closing):
            return False
        return self._before in _ENDS or (self._before.isalnum() and not spaced)

    def _boundary(self) -> None:
        """End a line."""
        if self._ink:
            self.stretches.append(Stretch(self._nodes, self._pieces, "".join(self._pieces), *self._here))
        self._nodes, self._pieces = [], []
        self._ink = self._spaced = False


def _likeness(element: Element) -> tuple[str, str | None]:
    return element.tag, element.attr("class") or ""
