"""Which elements of a page say that they hold a byline, by their attributes alone.

The marks are those of markup everywhere: `rel=author`, `itemprop=author`, `address`, and words in the names that
elements are given (`post-author`, `c-byline__link`, `articleAuteur`). What an author's box holds besides names, and
whose names stand in comments and teasers, is told by such words too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import msgspec

from compliance.article import Text
from compliance.readers.delivered import part
from compliance.readers.headline import Heading, squash
from compliance.readers.marks import name_words, named, words_of
from compliance.readers.markup import Named
from compliance.readers.words import MARKUP_WORDS, part_of_address, word_set

_NAMES = frozenset(["class", "id", "data-testid", "data-component", "data-qa", "data-test", "property"])

_BYLINE = word_set(*MARKUP_WORDS.byline)
_AUTHOR = word_set(*MARKUP_WORDS.author)
_BY, _BESIDE_BY = word_set(*MARKUP_WORDS.by), word_set(*MARKUP_WORDS.beside_by)
_CREDITS = word_set(*MARKUP_WORDS.credits)
_ELSEWHERE = word_set(*MARKUP_WORDS.elsewhere)
_SUBJECT = word_set(*MARKUP_WORDS.subject)
_PICTURED = word_set(*MARKUP_WORDS.pictured)
_OTHER_WORK = _PICTURED | word_set(*MARKUP_WORDS.beside_author)
"""What makes an author somebody else's, or no name at all."""
_PROPERTIES = frozenset(["author", "creator", "tag"])
"""What `itemprop` and `rel` say."""
TELLING = _BYLINE | _AUTHOR | _BY | _CREDITS | _ELSEWHERE | _SUBJECT | _OTHER_WORK | _PROPERTIES
"""All words but for which, in its attributes, an element says nothing of who is named in it."""
_ROOTS = words_of("html body main article")
_SUBJECTS = re.compile(part_of_address(*MARKUP_WORDS.subject_pages), re.IGNORECASE)
_PROFILE = re.compile(rf"{part_of_address(*MARKUP_WORDS.author_pages)}[^/?#]+/?(?:[?#].*)?$", re.IGNORECASE)
_PERSON = re.compile(rf"{part_of_address(*MARKUP_WORDS.person_pages)}[^?#]+", re.IGNORECASE)
_OF_LINKS = re.compile("|".join(each.pattern for each in (_SUBJECTS, _PROFILE, _PERSON)))
"""All of them, for an address in small letters."""
_ABOVE, _BELOW = 4000, 20000
"""How many code points of the page around the headline may hold the byline, where it stands outside the article."""
_MOST_SHOWN, _LINE_AROUND, _LABEL = 20, 60, 8
_MOST_NAMES, MOST_HINTS = 60, 400
"""How many declared names are looked for in the page, and how many hints are kept."""


OTHER = "other"
"""The mark of what names somebody who is no author: the photographer, whom the article is about."""


class Character(NamedTuple):
    """What an element's attributes say of who is named in it."""

    mark: str
    """`itemprop=author`, `rel=author`, `byline`, `author`, `link`, `credits`, `address`, `other`; empty: nothing."""
    elsewhere: bool
    """Whether it is about other articles, or by other people."""

    def of_article(self) -> Character:
        """It as that of an element around the headline, which is of the article: a page that `has-comments`."""
        return Character("" if self.mark == OTHER else self.mark, False)


_PLAINLY = ("rel=author", "itemprop=author", "byline", "author")
"""How an element says that it holds a byline, the plainest first; the other marks are hints only."""

PLAIN = Character("", False)
"""Of one that says nothing."""


def character(tag: Named) -> Character:
    """What an element says, by its attributes, of who is named in it."""
    attributes = tag.attributes
    if not attributes:
        return Character("address", False) if tag.name == "address" else PLAIN
    names = named(tag, _NAMES)
    found = _character(tag.name, names, attributes.get("rel", ""), attributes.get("itemprop", ""))
    if not found.mark and tag.name == "a":
        mark = "" if "tag" not in attributes.get("rel", "").split() else OTHER
        return Character(mark or _leading_to(attributes.get("href", "")), found.elsewhere)
    return found


