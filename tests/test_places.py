"""Where texts were delivered: a look between tags gives what going through the whole page gives."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from compliance.readers.alignment import Alignment
from compliance.readers.delivered import Delivered, Piece
from compliance.readers.markup import Markup
from compliance.readers.places import Places
from compliance.readers.tree import Text
from compliance.readers.woven import BlockRuns
from tests.test_reference import FIXTURES, MARKUP, html

SPACE = " \t\n\f"


def characters(pieces: Iterable[Piece]) -> list[tuple[str, int, int]]:
    """Each character that is read, and what was delivered for it."""
    return [
        (char, start + index, start + index + 1) if end - start == len(piece) else (char, start, end)
        for piece, start, end in pieces
        for index, char in enumerate(piece)
    ]


def differing(markup: str) -> list[str]:
    """The texts that are placed otherwise than in the alignment of the whole page; and how many it could place."""
    page = Markup(Delivered.with_newlines(markup, "input"))
    places, alignment = Places(page), Alignment(page)
    found = []
    for node in page.document.descendants:
        exact = alignment.pieces(node) if isinstance(node, Text) and node.data.strip(SPACE) else None
        if exact is not None and isinstance(node, Text):
            ours = characters(places.pieces(node))
            if [each for each in ours if each[0] not in SPACE] != [
                each for each in characters(exact) if each[0] not in SPACE
            ]:
                found.append(node.data)
    return found


def placed(markup: str) -> tuple[int, int]:
    """How many texts the alignment can place, and how many there are."""
    page = Markup(Delivered.with_newlines(markup, "input"))
    alignment = Alignment(page)
    texts = [node for node in page.document.descendants if isinstance(node, Text) and node.data.strip(SPACE)]
    return sum(alignment.pieces(node) is not None for node in texts), len(texts)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_a_fixture_is_placed_as_in_the_whole_page(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")
    assert differing(markup) == []
    known, all_of_them = placed(markup)
    assert known == all_of_them > 10


@settings(max_examples=150)
@given(MARKUP)
@example("<p>a<b>b<p>c</b>d")
@example("<table>a<tr><td>b</td></tr>c</table>a")
@example("<pre>\n\nx</pre> & ; &amp;<!-- c -->y</i>z")
@example("<a>x<a>x</a></a>x</body>x")
@example("<p>x<table><tr>x<td>x")
def test_untidy_markup_is_placed_as_in_the_whole_page(markup: str) -> None:
    assert differing(markup) == []


@given(MARKUP)
@example("<p> a &amp; <b>b</b>  c<br>d</p><pre>\n e\n</pre>")
@example("<p>\na&nbsp;<i>b\nc</i>")
@example("<p>a\r\nb &lt; c")
@example("<p> a  b\r\n\r\nc &lt; d<br>\re")
@settings(max_examples=150)
def test_a_character_is_placed_by_itself_as_in_its_whole_text(markup: str) -> None:
    article = html(markup)
    if article is not None:
        runs = article.body.runs
        assert isinstance(runs, BlockRuns)
        whole = runs.known()
        for at in range(len(article.body.plain)):
            assert runs.original(at, at + 1) == whole.original(at, at + 1)
