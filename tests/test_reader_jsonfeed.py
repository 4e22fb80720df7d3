"""Reading JSON Feed: what its items say, and one bad item that takes no other with it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from feeding import articles, faults, fixture, results

from compliance.finding import Fault
from compliance.readers import Limits

VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: Any, **more: Any) -> str:
    return json.dumps({"version": VERSION, "title": "Post", **more, "items": items})


def test_an_item_is_an_article() -> None:
    first, _, last = articles(fixture("island.json"))
    assert (first.id, first.line, first.form, first.language) == ("f#7", 7, "feed", "mi")
    assert first.title is not None
    assert first.title.plain == "A <new> pier"
    assert [each.plain for each in first.bylines] == ["Mere Tane", "Joe Kāne"]
    assert [(each.plain, each.place) for each in first.outlets] == [("Island Post", "feed title")]
    assert first.url is not None
    assert first.url.plain == "https://island.example/7"
    assert first.original is not None
    assert first.original.plain == "https://mainland.example/story"
    assert [tag.plain for tag in first.tags] == ["pier", "building"]
    assert [image.src for image in first.images] == ["https://img.example/pier.jpg", "https://img.example/cover.jpg"]
    assert [date.name for date in first.dates] == ["published", "updated"]
    assert (last.id, last.line, last.body.plain) == ("f#10", 26, "Ferries sail at 5 & 6.\n\nTickets at the quay.")


def test_an_item_without_authors_has_those_of_the_feed() -> None:
    last = articles(fixture("island.json"))[2]
    assert [(each.plain, each.place) for each in last.bylines] == [("Island Post", "feed author")]
    (old,) = articles(feed({"id": 1, "content_text": "A text.", "author": {"name": "Jane Doe"}}))
    assert [each.plain for each in old.bylines] == ["Jane Doe"]


def test_a_bad_item_is_a_fault_and_the_others_are_read() -> None:
    summary, bad = faults(fixture("island.json"))
    assert (summary.kind, summary.input) == ("missing-field", "f#8")
    assert (bad.kind, bad.input) == ("invalid-record", "f#3")
    assert "line 25" in bad.reason
    assert "$.content_text" in bad.reason


def test_json_feed_has_no_place_for_rights() -> None:
    (article,) = articles(feed({"id": "1", "content_html": "<p>A text.</p>"}))
    assert not article.can_carry("rights")
    assert not article.can_carry("canonical")
    assert article.can_carry("byline")
    assert article.can_carry("links")


def test_null_is_as_good_as_nothing() -> None:
    (article,) = articles(
        feed({"id": None, "title": None, "content_html": "<p>A text.</p>", "tags": None, "authors": [{"name": None}]})
    )
    assert (article.id, article.title, article.bylines) == ("f#1", None, ())


@pytest.mark.parametrize(
    "data",
    [
        '{"version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": [{"id": "1", "content_text": "A text."}]}',
        '\ufeff{ "items": [{"id": "1", "content_text": "A text."}], "version":"http://www.jsonfeed.org/version/1" }',
    ],
)
def test_it_is_known_by_its_version(data: str) -> None:
    (article,) = articles(data)
    assert article.form == "feed"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (feed(), "empty"),
        (json.dumps({"version": VERSION, "items": 3}), "invalid-record"),
        (feed({"id": "1"})[:-3], "invalid-record"),
        (json.dumps({"version": VERSION, "items": [], "x": [[[[]]]] * 2}).replace("[[[[", "[" * 600), "too-deep"),
    ],
)
def test_what_is_no_feed_after_all_is_a_fault(data: str, kind: str) -> None:
    (fault,) = results(data)
    assert isinstance(fault, Fault)
    assert fault.kind == kind


def test_a_feed_too_large_is_refused() -> None:
    (fault,) = results(feed({"id": "1", "content_text": "x" * 2000}), Limits(max_bytes=1000))
    assert isinstance(fault, Fault)
    assert fault.kind == "too-large"


def test_every_beginning_of_a_feed_gives_articles_or_faults() -> None:
    whole = fixture("island.json").rstrip()
    for end in range(whole.index(b"title"), len(whole), 3):
        (fault,) = results(whole[:end])
        assert isinstance(fault, Fault)
