"""Reading every format, and refusing what cannot be read: aloud, by name, and without taking the rest along."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import pytest

from compliance.article import Article, Span, Text
from compliance.finding import Fault
from compliance.readers import LIMITS, Limits, read, read_record, read_text
from compliance.readers.dates import parse as parse_date
from compliance.readers.record import Record

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Page title | Site</title>
<meta name="author" content="Jane &quot;JD&quot; Doe">
<meta property="og:site_name" content="The Site"><meta name="keywords" content="war, medtop:20000056">
<meta property="article:author" content="https://facebook.com/jane">
<meta property="article:published_time" content="2024-11-05T10:00:00Z">
<link rel="canonical" href="https://example.com/a?b=1&amp;c=2">
<script type="application/ld+json">//<![CDATA[
{"@graph": [{"@type": "Organization", "name": "Someone else"},
 {"@type": "NewsArticle", "headline": "H\\u00e9adline", "author": [{"@id": "#r"}, "Ann\\"e"],
  "publisher": {"name": "Publi	sher"}, "keywords": ["a, b"], "isBasedOn": "https://o.example/1",
  "image": {"url": "logo.png", "creditText": "AFP"}, "license": "https://cc.example/by",},
 {"@type": "Person", "@id": "#r", "name": "Rö\\ud83d\\ude00"}]}
//]]></script></head>
<body><header><a href="/">The Site</a></header><nav>Menu</nav><main><article>
<header><h1>The  Head&shy;line</h1><p class="byline">By <a rel="author" href="/j">Jane Doe</a>, DCNF</p></header>
<p>First &ldquo;para&rdquo; with offi<em>cials</em>
said.<br>Next line.</p>
<figure><img src="logo.png" alt="Logo"><figcaption>A cap<b>tion</b> (Picture: AFP)</figcaption></figure>
<blockquote><p>Quoted</p></blockquote><aside>Read more</aside><form>Subscribe</form><footer>Jane is a reporter.</footer>
</article></main><footer>© The Site</footer></body></html>"""


class Bytes:
    """An input at hand."""

    def __init__(self, data: bytes | BinaryIO, name: str = "input") -> None:
        self.data, self.name = data, name

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data


def read_all(
    data: bytes | BinaryIO, name: str = "input", limits: Limits = LIMITS, **mapping: str
) -> list[Article | Fault]:
    return list(read(Bytes(data, name), mapping, limits))


def one(data: bytes | str, name: str = "input") -> Article:
    (found,) = read_all(data.encode() if isinstance(data, str) else data, name)
    assert isinstance(found, Article), found
    return found


def fault(data: bytes | BinaryIO, name: str = "input", limits: Limits = LIMITS) -> Fault:
    (found,) = read_all(data, name, limits)
    assert isinstance(found, Fault), found
    assert found.input == name
    assert found.reason
    return found


def texts(article: Article, texts: tuple[Text, ...] | list[Text | None]) -> list[tuple[str, str]]:
    return [(text.plain, article[text.whole()]) for text in texts if text is not None]


def blocks(article: Article) -> list[tuple[str, str]]:
    return [(article.body.plain[block.start : block.end], block.kind) for block in article.body.blocks]


# What is what


@pytest.mark.parametrize(
    ("data", "name", "form"),
    [
        (b"<!doctype html><p>x", "a.txt", "html"),
        (b"\n<!-- c --><html><p>x", "a.json", "html"),
        (b"<p>x</p>", "-", "html"),
        (b"plain words", "a.html", "html"),
        (b"words with a <b>bold</b> claim", "a.txt", "text"),
        (b"words and a<br>break", "a.txt", "html"),
        (b"# words", "a.md", "markdown"),
        (b"# words", "a.txt", "text"),
        (b"<div align=center>x</div>", "a.md", "markdown"),
        (b"---\ntitle: x\n---\nwords", "a.txt", "markdown"),
        (b'{"body": "words"}', "a.txt", "json"),
        (b"[Editor's note] words", "a.txt", "text"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html><body>x</body></html>', "a.xml", "html"),
    ],
)
def test_content_decides_and_the_name_breaks_ties(data: bytes, name: str, form: str) -> None:
    assert one(data, name).form == form


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"BZh9...", "bzip2"),
        (b"7z\xbc\xaf...", "7z"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1 words}", "RTF"),
        (b"wo\x00rds", "NUL byte at offset 2"),
        ("words".encode("utf-16-le"), "NUL"),
        (b"<p>wo\x00rds", "NUL"),
    ],
)
def test_binary_content_is_named(data: bytes, what: str) -> None:
    found = fault(data, "a.html")
    assert found.kind == "binary"
    assert what in found.reason


