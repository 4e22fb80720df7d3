"""The check `credit`: a credit line, a mention and an outlet's own notice are three different things."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from building import article, complaints, judge, notes, quotes
from msgspec.structs import replace

from compliance.article import Span
from compliance.checks import credit
from compliance.finding import Outcome
from compliance.language.reading import Reading
from compliance.policy import Outlet
from compliance.runs import Runs

LEXICON = Reading().lexicon(sorted((Path(__file__).parent.parent / "rules" / "lexicon").glob("*.yaml")))
HARBOUR = Outlet(name="Harbour News Foundation", aliases=("HNF",), lookalikes=("The Harbour", "Harbour News"))
BYLINE, TOP, BOTTOM = (Span("body", at, at) for at in (0, 1, 2))
TITLE = "Crane comes down after ninety years"
STORY = [f"Paragraph {number} tells what Tomas Reyk did on Monday." for number in range(1, 7)]
NOTICE = (
    "All content created by the Harbour News Foundation, an independent newswire, is free to any publisher. "
    "All republished articles must include our logo, our reporter’s byline and their HNF affiliation."
)
LINE = "This story was originally published by the Harbour News Foundation."
MENTION = "A Harbour News Foundation review of public records found rust."


def outcome(*lines: str, authors: tuple[str, ...] = (), outlet: Outlet | None = HARBOUR, **more: Any) -> Outcome:
    parameters = ("wordings", "position", "within", "near", "typos")
    rule = {name: more.pop(name) for name in parameters if name in more}
    written = article("\n".join(lines), bylines=authors, **more)
    blocks = (replace(written.body.blocks[0], kind="h1"), *written.body.blocks[1:])
    written = written.replace(
        body=replace(written.body, blocks=blocks),
        bylines=tuple(replace(text, place="meta author") for text in written.bylines),
        places={"byline": BYLINE, "top": TOP, "bottom": BOTTOM},
    )
    return judge(credit, written, outlet=outlet, lexicon=LEXICON, **rule)


class TestInTheByline:
    @pytest.mark.parametrize(
        ("line", "credited"),
        {
            "By Jane Doe, Harbour News Foundation": "Harbour News Foundation",
            "JANE DOE / HNF": "HNF",
            "By Jane Doe | Harbour News Foundation": "Harbour News Foundation",
            "By Jane Doe, Harbour News Fundation": "Harbour News Fundation",
            "By Jane Doe, energy reporter, Harbour News Foundation": "Harbour News Foundation",
            "by Jane Doe, AP, and John Roe, special to HNF": "HNF",
            "By the Harbour News Foundation": "the Harbour News Foundation",
        }.items(),
    )
    def test_the_outlet_stands_there(self, line: str, credited: str) -> None:
        result = outcome(TITLE, line, *STORY, position="byline")
        assert (result.status, quotes(result)) == ("met", [credited])

    def test_metadata_and_visible_byline_complete_each_other(self) -> None:
        visible = (TITLE, "By Jane Doe, Harbour News Foundation", *STORY)
        assert outcome(*visible, authors=("Jane Doe",), position="byline").status == "met"
        assert outcome(TITLE, *STORY, authors=("Jane Doe, HNF",), position="byline").status == "met"
        assert outcome(TITLE, *STORY, authors=("Jane Doe", "HNF"), position="byline").status == "met"

    def test_a_line_about_the_author_gives_the_affiliation(self) -> None:
        about = "Jane Doe is a reporter at the Harbour News Foundation."
        result = outcome(TITLE, *STORY, about, position="byline")
        assert (result.status, notes(result)) == ("met", "line about the author")
        far = (
            "Jane Doe is a reporter in "
            + "a small town by the sea, " * 5
            + "and works for the Harbour News Foundation."
        )
        assert outcome(TITLE, *STORY, far, position="byline").status == "violated"
        assert outcome(TITLE, *STORY, far, position="byline", near=200).status == "met"

    @pytest.mark.parametrize("name", ["The Harbour", "Harbour News"])
    def test_a_lookalike_is_named(self, name: str) -> None:
        result = outcome(TITLE, f"By Jane Doe, {name}", *STORY, authors=("Jane Doe",), position="byline")
        assert (result.status, quotes(result)) == ("violated", [name])
        assert f"`{name}`, which is not `Harbour News Foundation`" in result.reason
        assert result.insert == BYLINE

    def test_a_visible_byline_that_is_declared_too_is_no_mention(self) -> None:
        written = article(f"{TITLE}\nBy Jane Doe, The Harbour\n{STORY[0]}")
        byline = replace(written.body, plain="By Jane Doe, The Harbour", runs=Runs(24, (0,), (36,), (60,)), blocks=())
        result = judge(credit, written.replace(bylines=(byline,)), outlet=HARBOUR, lexicon=LEXICON, position="byline")
        assert (result.status, quotes(result)) == ("violated", ["The Harbour"])

    def test_a_mention_and_the_outlets_notice_are_no_credit(self) -> None:
        result = outcome(TITLE, "By Jane Doe", MENTION, *STORY, NOTICE, authors=("Jane Doe",), position="byline")
        assert result.status == "violated"
        assert {"Harbour News Foundation", "Jane Doe", "HNF"} == set(quotes(result))
        assert "a mention in running text is no credit" in result.reason
        assert result.insert == BYLINE

    def test_without_a_byline_there_is_nothing_to_stand_beside(self) -> None:
        result = outcome(TITLE, *STORY, NOTICE, position="byline")
        assert (result.status, result.insert) == ("violated", BYLINE)
        assert result.reason.startswith("there is no byline")

    def test_a_person_of_the_story_beside_the_outlet_is_no_byline(self) -> None:
        line = "Tomas Reyk, Harbour News Foundation, was asked to comment on what he did on Monday."
        assert outcome(TITLE, *STORY, line, position="byline").status == "violated"

    @pytest.mark.parametrize(
        ("wording", "line", "met"),
        [
            ("by {author}, {outlet}", "By Jane Doe, HNF", True),
            ("{author} / {outlet}", "Jane Doe / HNF", True),
            ("{author} | Harbour News Foundation", "By Jane Doe | Harbour News Foundation", True),
            ("{author} of {outlet}", "By Jane Doe, HNF", False),
            ("{author}, {outlet}", "By HNF", False),
        ],
    )
    def test_a_prescribed_form_is_kept(self, wording: str, line: str, met: bool) -> None:
        result = outcome(TITLE, line, *STORY, wordings=(wording,), position="byline")
        assert result.status == ("met" if met else "violated")

    def test_a_format_without_bylines_leaves_it_open(self) -> None:
        result = outcome(TITLE, *STORY, position="byline", form="text", carries=frozenset(["body"]))
        assert (result.status, result.insert) == ("undetermined", BYLINE)


class TestInALine:
    @pytest.mark.parametrize(
        "line",
        [
            LINE,
            "This article first appeared in the Harbour News Foundation on May 3, 2024.",
            "This essay by Jane Doe was originally published by HNF.",
            "This article is republished from Harbour News Foundation under a Creative Commons licence.",
            "Provided by HNF",
            "With the kind permission of the Harbour News Foundation, these articles stand here.",
            "Editor’s note: This article, distributed by Pier Wire, was originally published on the HNF website.",
            "By Jane Doe, Harbour News Foundation",
        ],
    )
    def test_the_usual_lines_count(self, line: str) -> None:
        result = outcome(TITLE, line, *STORY, position="top")
        assert result.status == "met"
        assert any(name in quotes(result)[0] for name in HARBOUR.names)

    @pytest.mark.parametrize("line", [MENTION, NOTICE, "The film, courtesy of the HNF, shows rust."])
    @pytest.mark.parametrize("position", ["top", "bottom", "anywhere"])
    def test_mentions_and_notices_do_not(self, line: str, position: str) -> None:
        result = outcome(TITLE, line, *STORY[:3], line, position=position)
        assert result.status == "violated"
        assert set(notes(result).split("; ")) == {"a mention, not a credit"}
        assert result.insert == (TOP if position == "top" else BOTTOM)

    def test_the_place_is_counted_in_paragraphs(self) -> None:
        byline = "By Jane Doe"
        assert outcome(TITLE, byline, *STORY[:2], LINE, *STORY, position="top").status == "met"
        late = outcome(TITLE, byline, *STORY[:3], LINE, *STORY, position="top")
        assert (late.status, late.insert) == ("violated", TOP)
        assert quotes(late) == [LINE.removesuffix(".")]
        assert "paragraph 4 of 10; it must stand within the first 3 paragraphs" in late.reason
        assert outcome(TITLE, *STORY, LINE, *STORY[:3], position="bottom").status == "violated"
        assert outcome(TITLE, *STORY, LINE, *STORY[:2], position="bottom").status == "met"
        assert outcome(TITLE, *STORY, LINE, *STORY, position="anywhere").status == "met"

    def test_a_credit_that_stands_twice_is_quoted_twice(self) -> None:
        result = outcome(TITLE, LINE, *STORY, LINE, position="top")
        assert (result.status, len(quotes(result))) == ("met", 1)
        assert len(quotes(outcome(TITLE, LINE, *STORY, LINE))) == 2

    def test_a_prescribed_line_wants_its_words(self) -> None:
        wording = ("Originally published by {outlet} as part of Tide Watch",)
        assert outcome(TITLE, *STORY, LINE, wordings=wording).status == "violated"
        line = "This story was first published by HNF as part of Tide Watch, a collaboration."
        assert outcome(TITLE, *STORY, line, wordings=wording).status == "met"

    def test_a_typo_is_forgiven_or_not(self) -> None:
        line = LINE.replace("published", "publishd")
        assert outcome(TITLE, *STORY, line).status == "met"
        assert outcome(TITLE, *STORY, line, typos=0).status == "violated"

    def test_a_caption_credits_a_picture_only(self) -> None:
        written = outcome("Courtesy of the Harbour News Foundation", *STORY)
        assert written.status == "violated"

    def test_another_outlets_credit_is_none(self) -> None:
        result = outcome(TITLE, "This story was originally published by The Harbour.", *STORY)
        assert result.status == "violated"
        assert quotes(result) == ["The Harbour"]

    def test_a_byline_in_the_metadata_is_not_at_the_top(self) -> None:
        assert outcome(TITLE, *STORY, authors=("Jane Doe, HNF",), position="top").status == "violated"
        assert outcome(TITLE, *STORY, authors=("Jane Doe, HNF",)).status == "met"


def test_without_an_outlet_nothing_can_be_said() -> None:
    assert outcome(TITLE, LINE, *STORY, outlet=None).status == "undetermined"
    fixed = ("This story was originally published by the Harbour News Foundation",)
    assert outcome(TITLE, LINE, *STORY, outlet=None, wordings=fixed).status == "met"


def test_rules_that_match_nothing_or_anything_are_refused() -> None:
    assert complaints(credit, wordings=("by {writer}", "{outlet}")) == ["wordings", "wordings"]
    assert complaints(credit, wordings=("{outlet}",), position="byline") == []
    assert complaints(credit, within=0, near=-1, typos=9) == ["within", "near", "typos"]
