"""What stands in a page besides its words: pictures, links, elements, the headline and the bylines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple

import msgspec

from compliance.article import Element as MachineElement
from compliance.article import Image, Link, Text
from compliance.readers.authorship import character, is_profile
from compliance.readers.captions import credit, is_near, said, with_caption, with_credit
from compliance.readers.headline import Heading
from compliance.readers.markup import Markup, Named, Tag, is_foreign
from compliance.readers.prose import Mark, Prose
from compliance.readers.tree import Element
from compliance.readers.visibility import concealed_image, source
from compliance.readers.walk import Lines, Walk, around

ELEMENTS = "meta,link,script,img,iframe,object,embed,video,audio,source"
_IMAGES = "img,amp-img"

_NAMED = "[class],[id],address"
_ODD = "[rel],[itemprop],[property],[data-testid],[data-component],[data-qa],[data-test]"
_TELLING = f"{_NAMED},{_ODD},figure,figcaption,cite,small,footer"
"""Elements that may say what they hold, by their names or by attributes."""
_LONGEST_BYLINE = 300
_MOST_HEADINGS = 40
_MOST_PICTURED = 50
"""How many pictures of one figure share its caption."""
_BESIDE_PICTURES = ("caption", "credit")
_MOST_CAPTURES = 4
"""How many captions, or bylines, are followed one inside another."""


class Spot(NamedTuple):
    """An element, in whatever part of a page it stands."""

    element: Element
    markup: Markup
    hidden: str
    """Why a reader does not see it; empty: visible."""
    anchor: Element
    """Where it stands in the page's own tree: itself, or the `noscript` that it is written in."""


