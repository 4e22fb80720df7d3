"""HTML as the standard's own tree construction reads it: what of it is shown, and elements with their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from compliance.lazy import kept
from compliance.readers import tree
from compliance.readers.delivered import Delivered, Piece, lines
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.tree import Doctype, Element
from compliance.readers.visibility import concealed, concealed_by

SILENT = frozenset(
    [
        *["script", "style", "template", "noscript", "textarea", "select", "datalist", "iframe", "noembed", "noframes"],
        *["head", "title", "desc", "metadata", "defs", "rp"],
    ]
)
"""Elements whose text no reader sees."""

FALLBACK = frozenset(["video", "audio", "canvas"])
"""What these hold is for programs that do not know them."""

_MAYBE_HIDDEN = ",".join(["[hidden]", "[style]", "dialog", *sorted(FALLBACK)])
_OPENS_PAGE = re.compile(r"<(?:html|head|body)[\s/>]", re.IGNORECASE)
_START_TAG = re.compile(
    r"""<[a-zA-Z][^\t\n\f />]*+(?:[\t\n\f /]++|[^\t\n\f />][^\t\n\f />=]*+"""
    r"""(?:[\t\n\f ]*+=[\t\n\f ]*+(?:"[^"]*+"|'[^']*+'|[^\t\n\f >"'][^\t\n\f >]*+)?+)?+)*+>"""
)
"""A start tag, as the standard's tokenizer reads one."""
_REPEATED = frozenset(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"])
"""Elements that the tree opens again where they were closed in disorder: nobody wrote the tags of those."""
_FEW = 40
"""Of so many elements the parser is asked where they stand, before the stretch is gone through for its lines."""
_VALUE = re.compile(r"[^=]*=\s*([\"']?)")
_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")


class Named:
    """An element by what it is called."""

    __slots__ = ("attributes", "name")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes

    @classmethod
    def of(cls, name: str, classes: str | None, id: str | None) -> Named:
        """An element of that name with these `class` and `id` attributes, if any."""
        return cls(name, {key: value for key, value in (("class", classes), ("id", id)) if value})


class Tag(Named):
    """An element as it was written. Its offsets are None where the tree implied it."""

    __slots__ = ("_base", "_offsets", "element")

    def __init__(self, element: Element, base: int) -> None:
        super().__init__(element.tag, tree.attributes(element))
        self.element = element
        self._base = base
        self._offsets: tree.Offsets | None = None

    @property
    def start(self) -> int | None:
        """Where its start tag begins."""
        return self._offset(0)

    @property
    def opened(self) -> int | None:
        """Where its start tag ends."""
        return self._offset(1)

    @property
    def closing(self) -> int | None:
        """Where its end tag begins, if it has one."""
        return self._offset(2)

    @property
    def end(self) -> int | None:
        """Where its end tag ends, if it has one."""
        return self._offset(3)

    def value(self, name: str, source: Delivered) -> list[Piece]:
        """The pieces of an attribute's value; empty if it has none."""
        value = self.attributes.get(name, "")
        found = tree.attribute_offsets(self.element, name)
        if found is None or not value:
            return []
        start, end = found[0] + self._base, found[1] + self._base
        opening = _VALUE.match(source.string, start, end)
        if opening is None:
            return []
        start, end = opening.end(), end - len(opening[1])
        pieces = list(_resolved(source.string, start, end))
        return pieces if "".join(piece for piece, _, _ in pieces) == value else [(value, start, end)]

    def _offset(self, which: int) -> int | None:
        if self._offsets is None:
            self._offsets = tree.offsets(self.element)
        found = self._offsets[which]
        return None if found is None else found + self._base


class Markup:
    """A stretch of HTML and the tree it makes."""

    def __init__(self, source: Delivered, limits: Limits = LIMITS, within: tuple[int, int] | None = None) -> None:
        """Parse `source.string`, or the content of a `noscript` that stands `within` that range.

        Raises Refused for more elements than any article has.
        """
        self.source = source
        self.limits = limits
        self._all_written: dict[str, bool] = {}
        self._asked = 0
        self._within = within
        self.start = within[0] if within is not None else 0
        written = source.written if within is None else self.string
        self.document = tree.parse(written, scripting=within is None)
        most = limits.max_tags
        if len(written) > most and written.count("<") > most and len(self.document.select("*")) > most:
            raise Refused("too-large", f"it has more than {most} elements", "split it into articles")

    @kept
    def string(self) -> str:
        """The stretch."""
        return self.source.string if self._within is None else self.source.string[slice(*self._within)]

    @property
    def end(self) -> int:
        """Where in the source it ends."""
        return len(self.source.string) if self._within is None else self._within[1]

    def tag(self, element: Element) -> Tag:
        """An element as it was written."""
        return Tag(element, self.start)

    def has_all_written(self, name: str) -> bool:
        """Whether every element of that name was surely written; those that the tree repeats have a place in common."""
        if name not in self._all_written:
            positions = [each.position for each in self.document.iter_elements([name])]
            self._all_written[name] = None not in positions and len(set(positions)) == len(positions)
        return self._all_written[name]

    def opening(self, element: Element) -> tuple[int, int] | None:
        """Where its start tag stands in the source; None if nobody wrote it."""
        self._asked += 1
        if self._asked > _FEW and element.tag not in _REPEATED:
            start = self._beginning(element)
            found = _START_TAG.match(self.string, start) if start >= 0 else None
            if found is not None:
                return self.start + start, self.start + found.end()
        begun, opened, _, _ = tree.offsets(element)
        return (self.start + begun, self.start + opened) if begun is not None and opened is not None else None

    def whole(self, element: Element) -> tuple[int, int] | None:
        """Where it stands in the source, its end tag included if it has one; None if nobody wrote it."""
        start, written, name = self._beginning(element), element.to_source(), element.tag
        end = start + len(written)
        if (
            0 <= start < end < len(self.string)  # an end tag at the very end may be text of a script that never ends
            and written.endswith(f"</{name}>")
            and written.find(f"<{name}", 1) < 0
            and self.string.startswith(written, start)
        ):
            return self.start + start, self.start + end
        begun, opened, _, ended = tree.offsets(element)
        if begun is None or opened is None:
            return None
        return self.start + begun, self.start + (opened if ended is None else ended)

    def _beginning(self, element: Element) -> int:
        """Where it begins in the stretch; -1 if nobody wrote it."""
        position = element.position
        return -1 if position is None else self._lines[position[0] - 1] + position[1]

    def named(self, names: Collection[str]) -> list[Element]:
        """The elements of a page that have one of these names, in order; a template's are none of them."""
        hollow = self._hollow
        found = self.document.iter_elements(names)
        return [each for each in found if each not in hollow] if hollow else list(found)

    def select(self, selector: str, within: Element | None = None) -> list[Element]:
        """The elements of a page that a selector finds, in order; a template's are none of them."""
        found = (within or self.document).select(selector)
        hollow = self._hollow
        return [each for each in found if each not in hollow] if hollow else found

    @kept
    def hidden(self) -> dict[Element, str]:
        """The elements that a reader does not see, those in a hidden one included, and why."""
        found: dict[Element, str] = {}
        for element in self.select(_MAYBE_HIDDEN):
            if element not in found:
                why = _concealed(element)
                if why:
                    found.update(dict.fromkeys(element.iter_elements(include_self=True), why))
        return found

    @kept
    def muted(self) -> dict[Element, str]:
        """The elements that stand in a silent one, or are one, and in which."""
        found: dict[Element, str] = {}
        for element in self.document.iter_elements(SILENT):
            if element not in found:
                found.update(dict.fromkeys(element.iter_elements(include_self=True), element.tag))
        return found

    @kept
    def unseen(self) -> frozenset[Element]:
        """All that no reader sees."""
        return frozenset(self.hidden).union(self.muted)

    def is_shown(self, element: Element) -> bool:
        """Whether a reader sees it."""
        return element not in self.unseen

    @kept
    def is_page(self) -> bool:
        """Whether it says of itself that it is a whole document."""
        document = self.document
        if any(type(each) is Doctype for each in document.children):
            return True
        if any(each.source_line for each in document.select("html,head,body")):
            return True
        titles = self.select("title,meta[charset]")
        return any(each.tag == "meta" or not is_foreign(each) for each in titles) or self._opens_page()

    def _opens_page(self) -> bool:
        """Whether a start tag that only pages have stands where the tree has no use for it."""
        if _OPENS_PAGE.search(self.string) is None:
            return False
        names = ("html", "head", "body")
        return any(token.tag in names and int(token.type) == 1 for token in tree.tokens(self.string))

    @kept
    def _lines(self) -> list[int]:
        """Where each line of the stretch begins."""
        return lines(self.string) if self.start else self.source.lines

    @kept
    def _hollow(self) -> frozenset[Element]:
        """What stands in templates, which show nothing and fetch nothing."""
        templates = [each for each in self.document.select("template") if not is_foreign(each)]
        return frozenset(inner for each in templates for inner in each.iter_elements())


def _concealed(element: Element) -> str:
    """Why an element is not shown; empty if it is."""
    name = element.tag
    if name in FALLBACK or name == "dialog" or element.attr("hidden") is not None:
        return concealed(name, tree.attributes(element)) or ("fallback" if name in FALLBACK else "")
    return concealed_by(element.attr("style") or "")


def is_foreign(element: Element) -> bool:
    """Whether it is a part of SVG or MathML."""
    return element.namespace.value != "html"


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
