"""A page's links, and the elements that speak to machines."""

from __future__ import annotations

from functools import cached_property

from compliance.article import Element as MachineElement
from compliance.article import Link
from compliance.readers import tree
from compliance.readers.prose import Prose, fold
from compliance.readers.spots import Spot, Spots
from compliance.readers.walk import Around, Walk

_ELEMENTS = "meta,link,script,img,iframe,object,embed,video,audio,source"


def elements(spots: Spots) -> tuple[MachineElement, ...]:
    """The elements that speak to machines, in order."""
    document, selector = spots.markup.document, _ELEMENTS
    if "amp-" in spots.markup.string:
        names = {each.tag for each in document.iter_elements() if each.tag.startswith("amp-")}
        selector = ",".join([selector, *sorted(names)])
    found = ((spot, spot.span()) for spot in spots.each(selector))
    return tuple(
        MachineElement(spot.element.tag, tree.attributes(spot.element), span, spot.hidden)
        for spot, span in found
        if span is not None
    )


def links(spots: Spots) -> tuple[Link, ...]:
    """All links, in order."""
    found: dict[object, Link] = {}
    for spot in spots.each("a[href]"):
        element = spot.element
        identity = (spot.markup.start, element.source_line, element.source_col)
        earlier = found.get(identity)
        if earlier is not None:  # the tree split one link in two
            words, at = _words(spot, spots)
            joined, begun = f"{earlier.text} {words}".strip(), earlier.at if earlier.text else at
            found[identity] = earlier.replace(text=joined, at=begun)
        elif (span := spot.span(whole=True)) is not None:
            href, relations = element.attr("href") or "", tuple((element.attr("rel") or "").lower().split())
            standing = _Standing(spot, spots)
            found[identity] = Link.over(standing, href=href, span=span, rel=relations, hidden=spot.hidden)
    return tuple(found.values())


class _Standing:
    """What a link stands on, and where."""

    def __init__(self, spot: Spot, spots: Spots) -> None:
        self._spot = spot
        self._spots = spots

    @property
    def text(self) -> str:
        """The words."""
        return self._words[0]

    @property
    def at(self) -> int:
        """Where in the article's text they are."""
        return self._words[1]

    @property
    def in_body(self) -> bool:
        """Whether it stands in the article's own part."""
        return self._spots.is_inside(self._spot.anchor)

    @cached_property
    def _words(self) -> tuple[str, int]:
        return _words(self._spot, self._spots)


def _words(spot: Spot, spots: Spots) -> tuple[str, int]:
    """The words that a link stands on, and where in the article's text it does."""
    element, body, ends = spot.element, spots.body, spots.walk.ends
    if spot.hidden or element not in ends:
        return _read(spot, spots).strip(), spots.length_at(spot.anchor)
    begins, ended = body.begins_at(spots.walk.marks[element]), body.length_at(ends[element])
    words = body.plain[begins:ended]
    return words.strip(), begins + len(words) - len(words.lstrip()) if words else spots.length_at(element)


def _read(spot: Spot, spots: Spots) -> str:
    """What a link beside the article's text reads."""
    children = spot.element.children
    if len(children) == 1 and isinstance(children[0], tree.Text):
        return fold(children[0].data)
    skipped = spot.markup.muted if spot.hidden else spot.markup.unseen
    return Prose(Walk(spot.element, Around(), skipped).stretches, spots.body.places).plain
