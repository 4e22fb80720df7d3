"""What a reader has found, on its way to becoming an Article."""

from __future__ import annotations

from hashlib import sha256
from typing import cast, get_args

import msgspec
from msgspec import Struct

from compliance.article import Article, Date, Element, Form, Image, Link, Part, Span, Text

ALL_PARTS: frozenset[str] = frozenset(get_args(Part))
"""Every part that some format can carry."""


class Parts(Struct, frozen=True, kw_only=True):
    """The parts of an Article, under its own names, before it has a name and its fields."""

    carries: frozenset[str]
    body: Text
    title: Text | None = None
    bylines: tuple[Text, ...] = ()
    hints: tuple[Text, ...] = ()
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
    places: dict[str, Span] = {}

    def article(self, name: str, form: Form, fields: dict[str, str], line: int = 1) -> Article:
        """The Article of that name, made of the fields as delivered."""
        parts = cast("dict[str, object]", msgspec.structs.asdict(self))
        return Article(id=name, form=form, fields=fields, line=line, digest=digest(fields), **parts)  # type: ignore[arg-type]


def digest(fields: dict[str, str]) -> str:
    """SHA-256, in hex, of the fields as JSON in the order of their names."""
    return sha256(msgspec.json.encode(fields, order="sorted")).hexdigest()
