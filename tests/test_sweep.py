"""Garbage is collected between articles, and the collector is left as it was found."""

from __future__ import annotations

import gc
import io
import json
import weakref
from typing import NamedTuple

import pytest
from building import article

from compliance.article import Article
from compliance.load import LEXICON, load, shipped, usual
from compliance.plan import compile
from compliance.readers import read
from compliance.scan import Scanner
from compliance.sweep import Sweep


class Ring:
    """Something that refers to itself."""

    def __init__(self) -> None:
        self.self = self


def test_garbage_is_collected_once_enough_was_delivered() -> None:
    with Sweep() as sweep:
        kept = weakref.ref(Ring())
        assert not gc.isenabled()
        sweep.passed([article("short")])
        assert kept() is not None
        sweep.passed([article("long " * 100_000)])
        assert kept() is None
    assert gc.isenabled()


def test_nothing_is_left_for_the_next_to_take_for_its_own() -> None:
    with Sweep() as sweep:
        kept = weakref.ref(Ring())
        sweep.passed([article("short")])
    assert kept() is None


def test_what_is_switched_off_stays_so() -> None:
    gc.disable()
    try:
        with Sweep():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_is_back_after_an_error() -> None:
    with pytest.raises(ValueError, match="x"), Sweep():
        raise ValueError("x")
    assert gc.isenabled()


STORY = {
    "id": "harbour",
    "url": "https://example.org/harbour",
    "title": "Harbour crane falls",
    "published": "2026-11-20T08:00:00Z",
    "authors": ["Jane Doe"],
    "tags": ["harbour"],
    "body": "<h1>Harbour crane falls</h1><p>By Jane Doe</p><p>A <b>crane</b> fell on Friday. Nobody was killed.</p>"
    '<figure><img src="a.jpg" alt="A crane"><figcaption>The crane. Photo: <a href="/x">Kim</a></figcaption></figure>'
    "<p>Police said that the man, a 40-year-old, had been drunk.</p>",
}


class _Feed(NamedTuple):
    name: str = "feed.jsonl"

    def open(self) -> io.BytesIO:
        return io.BytesIO(json.dumps(STORY).encode())


def test_an_article_that_is_done_with_waits_for_no_collector() -> None:
    """What refers to itself stays until it is looked for: a feed of it takes memory, and the time to look."""
    rulebook = load([*usual(), shipped() / LEXICON])
    scanner = Scanner(compile(rulebook.policies, rulebook.lexicon))
    scanner.scan(_story())  # makes what is kept for all
    gc.collect()
    with Sweep():
        story = _story()
        scanner.scan(story)
        gone = weakref.ref(story)
        del story
        assert gone() is None
        assert gc.collect() == 0


def _story() -> Article:
    found = next(iter(read(_Feed())))
    assert isinstance(found, Article)
    return found
