"""Two texts side by side: the changes make the one of the other, whatever the texts are."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance import alignment
from compliance.alignment import align, shared, side
from compliance.article import Block, Text


def text(plain: str) -> Text:
    blocks, start = [], 0
    for line in plain.split("\n"):
        if line:
            blocks.append(Block(start, start + len(line), "p"))
        start += len(line) + 1
    return Text(plain, "body", blocks=tuple(blocks))


def changed(was: str, now: str) -> list[tuple[str, str]]:
    """The changes, each as what was and what is there."""
    one, other = side(text(was)), side(text(now))
    found = []
    for change in align(one, other):
        places = one.range(change.was, change.was_end), other.range(change.now, change.now_end)
        found.append((was[slice(*places[0])], now[slice(*places[1])]))
    return found


WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", ".", ".", "\n", "“", "”", "Aa", "Bb"]), max_size=60).map(" ".join)


@given(WORDS, WORDS)
def test_the_changes_make_the_copy_of_the_original(was: str, now: str) -> None:
    one, other = side(text(was)), side(text(now))
    changes = align(one, other)
    made: list[str] = []
    done = 0
    for change in changes:
        assert change.was >= done
        made += [*one.keys[done : change.was], *other.keys[change.now : change.now_end]]
        done = change.was_end
    made += one.keys[done:]
    assert tuple(made) == other.keys
    assert all(one.was_end <= other.was and one.now_end <= other.now for one, other in pairwise(changes))
    for start, now_start, size in shared(changes, one, other):
        assert one.keys[start : start + size] == other.keys[now_start : now_start + size]


@given(st.text(alphabet="ab. \n“”'’\u00ad-—é", max_size=80))
def test_every_token_is_where_it_says(plain: str) -> None:
    found = side(text(plain))
    assert all(start < end for start, end in found.spans)
    assert all(one[1] <= other[0] for one, other in pairwise(found.spans))
    assert len(found.borders) == len(found.keys) + 1
    assert align(found, found) == []


def test_quotes_dashes_and_dots_are_alike_whatever_they_are_made_of() -> None:
    assert changed("“Wait” -- he said… it’s 3.5", "''Wait'' — he said... it's 3.5") == []


def test_an_added_sentence_is_whole() -> None:
    was = "The dog barked. The cat slept. Nobody came."
    now = "The dog barked. The dog ran off. The cat slept. Nobody came."
    assert changed(was, now) == [("", "The dog ran off.")]


def test_an_added_paragraph_after_a_changed_word_is_a_change_of_its_own() -> None:
    was = "It was chosen by the neighbors.\nA second one is planned."
    now = "It was chosen by the neighbours.\nWe asked for the accounts.\nA second one is planned."
    assert changed(was, now) == [("neighbors", "neighbours"), ("", "We asked for the accounts.")]


def test_a_sentence_put_before_a_changed_word_is_a_change_of_its_own() -> None:
    assert changed("The dog barked at us.", "It rained. A dog barked at us.") == [("", "It rained."), ("The", "A")]


def test_words_that_two_passages_share_by_chance_are_no_agreement() -> None:
    was = "The mayor opened the bridge on Monday and spoke of the river for an hour to all who had come."
    now = "Nobody in the village knew that the school of the twins had been closed for good by then."
    assert len(changed(was, now)) == 1


def test_initials_end_no_sentence() -> None:
    assert side(text("Gov. Sand met J. R. Stone. It rained.")).borders.count(1) == 1


def test_long_texts_are_cut_where_they_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [" ".join(f"w{number * step % 37}" for step in range(12)) + f" {number}" for number in range(60)]
    was = "\n".join(lines)
    now = "\n".join([*lines[:20], "here is a line that is new", *lines[20:40], *lines[41:]])
    at_once = changed(was, now)
    monkeypatch.setattr(alignment, "MOST_CELLS", 2000)
    assert changed(was, now) == at_once == [("", "here is a line that is new"), (lines[40], "")]


def test_a_text_too_long_to_compare_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alignment, "MOST_CELLS", 4)
    assert changed("one two three four five", "one two four five six") == [("three four five", "four five six")]
