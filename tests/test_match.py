"""The matcher finds every pattern, exactly where it stands, and refuses what is not linear-time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.literals import needed, required, words
from compliance.match import Hit, Matcher, Pattern, PatternError, Sought, regex
from compliance.text import fold


def hits(patterns: list[Pattern], text: str) -> list[Hit]:
    found = Matcher(patterns).find(fold(text))
    return sorted((hit for each in found.values() for hit in each), key=lambda hit: hit[1:])


def found(patterns: list[Pattern], text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in hits(patterns, text)]


def test_finds_phrases_whatever_their_case_quotes_and_spaces() -> None:
    assert found([Pattern("daily caller’s")], "THE DAILY \u00a0CALLER'S view") == ["DAILY \u00a0CALLER'S"]


def test_a_phrase_is_a_whole_word_in_every_script() -> None:
    assert found([Pattern("war")], "warm wars, war: post-war Warszawa") == ["war", "war"]
    assert found([Pattern("caf")], "café caf") == ["caf"]
    assert found([Pattern("(related:")], "text (RELATED: more)") == ["(RELATED:"]


def test_overlapping_phrases_are_all_found() -> None:
    patterns = [Pattern("armed conflict"), Pattern("conflict zone"), Pattern("conflict")]
    found = hits(patterns, "an armed conflict zone")
    assert [hit.pattern.text for hit in found] == ["armed conflict", "conflict", "conflict zone"]


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
    assert set(hits([Pattern(phrase) for phrase in phrases], text)) == expected


WORDS = ["café", "photo", "credit", "news", "K", "ſ", "“", "Story", "é"]
BORDER = r"(?:\bnews\b)"
ATOM = st.sampled_from(
    [*WORDS, r"\d", r"\w+", ".", "[a-f]", "[^n]", r"\W", " ", r"[Pp]hoto", BORDER, "x{2,}", "^", "$"]
)
PATTERN = st.recursive(
    ATOM,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=4).map("".join)
        | st.lists(inner, min_size=1, max_size=3).map(lambda each: f"(?:{'|'.join(each)})")
        | st.tuples(inner, st.sampled_from(["?", "*", "+", "{0,2}", "{1,2}", "{2}"])).map(lambda e: f"(?:{e[0]}){e[1]}")
    ),
    max_leaves=6,
)

LISTED = st.lists(
    st.sampled_from(["news", "newsx", "photo", "K", "xx", "a", "7", "xx a", "a xx", "news-a", "a a"]),
    min_size=1,
    max_size=3,
).map(lambda each: rf"\b(?:{'|'.join(each)})s?\b")


@given(
    st.lists(PATTERN | LISTED, min_size=1, max_size=5),
    st.lists(st.sampled_from([*WORDS, " ", "a", "7", "xx", "—"]), max_size=25),
)
def test_no_expression_is_hidden_by_the_literals_it_requires(patterns: list[str], pieces: list[str]) -> None:
    text = "".join(pieces)
    folded = fold(text)
    expected = set()
    for each in patterns:
        for match in regex(each).finditer(folded.text):
            if match.end() > match.start():
                expected.add(Hit(Pattern(each, regex=True), *folded.original(*match.span())))
    assert set(hits([Pattern(each, regex=True) for each in patterns], text)) == expected


BOUNDED = st.sampled_from(
    [r"\bphoto.{0,3}", r".{0,3}photo\b", r"(?:^|.)credit", r"x?news$", r"[a-f]{0,2}photo.{1,2}", r"photo.*credit",
     r"a?aaaaa", r"newsx.?", r"(?:photo|credit).", r"é.{0,2}credit", r"credit\w*", r"\w* photo\w*", r"photo[^x]*credit",
     r"\w?photo\s*credit", r"(?s)x?photo.*credit", r"\bcredit.*\bphoto", r"x?photo\W+credit", r"[^\n]*photo[^a]*"]
)  # fmt: skip


@given(
    st.lists(BOUNDED, min_size=1, max_size=4),
    st.lists(st.sampled_from([*WORDS, " ", "a", "aa", "x", "—", "\n", "\n\n"]), max_size=40),
)
def test_an_expression_is_tried_where_its_literals_stand_as_if_on_the_whole_text(
    patterns: list[str], pieces: list[str]
) -> None:
    folded = fold("".join(pieces))
    expected = {
        Hit(Pattern(each, regex=True), *folded.original(*match.span()))
        for each in patterns
        for match in regex(each).finditer(folded.text)
    }
    assert set(hits([Pattern(each, regex=True) for each in patterns], "".join(pieces))) == expected


def test_what_is_looked_for_together_keeps_its_order_and_is_known_to_the_matcher() -> None:
    first, second, other = Pattern("news"), Pattern("photo"), Pattern("credit")
    matcher = Matcher([first, second])
    found = matcher.find(fold("photo news photo"))
    for patterns in ([first, second], [second, first, second], [second, other, *map(Pattern, "abc"), first]):
        sought = Sought(patterns)
        assert sought.standing(found) == [each for each in dict.fromkeys(patterns) if each in found]
        assert sought.stands(found)
    assert not Sought([other]).stands(found)
    matcher.require(Sought([first]))
    with pytest.raises(KeyError):
        matcher.require(Sought([first, other]))


def test_a_pattern_is_only_tried_where_it_may_match() -> None:
    assert required(r"\bcolou?r(?:s|ed)?\b") == {"color", "colors", "colored", "colour", "colours", "coloured"}
    assert required(r"Photo\W+(?:\w+\W+){0,3}by [^.]*courtesy") == {"courtesy"}
    assert required(r"(?:photograph|picture) by") == {"photograph by", "picture by"}
    assert required(r"(?:foo.*|bar.*)x+") == {"foo", "bar"}
    assert required(r"â€|él") == {"â€", "él"}
    assert required(r"\$\{[a-z_]+\}") == {"${"}
    assert needed(r"colou?r.*(?:photo|film)") == [{"color", "colour"}, {"film", "photo"}]


def test_an_expression_that_lists_words_is_looked_for_word_by_word() -> None:
    assert words(r"\b[Ff]ilm(?:s|ed)?\b") == {"film", "films", "filmed"}
    assert words(r"\b(?:film|photo)\b") == {"film", "photo"}
    assert words(r"\b(?:red|a new (?:film|photo))\b") == {"red", "a new film", "a new photo"}
    for other in (
        r"\bfilm",
        r"\bfilm|photo\b",
        r"\b(?:red|red film)\b",
        r"\b(?:film|film-x|films)\b",
        r"\b(?:red )?film|(?:new) photo\b",
        r"\bfilm+\b",
        r"\bfilm\b.*\bred\b",
        r"\bfilé\b",
        r"\b(?-i:film)\b",
        r"\ban?\b",
        r"\b\b",
    ):
        assert words(other) is None
    pattern = Pattern(r"\bfilm(?:s|ed)?\b", regex=True)
    text = "éfilm films Film_x film-films, filmed."
    expected = [match.span() for match in regex(pattern.text).finditer(fold(text).text)]
    assert (
        [(hit.start, hit.end) for hit in hits([pattern], text)]
        == expected
        == [(1, 5), (6, 11), (19, 23), (24, 29), (31, 37)]
    )


@pytest.mark.parametrize(
    "pattern",
    [r"\d{3}-\d\d", "ab|cde", "(?:long)?x", "[[:alpha:]]long", "a{,5}long", r"\Qlong\E", r"\x{41}long", "éß"],
)
def test_what_requires_nothing_or_is_read_otherwise_is_always_tried(pattern: str) -> None:
    assert required(pattern) is None
