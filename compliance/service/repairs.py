"""Repairs of an article, for a CMS to make in its own editor: each was tried, and leads to `met`."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from compliance.article import Article
from compliance.checker import Checker
from compliance.repair import Repair
from compliance.service.payload import Mending, delivered
from compliance.service.problem import Problem


class EditView(Struct, frozen=True, kw_only=True):
    """Characters that go where `field[start:end]` is, in its place; a field that is not there yet is a new value."""

    field: str
    start: int
    end: int
    text: str


class RepairView(Struct, frozen=True, kw_only=True):
    """What puts one finding right, if it is the only repair that is made."""

    rule: str
    does: str
    """What it does, in a clause."""
    edits: tuple[EditView, ...]


class RepairsView(Struct, frozen=True, kw_only=True):
    """The repairs that only add to an article, one for each finding that can be put right so."""

    repairs: tuple[RepairView, ...]


def repairs(checker: Checker, mending: Mending) -> bytes:
    """The RepairsView of an article, as JSON. Raises Problem for one that cannot be read."""
    data = bytes(mending.article)
    found = delivered(data, "record", mending.name, {})
    article = next((each for each in found if isinstance(each, Article)), None)
    if article is None:
        raise Problem("invalid", "; ".join(each.reason for each in found if not isinstance(each, Article)))
    writable = None if mending.writable is None else frozenset(mending.writable)
    return msgspec.json.encode(_view(checker.repairs(data, article, writable).values()), order="deterministic")


def _view(found: Iterable[Repair]) -> RepairsView:
    return RepairsView(
        repairs=tuple(
            RepairView(
                rule=each.rule,
                does=each.does,
                edits=tuple(
                    EditView(field=edit.span.field, start=edit.span.start, end=edit.span.end, text=edit.text)
                    for edit in each.edits
                ),
            )
            for each in found
        )
    )