@pytest.mark.parametrize(
    "data", [b"", b" \n\t ", b"\xef\xbb\xbf\n", b"<p> </p>", b"[]", b'{"body": " "}', b"---\na: b\n---\n"]
)
def test_what_has_no_text_is_empty(data: bytes) -> None:
    assert fault(data).kind == "empty"


def test_xml_is_not_taken_for_something_else() -> None:
    assert "`opml`" in fault(b'<?xml version="1.0"?><opml><body/></opml>', "feed.html").reason


# Encodings


@pytest.mark.parametrize(
    "data",
    [
        "Zoë 😀".encode(),
        "Zoë 😀".encode("utf-8-sig"),
        b"\xff\xfe" + "Zoë 😀".encode("utf-16-le"),
        b"\xfe\xff" + "Zoë 😀".encode("utf-16-be"),
        b"\xff\xfe\x00\x00" + "Zoë 😀".encode("utf-32-le"),
    ],
)
def test_text_by_its_mark_or_as_utf_8(data: bytes) -> None:
    assert one(data, "a.txt").body.plain == "Zoë 😀"


@pytest.mark.parametrize(
    "data",
    [
        b'<meta charset="iso-8859-1"><p>Zo\xeb \x93q\x94',
        b'<meta http-equiv=Content-Type content="text/html; charset=windows-1252"><p>Zo\xeb \x93q\x94',
        b'<?xml version="1.0" encoding="ISO-8859-1"?><html><p>Zo\xeb \x93q\x94</html>',
        b'\xef\xbb\xbf<meta charset="iso-8859-1"><p>Zo\xc3\xab \xe2\x80\x9cq\xe2\x80\x9d',
    ],
)
def test_html_by_its_declared_charset(data: bytes) -> None:
    assert one(data, "a.html").body.plain == "Zoë “q”"


def test_latin_1_is_a_fault_that_says_where() -> None:
    found = fault(b"Words by Zo\xeb", "a.txt")
    assert found.kind == "undecodable"
    assert "0xEB at offset 11" in found.reason
    assert "UTF-8" in found.hint
    assert "offset 3" in fault(b"\xef\xbb\xbf\xff", "a.txt").reason


def test_an_unknown_charset_is_a_fault() -> None:
    assert "`klingon`" in fault(b"<meta charset=klingon><p>x", "a.html").reason


# Pages


def test_a_page() -> None:
    article = one(PAGE, "page.html")
    assert [text for text, _ in blocks(article)] == [
        "The Head\xadline",
        "By Jane Doe, DCNF",
        "First “para” with officials said.\nNext line.",
        "A caption (Picture: AFP)",
        "Quoted",
        "Jane is a reporter.",
    ]
    assert [kind for _, kind in blocks(article)] == ["h1", "p", "p", "figcaption", "blockquote", "p"]
    assert texts(article, article.bylines) == [
        ("Rö😀", "Rö\\ud83d\\ude00"),
        ('Ann"e', 'Ann\\"e'),
        ('Jane "JD" Doe', "Jane &quot;JD&quot; Doe"),
        ("Jane Doe", "Jane Doe"),
        ("By Jane Doe, DCNF", 'By <a rel="author" href="/j">Jane Doe</a>, DCNF'),
    ]
    assert [text.place for text in article.bylines][1:4] == ["json-ld author", "meta author", "visible"]
    single = [article.title, article.canonical, article.original]
    assert texts(article, single) == [
        ("The Head\xadline", "The  Head&shy;line"),
        ("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&amp;c=2"),
        ("https://o.example/1", "https://o.example/1"),
    ]
    assert [text.plain for text in article.outlets] == ["The Site", "Publi\tsher"]
    assert texts(article, article.tags) == [(tag, tag) for tag in ["war", "medtop:20000056", "a", "b"]]
    assert [text.plain for text in article.rights] == ["https://cc.example/by"]
    assert article.language == "en"
    published = article.date("published")
    assert published is not None
    assert published.value == parse_date("2024-11-05T10:00:00+00:00")
    assert article.can_carry("canonical")
    (image,) = article.images
    assert image.caption is not None
    assert image.credit is not None
    assert (image.src, image.alt, image.hidden, image.credit.plain) == ("logo.png", "Logo", "", "AFP")
    assert article[image.caption.whole()] == "A cap<b>tion</b> (Picture: AFP)"
    assert [(link.href, link.text, link.in_body) for link in article.links] == [
        ("/", "The Site", False),
        ("/j", "Jane Doe", True),
    ]
    assert article.body.plain[article.links[1].at :].startswith("Jane Doe, DCNF")


