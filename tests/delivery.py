"""Delivering bytes to the readers, and looking at what they make of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import LIMITS, Limits, read

EXPORTS = Path(__file__).parent.parent / "fixtures" / "exports"


class Delivery:
    """An input at hand."""

    def __init__(self, data: bytes | BinaryIO, name: str) -> None:
        self.data, self.name = data, name

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data


class Pipe(io.RawIOBase):
    """Bytes that come but once."""

    def __init__(self, data: bytes) -> None:
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        return self._data.readinto(buffer)


def piped(data: bytes) -> BinaryIO:
    return io.BufferedReader(Pipe(data))


def delivered(
    data: bytes | BinaryIO, name: str, limits: Limits = LIMITS, **mapping: str
) -> tuple[list[Article], list[Fault]]:
    """The articles and the faults of an input. All of it must be what it claims: spans within their fields."""
    articles: list[Article] = []
    faults: list[Fault] = []
    for each in read(Delivery(data, name), mapping, limits):
        if isinstance(each, Article):
            exact(each)
            articles.append(each)
        else:
            assert each.reason
            assert "bug" not in each.hint, each
            faults.append(each)
    return articles, faults


def exact(article: Article) -> None:
    """Every text lies in a field that was delivered."""
    for text in (article.body, article.title, article.url, *article.bylines, *article.tags, *article.outlets):
        if text is not None:
            span = text.whole()
            assert 0 <= span.start <= span.end <= len(article.fields[span.field])


def prefixes(data: bytes, steps: int = 60) -> Iterator[bytes]:
    """What is left of an input that was cut, here and there."""
    for step in range(steps):
        yield data[: len(data) * step // steps]