class Gathered:
    """The things of one page."""

    def __init__(
        self, markup: Markup, walk: Walk, body: Prose, region: Element | None, inside: frozenset[Element]
    ) -> None:
        """`walk` is the one that `body` came of, `inside` what stands in the article's own part, `region`."""
        self._markup = markup
        self._walk = walk
        self._body = body
        self._region = region
        self._inside = inside
        self._hidden_markup: dict[Element, Markup] = {}

    @cached_property
    def elements(self) -> tuple[MachineElement, ...]:
        """The elements that speak to machines, in order."""
        amp = self._markup.document.iter_elements() if "amp-" in self._markup.string else ()
        selector = ",".join([ELEMENTS, *sorted({each.tag for each in amp if each.tag.startswith("amp-")})])
        found = []
        for spot in self._spots(selector):
            tag = spot.markup.tag(spot.element)
            if tag.start is not None:
                span = spot.markup.source.span(tag.start, tag.opened or tag.start)
                found.append(MachineElement(tag.name, tag.attributes, span, spot.hidden))
        return tuple(found)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links, in order."""
        found: dict[object, Link] = {}
        for spot in self._spots("a[href]"):
            tag = spot.markup.tag(spot.element)
            words, at = self._words(spot)
            earlier = found.get(tag.identity)
            if earlier is not None:  # the tree split one link in two
                joined, begun = f"{earlier.text} {words}".strip(), earlier.at if earlier.text else at
                found[tag.identity] = msgspec.structs.replace(earlier, text=joined, at=begun)
            elif tag.start is not None:
                found[tag.identity] = Link(
                    href=tag.attributes["href"],
                    text=words,
                    span=spot.markup.source.span(tag.start, tag.end or tag.opened or tag.start),
                    rel=tuple(tag.attributes.get("rel", "").lower().split()),
                    hidden=spot.hidden,
                    at=at,
                    in_body=spot.anchor in self._inside,
                )
        return tuple(found.values())

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """All pictures, in order, each with what is said beside it."""
        found: list[Image] = []
        figures: dict[Element, list[int]] = {}
        candidates = f"{_IMAGES},{_TELLING}" if self._markup.document.select_one(f"{_IMAGES},noscript") else _IMAGES
        odd = frozenset(self._markup.document.select("figure,[itemprop],[data-testid]"))
        opened = _Opened(lambda tag, kind: self._illustrate(found, figures, tag, kind))
        for spot in self._spots(candidates):
            element = spot.element
            opened.reach(spot.anchor)
            if element.tag in ("img", "amp-img"):
                figure = element.closest("figure") or spot.anchor.closest("figure")
                if figure is not None:
                    figures.setdefault(figure, []).append(len(found))
                found += self._image(spot)
            elif not spot.hidden and (element in odd or _illustrates(element)) and self._markup.is_shown(element):
                tag = self._markup.tag(element)
                if kind := self._beside(tag, bool(found)):
                    opened.add(tag, kind)
        opened.reach(None)
        return tuple(found)

    @cached_property
    def headings(self) -> list[Heading]:
        """The larger headings that a reader sees."""
        found: list[Heading] = []
        for element in self._markup.select("h1,h2"):
            if self._markup.is_shown(element) and len(found) < _MOST_HEADINGS:
                text = self._text(element, "heading", "")
                if text.plain:
                    found.append(Heading(text, self._markup.tag(element), element in self._inside))
        return found

    @cached_property
    def bylines(self) -> list[tuple[Text, Tag]]:
        """What says of itself, by its names or attributes, that it is a byline of the article: as they end."""
        return [] if self._is_elsewhere else self._signed(self._markup.select(f"{_NAMED},{_ODD}", self._region))

    @cached_property
    def signatures(self) -> list[tuple[Text, Tag]]:
        """What may say who wrote it anywhere in the page, links to a person's page included."""
        return self._signed(self._markup.select(f"{_NAMED},{_ODD},a[href]"))

    def _signed(self, elements: Iterable[Element]) -> list[tuple[Text, Tag]]:
        found: list[tuple[Text, Tag]] = []

        def close(tag: Tag, mark: str) -> None:
            text = self._text(tag.element, "byline", mark)
            named = mark != "profile" or is_profile(text.plain, tag.attributes.get("href", ""))
            if text.plain and len(text.plain) <= _LONGEST_BYLINE and named:
                found.append((text, tag))

        opened = _Opened(close)
        odd = frozenset(self._markup.document.select(_ODD))
        for element in elements:
            if (element in odd or element.tag == "a" or _tells(element)) and self._markup.is_shown(element):
                tag = self._markup.tag(element)
                says = character(tag)
                if says.mark or says.elsewhere:
                    opened.reach(element)
                    opened.add(tag, "" if opened.elsewhere or says.elsewhere else says.mark, says.elsewhere)
        opened.reach(None)
        return found

    @cached_property
    def _is_elsewhere(self) -> bool:
        """Whether the article's own part stands in what is about other articles, or by other people."""
        around = self._region.ancestors if self._region is not None else ()
        return any(character(self._markup.tag(each)).elsewhere for each in around if isinstance(each, Element))

    def _spots(self, selector: str) -> Iterator[Spot]:
        """The elements that a selector finds, those that only browsers without scripts show included."""
        hidden = self._markup.hidden
        for element in self._markup.select(f"{selector},noscript"):
            if element.tag != "noscript":
                yield Spot(element, self._markup, hidden.get(element, ""), element)
            elif (inner := self._noscript(element)) is not None:
                why = hidden.get(element) or "noscript"
                yield from (Spot(each, inner, why, element) for each in inner.select(selector))

    def _noscript(self, element: Element) -> Markup | None:
        """What is written in a `noscript`, read as the markup that it is."""
        if is_foreign(element) or not element.text.strip():
            return None
        if element not in self._hidden_markup:
            tag, source = self._markup.tag(element), self._markup.source
            if tag.opened is None:
                return None
            end = self._markup.end if tag.closing is None else tag.closing
            self._hidden_markup[element] = Markup(source, self._markup.limits, (tag.opened, end))
        return self._hidden_markup[element]

    def _mark(self, anchor: Element) -> Mark | None:
        """Where in the article's text an element stands; None: after all of it."""
        marks = self._walk.marks
        for element in (anchor, *anchor.ancestors):
            if isinstance(element, Element) and element in marks:
                return marks[element]
        here, region = anchor.position, self._region.position if self._region is not None else None
        return (0, 0) if here is None or region is None or here < region else None

    def _length_at(self, anchor: Element) -> int:
        mark = self._mark(anchor)
        return len(self._body.plain) if mark is None else self._body.length_at(mark)

    def _words(self, spot: Spot) -> tuple[str, int]:
        """The words that a link stands on, and where in the article's text it does."""
        element, ends = spot.element, self._walk.ends
        if element in ends and not spot.hidden:
            begins, ended = self._body.begins_at(self._walk.marks[element]), self._body.length_at(ends[element])
            words = self._body.plain[begins:ended]
            return words.strip(), begins + len(words) - len(words.lstrip()) if words else self._length_at(element)
        markup = spot.markup
        skipped = markup.muted if spot.hidden else markup.muted.keys() | markup.hidden.keys()
        words = Prose(Walk(element, around(element), skipped).stretches, self._body.places).plain.strip()
        return words, self._length_at(spot.anchor)

    def _image(self, spot: Spot) -> Iterator[Image]:
        tag = spot.markup.tag(spot.element)
        if tag.start is not None:
            attributes = tag.attributes
            yield Image(
                src=source(attributes) or attributes.get("src", ""),
                alt=attributes.get("alt", ""),
                span=spot.markup.source.span(tag.start, tag.opened or tag.start),
                hidden=spot.hidden or concealed_image(attributes),
                at=self._length_at(spot.anchor),
                in_body=spot.anchor in self._inside,
            )

    def _beside(self, tag: Tag, after_picture: bool) -> str:
        """What an element says of a picture in or before it: `caption`, `credit`, or nothing."""
        if tag.name == "figure":
            return "caption"
        says = said(tag)
        if not after_picture or not any(says):
            return ""
        in_figure = tag.element.closest("figure") is not None
        if says.caption and not in_figure:
            return "caption"
        return "credit" if (says.credit_in_figure if in_figure else says.credit) else ""

    def _illustrate(self, images: list[Image], figures: dict[Element, list[int]], tag: Tag, kind: str) -> None:
        """Add what an element says to the pictures it is about: those of its figure, else the one just before."""
        pictured = self._pictured(images, figures, tag.element)
        text = self._text(tag.element, kind, "") if pictured else None
        if text is None or not text.plain:
            return
        for index in pictured:
            if kind == "caption":
                images[index] = with_caption(images[index], text)
            else:
                images[index] = with_credit(images[index], credit(text))

    def _pictured(self, images: list[Image], figures: dict[Element, list[int]], element: Element) -> list[int]:
        figure = element.closest("figure")
        if figure is not None:
            return figures.get(figure, [])[:_MOST_PICTURED]
        last = len(images) - 1
        if last < 0 or element not in self._inside:
            return []
        return [last] if is_near(images[last], self._ends_at(element)) else []

    def _ends_at(self, element: Element) -> int:
        """How long the article's text is at the end of an element in it."""
        texts = self._walk.texts
        last = next((texts[node] for node in reversed(list(element.descendants)) if node in texts), None)
        return self._body.length_at((last[0], last[1] + 1)) if last is not None else self._length_at(element)

    def _text(self, element: Element, kind: str, mark: str) -> Text:
        """What an element reads, by itself."""
        place = f"visible {'' if element in self._inside else 'outside '}{mark}".rstrip()
        return Prose(Lines(self._markup, element, kind).stretches, self._body.places).text(place)


