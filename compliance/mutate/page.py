"""Damaging an HTML page: what stands at the evidence is put where readers do not see it, or made too small to see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement

MARK = "\ue000"
"""Stands in the page where something begins, until the element there is found."""


def wrapped(page: str, starts: Iterable[int], name: str, attributes: Mapping[str, str]) -> str:
    """The page with what begins at these offsets put into a new element; what only machines read is taken out."""
    from bs4 import BeautifulSoup

    for start in sorted(set(starts), reverse=True):
        page = page[:start] + MARK + page[start:]
    soup = BeautifulSoup(page, "html.parser")
    for element in _at_marks(soup):
        if getattr(element, "name", "") in ("meta", "script", "link"):
            element.extract()
        else:
            element.wrap(soup.new_tag(name, attrs=dict(attributes)))
    return str(soup).replace(MARK, "")


def shrunk(picture: str) -> str:
    """An `img` element at one pixel's size."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(picture, "html.parser")
    for image in soup.find_all("img"):
        image["width"] = image["height"] = "1"
        del image["style"]
    return str(soup)


def _at_marks(soup: BeautifulSoup) -> list[PageElement]:
    """What stands at the marks: the element that begins there, or the text that the mark is in."""
    found: dict[int, PageElement] = {}
    for text in soup.find_all(string=lambda text: text is not None and MARK in text):
        following = text.next_sibling
        element = following if following is not None and not text.partition(MARK)[2].strip(f" {MARK}") else text
        holder = text.find_parent("script")
        found[id(holder or element)] = holder or element
    for tag in soup.find_all(lambda tag: any(MARK in f"{name}{value}" for name, value in tag.attrs.items())):
        found[id(tag)] = tag
    return list(found.values())
