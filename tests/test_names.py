"""Reading bylines: whom do they name, and who stands beside whom?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.byline import Byline, read
from compliance.language.reading import Reading

LIBRARY = Reading()
LEXICON = LIBRARY.lexicon(sorted((Path(__file__).parent.parent / "rules" / "lexicon").glob("*.yaml")))
OUTLETS = ("Harbour News Foundation", "HNF", "Lantern", "The Harbour", "Our Quays", "Radio Free Quay/Radio Pier")


def people(byline: Byline) -> list[str]:
    return [person.name.text for person in byline.people]


def test_the_shipped_words_are_in_order() -> None:
    assert not LIBRARY.diagnostics


@pytest.mark.parametrize(
    ("byline", "named"),
    {
        "Jane Doe": ["Jane Doe"],
        "By JANE DOE": ["JANE DOE"],
        "by Jane Doe:": ["Jane Doe"],
        "Jane Doe and John Roe": ["Jane Doe", "John Roe"],
        "JANE DOE, ANN POE & MAX MOE": ["JANE DOE", "ANN POE", "MAX MOE"],
        "Von Anna Müller und Bernd de Vries": ["Anna Müller", "Bernd de Vries"],
        "Par Zoé L'Hermite et Luc Petit": ["Zoé L'Hermite", "Luc Petit"],
        "Christoph von Ritter": ["Christoph von Ritter"],
        "E. BARRERA / J. I. DA COSTA": ["E. BARRERA", "J. I. DA COSTA"],
        "Mary E Smith-Jones": ["Mary E Smith-Jones"],
        "Dr. Jane Doe, Ph.D.": ["Jane Doe"],
        "Perry Bakon Jr.": ["Perry Bakon Jr"],
        "Jane Doe, Staff Writer": ["Jane Doe"],
        "Senior Reporter Jane Doe": ["Jane Doe"],
        "Reporter Jane Doe": ["Jane Doe"],
        "Jane Doe | jane@example.org": ["Jane Doe"],
        "By Jane Doe | Published on 3 May 2024 at 10:08 | 5 min read": ["Jane Doe"],
        "by Jane Doe Lantern, Oct. 25, 2016, 10:08 a.m.": ["Jane Doe"],
        "Reporting by Jane Doe; Editing by John Roe": ["Jane Doe"],
        "Jane Doe; photos by John Roe": ["Jane Doe"],
        "Photos by John Roe": [],
        "张伟": ["张伟"],
        "作者：张伟": ["张伟"],
        "محمد علي": ["محمد علي"],
        "नरेन्द्र मोदी": ["नरेन्द्र मोदी"],
        "Ольга Иванова и Пётр Кац": ["Ольга Иванова", "Пётр Кац"],
    }.items(),
)
def test_people_are_named(byline: str, named: list[str]) -> None:
    found = read(byline, LEXICON, OUTLETS)
    assert people(found) == named
    assert all(person.certain for person in found.people)


@pytest.mark.parametrize(
    "byline",
    [
        "Harbour News Foundation",
        "The Harbour",
        "By The Harbour",
        "Staff",
        "By Staff Writers",
        "admin",
        "Superuser",
        "Von Redaktion",
        "webnews@example.co.uk",
        "https://example.org/profile/jane.doe",
        "Agence France-Presse",
        "AP",
        "dpa/AFP",
        "example.com.tr",
        "STAFF AND NEWS SERVICE REPORTS",
        "Springfield Daily Chronicle",
        "日本経済新聞社",
        "12 March 2024",
        "",
        "   ",
    ],
)
def test_what_is_no_person_names_nobody(byline: str) -> None:
    assert people(read(byline, LEXICON, OUTLETS)) == []


@pytest.mark.parametrize("byline", ["Paddy", "happyfox313", "viktor hedlund", "Cindy mangomini", "By Design"])
def test_what_may_be_a_person_is_uncertain(byline: str) -> None:
    (person,) = read(byline, LEXICON, OUTLETS).people
    assert not person.certain


@pytest.mark.parametrize(
    ("byline", "beside"),
    {
        "By JANE DOE / AP and John Roe, Harbour News Foundation": [["AP"], ["Harbour News Foundation"]],
        "Jane Doe and John Roe, Harbour News Foundation": [["Harbour News Foundation"], ["Harbour News Foundation"]],
        "by Jane Doe, Lantern, and John Roe, special to Lantern": [["Lantern"], ["Lantern"]],
        "by Jane Doe Lantern": [["Lantern"]],
        "Jane Doe (HNF)": [["HNF"]],
        "Jane Doe | Our Quays": [["Our Quays"]],
        "Jane Doe, HNF Energy Reporter": [["HNF"]],
        "Jane Doe, Radio Free Quay/Radio Pier": [["Radio Free Quay/Radio Pier"]],
        "Jane Doe from University of Riverton": [["University of Riverton"]],
        "Jane Doe for Signal Hill": [["Signal Hill"]],
        "Jane Doe, Springfield Daily Chronicle": [["Springfield Daily Chronicle"]],
        "Jane Lantern, AP": [["AP"]],
    }.items(),
)
def test_outlets_stand_beside_people(byline: str, beside: list[list[str]]) -> None:
    found = read(byline, LEXICON, OUTLETS).people
    assert [[outlet.text for outlet in person.affiliations] for person in found] == beside


def test_an_outlet_joined_by_and_stands_by_itself() -> None:
    found = read("Jane Doe and Harbour News Foundation", LEXICON, OUTLETS)
    assert found.people[0].affiliations == ()
    assert [name.text for name in found.others] == ["Harbour News Foundation"]


@pytest.mark.parametrize(
    "sentence",
    [
        "By Tuesday the troops had reached the border.",
        "By Tuesday, the troops had gone.",
        "By Kim Jong Un, the leader of the country, the order was given.",
        "By the time Jane Doe arrived it was dark",
        "Von Anfang an war Jane Doe dabei",
    ],
)
def test_a_sentence_is_not_understood_as_a_byline(sentence: str) -> None:
    assert not read(sentence, LEXICON, OUTLETS).understood


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            ["By", "Jane", "DOE", "and", ",", "/", "|", "AP", "Staff", "of", "von", "3 May 2024", "a@b.c", "Dr."]
        )
        | st.text(max_size=6),
        max_size=12,
    ).map(" ".join)
)
def test_every_name_is_where_it_is_said_to_be(byline: str) -> None:
    found = read(byline, LEXICON, OUTLETS)
    for name in [*(person.name for person in found.people), *found.others]:
        assert byline[name.start : name.end] == name.text
        assert name.text.strip()


def test_a_byline_within_a_text_has_the_texts_offsets() -> None:
    text = "A Headline\nBy Jane Doe, Lantern\nAll was well, said John Roe."
    found = read(text, LEXICON, OUTLETS, 11, 31)
    name = found.people[0].name
    assert text[name.start : name.end] == "Jane Doe"
    assert len(found.people) == 1


def test_a_byline_without_end_is_read_in_part() -> None:
    assert len(read("Jane Doe, " * 50_000, LEXICON).people) < 1000
