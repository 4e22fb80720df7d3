"""When the original may run, and whether it still stands."""

from __future__ import annotations

from compliance import notices
from compliance.case import Case
from compliance.checks.fidelity.rule import Fidelity
from compliance.difference import FREE
from compliance.fidelity import Pair
from compliance.finding import Outcome
from compliance.moment import Answer, Moment, held, moment_of
from compliance.obligation import Obligation


def window(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """Not before the original allows it, nor after."""
    rule, original = obligation.rule, pair.original
    judged = moment_of(rule.date, case.article, case.as_of)
    limits = [("not_before", "published", rule.wait)] if rule.wait else []
    limits += [("not_after", "published", rule.within)] if rule.within else []
    limits += [
        (kind, name, 0)
        for kind, name in (("not_before", "embargoed"), ("not_after", "expires"))
        if original.date(name) is not None
    ]
    if not limits:
        return obligation.not_applicable("the original as given sets no limit of time")
    answers = [_held(kind, judged, moment_of(name, original, None), days) for kind, name, days in limits]
    for status in ("violated", "undetermined", "met"):
        decisive = [answer for answer in answers if answer.status == status]
        if decisive:
            break
    own = judged.evidence if isinstance(judged, Moment) else ()
    return obligation.outcome(decisive[0].status, "; ".join(answer.reason for answer in decisive), own)


def _held(kind: str, judged: Moment | Answer, limit: Moment | Answer, days: int) -> Answer:
    if isinstance(limit, Answer):
        return Answer("undetermined", f"of the original: {limit.reason}")
    if isinstance(judged, Answer):
        return Answer("undetermined", judged.reason)
    try:
        return held(kind, judged, limit.later(days)._replace(shown=f"the original's {limit.later(days).shown}"))
    except OverflowError:
        return Answer("undetermined", f"the original's {limit.shown} and {days} days lie beyond the calendar")


def withdrawn(obligation: Obligation[Fidelity], case: Case, pair: Pair) -> Outcome:
    """The original was not taken back, closed to republication, or corrected in what the copy does not say."""
    expires = pair.original.date("expires")
    if expires is not None and expires.value is None:
        return obligation.violated("the source has recalled the original")
    for said in notices.closed(pair, obligation.rule.phrases):
        return obligation.violated(f"the original says “{said}”")
    for said in notices.withdrawals(pair):
        return obligation.violated(f"the original was withdrawn: “{said}”")
    for said in notices.corrections(pair):
        reason = f"the original was corrected, and the copy does not say so: “{said}”"
        return obligation.violated(reason, insert=case.article.place("bottom"))
    updated, published = moment_of("updated", pair.original, None), moment_of("published", case.article, None)
    if isinstance(updated, Moment) and isinstance(published, Moment) and _differ_since(pair, updated, published):
        reason = f"the original was changed ({updated.shown}) after the copy was published, and the two differ"
        return obligation.undetermined(reason, published.evidence)
    return obligation.met(f"the original (`{pair.original.id}`) says nothing of having been withdrawn or corrected")


def _differ_since(pair: Pair, updated: Moment, published: Moment) -> bool:
    """Whether the original changed after the copy was published, and not to what the copy has."""
    late = held("not_before", published, updated).status != "met"
    return late and any(each.kind not in FREE for each in pair.differences)
