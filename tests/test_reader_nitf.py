"""NITF: what it says of itself, its body as a reader sees it, and every word with its place."""

from __future__ import annotations

import pytest
from wires import WIRES, articles, check_places, check_survives, dates, faults, plain, read_all

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import LIMITS, nitf
from compliance.readers.inline import as_html

FERRY = (WIRES / "ferry.nitf.xml").read_bytes()


def document(content: str = "<p>Words.</p>", head: str = "", before: str = "") -> str:
    return f"{before}<nitf>{head}<body><body.content>{content}</body.content></body></nitf>"


def test_what_it_says_of_itself() -> None:
    (article,) = articles(FERRY, "ferry.xml")
    assert (article.id, article.form, article.language) == ("ferry.xml", "wire", "en")
    assert article.title is not None
    assert (article.title.plain, article.title.place) == ("Ferry runs again", "nitf hl1")
    assert [(text.plain, text.place) for text in article.bylines] == [("By Jane Doe, Staff Reporter", "nitf byline")]
    assert plain(article.outlets) == ["Harbour News Agency", "Harbour Wire", "Harbour News Agency"]
    assert plain(article.tags) == ["20000337", "transport", "ferries", "harbour", "local", "Northport Council"]
    assert plain(article.rights) == ["Harbour News Agency", "HNA & Co", "no archives"]
    assert article.url is not None
    assert article.url.plain == "https://harbour.example/ferry"
    assert dates(article) == {
        "published": "2024-11-05T09:00:00+00:00",
        "embargoed": "2024-11-06T00:00:00+00:00",
        "expires": "2025-02-05T00:00:00+00:00",
    }


def test_the_body_as_a_reader_sees_it() -> None:
    (article,) = articles(FERRY)
    blocks = [(block.kind, article.body.plain[block.start : block.end]) for block in article.body.blocks]
    assert blocks == [
        ("h1", "Ferry runs again"),
        ("h2", "After a year\xa0in dock"),
        ("p", "By Jane Doe, Staff Reporter"),
        ("p", "Harbour News Agency"),
        ("p", "Northport Nov. 5"),
        ("p", "The ferry & its crew run again."),
        ("figcaption", "The ferry at its berth"),
        ("p", "Pat Lens / HNA"),
        ("h2", "Fares"),
        ("blockquote", "Adults pay 3."),
        ("blockquote", "The council"),
        ("p", "Jane Doe is a reporter at Harbour News Agency."),
    ]
    assert [(link.href, link.text) for link in article.links] == [("https://harbour.example/ferry", "again")]
    assert article[article.links[0].span] == '<a href="https://harbour.example/ferry">again</a>'


def test_a_picture_has_one_address_and_its_own_credit() -> None:
    (image,) = articles(FERRY)[0].images
    assert (image.src, image.alt) == ("https://pictures.example/large.jpg", "A ferry")
    assert image.caption is not None
    assert image.caption.plain.startswith("The ferry at its berth")
    assert image.credit is not None
    assert (image.credit.plain, image.credit.place) == ("Pat Lens / HNA", "nitf media-producer")


def test_everything_stands_where_it_says() -> None:
    check_places(articles(FERRY)[0])


def test_empty_elements_swallow_nothing() -> None:
    (article,) = articles(document("<p>A</p><media-caption/><p/><script/><title/>B<br/>C<p>D</p>"))
    assert article.body.plain.split() == ["A", "B", "C", "D"]


def test_prefixes_and_white_space_before_the_declaration() -> None:
    (article,) = articles(
        '\n\n<?xml version="1.0"?><n:nitf xmlns:n="http://iptc.org/std/NITF/2006-10-18/"><n:body>'
        "<n:body.content><n:p>One.</n:p><n:hl2>Two</n:hl2></n:body.content></n:body></n:nitf>"
    )
    assert [block.kind for block in article.body.blocks] == ["p", "h2"]


