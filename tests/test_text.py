"""Folding and the runs that lead back from it: nothing changes place unnoticed."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from compliance.fingerprint import CONTEXT, first_words, last_words, plain
from compliance.runs import Weaver
from compliance.text import fold, fold_phrase

ODD = "ab A\u00ad\u200b\u0301é“”‘’–—… \u00a0\n\t\rßﬁİŉ𝒳字'\""
AWKWARD = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=60)


def test_folds_what_an_editor_calls_the_same() -> None:
    assert (
        fold("The  “Daily\u00a0Caller”\u200b News\u00adroom — it’s…").text == 'the "daily caller" newsroom - it\'s...'
    )
    assert fold("cafe\u0301").text == fold("CAFÉ").text == "café"
    assert fold("STRASSE").text == fold("Straße").text


def test_a_paragraph_break_stays_a_break_and_a_line_break_does_not() -> None:
    assert fold("News\nFoundation").text == "news foundation"
    assert fold("News\r\n\r\nFoundation").text == "news\n\nfoundation"


def test_a_folded_phrase_leads_back_to_what_was_written() -> None:
    text = "He said: the  Stra\u00adße is “ﬁne”."
    folded = fold(text)
    at = folded.text.index('strasse is "fine"')
    assert text[slice(*folded.original(at, at + len('strasse is "fine"')))] == "Stra\u00adße is “ﬁne”"


@given(AWKWARD)
def test_every_folded_character_comes_from_where_it_says(text: str) -> None:
    folded = fold(text)
    end = 0
    for index in range(len(folded.text)):
        first, last = folded.original(index, index + 1)
        assert 0 <= first <= last <= len(text)
        assert folded.text[index] in fold(text[first:last]).text or not fold(text[first:last]).text.strip()
        assert last >= end
        end = last
    assert folded.original(0, len(folded.text))[1] <= len(text)


@given(AWKWARD, AWKWARD)
def test_folding_is_by_place(left: str, right: str) -> None:
    joined = fold(f"{left} | {right}")
    at = joined.text.rindex("|") if "|" not in right else None
    if at is not None:
        start, end = joined.original(at, at + 1)
        assert f"{left} | {right}"[start:end] == "|"


@given(st.text(max_size=12) | st.text("aB' -x.", max_size=8))
def test_a_phrase_is_folded_as_a_text_is(text: str) -> None:
    assert fold_phrase(text) == fold(text).text.strip()


@pytest.mark.parametrize("gap", [" \xad ", "\u200b \u200b", " \u200b\xad\n", "\xa0\u2060 "])
def test_an_invisible_character_between_spaces_parts_no_phrase(gap: str) -> None:
    text = f"the war{gap}on drugs"
    folded = fold(text)
    assert folded.text == "the war on drugs"
    assert text[slice(*folded.original(7, 8))] == gap
    assert fold(f"one\xad{gap}\n\n\u200btwo").text == "one\n\ntwo"


@given(AWKWARD)
@example("0 \xad\r0")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold_phrase(text)
    assert fold_phrase(once) == once


@given(st.lists(st.tuples(st.text(max_size=5), st.integers(0, 4)), max_size=12))
def test_a_weaver_knows_where_each_piece_came_from(pieces: list[tuple[str, int]]) -> None:
    weaver = Weaver()
    raw = 0
    expected = []
    for piece, longer in pieces:
        weaver.add(piece, raw, raw + len(piece) + longer)
        expected += [(raw, raw + len(piece) + longer)] * (1 if piece else 0)
        raw += len(piece) + longer
    runs = weaver.runs()
    assert runs.length == len(weaver.text())
    at = 0
    for (piece, longer), (first, last) in zip([each for each in pieces if each[0]], expected, strict=True):
        assert runs.original(at, at + len(piece)) == (first, last)
        if not longer:
            assert runs.original(at, at + 1) == (first, first + 1)
        at += len(piece)


def test_folding_takes_time_linear_in_the_text() -> None:
    # Inputs on which a careless pattern would go back over the same characters: this must simply return.
    for awkward in (" " * 200_000, "\n " * 100_000, "a\u0301" * 100_000, "\u00ad" * 200_000, " \u00a0" * 100_000 + "x"):
        assert len(re.sub(r"\s", "", fold(awkward).text)) <= len(awkward)


@given(st.one_of(st.text(max_size=60), st.text(alphabet=st.characters(max_codepoint=127), max_size=60)))
@example("Said\x1c\tMARA \x0b\r\n\n  Ellison")
def test_what_a_finding_is_known_by_is_folded_the_short_way_too(text: str) -> None:
    assert plain(text) == " ".join(fold(text).text.split())


@given(st.lists(st.one_of(AWKWARD, st.sampled_from(["a", "bc", " ", "\u200b", "\u00ad "])), max_size=30).map(" ".join))
def test_the_words_around_a_finding_are_those_of_the_whole_text(text: str) -> None:
    words = plain(text).split()
    assert last_words(text) == " ".join(words[-CONTEXT:])
    assert first_words(text) == " ".join(words[:CONTEXT])
