"""The ids that records are given: never the same twice, and small in memory however many there are."""

from __future__ import annotations

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from compliance.readers.given import Given, key_of
from compliance.readers.json import Names


@given(st.lists(st.integers(1, 2**64 - 1) | st.integers(1, 40), max_size=300))
def test_it_knows_what_it_was_given(keys: list[int]) -> None:
    found, known = Given(), set[int]()
    for key in keys:
        assert found.add(key) == (key not in known)
        known.add(key)


@given(st.lists(st.sampled_from(["a", "b", "a#2", "a#3", "\ud800"]), max_size=30))
def test_no_name_is_given_twice(wanted: list[str]) -> None:
    names = Names("file")
    found = [names.unused(name) for name in wanted]
    assert len(set(found)) == len(found)
    assert all(each.startswith(name) for each, name in zip(found, wanted, strict=True))


def test_a_name_that_was_given_gets_a_number() -> None:
    names = Names("a.jsonl")
    assert [names.unused(name) for name in ("x", "x", "x#2", "x", "y")] == ["x", "x#2", "x#2#2", "x#3", "y"]


def test_an_id_takes_eight_bytes_at_two_to_four_places_each() -> None:
    tracemalloc.start()
    found = Given()
    for number in range(30_000):
        found.add(key_of(f"file.jsonl#{number}"))
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 30_000 * 40
