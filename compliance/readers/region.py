"""Which part of a page is the article, and what in it is furniture: navigation, forms, the page's own header."""

from __future__ import annotations

from typing import NamedTuple

from compliance.readers.markup import Close, Markup, Open, Tag
from compliance.readers.tokens import Run

SILENT = frozenset(
    [
        *["script", "style", "template", "noscript", "textarea", "select", "datalist", "iframe", "noembed", "noframes"],
        *["head", "title", "desc", "metadata", "defs", "rp"],
    ]
)
"""Elements whose text no reader sees."""

_FURNITURE = {"nav", "aside"}
_FURNITURE_ROLES = {"navigation", "complementary", "banner", "search", "contentinfo"}
_SECTIONS = {"article", "main", "section"}
_LANDMARKS = {"body", "article", "main", "nav", "aside", "form", "header", "footer"}

_SHARE_OF_PAGE = 0.4
"""How much of a page's text an `article` or `main` must hold to be the article and not a teaser, or empty."""


class Holding(NamedTuple):
    """A landmark of the page and what it holds."""

    tag: Tag
    first: int
    """The event with which it opens."""
    last: int
    """The event with which it closes."""
    size: int
    """How many characters of text it holds."""
    headlines: int
    """How many `h1` it holds."""
    sectioned: bool
    """Whether it stands in an `article`, `main` or `section`."""

    def holds(self, other: Holding) -> bool:
        """Whether the other one stands in it."""
        return self.first < other.first and other.last < self.last

    @property
    def is_article(self) -> bool:
        """Whether it says that it is an article."""
        return self.tag.name == "article" or "Article" in self.tag.attributes.get("itemtype", "")

    @property
    def is_main(self) -> bool:
        """Whether it says that it is the page's main part."""
        return self.tag.name == "main" or self.tag.attributes.get("role") == "main"


class Region(NamedTuple):
    """The article's own part of a page: the events from `first` to `last`, but for what opens with `furniture`."""

    tag: Tag | None
    first: int
    last: int
    furniture: frozenset[int]


def find(markup: Markup, is_page: bool) -> Region:
    """Find the article in a page; a fragment is all article."""
    landmarks = _survey(markup)
    chosen = _article(landmarks) if is_page else None
    if chosen is None:
        return Region(None, 0, len(markup.events), frozenset())
    inside = [each for each in landmarks if chosen.holds(each)]
    furniture = frozenset(each.first for each in inside if _is_furniture(each, chosen.size))
    return Region(chosen.tag, chosen.first, chosen.last, furniture)


def _survey(markup: Markup) -> list[Holding]:
    """All landmarks, as they close."""
    found: list[Holding] = []
    opened: list[tuple[int, int, int]] = []
    size = headlines = silent = sections = 0
    for index, event in enumerate(markup.events):
        if isinstance(event, Run):
            size += 0 if silent else event.end - event.start
        elif isinstance(event, Open):
            name = event.tag.name
            opened.append((index, size, headlines))
            silent += name in SILENT
            headlines += name == "h1"
            sections += name in _SECTIONS
        elif isinstance(event, Close):
            tag = event.tag
            silent -= tag.name in SILENT
            sections -= tag.name in _SECTIONS
            first, before, above = opened.pop()
            if _is_landmark(tag):
                found.append(Holding(tag, first, index, size - before, headlines - above, sections > 0))
    return found


def _is_landmark(tag: Tag) -> bool:
    attributes = tag.attributes
    return tag.name in _LANDMARKS or "role" in attributes or "itemprop" in attributes or "itemtype" in attributes


def _article(landmarks: list[Holding]) -> Holding | None:
    """What holds the marked body of an article; else the largest article; else the main part; else the body."""
    body = next((each for each in landmarks if each.tag.name == "body"), None)
    main = _if_large(max((each for each in landmarks if each.is_main), key=_size, default=None), body, landmarks)
    articles = [each for each in landmarks if each.is_article]
    marked = [each for each in landmarks if "articleBody" in each.tag.attributes.get("itemprop", "").split()]
    if marked:
        text = max(marked, key=_size)
        around = [each for each in articles if each.holds(text) or each is text]
        if around:
            return min(around, key=_size)
        return main if main is not None and main.holds(text) else body
    return _if_large(max(articles, key=_size, default=None), main, landmarks)


def _if_large(part: Holding | None, whole: Holding | None, landmarks: list[Holding]) -> Holding | None:
    """The part, if it holds enough of the text of the whole to be more than a teaser; else the whole."""
    if part is not None and whole is not None and part.size < _SHARE_OF_PAGE * _text_of(whole, landmarks):
        return whole
    return part or whole


def _text_of(whole: Holding, landmarks: list[Holding]) -> int:
    """How many characters it holds besides furniture."""
    size, end = whole.size, whole.first
    for each in sorted(landmarks, key=lambda each: each.first):
        if each.first > end and whole.holds(each) and _is_furniture(each, whole.size):
            size, end = size - each.size, each.last
    return size


def _is_furniture(landmark: Holding, size: int) -> bool:
    """Whether it is furniture in a region with that many characters. What holds the headline or most of it is not."""
    name, role = landmark.tag.name, landmark.tag.attributes.get("role", "")
    if name in _FURNITURE or role in _FURNITURE_ROLES:
        return True
    if name in ("header", "footer"):
        return not landmark.sectioned and not (name == "header" and landmark.headlines)
    return name == "form" and not landmark.headlines and landmark.size * 2 < size


def _size(landmark: Holding) -> int:
    return landmark.size
