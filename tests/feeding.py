"""Reading feeds that are at hand, for the tests of their readers."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import LIMITS, Limits, read

FEEDS = Path(__file__).parents[1] / "fixtures" / "feeds"


class Given:
    """Bytes at hand, under a name."""

    def __init__(self, data: bytes, name: str = "f") -> None:
        self.name = name
        self.data = data

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


def results(data: bytes | str, limits: Limits = LIMITS) -> list[Article | Fault]:
    """What a feed gives; nothing it gives is a crash, and every Article's parts lie in its fields."""
    found = list(read(Given(data.encode() if isinstance(data, str) else data), limits=limits))
    for each in found:
        if isinstance(each, Fault):
            assert "this is a bug" not in each.hint, each
        else:
            assert_placed(each)
    return found


def articles(data: bytes | str) -> list[Article]:
    return [each for each in results(data) if isinstance(each, Article)]


def faults(data: bytes | str) -> list[Fault]:
    return [each for each in results(data) if isinstance(each, Fault)]


def fixture(name: str) -> bytes:
    return (FEEDS / name).read_bytes()


def rss(items: str, channel: str = "", root: str = "") -> str:
    return f'<rss version="2.0" {root}><channel><title>The Wire</title>{channel}{items}</channel></rss>'


def item(inner: str) -> Article:
    """The one article of an RSS feed of one item."""
    (article,) = articles(rss(f"<item><description>A text.</description>{inner}</item>"))
    return article


def assert_placed(article: Article) -> None:
    """Every Text of an article knows its field and where it is in it."""
    texts = [article.body, article.title, article.url, article.canonical, article.original]
    texts += [*article.bylines, *article.outlets, *article.tags, *article.rights]
    texts += [date.text for date in article.dates]
    texts += [text for image in article.images for text in (image.caption, image.credit)]
    for text in texts:
        if text is not None:
            span = text.whole()
            assert 0 <= span.start <= span.end <= len(article.fields[span.field])
            if text.plain and article[span] == "":
                raise AssertionError(f"{text} points at nothing")
    for image in article.images:
        assert article[image.span]
