"""A page's headlines and bylines: elements that say, by their names or by attributes, that this is what they hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from compliance.article import Span, Text
from compliance.readers import tree
from compliance.readers.authorship import OTHER, Character, character, is_profile
from compliance.readers.headline import Heading
from compliance.readers.labels import Label
from compliance.readers.markup import Markup, Tag
from compliance.readers.opened import Opened
from compliance.readers.spots import Spots
from compliance.readers.teasers import is_pictured, is_teaser
from compliance.readers.tree import Element

_LONGEST = 300
_PROSE = 150
"""So many characters around a link are running text."""
_MOST_HEADINGS = 40
_LARGE = 400
"""So many code points of markup are more than a label, or a credit."""

Signature = tuple[Text, Tag]
"""What may be a byline, and the element it stands in."""


class Other(NamedTuple):
    """An element that names others than the author: comments, teasers, credits of pictures, subjects."""

    element: Element
    markup: Markup
    elsewhere: bool
    """Whether it is about other articles, or by other people."""

    def span(self) -> Span | None:
        """Where it stands; a large one of such a name in the article holds more than that, and is nowhere."""
        start, _, _, end = tree.offsets(self.element)
        if start is None or end is None or (not self.elsewhere and end - start > _LARGE):
            return None
        return self.markup.source.span(self.markup.start + start, self.markup.start + end)


class Signatures(NamedTuple):
    """What may say who wrote a page."""

    found: list[Signature]
    others: list[Other]

    def elsewhere(self) -> list[Span]:
        """Where comments and teasers stand."""
        return [span for other in self.others if other.elsewhere and (span := other.span()) is not None]


def headings(spots: Spots) -> list[Heading]:
    """The larger headings that a reader sees."""
    found: list[Heading] = []
    for element in spots.markup.named(["h1", "h2"]):
        if spots.markup.is_shown(element) and len(found) < _MOST_HEADINGS:
            text = spots.text(element, "heading")
            if text.plain:
                found.append(Heading(text, spots.markup.tag(element), spots.is_inside(element)))
    return found


def bylines(spots: Spots) -> list[Signature]:
    """What says of itself that it is a byline of the article: as they end."""
    markup, region = spots.markup, spots.region.element
    around = (each for each in region.ancestors if isinstance(each, Element)) if region is not None else ()
    if any(character(markup.tag(each)).elsewhere for each in around if each not in spots.headed):
        return []
    own = [each for each in spots.labels if not each.only_link and spots.is_within(each.element)]
    return _signatures(spots, own).found


def signatures(spots: Spots) -> Signatures:
    """What may say who wrote it anywhere in the page, links to a person's page included: as they end."""
    return _signatures(spots, spots.labels)


def _signatures(spots: Spots, labels: Iterable[Label]) -> Signatures:
    found: list[Signature] = []
    others: list[Other] = []

    def close(element: Element, mark: str) -> None:
        text = spots.text(element, "byline", mark)
        names = mark != "profile" or is_profile(text.plain, element.attr("href") or "")
        names = names and not (mark in ("link", "profile") and _is_mentioned(element))
        if text.plain and len(text.plain) <= _LONGEST and names:
            found.append((text, markup.tag(element)))

    opened = Opened(close)
    markup, headed = spots.markup, spots.headed
    for label in labels:
        element, says = label.element, label.says
        if (not says.mark and not says.elsewhere) or not markup.is_shown(element):
            continue
        if element in headed:
            says = says.of_article()
        if says.mark or says.elsewhere:
            opened.reach(element)
            if not (says.mark == OTHER or says.elsewhere or opened.elsewhere):
                says = _of_whom(says, element, spots)
            other = says.elsewhere or says.mark == OTHER
            if other and not opened.elsewhere:
                others.append(Other(element, markup, says.elsewhere))
            mark = "" if other or opened.elsewhere else says.mark
            if mark or says.elsewhere:
                opened.add(element, mark, says.elsewhere)
    opened.reach(None)
    return Signatures(found, others)


def _of_whom(says: Character, element: Element, spots: Spots) -> Character:
    """What an element says, and where it stands: with a picture, in a menu, or by the headline of another story."""
    if is_pictured(element):
        return Character(OTHER, says.elsewhere)
    if spots.is_inside(element):
        return says
    linked = says.mark in ("link", "profile")
    listed = linked and (element.closest("nav") is not None or spots.is_after(element))
    return Character(says.mark, True) if listed or is_teaser(element, spots.region, spots.title) else says


def _is_mentioned(link: Element) -> bool:
    """Whether a link stands in running text, or under a quotation."""
    parent = link.parent
    if link.closest("blockquote") is not None:
        return True
    return isinstance(parent, Element) and parent.tag == "p" and len(parent.text) - len(link.text) > _PROSE
