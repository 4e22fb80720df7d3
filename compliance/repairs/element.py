"""An element that only machines read: inserted, or put in the place of the one that is nearly right."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.article import Span
from compliance.checks.element import ElementRule
from compliance.finding import Outcome
from compliance.insertion import UnmadeError, made
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.repair import Edit, Repair
from compliance.repairs.line import inserted


def propose(obligation: Obligation[ElementRule], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The element as the rule has it inserted; a record has its canonical address under a name of its own."""
    rule, article = obligation.rule, material.article
    if rule.expect != "present":
        return
    canonical = "link" in rule.tag and rule.attributes.get("rel", "").lower() == "canonical"
    if article.form == "json" and canonical:
        yield _declared(obligation, material)
        return
    for each in outcome.evidence:
        if each.quote.startswith("<") and not any(hidden in each.note for hidden in ("noscript", "template")):
            for template in rule.insert:
                piece = made(template, material.values(obligation), material.markup(each.span.field))
                does = f"writes `{piece}` for `{each.quote}`"
                yield Repair(rule=obligation.id, does=does, edits=(Edit(each.span, piece),), touches="element")
    if outcome.insert is not None:
        yield from inserted(obligation, rule.insert, outcome.insert, material)


def _declared(obligation: Obligation[ElementRule], material: Material) -> Repair:
    address = material.values(obligation)("original_url")
    if not address:
        raise UnmadeError("the address of the original is not known")
    given = material.article.canonical
    touches = "" if given is None else "element"
    span = Span("canonical", 0, 0) if given is None else given.whole()
    does = f"writes {address} as the canonical address"
    return Repair(rule=obligation.id, does=does, edits=(Edit(span, address),), touches=touches)  # type: ignore[arg-type]
