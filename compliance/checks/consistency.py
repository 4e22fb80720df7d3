"""Do the places that say the same thing agree: the page and its metadata on the author, the dates, the address?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Literal

from compliance import address
from compliance.article import Text
from compliance.authors import convincing
from compliance.case import Case
from compliance.claim import Author
from compliance.claims import claimed
from compliance.expression import Complaint
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.passage import phrase
from compliance.policy import Rule


class Consistency(Rule, frozen=True, kw_only=True):
    """Do the places that say the same thing agree: the page and its metadata on the author, the dates, the address?"""

    check: Literal["consistency"] = "consistency"
    of: Literal["byline", "published", "address"]
    """`byline`: what readers see and what the metadata say about the author; `published`: every publication date;
    `address`: the site of the canonical address and that of the article's own."""
    days: int = 1
    """For `published`: how many days two dates may lie apart."""


RULE = Consistency


def complain(rule: Consistency) -> Iterable[Complaint]:
    """Days that cannot be."""
    if rule.days < 0:
        yield "days", "`days` is below 0, so no two dates would ever agree", "write 0 or more"


def patterns(obligation: Obligation[Consistency], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: what the readers gathered is compared."""
    return ()


def judge(obligations: Sequence[Obligation[Consistency]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule: a conflict is quoted from both sides."""
    for obligation in obligations:
        yield _COMPARED[obligation.rule.of](obligation, case)


def _byline(obligation: Obligation[Consistency], case: Case) -> Outcome:
    claims = claimed(case, obligation.outlet)
    said_of_it = claims.all() if claims.visible or claims.lines else []
    declared = [author for claim in said_of_it for author in claim.authors if author.is_declared]
    shown = convincing(said_of_it, case.lexicon) if declared else []
    visible = [author for claim in shown for author in claim.authors if not author.is_declared]
    if not visible:
        return obligation.not_applicable("there is not both a visible byline and one in the metadata")
    quoted = (case.quote(each.text, each.name.start, each.name.end, each.note) for each in (*visible, *declared))
    evidence = list({each.span: each for each in quoted}.values())
    said, meant = _people(visible), _people(declared)
    if meant and not said & meant:
        reason = f"readers see {_words(visible)}, the metadata name {_words(declared)}"
        return obligation.violated(reason, evidence)
    return obligation.met("the visible byline and the metadata agree", evidence)


def _people(found: Iterable[Author]) -> set[str]:
    """The family names of the people named, folded: first names are shortened and left out."""
    people = (phrase(author.name.text) for author in found if author.name.kind in ("person", "perhaps"))
    return {words[-1] for words in people if words}


def _words(found: Iterable[Author]) -> str:
    return ", ".join(dict.fromkeys(f"`{author.name.text}`" for author in found))


def _published(obligation: Obligation[Consistency], case: Case) -> Outcome:
    dates = [(date.value, date.text) for date in case.article.dates if date.name == "published" and date.value]
    if len(dates) < 2:
        return obligation.not_applicable("there are not two publication dates to compare")
    first, last = min(dates, key=lambda each: each[0]), max(dates, key=lambda each: each[0])
    if last[0] - first[0] > timedelta(days=obligation.rule.days):
        evidence = [_quoted(text, case) for _, text in (first, last)]
        return obligation.violated(f"published on {first[0].date()} and on {last[0].date()}", evidence)
    return obligation.met("all publication dates agree", [_quoted(text, case) for _, text in dates])


def _address(obligation: Obligation[Consistency], case: Case) -> Outcome:
    given = [text for text in (case.article.canonical, case.article.url) if text is not None]
    read = [(address.parse(text.plain), text) for text in given] if len(given) > 1 else []
    if not read or any(found is None for found, _ in read):
        return obligation.not_applicable("there are not two absolute addresses to compare")
    hosts = {found.host for found, _ in read if found is not None}
    evidence = [_quoted(text, case) for _, text in read]
    if len(hosts) > 1:
        return obligation.violated(f"the addresses are on {' and on '.join(sorted(hosts))}", evidence)
    return obligation.met("all addresses are on one site", evidence)


def _quoted(text: Text, case: Case) -> Evidence:
    return case.quote(text, 0, len(text.plain), text.place)


_COMPARED = {"byline": _byline, "published": _published, "address": _address}
