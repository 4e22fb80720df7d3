"""Is a person named as the author? An outlet, "Staff" or the republisher itself is not a reporter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.affiliation import institutions
from compliance.authors import DOUBT, ENOUGH, Candidate, candidates, trust
from compliance.case import Case
from compliance.claim import Author, Claim
from compliance.claims import claimed
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.passage import names, phrase, phrases
from compliance.policy import Rule
from compliance.signature import Known


class Byline(Rule, frozen=True, kw_only=True):
    """Is a person named as the author? An outlet, "Staff" or the republisher itself is not a reporter."""

    check: Literal["byline"] = "byline"
    require: Literal["person", "any"] = "person"
    """`person`: a reporter by name; `any`: any byline at all, an organisation's included."""
    names: tuple[str, ...] = ()
    """The reporters one of whom it must be; empty: any person."""
    where: tuple[Literal["metadata", "top", "bottom"], ...] = ("metadata", "top", "bottom")
    """Where a byline counts: the page's or record's metadata, the first lines, a bio line at the end."""
    top: int = 5
    """How many of the first blocks count as the first lines."""
    bottom: int = 4
    """How many of the last blocks a bio line may stand in."""
    affiliated: bool = False
    """Whether an institution must be named beside them, or in a line about them: neither outlet nor republisher."""


RULE = Byline

_PEOPLE = ("person", "perhaps")
_AFAR = frozenset(["far", "later", "many", "outside", "shown outside", "shown far"])
"""Signs of what is more likely about other articles."""
_UNSEEN = frozenset(["unseen", "meta unseen"])

_WHERE = {"metadata": "the metadata", "top": "the first lines", "bottom": "the last lines"}


def complain(rule: Byline) -> Iterable[tuple[str, str, str]]:
    """Places that are none, and names that cannot be read."""
    if not rule.where:
        yield "where", "no place is listed, so no byline could count", "list any of `metadata`, `top`, `bottom`"
    for field, size in (("top", rule.top), ("bottom", rule.bottom)):
        if size < 1 and field in rule.where:
            yield (
                field,
                f"`{size}` blocks are no place for a byline",
                f"take 1 or more, or leave `{field}` out of `where`",
            )
    for name in rule.names:
        if not phrase(name):
            yield "names", f"`{name}` is no name", "write the reporter's name as it stands in the byline"


