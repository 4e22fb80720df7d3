"""What a reader has found, on its way to becoming an Article."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import get_args

import msgspec

from compliance.article import Article, Date, Element, Form, Image, Link, Part, Span, Text
from compliance.lazy import Lazy, later

ALL_PARTS: frozenset[str] = frozenset(get_args(Part))
"""Every part that some format can carry."""


class Parts(Lazy):
    """The parts of an Article, under its own names, before it has a name and its fields."""

    carries: frozenset[str]
    body: Text
    title: Text | None = None
    bylines: tuple[Text, ...] = ()
    hints: tuple[Text, ...] = ()
    others: tuple[Span, ...] = ()
    outlets: tuple[Text, ...] = ()
    url: Text | None = None
    canonical: Text | None = None
    original: Text | None = None
    tags: tuple[Text, ...] = ()
    rights: tuple[Text, ...] = ()
    language: str = ""
    dates: tuple[Date, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    elements: tuple[Element, ...] = ()
    places: Mapping[str, Span] = {}

    def article(self, name: str, form: Form, fields: dict[str, str], line: int = 1) -> Article:
        """The Article of that name, made of the fields as delivered."""
        return Article.over(self, id=name, form=form, fields=fields, line=line, digest=later(lambda: digest(fields)))


def digest(fields: dict[str, str]) -> str:
    """SHA-256, in hex, of the fields as JSON in the order of their names."""
    return sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()
