"""What would put a finding right: characters for a delivered field, and what they do, in words."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from compliance.article import Span

Touch = Literal["", "byline", "headline", "furniture", "element"]
"""What a repair may change of what is there: nothing, or what is no licensed text."""


class Edit(Struct, frozen=True, order=True):
    """Characters that go where a Span is, in the place of what stands there.

    The Span of a field that the article has not (`byline`, `tags/3`) stands for a new value of the record.
    """

    span: Span
    text: str


class Repair(Struct, frozen=True, kw_only=True):
    """One way to put a finding right."""

    rule: str
    """The full id of the rule that it is for."""
    does: str
    """What it does, in a clause: `adds “By Jane Doe” below the headline`."""
    edits: tuple[Edit, ...]
    touches: Touch = ""
    """What it may change of what is there."""

    @property
    def safe(self) -> bool:
        """Whether it only adds, and leaves every character that is there."""
        return all(edit.span.start == edit.span.end for edit in self.edits)
