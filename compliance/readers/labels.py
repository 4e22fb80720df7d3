"""What the elements of a page are called, asked once for all that look for bylines, captions and credits by it."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from compliance.readers import authorship, captions
from compliance.readers.authorship import PLAIN, Character, character, leads_anywhere, of_link
from compliance.readers.captions import Said, has_stem, said
from compliance.readers.marks import name_words
from compliance.readers.markup import Markup, Named
from compliance.readers.tree import Element

PICTURES = frozenset(["img", "amp-img"])
_ODD = ("itemprop", "property", "data-testid", "data-component", "data-qa", "data-test")
"""Attributes besides its names, and `rel`, that may tell what an element holds."""
_SELECTED = ["[class]", "[id]", "[rel]", *(f"[{name}]" for name in _ODD), *sorted(PICTURES)]
_ALL = ",".join([*_SELECTED, "address", "a[href]", "noscript", "figure", "figcaption", "cite", "small", "footer"])
_ODDLY = ",".join(f"[{name}]" for name in _ODD)
_PASSED = PICTURES | {"noscript", "figure"}
"""Elements that matter by what they are."""
_TELLING_TAGS = frozenset(["address", "figcaption", "cite", "small", "footer"])
_TELLING = authorship.TELLING | captions.TELLING
_NOT_BESIDE = Said(False, False, False)


class Label(Struct, frozen=True):
    """An element that may say what it holds."""

    element: Element
    name: str
    says: Character
    """What it says of who is named in it."""
    beside: Said
    """What it says of its being about a picture."""
    only_link: bool
    """Whether it is a link that has neither names nor attributes that tell anything."""


def labels(markup: Markup) -> list[Label]:
    """The elements of a page that may say what they hold, in order: all those of pictures, of others those shown."""
    odd, unseen = frozenset(markup.document.select(_ODDLY)), markup.unseen
    related = frozenset(markup.document.select("[rel]"))
    found = []
    for element in markup.select(_ALL):
        name = element.tag
        if element in unseen and name not in _PASSED:
            continue
        classes, id = element.attr("class"), element.attr("id")
        href = element.attr("href") if name == "a" else None
        only_link = href is not None and classes is None and id is None and not (element in related or element in odd)
        if only_link and not leads_anywhere(href or ""):
            continue
        relation = element.attr("rel") if element in related else None
        if element in odd:
            says, beside, tells = _by_attributes(name, classes, id, relation, *map(element.attr, _ODD))
        else:
            says, beside, tells = _by_attributes(name, classes, id, relation)
        if href is not None and not says.mark:
            says = of_link(says, href)
            tells = tells or says.mark != ""
        if tells or name in _PASSED:
            found.append(Label(element, name, says, beside, only_link))
    return found


@lru_cache(maxsize=16384)
def _by_attributes(
    name: str, classes: str | None, id: str | None, relation: str | None, *odd: str | None
) -> tuple[Character, Said, bool]:
    """What an element's attributes say of who is named in it, and of a picture; and whether they say anything."""
    if name not in _TELLING_TAGS and not any(
        map(_tells, " ".join(filter(None, (classes, id, relation, *odd))).split())
    ):
        return PLAIN, _NOT_BESIDE, False
    pairs = zip(("class", "id", "rel", *_ODD), (classes, id, relation, *odd), strict=False)
    called = Named(name, {key: value for key, value in pairs if value})
    says, beside = character(called), said(called)
    return says, beside, says.mark != "" or says.elsewhere or any(beside)


@lru_cache(maxsize=16384)
def _tells(name: str) -> bool:
    """Whether a name that elements are given may say anything: few do, and most pages have names of their own."""
    words = name_words(name)
    return not words.isdisjoint(_TELLING) or has_stem(words)
