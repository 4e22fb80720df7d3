"""Where tags were written, told by their position and by what they read: as the parser itself tells it, only sooner."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.lazy import kept
from compliance.readers import tree
from compliance.readers.delivered import Delivered, lines
from compliance.readers.markup import Markup

SOUP = [
    *["<a href=1>", "<a\nhref='>'  >", '<a href="1">x', "</a>", "</A >", "x</a>", "<b>", "</b>", "<i class=x>", "</i>"],
    *["<p>", "</p>", "<div>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<img a=\"b\"c='d'/e =f = g ==h>"],
    *["<img/src=a/>", "<IMG =x =y>", '<meta x="y', "<meta name=a content=b>", "<link rel=c>", "<br>", "</br>", "\n"],
    *["\r\n", "\r", "é", "\U0001f600", "&amp;", "<!-- </a> ", "-->", "<script>", "</script>", "<iframe src=q>"],
    *["</iframe>", "<svg>", "</svg>", "<title>", "</title>", "<select>", "<option>", "</select>", "<noscript>"],
    *["</noscript>", "<amp-img src=1>", "</amp-img>", "<object data=x>", "</object>", "<nobr>", "<body a=b>", "<head>"],
]


@given(st.lists(st.sampled_from(SOUP), max_size=30).map("".join))
def test_tags_are_placed_as_the_parser_places_them(soup: str) -> None:
    markup = Markup(Delivered.with_newlines(f"\n{soup}", "input"))
    for element in markup.document.iter_elements():
        start, opened, _, end = tree.offsets(element)
        assert markup.opening(element) == (None if start is None else (start, opened))
        if element.tag == "a" and start is not None:
            assert markup.whole(element) == (start, opened if end is None else end)


@given(st.lists(st.sampled_from([*SOUP, "<a\rhref='x\r\ny'>", "<pre>", "\r\r\n", "&#13;"]), max_size=30).map("".join))
def test_the_parser_reads_line_endings_as_line_feeds_by_itself(soup: str) -> None:
    delivered = Markup(Delivered.with_newlines(soup, "input"))
    plain = Markup(Delivered(soup.replace("\r\n", "\n").replace("\r", "\n"), "input"))
    assert delivered.string == plain.string
    assert list(map(described, delivered.select("*"))) == list(map(described, plain.select("*")))


def described(element: tree.Element) -> object:
    attributes = tree.attributes(element)
    places = [tree.attribute_offsets(element, name) for name in attributes]
    return element.tag, element.text, attributes, tree.offsets(element), places, element.to_source()


@pytest.mark.parametrize("unending", ["<script>", "<iframe>", "<!-- "])
def test_an_end_tag_in_what_never_ends_is_none(unending: str) -> None:
    markup = Markup(Delivered(f"<p><a href=x>words{unending}</a>", "input"))
    (link,) = markup.named(["a"])
    assert markup.whole(link) == (3, 13)


@given(st.text(alphabet="ab\n\r\u2028é", max_size=40))
def test_lines_begin_after_line_feeds(string: str) -> None:
    assert lines(string) == [0, *(found.end() for found in re.finditer("\n", string))]


def test_what_is_kept_is_worked_out_once() -> None:
    class Counted:
        times = 0

        @kept
        def value(self) -> int:
            """How often it was worked out."""
            self.times += 1
            return self.times

    one, other = Counted(), Counted()
    assert (one.value, one.value, other.value) == (1, 1, 1)
    assert Counted.value.__doc__ == "How often it was worked out."
