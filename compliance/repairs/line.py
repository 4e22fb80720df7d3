"""A line, a picture or an element of its own, as the rule has it inserted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.article import Span
from compliance.finding import Outcome
from compliance.insertion import UnmadeError, plain
from compliance.layout import quoted
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.repair import Repair

_SHOWN = 90


def propose(obligation: Obligation[Any], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """What the rule has inserted, where the finding says that it is missing."""
    if outcome.insert is not None:
        yield from inserted(obligation, obligation.rule.insert, outcome.insert, material)


def inserted(obligation: Obligation[Any], templates: Sequence[str], at: Span, material: Material) -> Iterator[Repair]:
    """Each of the templates that can be filled. Raises UnmadeError if none of them can."""
    lacking: UnmadeError | None = None
    filled = False
    for template in filter(str.strip, templates):
        try:
            piece, edit = material.inserted(template, at, obligation)
        except UnmadeError as error:
            lacking = lacking or error
            continue
        filled = True
        shown = plain(piece, material.markup(at.field)) or piece
        yield Repair(rule=obligation.id, does=f"adds {quoted(shown, _SHOWN)}", edits=(edit,))
    if lacking is not None and not filled:
        raise lacking
