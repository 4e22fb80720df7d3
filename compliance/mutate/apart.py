"""Ways of making a copy and its original differ: what rules of fidelity must notice."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from compliance.checks.fidelity.rule import Fidelity
from compliance.examples import Specimen
from compliance.mutate.scene import Scene

_WORD = re.compile(r"(?<![<&/\w])[^\W\d_]{4,}(?![\w]*[=:>])")
_TAGS = re.compile(r"(<[^>]*>)")
_WORDED = ("unchanged", "quotations", "excerpt", "translation")
_FAR = ("1900-01-01", "2999-12-31")


def rewrite(scene: Scene) -> Iterator[Specimen]:
    """Let other words stand in the copy, all through the text."""
    if _rules(scene, *_WORDED):
        yield replace(scene.judged.specimen, article=_garbled(scene.judged.specimen.article))


def take_whole(scene: Scene) -> Iterator[Specimen]:
    """Run the original as it is, all of it, with its pictures."""
    specimen = scene.judged.specimen
    for rule in _rules(scene, "excerpt", "images"):
        if rule.words or rule.paragraphs or (rule.kind == "images" and rule.expect == "excluded"):
            yield replace(specimen, article=specimen.original)


def untimely(scene: Scene) -> Iterator[Specimen]:
    """Run it long before or long after the original allows."""
    for rule in _rules(scene, "window"):
        day = _FAR[1] if rule.within else _FAR[0]
        if rule.date == "now":
            yield replace(scene.judged.specimen, as_of=dt.date.fromisoformat(day))
        else:
            yield from scene.edited((piece.span, day) for piece in scene.outcome.evidence)


def withdraw(scene: Scene) -> Iterator[Specimen]:
    """Let the original say that it was withdrawn."""
    specimen = scene.judged.specimen
    for rule in _rules(scene, "withdrawn"):
        said = next(iter(rule.phrases), "Editor's note: This story has been retracted")
        yield replace(specimen, original=_with_note(specimen.original, said))


def _rules(scene: Scene, *kinds: str) -> list[Fidelity]:
    return [rule for rule in scene.rules if isinstance(rule, Fidelity) and rule.kind in kinds]


def _garbled(source: str | dict[str, Any]) -> str | dict[str, Any]:
    """A text with its longer words turned round; a record's body."""
    if isinstance(source, Mapping):
        return {**source, "body": _garbled(source.get("body", ""))}
    pieces = _TAGS.split(source)
    return "".join(
        piece if piece.startswith("<") else _WORD.sub(lambda match: match[0][::-1], piece) for piece in pieces
    )


def _with_note(source: str | dict[str, Any], said: str) -> str | dict[str, Any]:
    """An article with a note at its end."""
    if isinstance(source, Mapping):
        return {**source, "body": _with_note(source.get("body", ""), said)}
    head, end, tail = source.rpartition("</p>")
    return f"{head}{end}<p>{said}</p>{tail}" if end else f"{source}\n\n{said}\n"
