"""A Plan plus live matchers: `scan(article) → Report`. The loop, and the promise that nothing drops out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from compliance import __version__
from compliance.article import Article
from compliance.case import Case
from compliance.checks import CHECKS
from compliance.condition import unless_applicable
from compliance.desk import NO_DESK, Desk
from compliance.detection import Detector
from compliance.difference import Comparison
from compliance.docket import Docket
from compliance.finding import Fault, Outcome
from compliance.ledger import Ledger, Outcomes
from compliance.match import Matcher
from compliance.obligation import Obligation
from compliance.plan import Plan, members_of
from compliance.provenance import outcome as provenance_outcome
from compliance.provenance import settle, weigh
from compliance.report import Provenance, Report, decide
from compliance.site import source_of

if TYPE_CHECKING:
    from compliance.originals import Originals


class Scanner:
    """Judges Articles by one Plan, one desk profile and one day. Knows nothing of files or processes."""

    def __init__(
        self,
        plan: Plan,
        desk: Desk = NO_DESK,
        as_of: dt.date | None = None,
        assume: frozenset[str] = frozenset(),
        *,
        originals: Originals | None = None,
    ) -> None:
        """`as_of` is the day taken for an article that has no date; `assume` names policies whose copy every
        article is taken to be, whatever it says itself; `originals` are what copies are held against."""
        self.plan = plan
        self._desk = desk
        self._as_of = as_of
        self._assume = assume
        self._originals = originals
        self._matcher = Matcher(plan.patterns)
        self._detector = Detector(plan.terms)
        self._terms = {terms.id: terms for terms in plan.terms}
        self._always = frozenset(terms.id for terms in plan.terms if terms.detect is None or terms.id in assume)
        self._agreements = frozenset(terms.id for terms in plan.terms if terms.instead_of)
        self._standings: dict[frozenset[str], tuple[frozenset[str], Docket]] = {}
        """By the agreements that are on file: they run out, so that it depends on the article's day."""
        self._provenance = {each.policy: each for each in plan.obligations if each.rule.check == "provenance"}

    def on(self, day: dt.date) -> Scanner:
        """The same Scanner for articles of another day that have no date."""
        other = copy(self)
        other._as_of, other._standings = day, {}
        return other

    def scan(self, article: Article, unread: Iterable[Fault] = ()) -> Report:
        """Judge one article: exactly one Outcome for each obligation of each policy it falls under.

        `unread` are the Faults met in reading it: what was readable is judged all the same, and does not pass.
        Whatever goes wrong with one article ends in its own Report.
        """
        try:
            return self._scan(article, unread)
        except Exception as error:
            return self.fault(_crash(article, "", error))

    def _scan(self, article: Article, unread: Iterable[Fault]) -> Report:
        case = Case(article, self._desk, self.plan.lexicon, self._matcher, self._as_of, originals=self._originals)
        faults: list[Fault] = []
        standing, docket = self._standing(case)
        agenda = docket.agenda(case)
        case.outcomes = Outcomes(docket.positions, agenda.usual)
        origins = self._origins(case, standing, faults)
        besides = sorted(policy for policy, each in origins.items() if each.recognised and policy not in docket.always)
        applying = docket.applying(besides, case.day)
        case.outlets = applying.outlets
        for policy, origin in origins.items():
            obligation = self._provenance[policy]
            case.outcomes[obligation.id] = provenance_outcome(
                obligation, origin, self._without_terms(policy, applying.lapsed)
            )
        for turn in agenda.turns(besides):
            due = [*turn.due, *self._due(turn.roused(case, besides), applying.lapsed, case)]
            if turn.session.check == "any_of":
                case.outcomes.update(_any_of(each, case) for each in due)
            elif due:
                self._judge(turn.session.check, due, case, faults)
        outcomes = case.outcomes.ledger()
        if len(outcomes) != applying.size + len(origins):
            faults += _unjudged(self.plan.obligations, case, applying.lapsed)
        comparison = _compared(case, faults)
        if not faults and not outcomes.any(_tells):
            faults.append(_nothing_checked(article))
        case.close()
        return self._report(article, case, tuple(origins.values()), outcomes, [*unread, *faults], comparison=comparison)

    def fault(self, fault: Fault) -> Report:
        """The Report of an input that could not be read: nothing was checked, and it says so."""
        return Report(
            article=fault.input,
            form="",
            title="",
            content="",
            plan=self.plan.digest,
            engine=__version__,
            as_of=self._as_of,
            verdict=decide((), (fault,)),
            faults=(fault,),
        )

    def _origins(self, case: Case, standing: frozenset[str], faults: list[Fault]) -> dict[str, Provenance]:
        found = {}
        for terms in self._detector.named(case):
            if terms.id not in standing:
                continue
            try:
                name = terms.outlet.name if terms.outlet else terms.title
                origin = weigh(terms.id, name, terms.outlet, terms.detect, case) if terms.detect else None
            except Exception as error:
                faults.append(_crash(case.article, f"{terms.id}/provenance", error))
                continue
            if origin is not None:
                found[terms.id] = origin
        return settle(found)

    def _standing(self, case: Case) -> tuple[frozenset[str], Docket]:
        """The terms that hold for this desk, an agreement only if it is on file, and then in the place of others; and
        the Docket for those of them that every article falls under."""
        on_file = self._assume
        if self._agreements:
            on_file |= {each.policy for each in self._desk.licences if each.covers(case.day)} & self._agreements
        if on_file not in self._standings:
            agreed = [each for each in self.plan.terms if each.instead_of and each.id in on_file]
            held_back = self._agreements.difference(each.id for each in agreed)
            replaced = {name for each in agreed for name in each.instead_of}
            standing = frozenset(self._terms) - held_back - replaced
            self._standings[on_file] = standing, Docket(self.plan, self._always & standing)
        return self._standings[on_file]

    def _without_terms(self, policy: str, lapsed: Mapping[str, str]) -> str:
        """Why no terms are known for copy that is recognised; empty where some are, perhaps in another policy."""
        own = self._terms[policy].outlet
        outlets = (self._terms[each].outlet for each, why in lapsed.items() if not why)
        held = {outlet.name for outlet in outlets if outlet}
        return "" if (own.name if own else "") in held else lapsed.get(policy, "")

    def _due(
        self, obligations: Iterable[Obligation[Any]], lapsed: Mapping[str, str], case: Case
    ) -> list[Obligation[Any]]:
        """The obligations that apply; the others get their Outcome here."""
        due = []
        for obligation in obligations:
            unasked = unless_applicable(obligation, lapsed[obligation.policy], case)
            if unasked is None:
                due.append(obligation)
            else:
                case.outcomes[obligation.id] = unasked
        return due

    def _judge(self, check: str, due: Sequence[Obligation[Any]], case: Case, faults: list[Fault]) -> None:
        """Judge all rules of a kind at once; one that brings its check down takes no other with it."""
        try:
            self._record(check, due, case)
        except Exception:
            for obligation in due:
                try:
                    self._record(check, [obligation], case)
                except Exception as error:
                    faults.append(_crash(case.article, obligation.id, error))
                    case.outcomes[obligation.id] = obligation.undetermined(f"the check `{check}` crashed")

    def _record(self, check: str, obligations: Sequence[Obligation[Any]], case: Case) -> None:
        if not obligations:
            return
        outcomes = list(CHECKS[check].judge(obligations, case))
        if [each.rule for each in outcomes] != [each.id for each in obligations]:
            raise RuntimeError(f"the check `{check}` did not give one outcome for each of its rules")
        case.outcomes.update(outcomes)

    def _report(
        self,
        article: Article,
        case: Case,
        origins: tuple[Provenance, ...],
        outcomes: Ledger,
        faults: list[Fault],
        *,
        comparison: Comparison | None,
    ) -> Report:
        return Report(
            article=article.id,
            form=article.form,
            title=article.title.plain if article.title else "",
            content=article.digest,
            plan=self.plan.digest,
            engine=__version__,
            as_of=case.day,
            source=source_of(article),
            published=case.published,
            verdict=decide(outcomes, faults),
            provenance=origins,
            outcomes=outcomes,
            comparison=comparison,
            faults=tuple(faults),
        )


