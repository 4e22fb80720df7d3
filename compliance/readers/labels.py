"""What the elements of a page are called, asked once for all that look for bylines, captions and credits by it."""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct

from compliance.readers.authorship import Character, character, of_link
from compliance.readers.captions import Said, said
from compliance.readers.markup import Markup, Named
from compliance.readers.tree import Element

PICTURES = frozenset(["img", "amp-img"])
_ODD = ("rel", "itemprop", "property", "data-testid", "data-component", "data-qa", "data-test")
"""Attributes besides its names that may tell what an element holds."""
_SELECTED = ["[class]", "[id]", *(f"[{name}]" for name in _ODD), *sorted(PICTURES)]
_ALL = ",".join([*_SELECTED, "address", "a[href]", "noscript", "figure", "figcaption", "cite", "small", "footer"])
_ODDLY = ",".join(f"[{name}]" for name in _ODD)
_PASSED = PICTURES | {"noscript", "figure"}
"""Elements that matter by what they are."""


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
    found = []
    for element in markup.select(_ALL):
        name = element.tag
        if element in unseen and name not in _PASSED:
            continue
        classes, id = element.attr("class"), element.attr("id")
        is_odd = element in odd
        if is_odd:
            says, beside, tells = _by_attributes(name, classes, id, *map(element.attr, _ODD))
        else:
            says, beside, tells = _by_attributes(name, classes, id)
        href = element.attr("href") if name == "a" else None
        if href is not None and not says.mark:
            says = of_link(says, href)
            tells = tells or says.mark != ""
        if tells or name in _PASSED:
            only_link = href is not None and not is_odd and classes is None and id is None
            found.append(Label(element, name, says, beside, only_link))
    return found


@lru_cache(maxsize=16384)
def _by_attributes(name: str, classes: str | None, id: str | None, *odd: str | None) -> tuple[Character, Said, bool]:
    """What an element's attributes say of who is named in it, and of a picture; and whether they say anything."""
    pairs = zip(("class", "id", *_ODD), (classes, id, *odd), strict=False)
    called = Named(name, {key: value for key, value in pairs if value})
    says, beside = character(called), said(called)
    return says, beside, says.mark != "" or says.elsewhere or any(beside)
