"""Who wrote it, what its headline is, whose its pictures are, under which licence: read from pages that disagree."""

from __future__ import annotations

import pytest

from compliance.article import Article
from compliance.authors import authors, trust
from compliance.claims import claims
from compliance.licence import named_licences, text_licences
from compliance.load import LEXICON, load, shipped
from compliance.passage import phrase
from compliance.picture import credits_of_article
from compliance.readers import read_text

LEXICON_WORDS = load([shipped() / "republication"], lexicon_paths=[shipped() / LEXICON]).lexicon

PARAGRAPH = "<p>The bridge over the river closes on Monday, the council said, and stays closed until the spring.</p>"


def page(body: str, head: str = "", title: str = "Bridge closes | The Lantern") -> Article:
    markup = f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    (article,) = read_text(markup, "page.html")
    assert isinstance(article, Article)
    return article


def named(article: Article) -> list[str]:
    found = authors(article, LEXICON_WORDS)
    signs = {sign for claim in claims(article, LEXICON_WORDS) for sign in claim.signs}
    assert signs <= set(trust(LEXICON_WORDS)), "every sign has a weight"
    assert all(article[author.span] == author.name.text for author in found), "a name is where its span says"
    return [author.name.text for author in found]


SITE = '<meta property="og:site_name" content="The Lantern">'
ADMIN = SITE + '<meta name="author" content="admin">'
LD = '<script type="application/ld+json">{"@type": "NewsArticle", "author": [%s]}</script>'
H1 = "<h1>Bridge closes</h1>"


@pytest.mark.parametrize(
    ("head", "byline", "wanted"),
    [
        (ADMIN, '<div class="c-post__byline">By <span>Jane Doe</span></div>', ["Jane Doe"]),
        (ADMIN, '<p><a href="/authors/jane-doe">Jane Doe</a> and <a href="/authors/john-roe">John Roe</a></p>', 2),
        (ADMIN, '<span itemprop="author">Jane Doe</span>', ["Jane Doe"]),
        (
            ADMIN,
            '<p class="author">By<b>Jane Doe</b><span>Staff Writer</span><button>Follow</button></p>',
            ["Jane Doe"],
        ),
        (ADMIN, "<p>By Jane Doe</p>", ["Jane Doe"]),
        (ADMIN, "<p>11.12.2019 - Jane Doe</p>", ["Jane Doe"]),
        (SITE + LD % '{"name": "Jane Doe"}', "<p>Jane Doe</p>", ["Jane Doe"]),
        (SITE + LD % '{"name": "The Lantern"}', '<p class="byline">Von Jane Doe</p>', ["Jane Doe"]),
        (SITE + '<meta name="parsely-author" content="Jane Doe">', "", ["Jane Doe"]),
        (
            SITE + '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">',
            "",
            [],
        ),
        (SITE + '<meta property="article:author" content="https://example.com/jane">', "", []),
        (SITE + LD % '{"name": "Jane Doe, PhD"}', "<p>Jane Doe, PhD, | 3 March</p>", ["Jane Doe"]),
        (SITE + LD % '{"name": "Jane"}', "<p>Text: Jane Doe</p>", ["Jane Doe"]),
        (ADMIN, '<p class="byline">Jane Doe Senior Politics Editor, The Courier</p>', ["Jane Doe"]),
        (ADMIN, "<p>By Jane Doe in conversation with John Roe</p>", ["Jane Doe", "John Roe"]),
        (ADMIN, "<p>11.12.2019 - North Korea</p>", []),
        (ADMIN, "<p>Weekly Digest</p>", []),
        (ADMIN, "", []),
        (SITE + LD % '{"@type": "Organization", "name": "The Lantern"}', "", []),
    ],
)
def test_who_wrote_it(head: str, byline: str, wanted: list[str] | int) -> None:
    found = named(page(f"<article>{H1}{byline}{PARAGRAPH * 4}</article>", head))
    assert (found if isinstance(wanted, list) else len(found)) == wanted


def test_a_line_about_the_author_names_them() -> None:
    about = "<p>Jane Doe is a reporter at the Courier.</p>"
    assert named(page(f"<article>{H1}{PARAGRAPH * 4}{about}</article>", ADMIN)) == ["Jane Doe"]


def test_a_blog_called_as_its_author_names_them() -> None:
    head = '<meta property="og:site_name" content="Jane Doe"><meta name="author" content="Jane Doe">'
    assert named(page(f"<article>{H1}{PARAGRAPH * 4}</article><p>Jane Doe</p>", head)) == ["Jane Doe"]
    outlet = head.replace("Jane Doe", "Signal Hill")
    assert named(page(f"<article>{H1}{PARAGRAPH * 4}</article><p>Signal Hill</p>", outlet)) == []


