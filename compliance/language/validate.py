"""Data with places → the nouns of the language, or what is wrong with it in plain words.

The nouns are frozen structs; pydantic checks data against them as strict JSON: lists become tuples and
ISO dates dates, nothing else is converted.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from compliance.language.describe import describe
from compliance.language.diagnostic import LONG, Diagnostic, Mark, shown
from compliance.language.node import Node, Path, Place

T = TypeVar("T")


class Complaints:
    """Diagnostics as they are gathered. Where a file could not be read right, one complaint is enough."""

    def __init__(self) -> None:
        self._diagnostics: set[Diagnostic] = set()
        self._spoilt: set[tuple[str, int, int]] = set()

    def read(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Add what was wrong with a file's YAML; what is later said of the same places is left out."""
        for each in diagnostics:
            self._diagnostics.add(each)
            self._spoilt.add((each.path, each.line, each.column))

    def add(self, mark: Mark, message: str, hint: str = "") -> None:
        """Complain of a place."""
        diagnostic = mark.diagnostic(message, hint)
        if (diagnostic.path, diagnostic.line, diagnostic.column) not in self._spoilt:
            self._diagnostics.add(diagnostic)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All of them by position, each once."""
        return tuple(sorted(self._diagnostics))


def noun(cls: type[T], node: Node, complaints: Complaints) -> T | None:
    """The noun that a Node describes, all its errors among the complaints; None if there is none to be had."""
    from pydantic import ValidationError

    data = node.data
    try:
        found = _adapter(cls).validate_json(json.dumps(data), strict=True)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        _explain(cls, node, errors, complaints)
        return _without_strangers(cls, data, errors)
    changed = _changed(data, _adapter(cls).dump_python(found, mode="json"))
    for path in changed:
        place = node.find(path)
        complaints.add(place.mark, f"{_name(path)} must be a date", DATE_HINT)
    return None if changed else found


def _without_strangers(cls: type[T], data: Any, errors: Iterable[Any]) -> T | None:
    """What the data describe without the keys that are unknown, to say more of; None if more is wrong with them."""
    if not all(error["type"] == "extra_forbidden" and len(error["loc"]) == 1 for error in errors):
        return None
    strangers = {error["loc"][0] for error in errors}
    known = {key: value for key, value in data.items() if key not in strangers}
    return cast(T, _adapter(cls).validate_json(json.dumps(known), strict=True))


def suggest(word: str, choices: Iterable[str]) -> str:
    """A hint at what was meant: the nearest choice, else all of them."""
    choices = [choice for choice in choices if choice]
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.65)
    if near:
        return f"did you mean `{near[0]}`?"
    return f"write one of {_list(choices)}" if 0 < len(choices) <= MANY else ""


MANY = 14
"""How many choices a hint lists."""

DATE_HINT = "write year, month and day: `2024-11-05`"

_WANTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping of keys",
    "date_type": "a date",
    "date_parsing": "a date",
    "date_from_datetime_parsing": "a date",
}
"""What pydantic's error types say is wanted."""


_ADAPTERS: dict[type[Any], Any] = {}
"""Building one takes longer than using it."""


def _adapter(cls: type[Any]) -> Any:
    from pydantic import TypeAdapter

    if cls not in _ADAPTERS:
        _ADAPTERS[cls] = TypeAdapter(cls)
    return _ADAPTERS[cls]


def _explain(cls: type[Any], node: Node, errors: Iterable[Any], complaints: Complaints) -> None:
    wanted: dict[Path, list[str]] = {}
    for error in errors:
        path, kind = _path(node, error["loc"]), error["type"]
        if kind == "missing":
            _missing(cls, node, error["loc"], complaints)
        elif kind == "extra_forbidden":
            place, key = node.find(path), str(error["loc"][-1])
            keys = _described(cls, path[:-1])
            complaints.add(place.label, f"{shown(key)} is not a key here", suggest(key, keys))
        elif kind == "literal_error":
            _choice(path, node.find(path), re.findall("'([^']*)'", error["ctx"]["expected"]), complaints)
        else:
            wanted.setdefault(path, []).append(_WANTED.get(kind, error["msg"]))
    for path, kinds in wanted.items():
        _mistyped(path, node.find(path), list(dict.fromkeys(kinds)), complaints)


