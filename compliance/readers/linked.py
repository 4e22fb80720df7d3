"""A page's links, and the elements that speak to machines."""

from __future__ import annotations

from compliance.article import Element as MachineElement
from compliance.article import Link
from compliance.lazy import kept
from compliance.readers import tree
from compliance.readers.prose import BLOCKS, fold
from compliance.readers.spots import Spot, Spots, Written
from compliance.readers.walk import NOTHING_AROUND, Walk
from compliance.readers.woven import GAP

_SPEAKING = ["meta", "link", "script", "img", "iframe", "object", "embed", "video", "audio", "source"]
_PARTING = BLOCKS | {"br"}
"""Elements that part the words in them from those around."""


def elements(spots: Spots) -> tuple[MachineElement, ...]:
    """The elements that speak to machines, in order."""
    names = _SPEAKING
    if "amp-" in spots.markup.string:
        found = (each.tag for each in spots.markup.document.iter_elements())
        names = [*names, *sorted({name for name in found if name.startswith("amp-")})]
    written = (spot for spot in spots.each(names) if spot.element.position is not None)
    return tuple(MachineElement.over(Written(spot), tag=spot.element.tag, hidden=spot.hidden) for spot in written)


def links(spots: Spots) -> tuple[Link, ...]:
    """All links, in order."""
    found: dict[object, Link] = {}
    for spot in spots.each(["a"]):
        element = spot.element
        href = element.attr("href")
        if href is None:
            continue
        identity = (spot.markup.start, element.position)
        earlier = found.get(identity)
        if earlier is not None:  # the tree split one link in two
            words, at = _words(spot, spots)
            joined, begun = f"{earlier.text} {words}".strip(), earlier.at if earlier.text else at
            found[identity] = earlier.replace(text=joined, at=begun)
        elif spot.markup.has_all_written("a") or spot.span(whole=True) is not None:
            relations = element.attr("rel")
            told = tuple(relations.lower().split()) if relations else ()
            standing = _Standing(spot, spots)
            found[identity] = Link.over(standing, href=href, rel=told, hidden=spot.hidden)
    return tuple(found.values())


class _Standing(Written):
    """What a link stands on, and where."""

    def __init__(self, spot: Spot, spots: Spots) -> None:
        super().__init__(spot, whole=True)
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
        return self._spots.is_inside(self.spot.anchor)

    @kept
    def _words(self) -> tuple[str, int]:
        return _words(self.spot, self._spots)


def _words(spot: Spot, spots: Spots) -> tuple[str, int]:
    """The words that a link stands on, and where in the article's text it does."""
    element, body, ends = spot.element, spots.body, spots.walk.ends
    if spot.hidden or element not in ends:
        return _read(spot), spots.length_at(spot.anchor)
    begins, ended = body.begins_at(spots.walk.marks[element]), body.length_at(ends[element])
    words = body.plain[begins:ended]
    return words.strip(), begins + len(words) - len(words.lstrip()) if words else spots.length_at(element)


def _read(spot: Spot) -> str:
    """What a link beside the article's text reads."""
    element, markup = spot.element, spot.markup
    if len(element) == 1 and type(only := element[0]) is tree.Text:
        return fold(only.data).strip()
    inner = list(element.iter_elements())
    skipped = markup.muted if spot.hidden else markup.unseen
    if _PARTING.isdisjoint([each.tag for each in inner]) and not any(each in skipped for each in inner):
        return fold(element.text).strip()
    return GAP.join(
        plain for each in Walk(element, NOTHING_AROUND, skipped).stretches for plain, _, _ in each.paragraphs()
    ).strip()