def _compared(case: Case, faults: list[Fault]) -> Comparison | None:
    """The article beside its original, if there is one, whether a rule asks for it or not."""
    try:
        return case.pair.comparison if case.pair is not None else None
    except Exception as error:
        faults.append(_crash(case.article, "", error))
        return None


def _tells(outcome: Outcome) -> bool:
    """Whether an Outcome says anything of the article itself, beyond whose copy it is and what a person must see to."""
    if outcome.manual or outcome.standing == "shadow" or outcome.rule.endswith("/provenance"):
        return False
    return outcome.status != "not_applicable"


def _any_of(obligation: Obligation[Any], case: Case) -> Outcome:
    """One Outcome for several ways of keeping an obligation: the best that any of them reached."""
    members = [case.outcomes[member] for member in members_of(obligation)]
    for status in ("met", "undetermined", "violated"):
        reached = [each for each in members if each.status == status]
        if reached:
            evidence = dict.fromkeys(piece for each in reached for piece in each.evidence)
            reason = "; ".join(dict.fromkeys(each.reason for each in reached))
            # Where something stands that must not, nothing is to be put in for it.
            stands = any(each.evidence and each.insert is None for each in reached)
            insert = None if stands else next((each.insert for each in reached if each.insert), None)
            return obligation.outcome(status, reason, evidence, insert)
    return obligation.not_applicable("; ".join(dict.fromkeys(each.reason for each in members)))


def _unjudged(obligations: Iterable[Obligation[Any]], case: Case, lapsed: Mapping[str, str]) -> list[Fault]:
    """The ledger must add up: an obligation without an Outcome is a Fault, never silence."""
    return [
        Fault(
            kind="check-crashed",
            input=case.article.id,
            reason=f"`{each.id}` was never judged",
            hint="this is a bug in the checker: please report it",
            rule=each.id,
        )
        for each in obligations
        if each.policy in lapsed and each.rule.check != "provenance" and each.id not in case.outcomes
    ]


def _crash(article: Article, rule: str, error: Exception) -> Fault:
    return Fault(
        kind="check-crashed",
        input=article.id,
        reason=f"judging {f'`{rule}`' if rule else 'it'} failed: {type(error).__name__}: {error}",
        hint="this is a bug in the checker: please report it with the article",
        rule=rule,
    )


def _nothing_checked(article: Article) -> Fault:
    return Fault(
        kind="no-policy",
        input=article.id,
        reason="none of the policies loaded applies to this article, so nothing was checked",
        hint="load a policy that holds for every article, or name the policy of its source",
    )