def patterns(obligation: Obligation[Byline], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: bylines are read word by word."""
    return ()


def judge(obligations: Sequence[Obligation[Byline]], case: Case) -> Iterator[Outcome]:
    """Weigh everything that says who wrote it, and say whom it names."""
    return (_Reading(obligation, case).outcome() for obligation in obligations)


class _Reading:
    """Who wrote an article, as far as one rule lets places count."""

    def __init__(self, obligation: Obligation[Byline], case: Case) -> None:
        self.obligation = obligation
        self.rule = obligation.rule
        self.case = case
        self.article = case.article
        self.insert = case.article.place("byline")
        self.claims = [claim for claim in claimed(case, obligation.outlet).all() if self._counts(claim)]
        if self.rule.where == ("metadata",):
            self.claims = [claim.without(*_UNSEEN) for claim in self.claims]
        weights = trust(case.lexicon)
        weighed = candidates(self.claims, case.lexicon)
        self.plain = [each for each in weighed if each.weight > weights[ENOUGH]]
        """Those of whom enough says that they wrote it."""
        self.open = [each for each in weighed if weights[DOUBT] < each.weight <= weights[ENOUGH]]
        """Those who may have written it."""

    def outcome(self) -> Outcome:
        """What came of it."""
        named = next((each for each in self.plain if any(map(self._is_wanted, each.authors))), None)
        if named is not None:
            return self._unseen(named) if self._is_unseen(named) else self._met(named)
        doubtful = [author for each in self.plain for author in each.authors if author.name.kind in _PEOPLE]
        if doubtful and self.rule.names:
            reason = f"{_listed(doubtful)} not among the reporters listed"
            return self.obligation.violated(reason, self._quoted(doubtful), self.insert)
        if doubtful:
            reason = f"{_listed(doubtful)} named as the author, which may be a person or an account"
            return self.obligation.undetermined(reason, self._quoted(doubtful), self.insert)
        perhaps = next((each for each in self.open if any(map(self._is_wanted, each.authors))), None)
        if perhaps is not None and self._is_unseen(perhaps):
            return self._unseen(perhaps)
        possible = [author for each in self.open for author in each.authors if self._is_wanted(author)]
        if possible:
            reason = f"{_listed(possible)} perhaps named as the author, but too little says so"
            return self.obligation.undetermined(reason, self._quoted(possible), self.insert)
        return self._missing()

    def _met(self, named: Candidate) -> Outcome:
        wanted = [author for claim in named.claims for author in claim.authors if self._is_wanted(author)]
        if self.rule.affiliated:
            return self._affiliated(wanted)
        others = self._contradicting(named)
        conflict = ""
        if others:
            declared, visible = sorted((others[0], wanted[0]), key=lambda author: author.is_declared, reverse=True)
            conflict = f"; but the metadata names `{declared.name.text}`, and the article itself `{visible.name.text}`"
        reason = f"{_listed(wanted)} named as the author{conflict}"
        return self.obligation.met(reason, self._quoted([*wanted, *others[:1]]))

    def _affiliated(self, named: Sequence[Author]) -> Outcome:
        """Whoever is named will do, if an institution stands beside them, or in a line about them."""
        known = Known.of(self.article, self.obligation.outlet, self.case.desk)
        found = institutions(self.case, known, self.rule.top, self.rule.bottom)
        if found:
            return self.obligation.met("says where the author works", found)
        reason = f"{_listed(named)} named without an institution"
        return self.obligation.violated(reason, self._quoted(named), self.insert)

    def _contradicting(self, named: Candidate) -> list[Author]:
        """Persons whom the metadata name where the page names others, or the other way round."""
        declared = any(claim.authors[0].is_declared for claim in named.claims)
        visible = any(not claim.authors[0].is_declared for claim in named.claims)
        if declared and visible:
            return []
        families = {phrase(author.name.text)[-1] for author in named.authors}
        others = [author for each in self.plain for author in each.authors if author.name.kind == "person"]
        others = [author for author in others if author.is_declared != declared]
        return [] if any(phrase(author.name.text)[-1] in families for author in others) else others

    def _unseen(self, named: Candidate) -> Outcome:
        reason = f"{_listed(named.authors)} named as the author in the metadata alone, where no reader sees it"
        return self.obligation.undetermined(reason, self._quoted(named.authors), self.insert)

    def _is_unseen(self, named: Candidate) -> bool:
        """Whether only metadata name them, of a page that shows them nowhere, and the rule asks for more than that."""
        return all(_UNSEEN.intersection(claim.signs) for claim in named.claims)

    def _missing(self) -> Outcome:
        """No person is named; quote what names nobody, and say what could not be known."""
        article, rule = self.article, self.rule
        others = [
            author
            for claim in self.claims
            for author in claim.authors
            if author.name.kind in ("organisation", "nobody") and not _AFAR.intersection(claim.signs)
        ]
        texts = [text for text in article.bylines if text.plain.strip() and self._is_read(text.place)]
        if others or texts:
            empty = [text for text in texts if not any(author.text is text for author in others)]
            evidence = [
                *self._quoted(others),
                *(self.case.quote(each, 0, len(each.plain), each.place) for each in empty),
            ]
            return self.obligation.violated(self._why_nobody(others), evidence, self.insert)
        if not article.can_carry("byline") or (article.form == "text" and rule.where == ("metadata",)):
            return self.obligation.undetermined(f"{article.form_name} cannot carry such a byline", insert=self.insert)
        places = " or ".join(_WHERE[where] for where in rule.where)
        return self.obligation.violated(f"no person is named as the author in {places}", insert=self.insert)

    def _why_nobody(self, others: Sequence[Author]) -> str:
        """Why a byline that is there names no reporter."""
        for author in others:
            if phrase(author.name.text) in names(self.case.desk.own_names):
                return f"the byline names `{author.name.text}`, the republisher itself, and no reporter"
            kind = "an organisation" if author.name.kind == "organisation" else "nobody in particular"
            return f"the byline names `{author.name.text}`, {kind}, and no reporter"
        return "the byline names nobody"

    def _is_wanted(self, author: Author) -> bool:
        if self.rule.names:
            return phrase(author.name.text) in phrases(self.rule.names)
        kind = author.name.kind
        return kind == "person" or (self.rule.require == "any" and kind == "organisation")

    def _counts(self, claim: Claim) -> bool:
        """Whether it stands where the rule lets a byline stand."""
        if claim.source != "line":
            return self._is_read(claim.authors[0].text.place)
        top = "top" in self.rule.where and claim.above < self.rule.top
        return top or ("bottom" in self.rule.where and claim.below < self.rule.bottom)

    def _is_read(self, place: str) -> bool:
        return ("top" if place.startswith("visible") else "metadata") in self.rule.where

    def _quoted(self, found: Iterable[Author]) -> list[Evidence]:
        """The names where they were delivered, each place once."""
        quoted = (self.case.quote(each.text, each.name.start, each.name.end, each.note) for each in found)
        return list({evidence.span: evidence for evidence in quoted}.values())


def _listed(found: Iterable[Author]) -> str:
    """The names, each once, with their verb."""
    texts = list(dict.fromkeys(author.name.text for author in found))
    return " and ".join(f"`{text}`" for text in texts) + (" is" if len(texts) == 1 else " are")
