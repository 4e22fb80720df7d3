"""The matcher finds every pattern, exactly where it stands, and refuses what is not linear-time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.match import Hit, Matcher, Pattern, PatternError, regex
from compliance.text import fold


def found(patterns: list[Pattern], text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in Matcher(patterns).find(fold(text))]


def test_finds_phrases_whatever_their_case_quotes_and_spaces() -> None:
    assert found([Pattern("daily caller’s")], "THE DAILY \u00a0CALLER'S view") == ["DAILY \u00a0CALLER'S"]


def test_a_phrase_is_a_whole_word_in_every_script() -> None:
    assert found([Pattern("war")], "warm wars, war: post-war Warszawa") == ["war", "war"]
    assert found([Pattern("caf")], "café caf") == ["caf"]
    assert found([Pattern("(related:")], "text (RELATED: more)") == ["(RELATED:"]


def test_overlapping_phrases_are_all_found() -> None:
    hits = Matcher([Pattern("armed conflict"), Pattern("conflict zone"), Pattern("conflict")]).find(
        fold("an armed conflict zone")
    )
    assert [hit.pattern.text for hit in hits] == ["armed conflict", "conflict", "conflict zone"]


def test_phrases_do_not_cross_paragraphs() -> None:
    assert found([Pattern("news foundation")], "Daily News\n\nFoundation; news\nfoundation") == ["news\nfoundation"]


def test_regexes_know_letters_of_every_script() -> None:
    assert found([Pattern(r"\bp\w+", regex=True)], "the père said") == ["père"]
    assert found(
        [Pattern(r"an? (?:unnamed|\w+ reliable) source", regex=True)], "A usually reliable source; AN UNNAMED source"
    ) == [
        "A usually reliable source"[2 - 2 :],
        "AN UNNAMED source",
    ]


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)b",
        "a(?!b)",
        "(?<=a)b",
        "(?<!a)b",
        r"(a)\1",
        "a++",
        "a{2000}",
        "(a",
        "a)",
        "[a",
        "*a",
        "\\",
        r"\bélan",
        r"[^\W]",
    ],
)
def test_refuses_what_is_not_linear_and_says_what_to_write(pattern: str) -> None:
    with pytest.raises(PatternError) as caught:
        regex(pattern)
    assert caught.value.hint


def test_the_patterns_that_hang_others_are_found_at_once() -> None:
    # The two inputs of the research on rule engines, on which backtracking engines hang or silently miss.
    credit = Pattern(r"(\w+\s?)+,\s*Daily Caller News Foundation", regex=True)
    sentence = "word " * 36 + "Jane Doe, Daily Caller News Foundation"
    assert found([credit], sentence)
    assert found([Pattern("(a+)+c", regex=True)], "a" * 60 + "b aac") == ["aac"]
    assert not found([Pattern("(a+)+c", regex=True)], "a" * 100_000 + "b")


@given(
    st.lists(st.text("abc ’'é", min_size=1, max_size=4).filter(str.strip), min_size=1, max_size=6),
    st.text("abc ’'é.\n", max_size=40),
)
def test_finds_what_a_plain_search_finds(phrases: list[str], text: str) -> None:
    folded = fold(text)
    expected = set()
    for phrase in phrases:
        wanted = fold(phrase).text.strip()
        for start in range(len(folded.text)):
            end = start + len(wanted)
            if folded.text[start:end] != wanted:
                continue
            joined_before = start > 0 and folded.text[start - 1].isalnum() and wanted[0].isalnum()
            joined_after = end < len(folded.text) and folded.text[end].isalnum() and wanted[-1].isalnum()
            if not joined_before and not joined_after:
                expected.add(Hit(Pattern(phrase), *folded.original(start, end)))
    assert set(Matcher([Pattern(phrase) for phrase in phrases]).find(folded)) == expected
