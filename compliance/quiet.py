"""What a check provides besides judging, most of whose rules come to the same on article after article."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, Protocol, runtime_checkable

from compliance.case import Case
from compliance.finding import Outcome
from compliance.obligation import Obligation


class Watch(Protocol):
    """Tells which of some rules an article may stir; made once, for all rules of a kind."""

    def situation(self, case: Case) -> Hashable:
        """Everything in an article that `quiet` looks at: the same for two articles, the same Outcomes."""
        ...

    def stirred(self, case: Case) -> Iterable[Obligation[Any]]:
        """The rules that must be judged; perhaps too many, never too few."""
        ...


@runtime_checkable
class Quiet(Protocol):
    """A check that says beforehand what its rules come to where nothing stirs them."""

    def watch(self, obligations: Sequence[Obligation[Any]]) -> Watch:
        """What keeps watch over these rules."""
        ...

    def quiet(self, obligation: Obligation[Any], case: Case) -> Outcome | None:
        """A rule's Outcome on every article in this one's situation that does not stir it; None if none is certain."""
        ...


class Unstirred:
    """The Watch over rules that look at nothing in an article."""

    def situation(self, case: Case) -> Hashable:
        """All articles are the same to them."""
        return None

    def stirred(self, case: Case) -> Iterable[Obligation[Any]]:
        """None ever."""
        return ()
