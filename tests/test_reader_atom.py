"""Reading Atom: who wrote an entry, what its content is, and what it takes over from its source and its feed."""

from __future__ import annotations

import base64

import pytest
from feeding import articles, faults, fixture, results

from compliance.article import Article
from compliance.finding import Fault


def feed(entry: str, root: str = 'xmlns="http://www.w3.org/2005/Atom"') -> str:
    return f"<feed {root}><title>Bote</title><entry><id>1</id>{entry}</entry></feed>"


def test_an_entry_is_an_article() -> None:
    first = articles(fixture("desk.atom"))[0]
    assert (first.id, first.line, first.form, first.language) == ("f#urn:bb:1", 6, "feed", "de")
    assert first.title is not None
    assert first.title.plain == "Lawine & Lift"
    assert [(each.plain, each.place) for each in first.bylines] == [
        ("Eva Steiner", "author name"),
        ("Luca Moser", "author name"),
    ]
    assert first.url is not None
    assert first.url.plain == "https://bergbote.example/berg/lawine"
    assert first[first.url.whole()] == "berg/lawine"
    assert first.original is not None
    assert first.original.plain == "https://quelle.example/lawine"
    assert [tag.plain for tag in first.tags] == ["Lawinen", "avalanche"]
    assert [(each.plain, each.place) for each in first.rights] == [
        ("https://creativecommons.org/licenses/by/4.0/", "link license"),
        ("© Bergbote", "feed rights"),
    ]
    assert [(date.name, date.value is not None) for date in first.dates] == [("published", True), ("updated", True)]


def test_xhtml_is_written_out_as_html_and_the_rest_of_it_is_seen() -> None:
    first = articles(fixture("desk.atom"))[0]
    assert first.fields["body"] == (
        "<p>Die Lawine kam <em>früh</em> &amp; schnell.</p>"
        '<iframe src="https://karte.example/"></iframe><p>Der Lift steht.</p>'
    )
    assert first.body.plain == "Die Lawine kam früh & schnell.\n\nDer Lift steht."
    assert [element.tag for element in first.elements] == ["iframe"]


def test_an_entry_has_the_author_of_its_source_before_that_of_its_feed() -> None:
    _, second, third = articles(fixture("desk.atom"))
    assert [(each.plain, each.place) for each in second.bylines] == [("Nora Huber", "source author name")]
    assert [each.plain for each in second.outlets] == ["Talpost", "Bergbote"]
    assert [each.plain for each in second.rights] == ["© Talpost", "© Bergbote"]
    assert [(each.plain, each.place) for each in third.bylines] == [("Redaktion Bergbote", "feed author name")]
    assert third.language == "fr"


def test_a_summary_is_not_the_text() -> None:
    (fault,) = faults(fixture("desk.atom"))
    assert (fault.kind, fault.input, fault.reason) == (
        "missing-field",
        "f#urn:bb:2",
        "it has a summary, and no text",
    )
    assert not articles(fixture("desk.atom"))[1].can_carry("body")


@pytest.mark.parametrize(
    ("content", "read"),
    [
        ('<content type="text">1 &lt;b> 2</content>', "1 <b> 2"),
        ('<content type="html">1 &lt;b>2&lt;/b></content>', "1 2"),
        ('<content type="html"><![CDATA[1 <b>2</b>]]></content>', "1 2"),
        ("<content>1 &lt; 2</content>", "1 < 2"),
        ('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">1 <b>2</b></div></content>', "1 2"),
        ('<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>1</x:p></x:div></content>', "1"),
        ('<content type="application/octet-stream">MSAyCg==</content>', "1 2\n"),
        ('<content type="text/html" mode="escaped">1 &lt;b>2&lt;/b></content>', "1 2"),
        (f'<content type="text/html" mode="base64">{base64.b64encode(b"1 <b>2</b>").decode()}</content>', "1 2"),
    ],
)
def test_content_is_read_as_its_type_says(content: str, read: str) -> None:
    (article,) = articles(feed(content))
    assert article.body.plain == read


def test_content_that_lies_elsewhere_was_not_checked() -> None:
    article, fault = results(feed('<content type="text/html" src="https://x.example/1"/><summary>Short.</summary>'))
    assert isinstance(article, Article)
    assert isinstance(fault, Fault)
    assert "https://x.example/1" in fault.reason


@pytest.mark.parametrize(
    "root",
    ['version="0.3" xmlns="http://purl.org/atom/ns#"', "", 'xmlns:a="u"', 'xmlns="http://example.com/newformat#"'],
)
def test_older_and_careless_namespaces_are_known(root: str) -> None:
    (article,) = articles(feed("<author><name>Jane Doe</name></author><content>A text.</content>", root))
    assert [each.plain for each in article.bylines] == ["Jane Doe"]


def test_a_prefix_for_atom_itself_makes_no_difference() -> None:
    (article,) = articles(
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:author><a:name>Jane Doe</a:name></a:author>'
        "<a:content>A text.</a:content></a:entry></a:feed>"
    )
    assert [each.plain for each in article.bylines] == ["Jane Doe"]


def test_a_picture_that_is_enclosed_or_described_is_there() -> None:
    (article,) = articles(
        feed(
            '<content>A text.</content><link rel="enclosure" type="image/png" href="a.png"/>'
            '<media:content url="b.jpg" medium="image"><media:credit>AP</media:credit></media:content>'
        )
    )
    assert {(image.src, image.credit and image.credit.plain) for image in article.images} == {
        ("a.png", None),
        ("b.jpg", "AP"),
    }


def test_every_beginning_of_a_feed_gives_articles_or_faults() -> None:
    whole = fixture("desk.atom")
    for end in range(whole.index(b"<feed ") + 6, len(whole) - 1, 3):
        assert any(isinstance(each, Fault) for each in results(whole[:end]))
