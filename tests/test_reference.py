"""The HTML reader against markup of every untidy kind, and against a second reader."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.article import Article
from compliance.readers import read_text
from tests.reference import see, squeezed, stripped

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "articles").glob("*.html"))

WORDS = st.text(alphabet="abyzé😀ß \u00a0\t\n;'\"#=/-", min_size=1, max_size=8) | st.sampled_from(
    ["\r\n", " & ", "a < b"]
)
ENTITIES = st.sampled_from(["&amp;", "&lt;", "&nbsp;", "&#x1F600;", "&#8220;", "&eacute", "&bogus;", "&shy;"])
COMMENTS = st.sampled_from(["<!-- a <b> comment -->", "<!---->"])
VOID = st.sampled_from(["<br>", "<br/>", '<img src="a.png" alt="x &amp; y">', "<wbr>"])
INLINE = st.sampled_from(["b", "i", "em", "span", 'a href="https://example.org/?a&amp;b" rel="nofollow"', "code"])
BLOCK = st.sampled_from(["p", "div", "h2", "li", "blockquote", "section", "pre", "figure", "figcaption"])

LEAF = WORDS | ENTITIES | COMMENTS | VOID


def tagged(name: str, inside: list[str], closed: bool) -> str:
    return f"<{name}>{''.join(inside)}" + (f"</{name.split(maxsplit=1)[0]}>" if closed else "")


def nest(names: st.SearchStrategy[str]) -> Callable[[st.SearchStrategy[str]], st.SearchStrategy[str]]:
    return lambda inner: st.builds(
        tagged, names, st.lists(inner, max_size=4), st.sampled_from([True, True, True, False])
    )


PHRASES = st.recursive(LEAF, nest(INLINE), max_leaves=6)
MARKUP = st.lists(st.recursive(PHRASES, nest(BLOCK), max_leaves=6), min_size=1, max_size=5).map("".join)


def html(markup: str) -> Article | None:
    found = next(read_text(markup, "page.html"))
    return found if isinstance(found, Article) else None


@given(MARKUP, st.data())
@settings(max_examples=100)
def test_every_range_of_the_text_leads_back_to_what_was_delivered(markup: str, data: st.DataObject) -> None:
    article = html(markup)
    if article is None:
        assert not see(markup).text
        return
    plain = article.body.plain
    for _ in range(3):
        start = data.draw(st.integers(0, len(plain) - 1))
        end = data.draw(st.integers(start + 1, len(plain)))
        delivered = article[article.body.span(start, end)]
        assert stripped(delivered) == squeezed(plain[start:end])
    for thing, tag in [*((link, "<a") for link in article.links), *((image, "<img") for image in article.images)]:
        assert article[thing.span].startswith(tag)
    for element in article.elements:
        assert article[element.span].startswith(f"<{element.tag}")


@given(MARKUP)
@settings(max_examples=100)
def test_the_text_is_what_a_second_reader_sees(markup: str) -> None:
    article = html(markup)
    seen = see(markup)
    assert squeezed(article.body.plain if article else "") == seen.text
    if article is not None:
        assert [(image.src, image.alt) for image in article.images] == seen.images
        assert all(article.body.plain[link.at :].startswith(link.text[:1]) for link in article.links)


@given(MARKUP)
@settings(max_examples=50)
def test_blocks_are_in_order_and_hold_all_text(markup: str) -> None:
    article = html(markup)
    if article is None:
        return
    plain, end = article.body.plain, 0
    for block in article.body.blocks:
        assert not plain[end : block.start].strip(" \n")
        assert end <= block.start < block.end
        end = block.end
    assert end == len(plain)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_a_fixture_shows_nothing_that_the_second_reader_does_not_see(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")
    article = html(markup)
    assert article is not None
    seen = see(markup)
    at = 0
    for block in article.body.blocks:
        at = seen.text.find(squeezed(article.body.plain[block.start : block.end]), at)
        assert at >= 0, article.body.plain[block.start : block.end]
    visible = [(link.href, squeezed(link.text)) for link in article.links if not link.hidden]
    assert visible == seen.links
    assert [image.src for image in article.images if image.hidden != "noscript"] == [src for src, _ in seen.images]