def test_insertion_points_of_a_page() -> None:
    article = one(PAGE)
    after = {name: PAGE[span.start :][:14] for name, span in article.places.items()}
    before = PAGE[: article.places["byline"].start]
    assert before.endswith("</h1>")
    assert after["top"].startswith("<p>First")
    assert after["bottom"].startswith("</article>")
    assert after["head"] == after["tags"]
    assert after["head"].startswith("</head>")


def test_windows_line_ends_change_nothing_but_the_offsets() -> None:
    plain, windows = one(PAGE), one(PAGE.replace("\n", "\r\n"))
    assert windows.body.plain == plain.body.plain
    assert [text.plain for text in windows.bylines] == [text.plain for text in plain.bylines]
    at = windows.body.plain.index("officials said")
    assert windows[windows.body.span(at, at + 14)] == "offi<em>cials</em>\r\nsaid"
    assert windows[windows.links[1].span] == plain[plain.links[1].span]
    assert windows.position(windows.links[1].span) == plain.position(plain.links[1].span)


def test_an_evident_article_is_preferred_to_the_page_and_to_teasers() -> None:
    story = "<p>" + "The story goes on. " * 20 + "</p>"
    teaser = "<article><h3>Another story</h3></article>"
    marked = (
        f"<body><p>Elsewhere</p><article><h1>H</h1><div itemprop=articleBody>{story}</div></article>{teaser}</body>"
    )
    assert blocks(one(marked))[0] == ("H", "h1")
    assert "Another" not in one(marked).body.plain
    loose = f"<body><div><h1>H</h1>{story}</div>{teaser}</body>"
    assert "The story goes on" in one(loose).body.plain
    beside = f"<body><main></main><div>{story}</div></body>"
    assert "The story goes on" in one(beside).body.plain


def test_a_form_around_everything_is_no_furniture() -> None:
    article = one("<html><body><form><h1>H</h1><p>The story.</p></form><form>Search</form></body></html>")
    assert article.body.plain == "H\n\nThe story."


def test_a_fragment_is_all_article_and_cannot_carry_a_head() -> None:
    article = one("<p>Words</p><nav>more words</nav>")
    assert article.body.plain == "Words\n\nmore words"
    assert article.carries == {"title", "byline", "body", "images", "links", "elements"}
    assert article.place("head").start == 0


def test_the_head_of_a_page_needs_no_tags_of_its_own() -> None:
    assert one("<title>T</title><p>Words").can_carry("canonical")


# What a reader sees


@pytest.mark.parametrize(
    ("attributes", "hidden"),
    [
        ('src="logo.png"', ""),
        ('src="logo.png" width="1"', "1x1"),
        ('src="logo.png" height=1px', "1x1"),
        ('src="logo.png" style="width: 1px !important"', "1x1"),
        ('src="logo.png" width="100%" height=100', ""),
        ('src="logo.png" style="DISPLAY : none"', "display:none"),
        ('src="logo.png" style="display:none;display:block"', ""),
        ('src="logo.png" style="visibility:hidden"', "visibility:hidden"),
        ('src="logo.png" style="opacity:0.0"', "opacity:0"),
        ('src="logo.png" style="opacity:0.5"', ""),
        ('src="logo.png" hidden', "hidden"),
        ('src="logo.png" aria-hidden="true"', ""),
        ('src=""', "no src"),
        ("", "no src"),
        ('src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="', "no src"),
        ('src="data:image/gif;base64,R0lGOD" data-src="logo.png"', ""),
        ('srcset="logo.png 2x"', ""),
    ],
)
def test_why_a_picture_is_not_seen(attributes: str, hidden: str) -> None:
    (image,) = one(f"<p>Words <img {attributes}></p>").images
    assert image.hidden == hidden
    if attributes and not hidden:
        assert image.src == "logo.png"


