"""A second, independent reading of HTML, on BeautifulSoup: slower and without positions, to hold the reader against."""

from __future__ import annotations

import re
from typing import NamedTuple

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

UNSEEN = ["script", "style", "template", "noscript", "textarea", "select", "title", "head", "iframe", "video", "audio"]
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(;|$)", re.I)


class Seen(NamedTuple):
    """What a reader sees of a document, white space left out of the text."""

    text: str
    links: list[tuple[str, str]]
    """Address and words of each visible link."""
    images: list[tuple[str, str]]
    """Address and alternative text of each picture that is not in `noscript`."""


def see(markup: str, parser: str = "html5lib") -> Seen:
    return read_soup(BeautifulSoup(markup, parser))


def read_soup(soup: BeautifulSoup) -> Seen:
    """What a reader sees of a parsed document; what nobody sees is taken out of it."""
    images = [(str(img.get("src") or ""), str(img.get("alt") or "")) for img in soup.find_all("img") if _kept(img)]
    for element in soup.find_all(lambda tag: tag.name in UNSEEN or _hides(tag)):
        element.extract()
    links = [(str(a["href"]), squeezed(a.get_text())) for a in soup.find_all("a", href=True)]
    strings = (node for node in soup.descendants if type(node) is NavigableString)
    return Seen(squeezed("".join(strings)), links, images)


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def stripped(markup: str) -> str:
    """The text of a snippet that holds whole tags and comments, without white space."""
    from html import unescape

    parts = re.split(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", markup, flags=re.S)
    return squeezed("".join(unescape(part) for part in parts))


def _kept(tag: Tag) -> bool:
    return tag.find_parent(["noscript", "template"]) is None


def _hides(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(HIDING.search(str(tag.get("style") or "")))
