"""How far a scan is: a bar on a terminal, a line now and then elsewhere; on standard error."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import typer

from compliance.part import Receipt
from compliance.render.totals import verdicts

_EVERY = 10.0
"""Seconds between lines."""


class Shown(Protocol):
    """What shows how far it is."""

    def __call__(self, receipt: Receipt, bytes: int) -> None:
        """One more part is done, and so many bytes by now."""
        ...


@contextmanager
def progress(total: int) -> Iterator[Shown]:
    """Show how much of so many bytes is done."""
    if sys.stderr.isatty():
        with _bar(total) as shown:
            yield shown
    else:
        yield _Lines(total)


class _Counts:
    """What has been done since the beginning."""

    def __init__(self, total: int) -> None:
        self.verdicts: Counter[str] = Counter()
        self.faults = 0
        self._total = total
        self._begun = time.monotonic()

    def add(self, receipt: Receipt) -> None:
        self.verdicts.update(receipt.summary.verdicts)
        self.faults += receipt.summary.faults

    @property
    def text(self) -> str:
        """How many articles, how fast, and what came of them."""
        articles = self.verdicts.total()
        rate = articles / max(time.monotonic() - self._begun, 0.001)
        return f"{articles:,} articles, {rate:,.0f}/s: {verdicts(self.verdicts)}, {self.faults:,} faults"

    def left(self, bytes: int) -> str:
        """How much is done, and how long the rest will take."""
        share = min(bytes / self._total, 1.0) if self._total else 1.0
        seconds = (time.monotonic() - self._begun) * (1 - share) / share if share else 0
        return f"{share:.0%}, {seconds // 60:.0f} min {seconds % 60:.0f} s left"


class _Lines:
    def __init__(self, total: int) -> None:
        self._counts = _Counts(total)
        self._told = time.monotonic()

    def __call__(self, receipt: Receipt, bytes: int) -> None:
        self._counts.add(receipt)
        if time.monotonic() - self._told >= _EVERY:
            self._told = time.monotonic()
            typer.echo(f"{self._counts.left(bytes)}; {self._counts.text}", err=True)


@contextmanager
def _bar(total: int) -> Iterator[Shown]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    counts = _Counts(total)
    columns = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    # No thread of its own: workers are forked meanwhile.
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False) as bar:
        task = bar.add_task("", total=max(total, 1))

        def shown(receipt: Receipt, bytes: int) -> None:
            counts.add(receipt)
            bar.update(task, completed=bytes, description=counts.text, refresh=True)

        yield shown
        bar.update(task, completed=max(total, 1), refresh=True)