@pytest.mark.parametrize(
    ("markup", "hidden"),
    [
        ("<noscript>{}</noscript>", "noscript"),
        ("<div hidden>{}</div>", "hidden"),
        ("<div style='display:none'><p><b>{}</b></p></div>", "display:none"),
        ("<video>{}</video>", "fallback"),
        ("<dialog>{}</dialog>", "closed dialog"),
        ("<b hidden>{}<p></b></p>", "hidden"),
    ],
)
def test_what_stands_in_something_hidden_is_hidden(markup: str, hidden: str) -> None:
    thing = '<img src="logo.png"><a href="/x">secret</a>'
    article = one(f"<p>Words</p>{markup.format(thing)}<p>more</p>")
    assert article.body.plain == "Words\n\nmore"
    assert [image.hidden for image in article.images] == [hidden]
    assert [(link.text, link.hidden) for link in article.links] == [("secret", hidden)]
    assert [element.hidden for element in article.elements if element.tag == "img"] == [hidden]
    assert article[article.images[0].span] == '<img src="logo.png">'
    assert article[article.links[0].span] == '<a href="/x">secret</a>'


@pytest.mark.parametrize(
    "markup", ["<template>{}</template>", "<!-- {} -->", "<textarea>{}</textarea>", "<script>{}</script>"]
)
def test_what_is_not_there_is_not_read(markup: str) -> None:
    article = one(f"<p>Words</p>{markup.format('<img src=logo.png>secret')}")
    assert article.body.plain == "Words"
    assert not article.images


@pytest.mark.parametrize(
    ("markup", "plain"),
    [
        ("<svg><style><g></style></svg><p>Words</p>", "Words"),
        ("<p>Words</p><svg><title>a<b>c</b></title></svg><p>more", "Words\n\nmore"),
        ("<svg><text><![CDATA[a < b]]></text></svg>", "a < b"),
        ("<p>Words<![CDATA[ x > y]]>", "Words y]]>"),
        ("<svg><style></svg><p>Words</p>", "Words"),
        ("<svg><foreignObject><style><p>no</style></foreignObject></svg>Words", "Words"),
        ("<table>Before<tr><td>cell</table>", "Before\n\ncell"),
        ("<pre>\n a  b\n</pre>", " a  b\n"),
        ("one<br><br>two", "one\n\ntwo"),
        ("a<b> </b>b", "a b"),
        ("a\u00a0\u00a0b", "a\u00a0\u00a0b"),
        ("&NotEqualTilde;&eacutea", "≂̸éa"),
        ("&#0;&#x110000;x", "\ufffd\ufffdx"),
    ],
)
def test_odd_markup_reads_as_browsers_read_it(markup: str, plain: str) -> None:
    assert one(markup, "a.html").body.plain == plain


def test_white_space_between_tags_has_its_own_place() -> None:
    article = one("<p><b>a</b> \n<i>b</i></p>")
    assert article[article.body.span(1, 2)] == " \n"
    assert article[article.body.span(0, 3)] == "a</b> \n<i>b"


# Text


def test_paragraphs_of_a_text() -> None:
    article = one("Head without a stop\r\n\r\nBy Jane\r\nDoe\r\n \r\n  Last one.  \r\n", "a.txt")
    assert [text for text, _ in blocks(article)] == ["Head without a stop", "By Jane\r\nDoe", "Last one."]
    assert article.title is not None
    assert article[article.title.whole()] == "Head without a stop"
    assert article.carries == {"title", "byline", "body"}
    assert article.body.plain == article.fields["input"]
    assert article.places["byline"].start == len("Head without a stop")


def test_without_blank_lines_each_line_is_a_paragraph() -> None:
    article = one("One\nTwo\r\nThree", "a.txt")
    assert [text for text, _ in blocks(article)] == ["One", "Two", "Three"]
    assert article.title is None
    assert article.carries == {"byline", "body"}


# Markdown

