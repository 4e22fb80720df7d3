"""What the tests of wire formats share: inputs at hand, and looking into articles."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from compliance.article import Article, Text
from compliance.finding import Fault
from compliance.readers import LIMITS, Limits, read

WIRES = Path(__file__).parent.parent / "fixtures" / "wires"


class Bytes:
    """An input at hand."""

    def __init__(self, data: bytes, name: str) -> None:
        self.data, self.name = data, name

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


def read_all(data: bytes | str, name: str = "wire", limits: Limits = LIMITS) -> list[Article | Fault]:
    return list(read(Bytes(data.encode() if isinstance(data, str) else data, name), limits=limits))


def articles(data: bytes | str, name: str = "wire") -> list[Article]:
    """Everything that is read, of which nothing may be a Fault."""
    found = read_all(data, name)
    assert not [each for each in found if isinstance(each, Fault)], found
    return [each for each in found if isinstance(each, Article)]


def faults(data: bytes | str, name: str = "wire", limits: Limits = LIMITS) -> list[Fault]:
    return [each for each in read_all(data, name, limits) if isinstance(each, Fault)]


def plain(texts: tuple[Text, ...]) -> list[str]:
    return [text.plain for text in texts]


def dates(article: Article) -> dict[str, str]:
    return {date.name: date.value.isoformat() if date.value else "?" for date in article.dates}


def texts(article: Article) -> Iterator[Text]:
    """Every text of an article."""
    yield article.body
    for group in (article.bylines, article.outlets, article.tags, article.rights):
        yield from group
    yield from (date.text for date in article.dates)
    yield from (each for each in (article.title, article.url, article.canonical, article.original) if each)
    yield from (each for image in article.images for each in (image.caption, image.credit) if each)


def check_places(article: Article) -> None:
    """Every word of every text stands where it says it was delivered."""
    for text in texts(article):
        for word in set(text.plain.split()):
            start = text.plain.index(word)
            delivered = article[text.span(start, start + len(word))]
            marked = "&" in delivered or "<" in delivered
            code = ":" in word and delivered.endswith(word.rpartition(":")[2])
            assert word == delivered or marked or code, (text.place, word, delivered)
    for image in article.images:
        assert article[image.span] or image.hidden


def check_survives(data: bytes, name: str, step: int = 1) -> None:
    """Each beginning of an input gives articles or faults, and is no reason for the reader to fail."""
    for end in range(0, len(data), step):
        found = read_all(data[:end], name)
        assert found
        assert not [each for each in found if isinstance(each, Fault) and "this is a bug" in each.hint], (end, found)
