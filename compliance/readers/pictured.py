"""A page's pictures, each with the caption and the credit that are shown beside it."""

from __future__ import annotations

from functools import lru_cache

from compliance.article import Image
from compliance.readers import tree
from compliance.readers.captions import credit, is_near, said, with_caption, with_credit
from compliance.readers.markup import Named, Tag
from compliance.readers.opened import Opened
from compliance.readers.spots import Spot, Spots
from compliance.readers.tree import Element
from compliance.readers.visibility import concealed_image, source

_NAMES = frozenset(["img", "amp-img"])
_IMAGES = ",".join(sorted(_NAMES))
_SAYING = "[class],[id],[itemprop],[data-testid],figure,figcaption,cite,small,footer"
"""Elements that may say, by their names or by attributes, that they are about a picture."""
_MOST_PICTURED = 50
"""How many pictures of one figure share its caption."""


def images(spots: Spots) -> tuple[Image, ...]:
    """All pictures, in order."""
    if spots.markup.document.select_one(f"{_IMAGES},noscript") is None:
        return ()
    album = _Album(spots)
    album.fill()
    return tuple(album.images)


class _Album:
    """The pictures met so far."""

    def __init__(self, spots: Spots) -> None:
        self.images: list[Image] = []
        self._spots = spots
        self._figures: dict[Element, list[int]] = {}

    def fill(self) -> None:
        """Pass through the page."""
        markup, hidden = self._spots.markup, self._spots.markup.hidden
        opened = Opened(self._illustrate, ("caption", "credit"))
        odd = frozenset(markup.document.select("figure,[itemprop],[data-testid]"))
        for element in markup.select(f"{_IMAGES},noscript,{_SAYING}"):
            name = element.tag
            if name in _NAMES:
                self._add(Spot(element, markup, hidden.get(element, ""), element), opened)
            elif name == "noscript":
                for spot in self._spots.written_in(element, _IMAGES):
                    self._add(spot, opened)
            elif _may_say(name, element.attr("class"), element.attr("id")) or element in odd:
                self._open(element, opened)
        opened.reach(None)

    def _add(self, spot: Spot, opened: Opened) -> None:
        """A picture."""
        span = spot.span()
        if span is None:
            return
        opened.reach(spot.anchor)
        figure = spot.element.closest("figure") or spot.anchor.closest("figure")
        if figure is not None:
            self._figures.setdefault(figure, []).append(len(self.images))
        attributes = tree.attributes(spot.element)
        self.images.append(
            Image(
                src=source(attributes) or attributes.get("src", ""),
                alt=attributes.get("alt", ""),
                span=span,
                hidden=spot.hidden or concealed_image(attributes),
                at=self._spots.length_at(spot.anchor),
                in_body=self._spots.is_inside(spot.anchor),
            )
        )

    def _open(self, element: Element, opened: Opened) -> None:
        """What may be beside a picture."""
        opened.reach(element)
        if self._spots.markup.is_shown(element):
            tag = self._spots.markup.tag(element)
            kind = _beside(tag, bool(self.images))
            if kind:
                opened.add(tag, kind)

    def _illustrate(self, tag: Tag, kind: str) -> None:
        """Add what an element says to the pictures it is about: those of its figure, else the one just before."""
        pictured = self._pictured(tag.element)
        text = self._spots.text(tag.element, kind) if pictured else None
        if text is None or not text.plain:
            return
        for index in pictured:
            image = self.images[index]
            self.images[index] = with_caption(image, text) if kind == "caption" else with_credit(image, credit(text))

    def _pictured(self, element: Element) -> list[int]:
        figure = element.closest("figure")
        if figure is not None:
            return self._figures.get(figure, [])[:_MOST_PICTURED]
        last = len(self.images) - 1
        if last < 0 or not self._spots.is_inside(element):
            return []
        return [last] if is_near(self.images[last], self._spots.length_after(element)) else []


def _beside(tag: Tag, after_picture: bool) -> str:
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


@lru_cache(maxsize=16384)
def _may_say(name: str, classes: str | None, id: str | None) -> bool:
    """Whether an element's names say that it is about a picture."""
    return any(said(Named.of(name, classes, id)))
