"""The reporter's name, into the byline that names nobody or into a new one."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from compliance.article import Span
from compliance.checks.byline import Byline
from compliance.finding import Outcome
from compliance.insertion import UnmadeError
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.repair import Edit, Repair
from compliance.repairs.line import inserted

_FIELDS = ("byline", "bylines/0", "authors/0")


def propose(obligation: Obligation[Byline], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The name in the place of what names nobody, where words may be changed; else a byline of its own."""
    if not material.author:
        raise UnmadeError("nobody is named as the author, neither by the metadata nor by an original")
    article = material.article
    yield from replaced(obligation, outcome, material)
    if article.form == "json" and not any(field in article.fields for field in _FIELDS):
        edit = Edit(Span("byline", 0, 0), material.author)
        yield Repair(rule=obligation.id, does=f"adds the byline “{material.author}”", edits=(edit,))
    yield from inserted(obligation, obligation.rule.insert, article.place("byline"), material)


def replaced(obligation: Obligation[Any], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The name in the place of what the byline has instead."""
    for each in outcome.evidence:
        words = escape(material.author) if material.markup(each.span.field) == "html" else material.author
        does = f"writes “{material.author}” for “{each.readable or each.quote}” in the byline"
        yield Repair(rule=obligation.id, does=does, edits=(Edit(each.span, words),), touches="byline")
