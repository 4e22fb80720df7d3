"""Prescribed wordings: what a credit line may look like, and what is none."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.language.reading import Reading
from compliance.passage import misspelt
from compliance.policy import Outlet
from compliance.wording import WordingError, tokens, wordings

LEXICON = Reading().lexicon(sorted((Path(__file__).parent.parent / "rules" / "lexicon").glob("*.yaml")))
LANTERN = Outlet(name="The Lantern Post", aliases=("LanternPost",), lookalikes=("The Lantern Post Weekly",))
LINE = "This story was originally published by {outlet}"


def found(
    template: str, text: str, *, outlet: Outlet = LANTERN, people: tuple[str, ...] = (), typos: int = 1
) -> list[str]:
    matched = wordings((template,), LEXICON, outlet, people, typos)
    return [text[place.start : place.end] for place in matched.find(text, 0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "This story was originally published by The Lantern Post.",
        "This story was originally published by the Lantern Post, a nonprofit newsroom. Sign up for its letter.",
        "THIS STORY WAS ORIGINALLY PUBLISHED BY THE LANTERN POST",
        "(This story was originally published by Lantern Post)",
        "This story was originally published by LanternPost on May 3, 2024.",
        "This essay was originally published on The Lantern Post",
        "This article first appeared in The Lantern Post",
        "This op-ed originally ran in the Lantern Post",
        "This column was reported by the Lantern Post.",
        "This story was originaly published by The Lantern Post",
        "This story was originally publisehd by The Lantern Post",
        "This story was originally published by The Lantren Post",
        "This  story\u00a0was ori\u00adginally published by The “Lantern Post”",
        "Editor’s note: This story was originally published by The Lantern Post.",
        "A version of this story was originally published by The Lantern Post.",
    ],
)
def test_the_line_may_vary(text: str) -> None:
    assert len(found(LINE, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The Lantern Post reported the story.",
        "This story was originally published by The Harbour.",
        "This story was originally published by The Lantern Post Weekly.",
        "This story was originaly publishd by The Lantern Post",
        "This story was long. It was originally published by The Lantern Post",
        "This story was originally published.\nBy The Lantern Post",
        "This bridge was originally published by The Lantern Post",
        "",
    ],
)
def test_the_line_must_be_there(text: str) -> None:
    assert found(LINE, text) == []


def test_the_place_is_exact() -> None:
    text = "Hello. This story was originally published by the “Lantern Post”, of Riverton."
    assert found(LINE, text) == ["This story was originally published by the “Lantern Post"]


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("by {author}, The Lantern Post", "By Jane de Vries, the Lantern Post"),
        ("{author} / {outlet}", "JANE DOE / The Lantern Post"),
        ("{author} | Community News Service", "Jane Doe | Community News Service"),
        ("by {author} of {outlet}.", "by Jane Doe of The Lantern Post"),
        (
            "This story by {author} originally appeared on {outlet} on {date}.",
            "This piece by Jane Doe was first published on LanternPost on 3 May 2024",
        ),
        (
            "This story by {author} originally appeared on {outlet} on {date}.",
            "This piece by J. R. Doe first ran in LanternPost on Oct. 3, 2024",
        ),
        (
            "This article by {outlet} is published here as part of the global collaboration Tide Watch.",
            "This story by The Lantern Post is published here as part of the global collaboration Tide Watch",
        ),
        (
            "This work is republished under a Creative Commons BY NC ND licence from {outlet}",
            "This article is republished under a Creative Commons BY-NC-ND license from The Lantern Post",
        ),
        (
            "This story was originally published by {outlet}. {outlet} is a nonprofit newsroom",
            "This story was originally published by The Lantern Post. The Lantern Post is a nonproft newsroom",
        ),
        ("Originally published by {outlet}", "This column by Jane Doe was first published by The Lantern Post"),
        ("This {noun} was {published} by {outlet} and is republished {any} Tide Watch",
         "This report was published by The Lantern Post and is republished here as part of Tide Watch"),
        ("Reprinted with permission of {outlet}", "Reprinted with permission of The Lantern Post"),
        ("© {outlet}", "© The Lantern Post"),
    ],
)  # fmt: skip
def test_slots_take_what_they_name(template: str, text: str) -> None:
    assert found(template, text) == [text]


def test_a_known_author_is_the_only_one_who_counts() -> None:
    template = "This story by {author} was originally published by {outlet}"
    text = "This story by Jane Doe was originally published by The Lantern Post"
    assert found(template, text, people=("Jane Doe",))
    assert not found(template, text, people=("John Roe",))


def test_running_text_is_no_credit_line() -> None:
    for text in (
        "He showed footage provided by The Lantern Post.",
        "The map came courtesy of the Lantern Post.",
        "A review by The Lantern Post found nothing.",
    ):
        for template in LEXICON.credit_wordings:
            assert found(template, text) == []


def test_the_usual_wordings_find_the_usual_lines() -> None:
    usual = wordings(LEXICON.credit_wordings, LEXICON, LANTERN)
    for text in (
        "This article is republished from The Lantern Post under a Creative Commons licence.",
        "Provided by The Lantern Post",
        "With the kind permission of The Lantern Post, we print this here.",
        "© 2024 The Lantern Post",
        "Dieser Beitrag erschien zuerst bei The Lantern Post.",
        "Cet article a été publié par The Lantern Post.",
    ):
        assert len(usual.find(text, 0, len(text))) == 1, text


def test_a_short_name_is_not_taken_for_its_neighbour() -> None:
    texan = Outlet(name="The Texan")
    assert not found(LINE, "This story was originally published by The Texas Tribune", outlet=texan)
    assert found(LINE, "This story was originally published by The Texan", outlet=texan)


def test_typos_can_be_forbidden() -> None:
    assert not found(LINE, "This story was originaly published by The Lantern Post", typos=0)


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("by {writer}", "there is no slot `{writer}`"),
        ("by {outlet", "a brace stands alone"),
        ("", "the wording has no words"),
        ("{any}", "the wording has no words"),
        ("by {outlet} {any}", "`{any}` stands at an end of the wording"),
    ],
)
def test_a_template_that_cannot_be_matched_is_refused(template: str, problem: str) -> None:
    with pytest.raises(WordingError, match=problem.replace("{", r"\{")) as error:
        tokens(template)
    assert error.value.hint


WORDS = st.text("abcd", min_size=4, max_size=9)


@given(WORDS, st.data())
def test_one_slip_is_a_misspelling(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    dropped, doubled = word[:at] + word[at + 1 :], word[:at] + "x" + word[at:]
    changed, swapped = word[:at] + "x" + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert misspelt(dropped, word)
    assert misspelt(doubled, word)
    assert misspelt(changed, word)
    assert misspelt(swapped, word) == (swapped != word)
    assert not misspelt("xx" + word, word)
    assert not misspelt(word, word)


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(["This", "story", "was", "by", "The", "Lantern", "Post", ".", "\n", "3", "May", "Jane"])
        | st.text(max_size=4),
        max_size=20,
    )
)
def test_whatever_the_text_places_are_in_order_and_within_it(pieces: list[str]) -> None:
    text = " ".join(pieces)
    places = wordings(LEXICON.credit_wordings, LEXICON, LANTERN).find(text, 0, len(text))
    assert all(0 <= one.start < one.end <= len(text) for one in places)
    assert all(one.end <= other.start for one, other in pairwise(places))
