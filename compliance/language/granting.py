"""A waiver written into the desk's file, whose comments and other entries stay as they are."""

from __future__ import annotations

import json
from datetime import date

from compliance.language.diagnostic import Diagnostic
from compliance.language.node import Node
from compliance.language.source import parse
from compliance.language.validate import Complaints, noun
from compliance.language.waivers import lint_waivers
from compliance.waiver import Waiver, Waivers


class GrantError(ValueError):
    """Why a waiver cannot be written; `diagnostics` say what is wrong with the file."""

    def __init__(self, message: str, diagnostics: tuple[Diagnostic, ...] = ()) -> None:
        super().__init__(message)
        self.diagnostics = diagnostics


def granted(text: str, path: str, waiver: Waiver) -> str:
    """The file with one more waiver, at the end of its list. Raises GrantError."""
    document = parse(text, path)
    known = read(text, path)
    for each in known.waivers:
        if (each.rule, each.article, each.evidence) == (waiver.rule, waiver.article, waiver.evidence):
            raise GrantError(f"`{path}` waives this already, until {each.expires}, by {each.owner}")
    new = _written(text, document.root, waiver)
    if read(new, path).waivers != (*known.waivers, waiver):
        raise GrantError(
            f"`{path}` is written in a way that cannot be added to: add the entry by hand\n{_entry(waiver)}"
        )
    return new


def read(text: str, path: str) -> Waivers:
    """The waivers in a file's text. Raises GrantError with everything that is wrong with them."""
    if not text.strip():
        return Waivers()
    document, complaints = parse(text, path), Complaints()
    complaints.read(document.diagnostics)
    found = noun(Waivers, document.root, complaints) if document.root is not None else None
    if found is not None and document.root is not None:
        lint_waivers(found, document.root, frozenset(), complaints)
    if found is None or complaints.sorted():
        raise GrantError(f"`{path}` is not right as it is", complaints.sorted())
    return found


def _written(text: str, root: Node | None, waiver: Waiver) -> str:
    listed = root.entries.get("waivers") if root is not None else None
    if listed is None:
        return f"{_ended(text)}waivers:\n{_entry(waiver)}"
    if not listed.members:
        start, end = listed.mark.start, listed.mark.end
        return f"{text[:start].rstrip(' ')}\n{_entry(waiver).rstrip()}{text[end:]}"
    end = max(each.mark.end for each in listed.members[-1].entries.values())
    end = text.find("\n", end)
    head, tail = (text, "") if end < 0 else (text[: end + 1], text[end + 1 :])
    first = text.rfind("\n", 0, text.rfind("- ", 0, listed.members[0].mark.start + 2)) + 1
    indent = text[first : text.find("-", first)]
    return f"{_ended(head)}{_entry(waiver, indent)}{tail}"


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _entry(waiver: Waiver, indent: str = "  ") -> str:
    """An entry of the list, its keys in the order in which the file explains them."""
    keys = ("rule", "article", "evidence", "reason", "owner", "expires")
    values = {key: getattr(waiver, key) for key in keys}
    lines = (
        f"{key}: {value.isoformat() if isinstance(value, date) else _scalar(value)}" for key, value in values.items()
    )
    return "".join(f"{indent}{'- ' if not number else '  '}{line}\n" for number, line in enumerate(lines))


def _scalar(value: str) -> str:
    """A text as YAML writes it, in quotation marks where it would be read as something else."""
    plain = value.replace(" ", "").replace("/", "").replace("-", "").replace("_", "").replace(".", "")
    bare = plain.isalpha() and plain.lower() not in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    return (
        value
        if bare and value == value.strip() and not value.startswith("-")
        else json.dumps(value, ensure_ascii=False)
    )
