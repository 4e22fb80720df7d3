"""Something in a policy that is worth a look."""

from __future__ import annotations

from typing import NamedTuple


class Doubt(NamedTuple):
    """What looks wrong, where, and what to do about it."""

    where: str
    """The full id of a rule, or the id of a policy."""
    what: str
    hint: str