def test_the_author_of_a_record_is_its_byline() -> None:
    found = list(read_text('{"title": "A", "body": "B c d.", "byline": "Jane Doe"}', "a.json"))
    assert [named(each) for each in found if isinstance(each, Article)] == [["Jane Doe"]]


def test_given_names_are_folded_as_names_are_compared() -> None:
    written = [name for line in LEXICON_WORDS.given_names for name in line.split()]
    assert [name for name in written if phrase(name) != (name,)] == []


@pytest.mark.parametrize(
    "elsewhere",
    [
        '<div class="comments"><p class="comment-author">Max Moe</p></div>',
        '<div class="related"><p class="author">Max Moe</p></div>',
        '<p class="photo-author">Foto: Max Moe</p>',
        '<p class="reviewer author">Max Moe</p>',
        '<footer><a class="author" href="/theme">Theme by Max Moe</a></footer>' * 2,
    ],
)
def test_others_are_no_authors(elsewhere: str) -> None:
    assert "Max Moe" not in named(page(f"<article>{H1}{PARAGRAPH * 4}{elsewhere}</article>", ADMIN))


def test_a_visible_byline_speaks_louder_than_an_account() -> None:
    body = f'<article>{H1}<p class="byline">By Jane Doe and John Roe</p>{PARAGRAPH * 4}</article>'
    assert named(page(body, SITE + LD % '{"name": "Jane Doe"}')) == ["Jane Doe", "John Roe"]


@pytest.mark.parametrize(
    ("body", "head", "title", "wanted"),
    [
        (
            f"<h1>The Lantern</h1><h2>Bridge closes today</h2>{PARAGRAPH}",
            SITE,
            "Bridge closes today | The Lantern",
            None,
        ),
        (
            f"<h1><span>Traffic</span> Bridge closes today</h1>{PARAGRAPH}",
            SITE,
            "Bridge closes today - The Lantern",
            None,
        ),
        (f"<p>No heading</p>{PARAGRAPH}", SITE, "Bridge closes today | The Lantern", None),
        (f"<h1>Bridge closes today</h1>{PARAGRAPH}", '<meta property="og:title" content="Why?">', "Other", None),
        (f"<p>No heading</p>{PARAGRAPH}", "", "Bridge closes | today", "Bridge closes | today"),
    ],
)
def test_the_headline(body: str, head: str, title: str, wanted: str | None) -> None:
    found = page(body, head, title).title
    assert found is not None
    assert found.plain == (wanted or "Bridge closes today")


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ('<figure><img src="a.jpg"><figcaption>Rain.<i class="credit">Foto: Ann Roe</i></figcaption></figure>', 1),
        ('<figure><img src="a.jpg"><figcaption>A bridge. (Ann Roe)</figcaption></figure>', 1),
        ('<figure><img src="a.jpg"><figcaption>A bridge<br>Ann Roe</figcaption></figure>', 1),
        ('<img src="a.jpg"><p class="wp-caption-text">A bridge | Foto: Ann Roe</p>', 1),
        ('<img src="a.jpg"><p>Photo: Ann Roe</p>', 1),
        ('<figure><img src="a.jpg"><figcaption>Ann Roe</figcaption></figure>', 0),
        ('<figure><img src="a.jpg"><figcaption>The mayor in Riverton. (Riverton)</figcaption></figure>', 0),
        ('<figure><img src="a.jpg"><figcaption>A bridge (left)</figcaption></figure>', 0),
    ],
)
def test_picture_credits(markup: str, wanted: int) -> None:
    article = page(f"<article>{H1}{markup}{PARAGRAPH * 4}</article>")
    found = [credit.name for _, credit in credits_of_article(article, LEXICON_WORDS)]
    assert found == ["Ann Roe"] * wanted


@pytest.mark.parametrize(
    ("caption", "wanted"),
    [
        ('A fire.<i class="credit">@Fire_Dept via X / Reuters</i>', ["@Fire_Dept via X / Reuters"]),
        ("Missiles on Monday.<br>Photo by Kevin S. Vineys /AP", ["Kevin S. Vineys /AP"]),
        ("The new lobby is open. Supplied", ["Supplied"]),
        ("The auction on Monday. (Christie's)", ["Christie's"]),
    ],
)
def test_a_credit_is_read_as_a_whole(caption: str, wanted: list[str]) -> None:
    article = page(f'<article>{H1}<figure><img src="a.jpg"><figcaption>{caption}</figcaption></figure>{PARAGRAPH * 4}')
    assert [credit.name for _, credit in credits_of_article(article, LEXICON_WORDS)] == wanted


