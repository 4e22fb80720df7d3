"""Which part of a page is the article, and what in it is furniture: navigation, forms, the page's own header."""

from __future__ import annotations

from typing import NamedTuple

from compliance.lazy import kept
from compliance.readers.markup import SILENT, Markup
from compliance.readers.tree import Element

_FURNITURE = {"nav", "aside"}
_FURNITURE_ROLES = {"navigation", "complementary", "banner", "search", "contentinfo"}
_SECTIONS = "article,main,section"
_NAMED = ["body", "article", "main", "nav", "aside", "form", "header", "footer"]
_TOLD = "[role],[itemtype],[itemprop]"
"""Elements that may say by an attribute what they are."""
_TELLING_ROLES = _FURNITURE_ROLES | {"main"}

_SHARE_OF_PAGE = 0.4
"""How much of a page's text an `article` or `main` must hold to be the article and not a teaser, or empty."""


class Holding:
    """A landmark of the page and what it holds."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.name = element.tag
        self.role = element.attr("role") or ""

    @kept
    def size(self) -> int:
        """How many characters of text it holds, white space around each stretch of it left out."""
        size, last = _ink(self.element), None
        for silent in self.element.iter_elements(SILENT):
            if last is None or last not in silent.ancestors:
                size, last = size - _ink(silent), silent
        return size

    def holds(self, other: Holding) -> bool:
        """Whether the other one stands in it."""
        return self.element in other.element.ancestors

    @property
    def is_article(self) -> bool:
        """Whether it says that it is an article."""
        return self.name == "article" or "Article" in (self.element.attr("itemtype") or "")

    @property
    def is_main(self) -> bool:
        """Whether it says that it is the page's main part."""
        return self.name == "main" or self.role == "main"

    @property
    def is_text(self) -> bool:
        """Whether it says that it is the text of an article."""
        return "articleBody" in (self.element.attr("itemprop") or "").split()

    def is_furniture(self, region: Holding) -> bool:
        """Whether it is furniture in a region. What holds the headline or most of it is not."""
        if self.name in _FURNITURE or self.role in _FURNITURE_ROLES:
            return True
        if self.name in ("header", "footer"):
            parent = self.element.parent
            sectioned = isinstance(parent, Element) and parent.closest(_SECTIONS) is not None
            return not sectioned and not (self.name == "header" and self._has_headline)
        return self.name == "form" and not self._has_headline and self.size * 2 < region.size

    @property
    def _has_headline(self) -> bool:
        return self.element.select_one("h1") is not None


class Region(NamedTuple):
    """The article's own part of a page: all in an element, but for the furniture in it; None: all of the page."""

    element: Element | None
    furniture: frozenset[Element] = frozenset()


def find(markup: Markup) -> Region:
    """Find the article in a page; a fragment is all article."""
    landmarks = [Holding(each) for each in _landmarks(markup)] if markup.is_page else []
    chosen = _article(landmarks)
    if chosen is None:
        return Region(None)
    inside = _inside(chosen, landmarks)
    return Region(chosen.element, frozenset(each.element for each in inside if each.is_furniture(chosen)))


def _landmarks(markup: Markup) -> list[Element]:
    """The landmarks of a page, in order; to look for names alone takes a third of the time."""
    if not any(each.tag not in _NAMED and _tells(each) for each in markup.document.select(_TOLD)):
        return markup.named(_NAMED)
    return [each for each in markup.select(",".join([*_NAMED, _TOLD])) if each.tag in _NAMED or _tells(each)]


def _tells(element: Element) -> bool:
    """Whether an element says by an attribute that it is a landmark."""
    if element.attr("role") in _TELLING_ROLES or "Article" in (element.attr("itemtype") or ""):
        return True
    return "articleBody" in (element.attr("itemprop") or "").split()


def _inside(whole: Holding, landmarks: list[Holding]) -> list[Holding]:
    """The landmarks in another one."""
    return [each for each in landmarks if each is not whole and whole.element in each.element.ancestors]


def _article(landmarks: list[Holding]) -> Holding | None:
    """What holds the marked body of an article; else the largest article; else the main part; else the body."""
    body = next((each for each in landmarks if each.name == "body"), None)
    articles = [each for each in landmarks if each.is_article]
    text = _largest([each for each in landmarks if each.is_text])
    around = [each for each in articles if each.holds(text) or each is text] if text is not None else []
    if around:
        return min(around, key=_size)
    article = _largest(articles) if text is None else None
    if article is not None and body is not None and article.size >= _SHARE_OF_PAGE * body.size:
        return article  # large enough for the page, and so for the main part of it
    main = _if_large(_largest([each for each in landmarks if each.is_main]), body, landmarks)
    if text is not None:
        return main if main is not None and main.holds(text) else body
    return _if_large(article, main, landmarks)


def _largest(holdings: list[Holding]) -> Holding | None:
    """The largest; where several are, the one that ends first."""
    return max(reversed(holdings), key=_size) if len(holdings) > 1 else next(iter(holdings), None)


def _if_large(part: Holding | None, whole: Holding | None, landmarks: list[Holding]) -> Holding | None:
    """The part, if it holds enough of the text of the whole to be more than a teaser; else the whole."""
    if part is None or whole is None:
        return part or whole
    if part.size >= _SHARE_OF_PAGE * whole.size or part.size >= _SHARE_OF_PAGE * _text_of(whole, landmarks):
        return part
    return whole


def _text_of(whole: Holding, landmarks: list[Holding]) -> int:
    """How many characters it holds besides furniture."""
    size, last = whole.size, None
    for each in _inside(whole, landmarks):
        if (last is None or not last.holds(each)) and each.is_furniture(whole):
            size, last = size - each.size, each
    return size


def _size(landmark: Holding) -> int:
    return landmark.size


def _ink(element: Element) -> int:
    return sum(map(len, element.stripped_strings))