MARKDOWN = """---
title: "My: títle"
authors: [Jane, {name: Röe}]
tags: [war, "b"]
published: 2024-11-05
canonical: https://example.com/a
images:
  - {src: i.png, caption: 'It''s', credit: AFP}
---
Head *line*
===========

By **Jane Doe**, [DCNF](https://d.example "t")
and offi*cial*s, f*** it, 5 * 3, \\*x\\*, a < b &amp; `<c>` ![logo](l.png)

- item [ref][1]
> quoted
> twice

<div hidden>secret</div>

```
code <x>
```

[1]: https://r.example/
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_markdown(ends: str) -> None:
    article = one(MARKDOWN.replace("\n", ends), "a.md")
    assert blocks(article) == [
        ("Head line", "h1"),
        ("By Jane Doe, DCNF and officials, f*** it, 5 * 3, *x*, a < b & <c>", "p"),
        ("item ref", "li"),
        ("quoted twice", "blockquote"),
        ("code <x>\n", "pre"),
    ]
    assert [(link.href, link.text, article[link.span]) for link in article.links] == [
        ("https://d.example", "DCNF", '[DCNF](https://d.example "t")'),
        ("https://r.example/", "ref", "[ref][1]"),
    ]
    assert [(image.src, image.alt) for image in article.images] == [("i.png", ""), ("l.png", "logo")]
    assert article[article.images[1].span] == "![logo](l.png)"
    at = article.body.plain.index("officials")
    assert article[article.body.span(at, at + 9)] == "offi*cial*s"
    at = article.body.plain.index("<c>")
    assert article[article.body.span(at, at + 3)] == "<c>"


def test_front_matter() -> None:
    article = one(MARKDOWN, "a.md")
    caption, credit = article.images[0].caption, article.images[0].credit
    assert texts(article, [article.title, article.canonical, caption, credit]) == [
        ("My: títle", "My: títle"),
        ("https://example.com/a", "https://example.com/a"),
        ("It's", "'It''s'"),
        ("AFP", "AFP"),
    ]
    assert texts(article, article.bylines) == [("Jane", "Jane"), ("Röe", "Röe")]
    assert texts(article, article.tags) == [("war", "war"), ("b", "b")]
    assert article.dates[0].value == parse_date("2024-11-05")
    assert MARKDOWN[article.places["head"].start :].startswith("---\nHead")
    assert article.position(article.body.span(0, 1)) == (10, 1)


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("title: [unclosed", "line 3"),
        ("a: b\ntitle: {x: y}", "line 3"),
        ("title: x\n\tb: c", "line 3"),
        ("tags: [[a]]", "line 2"),
    ],
)
def test_bad_front_matter_is_a_fault_with_its_line(front: str, line: str) -> None:
    found = fault(f"---\n{front}\n---\nWords".encode(), "a.md")
    assert found.kind == "invalid-record"
    assert line in found.reason


def test_rules_around_a_text_are_no_front_matter() -> None:
    assert "words here" in one("---\nwords here\n---\nmore", "a.md").body.plain


def test_front_matter_runs_no_code_and_expands_no_bomb() -> None:
    bomb = "a: &a [x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]" for n in range(20)
    )
    assert one(f"---\n{bomb}\n---\nWords", "a.md").body.plain == "Words"
    assert one("---\ntitle: !!python/object/apply:os.abort []\nid: 1\n---\nWords".replace("title", "x"), "a.md")


# Records

RECORD: dict[str, Any] = {
    "id": 7,
    "title": "T",
    "body": "<p>Hi <a href='u'>there</a></p>",
    "byline": "By A",
    "authors": ["B", {"name": "C", "affiliation": "D"}],
    "published": "Tue, 05 Nov 2024 10:00:00 +0100",
    "embargoed": "soon",
    "tags": ["x"],
    "images": [{"src": "s", "alt": "a", "caption": "c", "credit": "cr"}],
    "unknown": {"kept": "out"},
}


def test_a_record() -> None:
    article = one(json.dumps(RECORD), "a.json")
    assert (article.id, article.form, article.line) == ("a.json", "json", 1)
    assert article.body.plain == "Hi there"
    assert article[article.links[0].span] == "<a href='u'>there</a>"
    assert [text.plain for text in article.bylines] == ["By A", "B", "C, D"]
    assert [(date.name, date.value is None) for date in article.dates] == [("published", False), ("embargoed", True)]
    assert article.can_carry("canonical")
    fields = ["body", "title", "byline", "authors/0", "authors/1", "published", "embargoed", "tags/0"]
    images = [f"images/0/{key}" for key in ["src", "alt", "caption", "credit"]]
    assert sorted(article.fields) == sorted(fields + images)


def test_a_body_that_is_text_can_hold_neither_links_nor_elements() -> None:
    article = one('{"body": "Words."}')
    assert not article.can_carry("links")
    assert not article.can_carry("elements")
    assert article.can_carry("images")
    assert one('{"body": "**W**", "body_type": "markdown"}').body.plain == "W"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"title": "x"}, "`$.body` is missing"),
        ({"body": None}, "`$.body` is missing"),
        ({"body": 3}, "`$.body`: expected `str`, got `int`"),
        ({"body": "x", "tags": ["a", 1]}, "`$.tags[1]`"),
        ({"body": "x", "authors": [{"nom": "a"}]}, "`$.authors[0]`"),
        ({"body": "x", "images": [{"src": "a", "alt": 1}]}, "`$.images[0].alt`"),
        ({"body": "x", "body_type": "pdf"}, "`$.body_type`"),
        (["x"], "no object"),
    ],
)
def test_an_invalid_record_is_a_fault_that_names_the_path(record: Any, reason: str) -> None:
    found = read_record(record, "a.json")
    assert isinstance(found, Fault)
    assert found.kind == "invalid-record"
    assert reason in found.reason
    assert found.hint


@pytest.mark.parametrize(
    "record", [RECORD, {"body": "x"}, {"title": "x"}, {"body": 1}, {"body": "x", "id": 1.5}, {"body": "x", "tags": "y"}]
)
def test_the_schema_and_the_reader_agree(record: dict[str, Any]) -> None:
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(Record).validate_json(json.dumps(record))
        valid = True
    except ValidationError:
        valid = False
    assert isinstance(read_record(record, "r"), Article) == valid


def test_a_mapping_reads_other_schemas() -> None:
    data = {"title": {"rendered": "T"}, "content": {"rendered": "<p>Words</p>"}, "people": [{"n": "Jane"}]}
    mapping = {"body": "content.rendered", "title": "title.rendered", "byline": "people.0.n", "url": "no.where"}
    article = read_record(data, "r", mapping)
    assert isinstance(article, Article)
    assert article.body.plain == "Words"
    assert [article.title and article.title.plain, article.bylines[0].plain, article.url] == ["T", "Jane", None]


def test_errors_of_a_mapped_record_name_its_own_path() -> None:
    found = read_record({"c": {"r": 3}}, "r", {"body": "c.r"})
    assert isinstance(found, Fault)
    assert "`$.c.r`" in found.reason


@pytest.mark.parametrize("mapping", [{"bdy": "x"}, {"body": ""}, {"body": "a..b"}])
def test_a_mapping_of_names_that_are_not_ours_is_an_error_before_anything_is_read(mapping: dict[str, str]) -> None:
    class Unopened(Bytes):
        def open(self) -> BinaryIO:
            raise AssertionError

    with pytest.raises(ValueError, match="body"):
        read(Unopened(b""), mapping)


@pytest.mark.parametrize(
    "data",
    [
        b'[{"body": "a"}, {"body": "b", "id": "x"}, {"body": "c", "id": "x"}, {"body": "d", "id": 2}]',
        b'{"v": 1, "items": [{"body": "a"}, {"body": "b", "id": "x"}, {"body": "c", "id": "x"},'
        b' {"body": "d", "id": 2}]}',
        b'{"body": "a"}\n\n{"body": "b", "id": "x"}\n{"body": "c", "id": "x"}\n{"body": "d", "id": 2}\n',
    ],
)
def test_several_records_have_each_their_own_id(data: bytes) -> None:
    found = read_all(data, "a.json")
    assert [each.id for each in found if isinstance(each, Article)] == [
        "a.json#1",
        "a.json#x",
        "a.json#x#2",
        "a.json#2",
    ]


def test_a_bad_line_takes_no_other_with_it() -> None:
    lines = [
        b'{"body": "a"}',
        b"{oops",
        b'{"body": "\xff"}',
        b'{"body": "\\ud800"}',
        b'{"body": NaN}',
        b"3",
        b'{"body": "b"}',
    ]
    found = read_all(b"\n".join(lines), "a.jsonl")
    assert [each.line for each in found if isinstance(each, Article)] == [1, 7]
    faults = [each for each in found if isinstance(each, Fault)]
    assert [each.input for each in faults] == [f"a.jsonl#{n}" for n in range(2, 7)]
    assert [each.reason.partition(":")[0] for each in faults] == [f"line {n}" for n in range(2, 7)]
    assert faults[1].kind == "undecodable"
    assert "offset 10" in faults[1].reason


def test_a_bad_first_line_is_one_fault() -> None:
    found = read_all(b'{"body" "a"}\n{"body": "b"}\n', "a.json")
    assert [type(each) for each in found] == [Fault, Article]


@pytest.mark.parametrize(
    "data", [b'{"body": "\\ud800"}', b'{"body": "a", "score": NaN}', b'{"body": "a"', b"[1, 2", b'"words"']
)
def test_bad_json_is_a_fault(data: bytes) -> None:
    assert fault(data, "a.json").kind == "invalid-record"


# Hostile input


def test_absurd_nesting_is_refused() -> None:
    assert fault(b"[" * 1_000_000 + b"{", "a.json").kind == "too-deep"
    assert fault(b'{"body": ' + b"[" * 1_000_000).kind == "too-deep"


def test_absurdly_nested_elements_are_read_as_browsers_read_them() -> None:
    article = one("<div>" * 100_000 + "x")
    assert article.body.plain == "x"
    assert article.body.whole() == Span("input", 500_000, 500_001)
    assert one("<b>" * 100_000 + "<p>x</p>y" + "<table>" * 100_000 + "z").body.plain


def test_forty_megabytes_of_one_line_are_refused() -> None:
    line = b"x" * (40 * 1024 * 1024)
    assert fault(line, "a.txt").kind == "too-large"
    found = read_all(b'{"body": "a"}\n{"body": "' + line + b'"}\n{"body": "b"}', "a.jsonl")
    assert [type(each) for each in found] == [Article, Fault, Article]
    assert isinstance(found[1], Fault)
    assert (found[1].kind, found[1].reason[:6]) == ("too-large", "line 2")


def test_lines_are_read_one_by_one() -> None:
    class Endless(io.RawIOBase):
        """A feed that never ends: reading all of it first would never return."""

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            return b'{"body": "words"}\n' * 100

    articles: Iterator[Article | Fault] = read(Bytes(Endless(), "feed.jsonl"))  # type: ignore[arg-type]
    assert [next(articles).line for _ in range(500)] == list(range(1, 501))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "data",
    [
        b"<b>x" * 100_000,
        b"</p>" * 300_000 + b"x",
        b"<a href=x>" * 20_000 + b"x",
        b"<svg><style><" * 2_000 + b"x",
        b"<noscript><img></noscript>" * 3_000 + b"x",
        b"<p title=" + b"'/*" * 200_000 + b"' style='" + b"/*" * 200_000 + b"'>x",
        b"<!--" * 200_000 + b"x",
        b"<p class=author>" * 400 + b"x" * 1000,
        b'<script type="application/ld+json">{' + b'"\\' * 100_000 + b"</script>x",
        b'<script type="application/ld+json">' + b'{"a":[' * 10_000 + b"</script>x",
        b"&" * 500_000,
    ],
    ids=lambda data: data[:24].decode(),
)
def test_hostile_pages_end_in_an_article_or_a_fault(data: bytes) -> None:
    (found,) = read_all(data, "a.html")
    assert isinstance(found, Article | Fault)


@pytest.mark.parametrize(
    "unit",
    ["[", "](", "![", "*", "`", "<!--", "[a](", "> ", "- ", "_a", "<a ", "\\", "  \n", "[x]: ", "#", "| ", "("],
    ids=repr,
)
def test_hostile_markdown_ends_in_an_article_or_a_fault(unit: str) -> None:
    (found,) = read_all((unit * 20_000 + "x").encode(), "a.md")
    assert isinstance(found, Article | Fault)


def test_hostile_text_is_read_in_one_pass() -> None:
    assert one(" " * 500_000 + "x" + "\r\n" * 200_000 + "\t" * 200_000 + "y", "a.txt").body.plain


def test_a_reader_that_crashes_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("compliance.readers.html.find", crash)
    found = fault(b"<p>x</p>", "a.html")
    assert found.kind == "unreadable"
    assert "boom" in found.reason
    lines = read_all(b'{"body": "<p>x</p>"}\n{"body": "words"}', "a.jsonl")
    assert [type(each) for each in lines] == [Fault, Article]


# Dates and digests


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-11-05", "2024-11-05T00:00:00+00:00"),
        ("2024-11-05T10:00:00Z", "2024-11-05T10:00:00+00:00"),
        ("2024-11-05 10:00:00 +0100", "2024-11-05T10:00:00+01:00"),
        ("Tue, 05 Nov 2024 10:00:00 GMT", "2024-11-05T10:00:00+00:00"),
        ("Tue, 5 Nov 2024 10:00 -0500", "2024-11-05T10:00:00-05:00"),
        ("yesterday", None),
        ("2024-13-45", None),
        ("", None),
        ("9" * 1000, None),
    ],
)
def test_dates(text: str, iso: str | None) -> None:
    value = parse_date(text)
    assert (value and value.isoformat()) == iso


def test_the_digest_tells_contents_apart() -> None:
    assert one("Words", "a.txt").digest == one("Words", "b.txt").digest
    assert one("Words", "a.txt").digest != one("Words.", "a.txt").digest
    assert len(one("Words").digest) == 64


def test_text_at_hand() -> None:
    (article,) = read_text("<p>Words", "example")
    assert isinstance(article, Article)
    assert article.id == "example"


def test_a_reader_that_gives_nothing_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compliance.readers._read_text", lambda *_: iter(()))
    assert [each.kind for each in read_text("text", "a.txt")] == ["empty"]


# Damaged and mislabelled pages


def test_what_is_utf8_is_read_as_that_whatever_is_declared() -> None:
    page = '<meta charset="iso-8859-1"><p>Über café</p>'
    assert one(page.encode()).body.plain == "Über café"
    assert one(page.encode("cp1252")).body.plain == "Über café"


def test_a_bad_byte_in_the_article_is_judged_and_does_not_pass() -> None:
    article, told = read_all(b"<p>One</p>\n<p>caf\xff two</p>", "a.html")
    assert isinstance(article, Article)
    assert article.body.plain == "One\n\ncaf\ufffd two"
    assert isinstance(told, Fault)
    assert (told.kind, told.input) == ("undecodable", "a.html")
    assert told.reason.startswith("line 2: byte 0xFF")
    assert told.hint


@pytest.mark.parametrize(
    "damage", [b"<script>'\xff'</script>", b"<nav><a href=x>\xff</a></nav>", b"<!-- \xff -->", b"<style>\xff</style>"]
)
def test_a_bad_byte_outside_the_article_costs_nothing(damage: bytes) -> None:
    page = b"<html><body>" + damage + b"<article><p>Words that stand here</p></article></body></html>"
    assert one(page).body.plain == "Words that stand here"


@pytest.mark.parametrize("page", [b"<!doctype html><p>Wo\x00rds", b"<p>" + b"x" * 100_000 + b"\x00"])
def test_a_page_with_a_nul_in_it_is_read_and_told(page: bytes) -> None:
    article, fault = read_all(page, "a.html")
    assert isinstance(article, Article)
    assert "\ufffd" in article.body.plain
    assert isinstance(fault, Fault)
    assert "NUL" in fault.reason


@pytest.mark.parametrize("damage", [b"<title>\xff</title>", b'<meta name="author" content="J\xff">', b"<h1>\xff</h1>"])
def test_a_bad_byte_in_what_is_judged_beside_the_text_is_told(damage: bytes) -> None:
    assert [type(each) for each in read_all(damage + b"<p>Words</p>", "a.html")] == [Article, Fault]


def test_what_a_react_server_sends_hidden_and_its_script_shows_is_read() -> None:
    page = """<!doctype html><body><div id="B:0"></div><div hidden id="S:0"><h1>A bridge</h1><p>It was built.</p></div>
    <div hidden id="other">Nobody sees this.</div><script>$RC("B:0","S:0")</script>"""
    article = one(page)
    assert "It was built." in article.body.plain
    assert "Nobody" not in article.body.plain


@pytest.mark.parametrize("space", ["", " ", "\n\t" * 40])
def test_white_space_before_an_attributes_value_hides_nothing_from_us(space: str) -> None:
    found = one(f"<p>Seen.</p><p style{space}={space}'display:none'>Unseen.</p><p>Seen, too.</p>", "a.html")
    assert found.body.plain == "Seen.\n\nSeen, too."
