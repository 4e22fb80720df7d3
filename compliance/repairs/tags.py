"""Tags that are asked for: in a page's head, in front matter, in a record's list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from json import dumps
from typing import Any

from compliance.article import INPUT, Span
from compliance.checks.tags import Tags
from compliance.finding import Outcome
from compliance.insertion import UnmadeError, apart
from compliance.material import Material
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.repair import Edit, Repair

_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)$)[A-Za-z][A-Za-z -]*[A-Za-z]", re.IGNORECASE)
"""What YAML reads as the text that it is without quotation marks; with them it reads what JSON does."""


def wanted(rule: Rule) -> tuple[str, ...]:
    """The tags to add: those demanded, and the first of those of which one will do."""
    demanded: Any = rule
    return (*getattr(demanded, "all_of", ()), *getattr(demanded, "any_of", ())[:1])


def propose(obligation: Obligation[Tags], outcome: Outcome, material: Material) -> Iterator[Repair]:
    """The tags that are missing, where the format has its tags."""
    article, tags = material.article, wanted(obligation.rule)
    if outcome.insert is None:
        raise UnmadeError("the article has tags that it must not have: a person has to say which are right")
    if not article.can_carry("tags"):
        raise UnmadeError(f"{article.form_name} cannot carry tags")
    does = "adds the tag" + ("s " if len(tags) > 1 else " ") + ", ".join(f"“{tag}”" for tag in tags)
    yield Repair(rule=obligation.id, does=does, edits=tuple(_edits(tags, material)))


def _edits(tags: tuple[str, ...], material: Material) -> Iterator[Edit]:
    article = material.article
    if article.form == "html":
        at = article.place("tags")
        piece = "\n".join(f'<meta property="article:tag" content="{escape(tag)}">' for tag in tags)
        yield Edit(at, apart(article.fields[INPUT], at.start, piece, "html"))
    elif article.form == "markdown":
        yield _in_front_matter(tags, material)
    elif article.form == "json":
        yield from (Edit(Span(f"tags/{len(article.tags) + n}", 0, 0), tag) for n, tag in enumerate(tags))
    else:
        raise UnmadeError(f"tags are not written into {article.form_name}")


def _in_front_matter(tags: tuple[str, ...], material: Material) -> Edit:
    """After the last tag of a list, else under a key of their own."""
    article = material.article
    text, newline = article.fields[INPUT], "\r\n" if "\r\n" in article.fields[INPUT] else "\n"
    given = [tag if _PLAIN.fullmatch(tag) else dumps(tag, ensure_ascii=False) for tag in tags]
    listed = [tag.whole() for tag in article.tags if tag.place == "front matter"]
    if not listed:
        at = article.places.get("tags")
        if at is None or article.places.get("head") != at or not text.startswith("---"):
            raise UnmadeError("there is no front matter to carry tags")
        return Edit(at, f"tags: [{', '.join(given)}]{newline}")
    end = listed[-1].end
    end += text[end : end + 1] in ("'", '"')
    line = text[text.rfind("\n", 0, end) + 1 : end]
    if line.lstrip().startswith("- "):
        indent = line[: len(line) - len(line.lstrip())]
        return Edit(Span(INPUT, end, end), "".join(f"{newline}{indent}- {tag}" for tag in given))
    return Edit(Span(INPUT, end, end), "".join(f", {tag}" for tag in given))
