"""Lines beneath headlines as newspapers of many languages set them, unmarked: whom they name, and whom they do not."""

from __future__ import annotations

import re
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.article import Article
from compliance.authors import authors
from compliance.load import LEXICON, load, shipped
from compliance.namelist import Line, NameReader
from compliance.passage import LETTER, longest, phrase
from compliance.readers import read_text
from compliance.site import Site
from compliance.text import fold_phrase

LEXICON_WORDS = load([shipped() / "republication"], lexicon_paths=[shipped() / LEXICON]).lexicon
PROSE = (
    "<p>"
    + "The council decided on Monday that the new bridge will be built, and cost less than was feared. " * 3
    + "</p>"
)


def named(above: str, below: str = "") -> list[str]:
    body = f"<article><h1>A bridge too far</h1>{above}{PROSE * 3}{below}</article>"
    (article,) = read_text(f"<!DOCTYPE html><html><body>{body}</body></html>", "page.html")
    assert isinstance(article, Article)
    return [author.name.text for author in authors(article, LEXICON_WORDS)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("By Jane Doe, John Smith and Ann Lee", ["Jane Doe", "John Smith", "Ann Lee"]),
        ("By Jane Doe Political correspondent", ["Jane Doe"]),
        ("By Jane Doe · 3 March 2024 · 5 min read", ["Jane Doe"]),
        ("March 3, 2024 | By Jane Doe", ["Jane Doe"]),
        ("Jane Doe | March 3, 2024", ["Jane Doe"]),
        ("Jane Doe", ["Jane Doe"]),
        ("Jane Doe, Reporter", ["Jane Doe"]),
        ("Jane Doe Jane Doe", ["Jane Doe"]),
        ("<a href=/jd>Jane Doe</a><span>Staff Writer</span>", ["Jane Doe"]),
        ("Words by Jane Doe. Photography by John Smith", ["Jane Doe"]),
        ("Reporting by Jane Doe; Editing by John Smith", ["Jane Doe"]),
        ("Text: Anna Svensson Foto: Erik Larsson", ["Anna Svensson"]),
        ("Av: Kari Nordmann", ["Kari Nordmann"]),
        ("Veröffentlicht am 3. März 2024 von Erika Mustermann", ["Erika Mustermann"]),
        ("Par Marie Dupont Publié le 03/03/2024 à 10h15", ["Marie Dupont"]),
        ("Di Giulia Rossi", ["Giulia Rossi"]),
        ("Ahmet Yılmaz | 03.03.2024 - Güncelleme : 04.03.2024", ["Ahmet Yılmaz"]),
        ("Haber: Ahmet Yılmaz", ["Ahmet Yılmaz"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Иван Петров", ["Иван Петров"]),
        ("بقلم: محمد أحمد", ["محمد أحمد"]),
        ("लेखक: राम कुमार", ["राम कुमार"]),
        ("โดย สมชาย ใจดี", ["สมชาย ใจดี"]),
        ("김철수 기자", ["김철수"]),
        ("作者：王小明", ["王小明"]),
    ],
)
def test_whom_a_line_beneath_the_headline_names(line: str, wanted: list[str]) -> None:
    assert named(f"<p>{line}</p>") == wanted


@pytest.mark.parametrize(
    "line",
    [
        *["Politics | March 3, 2024", "Photo: Jane Doe", "By the numbers", "By Friday, the council had decided"],
        *["From Berlin to Paris", "Crime and Justice", "New York", "5 min read", "Translated by Jane Doe"],
        *["الجمعة 8 فيفري 2019", "Friday 8 March 2019", "8. mars 2019", "Hector Andrade | Agencia UNO"],
    ],
)
def test_lines_that_name_no_author(line: str) -> None:
    assert named(f"<p>{line}</p>") == []


def test_names_under_one_another_are_one_byline() -> None:
    assert named("<p>Jane Doe</p><p>John Smith</p>") == ["Jane Doe", "John Smith"]


def test_a_name_that_ends_the_running_text_signs_it() -> None:
    assert named("", "<p><b><i>Stefan Wasmer</i></b></p><h2>More</h2>") == ["Stefan Wasmer"]
    assert named("", f"<p>Stefan Wasmer</p>{PROSE}") == []
    spoken_of = f"<p>{'Nobody knew how Wasmer had come to the bridge, or why. ' * 3}</p>"
    assert named("", f"{spoken_of}<p>Stefan Wasmer</p><h2>More</h2>") == []
    assert named("", "<p>Stefan Wasmer, 3 March 2024</p><h2>More</h2>") == []


def test_who_contributed_to_a_report_did_not_sign_it() -> None:
    assert named("", "<p>John Roe contributed to this report.</p>") == []


def test_who_is_named_in_comments_or_under_a_quotation_is_no_author() -> None:
    quoted = '<blockquote><p>Bridges unite.</p><a href="/author/jane-doe">Jane Doe</a></blockquote>'
    assert named(quoted) == []
    declared = '<script type="application/ld+json">{"@type": "Article", "author": {"name": "Jane Doe"}}</script>'
    comment = '<div class="comments"><span>Jane Doe</span> <p>Thanks!</p></div>'
    assert named(declared, comment) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="photo-credit">Jane Doe</div>',
        '<p class="kicker">Jane Doe</p>',
        '<p><a href="/topics/jane-doe">Jane Doe</a></p>',
        '<p><a rel="tag" href="/jane-doe">Jane Doe</a></p>',
        '<div class="related"><div class="author">Jane Doe</div></div>',
        "<p>Source: Jane Doe</p>",
    ],
)
def test_whom_the_page_says_to_be_somebody_else_is_no_author(markup: str) -> None:
    assert named(markup) == []
    assert named("", f"{markup}<h2>More</h2>") == []


def test_what_holds_the_headline_is_of_the_article_whatever_it_has_besides() -> None:
    page = f'<div class="article has-recommendations"><h1>A bridge</h1><p class="byline">Jane Doe</p>{PROSE}</div>'
    (article,) = read_text(f"<!DOCTYPE html><html><body>{page}</body></html>", "page.html")
    assert isinstance(article, Article)
    assert [author.name.text for author in authors(article, LEXICON_WORDS)] == ["Jane Doe"]


PIECES = [
    *"by —“.|\u00a0\u200b\t文é",
    "By",
    "Jane Doe",
    "Written by",
    "Von",
    "文責",
    "A ",
    "a cura di ",
    "Text ",
    "Author: ",
]


def opens(line: str, reader: NameReader) -> bool:
    """Whether a line opens like a byline, all its words read."""
    word = re.search(rf"{LETTER}+", line)
    if word is None or fold_phrase(word[0]) not in reader.words.firsts:
        return False
    text = line[word.start() :]
    label, colon, _ = text.partition(":")
    return longest(phrase(text), 0, reader.words.openers) > 0 or (colon != "" and phrase(label) in reader.words.labels)


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=12).map("".join)))
def test_no_line_that_opens_like_a_byline_is_passed_over(texts: list[str]) -> None:
    (article,) = read_text("A bridge too far", "story.txt")
    assert isinstance(article, Article)
    reader = NameReader(LEXICON_WORDS, Site(article))
    starts = [0, *accumulate(len(text) + 2 for text in texts)]
    lines = [Line(start, start + len(text), 0) for start, text in zip(starts, texts, strict=False)]
    opening = [number for number, text in enumerate(texts) if opens(text[:40], reader)]
    assert list(reader.opening("\n\n".join(texts), lines)) == opening