def of_link(says: Character, address: str) -> Character:
    """What a link says whose attributes say nothing of who is named in it: by its address."""
    mark = _leading_to(address)
    return Character(mark, says.elsewhere) if mark else says


def leads_anywhere(address: str) -> bool:
    """Whether an address may tell what the words of a link to it are."""
    return _OF_LINKS.search(address.lower()) is not None


def _leading_to(address: str) -> str:
    """The mark of a link to an address."""
    if not leads_anywhere(address):
        return ""
    if _SUBJECTS.search(address) is not None:
        return OTHER
    if _PROFILE.search(address) is not None:
        return "link"
    return "profile" if _PERSON.search(address) is not None else ""


@lru_cache(maxsize=8192)
def _character(name: str, names: str, rel: str, itemprop: str) -> Character:
    tokens = name_words(f"{names} {rel}" if "creator" in rel else names)
    elsewhere = not tokens.isdisjoint(_ELSEWHERE) and name not in _ROOTS
    properties = itemprop.lower().split()
    if "author" in properties or "creator" in properties:
        return Character("itemprop=author", elsewhere)
    if "author" in rel.lower().split():
        return Character("rel=author", elsewhere)
    if not tokens.isdisjoint(_OTHER_WORK):
        pictured = not tokens.isdisjoint(_PICTURED) and name not in _ROOTS
        return Character(OTHER if pictured else "", elsewhere)
    written_by = not tokens.isdisjoint(_BY) and not tokens.isdisjoint(_BESIDE_BY)
    marks = {
        "byline": not tokens.isdisjoint(_BYLINE),
        "author": written_by or not tokens.isdisjoint(_AUTHOR),
        "credits": not tokens.isdisjoint(_CREDITS),
        "address": name == "address",
    }
    about = OTHER if not tokens.isdisjoint(_SUBJECT) and name not in _ROOTS else ""
    return Character(next((mark for mark, found in marks.items() if found), about), elsewhere)


def leads_to_author(address: str) -> bool:
    """Whether an address is that of a page about one author."""
    return _PROFILE.search(address) is not None


def is_profile(name: str, href: str) -> bool:
    """Whether an address has the name in it: `/people/jane-doe` of Jane Doe."""
    key = squash(name)
    return len(key) > 5 and key in squash(href)


def shown(declared: Iterable[Text], *pages: Text) -> list[Text]:
    """Where those who are declared as authors are named to the reader, in a line that says little else."""
    found = []
    for name in islice(dict.fromkeys(text.plain.strip() for text in declared), _MOST_NAMES):
        if 1 < len(name) < _LINE_AROUND:
            pattern = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)
            for page in pages:
                for match in islice(pattern.finditer(page.plain), _MOST_SHOWN):
                    around = _line_around(page, *match.span()) - len(name)
                    if around <= _LINE_AROUND:
                        place = f"{page.place} {'line' if around <= _LABEL else 'name'}"
                        found.append(msgspec.structs.replace(part(page, *match.span()), place=place))
    return found


def plain_bylines(texts: Iterable[Text]) -> list[Text]:
    """Those of the article's own part that plainly are bylines, the plainest first."""
    own = [text for text in texts if text.place.removeprefix("visible ") in _PLAINLY]
    own.sort(key=lambda text: _PLAINLY.index(text.place.removeprefix("visible ")))
    return [msgspec.structs.replace(text, place="visible") for text in own]


def near(texts: Iterable[Text], heading: Heading | None) -> list[Text]:
    """Those that stand in the article, or around its headline: others are signed with other articles."""
    headline = heading.text.whole().start if heading is not None else 0
    around = (
        text
        for text in texts
        if " outside " not in text.place or headline - _ABOVE < text.whole().start < headline + _BELOW
    )
    return list(islice(around, MOST_HINTS))


def _line_around(page: Text, start: int, end: int) -> int:
    """How long the line is that a passage stands in."""
    block = page.block_at(start)
    first = max(block.start, page.plain.rfind("\n", 0, start) + 1)
    last = page.plain.find("\n", end)
    return (block.end if last < 0 else min(last, block.end)) - first
