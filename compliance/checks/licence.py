"""Does the article say under which open licence its text stands? What is said of its pictures does not count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.licence import Licence, named_licences, text_licences
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import names, sample, unshown

Code = Literal["by", "by-sa", "by-nd", "by-nc", "by-nc-sa", "by-nc-nd", "cc0"]


class LicenceRule(Rule, frozen=True, kw_only=True):
    """Does the article say under which open licence its text stands? What is said of its pictures does not count."""

    check: Literal["licence"] = "licence"
    codes: tuple[Code, ...] = ()
    """The Creative Commons licences one of which it must be; empty: any, also where its kind is not said."""
    linked: bool = False
    """Whether the notice must link to the licence's text."""


RULE = LicenceRule


def complain(rule: LicenceRule) -> Iterable[Complaint]:
    """Nothing: every combination can be asked for."""
    return ()


def patterns(obligation: Obligation[LicenceRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: licences are read by their own module."""
    return ()


def judge(obligations: Sequence[Obligation[LicenceRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    article, lexicon = case.article, case.lexicon
    linked = case.once("text licences", lambda: tuple(text_licences(article, lexicon)))
    named = case.once("named licences", lambda: tuple(named_licences(article, lexicon)))
    for obligation in obligations:
        yield _judge(obligation, linked, named, case)


def _judge(
    obligation: Obligation[LicenceRule], linked: Sequence[Licence], named: Sequence[Licence], case: Case
) -> Outcome:
    rule, article = obligation.rule, case.article
    place = article.place("bottom")
    found = linked if rule.linked else (*linked, *named)
    fitting = [each for each in found if not rule.codes or each.code in rule.codes]
    if fitting:
        return obligation.met(f"says that it is under {_listed(fitting)}", _quoted(fitting, case))
    if found:
        wanted = names(f"CC {code.upper()}" for code in rule.codes)
        reason = f"says that it is under {_listed(found)}, the licence is {wanted}"
        return obligation.violated(reason, _quoted(found, case), place)
    if rule.linked and not article.can_carry("links"):
        return obligation.undetermined(f"{article.form_name} cannot carry a link", _quoted(named, case), place)
    if rule.linked and named:
        reason = f"names {_listed(named)}, without a link to the licence's text"
        return obligation.violated(reason, _quoted(named, case), place)
    return obligation.violated("does not say under which licence its text stands", insert=place)


def _listed(found: Sequence[Licence]) -> str:
    return f"{names(dict.fromkeys(each.name for each in found))}{unshown(found)}"


def _quoted(found: Sequence[Licence], case: Case) -> list[Evidence]:
    return [case.quote_span(each.span, note="licence") for each in sample(found)]
