"""Whose copy is this? Evidence of several kinds is weighed; a mention alone is never more than a hint."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import prod

from msgspec.structs import replace

from compliance.address import parse
from compliance.article import Block, Text
from compliance.byline import Name, read
from compliance.case import Case
from compliance.finding import ALSO, Evidence, Outcome
from compliance.match import Hit, Pattern
from compliance.obligation import Obligation
from compliance.policy import Detect, Outlet, Rule, Signal
from compliance.report import Provenance
from compliance.signature import HEADINGS
from compliance.text import fold_phrase
from compliance.wording import wordings

STRONG, WEAK = 1.0, 0.4
"""What a signal weighs unless its policy says otherwise."""

MOST_SHOWN = 5
"""How many pieces of evidence of one signal are kept: more of the same tells no more."""

SHARED, PARTLY = 0.5, 0.2
"""The share of the shorter of the two texts from which an article that has it of an outlet's original counts as its
copy, and from which a person must look: half of it is not chance, nor a quotation."""

HOSTING = frozenset(["canonical address", "declared source"])
"""The evidence that a site gives of itself: it has it also where it carries the copy of another."""

_SUFFIX = re.compile(r"\s[|\-‐-―·:]\s+([^|‐-―·]+?)\s*$")

COUNTERS = ("img", "script", "iframe")
"""Elements that can count readers."""

TOP_BLOCKS, LAST_BLOCKS, LONGEST_BYLINE = 6, 3, 200
"""Where a visible byline stands, in blocks, and how long one gets, in characters."""

_SENTENCE_ENDS = frozenset(".!?…")
"""What running text ends with; it may open as bylines do, and more often at the end of an article than above it."""


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


def patterns(detect: Detect, outlet: Outlet | None) -> Iterator[Pattern]:
    """What the matcher must look for to recognise the copy."""
    for signal in (*detect.strong, *detect.weak):
        sought = (*signal.phrase, *signal.credit_line, *signal.mention, *signal.byline_suffix)
        yield from map(Pattern, filled(sought, outlet))


def weigh(policy: str, name: str, outlet: Outlet | None, detect: Detect, case: Case) -> Provenance | None:
    """What the article says for being this policy's copy, that of `name`; None if nothing does.

    The score is the chance that not all of the evidence misleads: 1 − Π(1 − weight), over signals, not hits.
    """
    found: list[tuple[float, list[Evidence]]] = []
    for default, signals in ((STRONG, detect.strong), (WEAK, detect.weak)):
        for signal in signals:
            evidence = list(_evidence(signal, outlet, case))
            if evidence:
                found.append((default if signal.weight is None else signal.weight, evidence[:MOST_SHOWN]))
    found += _shared(outlet, case)
    if not found:
        return None
    score = round(1 - prod(1 - weight for weight, _ in found), 3)
    pieces = dict.fromkeys(piece for _, evidence in sorted(found, key=lambda item: -item[0]) for piece in evidence)
    return Provenance(
        policy=policy,
        outlet=name,
        recognised=score >= detect.threshold,
        doubtful=detect.doubt <= score < detect.threshold,
        score=score,
        evidence=tuple(pieces),
    )


def _shared(outlet: Outlet | None, case: Case) -> Iterator[tuple[float, list[Evidence]]]:
    """The text that it has of the outlet's originals: the strongest evidence, which no notice's removal takes away."""
    if outlet is None or not case.reuses:
        return
    from compliance.attribution import evidence

    for weight, least in ((STRONG, SHARED), (WEAK, PARTLY)):
        pieces = list(evidence(case, outlet, least))
        if pieces:
            yield weight, pieces[:MOST_SHOWN]
            return


def settle(found: Mapping[str, Provenance]) -> dict[str, Provenance]:
    """Whose copy it is, where it may be several outlets': who carries an article that credits another is its host."""
    credited = {name for name, each in found.items() if each.recognised and _has(each, "credit line")}
    return {
        name: replace(each, host=True, recognised=False, doubtful=False)
        if each.recognised and credited - {name} and name not in credited and _only_hosts(each)
        else each
        for name, each in found.items()
    }


def _has(origin: Provenance, note: str) -> bool:
    return any(piece.note == note for piece in origin.evidence)


def _only_hosts(origin: Provenance) -> bool:
    return all(
        piece.note in HOSTING or piece.note in ("mention", "link") or piece.note.startswith(ALSO)
        for piece in origin.evidence
    )


def outcome(obligation: Obligation[Rule], found: Provenance, lapsed: str) -> Outcome:
    """The Outcome of a policy's `provenance` obligation; `lapsed` says why no terms hold for it, if none do."""
    if found.recognised and lapsed:
        return obligation.undetermined(f"this is copy of {found.outlet}, but {lapsed}", found.evidence)
    if found.recognised:
        return obligation.met(f"this is copy of {found.outlet}", found.evidence)
    if found.host:
        hosted = any(piece.note in HOSTING for piece in found.evidence)
        where = (
            f"it stands on the site of {found.outlet}, and" if hosted else f"{found.outlet} has its text too, but it"
        )
        return obligation.not_applicable(f"{where} credits another as its source", found.evidence)
    if not found.doubtful:
        return obligation.not_applicable(
            f"there are traces of {found.outlet}, as in many articles (weight {found.score:g})", found.evidence
        )
    return obligation.undetermined(
        f"this may be copy of {found.outlet}: there are hints, but no proof (weight {found.score:g})", found.evidence
    )


