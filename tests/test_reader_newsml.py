"""NewsML-G2: every news item of a message is an article; what holds none says so."""

from __future__ import annotations

import io

import pytest
from wires import WIRES, articles, check_places, check_survives, dates, faults, plain, read_all

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import LIMITS, newsml
from compliance.readers.elements import elements

FERRY = (WIRES / "ferry.newsml.xml").read_bytes()
NAR = f'xmlns="{newsml.NAMESPACE}"'


def item(content: str, kind: str = "text", meta: str = "", guid: str = "a") -> str:
    return (
        f'<newsItem {NAR} guid="{guid}"><itemMeta><itemClass qcode="ninat:{kind}"/></itemMeta>'
        f"<contentMeta>{meta}</contentMeta><contentSet>{content}</contentSet></newsItem>"
    )


def message(*items: str) -> str:
    return f"<newsMessage {NAR}><itemSet>{''.join(items)}</itemSet></newsMessage>"


def test_a_text() -> None:
    article = articles(FERRY, "f.xml")[0]
    assert (article.id, article.line, article.form) == ("f.xml#urn:wire.example:text", 8, "wire")
    assert article.title is not None
    assert (article.title.plain, article.title.place) == ("Ferry runs again", "newsml headline")
    assert [(text.plain, text.place) for text in article.bylines] == [
        ("By Jane Doe", "newsml by"),
        ("Jane Doe", "newsml creator"),
    ]
    assert plain(article.outlets) == ["HNA", "Associated Press", "HNA/AP", "Harbour News Agency"]
    assert plain(article.tags) == ["medtop:20000337", "transport", "Verkehr", "harbour"]
    assert plain(article.rights) == [
        *["© 2024 Harbour News Agency", "https://harbour.example/rights"],
        "Not for sale & not for archives",
    ]
    assert article.language == "en"
    assert article.original is not None
    assert article.original.plain == "https://harbour.example/original"
    assert dates(article) == {
        "published": "2024-11-05T09:00:00+00:00",
        "updated": "2024-11-05T10:30:00+01:00",
        "embargoed": "2024-11-06T06:00:00+00:00",
    }
    assert article.body.plain == "Ferry runs again\n\nThe ferry & its crew run again.\nFares rise.\n\nAdults pay 3."
    assert [(link.href, link.text) for link in article.links] == [("https://harbour.example/ferry", "run again")]
    assert [element.tag for element in article.elements if element.tag == "script"] == ["script"]
    assert "desk" not in article.body.plain


def test_a_picture() -> None:
    article = articles(FERRY)[1]
    assert article.body.plain == "The ferry at its berth"
    (image,) = article.images
    assert image.src == "large.jpg"
    assert image.caption is not None
    assert image.caption.plain == "The ferry at its berth"
    assert image.credit is not None
    assert image.credit.plain == "Pat Lens / HNA Pictures"
    assert dates(article) == {"published": "2024-11-05T10:00:00+00:00"}


def test_a_canceled_item_with_nitf_in_it() -> None:
    article = articles(FERRY)[2]
    assert "stat:canceled" in plain(article.rights)
    assert [(date.name, date.value) for date in article.dates if date.name == "expires"] == [("expires", None)]
    assert [(text.plain, text.place) for text in article.bylines] == [("By John Roe, HNA", "nitf byline")]
    assert article.body.plain == "Wrong story\n\nBy John Roe, HNA\n\nThis was not so."


def test_everything_stands_where_it_says() -> None:
    for article in articles(FERRY):
        check_places(article)


def test_plain_text_inline() -> None:
    (article,) = articles(item("<inlineData>One &amp;\n\ntwo.</inlineData>"))
    assert article.body.plain == "One &\n\ntwo."
    assert not article.can_carry("links")


def test_a_picture_among_the_contents_of_a_text_has_no_credit_of_its_own() -> None:
    picture = (
        '<remoteContent href="a.jpg" contenttype="image/jpeg"/><remoteContent href="a.mp4" contenttype="video/mp4"/>'
    )
    (article,) = articles(item(f"<inlineData>Words.</inlineData>{picture}", meta="<creditline>HNA</creditline>"))
    assert [(image.src, image.credit, image.hidden) for image in article.images] == [("a.jpg", None, "")]


