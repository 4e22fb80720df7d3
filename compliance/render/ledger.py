"""JSON Lines for archives and long lists of rules: an Outcome that article after article has is written once.

A line with `usual` and `outcomes` alone gives the Outcomes that are usual from there on, under that number. Each
other line is an article's report as `jsonl` writes it, except that `outcomes` holds only those that are its own, and
`usual` says which ones it has besides: a usual Outcome holds unless the line has one of the same rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from compliance.ledger import Usual
from compliance.render import Setting
from compliance.render.json import encode, usual_outcomes, written_apart
from compliance.render.outcome import OutcomeView
from compliance.report import Checked

_MOST_KEPT = 256
"""How many are held to refer to: one that comes again after as many others is written again, under a new number."""


class UsualView(Struct, frozen=True, kw_only=True):
    """Outcomes that are usual, under a number."""

    usual: int
    outcomes: tuple[OutcomeView, ...]


def render(results: Iterable[Checked], setting: Setting) -> Iterator[str]:
    """A line for each article, and one before it where more is usual from there on."""
    numbers: dict[Usual, int] = {}
    number = 0
    for checked in results:
        usual, opening = checked.report.outcomes.usual, ""
        if usual not in numbers:
            if len(numbers) >= _MOST_KEPT:
                numbers.clear()
            number += 1
            numbers[usual] = number
            opening = encode(UsualView(usual=numbers[usual], outcomes=usual_outcomes(usual))) + "\n"
        yield f'{opening}{{"usual":{numbers[usual]},{written_apart(checked)[1:]}\n'
