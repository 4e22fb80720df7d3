"""A link: around the outlet's name in a credit that is there, or in a line of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from compliance.article import Span
from compliance.checks.link import LinkRule
from compliance.finding import Outcome
from compliance.insertion import Markup, UnmadeError
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.policy import Outlet
from compliance.repair import Edit, Repair
from compliance.repairs.line import inserted
from compliance.wording import wordings

_ADDRESS = re.compile(r"href\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)


def propose(obligation: Obligation[LinkRule], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The name in the credit line linked; the address of the link that is there put right; a line of its own."""
    rule = obligation.rule
    if rule.expect != "present":
        return
    addresses = list(_addresses(obligation, material))
    if not addresses and rule.to in ("original", "article"):
        raise UnmadeError("the address of the original is not known")
    for address in addresses:
        yield from _around_name(obligation, address, material)
        yield from _readdressed(obligation, address, outcome, material)
    at = outcome.insert or material.article.place("top" if rule.position == "top" else "bottom")
    yield from inserted(obligation, rule.insert, at, material)


def _addresses(obligation: Obligation[LinkRule], material: Material) -> Iterator[str]:
    values, to = material.values(obligation), obligation.rule.to
    if to in ("original", "article", "domain") and (address := values("original_url")):
        yield address
    if to in ("home", "domain") and (domain := values("domain")):
        yield f"https://{domain}/"


def _credits(obligation: Obligation[LinkRule], material: Material) -> Iterator[tuple[int, int]]:
    """Where the body has credit lines."""
    outlet, body = obligation.outlet or Outlet(name=""), material.article.body
    if not outlet.name:
        return
    lines = wordings(material.lexicon.credit_wordings, material.lexicon, outlet)
    for block in body.blocks:
        yield from ((found.start, found.end) for found in lines.find(body.plain, block.start, block.end))


def _around_name(obligation: Obligation[LinkRule], address: str, material: Material) -> Iterator[Repair]:
    """A link around the outlet's name in a credit line, where there is no markup in between."""
    article, body = material.article, material.article.body
    markup = material.markup(body.field)
    if markup == "text":
        return
    for start, end in _credits(obligation, material):
        for name in obligation.outlet.names if obligation.outlet else ():
            at = body.plain.find(name, start, end)
            if at < 0:
                continue
            span = body.span(at, at + len(name))
            delivered = article[span]
            if "<" in delivered or any(each.at <= at < each.at + len(each.text) for each in article.links):
                continue
            yield Repair(rule=obligation.id, does=f"links “{name}” to {address}", edits=around(span, address, markup))


def around(span: Span, address: str, markup: Markup) -> tuple[Edit, Edit]:
    """The Edits that make a link of what stands at a Span."""
    before, after = Span(span.field, span.start, span.start), Span(span.field, span.end, span.end)
    opening, closing = (f'<a href="{escape(address)}">', "</a>") if markup == "html" else ("[", f"]({address})")
    return Edit(before, opening), Edit(after, closing)


def _readdressed(
    obligation: Obligation[LinkRule], address: str, outcome: Outcome, material: Material
) -> Iterator[Repair]:
    """The address of a link in a credit line, where it leads elsewhere."""
    article, body = material.article, material.article.body
    places = [body.span(start, end) for start, end in _credits(obligation, material)]
    for each in outcome.evidence:
        match = _ADDRESS.search(each.quote)
        within = any(
            place.field == each.span.field and place.start - len(each.quote) <= each.span.start < place.end
            for place in places
        )
        if match is None or not within:
            continue
        group = 1 if match[1] is not None else 2
        start = each.span.start + match.start(group)
        span = Span(each.span.field, start, start + len(match[group]))
        if article[span] != match[group]:
            continue
        does = f"lets the credit link to {address} instead of {match[group]}"
        yield Repair(rule=obligation.id, does=does, edits=(Edit(span, escape(address)),), touches="furniture")
