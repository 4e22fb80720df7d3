"""Private data is told from numbers that mean nothing and from what readers are asked to use."""

from __future__ import annotations

from typing import Any

import pytest
from building import article, complaints, quotes
from building import judge as judged
from hypothesis import given
from hypothesis import strategies as st

from compliance.checks import private
from compliance.desk import Desk
from compliance.finding import Outcome
from compliance.load import load, shipped
from compliance.particulars import Particular

EMAIL = Particular(kind="e-mail", written=r"[a-z0-9.]+@([a-z0-9-]+\.)+[a-z]+")
PHONE = Particular(kind="telephone", written=r"(\+|\(|\b)[0-9][0-9() ./-]{6,20}[0-9]\b", number="phone")
SHIPPED = {
    rule.id: rule for policy in load([shipped() / "sensitive" / "private-data.yaml"]).policies for rule in policy.rules
}


def judge(body: str, *particulars: Particular, **parameters: Any) -> Outcome:
    parts = {name: parameters.pop(name) for name in ("url", "bylines") if name in parameters}
    return judged(private, article(body, **parts), particulars=particulars or (EMAIL, PHONE), **parameters)


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("He is at 020 7946 0958 at night.", ["020 7946 0958"]),
        ("He is at (020)\u00a07946\u20110958 at night.", ["(020)\u00a07946\u20110958"]),
        ("He is at +49 30 901820 at night.", ["+49 30 901820"]),
        ("It was 2012-2013, 1914-1918 and 10.12.2014; they took 1,204,300 and 45-27-30 of 5551234.", []),
        ("Free lines such as 1-800-273-8255 are nobody's.", []),
        ("Send it to pat.lee@mail.test today.", ["pat.lee@mail.test"]),
    ],
)
def test_what_is_private_data_and_what_only_looks_like_it(body: str, found: list[str]) -> None:
    outcome = judge(body)
    assert quotes(outcome) == found
    assert outcome.status == ("violated" if found else "met")


def test_words_beside_it_make_it_public_in_their_own_paragraph_only() -> None:
    public = ("contact",)
    assert judge("Contact him: pat@mail.test.", public=public).status == "met"
    assert judge("Contact us.\nHe is pat@mail.test.", public=public).status == "violated"
    assert judge("Contact us." + " word" * 40 + " pat@mail.test.", public=public).status == "violated"


def test_addresses_of_offices_the_site_the_desk_and_the_author_are_public() -> None:
    assert judge("It was press@mail.test.", mailboxes=("press",)).status == "met"
    assert judge("It was pat@mail.test.", url="https://www.mail.test/a").status == "met"
    assert judge("It was pat@mail.test.", url="https://www.othermail.test/a").status == "violated"
    assert judge("It was pat@mail.test.", desk=Desk(domains=("mail.test",))).status == "met"
    assert judge("It was lindqvist7@mail.test.", bylines=["Pat Lindqvist"]).status == "met"
    assert judge("It was lindqvist7@mail.test.", bylines=["Ines Okafor"]).status == "violated"


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("her number 536-90-4399", True),
        ("her number 000-90-4399", False),
        ("her NHS number 943 476 5919", True),
        ("her NHS number 943 476 5918", False),
        ("a string of 943 476 5919", False),
        ("paid to GB82WEST12345698765432", True),
        ("paid to GB83WEST12345698765432", False),
        ("the card 4111-1111-1111-1111", True),
        ("the card 4111-1111-1111-1112", False),
        ("codice fiscale RCCMNL83S18D969H", True),
    ],
)
def test_numbers_of_papers_need_their_check_digit_and_some_their_name(text: str, counts: bool) -> None:
    rule = SHIPPED["papers"]
    outcome = judged(private, article(text), particulars=rule.particulars)  # type: ignore[attr-defined]
    assert (outcome.status == "violated") == counts


@given(st.text(alphabet="0123456789 ()-+.@abcé\u200b\n", max_size=80))
def test_any_text_is_judged_and_what_is_shown_stands_there(text: str) -> None:
    outcome = judge(f"Word. {text}")  # which compares what each piece of evidence quotes with its place
    assert (outcome.status == "violated") == bool(outcome.evidence)


def test_rules_that_cannot_work_are_refused() -> None:
    assert complaints(private, particulars=()) == ["particulars"]
    bad = Particular(kind="x", written="(a", number="no.such")
    assert complaints(private, particulars=(bad,), regions=("uk",), public=("",), reach=0) == [
        "particulars", "particulars", "regions", "public", "reach",
    ]  # fmt: skip


@pytest.mark.parametrize("piece", ["contact a@b.test ", "a@b.test contact ", "020 7946 0958 ", "1-", "a.", "a@"])
def test_no_text_takes_more_than_its_length_in_steps(piece: str) -> None:
    judge("Word. " + piece * 3_000, public=("contact",), reach=9)


def test_words_beside_private_data_are_not_read_in_another_language() -> None:
    home = Particular(kind="home address", written=r"[0-9]+ [a-z]+ street", near=("lives at",))
    mail = Particular(kind="e-mail address", written=r"[a-z]+@[a-z]+\.org")
    for language, status in (("de", "undetermined"), ("en-GB", "met"), ("", "met")):
        written = article("Sie wohnt an der Uferstrasse 9.", language=language)
        assert judged(private, written, particulars=(home, mail)).status == status
    assert (
        judged(private, article("Zu Ann: ann@harbour.org", language="de"), particulars=(home, mail)).status
        == "violated"
    )
    assert judged(private, article("Guten Tag.", language="de"), particulars=(mail,)).status == "met"
