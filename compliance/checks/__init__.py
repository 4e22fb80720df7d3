"""The kinds of check, by name. Adding one is a module that keeps the Check protocol, and a line here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping, Sequence
from importlib import import_module
from typing import Any, Protocol, cast

from compliance.case import Case
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule


class Check(Protocol):
    """What a check module provides."""

    __doc__: str | None
    RULE: type[Rule]
    """The kind of Rule it decides, with its parameters."""

    def complain(self, rule: Any) -> Iterable[tuple[str, str, str]]:
        """What is wrong with a rule beyond its types: `(field, problem, hint)`, all of it at once."""
        ...

    def patterns(self, obligation: Obligation[Any], lexicon: Lexicon) -> Iterable[Pattern]:
        """What the matcher must look for on behalf of a rule."""
        ...

    def judge(self, obligations: Sequence[Obligation[Any]], case: Case) -> Iterator[Outcome]:
        """Exactly one Outcome for each rule of its kind, in their order."""
        ...


class _Checks(MutableMapping[str, Check]):
    """The checks of these names, each imported when it is first asked for: no Plan needs all of them."""

    def __init__(self, *names: str) -> None:
        self._loaded: dict[str, Check | None] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Check:
        check = self._loaded[name]
        if check is None:
            check = self._loaded[name] = cast(Check, import_module(f"compliance.checks.{name}"))
        return check

    def __setitem__(self, name: str, check: Check) -> None:
        self._loaded[name] = check

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)

    def __contains__(self, name: object) -> bool:
        return name in self._loaded


CHECKS = _Checks(
    "byline",
    "collocation",
    "consistency",
    "credit",
    "dates",
    "desk",
    "element",
    "fidelity",
    "helpline",
    "image",
    "licence",
    "link",
    "manual",
    "metadata",
    "named",
    "owner",
    "private",
    "reuse",
    "tags",
    "terms",
    "topic",
)
