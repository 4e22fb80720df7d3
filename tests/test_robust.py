"""Damaged input of every format: cut anywhere, with bits flipped, in another encoding than it says. An Article or a
Fault each, every part of it readable and every place within what was delivered."""

from __future__ import annotations

import io
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from compliance.article import Article, Span
from compliance.finding import Fault
from compliance.readers import read

FIXTURES = Path(__file__).parent.parent / "fixtures"
WHOLE = FIXTURES / "articles" / "harbour-crane.html"
SAMPLES = sorted(
    path
    for folder in ("articles", "feeds", "wires", "exports")
    for path in (FIXTURES / folder).iterdir()
    if path.is_file() and path.stat().st_size < 40_000
)
CUTS, FLIPS = 24, 12


class Damaged:
    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data

    def open(self) -> io.BytesIO:
        return io.BytesIO(self._data)


def read_whole(name: str, data: bytes) -> list[Article | Fault]:
    """What is found, every part of every article made, and every place looked up."""
    found = list(read(Damaged(name, data)))
    assert found
    for each in found:
        if isinstance(each, Article):
            for span in places(each):
                assert 0 <= span.start <= span.end <= len(each.fields[span.field])
        else:
            assert "bug" not in each.hint, each
    return found


def places(article: Article) -> Iterator[Span]:
    texts = [article.title, article.url, article.canonical, article.original]
    texts += [*article.bylines, *article.hints, *article.outlets, *article.tags, *article.rights]
    texts += [date.text for date in article.dates]
    texts += [text for image in article.images for text in (image.caption, image.credit)]
    yield from (text.whole() for text in texts if text is not None)
    yield from (thing.span for thing in (*article.links, *article.elements, *article.images) if thing.span is not None)
    yield from article.others
    yield from article.places.values()
    yield article.body.whole()


def cuts(size: int, number: int) -> Iterable[int]:
    return range(0, size, max(1, size // number))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_what_is_cut_is_read_or_refused(path: Path) -> None:
    data = path.read_bytes()
    for end in cuts(len(data), CUTS):
        read_whole(path.name, data[:end])


def test_a_page_cut_at_any_byte_is_read_or_refused() -> None:
    data = WHOLE.read_bytes()
    for end in range(0, len(data), 3):
        read_whole(WHOLE.name, data[:end])


@pytest.mark.slow
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_prefix_is_read_or_refused(path: Path) -> None:
    data = path.read_bytes()
    for end in cuts(len(data), 3_000):
        read_whole(path.name, data[:end])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_flipped_bits_are_read_or_refused(path: Path) -> None:
    chance = random.Random(path.name)  # noqa: S311 - it must be the same in every run
    data = path.read_bytes()
    for number in range(FLIPS):
        damaged = bytearray(data)
        for _ in range(1 + number % 4):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        read_whole(path.name, bytes(damaged))


PAGE = (
    '<!doctype html><meta charset="{}"><title>Küste</title><article><h1>Küste</h1><p>Ein Wörtchen – „so“.</p></article>'
)


@pytest.mark.parametrize(
    "said", ["utf-8", "iso-8859-1", "windows-1252", "shift_jis", "utf-16", "koi8-r", "utf-7", "none"]
)
@pytest.mark.parametrize("meant", ["utf-8", "windows-1252", "utf-16", "shift_jis", "koi8-r"])
def test_a_page_that_lies_about_its_encoding_is_read_or_refused(said: str, meant: str) -> None:
    found = read_whole("a.html", PAGE.format(said).encode(meant, "replace"))
    if meant == "utf-8" and said in ("utf-8", "iso-8859-1", "windows-1252", "utf-16"):
        (article,) = found
        assert isinstance(article, Article)
        assert article.body.plain == "Küste\n\nEin Wörtchen – „so“."


def test_two_encodings_in_one_page_are_told() -> None:
    page = PAGE.format("utf-8").encode().replace(b"</article>", "<p>Noch ein Wörtchen</p>".encode("latin-1"))
    article, fault = read_whole("a.html", page)
    assert isinstance(article, Article)
    assert "Ein Wörtchen" in article.body.plain
    assert "Noch ein W\ufffdrtchen" in article.body.plain
    assert isinstance(fault, Fault)
    assert fault.kind == "undecodable"


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<svg>", "<a href=x>", "<blockquote>"])
def test_thousands_of_tags_in_one_another_are_read_or_refused(tag: str) -> None:
    read_whole("a.html", b"<!doctype html><p>Words</p>" + tag.encode() * 30_000)
