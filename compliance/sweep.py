"""Collecting garbage between articles, and not in the midst of them.

A page is hundreds of thousands of small objects that refer to each other: the interpreter would look through them over
and over while they are in use, and through all policies with them. Nothing here changes what is found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable

from compliance.article import Article
from compliance.finding import Fault

_MOST = 400_000
"""After so many delivered characters what is left of them is looked for: a page of 100 KB leaves some megabytes."""
_WHOLE = 16
"""Every so many times all is looked through, else only what is new."""


class Sweep:
    """Within it, garbage is collected only between deliveries; what was there before is not looked through."""

    def __init__(self) -> None:
        self._size = 0
        self._times = 0
        self._was = True

    def __enter__(self) -> Sweep:
        self._was = gc.isenabled()
        gc.freeze()
        gc.disable()
        return self

    def passed(self, delivered: Iterable[Article | Fault]) -> None:
        """Note that these are done with."""
        self._size += sum(len(text) for each in delivered if isinstance(each, Article) for text in each.fields.values())
        if self._size > _MOST:
            self._size = 0
            self._times += 1
            gc.collect(1 if self._times % _WHOLE else 2)

    def __exit__(self, *_: object) -> None:
        gc.collect()  # while it is a little: the next Sweep would take what is left for what was there before
        gc.unfreeze()
        if self._was:
            gc.enable()
