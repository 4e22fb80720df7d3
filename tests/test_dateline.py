"""The date that a page shows beside its headline, where its metadata tell none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from compliance.article import Article
from compliance.readers import read_text

PROSE = (
    "<p>" + "The council decided that the new bridge will be built next year, and cost less than feared. " * 3 + "</p>"
)


def page(above: str, head: str = "", before: str = "") -> Article:
    body = f"{before}<main><article><h1>A bridge too far</h1>{above}{PROSE}</article></main>"
    (article,) = read_text(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", "page.html")
    assert isinstance(article, Article)
    return article


@pytest.mark.parametrize(
    "line",
    [
        *["March 3, 2024", "Mar 3, 2024", "Published March 3rd, 2024 by Jane Doe", "3 March 2024, 10:15", "2024-03-03"],
        *["3. März 2024", "03.03.2024, 10:15 Uhr", "3.3.24", "Paris, le 3 mars 2024 à 10h15", "3 de marzo de 2024"],
        *["3 marzo 2024", "3 de março de 2024", "3 maart 2024", "3 mars 2024", "3. maaliskuuta 2024", "3 marca 2024"],
        *["3. března 2024", "2024. március 3.", "3 Mart 2024", "3 марта 2024", "3 Μαρτίου 2024", "3 مارس 2024"],
        *["2024年3月3日", "2024년 3월 3일", "2024.03.03", "03/03/2024"],
        "Updated March 9, 2024 · Published March 3, 2024",
    ],
)
def test_a_date_beneath_the_headline_is_that_of_publication(line: str) -> None:
    date = page(f"<p>{line}</p>").date("published")
    assert date is not None
    assert date.value == datetime(2024, 3, 3, tzinfo=UTC)


def test_its_span_is_what_was_delivered() -> None:
    article = page("<p>By <b>Jane</b> Doe &middot; 3&nbsp;March <i>2024</i></p>")
    (date,) = article.dates
    assert (date.text.place, article[date.text.whole()]) == ("visible date", "3&nbsp;March <i>2024")


@pytest.mark.parametrize(
    "line",
    [
        "03/04/2024",
        "31. Februar 2024",
        "Version 1.2.24.5",
        "Updated March 3, 2024",
        "Zuletzt aktualisiert am 3. März 2024",
        "In its meeting of March 3, 2024, the council heard that this bridge will be longer than any that it built",
        "listopada 3, 2024",
    ],
)
def test_what_may_mean_another_day_is_left_open(line: str) -> None:
    assert page(f"<p>{line}</p>").date("published") is None


def test_a_date_of_a_change_is_told_as_one() -> None:
    date = page("<p>Updated March 3, 2024</p>").date("updated")
    assert date is not None
    assert date.value == datetime(2024, 3, 3, tzinfo=UTC)


def test_metadata_are_believed_before_it() -> None:
    head = '<meta property="article:published_time" content="2024-03-01T10:00:00Z">'
    assert [date.text.place for date in page("<p>March 3, 2024</p>", head).dates] == ["meta article:published_time"]


def test_a_date_beneath_the_headline_is_before_one_above() -> None:
    date = page("<p>March 3, 2024</p>", before="<p>Today is November 22, 2026</p>").date("published")
    assert date is not None
    assert date.value == datetime(2024, 3, 3, tzinfo=UTC)
