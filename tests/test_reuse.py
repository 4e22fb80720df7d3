"""What was taken from whom: the stretches two texts share, what of them counts, and the index that finds them."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.article import Article
from compliance.letters import Letters, count_words
from compliance.originals import Given
from compliance.overlap import overlaps
from compliance.readers import read_record, read_text
from compliance.reuse import Reuse, reuses
from compliance.shelf import Shelf

FIXTURES = Path(__file__).parent.parent / "fixtures"

CLINIC = [
    "The river clinic opened its doors on Monday, nine years after it was promised to the people of the town.",
    "Forty beds stand under a roof of copper that the neighbours can see from the other bank of the river.",
    "Its doctors came from three hospitals in the valley, and most of them had been born within sight of it.",
    "Whether the winter ward will open as well depends on a vote that the council has put off until March.",
]
FERRY = [
    "The ferry to the island will not sail before the ice has gone, its captain told the harbour board on Friday.",
    "Passengers who hold a winter ticket will be paid back at the counter beside the fish market until May.",
    "Two of the older boats are to be sold, and nobody could say on Friday who might want to have them.",
]
SPEECH = "We have waited for this day since my grandmother signed the first petition, and we will not wait any longer"
NOTICE = (
    "Sign up for the morning letter of the Valley Post, which reaches nine thousand readers before breakfast is over"
)


def article(name: str, *paragraphs: str, **more: Any) -> Article:
    found = read_record({"body": "\n\n".join(paragraphs), **more}, name)
    assert isinstance(found, Article), found
    return found


def taken(copy: Article, *originals: Article) -> list[tuple[str, int]]:
    return [(each.original.id, each.taken) for each in reuses(copy, Shelf(originals))]


def words(*texts: str) -> int:
    return sum(map(count_words, texts))


def only(found: tuple[Reuse, ...]) -> Reuse:
    (each,) = found
    return each


def test_a_passage_is_shown_with_its_places_on_both_sides() -> None:
    copy, original = article("copy", FERRY[0], CLINIC[1], FERRY[1]), article("clinic", *CLINIC)
    found = only(reuses(copy, Shelf([original])))
    (passage,) = found.passages
    assert copy.body.plain[passage.start : passage.end] == CLINIC[1].rstrip(".")
    assert original.body.plain[passage.was : passage.was_end] == CLINIC[1].rstrip(".")
    assert (passage.words, passage.taken, found.words) == (20, 20, words(FERRY[0], CLINIC[1], FERRY[1]))


def test_paragraphs_are_found_in_whatever_order_they_stand() -> None:
    copy = article("copy", CLINIC[3], FERRY[0], CLINIC[0], CLINIC[2])
    assert taken(copy, article("clinic", *CLINIC)) == [("clinic", words(CLINIC[0], CLINIC[2], CLINIC[3]))]


def test_other_typography_case_and_spacing_is_the_same_text() -> None:
    text = CLINIC[1].upper().replace(" ", "\u00a0 ").replace("NEIGHBOURS", "NEIGH\u00adBOURS").replace("É", "E\u0301")
    assert taken(article("copy", text), article("clinic", *CLINIC)) == [("clinic", words(CLINIC[1]))]


def test_a_few_changed_words_do_not_part_a_passage() -> None:
    copy = article("copy", CLINIC[0].replace("promised", "pledged at last") + " " + CLINIC[1])
    (passage,) = only(reuses(copy, Shelf([article("clinic", *CLINIC)]))).passages
    assert passage.start == 0
    assert passage.words == words(CLINIC[0], CLINIC[1]) - 1


@pytest.mark.parametrize(
    "said",
    [
        f'"{SPEECH}," she said.',
        f"“{SPEECH},” she said.",
        f"„{SPEECH}“, sagte sie.",
        f"{SPEECH}! — Ines Okafor (@inesokafor) March 3, 2026",
    ],
)
def test_two_reports_of_one_statement_are_not_a_copy(said: str) -> None:
    copy, original = (
        article("copy", FERRY[0], said),
        article("original", CLINIC[0], said.replace("she said", "said Okafor")),
    )
    found = only(reuses(copy, Shelf([original])))
    assert found.common >= words(SPEECH)
    assert found.taken == 0


def test_a_set_phrase_tells_nothing_and_a_statement_only_where_it_is_much_of_a_text() -> None:
    phrase = "several municipal representatives unanimously postponed the controversial reconstruction until September"
    copy, original = article("copy", *FERRY, f"So {phrase}."), article("original", *CLINIC[:3], f"Here, {phrase}.")
    assert words(phrase) == 10
    assert not only(reuses(copy, Shelf([original]))).telling
    told = f'"{SPEECH}," she said.'
    long = article("long", *(f"{number} {each}" for number in range(12) for each in FERRY), told)
    other = article("other", *(f"{number} {each}" for number in range(12) for each in CLINIC), told)
    assert not only(reuses(long, Shelf([other]))).telling
    assert only(reuses(article("short", FERRY[0], told), Shelf([other]))).telling
    assert only(reuses(article("taken", *FERRY, CLINIC[1]), Shelf([original]))).telling


def test_what_the_original_says_itself_is_not_made_free_by_quotation_marks() -> None:
    spoken, said = article("spoken", FERRY[0], f'"{SPEECH}," she said.'), article("said", CLINIC[0], SPEECH)
    assert taken(said, spoken) == [("spoken", 0)]
    assert taken(spoken, said) == [("said", words(SPEECH))]
    assert taken(article("copy", *(f"“{each}" for each in CLINIC)), article("clinic", *CLINIC)) == [
        ("clinic", words(*CLINIC))
    ]


def test_a_blockquote_is_speech() -> None:
    body = f"<p>{FERRY[0]}</p><blockquote><p>{SPEECH}.</p></blockquote>"
    assert taken(article("copy", CLINIC[0], SPEECH), article("original", body, body_type="html")) == [("original", 0)]


def stories(count: int, *more: str) -> list[Article]:
    """So many articles with nothing in common but these paragraphs."""
    own = "In {0} the {0} of {0} met with {0} about {0}, and what {0} had said of {0} was known to {0} before {0}."
    names = [f"{first}{second}ville{first}" for first in "bcdfghklmn" for second in "aeiou"]
    return [
        article(f"story {number}", *(own.format(f"{names[number]}{word}") for word in ("a", "um", "en")), *more)
        for number in range(count)
    ]


def test_what_many_stories_have_is_furniture() -> None:
    copy = article("copy", *FERRY, NOTICE)
    shelf = stories(12, NOTICE)
    assert taken(copy, *shelf) == []
    shown = reuses(copy, Shelf(shelf), furniture=True)
    assert {(each.common, each.taken) for each in shown} == {(words(NOTICE), 0)}
    assert max(found for _, found in taken(copy, *stories(2, NOTICE))) == words(NOTICE)


def test_what_is_copied_beside_furniture_is_found() -> None:
    shelf = [*stories(12, NOTICE), article("clinic", *CLINIC, NOTICE)]
    name, found = taken(article("copy", *FERRY, *CLINIC, NOTICE), *shelf)[0]
    assert name == "clinic"
    assert words(*CLINIC) - 6 <= found <= words(*CLINIC) + 6


def test_a_story_that_many_papers_printed_is_no_furniture() -> None:
    printed = [article(f"paper {number}", f"{number}. {SPEECH}", *CLINIC) for number in range(12)]
    _, found = taken(article("copy", *FERRY, CLINIC[1], CLINIC[2]), *printed)[0]
    assert found == words(CLINIC[1], CLINIC[2])


def test_the_two_articles_the_project_began_with_quote_one_post_and_neither_is_a_copy() -> None:
    found = []
    for name in ("dcnf.txt", "metro.txt"):
        (one,) = read_text((FIXTURES / "articles" / name).read_text(encoding="utf-8"), name)
        assert isinstance(one, Article)
        found.append(one)
    for copy, original in (found, found[::-1]):
        each = only(reuses(copy, Shelf([original])))
        assert each.common > 20
        assert each.taken == 0


def test_nothing_in_common_is_nothing() -> None:
    assert reuses(article("copy", *FERRY), Shelf([article("clinic", *CLINIC)])) == ()
    assert reuses(article("copy", *FERRY), Given(article("clinic", *CLINIC))) == ()


SENTENCES = st.lists(st.text("abcdefghij ,.é—", min_size=1, max_size=60), max_size=8).map(" ".join)


@given(SENTENCES, SENTENCES, st.text("klmnopqrs tuvw", min_size=60, max_size=90), SENTENCES, SENTENCES)
def test_what_two_texts_share_is_found_and_is_shared(one: str, two: str, both: str, three: str, four: str) -> None:
    copy, original = Letters(f"{one} {both} {two}"), Letters(f"{three} {both} {four}")
    found = overlaps(copy, original)
    for each in found:
        here, there = copy.plain[each.start : each.end], original.plain[each.was : each.was_end]
        assert Letters(here).string == Letters(there).string
    assert all(one.end <= other.start for one, other in pairwise(found))
    if len(Letters(both).string) >= 40:
        assert sum(each.end - each.start for each in found) >= len(both.strip()) - 2 * 14


@given(st.text(max_size=300), st.data())
def test_letters_know_where_they_stand(plain: str, data: st.DataObject) -> None:
    letters = Letters(plain)
    if letters.string:
        start = data.draw(st.integers(0, len(letters.string) - 1))
        end = data.draw(st.integers(start + 1, len(letters.string)))
        first, last = letters.range(start, end)
        assert Letters(plain[first:last]).string == letters.string[start:end]


def test_a_text_of_one_word_over_and_over_costs_no_more_than_its_length() -> None:
    copy = Letters("spam " * 20_000)
    assert sum(each.end - each.start for each in overlaps(copy, Letters("spam " * 20_000))) > 90_000
