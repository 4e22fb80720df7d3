"""The HTML library, behind one door: markup becomes the tree that the standard builds of it, or its bare tokens.

The tree is as browsers build it, elements nested some five hundred deep at most. What is used of its
nodes is the common ground of such libraries: names, attributes, children, selectors, source positions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import turbohtml
from turbohtml import Doctype, Document, Element, Node, Text, Token

__all__ = ["Doctype", "Document", "Element", "Node", "Text", "Token", "attributes", "offsets", "parse", "tokens"]


def parse(markup: str, scripting: bool = True) -> Document:
    """The tree of a page, or of a fragment as the body of one; without `scripting`, `noscript` is markup too."""
    return turbohtml.parse(markup, source_locations=True, scripting=scripting)


def tokens(markup: str) -> Iterator[Token]:
    """The tokens of a stretch of markup, character references apart."""
    return iter(turbohtml.tokenize(markup, resolve_references=False))


def attributes(element: Element) -> dict[str, str]:
    """An element's attributes, each as one string."""
    found = element.attrs.copy()
    for name, value in found.items():
        if type(value) is not str:
            found[name] = " ".join(value or ())
    return cast("dict[str, str]", found)


Offsets = tuple[int | None, int | None, int | None, int | None]
"""Where a start tag begins and ends, and where the end tag does; None for tags that are not there."""


def offsets(element: Element) -> Offsets:
    """Where an element's tags stand in the markup that was parsed."""
    location = element.source_location
    if location is None:
        return (None, None, None, None)
    opening, closing = location.start_tag, location.end_tag
    return (
        opening.start_offset if opening else None,
        opening.end_offset if opening else None,
        closing.start_offset if closing else None,
        closing.end_offset if closing else None,
    )


def attribute_offsets(element: Element, name: str) -> tuple[int, int] | None:
    """Where an attribute stands, its name included."""
    location = element.source_location
    span = location.attrs.get(name) if location is not None else None
    return (span.start_offset, span.end_offset) if span is not None else None
