"""Pages with bytes that belong to no character: read as browsers do, and judged; but what is damaged does not pass."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.article import Article, Text
from compliance.finding import Fault
from compliance.readers.limits import Refused

REPLACED = "\ufffd"
"""What stands, in a decoded text, where bytes belonged to no character."""


def reported(found: Iterator[Article | Fault], refused: Refused, name: str) -> Iterator[Article | Fault]:
    """The articles, each followed by the Fault why its input is no clean text where the damage is in what is judged."""
    for each in found:
        yield each
        line = _damaged_line(each) if isinstance(each, Article) else None
        if line is not None:
            yield refused.at_line(line).fault(name)


def _damaged_line(article: Article) -> int | None:
    """The first line of damage in an article, outside scripts, menus and the like; None if there is none."""
    damaged = (text for text in _texts(article) if REPLACED in text.plain)
    spans = [text.span(at := text.plain.index(REPLACED), at + 1) for text in damaged]
    spans += [link.span for link in article.links if link.in_body and REPLACED in link.href]
    return min((article.position(span)[0] for span in spans), default=None)


def _texts(article: Article) -> Iterator[Text]:
    """All that is judged of an article's words."""
    yield article.body
    yield from (text for text in (article.title, article.url, article.canonical, article.original) if text is not None)
    yield from (*article.bylines, *article.outlets, *article.tags, *article.rights)
    yield from (date.text for date in article.dates)
    for image in article.images:
        yield from (text for text in (image.caption, image.credit) if text is not None)
