"""JSON Lines: one article's report a line, in the shape of the JSON document's reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.render import Setting
from compliance.render.json import written
from compliance.report import Checked


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """A line for each article."""
    for checked in results:
        yield written(checked) + "\n"
