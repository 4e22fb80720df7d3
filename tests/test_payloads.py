"""Articles as other systems send them: what is read of them, what they can carry, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="needs the extra `service`")

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import superdesk, wordpress_post
from compliance.readers.limits import Refused
from compliance.service.payload import delivered

PAYLOADS = Path(__file__).parent.parent / "fixtures" / "payloads"


def payload(name: str, **changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return {key: value for key, value in (found | changes).items() if value != "LEFT OUT"}


def post(**changes: Any) -> Article:
    (found,) = wordpress_post.read(payload("wordpress", **changes), "post")
    assert isinstance(found, Article)
    return found


def item(**changes: Any) -> Article:
    (found,) = superdesk.read(payload("superdesk", **changes), "item")
    assert isinstance(found, Article)
    return found


def plain(*texts: Any) -> list[str]:
    return [each.plain for each in texts if each is not None]


def test_a_post_is_read_as_its_page_shows_it() -> None:
    found = post()
    assert found.body.plain.splitlines()[0] == "By Jo Roe, Daily Caller News Foundation"
    assert "wp:paragraph" not in found.body.plain
    assert plain(found.title, found.url) == [
        "River clinic to open its doors",
        "https://news.example/2026/11/river-clinic/",
    ]
    assert plain(*found.bylines)[0] == "Kim Doe"
    assert plain(*found.tags) == ["clinic", "Health"]
    assert plain(*found.outlets)[0] == "Example News"
    assert found.language == "en-GB"
    assert [(each.src, plain(each.caption, each.credit)) for each in found.images] == [
        ("https://news.example/clinic.jpg", ["The clinic by the river. Anna Moss", "Anna Moss"])
    ]
    assert [each.name for each in found.dates] == ["published", "updated"]


def test_places_in_a_post_are_places_in_its_content() -> None:
    found = post()
    content = payload("wordpress")["content"]
    start = found.body.plain.index("nine years")
    span = found.body.span(start, start + len("nine years"))
    assert span.field == "body"
    assert content[span.start : span.end] == "nine years"


def test_a_classic_post_has_its_paragraphs_and_its_captions() -> None:
    found = post(content='One paragraph.\n\nAnother one.\n\n[caption id="a"]<img src="b.jpg"> Photo: Jo[/caption]')
    assert [line for line in found.body.plain.splitlines() if line][:2] == ["One paragraph.", "Another one."]
    assert plain(*(each.caption for each in found.images if each.src == "b.jpg")) == ["Photo: Jo"]


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("authors", "byline"),
        ("canonical", "canonical"),
        ("featured_image", "images"),
        ("site", "outlet"),
        ("language", "language"),
        ("tags", "tags"),
        ("categories", "tags"),
    ],
)
def test_what_a_post_says_nothing_of_is_not_known(key: str, part: Any) -> None:
    assert post().can_carry(part)
    assert not post(**{key: "LEFT OUT"}).can_carry(part)
    empty = [] if key in ("authors", "tags", "categories") else None
    assert post(**{key: empty}).can_carry(part)


def test_an_answer_of_the_rest_api_is_the_same_post() -> None:
    """Recorded from WordPress 6.8.7; only the host is another."""
    (found,) = delivered((PAYLOADS / "wordpress-rest.json").read_bytes(), "wordpress", "post", {})
    assert isinstance(found, Article)
    assert "By Jo Roe, Daily Caller News Foundation" in found.body.plain
    assert plain(found.title, *found.bylines[:1]) == ["River clinic to open its doors", "Kim Doe"]
    assert sorted(plain(*found.tags)) == ["Health", "clinic"]
    assert [plain(each.caption) for each in found.images if each.in_body] == [["The clinic by the river. Anna Moss"]]


def test_a_picture_without_an_address_is_not_passed_over() -> None:
    assert not post(featured_image={"src": "", "credit": "Anna Moss"}).can_carry("images")
    pictures = {"featuremedia": {"type": "picture", "renditions": {}, "description_text": "A clinic"}}
    assert not item(associations=pictures).can_carry("images")
    assert item().can_carry("images")


def test_an_item_is_read_with_its_pictures_and_its_footer() -> None:
    found = item()
    assert found.body.plain.rstrip().endswith("to any eligible news publisher.")
    assert plain(*found.bylines)[0] == "Jo Roe, Daily Caller News Foundation"
    assert plain(*found.outlets)[0] == "DCNF"
    assert plain(*found.tags) == ["health", "Domestic News", "clinic"]
    assert [(each.src, plain(each.caption, each.credit)) for each in found.images] == [
        ("https://media.desk.example/clinic-original.jpg", ["The clinic by the river. Anna Moss", "Example News"])
    ]
    assert "Daily Caller News Foundation" in plain(*found.rights)


def test_an_items_authors_count_where_it_has_no_byline() -> None:
    assert plain(*item(byline="").bylines)[0] == "Jo Roe"
    assert plain(*item(byline=None).bylines)[0] == "Jo Roe"


@pytest.mark.parametrize(("status", "date"), [("canceled", "expires"), ("withheld", "embargoed")])
def test_an_item_that_may_not_run_says_so(status: str, date: str) -> None:
    found = item(pubstatus=status)
    assert [(each.name, each.value) for each in found.dates if each.name == date] == [(date, None)]


@pytest.mark.parametrize("read", [wordpress_post.read, superdesk.read])
@pytest.mark.parametrize(
    "value", [None, 7, "text", [], {}, {"title": 1, "content": 2}, {"headline": None, "body_html": ""}]
)
def test_what_is_none_is_refused(read: Any, value: Any) -> None:
    with pytest.raises(Refused) as raised:
        list(read(value, "x"))
    assert raised.value.hint


def test_one_without_a_text_is_a_fault() -> None:
    found = list(wordpress_post.read(payload("wordpress", content="  "), "post"))
    assert [each.kind for each in found if isinstance(each, Fault)] == ["missing-field"]
