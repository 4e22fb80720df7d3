from __future__ import annotations

import datetime as dt

import pytest
from building import NOTHING, article, complaints, judge, notes, quotes
from jsonschema import Draft202012Validator

from compliance.article import Span
from compliance.checks import metadata
from compliance.document import describe, document_schema

FULL = article(
    title="A town",
    bylines=["By Jane Doe", "Jane Doe"],
    tags=["news", "towns"],
    images=[{"src": "a.jpg", "caption": "A dog"}, {"alt": "x"}],
    dates={"published": ("Nov 5", dt.datetime(2024, 11, 5, tzinfo=dt.UTC)), "expires": ("soon", None)},
    canonical="https://example.org/a",
    language="en",
)


def kept(page=FULL, **schema):
    return judge(metadata, page, schema=schema)


def test_the_document_holds_what_is_there_and_keeps_its_own_schema() -> None:
    document = describe(FULL)
    Draft202012Validator(document_schema()).validate(document)
    Draft202012Validator.check_schema(document_schema())
    assert document["byline"] == "By Jane Doe"
    assert document["published"] == "2024-11-05T00:00:00+00:00"
    assert document["expires"] == "soon"
    assert document["images"] == [{"src": "a.jpg", "caption": "A dog"}, {"src": "a.jpg", "alt": "x"}]
    assert "rights" not in document
    assert describe(article("One two")) == {"word_count": 2}


def test_fields_that_keep_the_schema_are_quoted() -> None:
    outcome = kept(properties={"title": {"maxLength": 10}, "tags": {"minItems": 2}}, required=["title"])
    assert outcome.status == "met"
    assert quotes(outcome) == ["A town", "news"]


def test_all_errors_are_listed_at_their_places() -> None:
    outcome = kept(
        properties={
            "title": {"minLength": 21, "pattern": "^[0-9]"},
            "tags": {"items": {"pattern": "^n"}},
            "expires": {"format": "date-time"},
            "images": {"items": {"required": ["credit"]}},
        }
    )
    assert outcome.status == "violated"
    assert outcome.reason.count(";") == 5
    assert quotes(outcome)[:2] == ["A town", "towns"]
    assert "`images.0`: `credit` is missing" in outcome.reason


def test_patterns_heed_case_and_are_linear_time() -> None:
    assert kept(properties={"title": {"pattern": "^a"}}).status == "violated"
    assert kept(properties={"title": {"pattern": "^A"}}).status == "met"
    bomb = article(title="a" * 5_000 + "!")
    assert kept(bomb, properties={"title": {"pattern": "^(a+)+$"}}).status == "violated"


def test_a_required_field_that_is_missing_names_its_place() -> None:
    outcome = kept(article(), required=["tags"])
    assert outcome.status == "violated"
    assert outcome.reason == "`tags` is missing"
    assert outcome.insert == Span("body", 0, 0)


def test_a_field_that_the_format_cannot_carry_is_undetermined() -> None:
    text = article(form="text", carries=NOTHING)
    for schema in (
        {"required": ["tags"]},
        {"properties": {"title": {"minLength": 3}}},
        {"not": {"required": ["tags"]}},
    ):
        outcome = kept(text, **schema)
        assert outcome.status == "undetermined"
        assert "plain text cannot carry" in outcome.reason
    certain = kept(text, required=["tags"], properties={"word_count": {"minimum": 100}})
    assert certain.status == "violated"
    assert "tags" not in certain.reason


def test_a_condition_on_a_missing_field_is_not_silently_kept() -> None:
    assert kept(article(), properties={"title": {"minLength": 21}}).status == "undetermined"
    optional = kept(properties={"title": {"minLength": 3}, "embargoed": {"format": "date-time"}})
    assert optional.status == "met"
    assert "absent, and not required: `embargoed`" in optional.reason


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"title": "nothing"},
        {"type": "object"},
        {"properties": {"title": {"type": "string"}}},
        {"required": ["article"]},
        {"properties": {"article": {"required": ["byline"]}}},
        {"properties": {"images": {"items": {"required": ["credits"]}}}},
        {"properties": {"title": {"minLenght": 3}}},
        {"properties": {"title": {"minimum": 3}}},
        {"properties": {"title": {"minLength": "3"}}},
        {"properties": {"title": {"pattern": "(?=a)"}}},
        {"properties": {"title": {"format": "email"}}},
        {"patternProperties": {"^t": {"minLength": 3}}},
        {"$ref": "https://example.org/schema.json"},
        {"$ref": "#/$defs/none"},
        {"$defs": {"a": {"$ref": "#/$defs/a"}}, "$ref": "#/$defs/a"},
        {"$id": "https://example.org/", "required": ["title"]},
    ],
)
def test_schemas_that_say_less_than_they_seem_to(schema) -> None:
    assert set(complaints(metadata, schema=schema)) == {"schema"}


def test_references_cannot_grow_without_bound() -> None:
    doubled = {f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(30)}
    schema = {"$defs": {**doubled, "a30": {"required": ["title"]}}, "$ref": "#/$defs/a0"}
    assert set(complaints(metadata, schema=schema)) == {"schema"}


def test_references_within_the_schema() -> None:
    schema = {"$defs": {"short": {"maxLength": 3}}, "properties": {"title": {"$ref": "#/$defs/short"}}}
    outcome = kept(**schema)
    assert outcome.status == "violated"
    assert notes(outcome).startswith("`title`:")