BY_NC = "https://creativecommons.org/licenses/by-nc/4.0/"


@pytest.mark.parametrize(
    ("around", "wanted"),
    [
        (f'<footer>All content is licensed under <a href="{BY_NC}">Creative Commons</a></footer>', ["CC BY-NC 4.0"]),
        (f'<a rel="license" href="{BY_NC}"><img src="cc.png"></a>', ["CC BY-NC 4.0"]),
        (f'<p>Foto: Ann Roe, licensed under <a href="{BY_NC}">CC BY-NC</a></p>', []),
        (f'<figure><img src="a.jpg"><figcaption>Work by Ann Roe, <a href="{BY_NC}">CC</a></figcaption></figure>', []),
        (f'<p>Ann Roe [<a href="{BY_NC}">CC BY-NC 4.0 Deed</a>], via Wikimedia Commons</p>', []),
        (f'<p><a href="{BY_NC}">Creative Commons BY-NC 4.0</a></p>', ["CC BY-NC 4.0"]),
        (
            f'<p><a href="{BY_NC}">CC BY-NC 4.0</a></p><p><a href="{BY_NC.replace("-nc", "")}">CC BY 4.0 Deed</a></p>',
            [],
        ),
        ('<p>We write about <a href="https://creativecommons.org/about/">Creative Commons</a>.</p>', []),
    ],
)
def test_the_licence_of_the_text(around: str, wanted: list[str]) -> None:
    article = page(f"<article>{H1}{PARAGRAPH * 4}{around}</article>")
    assert [licence.name for licence in text_licences(article, LEXICON_WORDS)] == wanted


@pytest.mark.parametrize(
    ("inside", "beside", "wanted"),
    [
        (
            "",
            "<footer><p>Contents are under Creative Commons (CC-BY-NC) unless said otherwise.</p></footer>",
            ["CC BY-NC"],
        ),
        ("", "<footer>Copyleft © 2024 The Lantern CC-BY-SA.</footer>", ["CC BY-SA"]),
        ("", "<p>Inhalt: Creative Commons Lizenz Namensnennung - Keine Bearbeitungen 4.0</p>", ["CC BY-ND 4.0"]),
        ("<p>Este artículo: Creative Commons Reconocimiento-NoComercial 4.0</p>", "", ["CC BY-NC 4.0"]),
        ("<p>CC0</p>", "", ["CC0"]),
        ("<p>Published under Creative Commons by Jane Doe.</p>", "", ["Creative Commons"]),
        ("<p>Ann Roe played the second song (CC BY) on Monday.</p>", "", []),
        ("<p>Bild2: Ann Roe, Lizenz CC BY 2.0</p>", "", []),
        ("", "<ul><li><a href='/about/cc'>CC-BY-SA 3.0</a></li></ul>", []),
        ("", f"<ol class='comments'><li>{'Well. ' * 80}</li><li>My work is CC BY 4.0</li></ol>", []),
        ("<p>Cc: by noon to all.</p>", "<p>The house of commons.</p>", []),
    ],
)
def test_a_licence_that_is_named_in_words(inside: str, beside: str, wanted: list[str]) -> None:
    article = page(f"<article>{H1}{PARAGRAPH * 4}{inside}</article>{beside}")
    found = list(named_licences(article, LEXICON_WORDS))
    assert [licence.name for licence in found] == wanted
    assert all(article[licence.span] for licence in found)


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ('<meta name="cXenseParse:recs:publishtime" content="2024-11-05T10:00:00Z">', "", "2024-11-05"),
        (
            '<meta name="vr:published" content="05.11.2024 18:50"><meta name="date" content="5.11.2024">',
            "",
            "2024-11-05",
        ),
        ("", '<time datetime="2024-11-05T10:00:00+01:00">5 November</time>', "2024-11-05"),
        ('<link rel="canonical" href="https://example.com/2024/11/05/bridge">', "", "2024-11-05"),
        ('<meta property="article:modified_time" content="2024-11-05">', "", None),
    ],
)
def test_when_it_was_published(head: str, body: str, wanted: str | None) -> None:
    date = page(f"<article>{H1}{body}{PARAGRAPH * 4}</article>", head).date("published")
    assert (date.value.date().isoformat() if date is not None and date.value is not None else None) == wanted