@pytest.mark.parametrize(("status", "date"), [("canceled", "expires"), ("withheld", "embargoed"), ("usable", "")])
def test_what_may_not_be_published_says_so(status: str, date: str) -> None:
    (article,) = articles(document(head=f'<head><docdata management-status="{status}"/></head>'))
    assert [each.name for each in article.dates if each.value is None] == ([date] if date else [])


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ('<!DOCTYPE nitf [<!ENTITY x "secret">]>', "entities"),
        ('<!DOCTYPE nitf [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "entity"),
        ('<!DOCTYPE nitf [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]>', ""),
        (
            "<!DOCTYPE nitf [<!ENTITY x0 'ha'>"
            + "".join(f"<!ENTITY x{n} '{f'&x{n - 1};' * 10}'>" for n in range(1, 12))
            + "<!ENTITY x '&x11;'>]>",
            "",
        ),
    ],
    ids=["internal", "external", "parameter", "laughs"],
)
def test_entities_are_never_expanded(before: str, reason: str) -> None:
    found = read_all(document('<p a="&x;">Words &x;</p>', before=before))
    assert isinstance(found[0], Fault)
    assert reason in found[0].reason
    assert not [each for each in found if isinstance(each, Article) and "ha" * 9 in str(each.fields)]
    assert "secret" not in str(found)
    assert "root:" not in str(found)


def test_names_of_html_are_characters_where_a_dtd_would_declare_them() -> None:
    (article,) = articles(document("<p>Caf&eacute;&nbsp;1</p>", before='<!DOCTYPE nitf SYSTEM "nitf.dtd">'))
    assert article.body.plain == "Café\xa01"


def test_a_broken_document_is_a_fault_beside_what_is_left() -> None:
    fault, article = read_all(document("<p>One.</p><p>Two"))
    assert isinstance(fault, Fault)
    assert fault.reason.startswith("line 1: it is no well-formed XML: ")
    assert isinstance(article, Article)
    assert article.body.plain == "One.\n\nTwo"


@pytest.mark.parametrize("data", ["<nitf/>", "<nitf><body/></nitf>", document("<p> </p>")])
def test_what_has_no_text_is_a_fault(data: str) -> None:
    assert [each.kind for each in faults(data)] == ["empty"]


def test_too_deep_and_too_large() -> None:
    assert [each.kind for each in faults(document("<block>" * 100_000))] == ["too-deep"]
    small = type(LIMITS)(max_bytes=1000)
    assert [each.kind for each in faults(document("<p>Words.</p>" * 100), limits=small)] == ["too-large"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"<nitf>", True),
        (
            b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- - --><!DOCTYPE nitf SYSTEM "x" [<!ENTITY a "b">]>\n<nitf x="y">',
            True,
        ),
        ('\ufeff<?xml version="1.0" encoding="UTF-16"?><nitf>'.encode("utf-16-le"), True),
        (b"<p>about <nitf></p>", False),
        (b"nitf", False),
    ],
)
def test_the_root_tells_nitf(head: bytes, told: bool) -> None:
    assert nitf.recognises(head, "a.txt") is told


def test_the_encoding_is_the_declared_one() -> None:
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>' + document("<p>Zoë</p>")
    assert articles(declared.encode("latin-1"))[0].body.plain == "Zoë"
    marked = ("\ufeff" + document("<p>Zoë</p>")).encode("utf-16-le")
    assert articles(marked)[0].body.plain == "Zoë"
    assert faults(declared.replace("ISO-8859-1", "martian"))[0].kind == "undecodable"


def test_markup_becomes_html_tag_by_tag() -> None:
    xml = '<x:a z="1" source="s"/>t<x:br></x:br><b>u</b>'
    html = as_html(xml, "body", lambda name, _: {"a": "i"}.get(name, name), {"source": "src"})
    assert html.string == '<i z="1" src="s"></i>t<br><b>u</b>'
    span = html.span(html.string.index("u"), html.string.index("u") + 1)
    assert xml[span.start : span.end] == "u"


def test_every_beginning_is_read_or_refused() -> None:
    check_survives(FERRY, "ferry.xml", step=7)
