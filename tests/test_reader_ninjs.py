"""ninjs of every version gives the same article; an invalid document gives a Fault and what could be read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wires import WIRES, articles, check_places, check_survives, dates, faults, plain, read_all

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import ninjs

VERSIONS = ["1.6", "2.2", "3.1"]


def fixture(version: str) -> bytes:
    return (WIRES / f"ferry-{version}.json").read_bytes()


def document(**more: Any) -> dict[str, Any]:
    return {"uri": "urn:a", "versioncreated": "2024-11-05T10:00:00Z", "body_text": "Words.", **more}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_version_says_the_same(version: str) -> None:
    article, box = articles(fixture(version), "ferry.json")
    assert (article.id, article.form, article.line) == ("ferry.json", "wire", 1)
    assert article.title is not None
    assert article.title.plain == "Ferry runs again"
    assert article[article.title.whole()] == "Ferry  runs\n again"
    assert article.body.plain == "The ferry & its crew run again.\n\nFares rise."
    assert [text.plain for text in article.bylines] == ["By Jane Doe, Harbour News Agency", "John Roe"]
    assert article.bylines[0].place == ("ninjs byline" if version == "1.6" else "ninjs by")
    assert plain(article.outlets) == ["Harbour News Agency", "HNA Pictures", "Harbour News Agency"]
    assert plain(article.tags) == ["medtop:20000337", "transport", "L7", "local"]
    assert plain(article.rights)[:2] == ["© 2024 Harbour News Agency", "Not for sale & not for archives"]
    assert ("https://harbour.example/rights" in plain(article.rights)) == (version != "1.6")
    assert article.canonical is not None
    assert article.canonical.plain == "https://harbour.example/ferry"
    assert article.url is not None
    assert article.url.plain == "http://wire.example/2024/ferry"
    assert article.language == "en-GB"
    assert dates(article) == {
        "published": "2024-11-05T09:00:00+00:00",
        "updated": "2024-11-05T10:30:00+01:00",
        "embargoed": "2024-11-06T06:00:00+00:00",
        "expires": "2025-02-05T00:00:00+00:00",
    }
    assert [link.text for link in article.links] == ["run again"]
    assert (box.id, box.body.plain) == ("ferry.json!box", "Adults pay 3.")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_picture_keeps_its_own_credit(version: str) -> None:
    (image,) = articles(fixture(version))[0].images
    assert image.src == "https://pictures.example/large.jpg"
    assert image.caption is not None
    assert image.caption.plain == "The ferry at its berth"
    assert image.credit is not None
    assert image.credit.plain == "Pat Lens / HNA Pictures"


@pytest.mark.parametrize("version", VERSIONS)
def test_everything_stands_where_it_says(version: str) -> None:
    for article in articles(fixture(version)):
        check_places(article)


def test_an_id_is_written_as_policies_write_it_and_stands_on_what_was_delivered() -> None:
    for version in VERSIONS:
        article = articles(fixture(version))[0]
        tag = article.tags[0]
        assert tag.plain == "medtop:20000337"
        assert article[tag.span(len("medtop:"), len(tag.plain))] == "20000337"


def test_an_invalid_document_is_a_fault_beside_the_article() -> None:
    fault, article = read_all(json.dumps(document(headline=3, subject=[{"name": "x", "weight": 1}])), "a.json")
    assert isinstance(fault, Fault)
    assert isinstance(article, Article)
    assert (fault.kind, fault.input, article.id) == ("invalid-record", "a.json", "a.json")
    assert "ninjs 1.6" in fault.reason
    assert "`$.headline`: 3 is not of type 'string'" in fault.reason
    assert "`$.subject[0]`" in fault.reason
    assert article.body.plain == "Words."
    assert article.title is None


def test_a_fault_deep_in_an_association_is_found() -> None:
    for version, key in (("2.2", "versioncreated"), ("3.1", "versionCreated")):
        value = json.loads(fixture(version))
        value["associations"][0][key] = 7
        fault = read_all(json.dumps(value))[0]
        assert isinstance(fault, Fault)
        assert "$.associations[0]" in fault.reason


def test_a_long_list_of_faults_is_cut() -> None:
    (fault,) = faults(json.dumps(document(**{f"unknown{n}": n for n in range(1000)})))
    assert len(fault.reason) < 1000


def test_a_version_that_is_not_known_is_not_taken_for_valid() -> None:
    fault, article = read_all(json.dumps(document(**{"$standard": {"name": "ninjs", "version": "4.0"}})))
    assert isinstance(fault, Fault)
    assert "`4.0`" in fault.reason
    assert isinstance(article, Article)


@pytest.mark.parametrize("end", ["array", "lines"])
def test_several_documents_in_one_file(end: str) -> None:
    values = [document(uri="urn:a"), {"uri": "urn:b", "pubstatus": "usable"}, 7, document(uri="urn:a")]
    data = json.dumps(values) if end == "array" else "\n\n".join(map(json.dumps, values)) + "\n{broken\n"
    found = read_all(data, "a.jsonl" if end == "lines" else "a.json")
    ids = [each.id if isinstance(each, Article) else each.input for each in found]
    name = "a.jsonl" if end == "lines" else "a.json"
    assert ids[:4] == [f"{name}#urn:a", f"{name}#urn:b", f"{name}#3", f"{name}#urn:a#2"]
    assert [isinstance(each, Article) for each in found[:4]] == [True, False, False, True]
    if end == "lines":
        assert isinstance(found[0], Article)
        assert [each.line for each in found if isinstance(each, Article)] == [1, 7]
        assert isinstance(found[4], Fault)
        assert found[4].reason.startswith("line 8: ")


@pytest.mark.parametrize(
    ("status", "date"), [("canceled", "expires"), ("withheld", "embargoed"), ("usable", ""), ("", "")]
)
def test_what_may_not_be_published_says_so(status: str, date: str) -> None:
    (article,) = [each for each in read_all(json.dumps(document(pubstatus=status))) if isinstance(each, Article)]
    found = [each.name for each in article.dates if each.value is None]
    assert found == ([date] if date else [])
    assert plain(article.rights) == ([status] if date else [])


def test_a_picture_reads_its_caption() -> None:
    picture = {
        **{"uri": "urn:p", "type": "picture", "by": "Pat Lens", "contentcreated": "2019-01-01T00:00:00Z"},
        "descriptions": [
            *[{"role": "creditline", "value": "HNA"}, {"role": "writer", "value": "PL"}],
            {"role": "caption", "value": "The ferry"},
        ],
        "renditions": [{"name": "main", "href": "https://pictures.example/a.jpg"}],
    }
    (article,) = articles(json.dumps(picture))
    assert article.body.plain == "The ferry"
    (image,) = article.images
    assert image.caption is not None
    assert image.caption.plain == "The ferry"
    assert image.credit is not None
    assert image.credit.plain == "Pat Lens / HNA"
    assert dates(article) == {}


def test_a_picture_that_stands_in_the_body_is_one_picture() -> None:
    body = '<p>Words.</p><figure><img src="https://x.example/s.jpg"><figcaption>Mine</figcaption></figure>'
    renditions = {
        size: {"href": f"https://x.example/{size}.jpg", "width": width, "height": width}
        for size, width in (("s", 10), ("l", 99))
    }
    picture = {"uri": "urn:p", "type": "picture", "byline": "Pat Lens", "renditions": renditions}
    value = {"uri": "urn:a", "body_html": body, "associations": {"a": picture}}
    (image,) = articles(json.dumps(value))[0].images
    assert image.src == "https://x.example/s.jpg"
    assert image.caption is not None
    assert image.caption.plain == "Mine"
    assert image.credit is not None
    assert image.credit.plain == "Pat Lens"


def test_a_body_of_nitf_is_read_with_what_it_says_of_itself() -> None:
    nitf = (
        '<?xml version="1.0" encoding="ISO-8859-1"?><nitf><body><body.head><byline>By Jane Döe</byline></body.head>'
        "<body.content><p>Words &amp; more.</p></body.content></body></nitf>"
    )
    value = {"uri": "urn:a", "bodies": [{"role": "nitf", "contenttype": "text/vnd.IPTC.NITF", "value": nitf}]}
    (article,) = articles(json.dumps(value))
    assert article.body.plain == "By Jane Döe\n\nWords & more."
    assert [(text.plain, text.place) for text in article.bylines] == [("By Jane Döe", "nitf byline")]
    check_places(article)


def test_a_package_is_the_texts_in_it() -> None:
    inner = document(uri="urn:b", headline="Inner")
    package = {"uri": "urn:a", "type": "composite", "associations": {"x": inner}}
    assert [each.id for each in articles(json.dumps(package))] == ["wire!x"]


@pytest.mark.parametrize(
    "value",
    [
        {"uri": "urn:a", "pubstatus": "usable"},
        {"uri": "urn:a", "bodies": [{"contenttype": "application/xml", "value": "<x>y</x>"}]},
        {"uri": "urn:a", "bodies": [{"value": " "}]},
        {"uri": "urn:a", "body_text": "", "headline": "Only this"},
    ],
)
def test_what_has_no_text_is_a_fault(value: dict[str, Any]) -> None:
    assert faults(json.dumps(value))
    assert not [each for each in read_all(json.dumps(value)) if isinstance(each, Article)]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b'{"uri": "a", "body_html": "x"}', True),
        (b'\xef\xbb\xbf [ {"body_html": "a\\" {", "uri": "x"}', True),
        (b'{"standard": {"name": "ninjs"}, "uri": "x"}', True),
        (b'{"body_html": "the rest of it is not in these first bytes', True),
        (b'{"body_html": "x"}', False),
        (b'{"uri": "a", "body": "x", "renditions": []}', False),
        (b'{"x": {"uri": "a", "body_html": "x"}}', False),
        (b'{"title": "uri", "text": "\\"uri\\": body_html"}', False),
        (b'{"format": "other", "pubstatus": "usable", "associations": [{"uri": "x"}]}', False),
        (b"uri, body_html", False),
    ],
)
def test_content_tells_ninjs(head: bytes, told: bool) -> None:
    assert ninjs.recognises(head, "a.txt") is told


def test_telling_takes_time_in_proportion_to_the_input() -> None:
    assert not ninjs.recognises(b'{"a": "' + b'\\"' * 500_000, "x")


def test_associations_nested_out_of_all_reason_are_a_fault() -> None:
    value = document()
    for _ in range(240):
        value = document(associations={"a": value})
    assert [each.kind for each in faults(json.dumps([value, document()]))] == ["too-deep"]
    assert isinstance(read_all(json.dumps([value, document()]))[-1], Article)


def test_every_beginning_is_read_or_refused() -> None:
    check_survives(fixture("1.6"), "ferry.json", step=7)
