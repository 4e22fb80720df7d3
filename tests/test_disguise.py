"""Words that are written to be missed are found, and nothing else is taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.disguise import unmask
from compliance.load import load, shipped

LOOKALIKES = load([shipped() / "house"]).lexicon.letter_lookalikes
WORDS = frozenset(["twit", "idiot", "blockhead", "moron"])


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("tw1t", "twit"),
        ("1D10T", "idiot"),
        ("m0r0n", "moron"),
        ("t w i t", "twit"),
        ("m.o.r.o.n", "moron"),
        ("i-d-i-o-t", "idiot"),
        ("іdіot", "idiot"),  # Cyrillic
        ("mоron", "moron"),  # Cyrillic
        ("b1öckhead", "blockhead"),
        ("idiiiiot", "idiot"),
        ("twiiiit", "twit"),
        ("twti", "twit"),
        ("Mroon", "moron"),
        ("blokchead", "blockhead"),
    ],
)
def test_a_disguised_word_is_read_and_its_place_kept(written: str, word: str) -> None:
    before, after = "What a “", "”, he said."
    unmasked = unmask(before + written + after, WORDS, LOOKALIKES, ())
    assert unmasked is not None
    plain, runs = unmasked
    at = plain.index(word)
    first, last = runs.original(at, at + len(word))
    assert (before + written + after)[first:last] == written


@pytest.mark.parametrize(
    "text",
    ["On the 4th of June the U.S.A. team won 3-1 at B2B Park.", "A café in Москва, 10€.", "Aaaaargh!", "a b c d e", ""],
)
def test_ordinary_text_stays_what_it_is(text: str) -> None:
    assert unmask(text, WORDS, LOOKALIKES, ()) is None


@given(st.text("ti1wo0mrn .-é", max_size=60))
def test_all_that_is_no_such_word_is_kept_with_its_place(text: str) -> None:
    unmasked = unmask(text, WORDS, LOOKALIKES, ())
    if unmasked is not None:
        plain, runs = unmasked
        assert any(word in plain for word in WORDS)
        assert runs.original(0, len(plain)) == (0, len(text))


def test_letters_in_the_wrong_order_are_looked_for_where_asked_and_no_words_that_are_meant() -> None:
    assert unmask("You mroon!", WORDS, LOOKALIKES) is None
    assert unmask("You mroon!", WORDS, LOOKALIKES, ("mroon",)) is None
    assert unmask("You nomor, you omron!", WORDS, LOOKALIKES, ()) is None
