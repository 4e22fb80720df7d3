"""Reports in words and formats: one module an output format, each a pure function from Reports to text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any, Protocol, cast

from msgspec import Struct

from compliance.obligation import Obligation
from compliance.repair import Repair
from compliance.report import Checked


class Setting(Struct, frozen=True, kw_only=True):
    """What a renderer needs to know besides the Reports."""

    obligations: tuple[Obligation[Any], ...] = ()
    """Every obligation of the Plan, manual ones included, in its order."""
    titles: dict[str, str] | None = None
    """Each policy's title, by its id."""
    plan: str = ""
    """The digest of the Plan."""
    root: str = ""
    """The folder that relative paths start from; an absolute path below it is shown relative to it."""
    verbose: int = 0
    """0: findings and manual items counted; 1: met and inapplicable outcomes too."""
    quiet: bool = False
    """Only articles that do not pass, and the summary."""
    color: bool = False
    """Whether the output goes to a terminal that wants colour."""
    width: int = 100
    """Columns to wrap text at."""
    repairs: Callable[[Checked], Mapping[str, Repair]] = lambda checked: {}
    """What would put each finding of a Report right, by the rule's full id; asked only for formats that carry it."""


class Render(Protocol):
    """What a format's module provides."""

    def render(self, results: Iterable[Checked], setting: Setting) -> Iterator[str]:
        """Exactly one chunk for each result as soon as it is given, be it empty, and any number more at the end.

        Several formats can so be written side by side without keeping the Articles.
        """
        ...


RENDERERS: dict[str, str] = {
    name: f"compliance.render.{name}"
    for name in (
        "checkstyle",
        "csv",
        "github",
        "gitlab",
        "html",
        "json",
        "jsonl",
        "junit",
        "ledger",
        "markdown",
        "rdjson",
        "sarif",
        "text",
    )
}
"""The module of each output format; imported only when it is asked for."""


def renderer(name: str) -> Render:
    """The renderer of a format. Raises KeyError for a name that is none."""
    return cast(Render, import_module(RENDERERS[name]))
