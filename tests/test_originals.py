"""Finding the original of a copy: by what the copy says of it, in the order of trust, and last by its text."""

from __future__ import annotations

from typing import Any

import pytest

from compliance.article import Article
from compliance.originals import Found
from compliance.readers import read_record
from compliance.shelf import Shelf

CLINIC = """The river clinic opened its doors on Monday, nine years after it was promised to the town.

The clinic has forty beds and a roof of copper, which the neighbours can see from the other bank of the river."""
FERRY = """The ferry to the island will not sail before the ice has gone, its captain told the harbour board on Friday.

Passengers who hold a winter ticket will be paid back at the counter beside the fish market until the end of May."""


def article(name: str, body: str, **more: Any) -> Article:
    found = read_record({"body": body, **more}, name)
    assert isinstance(found, Article), found
    return found


SHELF = Shelf(
    [
        article(
            "clinic", CLINIC, title="River clinic opens after nine years", url="https://alder.example/2026/clinic-48213"
        ),
        article("ferry", FERRY, title="No ferry before the ice has gone", url="https://alder.example/2026/ferry-48377"),
    ]
)


def find(body: str, **more: Any) -> Found:
    found = SHELF.find(article("copy", body, **more))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("more", "way"),
    [
        ({"url": "http://www.alder.example/2026/clinic-48213/?utm_source=x"}, "by its address"),
        ({"canonical": "https://alder.example/2026/clinic-48213"}, "by its canonical address"),
        ({"original_url": "https://alder.example/2026/clinic-48213"}, "by the address it declares as the original's"),
        ({"title": "River Clinic Opens After Nine Years | Gazette"}, "by its headline"),
        ({}, "by its text"),
    ],
)
def test_the_most_trusted_way_is_named(more: dict[str, str], way: str) -> None:
    found = find(CLINIC, **more)
    assert (found.original.id, found.way, found.doubt) == ("clinic", way, "")


def test_a_counting_pixel_gives_the_number() -> None:
    pixel = '<img src="https://counter.alder.example/content/48213/count.gif" width="1" height="1">'
    found = find(f"<p>{CLINIC}</p>{pixel}", body_type="html")
    assert (found.original.id, found.way) == ("clinic", "by the number in its counting pixel")
    other = '<img src="https://counter.elsewhere.example/content/48377/count.gif" width="1" height="1">'
    assert find(f"<p>{CLINIC}</p>{other}", body_type="html").way == "by its text"


def test_a_link_is_trusted_where_the_text_agrees() -> None:
    link = '<p><a href="https://alder.example/2026/clinic-48213">Read the original</a></p>'
    assert find(f"<p>{CLINIC}</p>{link}", body_type="html").way == "by a link to it"
    only = article("copy", f"<p>The gardens were closed for the whole of the summer.</p>{link}", body_type="html")
    assert SHELF.find(only) is None


def test_of_two_that_disagree_the_one_whose_text_it_has_is_taken() -> None:
    found = find(CLINIC, canonical="https://alder.example/2026/ferry-48377")
    assert (found.original.id, found.way) == ("clinic", "by its text")
    assert "`ferry`, found by its canonical address, shares hardly any text" in found.doubt


def test_of_two_that_it_has_text_of_the_more_trusted_is_taken() -> None:
    found = find(f"{CLINIC}\n\n{FERRY}", canonical="https://alder.example/2026/ferry-48377")
    assert (found.original.id, found.way) == ("ferry", "by its canonical address")
    assert "`clinic`, found by its text, was not taken" in found.doubt


def test_an_address_is_enough_for_a_copy_that_was_rewritten() -> None:
    found = find("The clinic is open at last.", canonical="https://alder.example/2026/clinic-48213")
    assert found.original.id == "clinic"


def test_a_headline_alone_is_not_enough() -> None:
    assert SHELF.find(article("copy", "Something else entirely.", title="River clinic opens after nine years")) is None


def test_an_excerpt_and_an_edited_copy_are_found_by_their_text() -> None:
    assert find(CLINIC.partition("\n")[0]).original.id == "clinic"
    assert (
        find(CLINIC.replace("Monday", "Tuesday").replace("copper", "tin") + "\n\nMore of our own. " * 3).way
        == "by its text"
    )


def test_what_is_nobodys_copy_has_no_original() -> None:
    assert (
        SHELF.find(article("copy", "Gardens closed for the summer, and nobody knows when they will be open again."))
        is None
    )
    assert Shelf([]).find(article("copy", CLINIC)) is None