class _Opened:
    """The elements that are open, of those whose end matters, while others are passed in the order of the page."""

    def __init__(self, close: Callable[[Tag, str], None]) -> None:
        self._close = close
        self._stack: list[tuple[Tag, str, bool]] = []

    @property
    def elsewhere(self) -> bool:
        """Whether one of them is about other articles, or by other people."""
        return any(elsewhere for _, _, elsewhere in self._stack)

    def reach(self, element: Element | None) -> None:
        """Pass on to an element, or to the end: those that it does not stand in have ended."""
        while self._stack and (element is None or self._stack[-1][0].element not in element.ancestors):
            tag, mark, _ = self._stack.pop()
            if mark:
                self._close(tag, mark)

    def add(self, tag: Tag, mark: str, elsewhere: bool = False) -> None:
        """Open an element; one without a mark, or too deep inside others of its kind, ends unheard."""
        kind = mark if mark in _BESIDE_PICTURES else ""
        alike = sum(each != "" and (each if each in _BESIDE_PICTURES else "") == kind for _, each, _ in self._stack)
        self._stack.append((tag, mark if alike < _MOST_CAPTURES else "", elsewhere))


def _tells(element: Element) -> bool:
    """Whether an element's names say who is named in it."""
    return _names_tell(element.tag, element.attr("class") or "", element.attr("id") or "")


@lru_cache(maxsize=16384)
def _names_tell(name: str, classes: str, id: str) -> bool:
    says = character(_named(name, classes, id))
    return says.mark != "" or says.elsewhere


def _illustrates(element: Element) -> bool:
    """Whether an element's names say that it is about a picture."""
    return _names_illustrate(element.tag, element.attr("class") or "", element.attr("id") or "")


@lru_cache(maxsize=16384)
def _names_illustrate(name: str, classes: str, id: str) -> bool:
    return any(said(_named(name, classes, id)))


def _named(name: str, classes: str, id: str) -> Named:
    return Named(name, {key: value for key, value in (("class", classes), ("id", id)) if value})
