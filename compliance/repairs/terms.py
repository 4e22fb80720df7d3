"""Words that must be there are inserted as the rule says; house furniture is stripped, whole paragraphs of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.article import Block, Span, Text
from compliance.checks.terms import Terms
from compliance.finding import Outcome
from compliance.insertion import UnmadeError, made
from compliance.layout import quoted
from compliance.match import regex
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.repair import Edit, Repair
from compliance.repairs import line
from compliance.text import fold


def propose(obligation: Obligation[Terms], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """What the rule has inserted, or the paragraphs that it has taken out."""
    if obligation.rule.expect == "present":
        yield from line.propose(obligation, outcome, material)
        return
    yield from _replaced(obligation, outcome, material)
    body = material.article.body
    stripped = [block for block in body.blocks if _is_furniture(body, block, obligation.rule.remove)]
    if obligation.rule.remove and not stripped:
        raise UnmadeError("it stands in a paragraph with other text")
    if stripped:
        shown = "; ".join(quoted(body.plain[each.start : each.end], 60) for each in stripped)
        edits = tuple(Edit(_whole(body, each, material), "") for each in stripped)
        yield Repair(rule=obligation.id, does=f"takes out {shown}", edits=edits, touches="furniture")


def _replaced(obligation: Obligation[Terms], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """What the rule has in the place of the words, such as an address instead of what hides it."""
    for template in obligation.rule.insert if outcome.evidence else ():
        words = made(template, material.values(obligation), "text")
        does = f"writes “{words}” for “{outcome.evidence[0].readable or outcome.evidence[0].quote}”"
        edits = tuple(Edit(each.span, words) for each in outcome.evidence)
        yield Repair(rule=obligation.id, does=does, edits=edits, touches="furniture")


def _is_furniture(body: Text, block: Block, patterns: Sequence[str]) -> bool:
    """Whether a paragraph is nothing but what one of the patterns says."""
    said = fold(body.plain[block.start : block.end]).text.strip()
    return bool(said) and any(regex(pattern).fullmatch(said) for pattern in patterns)


def _whole(body: Text, block: Block, material: Material) -> Span:
    """The paragraph with its tags, where it has any, and with the line that it stands on."""
    field = material.article.fields[body.field]
    span = body.span(block.start, block.end)
    start, end = span.start, span.end
    opening, closing = field.rfind("<p", 0, start), field.find("</p>", end)
    tags: Any = material.markup(body.field) == "html" and opening >= 0 and closing >= 0
    if tags and not field[field.find(">", opening) + 1 : start].strip() and not field[end:closing].strip():
        start, end = opening, closing + len("</p>")
    while end < len(field) and field[end] in " \t\r":
        end += 1
    return Span(span.field, start, end + (field[end : end + 1] == "\n"))
