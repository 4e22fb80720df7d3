"""A noun's JSON Schema with the documentation of its fields: what the schemas and the loader's hints are made of."""

from __future__ import annotations

from dataclasses import is_dataclass
from functools import cache
from typing import Any

Schema = dict[str, Any]


def describe(cls: Any) -> Schema:
    """The schema of a noun, with the documentation of every field, inherited ones included."""
    from pydantic import TypeAdapter

    built: Schema = TypeAdapter(cls).json_schema(ref_template="#/$defs/{model}")
    for each in (built, *built.get("$defs", {}).values()):
        for field in each.get("properties", {}).values():
            field.pop("title", None)
    for field, text in _documentation(cls).items():
        built["properties"][field].setdefault("description", text)
    _unwrap(built)
    return built


def _documentation(cls: Any) -> dict[str, str]:
    """What a noun's own bases say of their fields: pydantic reads the docstrings of one class only."""
    bases: list[Any] = [base for base in getattr(cls, "__mro__", ())[1:] if is_dataclass(base)]
    return {name: text for base in reversed(bases) for name, text in _described(base).items()}


@cache
def _described(cls: Any) -> dict[str, str]:
    from pydantic import TypeAdapter

    properties = TypeAdapter(cls).json_schema()["properties"]
    return {name: field["description"] for name, field in properties.items() if "description" in field}


def _unwrap(node: Any) -> None:
    """Put documentation that was wrapped in the source into one line, everywhere."""
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _unwrap(each)
    if isinstance(node, dict) and isinstance(node.get("description"), str):
        node["description"] = " ".join(node["description"].split())
