"""Reading RSS: what an item says, in which words, and what becomes of feeds that are broken or hostile."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest
from feeding import articles, faults, fixture, item, results, rss
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import Limits, read_stream, xmlstream
from compliance.readers import rss as rss_reader
from compliance.readers.feed import Entry
from compliance.readers.feedxml import Children
from compliance.readers.limits import LIMITS

GOOD = "<item><title>Good</title><description>A text.</description></item>\n"


def test_the_items_of_a_feed_are_its_articles() -> None:
    first, second = articles(fixture("news.rss"))
    assert (first.id, first.line, first.form) == ("f#hw-1", 9, "feed")
    assert first.title is not None
    assert (first.title.plain, first.title.place) == ("Ferry & tug collide", "title")
    assert first[first.title.span(6, 7)] == "&amp;"
    assert [(each.plain, each.place) for each in first.bylines[:2]] == [
        ("Amina Diallo", "dc:creator"),
        ("Jan de Wit", "dc:creator"),
    ]
    assert [(each.plain, each.place) for each in first.outlets] == [
        ("Coast Post", "source"),
        ("https://coastpost.example/feed.xml", "source@url"),
        ("Harbour Wire", "channel title"),
    ]
    assert first.url is not None
    assert first.url.plain == "https://harbourwire.example/ferry"
    assert first.canonical is not None
    assert first.canonical.plain == "https://harbourwire.example/2026/ferry"
    assert first.original is not None
    assert first.original.plain == "https://coastpost.example/ferry-collides"
    assert [tag.plain for tag in first.tags] == ["Transport", "Ports & ferries"]
    assert [(each.plain, each.place) for each in first.rights] == [
        ("https://creativecommons.org/licenses/by-nd/4.0/", "creativecommons:license"),
        ("© 2026 Harbour Wire", "channel copyright"),
    ]
    published = first.date("published")
    assert published is not None
    assert published.value == datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
    assert first.language == "en-gb"
    assert (second.id, second.line) == ("f#https://harbourwire.example/crane", 40)
    assert second.url is not None
    assert second.url.plain == "https://harbourwire.example/crane"
    assert [each.plain for each in second.bylines] == ["Olu Adeyemi"]


def test_the_whole_text_is_read_where_there_is_a_teaser_too() -> None:
    first = articles(fixture("news.rss"))[0]
    assert first.fields["body"].startswith("<p>By Amina Diallo</p>\n<p>A ferry")
    assert "teaser" not in first.body.plain
    assert "hurt & both" in first.body.plain
    at = first.body.plain.index("& both")
    assert first[first.body.span(at, at + 1)] == "&amp;"
    assert [link.href for link in first.links] == ["https://coastpost.example/ferry-collides"]


def test_a_credit_stays_with_its_own_picture() -> None:
    first = articles(fixture("news.rss"))[0]
    pictures = [
        (image.src, image.caption and image.caption.plain, image.credit and image.credit.plain)
        for image in first.images
    ]
    assert pictures == [
        ("https://img.example/tug.jpg", "The tug after the collision", "Lena Brandt"),
        ("https://img.example/ferry.jpg", None, "Coast Post Pictures"),
        ("https://img.example/quay.png", None, None),
    ]
    credit = first.images[0].credit
    assert credit is not None
    assert (credit.place, credit.field) == ("media:credit", "images/0/credit")
    assert first.images[0].alt == "A tug"


@pytest.mark.parametrize(
    ("inner", "credit"),
    [
        ('<media:content url="a.jpg"><media:copyright>AFP</media:copyright></media:content>', "AFP"),
        ('<media:thumbnail url="a.jpg"/><media:credit>AP</media:credit>', "AP"),
        ('<media:content url="v.mp4" medium="video"><media:thumbnail url="a.jpg"/></media:content>', None),
        ('<media:content url="a.jpg"/><enclosure url="a.jpg" type="image/jpeg"/>', None),
        ('<media:content url="a.jpg?w=1"/><media:thumbnail url="small.jpg"/>', None),
    ],
)
def test_each_picture_beside_the_text_is_there_once(inner: str, credit: str | None) -> None:
    (image,) = item(inner).images
    assert image.src.startswith("a.jpg")
    assert (image.credit and image.credit.plain) == credit


def test_the_rights_of_a_picture_are_not_the_rights_of_the_text() -> None:
    assert item('<media:content url="a.jpg"><media:license>CC BY</media:license></media:content>').rights == ()


def test_rss_1_keeps_its_items_beside_the_channel() -> None:
    (article,) = articles(fixture("old.rdf"))
    assert (article.id, article.language) == ("f#https://old.example/1", "nl")
    assert [each.plain for each in article.bylines] == ["Piet Bakker"]
    assert [(each.plain, each.place) for each in article.outlets] == [("Old Courier", "channel title")]
    assert [(each.plain, each.place) for each in article.rights] == [("Copyright Old Courier", "channel dc:rights")]


def test_what_the_channel_says_after_its_items_holds_for_them_too() -> None:
    (article,) = articles(f"<rss><channel>{GOOD}<title>Late</title><copyright>© Late</copyright></channel></rss>")
    assert [each.plain for each in article.outlets] == ["Late"]
    assert [each.plain for each in article.rights] == ["© Late"]


@pytest.mark.parametrize(
    ("root", "inner"),
    [
        ('xmlns:x="http://purl.org/dc/elements/1.1/"', "<x:creator>Jane Doe</x:creator>"),
        ('xmlns:x="http://purl.org/dc/elements/1.1"', "<x:creator>Jane Doe</x:creator>"),
        ("", "<dc:creator>Jane Doe</dc:creator>"),
        ("", "<author>jane@example.org (Jane Doe)</author>"),
        ("", "<author>Jane Doe (jane@example.org)</author>"),
        ("", "<atom:author><atom:name>Jane Doe</atom:name></atom:author>"),
        ("", "<author><name>Jane Doe</name></author>"),
        ("", "<itunes:author>Jane\n  Doe</itunes:author>"),
    ],
)
def test_a_byline_is_known_by_its_namespace_whatever_its_prefix(root: str, inner: str) -> None:
    (article,) = articles(rss(f"<item><description>A text.</description>{inner}</item>", root=root))
    assert [each.plain for each in article.bylines] == ["Jane Doe"]


def test_an_element_of_another_vocabulary_is_no_title() -> None:
    (article,) = articles(
        rss(
            "<item><x:title>No</x:title><title>Yes</title><description>A text.</description></item>", root='xmlns:x="u"'
        )
    )
    assert article.title is not None
    assert article.title.plain == "Yes"


def test_who_makes_the_channel_did_not_write_its_items() -> None:
    (article,) = articles(rss(GOOD, "<managingEditor>Ed Itor</managingEditor><webMaster>We Bee</webMaster>"))
    assert article.bylines == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<title>Alone</title>", "it has no text"),
        ("<description>The council met on Monday and […]</description>", "breaks off"),
        ("<description>The council met on Monday...</description>", "breaks off"),
        (
            "<description>&lt;p>The council met [&amp;#8230;]&lt;/p>&lt;p>The post…&lt;/p>&lt;p>X&lt;/p></description>",
            "breaks",
        ),
        ("<itunes:summary>In short.</itunes:summary>", "it has a summary, and no text"),
        ('<description>&lt;img src="a.png"&gt;</description>', "no text that a reader sees"),
    ],
)
def test_an_item_without_its_text_is_an_article_of_which_the_text_was_not_checked(text: str, why: str) -> None:
    article, fault = results(rss(f"<item><guid>1</guid>{text}<dc:creator>Jane Doe</dc:creator></item>"))
    assert isinstance(article, Article)
    assert isinstance(fault, Fault)
    assert [each.plain for each in article.bylines] == ["Jane Doe"]
    assert not article.carries & {"body", "links", "images", "elements"}
    assert {"byline", "title", "tags"} <= article.carries
    assert (fault.kind, fault.input) == ("missing-field", article.id)
    assert why in fault.reason


@pytest.mark.parametrize(
    "text",
    [
        "<description>&lt;p>Well… no.&lt;/p>&lt;p>“We […] won,” he said.&lt;/p></description>",
        "<content:encoded>&lt;p>And so it goes on…&lt;/p></content:encoded>",
    ],
)
def test_a_text_with_an_ellipsis_of_its_own_is_whole(text: str) -> None:
    assert faults(rss(f"<item>{text}</item>")) == []


def test_plain_text_cannot_carry_links() -> None:
    assert "links" not in item("").carries
    assert "links" in articles(fixture("news.rss"))[0].carries


def test_a_feed_cannot_carry_a_canonical_address_unless_it_does() -> None:
    assert not item("").can_carry("canonical")
    assert item('<atom:link rel="canonical" href="https://x.example/"/>').can_carry("canonical")


def test_an_item_is_named_by_its_number_or_by_its_guid_and_never_like_another() -> None:
    twice = "<item><guid>a</guid><description>A text.</description></item>"
    assert [each.id for each in articles(rss(twice + twice + GOOD))] == ["f#a", "f#a#2", "f#3"]


def test_markup_that_is_not_escaped_is_written_out_as_html() -> None:
    (article,) = articles(
        rss('<item><description>One <b>two</b><br/><script src="x"/>three &amp; four</description></item>')
    )
    assert article.fields["body"] == 'One <b>two</b><br><script src="x"></script>three &amp; four'
    assert article.body.plain == "One two\nthree & four"


@pytest.mark.parametrize(
    ("delivered", "read"),
    [
        ("AT&T", "AT&T"),
        ("a < b & c", "a < b & c"),
        ("caf&eacute;&nbsp;&hellip;", "caf\xe9\xa0…"),
        ("don&#146;t", "don’t"),
        ("&unknown; &#0;x\x0by", "&unknown; \ufffdxy"),
        ("<![CDATA[&eacute; & <]]>", "\xe9 & <"),
        ("&#38;amp;", "&"),
    ],
)
def test_loose_characters_and_html_names_are_read_as_they_were_meant(delivered: str, read: str) -> None:
    (article, *more) = results(rss(f"<item><title>{delivered}</title><description>A text.</description></item>"))
    assert isinstance(article, Article)
    assert more == []
    assert article.title is not None
    assert article.title.plain == read


def test_a_loose_ampersand_in_an_address_takes_nothing_with_it() -> None:
    article = item('<link>https://x.example/?a=1&b=2&copy=3</link><enclosure type="image/png" url="i?a&b&eacute;"/>')
    assert article.url is not None
    assert article.url.plain == "https://x.example/?a=1&b=2&copy=3"
    assert article.images[0].src == "i?a&b\xe9"


@pytest.mark.parametrize(
    ("data", "read"),
    [
        ('<?xml version="1.0" encoding="iso-8859-1"?>{}'.format, "latin-1"),
        ('<?xml version="1.0" encoding="utf-16"?>{}'.format, "utf-16"),
        ("{}".format, "utf-16-le"),
        ("\ufeff{}".format, "utf-8"),
        ('\n <?xml version="1.0" encoding="windows-1252"?>{}'.format, "cp1252"),
        ('<?xml version="1.0" encoding="us-ascii"?>{}'.format, "utf-8"),
    ],
)
def test_every_encoding_that_is_marked_or_declared_or_plain_is_read(data: object, read: str) -> None:
    feed = data(rss("<item><title>Café naïve ©</title><description>Ça.</description></item>"))  # type: ignore[operator]
    (article, *more) = results(feed.encode(read))
    assert isinstance(article, Article)
    assert article.title is not None
    assert (article.title.plain, more) == ("Café naïve ©", [])


def test_bytes_that_are_no_characters_are_a_fault_of_their_own_item() -> None:
    good = GOOD.encode()
    data = b"<rss><channel>" + good + good.replace(b"A text", b"A t\xe9xt") + good + b"</channel></rss>"
    assert [each.input for each in faults(data)] == ["f#2"]
    assert len(articles(data)) == 3


def test_an_unknown_encoding_is_refused() -> None:
    (fault,) = results('<?xml version="1.0" encoding="klingon"?><rss><channel/></rss>')
    assert isinstance(fault, Fault)
    assert "klingon" in fault.reason


BROKEN = {
    "an open tag": "<item><title>B</title><description>A <b>text.</description></item>\n",
    "a stray end tag": "<item><title>B</title><description>A text.</description></b></item>\n",
    "a tag that is none": "<item><title>B</title><description a=b>A text.</description></item>\n",
    "too deep": f"<item><description>{'<a>' * 400}{'</a>' * 400}</description></item>\n",
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_item_is_a_fault_and_the_others_are_read(broken: str) -> None:
    found = results(rss(f"\n{GOOD}{broken}{GOOD}{broken}{GOOD}"))
    read = [each for each in found if isinstance(each, Article)]
    assert [each.id for each in read if each.title and each.title.plain == "Good"] == ["f#1", "f#3", "f#5"]
    assert [each.line for each in read if each.title and each.title.plain == "Good"] == [2, 4, 6]
    wrong = [each for each in found if isinstance(each, Fault)]
    assert {each.input for each in wrong} == {"f#2", "f#4"}
    reasons = [each.reason for each in wrong if "not well-formed" in each.reason]
    assert ["line 3" in reasons[0], "line 5" in reasons[1], len(reasons)] == [True, True, 2]


def test_an_item_of_many_chunks_that_has_a_bad_byte_is_read_and_is_a_fault() -> None:
    long = b"<item><title>Long</title><description>" + b"word " * 40_000 + b"\xff end.</description></item>"
    first, fault, last = results(b"<rss><channel>" + long + GOOD.encode() + b"</channel></rss>")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(fault, Fault)
    assert (first.fields["title"], first.fields["body"][-6:]) == ("Long", "\ufffd end.")
    assert fault.input == first.id


def test_an_item_that_was_not_closed_is_not_taken_for_the_feed() -> None:
    found = results(rss(f"<item><title>Outer</title>{GOOD}{GOOD}"))
    inner = [each for each in found if isinstance(each, Article) and each.title and each.title.plain == "Good"]
    assert [[text.plain for text in each.outlets] for each in inner] == [["The Wire"]] * 2
    assert any(isinstance(each, Fault) for each in found)


def test_a_prefix_that_every_item_forgets_to_declare_is_no_damage() -> None:
    bylined = "<item><description>A text.</description><dc:creator>Jane Doe</dc:creator></item>"
    found = results(rss(bylined * 1_100))
    assert len(found) == 1_100
    assert all(isinstance(each, Article) and each.bylines for each in found)


def test_damage_shows_after_any_number_of_unknown_prefixes() -> None:
    unknown = "<item><description>A text.</description><zz:a/><zz:b/><zz:c/></item>"
    broken = "<item><description>A text.</description></b></item>"
    found = results(rss(unknown * 400 + broken + unknown + broken))
    assert [each.input for each in found if isinstance(each, Fault)] == ["f#401", "f#403"]
    crowded = f"<item><description>A text.</description>{'<zz:a/>' * 150}</item>"
    found = results(rss(crowded + unknown))
    assert [each.input for each in found if isinstance(each, Fault)] == ["f#1"]


def test_a_wordpress_export_is_left_to_its_own_reader() -> None:
    assert rss_reader.recognises(rss(GOOD).encode(), "f")
    assert not rss_reader.recognises(rss(GOOD, root='xmlns:wp="http://wordpress.org/export/1.2/"').encode(), "f")


def test_items_that_were_read_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    beside: list[int] = []
    entry = rss_reader._item

    def watched(children: Children, element: Any) -> Entry:
        beside.append(len(element.getparent()))
        return entry(children, element)

    monkeypatch.setattr(rss_reader, "_item", watched)
    assert len(articles(rss(f"<x>junk</x>{GOOD}" * 50))) == 50
    assert max(beside) <= 3


def test_a_feed_that_breaks_off_is_read_so_far_and_is_a_fault() -> None:
    article, fault = results(rss(GOOD)[:-10])
    assert isinstance(article, Article)
    assert isinstance(fault, Fault)
    assert (fault.kind, fault.input) == ("unreadable", "f")


def test_a_feed_without_items_is_a_fault() -> None:
    (fault,) = results(rss(""))
    assert isinstance(fault, Fault)
    assert fault.kind == "empty"


def test_every_beginning_of_a_feed_gives_articles_or_faults() -> None:
    whole = rss(
        f'<!-- c --><item><title>T &amp; &eacute;</title><link href="x"/><description><![CDATA[<p>A]]> text.'
        f"</description></item>{GOOD}"
    ).encode()
    for end in range(len(whole)):
        found = results(whole[:end])
        assert found
        if any(isinstance(each, Article) and each.form == "feed" for each in found):
            assert any(isinstance(each, Fault) and each.input == "f" for each in found), whole[:end]


def test_flipped_bytes_never_crash_it() -> None:
    whole = bytearray(fixture("news.rss"))
    dice = random.Random(7)  # noqa: S311
    for _ in range(60):
        flipped = bytearray(whole)
        for _ in range(4):
            flipped[dice.randrange(len(flipped))] = dice.randrange(256)
        assert results(bytes(flipped))


HOSTILE = {
    "entity bomb": '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
    "quadratic": f'<!DOCTYPE rss [<!ENTITY c "{"a" * 1000}">]>',
    "external": '<!DOCTYPE rss [<!ENTITY c SYSTEM "file:///etc/hostname">]>',
    "parameter": '<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; <!ENTITY c "x">]>',
}


@pytest.mark.parametrize("doctype", HOSTILE.values(), ids=HOSTILE)
def test_an_entity_is_never_expanded_and_what_refers_to_one_is_a_fault(doctype: str) -> None:
    item = f"<item><title>&c;</title><description>A text{'&c;' * 50}</description></item>"
    found = results(doctype + rss(item + GOOD))
    first, fault, second = found
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert isinstance(fault, Fault)
    assert first.fields["body"] == f"A text{'&c;' * 50}"
    assert (fault.input, "`&c;`" in fault.reason) == (first.id, True)


def test_a_declared_entity_is_not_taken_for_the_html_character_of_its_name() -> None:
    found = results(
        f'<!DOCTYPE rss [<!ENTITY ee "else">]>{rss("<item><description>A &ee; text.</description></item>")}'
    )
    assert [isinstance(each, Fault) for each in found] == [False, True]


def test_a_document_type_that_only_names_html_characters_does_no_harm() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//N//DTD RSS//EN" "http://x.example/0.91.dtd"\n[<!ENTITY amp "&#38;#38;">]>'
    (article,) = results(
        doctype + rss("<item><title>caf&eacute; &amp; bar</title><description>A text.</description></item>")
    )
    assert isinstance(article, Article)
    assert article.title is not None
    assert article.title.plain == "café & bar"


def test_an_item_too_large_is_refused_and_those_before_it_are_read() -> None:
    limits = Limits(max_bytes=100_000)
    article, fault = results(rss(f"{GOOD}<item><description>{'x ' * 200_000}</description></item>"), limits)
    assert isinstance(article, Article)
    assert isinstance(fault, Fault)
    assert fault.kind == "too-large"


class Endless(io.RawIOBase):
    """A feed that never ends, of which somebody counts how much was read."""

    def __init__(self) -> None:
        self.read_so_far = 0
        self._rest = b"<rss><channel><title>The Wire</title>"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        self._rest = self._rest or GOOD.replace("</item>", f"<x>{'x' * 4000}</x></item>").encode() * 10
        data, self._rest = self._rest[: len(view)], self._rest[len(view) :]
        view[: len(data)] = data
        self.read_so_far += len(data)
        return len(data)


def test_a_long_feed_is_read_as_it_streams() -> None:
    endless = Endless()
    found = read_stream(io.BufferedReader(endless), "f", {}, LIMITS)  # type: ignore[type-var]
    for number in range(1, 50):
        article = next(found)
        assert isinstance(article, Article)
        assert article.id == f"f#{number}"
        assert [each.plain for each in article.outlets] == ["The Wire"]
    assert endless.read_so_far < 2 * 1024 * 1024


def test_where_the_stream_is_cut_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    data = fixture("news.rss")
    whole = articles(data)
    head = data.index(b"<channel>")
    for size in (1, 2, 3, 7, 64):
        monkeypatch.setattr(xmlstream, "HEAD", head)
        monkeypatch.setattr(xmlstream, "_CHUNK", size)
        assert articles(data) == whole


@settings(max_examples=60)
@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff\ufdd0\ufdd1"), min_size=1)
)
def test_what_is_escaped_arrives_as_it_was(text: str) -> None:
    (article, *_) = articles(rss(f"<item><title>T</title><guid>{escape(text)}</guid><category>{escape(text)}</category>"
                                 "<description>A text.</description></item>"))  # fmt: skip
    assert article.fields.get("tags/0", text) == text
    assert article.id == f"f#{text.strip() or 1}"


def test_an_address_is_seen_from_its_base() -> None:
    (article,) = articles(
        rss("<item><link>b/c</link><description>A text.</description></item>", root='xml:base="https://x.example/a/"')
    )
    assert article.url is not None
    assert (article.url.plain, article[article.url.whole()]) == ("https://x.example/a/b/c", "b/c")