def test_codes_may_be_addresses() -> None:
    data = item("<inlineData>Words.</inlineData>", meta='<subject uri="http://cv.iptc.org/newscodes/mediatopic/2000"/>')
    data = data.replace(
        'qcode="ninat:text"/>', 'uri="x/text"/><pubStatus uri="http://x.example/pubstatusg2/withheld"/>'
    )
    (article,) = articles(data)
    assert plain(article.tags) == ["medtop:2000"]
    assert dates(article) == {"embargoed": "?"}


def test_html_in_inline_data() -> None:
    (article,) = articles(item('<inlineData contenttype="text/html">&lt;p&gt;One&lt;/p&gt;</inlineData>'))
    assert article.body.plain == "One"
    assert article.can_carry("links")


@pytest.mark.parametrize(
    ("content", "kind", "reason"),
    [
        ('<inlineXML><sports-content xmlns="x">1:0</sports-content></inlineXML>', "invalid-record", "`sports-content`"),
        ('<inlineData encoding="base64">T25l</inlineData>', "invalid-record", "encoded"),
        ('<remoteContent href="text.html"/>', "unreadable", "`text.html`"),
        ("", "empty", "no text"),
    ],
)
def test_a_text_that_cannot_be_read_is_a_fault_and_no_caption(content: str, kind: str, reason: str) -> None:
    meta = "<description>Only about it.</description>" if content else ""
    bad, good = read_all(message(item(content, meta=meta, guid="a"), item("<inlineData>Fine.</inlineData>", guid="b")))
    assert isinstance(bad, Fault)
    assert (bad.kind, bad.input) == (kind, "wire#a")
    assert reason in bad.reason
    assert isinstance(good, Article)
    assert good.id == "wire#b"


@pytest.mark.parametrize("kind", ["packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"])
def test_what_holds_no_news_item_says_so(kind: str) -> None:
    (fault,) = faults(f"<{kind} {NAR}><itemMeta/></{kind}>")
    assert (fault.kind, fault.reason) == ("empty", f"it holds no news item (`{kind}`)")


def test_what_is_cut_short_gives_the_items_before_it() -> None:
    data = FERRY[: FERRY.index(b"This was not so")]
    found = read_all(data)
    assert [isinstance(each, Article) for each in found] == [True, True, False]


def test_items_are_read_as_they_come_in_bounded_memory() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.rest = f"<newsMessage {NAR}><itemSet>".encode()

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            while len(self.rest) < size:
                self.rest += item("<inlineData>Fine.</inlineData>").encode()
            chunk, self.rest = self.rest[:size], self.rest[size:]
            return chunk

    wanted = frozenset([f"{{{newsml.NAMESPACE}}}newsItem"])
    count = 0
    for element in elements(Endless(), wanted, type(LIMITS)(max_bytes=100_000)):  # type: ignore[arg-type]
        count += 1
        parent = element.getparent()
        assert parent is not None
        assert len(parent) <= 100
        if count == 2000:
            break
    assert count == 2000


def test_an_item_without_end_is_refused() -> None:
    long = item("<inlineData>" + "words " * 1000 + "</inlineData>")
    assert [each.kind for each in faults(long, limits=type(LIMITS)(max_bytes=2000))] == ["too-large"]


def test_entities_are_never_expanded() -> None:
    (fault,) = faults(
        '<!DOCTYPE newsItem [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + item("<inlineData>&x;</inlineData>")
    )
    assert "entities" in fault.reason


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (f"<newsItem {NAR}>", True),
        (f'<?xml version="1.0"?><n:packageItem xmlns:n="{newsml.NAMESPACE}">', True),
        ("<newsItem>", False),
        (f"<rss {NAR}>", False),
        (f"newsItem {NAR}", False),
    ],
)
def test_root_and_namespace_tell_newsml(head: str, told: bool) -> None:
    assert newsml.recognises(head.encode(), "a.txt") is told


def test_every_beginning_is_read_or_refused() -> None:
    check_survives(FERRY, "ferry.xml", step=11)
