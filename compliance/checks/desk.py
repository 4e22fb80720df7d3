"""Does the desk's own profile say what the terms demand of the republisher?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import structs

from compliance.case import Case
from compliance.desk import FACTS, Desk, Licence
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.quiet import Unstirred
from compliance.text import fold_phrase


class DeskRule(Rule, frozen=True, kw_only=True):
    """Does the desk's own profile say what the terms demand of the republisher?"""

    check: Literal["desk"] = "desk"
    facts: dict[str, bool | str] = {}
    """Facts of the desk profile, and the value that each must have."""
    licence: bool = False
    """Whether a licence for this policy must be on file, valid on the article's date."""
    unstated: Literal["undetermined", "violated"] = "undetermined"
    """What it means that the profile does not say."""


RULE = DeskRule

_KINDS = {each.name: "str" if each.type == str | None else "bool" for each in structs.fields(Desk)}
_KIND_NAMES = {"str": "a word", "bool": "true or false"}


def complain(rule: DeskRule) -> Iterable[Complaint]:
    """Nothing to ask for, facts that no profile states, values of the wrong kind."""
    if not rule.facts and not rule.licence:
        yield "facts", "nothing is asked of the desk", "name facts under `facts`, or write `licence: true`"
    for name, value in rule.facts.items():
        if name not in FACTS:
            yield "facts", f"a desk profile has no fact `{name}`", _suggestion(name)
        elif type(value).__name__ != _KINDS[name]:
            yield (
                "facts",
                f"`{name}` is {_KIND_NAMES[_KINDS[name]]}, not `{value}`",
                "write the value that it must have",
            )


def _suggestion(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, FACTS, 1)
    return f"did you mean `{near[0]}`?" if near else f"the facts are {', '.join(sorted(FACTS))}"


def patterns(obligation: Obligation[DeskRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: the desk is asked, not the article."""
    return ()


def judge(obligations: Sequence[Obligation[DeskRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule, without evidence: a desk profile is no part of the article."""
    for obligation in obligations:
        yield _judge(obligation, case)


def watch(obligations: Sequence[Obligation[DeskRule]]) -> Unstirred:
    """Nothing in an article bears on what the desk states of itself."""
    return Unstirred()


def quiet(obligation: Obligation[DeskRule], case: Case) -> Outcome | None:
    """What the desk's statements come to; a licence is held against the article's day."""
    return None if obligation.rule.licence else next(judge([obligation], case))


def _judge(obligation: Obligation[DeskRule], case: Case) -> Outcome:
    rule = obligation.rule
    answers = [_ask(case.desk, name, value, rule.unstated) for name, value in rule.facts.items()]
    if rule.licence:
        answers.append(_ask_licence(obligation, case))
    for status in ("violated", "undetermined"):
        reasons = [reason for answer, reason in answers if answer == status]
        if reasons:
            return obligation.outcome(status, "; ".join(reasons))
    return obligation.met("; ".join(reason for _, reason in answers))


_Answer = tuple[Literal["met", "violated", "undetermined"], str]


def _ask(desk: Desk, name: str, wanted: bool | str, unstated: Literal["undetermined", "violated"]) -> _Answer:
    stated: bool | str | None = getattr(desk, name)
    if stated is None:
        return unstated, f"the desk profile does not state `{name}`: add `{name}: {_shown(wanted)}` if it is so"
    if _same(stated, wanted):
        return "met", f"the desk profile states `{name}: {_shown(stated)}`"
    return "violated", f"the desk profile states `{name}: {_shown(stated)}`, the terms ask for `{_shown(wanted)}`"


def _same(stated: bool | str, wanted: bool | str) -> bool:
    if isinstance(stated, str) and isinstance(wanted, str):
        return fold_phrase(stated) == fold_phrase(wanted)
    return stated is wanted


def _shown(value: bool | str) -> str:
    """A value as YAML writes it."""
    return value if isinstance(value, str) else str(value).lower()


def _ask_licence(obligation: Obligation[DeskRule], case: Case) -> _Answer:
    policy, day = obligation.policy, case.day
    held = [licence for licence in case.desk.licences if licence.policy == policy]
    if not held:
        reason = f"no licence for `{policy}` is on file: add one to `licences` in the desk profile if there is one"
        return obligation.rule.unstated, reason
    valid = next((licence for licence in held if licence.covers(day)), None)
    if valid is not None:
        return "met", f"{_named(valid)} for `{policy}` is on file" + (f" and covers {day}" if day else "")
    terms = "; ".join(f"{_named(licence)} runs {_term(licence)}" for licence in held)
    if day is None:
        return "undetermined", f"the article has no date to hold against its licence for `{policy}`: {terms}"
    return "violated", f"no licence for `{policy}` covers {day}: {terms}"


def _named(licence: Licence) -> str:
    return f"licence `{licence.reference}`" if licence.reference else "a licence"


def _term(licence: Licence) -> str:
    since = f"from {licence.since}" if licence.since else ""
    until = f"until {licence.until}" if licence.until else ""
    return " ".join(filter(None, (since, until))) or "without limit"
