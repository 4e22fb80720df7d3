"""E-mail: the text with its pictures, what is attached as inputs of its own, and what is hostile refused."""

from __future__ import annotations

import pytest
from wires import WIRES, articles, check_places, check_survives, dates, faults, read_all

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers import LIMITS, email_message

FERRY = (WIRES / "ferry.eml").read_bytes()
HEADERS = b"From: desk@wire.example\nMessage-ID: <a@wire.example>\nSubject: Ferry\nMIME-Version: 1.0\n"


def mail(body: bytes = b"Words.", headers: bytes = b"") -> bytes:
    return HEADERS + headers + b"\n" + body


def multipart(*parts: bytes, kind: bytes = b"mixed", border: bytes = b"b") -> bytes:
    inside = b"".join(b"--" + border + b"\n" + part + b"\n" for part in parts)
    return b"Content-Type: multipart/" + kind + b"; boundary=" + border + b"\n\n" + inside + b"--" + border + b"--\n"


def part(kind: bytes, body: bytes, more: bytes = b"") -> bytes:
    return b"Content-Type: " + kind + b"\n" + more + b"\n" + body


def named(data: bytes) -> list[tuple[str, str]]:
    return [
        (each.id, each.body.plain.strip()) if isinstance(each, Article) else (each.input, each.kind)
        for each in read_all(data, "m.eml")
    ]


def test_a_message_with_everything() -> None:
    article = read_all(FERRY, "m.eml")[0]
    assert isinstance(article, Article)
    assert article.title is not None
    assert (article.title.plain, article.title.place) == ("Ferry runs again – at last", "email subject")
    assert [text.plain for text in article.bylines] == ["By Jane Doe, HNA"]
    assert article.body.plain == "By Jane Doe, HNA\n\nThe ferry runs again – so the café says."
    assert dates(article) == {"published": "2024-11-05T10:00:00+00:00"}
    assert [image.src for image in article.images] == ["cid:inline@wire.example", "berth.jpg"]
    assert article.can_carry("links")
    assert not article.can_carry("rights")
    check_places(article)


def test_what_is_attached_is_read_as_an_input_of_its_own() -> None:
    assert named(FERRY)[1:] == [
        ("m.eml!box.txt", "Adults pay 3."),
        ("m.eml!release.pdf", "binary"),
        ("m.eml!part-3", "Fares rise, the council says."),
    ]


def test_the_sender_is_no_author_and_plain_text_carries_no_links() -> None:
    (article,) = articles(mail(b"By Jane Doe\n\nWords."))
    assert article.bylines == ()
    assert article.form == "wire"
    assert not article.can_carry("links")
    assert article.can_carry("byline")


def test_a_second_text_is_no_alternative_to_the_first() -> None:
    data = HEADERS + multipart(part(b"text/plain", b"One."), part(b"text/plain", b"Two."))
    assert named(data) == [("m.eml", "One."), ("m.eml!part-1", "Two.")]


def test_an_alternative_is_read_once_as_html() -> None:
    inner = multipart(part(b"text/html", b"<p>Rich.</p>"), part(b"text/html", b"<p>More.</p>"), border=b"c")
    data = HEADERS + multipart(part(b"text/plain", b"Poor."), inner, kind=b"alternative")
    assert named(data) == [("m.eml", "Rich."), ("m.eml!part-1", "More.")]


def test_a_covering_message_without_text_leaves_what_is_attached() -> None:
    ninjs = b'{"uri": "urn:a", "pubstatus": "usable", "body_text": "Wire."}'
    attached = part(b"application/json", ninjs, b'Content-Disposition: attachment; filename="w.json"\n')
    assert named(HEADERS + multipart(attached)) == [("m.eml!w.json", "Wire.")]


def test_a_name_that_goes_astray_stays_a_name() -> None:
    attached = part(b"text/plain", b"Two.", b'Content-Disposition: attachment; filename="../../etc/a\tb.txt"\n')
    assert named(HEADERS + multipart(part(b"text/plain", b"One."), attached))[1][0] == "m.eml!../../etc/a b.txt"


