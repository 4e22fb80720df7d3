"""Which of a page's headings is the article's headline, and what of a declared title is only the site's name.

A heading that the page's own title, `og:title` or JSON-LD repeat is the headline; the kicker or the date line that
shares its element, and the site's name in a declared title, are left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from compliance.article import Text
from compliance.readers.delivered import part
from compliance.readers.markup import Tag

_WORD = re.compile(r"\w+")
_SEPARATOR = re.compile(r"\s+[-–—|»«•·:/]{1,3}\s+|\s*\|\s*|\s*::\s*|\s*»\s*")
_LONGEST = 400
_SHORTEST_REPEATED = 10
_SHARED_WORDS = 0.6
_LEVELS = {("h1", True): 1.5, ("h1", False): 1.0, ("h2", True): 0.0, ("h2", False): -0.5}
"""How much a heading is trusted by itself: `h1` before `h2`, the article's own part before the rest of the page."""
_SAME, _WITHIN, _LIKE, _STRAY, _SITE = 3.0, 2.0, 1.0, -0.9, -3.0
"""What agreement with declared titles adds, from the same to none outside the article; and being the site's name."""
_LATER = 0.1


class Heading(NamedTuple):
    """A heading of the page."""

    text: Text
    tag: Tag
    in_body: bool


class Declared(NamedTuple):
    """The titles that a page declares of itself."""

    ld: Sequence[Text]
    metas: Sequence[Text]
    """`og:title` first, then those of other vocabularies."""
    page: Text | None
    """The `title` element."""
    sites: frozenset[str]
    """What the site is called, each name as `squash` gives it."""

    def keys(self) -> list[str]:
        """All of them, as words to compare."""
        page = [self.page] if self.page is not None else []
        return [key for key in (words(text.plain) for text in (*self.ld, *self.metas, *page)) if key]

    def strong(self) -> list[str]:
        """The words of those that are trusted most."""
        return [words(text.plain) for text in (*self.ld[:1], *self.metas[:1])]

    def page_words(self) -> str:
        """The words of the page's title."""
        return words(self.page.plain) if self.page is not None else ""


def words(text: str) -> str:
    """The folded words of a text, one space between them."""
    folded = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return " ".join(_WORD.findall(folded))


def squash(text: str) -> str:
    """The folded letters and digits of a text."""
    return words(text).replace(" ", "")


def headline(headings: Iterable[Heading], declared: Declared) -> Heading | None:
    """The heading that is the article's headline, if any is."""
    best, most = None, 0.0
    counts = {"h1": 0, "h2": 0}
    keys, strong, page = declared.keys(), declared.strong(), declared.page_words()
    for heading in headings:
        name = heading.tag.name
        trust = (
            _LEVELS[name, heading.in_body]
            - _LATER * counts[name]
            + _agreement(heading, declared.sites, keys, strong, page)
        )
        counts[name] += 1
        if trust > most:
            best, most = heading, trust
    return best


def first_heading(headings: Sequence[Heading]) -> Heading | None:
    """The first `h1` of the article's own part."""
    return next((heading for heading in headings if heading.in_body and heading.tag.name == "h1"), None)


def title(chosen: Heading | None, declared: Declared) -> Text | None:
    """The article's title: the headline without its kicker, else what is declared without the site's name."""
    if chosen is not None:
        return _core(chosen.text, declared)
    page = [declared.page] if declared.page is not None and declared.page.plain.strip() else []
    return next((_without_site(text, declared.sites) for text in (*declared.ld, *declared.metas, *page)), None)


def _agreement(heading: Heading, sites: frozenset[str], keys: Sequence[str], strong: Sequence[str], page: str) -> float:
    """How far declared titles repeat a heading."""
    key = words(heading.text.plain)
    if not key or len(heading.text.plain) > _LONGEST or key.replace(" ", "") in sites:
        return _SITE
    if key not in strong and page.endswith(" " + key) and not any(key in each for each in strong):
        return -_LIKE  # it stands last in the page's title, and nowhere else: the site's name
    if key in keys:
        return _SAME
    if len(key) >= _SHORTEST_REPEATED and any(_is_within(key, each) for each in keys):
        return _WITHIN
    if heading.tag.name == "h2":
        return _SITE
    return _LIKE if any(_share(key, each) for each in keys) else 0.0 if heading.in_body else _STRAY


def _is_within(key: str, other: str) -> bool:
    return key in other or (len(other) >= _SHORTEST_REPEATED and other in key)


def _share(one: str, other: str) -> bool:
    ours, theirs = set(one.split()), set(other.split())
    return len(ours) > 3 and len(ours & theirs) >= _SHARED_WORDS * min(len(ours), len(theirs))


def _core(text: Text, declared: Declared) -> Text:
    """The headline's part that is declared as the title, where a kicker or a date stands in the same element."""
    count = sum(1 for _ in _WORD.finditer(text.plain))
    page = [declared.page] if declared.page is not None else []
    titles = [_without_site(each, declared.sites).plain for each in (*declared.ld[:1], *declared.metas[:2], *page)]
    for each in titles:
        theirs = words(each).split()
        size = len(theirs)
        if size < 3 or size >= count or 2 * size < count:
            continue
        found = [(match.start(), match.end(), words(match[0])) for match in _WORD.finditer(text.plain)]
        ours = [word for _, _, word in found]
        if ours[-size:] == theirs:
            return part(text, found[-size][0], len(text.plain))
        if ours[:size] == theirs:
            return part(text, 0, found[size - 1][1])
    return text


def _without_site(text: Text, sites: frozenset[str]) -> Text:
    """A declared title without the site's name before or after it."""
    start, end = 0, len(text.plain)
    for separator in reversed(list(_SEPARATOR.finditer(text.plain))):
        if not _names_site(text.plain[separator.end() : end], sites):
            break
        end = separator.start()
    first = _SEPARATOR.search(text.plain, start, end)
    if first is not None and squash(text.plain[: first.start()]) in sites:
        start = first.end()
    return part(text, start, end) if (start, end) != (0, len(text.plain)) else text


def _names_site(tail: str, sites: frozenset[str]) -> bool:
    name = squash(tail)
    return name in sites or (len(name) > 3 and any(name in site or site in name for site in sites))
