"""Garbage is collected between articles, and the collector is left as it was found."""

from __future__ import annotations

import gc
import weakref

import pytest
from building import article

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
