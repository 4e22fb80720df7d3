"""The kinds of check, by name. Adding one is a module that keeps the Check protocol, and a line here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, cast

from compliance.case import Case
from compliance.checks import (
    byline,
    collocation,
    consistency,
    credit,
    dates,
    desk,
    element,
    fidelity,
    helpline,
    image,
    licence,
    link,
    manual,
    metadata,
    named,
    owner,
    private,
    reuse,
    tags,
    terms,
    topic,
)
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


CHECKS: dict[str, Check] = {
    name: cast(Check, module)
    for name, module in {
        "byline": byline,
        "collocation": collocation,
        "consistency": consistency,
        "credit": credit,
        "dates": dates,
        "desk": desk,
        "element": element,
        "fidelity": fidelity,
        "helpline": helpline,
        "image": image,
        "licence": licence,
        "link": link,
        "manual": manual,
        "metadata": metadata,
        "named": named,
        "owner": owner,
        "private": private,
        "reuse": reuse,
        "tags": tags,
        "terms": terms,
        "topic": topic,
    }.items()
}