def _path(node: Node, loc: Path) -> Path:
    """The part of a location that exists in the file: pydantic also names the branches of unions."""
    path: Path = ()
    for step in loc:
        if not node.find((*path, step)).rest:
            path = (*path, step)
    return path


def _missing(cls: type[Any], node: Node, loc: Path, complaints: Complaints) -> None:
    key, path = str(loc[-1]), _path(node, loc[:-1])
    meaning = _described(cls, path).get(key, "")
    complaints.add(node.find(path).label, f"{shown(key)} is missing", meaning)


def _choice(path: Path, place: Place, choices: list[str], complaints: Complaints) -> None:
    value = place.node.value
    said = shown(value) if isinstance(value, str) else _what(value)
    hint = suggest(value if isinstance(value, str) else "", choices)
    complaints.add(place.mark, f"{_name(path)} cannot be {said}", hint)


def _mistyped(path: Path, place: Place, wanted: list[str], complaints: Complaints) -> None:
    value = place.node.value
    said = shown(value) if isinstance(value, str) and wanted[0] not in ("a list", "a mapping of keys") else _what(value)
    complaints.add(place.mark, f"{_name(path)} must be {' or '.join(wanted)}, not {said}", _remedy(wanted, place))


def _remedy(wanted: list[str], place: Place) -> str:
    value, written = place.node.value, place.node.mark.text
    if "a date" in wanted:
        return DATE_HINT
    if "text" in wanted and isinstance(value, bool | int | float):
        return f'write `"{written}"` if the text is meant'
    if "text" in wanted and written[:1] in ("[", "{"):
        return f"put text that begins with `{written[0]}` in quotes"
    if "a list" in wanted and isinstance(value, str) and "\n" not in written and len(written) <= LONG:
        return f"write `[{written.replace('`', '')}]`"
    return "leave the key out if there is nothing to say" if value is None else ""


def _what(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"the number {value}"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list) else "a mapping of keys"


def _name(path: Path) -> str:
    """What to call the value at a path: its key, or its number in the list of that key."""
    if not path:
        return "this"
    if isinstance(path[-1], int):
        keys = [step for step in path if isinstance(step, str)]
        return f"item {path[-1] + 1} of {shown(keys[-1])}" if keys else f"item {path[-1] + 1}"
    return shown(path[-1])


def _list(words: list[str]) -> str:
    ticked = [shown(word) for word in words]
    return " or ".join([", ".join(ticked[:-1]), ticked[-1]]) if len(ticked) > 1 else ticked[0]


def _described(cls: type[Any], path: Path) -> dict[str, str]:
    """The keys that a noun takes at a path, each with its first sentence of documentation as a hint."""
    schema = describe(cls)
    spot = _deref(schema, schema)
    for step in path:
        spot = _step(schema, spot, step)
    return {key: _clause(each.get("description", "")) for key, each in spot.get("properties", {}).items()}


def _step(schema: dict[str, Any], spot: dict[str, Any], step: str | int) -> dict[str, Any]:
    for branch in (spot, *(_deref(schema, each) for each in spot.get("anyOf", ()))):
        found = branch.get("items") if isinstance(step, int) else branch.get("properties", {}).get(step)
        if isinstance(found, dict):
            return _deref(schema, found)
    return {}


def _deref(schema: dict[str, Any], spot: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the schema stands for; of a choice, the one that has keys."""
    name = spot.get("$ref", "").removeprefix("#/$defs/")
    if name:
        return dict(schema["$defs"][name])
    for each in spot.get("anyOf", ()):
        if "$ref" in each:
            return _deref(schema, each)
    return spot


def _clause(description: str) -> str:
    """The first sentence of a documentation string, in the style of a hint."""
    sentence = re.split(r"\.(?:\s|$)", " ".join(description.split()), maxsplit=1)[0]
    return sentence[:1].lower() + sentence[1:]


def _changed(data: Any, dumped: Any, path: Path = ()) -> list[Path]:
    """Where validation changed a value that was written: the silent conversions that even strictness allows."""
    if isinstance(data, dict) and isinstance(dumped, dict):
        return [found for key in data for found in _changed(data[key], dumped.get(key), (*path, key))]
    if isinstance(data, list) and isinstance(dumped, list):
        pairs = zip(data, dumped, strict=True)
        return [found for index, (one, two) in enumerate(pairs) for found in _changed(one, two, (*path, index))]
    return [] if data == dumped else [path]
