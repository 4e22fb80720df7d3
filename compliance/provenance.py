"""Whose copy is this? Evidence of several kinds is weighed; a mention alone is never more than a hint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import prod

from compliance.address import parse
from compliance.article import Text
from compliance.case import Case
from compliance.finding import Evidence, Outcome
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Detect, Outlet, Rule, Signal
from compliance.report import Provenance
from compliance.text import fold_phrase

STRONG, WEAK = 1.0, 0.4
"""What a signal weighs unless its policy says otherwise."""

MOST_SHOWN = 5
"""How many pieces of evidence of one signal are kept: more of the same tells no more."""

TOP_BLOCKS, LONGEST_BYLINE = 6, 200
"""Where a visible byline stands, in blocks, and how long one gets, in characters."""


def provenance_rule(outlet: Outlet | None, title: str) -> Rule:
    """The obligation that a policy with `detect` adds: it must be clear whether the copy is the outlet's."""
    name = outlet.name if outlet else title
    return Rule(
        id="provenance",
        check="provenance",
        severity="high",
        message=f"it must be clear whether this is copy of {name}",
        fix=f"find out whether the article came from {name}; if it did, keep its notice and credit, if not, waive this",
    )


def patterns(detect: Detect) -> Iterator[Pattern]:
    """What the matcher must look for to recognise the copy."""
    for signal in (*detect.strong, *detect.weak):
        for phrase in (*signal.phrase, *signal.mention, *signal.byline_suffix, *signal.declared):
            yield Pattern(phrase)


def weigh(policy: str, outlet: str, detect: Detect, case: Case) -> Provenance | None:
    """What the article says for being this policy's copy; None if nothing does.

    The score is the chance that not all of the evidence misleads: 1 − Π(1 − weight), over signals, not hits.
    """
    found: list[tuple[float, list[Evidence]]] = []
    for default, signals in ((STRONG, detect.strong), (WEAK, detect.weak)):
        for signal in signals:
            evidence = list(_evidence(signal, case))
            if evidence:
                found.append((default if signal.weight is None else signal.weight, evidence[:MOST_SHOWN]))
    if not found:
        return None
    score = round(1 - prod(1 - weight for weight, _ in found), 3)
    pieces = dict.fromkeys(piece for _, evidence in sorted(found, key=lambda item: -item[0]) for piece in evidence)
    return Provenance(
        policy=policy,
        outlet=outlet,
        recognised=score >= detect.threshold,
        doubtful=detect.doubt <= score < detect.threshold,
        score=score,
        evidence=tuple(pieces),
    )


def outcome(obligation: Obligation[Rule], found: Provenance, lapsed: str) -> Outcome:
    """The Outcome of a policy's `provenance` obligation; `lapsed` says why no terms hold for it, if none do."""
    if found.recognised and lapsed:
        return obligation.undetermined(f"this is copy of {found.outlet}, but {lapsed}", found.evidence)
    if found.recognised:
        return obligation.met(f"this is copy of {found.outlet}", found.evidence)
    if not found.doubtful:
        return obligation.not_applicable(
            f"there are traces of {found.outlet}, as in many articles (weight {found.score:g})", found.evidence
        )
    return obligation.undetermined(
        f"this may be copy of {found.outlet}: there are hints, but no proof (weight {found.score:g})", found.evidence
    )


def _evidence(signal: Signal, case: Case) -> Iterator[Evidence]:
    article = case.article
    yield from _phrases(signal.phrase, [article.body], case, "house sentence")
    yield from _phrases(signal.mention, [article.body], case, "mention")
    yield from _phrases(signal.byline_suffix, article.bylines, case, "byline")
    yield from _in_byline_blocks(signal.byline_suffix, case)
    yield from _phrases(signal.declared, list(article.outlets), case, "declared source")
    for host in signal.canonical_domain:
        if article.canonical is not None and _leads_to(article.canonical.plain, host):
            yield case.quote(article.canonical, 0, len(article.canonical.plain), "canonical address")
    for host in signal.link_domain:
        for link in article.links:
            if link.in_body and _leads_to(link.href, host):
                yield case.quote_span(link.span, link.text, "link")
    for host in signal.pixel_host:
        for element in article.elements:
            if element.tag in ("img", "script", "iframe") and _leads_to(element.attributes.get("src", ""), host):
                yield case.quote_span(element.span, "", "counter")


def _phrases(phrases: Iterable[str], texts: Iterable[Text], case: Case, note: str) -> Iterator[Evidence]:
    wanted = [Pattern(phrase) for phrase in phrases]
    if not wanted:
        return
    for text in texts:
        for hit in case.find(wanted, text):
            yield case.quote(text, hit.start, hit.end, text.place if text.place != "visible" else note)


def _in_byline_blocks(names: Iterable[str], case: Case) -> Iterator[Evidence]:
    """Names in the visible byline: a short block near the top that opens as bylines do."""
    body = case.article.body
    openers = tuple(f"{fold_phrase(opener)} " for opener in case.lexicon.byline_openers)
    bylines = [
        block
        for block in body.blocks[:TOP_BLOCKS]
        if block.end - block.start <= LONGEST_BYLINE
        and fold_phrase(body.plain[block.start : block.end]).startswith(openers)
    ]
    for hit in case.find([Pattern(name) for name in names], body):
        if any(block.start <= hit.start < block.end for block in bylines):
            yield case.quote(body, hit.start, hit.end, "byline")


def _leads_to(text: str, host: str) -> bool:
    """Whether an address is on a host, below the path that may follow the host's name."""
    address = parse(text)
    domain, _, path = host.partition("/")
    return address is not None and address.on(domain) and address.path.lstrip("/").startswith(path)