def _evidence(signal: Signal, outlet: Outlet | None, case: Case) -> Iterator[Evidence]:
    article = case.article
    yield from _phrases(filled(signal.phrase, outlet), case, "house sentence")
    yield from _phrases(filled(signal.mention, outlet), case, "mention")
    yield from _credit_lines(filled(signal.credit_line, outlet), outlet, case)
    yield from _bylines(filled(signal.byline_suffix, outlet), case)
    yield from _title_suffixes(filled(signal.title_suffix, outlet), case)
    yield from _declared(filled(signal.declared, outlet), case)
    for host in filled(signal.canonical_domain, outlet):
        if article.canonical is not None and _leads_to(article.canonical.plain, host):
            yield case.quote(article.canonical, 0, len(article.canonical.plain), "canonical address")
    for host in filled(signal.link_domain, outlet):
        for link in article.links:
            if link.in_body and _leads_to(link.href, host):
                yield case.quote_span(link.span, link.text, "link")
    for host in filled(signal.pixel_host, outlet):
        for element in article.elements:
            if element.tag in COUNTERS and _leads_to(element.attributes.get("src", ""), host):
                yield case.quote_span(element.span, "", "counter")


def filled(texts: Iterable[str], outlet: Outlet | None) -> Iterator[str]:
    """The texts, `{outlet}` and `{domain}` in them standing for each of the outlet's names and domains."""
    values = {"{outlet}": outlet.names, "{domain}": outlet.domains} if outlet else {}
    for text in texts:
        slot = next((slot for slot in values if slot in text), None)
        yield from (text.replace(slot, value) for value in values[slot]) if slot else (text,)


def _phrases(phrases: Iterable[str], case: Case, note: str) -> Iterator[Evidence]:
    body = case.article.body
    for hit in case.find(map(Pattern, phrases), body):
        yield case.quote(body, hit.start, hit.end, note)


def _credit_lines(names: Iterable[str], outlet: Outlet | None, case: Case) -> Iterator[Evidence]:
    """Credit lines, looked for in the paragraphs that name the outlet at all."""
    known = tuple(names)
    body = case.article.body
    hits = case.find(map(Pattern, known), body)
    if not hits:
        return
    lookalikes = outlet.lookalikes if outlet else ()
    credited = Outlet(name=known[0], aliases=known[1:], lookalikes=lookalikes)
    words = case.once("origin words", lambda: replace(case.lexicon, credit_verbs=case.lexicon.origin_verbs))
    sought = wordings(words.origin_wordings, words, credited)
    for block in (each for each in _blocks(body, hits) if each.kind not in HEADINGS):
        for found in sought.find(body.plain, block.start, block.end):
            yield case.quote(body, found.start, found.end, "credit line")


def _bylines(names: Iterable[str], case: Case) -> Iterator[Evidence]:
    """Names that bylines give as an outlet: in the metadata, or in a short block near either end."""
    known = tuple(names)
    sought = [Pattern(name) for name in known]
    body = case.article.body
    openers = tuple(f"{fold_phrase(opener)} " for opener in case.lexicon.byline_openers)
    top, last = body.blocks[:TOP_BLOCKS], body.blocks[-LAST_BLOCKS:]
    signed = [
        block
        for block in _blocks(body, case.find(sought, body))
        if (block in top or (block in last and body.plain[block.end - 1] not in _SENTENCE_ENDS))
        and block.end - block.start <= LONGEST_BYLINE
        and fold_phrase(body.plain[block.start : block.end]).startswith(openers)
    ]
    places = [(text, 0, len(text.plain)) for text in case.article.bylines if case.find(sought, text)]
    for text, start, end in [*places, *((body, block.start, block.end) for block in signed)]:
        for name in _outlets_in(text, start, end, known, case):
            yield case.quote(text, name.start, name.end, text.place if text.place != "visible" else "byline")


def _outlets_in(text: Text, start: int, end: int, known: tuple[str, ...], case: Case) -> Iterator[Name]:
    """Where one of these names is an outlet's in a byline: no part of a person's name, nor of a longer one's."""
    byline = read(text.plain, case.lexicon, known, start, end)
    given = [*byline.others, *(name for person in byline.people for name in person.affiliations)]
    folded = {bare(name) for name in known}
    for name in given:
        if bare(name.text) in folded and not any(
            other.start == name.end + 1 for other in given if other.kind == name.kind
        ):
            yield name


def _title_suffixes(names: Iterable[str], case: Case) -> Iterator[Evidence]:
    known = {bare(name) for name in names}
    suffix = title_suffix(case.article.title) if known else None
    if case.article.title is not None and suffix is not None and bare(suffix[1]) in known:
        yield case.quote(case.article.title, *suffix.span(1), "end of the headline")


def title_suffix(title: Text | None) -> re.Match[str] | None:
    """The name that a headline ends with, as the group 1, if it does."""
    return _SUFFIX.search(title.plain) if title is not None else None


def _declared(names: Iterable[str], case: Case) -> Iterator[Evidence]:
    known = {bare(name) for name in names}
    for text in case.article.outlets if known else ():
        if bare(text.plain) in known:
            yield case.quote(text, 0, len(text.plain), "declared source")


def bare(name: str) -> str:
    """A name as it is compared: folded, without its article."""
    return fold_phrase(name).removeprefix("the ").strip(" .")


def _blocks(text: Text, hits: Iterable[Hit]) -> list[Block]:
    """The blocks that hold these hits, each once."""
    return list(dict.fromkeys(text.block_at(hit.start) for hit in hits))


def _leads_to(address: str, host: str) -> bool:
    """Whether an address is on a host, below the path that may follow the host's name."""
    found = parse(address)
    domain, _, path = host.partition("/")
    return found is not None and found.on(domain) and found.path.lstrip("/").startswith(path)
