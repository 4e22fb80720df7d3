"""WordPress's REST answers: what is embedded is read, and what is not is unknown rather than missing."""

from __future__ import annotations

import json

import pytest
from delivery import EXPORTS, delivered, prefixes

from compliance.readers.dates import parse

POSTS = (EXPORTS / "posts.json").read_bytes()
POST = json.loads(POSTS)[0]


def one(**changes: object):
    articles, faults = delivered(json.dumps(POST | changes).encode(), "post.json")
    assert faults == []
    return articles[0]


def test_a_post_with_everything_embedded() -> None:
    (article, _), faults = delivered(POSTS, "posts.json")
    assert faults == []
    assert article.id == "posts.json#41"
    assert article.form == "json"
    assert article.title is not None
    assert article.title.plain == "Ferry’s timetable & the tide"
    assert article[article.title.span(5, 6)] == "&#8217;"
    assert [(text.plain, text.place) for text in article.bylines] == [("Ines Okafor", "_embedded author")]
    assert [text.plain for text in article.tags] == ["Transport", "ferries", "tides"]
    assert [text.plain for text in article.outlets] == ["The Desk"]
    assert article.url is not None
    assert article.url.plain == POST["link"]
    assert article.canonical is not None
    assert article.canonical.plain == "https://wire.example/ferry"
    dates = {date.name: date.value for date in article.dates}
    assert dates == {"published": parse("2025-03-04T10:00:00Z"), "updated": parse("2025-03-04T12:30:00Z")}
    quay, ferry = article.images
    assert quay.caption is not None
    assert quay.caption.plain == "The quay (Picture: Ada Lund)"
    assert ferry.caption is not None
    assert ferry.credit is not None
    shown = (ferry.src, ferry.alt, ferry.caption.plain, ferry.credit.plain)
    assert shown == ("https://desk.example/ferry.jpg", "A ferry at its pier", "A ferry at its pier", "Rowan Teale")
    assert article[article.links[0].span] == '<a href="https://harbour.example/">the harbour</a>'
    assert {"byline", "tags", "images", "canonical", "outlet"} <= article.carries
    assert not article.can_carry("rights")


def test_without_embed_nothing_is_known_of_what_is_a_mere_number() -> None:
    (_, article), _ = delivered(POSTS, "posts.json")
    assert article.bylines == ()
    assert article.carries == {"title", "body", "links", "elements", "dates"}


def test_what_a_post_has_not_is_missing_if_the_answer_would_have_it() -> None:
    bare = one(tags=[], categories=[], featured_media=0, _embedded={}, yoast_head_json={})
    assert {"tags", "images", "canonical"} <= bare.carries
    assert not bare.can_carry("byline")


def test_several_authors_as_plugins_list_them_come_first() -> None:
    article = one(coauthors=[{"display_name": "Ines Okafor"}, {"display_name": "Olga Quist"}])
    assert [text.plain for text in article.bylines] == ["Ines Okafor", "Olga Quist"]
    assert [text.plain for text in one(coauthors=[3, 4]).bylines] == ["Ines Okafor"]


def test_yoast_names_the_author_that_is_not_embedded() -> None:
    article = one(_embedded={"author": [{"code": "rest_user_invalid_id"}]})
    assert [(text.plain, text.place) for text in article.bylines] == [("desk-account", "yoast_head_json.author")]
    assert article.can_carry("byline")


def test_lines_of_posts_and_of_lists() -> None:
    lines = json.dumps(POST) + "\n" + json.dumps([POST | {"id": 2}, POST | {"id": 3}]) + "\n{broken\n"
    articles, faults = delivered(lines.encode(), "posts.jsonl")
    assert [(article.id, article.line) for article in articles] == [
        ("posts.jsonl#41", 1),
        ("posts.jsonl#2", 2),
        ("posts.jsonl#3", 2),
    ]
    assert [fault.input for fault in faults] == ["posts.jsonl#4"]
    assert "line 3" in faults[0].reason


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"content": {"rendered": "", "protected": True}}, "password"),
        ({"content": None}, "`$.content.rendered`"),
        ({"content": {"rendered": "<p> </p>"}}, "no text"),
    ],
)
def test_a_post_without_a_text_is_a_fault_and_the_others_are_read(changes: dict[str, object], reason: str) -> None:
    articles, faults = delivered(json.dumps([POST | changes, POST | {"id": 9}]).encode(), "posts.json")
    assert articles[-1].id == "posts.json#9"
    (fault,) = faults
    assert fault.input == "posts.json#41"
    assert reason in fault.reason


def test_what_is_in_the_trash_is_left_out() -> None:
    articles, faults = delivered(json.dumps([POST | {"status": "trash"}, POST | {"id": 9}]).encode(), "posts.json")
    assert ([article.id for article in articles], faults) == (["posts.json#9"], [])


def test_a_mapping_is_followed() -> None:
    (article, _), _ = delivered(POSTS, "posts.json", body="content.rendered", title="slug")
    assert article.id == "posts.json#41"
    assert article.title is not None
    assert article.title.plain == "ferry-timetable"
    assert not article.can_carry("tags")


def test_any_part_of_an_answer_gives_articles_or_faults() -> None:
    for cut in prefixes(POSTS):
        articles, faults = delivered(cut, "posts.json")
        assert articles == []
        assert faults
