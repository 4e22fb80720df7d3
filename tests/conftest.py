"""What all tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from hypothesis import settings
from wordpress_desk import Desk, installed, what_is_missing

# No test fails for being slow: machines are busy at times. What is fast is measured in `benchmarks/`.
settings.register_profile("compliance", deadline=None)
settings.load_profile("compliance")


@pytest.fixture(scope="session")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Desk]]:
    """The WordPress of a suite of Debian, running from when it is first asked for."""
    if missing := what_is_missing():
        pytest.skip(f"no WordPress can be had: {missing}")
    with ExitStack() as stack:

        @cache
        def desk_of(suite: str) -> Desk:
            desk = installed(tmp_path_factory.mktemp(suite), suite)
            stack.enter_context(desk.running())
            return desk

        yield desk_of
