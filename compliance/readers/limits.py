"""How much of an input is read before it is refused, and the refusal itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from compliance.finding import Fault

Kind = Literal[
    "unreadable", "too-large", "too-deep", "empty", "undecodable", "binary", "invalid-record",
    "crashed-worker", "timeout",
]  # fmt: skip


class Limits(Struct, frozen=True):
    """Bounds that no article comes near, and that keep a hostile one from taking the machine."""

    max_bytes: int = 32 * 1024 * 1024
    """The size of one article; a file of JSON Lines as a whole may be larger."""
    max_depth: int = 500
    """How deep elements, or the values of a record, may be nested; browsers stop at about as much."""
    max_tags: int = 250_000
    """How many elements a page may have."""
    max_nesting: int = 4
    """How many packings may lie one inside another; a `.tar.gz` is two."""
    max_members: int = 100_000
    """How many files an archive may hold."""
    max_ratio: int = 300
    """How many times larger than packed an input may be unpacked; text is packed to a tenth, seldom to a fiftieth."""
    max_spooled: int = 4 * 1024 * 1024 * 1024
    """How much of an input that must be had as a whole, and does not come from a file, is put aside on the disk."""
    turn: Callable[[], None] | None = None
    """Called before each article is taken apart; raises Refused for one that has brought a process down before."""

    def begin(self) -> None:
        """An article is about to be taken apart. Raises Refused if it must not be."""
        if self.turn is not None:
            self.turn()


LIMITS = Limits()
"""The bounds that hold unless others are given."""


class Refused(Exception):  # noqa: N818 - the input is at fault, not the program
    """An input that cannot be read as an article; `fault` makes it a Fault of the named input."""

    def __init__(self, kind: Kind, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.kind = kind
        self.reason = reason
        self.hint = hint

    def fault(self, name: str) -> Fault:
        """The Fault for it."""
        return Fault(kind=self.kind, input=name, reason=self.reason, hint=self.hint)

    def at_line(self, line: int) -> Refused:
        """The same of a line of the input."""
        return Refused(self.kind, f"line {line}: {self.reason}", self.hint)


def crash(error: Exception) -> Refused:
    """The refusal of what the reader itself fails on."""
    return Refused(
        "unreadable",
        f"reading it failed: {type(error).__name__}: {error}",
        "this is a bug in the checker: please report it",
    )
