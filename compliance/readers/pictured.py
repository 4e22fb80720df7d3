"""A page's pictures, each with the caption and the credit that are shown beside it."""

from __future__ import annotations

from compliance.article import Image
from compliance.readers.captions import credit, is_near, with_caption, with_credit
from compliance.readers.labels import PICTURES, Label
from compliance.readers.opened import Opened
from compliance.readers.spots import Spot, Spots, Written
from compliance.readers.tree import Element
from compliance.readers.visibility import concealed_image, source

_HOLDING = ",".join([*sorted(PICTURES), "noscript"])
_MOST_PICTURED = 50
"""How many pictures of one figure share its caption."""


def images(spots: Spots) -> tuple[Image, ...]:
    """All pictures, in order."""
    if spots.markup.document.select_one(_HOLDING) is None:
        return ()
    album = _Album(spots)
    album.fill()
    return tuple(album.images)


class _Pictured(Written):
    """What a picture was written as, and where it stands."""

    def __init__(self, spot: Spot, spots: Spots) -> None:
        super().__init__(spot)
        self._spots = spots

    @property
    def src(self) -> str:
        """Its address, lazily loaded or not."""
        return source(self.attributes) or self.attributes.get("src", "")

    @property
    def alt(self) -> str:
        """What it is called where it is not shown."""
        return self.attributes.get("alt", "")

    @property
    def hidden(self) -> str:
        """Why a reader does not see it; empty: visible."""
        return self.spot.hidden or concealed_image(self.attributes)

    @property
    def at(self) -> int:
        """Where in the article's text it stands."""
        return self._spots.length_at(self.spot.anchor)

    @property
    def in_body(self) -> bool:
        """Whether it stands in the article's own part."""
        return self._spots.is_inside(self.spot.anchor)


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
        for label in self._spots.labels:
            element, name = label.element, label.name
            if name in PICTURES:
                self._add(Spot(element, markup, hidden.get(element, ""), element), opened)
            elif name == "noscript":
                for spot in self._spots.written_in(element, PICTURES):
                    self._add(spot, opened)
            elif name == "figure" or any(label.beside):
                self._open(label, opened)
        opened.reach(None)

    def _add(self, spot: Spot, opened: Opened) -> None:
        """A picture."""
        if spot.element.position is None:
            return
        opened.reach(spot.anchor)
        figure = spot.element.closest("figure") or spot.anchor.closest("figure")
        if figure is not None:
            self._figures.setdefault(figure, []).append(len(self.images))
        self.images.append(Image.over(_Pictured(spot, self._spots), caption=None, credit=None))

    def _open(self, label: Label, opened: Opened) -> None:
        """What may be beside a picture."""
        opened.reach(label.element)
        if self._spots.markup.is_shown(label.element):
            kind = _beside(label, bool(self.images))
            if kind:
                opened.add(label.element, kind)

    def _illustrate(self, element: Element, kind: str) -> None:
        """Add what an element says to the pictures it is about: those of its figure, else the one just before."""
        pictured = self._pictured(element)
        text = self._spots.text(element, kind) if pictured else None
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


def _beside(label: Label, after_picture: bool) -> str:
    """What an element says of a picture in or before it: `caption`, `credit`, or nothing."""
    if label.name == "figure":
        return "caption"
    says = label.beside
    if not after_picture or not any(says):
        return ""
    in_figure = label.element.closest("figure") is not None
    if says.caption and not in_figure:
        return "caption"
    return "credit" if (says.credit_in_figure if in_figure else says.credit) else ""
