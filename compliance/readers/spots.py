"""Elements wherever they stand in a page: in the article, beside it, hidden, or shown without scripts only."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from compliance.article import Span, Text
from compliance.lazy import kept
from compliance.readers import tree
from compliance.readers.labels import Label, labels
from compliance.readers.markup import Markup, is_foreign
from compliance.readers.prose import Mark, Prose
from compliance.readers.region import Region
from compliance.readers.tree import Element
from compliance.readers.walk import Lines, Walk

_BEGINNING: Mark = (0, 0)


class Spot(Struct, frozen=True):
    """An element, in whatever part of a page it stands."""

    element: Element
    markup: Markup
    hidden: str
    """Why a reader does not see it; empty: visible."""
    anchor: Element
    """Where it stands in the page's own tree: itself, or the `noscript` that it is written in."""

    def span(self, whole: bool = False) -> Span | None:
        """Where its start tag was delivered, or the whole of it; None if nobody wrote it."""
        found = self.markup.whole(self.element) if whole else self.markup.opening(self.element)
        return self.markup.source.span(*found) if found is not None else None


class Written:
    """What an element was written as, and where."""

    def __init__(self, spot: Spot, whole: bool = False) -> None:
        self.spot = spot
        self._whole = whole

    @kept
    def attributes(self) -> dict[str, str]:
        """Its attributes."""
        return tree.attributes(self.spot.element)

    @property
    def span(self) -> Span:
        """Where it was delivered."""
        found = self.spot.span(self._whole)
        if found is None:
            raise LookupError("nobody wrote this element")  # and none such is given
        return found


class Spots:
    """The elements of one page, and where in its article's text they stand."""

    def __init__(self, markup: Markup, region: Region, walk: Walk, body: Prose) -> None:
        """`walk` is the one through the `region` of the article that `body` came of."""
        self.markup = markup
        self.region = region
        self.walk = walk
        self.body = body
        self._without_scripts: dict[Element, Markup | None] = {}
        self._texts: dict[tuple[Element, str, str], Text] = {}

    def each(self, names: Collection[str]) -> Iterator[Spot]:
        """The elements of these names, those that only browsers without scripts show included."""
        hidden = self.markup.hidden
        for element in self.markup.named([*names, "noscript"]):
            if element.tag == "noscript":
                yield from self.written_in(element, names)
            else:
                yield Spot(element, self.markup, hidden.get(element, ""), element)

    def written_in(self, noscript: Element, names: Collection[str]) -> Iterator[Spot]:
        """The elements in a `noscript` that have one of these names."""
        if noscript not in self._without_scripts:
            self._without_scripts[noscript] = self._parsed(noscript)
        inner = self._without_scripts[noscript]
        if inner is not None:
            why = self.markup.hidden.get(noscript) or "noscript"
            yield from (Spot(each, inner, why, noscript) for each in inner.named(names))

    def is_inside(self, element: Element) -> bool:
        """Whether it stands in the article's own part."""
        return element in self._inside

    def is_within(self, element: Element) -> bool:
        """Whether it stands in what holds the article, be it in furniture there."""
        return element in self._within and element is not self.region.element

    def is_after(self, element: Element) -> bool:
        """Whether it stands below what holds the article."""
        here, begun = element.position, self._begun
        return here is not None and begun is not None and here > begun and element not in self._within

    def length_at(self, element: Element) -> int:
        """How long the article's text is where an element stands."""
        mark = self.walk.marks.get(element) or self._mark(element)
        if mark is None:
            return len(self.body.plain)
        return self.body.length_at(mark) if mark != _BEGINNING else 0

    def length_after(self, element: Element) -> int:
        """How long the article's text is where an element in it ends."""
        texts = self.walk.texts
        last = next((texts[node] for node in reversed(list(element.descendants)) if node in texts), None)
        return self.body.length_at((last[0], last[1] + 1)) if last is not None else self.length_at(element)

    def text(self, element: Element, kind: str, mark: str = "") -> Text:
        """What an element reads, by itself."""
        if (known := self._texts.get((element, kind, mark))) is not None:
            return known
        place = f"visible {'' if self.is_inside(element) else 'outside '}{mark}".rstrip()
        read = Prose(Lines(self.markup, element, kind).stretches, self.body.places).text(place)
        self._texts[element, kind, mark] = read
        return read

    def _parsed(self, noscript: Element) -> Markup | None:
        """What is written in a `noscript`, read as the markup that it is."""
        _, opened, closing, _ = tree.offsets(noscript)
        if is_foreign(noscript) or opened is None or "<" not in noscript.text:
            return None
        base = self.markup.start
        end = self.markup.end if closing is None else base + closing
        return Markup(self.markup.source, self.markup.limits, (base + opened, end))

    def _mark(self, element: Element) -> Mark | None:
        """Where in the article's text an element stands that it did not come by; None: after all of it."""
        if element in self._within:
            marks = self.walk.marks
            return next(
                (marks[each] for each in element.ancestors if isinstance(each, Element) and each in marks), None
            )
        here, begun = element.position, self._begun
        return _BEGINNING if here is None or begun is None or here < begun else None

    @kept
    def _begun(self) -> tuple[int, int] | None:
        """The line and the column at which the article's own part begins."""
        return self.region.element.position if self.region.element is not None else None

    @kept
    def labels(self) -> list[Label]:
        """The elements that may say what they hold, in order."""
        return labels(self.markup)

    @kept
    def headed(self) -> frozenset[object]:
        """The elements around the first headline: whatever their names say, they are of the article."""
        return frozenset(each for heading in self.markup.named(["h1"])[:1] for each in heading.ancestors)

    @kept
    def title(self) -> str:
        """What the page calls itself, its white space folded."""
        return " ".join(" ".join(each.text for each in self.markup.named(["title", "h1"])).split())

    @kept
    def _within(self) -> frozenset[Element]:
        """What stands in the article's own part, furniture included."""
        return frozenset((self.region.element or self.markup.document).iter_elements(include_self=True))

    @kept
    def _inside(self) -> frozenset[Element]:
        """What stands in the article's own part."""
        inside = self._within
        for each in self.region.furniture:
            inside = inside.difference(each.iter_elements(include_self=True))
        return inside
