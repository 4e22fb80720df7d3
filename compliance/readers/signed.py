"""A page's headlines and bylines: elements that say, by their names or by attributes, that this is what they hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import NamedTuple

from compliance.article import Span, Text
from compliance.readers import tree
from compliance.readers.authorship import OTHER, PLAIN, Character, character, is_profile, of_link
from compliance.readers.headline import Heading
from compliance.readers.markup import Markup, Named, Tag
from compliance.readers.opened import Opened
from compliance.readers.spots import Spots
from compliance.readers.tree import Element

_NAMED = "[class],[id],address"
_ODD = "[rel],[itemprop],[property],[data-testid],[data-component],[data-qa],[data-test]"
"""Elements that attributes other than their names may tell something of."""
_ODDLY = ("rel", "itemprop", "property", "data-testid", "data-component", "data-qa", "data-test")
_TELLING = ("class", "id", *_ODDLY)
"""The attributes of both."""
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
    for element in spots.markup.select("h1,h2"):
        if spots.markup.is_shown(element) and len(found) < _MOST_HEADINGS:
            text = spots.text(element, "heading")
            if text.plain:
                found.append(Heading(text, spots.markup.tag(element), spots.is_inside(element)))
    return found


def bylines(spots: Spots) -> list[Signature]:
    """What says of itself that it is a byline of the article: as they end."""
    markup, region = spots.markup, spots.region.element
    if not markup.may_have(["address"], _TELLING):
        return []
    around = (each for each in region.ancestors if isinstance(each, Element)) if region is not None else ()
    headed = _headed(markup)
    if any(character(markup.tag(each)).elsewhere for each in around if each not in headed):
        return []
    return _signatures(spots, markup.select(f"{_NAMED},{_ODD}", region)).found


def signatures(spots: Spots) -> Signatures:
    """What may say who wrote it anywhere in the page, links to a person's page included: as they end."""
    if not spots.markup.may_have(["address"], _TELLING):
        return _signatures(spots, spots.markup.select("a[href]"))
    return _signatures(spots, spots.markup.select(f"{_NAMED},{_ODD},a[href]"))


def _signatures(spots: Spots, elements: Iterable[Element]) -> Signatures:
    found: list[Signature] = []
    others: list[Other] = []

    def close(tag: Tag, mark: str) -> None:
        text = spots.text(tag.element, "byline", mark)
        names = mark != "profile" or is_profile(text.plain, tag.attributes.get("href", ""))
        names = names and not (mark in ("link", "profile") and _is_mentioned(tag.element))
        if text.plain and len(text.plain) <= _LONGEST and names:
            found.append((text, tag))

    opened = Opened(close)
    markup = spots.markup
    odd = frozenset(markup.document.select(_ODD) if markup.may_have((), _ODDLY) else ())
    headed = _headed(markup)
    for element in elements:
        says = _said(element, markup, odd)
        if element in headed:
            says = says.of_article()
        if (says.mark or says.elsewhere) and markup.is_shown(element):
            opened.reach(element)
            other = says.elsewhere or says.mark == OTHER
            if other and not opened.elsewhere:
                others.append(Other(element, markup, says.elsewhere))
            mark = "" if other or opened.elsewhere else says.mark
            if mark or says.elsewhere:
                opened.add(markup.tag(element), mark, says.elsewhere)
    opened.reach(None)
    return Signatures(found, others)


def _said(element: Element, markup: Markup, odd: Collection[Element]) -> Character:
    """What an element says; what no attribute tells anything of is not looked at any further."""
    address = element.attr("href") if element.tag == "a" else None
    if address is not None and len(element.attrs) == 1:
        return of_link(address if isinstance(address, str) else "")
    told = address is not None or element in odd or _may_say(element.tag, element.attr("class"), element.attr("id"))
    return character(markup.tag(element)) if told else PLAIN


def _is_mentioned(link: Element) -> bool:
    """Whether a link stands in running text, or under a quotation."""
    parent = link.parent
    if link.closest("blockquote") is not None:
        return True
    return isinstance(parent, Element) and parent.tag == "p" and len(parent.text) - len(link.text) > _PROSE


def _headed(markup: Markup) -> frozenset[object]:
    """The elements around the first headline: whatever their names say, they are of the article."""
    return frozenset(each for heading in markup.select("h1")[:1] for each in heading.ancestors)


@lru_cache(maxsize=16384)
def _may_say(name: str, classes: str | None, id: str | None) -> bool:
    """Whether an element's names say who is named in it."""
    says = character(Named.of(name, classes, id))
    return says.mark != "" or says.elsewhere
