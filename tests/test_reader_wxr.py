"""WordPress exports: who wrote what, which items are articles, and pictures that stand elsewhere."""

from __future__ import annotations

from delivery import EXPORTS, delivered, piped, prefixes

from compliance.article import Article
from compliance.readers.dates import parse
from compliance.readers.wordpress_text import as_printed

EXPORT = (EXPORTS / "desk.wxr").read_bytes()


def articles() -> dict[str, Article]:
    found, faults = delivered(EXPORT, "desk.wxr")
    assert faults == []
    return {article.id: article for article in found}


def test_posts_drafts_and_the_sites_own_kinds_are_read_and_nothing_else() -> None:
    assert list(articles()) == ["desk.wxr#41", "desk.wxr#44", "desk.wxr#46"]


def test_a_post() -> None:
    article = articles()["desk.wxr#41"]
    assert article.title is not None
    assert article.title.plain == "Ferry’s timetable"
    assert [text.plain for text in article.bylines] == ["Ines Okafor"]
    assert [text.plain for text in article.tags] == ["Transport", "ferries"]
    assert [text.plain for text in article.outlets] == ["The Desk"]
    assert article.language == "en-GB"
    assert article.url is not None
    assert article.url.plain == "https://desk.example/2025/03/ferry-timetable/"
    assert article.canonical is not None
    assert article.canonical.plain == "https://wire.example/ferry"
    assert {date.name: date.value for date in article.dates} == {
        "published": parse("2025-03-04T10:00:00Z"),
        "updated": parse("2025-03-04T12:30:00Z"),
    }
    assert EXPORT.decode().splitlines()[article.line - 1].strip() == "<item>"


def test_a_featured_picture_comes_from_its_attachment() -> None:
    quay, ferry = articles()["desk.wxr#41"].images
    assert quay.caption is not None
    assert quay.caption.plain == "The quay (Picture: Ada Lund)"
    assert ferry.caption is not None
    shown = (ferry.src, ferry.alt, ferry.caption.plain)
    assert shown == ("https://desk.example/ferry.jpg", "A ferry", "A ferry at its pier (Rowan Teale)")


def test_a_text_without_blocks_has_its_paragraphs_at_blank_lines() -> None:
    article = articles()["desk.wxr#41"]
    blocks = [article.body.plain[block.start : block.end] for block in article.body.blocks]
    assert blocks == [
        "The ferry sails with the tide, the harbour said.",
        "The quay (Picture: Ada Lund)",
        "It sails again on Monday.",
    ]
    at = article.body.plain.index("It sails")
    assert article[article.body.span(at, at + 8)] == "It sails"
    assert article[article.links[0].span] == '<a href="https://harbour.example/">the harbour</a>'
    assert "[caption" in article.fields["body"]


def test_an_author_who_is_not_listed_is_unknown_not_missing() -> None:
    article = articles()["desk.wxr#44"]
    assert article.bylines == ()
    assert not article.can_carry("byline")
    assert article.date("published") is None


def test_co_authors_are_named_whether_users_or_guests() -> None:
    article = articles()["desk.wxr#46"]
    assert [text.plain for text in article.bylines] == ["Tom Reyk", "Olga Quist"]
    assert [text.plain for text in article.tags] == ["Harbour"]


def test_it_can_come_through_a_pipe() -> None:
    found, _ = delivered(piped(EXPORT), "-")
    assert len(found) == 3


def test_an_export_without_posts_says_what_it_has() -> None:
    _, (fault,) = delivered(EXPORT.replace(b"[post]", b"[revision]").replace(b"[column]", b"[wp_block]"), "desk.wxr")
    assert fault.kind == "empty"
    assert "3 `revision`" in fault.reason
    assert "1 `attachment`" in fault.reason


def test_a_damaged_item_is_a_fault_and_the_others_are_read() -> None:
    damaged = EXPORT.replace(b"<wp:post_id>44</wp:post_id>", b"<wp:post_id>44</wp:post>")
    found, faults = delivered(damaged, "desk.wxr")
    assert {"desk.wxr#41", "desk.wxr#46"} <= {article.id for article in found}
    assert faults


def test_entities_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>\n<rss'
    text = EXPORT.replace(b"<rss", bomb).replace(b"<title>The Desk", b"<title>&b;")
    found, _ = delivered(text, "desk.wxr")
    assert "aaaa" not in " ".join(outlet.plain for article in found for outlet in article.outlets)


def test_any_part_of_an_export_gives_articles_or_faults() -> None:
    whole = {article.id: article.body.plain for article in articles().values()}
    for cut in prefixes(EXPORT):
        found, faults = delivered(cut, "desk.wxr")
        assert faults
        assert all(whole[article.id] == article.body.plain for article in found if not faults)


def test_what_is_verbatim_stays_so() -> None:
    written = "a\n\nb <pre>c\n\nd</pre> <!-- e\n\nf --> <img alt='g\n\nh'>"
    assert as_printed(written, "body").string == written.replace("a\n\nb", "a<br><br>b")
    assert as_printed("<!-- wp:p -->\n\na\n\nb", "body").string == "<!-- wp:p -->\n\na\n\nb"
