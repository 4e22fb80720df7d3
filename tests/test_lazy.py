"""Records whose parts are made when they are asked for."""

from __future__ import annotations

import pickle
from typing import NoReturn

import pytest

from compliance.lazy import Lazy, later


class Word(Lazy):
    """A word."""

    text: str
    size: int = 0


class Made:
    """What the words are laid over: notes what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        self.asked.append(name)
        return {"text": "hen", "size": 3}[name]


def never() -> NoReturn:
    raise AssertionError


def test_a_part_is_made_once_and_only_when_asked_for() -> None:
    made = Made()
    word = Word.over(made)
    assert made.asked == []
    assert (word.size, word.size) == (3, 3)
    assert made.asked == ["size"]


def test_a_replaced_part_is_never_made() -> None:
    made = Made()
    word = Word.over(made).replace(size=later(lambda: 5)).replace(text="cow")
    assert (word.text, word.size) == ("cow", 5)
    assert made.asked == []
    assert Word(text="egg", size=later(never)).text == "egg"


def test_records_are_equal_by_their_parts_whenever_made() -> None:
    assert Word.over(Made()) == Word(text="hen", size=3)
    assert Word(text="hen") != Word(text="hen", size=3)
    assert Word(text="hen") != "hen"
    assert pickle.loads(pickle.dumps(Word.over(Made()))) == Word(text="hen", size=3)  # noqa: S301 - our own
    assert repr(Word(text="hen", size=later(never))) == "Word(text='hen')"


def test_unknown_and_missing_parts_are_refused() -> None:
    with pytest.raises(TypeError, match="text"):
        Word(size=3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="colour"):
        Word(text="hen", colour="red")  # type: ignore[call-arg]
    with pytest.raises(AttributeError, match="colour"):
        Word(text="hen").colour  # noqa: B018


def test_records_are_frozen() -> None:
    with pytest.raises(AttributeError, match="frozen"):
        Word(text="hen").size = 4  # type: ignore[misc]
