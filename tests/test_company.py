"""Sentences and what stands in them: the same as a search of every sentence for every entry."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from compliance.company import Companions, Company
from compliance.match import Matcher, Pattern
from compliance.sentence import Sentences
from compliance.text import fold, fold_phrase
from compliance.vocabulary import Vocabulary

ENDS = (". ", "! ", "? ", ".” ", "!” ", "?” ", '." ', '!" ', '?" ', "\n")
PIECES = st.sampled_from(
    [
        "he",
        "she",
        "was",
        "shot",
        "cafe",
        "é",
        "€",
        "5",
        " ",
        " ",
        ".",
        "!",
        "?",
        "”",
        '"',
        "\n",
        "-",
        "'",
        "\u00a0",
        "ß",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.lists(PIECES, min_size=200, max_size=700).map("".join)
PHRASES = st.lists(st.sampled_from(["he", "was", "she was", "'s", "€", "$", "cafe", "é", "5-he", "ss", "shot", "he."]))


@dataclass(frozen=True)
class Rule:
    vocabulary: tuple[Vocabulary, ...]
    lists: dict[str, list[str]]
    unless: tuple[str, ...] = ()


@given(TEXTS, st.data())
def test_a_sentence_lies_between_the_marks_around_a_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 5)))
    low, high = max(0, start - 300), end + 300
    first = max(text.rfind(mark, low, start) for mark in ENDS)
    lasts = (found for mark in ENDS if (found := text.find(mark, end, high)) >= 0)
    sentence = Sentences(text, fold(text)).around(start, end)
    assert (sentence.start, sentence.end) == (max(first + 1, low), min(lasts, default=min(high, len(text))))


@given(TEXTS, st.dictionaries(st.sampled_from("abc"), PHRASES.filter(bool), min_size=1), st.data())
def test_entries_stand_where_a_search_of_the_sentence_finds_them(
    text: str, lists: dict[str, list[str]], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(text)))
    folded = fold(text)
    sentence = Sentences(text, folded).around(at, at)
    company = Company(Rule((Vocabulary(terms=("x",), near=tuple(lists)),), lists))
    expected: dict[str, set[tuple[int, int]]] = {}
    for name, phrases in lists.items():
        patterns = [Pattern(fold_phrase(each)) for each in phrases]
        found = Matcher(patterns).find(folded.part(text, sentence.start, sentence.end))
        if found:
            expected[name] = {(sentence.start + a, sentence.start + b) for each in found.values() for _, a, b in each}
    standing = company.standing(sentence)
    assert {name: set(places) for name, places in standing.items()} == expected
    assert company.seen(sentence) >= standing.keys()


@given(
    st.lists(st.sampled_from(["he", "was", "she", "x", "shot", "é", " ", " ", ". ", "\n", ", "]), max_size=30),
    st.lists(st.lists(st.sampled_from("abc"), max_size=2).map(tuple), min_size=5, max_size=5),
    st.integers(0, 3),
)
def test_a_list_that_cannot_stand_decides_as_its_entries_do(
    pieces: list[str], chosen: list[tuple[str, ...]], reach: int
) -> None:
    text = "".join(pieces)
    after, before, near, without, earlier = chosen
    vocabulary = Vocabulary(
        terms=("x",), after=after, before=before, near=near, without=without, earlier=earlier, reach=reach
    )
    lists = {"a": ["he", "she was"], "b": ["shot", "é"], "c": ["was", "x"]}
    company = Company(Rule((vocabulary,), lists))
    unseeing = Company(Rule((vocabulary,), lists))
    unseeing.seen = lambda sentence: frozenset(lists)  # type: ignore[method-assign]
    sentences = Sentences(text, fold(text))
    for at in (at for at in range(len(text)) if text[at] == "x"):
        assert Companions(company, sentences).suit(vocabulary, at, at + 1) == Companions(unseeing, sentences).suit(
            vocabulary, at, at + 1
        )
