"""A credit line in its place, or the outlet's name beside the reporter's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from compliance.alignment import likeness
from compliance.article import Block, Span
from compliance.checks.credit import Credit
from compliance.finding import Outcome
from compliance.insertion import UnmadeError, made, plain
from compliance.layout import quoted
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.repair import Edit, Repair
from compliance.repairs.line import inserted

_DAMAGED = 0.85
"""How like the prescribed line a paragraph must be to be that line, damaged."""
_LONGEST = 400
_OPEN = ("{noun}", "{published}", "{any}", "{date}")
"""Slots of wordings that stand for several words: what to write there is not prescribed."""


def templates(rule: Rule) -> tuple[str, ...]:
    """What may be inserted: what the rule says, else the wordings that it prescribes word for word."""
    wordings: Sequence[str] = getattr(rule, "wordings", ())
    prescribed = (each for each in wordings if not any(slot in each for slot in _OPEN))
    return rule.insert or tuple(each if each[-1] in '.!?”"' else f"{each}." for each in prescribed)


def propose(obligation: Obligation[Credit], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The outlet after the reporter's name; a damaged line put right; the line where it must stand."""
    rule, article = obligation.rule, material.article
    wanted = templates(rule)
    if rule.position == "byline":
        yield from _beside(obligation, outcome, material)
        yield from inserted(obligation, wanted, article.place("byline"), material)
        return
    yield from _mended(obligation, wanted, material)
    at = article.place("top" if rule.position == "top" else "bottom")
    yield from inserted(obligation, wanted, at, material)


def _beside(obligation: Obligation[Credit], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """What stands after the author's name in the template, after the name in the byline."""
    for template in templates(obligation.rule):
        text = plain(template, "html")
        if "{author}" not in text:
            continue
        values = material.values(obligation)
        suffix = made(text.partition("{author}")[2], values, "text") if text.partition("{author}")[2] else ""
        for each in outcome.evidence:
            if suffix and (each.note == "record" or "byline" in each.note.split()):
                words = escape(suffix) if material.markup(each.span.field) == "html" else suffix
                edit = Edit(Span(each.span.field, each.span.end, each.span.end), words)
                name = each.readable or each.quote
                does = f"writes “{name}{suffix}” in the byline"
                yield Repair(rule=obligation.id, does=does, edits=(edit,), touches="byline")


def _mended(obligation: Obligation[Credit], wanted: Sequence[str], material: Material) -> Iterator[Repair]:
    """The prescribed line in the place of one that is nearly it."""
    for template in wanted:
        body, values = material.article.body, material.values(obligation)
        try:
            line = made(template, values, "text") if material.markup(body.field) != "html" else ""
            line = line or plain(made(template, values, "html"), "html")
        except UnmadeError:
            continue
        for block in body.blocks:
            said = body.plain[block.start : block.end]
            if block.kind == "p" and len(said) <= _LONGEST and likeness(said, line) >= _DAMAGED and said != line:
                yield _in_place(obligation, block, line, material)


def _in_place(obligation: Obligation[Credit], block: Block, line: str, material: Material) -> Repair:
    body = material.article.body
    words = escape(line, quote=False) if material.markup(body.field) == "html" else line
    edit = Edit(body.span(block.start, block.end), words)
    does = f"puts a damaged line right: {quoted(line, 90)}"
    return Repair(rule=obligation.id, does=does, edits=(edit,), touches="furniture")
