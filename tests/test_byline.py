"""The check `byline`: which bylines name a reporter, and which only seem to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from building import EVERYTHING, article, complaints, judge, notes, quotes
from msgspec.structs import replace

from compliance.article import Article, Span
from compliance.checks import byline
from compliance.desk import Desk
from compliance.finding import Outcome
from compliance.language.reading import Reading
from compliance.policy import Outlet

LEXICON = Reading().lexicon(sorted((Path(__file__).parent.parent / "rules" / "lexicon").glob("*.yaml")))
HARBOUR = Outlet(name="Harbour News Foundation", aliases=("HNF",), lookalikes=("The Harbour", "Harbour"))
HERE = Span("body", 0, 0)
STORY = [
    "Crane comes down after ninety years",
    "The last crane of the old harbour came down on Monday.",
    "“It was time,” said Tomas Reyk, the engineer.",
    "By Tuesday the quay was empty.",
    "Nobody knows what comes next, said Ida Moll.",
]


def outcome(*lines: str, authors: tuple[str, ...] = (), desk: str = "", **more: Any) -> Outcome:
    rule = {name: more.pop(name) for name in ("names", "where", "require", "top", "bottom") if name in more}
    more.setdefault("form", "json" if authors else "html")
    written = article("\n".join(lines or STORY), **more)
    return found(written, authors=authors, desk=desk, **rule)


def found(written: Article, *, authors: tuple[str, ...] = (), desk: str = "", **rule: Any) -> Outcome:
    declared = article(bylines=authors).bylines
    written = written.replace(
        bylines=tuple(replace(text, place="meta author") for text in declared),
        fields={**written.fields, **{text.field: text.plain for text in declared}},
        places={"byline": HERE},
    )
    return judge(byline, written, outlet=HARBOUR, lexicon=LEXICON, desk=Desk(name=desk), **rule)


@pytest.mark.parametrize(
    ("line", "name"),
    {
        "By Jane Doe": "Jane Doe",
        "By JANE DOE / HNF": "JANE DOE",
        "by Jane Doe Harbour News Foundation, Oct. 25, 2016, 10:08 a.m.": "Jane Doe",
        "by Jane Doe:": "Jane Doe",
        "Von Anna Müller": "Anna Müller",
        "Jane Doe, Harbour News Foundation": "Jane Doe",
        "By Mary Ann de la Cruz, Staff Writer | Updated 3 hours ago": "Mary Ann de la Cruz",
    }.items(),
)
def test_a_line_at_the_top_names_the_reporter(line: str, name: str) -> None:
    result = outcome(STORY[0], line, *STORY[1:])
    assert (result.status, quotes(result)) == ("met", [name])


def test_the_metadata_name_the_reporter() -> None:
    result = outcome(authors=("Jane Doe",))
    assert (result.status, quotes(result), notes(result)) == ("met", ["Jane Doe"], "meta author")


def test_a_name_in_the_metadata_of_a_page_that_shows_nobody_is_left_to_a_person() -> None:
    result = outcome(authors=("Jane Doe",), form="html")
    assert (result.status, quotes(result), notes(result)) == ("undetermined", ["Jane Doe"], "meta author")
    assert "no reader sees it" in result.reason
    assert outcome(authors=("Jane Doe",), form="html", where=("metadata",)).status == "met"
    assert outcome(STORY[0], "By Jane Doe", *STORY[1:], authors=("Jane Doe",), form="html").status == "met"


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe is a reporter at the Harbour News Foundation.",
        "Jane Doe is a postdoctoral researcher in hydrology at the University of Riverton.",
        "Jane Doe covers ports and shipping.",
        "Jane Doe can be reached at jane@example.org.",
        "Anna Müller ist freie Journalistin in Bremen.",
    ],
)
def test_a_line_about_the_author_at_the_end_names_the_reporter(line: str) -> None:
    result = outcome(*STORY, line)
    assert result.status == "met"
    assert quotes(result) == [" ".join(line.split()[:2])]
    assert notes(result) == "line about the author"


@pytest.mark.parametrize(
    "line",
    [
        "Tomas Reyk is a researcher at the port.",
        "Ola Brandt is a professor of history, he said.",
        "Ola Brandt is the mayor of the town.",
        "Anna Brandt is the president of the harbour council.",
        "The Harbour News Foundation is a nonprofit newsroom of reporters.",
        "Ola Brandt",
        "Photos by Ola Brandt",
        "By Friday, the mayor of the town, Ola Brandt, had gone.",
    ],
)
def test_people_of_the_story_are_not_its_reporter(line: str) -> None:
    assert outcome(*STORY, line).status == "violated"
    assert outcome(line, *STORY).status == "violated"


def test_without_a_byline_the_finding_says_where_it_goes() -> None:
    result = outcome()
    assert (result.status, result.evidence, result.insert) == ("violated", (), HERE)


@pytest.mark.parametrize(
    "name",
    ["Harbour News Foundation", "HNF", "The Harbour", "Staff", "admin", "Agence France-Presse", "desk@example.org"],
)
def test_a_byline_that_names_no_person_is_quoted(name: str) -> None:
    result = outcome(authors=(name,))
    assert (result.status, quotes(result)) == ("violated", [name])
    assert result.insert == HERE


def test_an_outlet_in_the_visible_byline_is_quoted() -> None:
    result = outcome(STORY[0], "By Harbour News Foundation", *STORY[1:])
    assert (result.status, quotes(result)) == ("violated", ["Harbour News Foundation"])


def test_the_republishers_own_name_is_no_reporter() -> None:
    assert outcome(authors=("Riverton Signal",)).status == "met"
    result = outcome(authors=("Riverton Signal",), desk="Riverton Signal")
    assert (result.status, quotes(result)) == ("violated", ["Riverton Signal"])
    assert "the republisher itself" in result.reason


def test_the_sites_own_name_is_no_reporter() -> None:
    written = article("\n".join(STORY))
    site = article(bylines=["Signal Hill"]).bylines[0]
    written = written.replace(outlets=(site,), fields={**written.fields, site.field: "Signal Hill"})
    assert found(written, authors=("Signal Hill",)).status == "violated"


def test_an_account_name_is_left_to_a_person() -> None:
    result = outcome(authors=("Paddy",))
    assert (result.status, quotes(result)) == ("undetermined", ["Paddy"])
    assert outcome(authors=("Paddy", "Jane Doe")).status == "met"


def test_metadata_and_page_that_disagree_are_told() -> None:
    result = outcome(STORY[0], "By Jane Doe", *STORY[1:], authors=("John Roe",))
    assert result.status == "met"
    assert "the metadata names `John Roe`" in result.reason
    assert set(quotes(result)) == {"John Roe", "Jane Doe"}
    agreed = outcome(STORY[0], "By Jane Doe", *STORY[1:], authors=("J. Doe",))
    assert "metadata" not in agreed.reason


def test_a_name_alone_on_a_line_counts_when_the_metadata_say_so() -> None:
    assert outcome(STORY[0], "Jane Doe", *STORY[1:], where=("top",)).status == "violated"
    assert outcome(STORY[0], "Jane Doe", *STORY[1:], authors=("Jane Doe",), where=("metadata", "top")).status == "met"


def test_a_headline_is_no_byline() -> None:
    written = article("By Jane Doe\nAll was well.")
    blocks = (replace(written.body.blocks[0], kind="h1"), *written.body.blocks[1:])
    written = written.replace(body=replace(written.body, blocks=blocks))
    assert found(written).status == "violated"


def test_one_of_these_reporters_it_must_be() -> None:
    assert outcome(authors=("JANE DOE",), names=("Jane Doe", "John Roe")).status == "met"
    result = outcome(authors=("Ann Poe",), names=("Jane Doe",))
    assert (result.status, quotes(result)) == ("violated", ["Ann Poe"])


def test_places_that_do_not_count_are_not_read() -> None:
    assert outcome(authors=("Jane Doe",), where=("top", "bottom")).status == "violated"
    assert outcome(*STORY, "Jane Doe covers ports.", where=("metadata", "top")).status == "violated"


def test_any_byline_at_all_may_do() -> None:
    assert outcome(authors=("Harbour News Foundation",), require="any").status == "met"
    assert outcome(authors=("admin",), require="any").status == "violated"


def test_a_byline_far_down_does_not_count() -> None:
    filler = ["The river rose again."] * 9
    assert outcome(*filler, "By Jane Doe", *filler).status == "violated"


def test_a_format_without_bylines_leaves_it_open() -> None:
    result = outcome(form="text", carries=frozenset(["body"]))
    assert (result.status, result.insert) == ("undetermined", HERE)
    assert outcome("By Jane Doe", *STORY, form="text", carries=frozenset(["body"])).status == "met"


def test_plain_text_has_no_metadata_to_judge() -> None:
    assert outcome(form="text", carries=EVERYTHING, where=("metadata",)).status == "undetermined"


def test_rules_that_can_never_be_met_are_refused() -> None:
    assert complaints(byline, where=()) == ["where"]
    assert complaints(byline, top=0, bottom=-1) == ["top", "bottom"]
    assert complaints(byline, names=("…",)) == ["names"]