@pytest.mark.parametrize(
    ("kind", "delivered"),
    [
        (b"text/plain; charset=iso-8859-1", "Café – 3 €".encode("cp1252")),
        (b"text/plain; charset=utf-8", "Café – 3 €".encode()),
        (b"text/plain", "Café – 3 €".encode()),
        (b"text/plain; charset=us-ascii", "Café – 3 €".encode()),
        (b'text/plain; charset="koi8-r"', None),
    ],
)
def test_charsets(kind: bytes, delivered: bytes | None) -> None:
    expected = "Café – 3 €" if delivered else "Слово"
    data = mail(
        delivered or "Слово".encode("koi8-r"), b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: 8bit\n"
    )
    (article,) = articles(data)
    assert article.body.plain.strip() == expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (mail(b"caf\xe9", b"Content-Type: text/plain; charset=utf-8\n"), "undecodable"),
        (mail(b"caf\xe9"), "undecodable"),
        (mail(b"x", b"Content-Type: text/plain; charset=martian\n"), "undecodable"),
        (mail(b"!!no base64!!=", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n"), "unreadable"),
        (mail(b"V29yZHM", b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n"), "unreadable"),
        (mail(b" \n"), "empty"),
        (mail(headers=b"Content-Type: text/plain; " + b"a=b; " * 100_000 + b"\n"), "too-large"),
        (b"From: a@b.example\nMessage-ID: <a>\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nWords.", "too-large"),
        (HEADERS + multipart(*[part(b"text/plain", b"x")] * 300), "too-large"),
        (HEADERS + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000, "too-large"),
    ],
    ids=[
        *["lying charset", "no charset", "unknown charset", "no base64", "cut base64", "no text", "long type"],
        *["long subject", "many parts", "very many parts"],
    ],
)
def test_what_cannot_be_read_is_a_fault(data: bytes, kind: str) -> None:
    (found,) = read_all(data)
    assert isinstance(found, Fault)
    assert found.kind == kind


@pytest.mark.parametrize("depth", [15, 2000])
def test_parts_nested_out_of_all_reason(depth: int) -> None:
    mixed = part(b"text/plain", b"x")
    nested = mail()
    for number in range(depth):
        mixed = multipart(mixed, border=b"b%d" % number) if depth < 100 or number < 300 else mixed
        nested = HEADERS + b"Content-Type: message/rfc822\n\n" + nested
    assert [each.kind for each in faults(HEADERS + mixed)] == ["too-deep"]
    assert [each.kind for each in faults(nested)] == ["too-deep"]


def test_a_message_inside_a_file_inside_a_message_has_an_end() -> None:
    data = mail()
    for number in range(15):
        attached = part(b"application/octet-stream", data, b'Content-Disposition: attachment; filename="m"\n')
        data = HEADERS + multipart(attached, border=b"x%d" % number)
    assert [each.kind for each in faults(data)] == ["too-deep"]


def test_what_is_cut_short_is_a_fault_beside_what_is_left() -> None:
    found = read_all(HEADERS + multipart(part(b"text/plain", b"One."), part(b"text/plain", b"Two."))[:-40])
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Fault)
    assert "damaged" in found[-1].reason


def test_a_mailbox_is_many_messages() -> None:
    postmark = b"From desk@wire.example Tue Nov  5 10:00:00 2024\n"
    box = postmark + mail(b"One.\n>From here on.\n\n") + postmark + mail(b"Two.\nFrom 2024\n")
    assert [(each.id, each.body.plain.strip()) for each in articles(box, "a.mbox")] == [
        ("a.mbox#1", "One.\nFrom here on."),
        ("a.mbox#2", "Two.\nFrom 2024"),
    ]


def test_a_message_that_is_too_large_takes_no_other_with_it() -> None:
    postmark = b"From desk@wire.example Tue Nov  5 10:00:00 2024\n"
    box = postmark + mail(b"long words\n" * 1000) + b"\n" + postmark + mail(b"Short.\n")
    big, small = read_all(box, limits=type(LIMITS)(max_bytes=2000))
    assert isinstance(big, Fault)
    assert big.kind == "too-large"
    assert isinstance(small, Article)


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (HEADERS, True),
        (b"Received: from a\n\tby b\nSubject: x\n\n", True),
        (b"\n" + HEADERS, True),
        (b"Subject: x\nDate: today\n\nWords", False),
        (b"From: Jane Doe\n\nWords", False),
        (b"From: Jane Doe\nto the readers: hello\nSubject: x\n\nWords", False),
        (b"Title: x\nDate: y\n", False),
        (b"From here on it rains.\nSubject: x\nFrom: y\n", False),
    ],
)
def test_headers_tell_a_message(head: bytes, told: bool) -> None:
    assert email_message.recognises(head, "a.txt") is told


def test_every_beginning_is_read_or_refused() -> None:
    check_survives(FERRY, "m.eml", step=11)
