"""What the original has, and the copy lost besides its text: the byline's names, the headline, links, the tagline."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from compliance.checks.fidelity.rule import Fidelity
from compliance.finding import Outcome
from compliance.insertion import UnmadeError
from compliance.layout import count
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.repair import Edit, Repair
from compliance.repairs.byline import replaced
from compliance.repairs.line import inserted
from compliance.repairs.link import around

KINDS = ("byline", "headline", "links")
_LED = "the original links to "


def propose(obligation: Obligation[Fidelity], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """What the original has, where it stood."""
    if material.original is None:
        raise UnmadeError("the original is not at hand")
    kind = obligation.rule.kind
    if kind == "byline":
        if not material.author:
            raise UnmadeError("the original names no author")
        yield from replaced(obligation, outcome, material)
        yield from inserted(obligation, ("<p>By {author}</p>",), material.article.place("byline"), material)
    elif kind == "headline":
        yield from _headline(obligation, material)
    elif kind == "links":
        yield from _links(obligation, outcome, material)


def _headline(obligation: Obligation[Fidelity], material: Material) -> Iterator[Repair]:
    """The headline of the original in the place of the copy's."""
    article, original = material.article, material.original
    if original is None or original.title is None or article.title is None:
        raise UnmadeError("the headline is not known")
    span, title = article.title.whole(), original.title.plain
    words = escape(title, quote=False) if material.markup(span.field) == "html" else title
    does = f"puts the original's headline back: “{title}”"
    yield Repair(rule=obligation.id, does=does, edits=(Edit(span, words),), touches="headline")


def _links(obligation: Obligation[Fidelity], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The links that are missing, on the words that they stood on."""
    edits: list[Edit] = []
    words: list[str] = []
    for each in outcome.evidence:
        if not each.note.startswith(_LED) or "<" in each.quote:
            continue
        address = each.note.removeprefix(_LED)
        markup = material.markup(each.span.field)
        if markup != "text":
            edits += around(each.span, address, markup)
            words.append(f"“{each.readable or each.quote}” to {address}")
    if edits:
        does = f"puts {count(len(words), 'link')} of the original back: {', '.join(words)}"
        yield Repair(rule=obligation.id, does=does, edits=tuple(edits))
