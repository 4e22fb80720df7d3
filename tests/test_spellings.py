"""The ways a term may be written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.spellings import LIMIT, SpellingError, spellings


@pytest.mark.parametrize(
    ("term", "phrases"),
    [
        ("air raid", {"air raid"}),
        ("soldiers?", {"soldier", "soldiers"}),
        ("air ?strikes?", {"airstrike", "airstrikes", "air strike", "air strikes"}),
        ("porn(o|ography)?", {"porn", "porno", "pornography"}),
        ("organi[sz]ed", {"organised", "organized"}),
        ("(a |an )?(very )?big", {"big", "very big", "a big", "a very big", "an big", "an very big"}),
        (r"f\*\*k(ed)?", {"f**k", "f**ked"}),
        (r"what\?", {"what?"}),
        ("{groups} are", {"woman are", "women are", "men are"}),
    ],
)
def test_every_way_of_writing_it_is_a_phrase(term: str, phrases: set[str]) -> None:
    assert set(spellings(term, {"groups": ("wom(a|e)n", "men")})) == phrases


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        ("(a|b", "does not close"),
        ("a)", "did not open"),
        ("?a", "after nothing"),
        ("a[bc", "does not close"),
        ("{nobody}", "a list that is not there"),
        ("{self}", "a list that is not there"),
        ("(a|b|c|d|e|f|g|h)" * 4, f"more than {LIMIT} phrases"),
    ],
)
def test_what_cannot_be_read_is_refused(term: str, problem: str) -> None:
    with pytest.raises(SpellingError, match=problem) as raised:
        spellings(term, {"self": ("{self}",)})
    assert raised.value.hint


_LETTERS = st.text("abc ", min_size=1, max_size=4).filter(lambda text: text.strip())
_TERMS = st.recursive(
    _LETTERS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        inner.map(lambda part: f"({part})?"),
        st.tuples(inner, inner).map("".join),
    ),
    max_leaves=6,
)


@given(_TERMS)
def test_they_are_what_the_same_regular_expression_matches(term: str) -> None:
    for phrase in spellings(term):
        # Single spaces between words are all that is kept of white space.
        assert re.fullmatch(term.replace(" ", " ?"), phrase)
