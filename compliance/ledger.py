"""The Outcomes of one article, in the Plan's order; those that are the same for many articles are held once.

Most obligations come to the same Outcome on article after article. Such Outcomes are worked out once, as a
Usual, and a Ledger keeps only what differs from it: counting over it costs as much as the differences.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeVar, cast, overload

from compliance.finding import Outcome, Status

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Usual:
    """What each obligation comes to unless the article says otherwise; None for one that has to be judged."""

    def __init__(
        self, outcomes: Sequence[Outcome | None] = (), beside: Mapping[str, Outcome] = MappingProxyType({})
    ) -> None:
        """`beside` are the Outcomes, by full rule id, of rules that are no part of the Ledger."""
        self.outcomes = tuple(outcomes)
        self.beside = beside
        self.size = sum(each is not None for each in self.outcomes)
        """How many obligations come to something."""
        self._done: dict[Hashable, Any] = {}

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """What some work on these Outcomes comes to, done for the first that asks and kept."""
        if what not in self._done:
            self._done[what] = work()
        return cast(T, self._done[what])

    def tally(self, key: Callable[[Outcome], K]) -> Counter[K]:
        """How many of its Outcomes have each key; not to be changed."""
        return self.once(key, lambda: Counter(key(each) for each in self.outcomes if each is not None))

    def select(self, wanted: Callable[[Outcome], bool]) -> tuple[int, ...]:
        """The positions of the Outcomes that are wanted."""
        found = (number for number, each in enumerate(self.outcomes) if each is not None and wanted(each))
        return self.once(("select", wanted), lambda: tuple(found))


NOTHING = Usual()


class Ledger(Sequence[Outcome]):
    """A Usual with what an article changed in it: one Outcome for each obligation that it falls under."""

    __slots__ = ("_unkept", "changes", "usual")

    def __init__(self, usual: Usual, changes: Mapping[int, Outcome]) -> None:
        """`changes` are by position, in any order."""
        self.usual = usual
        self.changes = dict(sorted(changes.items()))
        self._unkept: tuple[Outcome, ...] | None = None

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Ledger:
        """These Outcomes, and no others."""
        return cls(NOTHING, dict(enumerate(outcomes)))

    def tally(self, key: Callable[[Outcome], K]) -> Counter[K]:
        """How many Outcomes have each key; `key` must be the same function whenever the same is meant."""
        counts = self.usual.tally(key).copy()
        for number, outcome in self.changes.items():
            counts[key(outcome)] += 1
            replaced = self._stood(number)
            if replaced is not None:
                counts[key(replaced)] -= 1
        return counts if all(counts.values()) else +counts

    def any(self, wanted: Callable[[Outcome], bool]) -> bool:
        """Whether an Outcome is wanted; `wanted` as in `select`."""
        changes = self.changes
        return any(number not in changes for number in self.usual.select(wanted)) or any(map(wanted, changes.values()))

    def select(self, wanted: Callable[[Outcome], bool]) -> tuple[Outcome, ...]:
        """The Outcomes that are wanted, in order; `wanted` must be the same function whenever the same is meant."""
        stood, changes = self.usual.outcomes, self.changes
        kept = {number: stood[number] for number in self.usual.select(wanted) if number not in changes}
        found = {number: outcome for number, outcome in changes.items() if wanted(outcome)}
        if not kept:
            return tuple(found.values())
        kept |= found
        return tuple(cast(Outcome, kept[number]) for number in sorted(kept))

    @property
    def unkept(self) -> tuple[Outcome, ...]:
        """The Outcomes that are violated or undetermined, in order: no other bears on a verdict."""
        if self._unkept is None:
            self._unkept = self.select(_is_unkept)
        return self._unkept

    @property
    def policies(self) -> set[str]:
        """The policies whose obligations it holds."""
        usual = self.usual.once("policies", lambda: {_policy(each) for each in self.usual.outcomes if each is not None})
        return usual.union(map(_policy, self.changes.values()))

    def apart(self, varies: Callable[[Outcome], bool]) -> dict[int, Outcome]:
        """By position, the Outcomes that are not the usual ones, or that vary even so; `varies` as in `select`."""
        stood = self.usual.outcomes
        found = {number: stood[number] for number in self.usual.select(varies)} | self.changes
        return {number: cast(Outcome, found[number]) for number in sorted(found)}

    def __iter__(self) -> Iterator[Outcome]:
        stood, changes = self.usual.outcomes, self.changes
        for number, each in enumerate(stood):
            outcome = changes.get(number, each)
            if outcome is not None:
                yield outcome
        yield from (outcome for number, outcome in changes.items() if number >= len(stood))

    def __len__(self) -> int:
        return self.usual.size + sum(self._stood(number) is None for number in self.changes)

    @overload
    def __getitem__(self, index: int) -> Outcome: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Outcome, ...]: ...
    def __getitem__(self, index: int | slice) -> Outcome | tuple[Outcome, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Ledger.of({tuple(self)!r})"

    def __reduce__(self) -> tuple[Callable[..., Ledger], tuple[tuple[Outcome, ...]]]:
        return Ledger.of, (tuple(self),)

    def _stood(self, number: int) -> Outcome | None:
        stood = self.usual.outcomes
        return stood[number] if number < len(stood) else None


class Outcomes:
    """What is known so far of one article, by full rule id, while it is judged."""

    def __init__(self, positions: Mapping[str, int] = MappingProxyType({}), usual: Usual = NOTHING) -> None:
        """`positions` are those of the Plan's obligations; an Outcome of another id is no part of the Ledger."""
        self._positions = positions
        self._usual = usual
        self._changes: dict[int, Outcome] = {}
        self._beside: dict[str, Outcome] = {}

    def get(self, rule: str) -> Outcome | None:
        """The Outcome of a rule, if there is one by now."""
        position = self._positions.get(rule)
        if position is None:
            return self._beside.get(rule) or self._usual.beside.get(rule)
        found = self._changes.get(position)
        if found is None and self._usual is not NOTHING:
            return self._usual.outcomes[position]
        return found

    def __getitem__(self, rule: str) -> Outcome:
        found = self.get(rule)
        if found is None:
            raise KeyError(rule)
        return found

    def __contains__(self, rule: str) -> bool:
        return self.get(rule) is not None

    def __setitem__(self, rule: str, outcome: Outcome) -> None:
        position = self._positions.get(rule)
        if position is None:
            self._beside[rule] = outcome
        else:
            self._changes[position] = outcome

    def update(self, outcomes: Iterable[Outcome]) -> None:
        """Note what was judged."""
        positions, changes = self._positions, self._changes
        for outcome in outcomes:
            position = positions.get(outcome.rule)
            if position is None:
                self._beside[outcome.rule] = outcome
            else:
                changes[position] = outcome

    def otherwise(self, rule: str, taken: Status | None) -> bool:
        """Whether a rule was judged for this article, and came to something else than it was taken to come to."""
        position = self._positions.get(rule)
        judged = self._changes.get(position) if position is not None else self._beside.get(rule)
        return judged is not None and judged.status != taken

    def usual(self) -> Usual:
        """What they come to as a Usual, for other articles."""
        return Usual([self._changes.get(number) for number in range(len(self._positions))], self._beside)

    def ledger(self) -> Ledger:
        """The Ledger that they make."""
        return Ledger(self._usual, self._changes)


def _is_unkept(outcome: Outcome) -> bool:
    return outcome.status in ("violated", "undetermined")


def _policy(outcome: Outcome) -> str:
    return outcome.rule.partition("/")[0]
