"""Whose byline an element holds: the page's own article's, or that of a teaser, a list of stories, a picture."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.readers.authorship import is_profile, leads_to_author
from compliance.readers.region import Region
from compliance.readers.tree import Element, Node

_UP = 4
"""So many elements around a byline may be the card of a teaser."""
_CARD = 600
"""A card has no more characters: a headline, perhaps a few lines, and who wrote it."""
_WORDS, _SIGNS = 5, 14
"""So many words, or characters without a space, are a headline, and no label: `All articles on islands`."""
_HEADING = "h2,h3,h4,h5,h6"


def is_pictured(element: Element) -> bool:
    """Whether it stands with a picture: it names the photographer, or who is shown."""
    figure = element.closest("figure,figcaption")
    return figure is not None and figure.select_one("h1") is None


def is_teaser(element: Element, region: Region, title: str) -> bool:
    """Whether what stands outside the article's own part is signed with another story, whose headline it stands by.

    `title` is what the page calls itself: a headline that is in it is the article's own.
    """
    name = _read(element)
    link = element.closest("a[href]")
    linked = link is not None and link is not element and not _is_of_author(link, name)
    if link is not None and linked and _is_headline(_read(link).replace(name, " "), name, title):
        return True
    own = {region.element, *(region.element.ancestors if region.element is not None else ())}
    return any(
        _is_headline(_read(each), name, title) and not _is_of_author(each, name)
        for card in _cards(element, own)
        for each in _headlines(card)
        if element not in each.ancestors and each not in element.ancestors
    )


def _cards(element: Element, own: set[Node | None]) -> Iterator[Element]:
    """What may be the card of a teaser around an element, as far as the article and its headline are not in it."""
    around = (each for each in element.ancestors if isinstance(each, Element))
    for _, each in zip(range(_UP), around, strict=False):
        if each in own or each.select_one("h1") is not None or len(_read(each)) > _CARD:
            return
        yield each


def _headlines(card: Element) -> Iterator[Element]:
    """The links in a card that may be a headline's: all of those in an item of a list, or those of headings."""
    for link in card.select("a[href]"):
        if card.tag == "li" or link.closest(_HEADING) is not None or link.select_one(_HEADING) is not None:
            yield link


def _is_headline(text: str, name: str, title: str) -> bool:
    """Whether a text is the headline of another story."""
    words = text.split()
    long = len(words) >= _WORDS or any(len(word) >= _SIGNS and word.lower() == word.upper() for word in words)
    return long and name not in text and text not in title


def _is_of_author(link: Element, name: str) -> bool:
    href = link.attr("href") or ""
    return "author" in (link.attr("rel") or "") or leads_to_author(href) or is_profile(name, href)


def _read(element: Element) -> str:
    return " ".join(element.text.split())
