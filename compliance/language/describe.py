"""A noun's JSON Schema with the documentation of its fields: what the schemas and the loader's hints are made of."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]


def describe(cls: Any) -> Schema:
    """The schema of a noun, with the documentation of every field, inherited ones included."""
    from pydantic import TypeAdapter

    built: Schema = TypeAdapter(cls).json_schema(ref_template="#/$defs/{model}")
    if "$ref" in built:
        built |= built["$defs"].pop(built.pop("$ref").rpartition("/")[2])
    for each in (built, *built.get("$defs", {}).values()):
        for field in each.get("properties", {}).values():
            field.pop("title", None)
    _unwrap(built)
    return built


def _unwrap(node: Any) -> None:
    """Put documentation that was wrapped in the source into one line, everywhere."""
    for each in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        _unwrap(each)
    if isinstance(node, dict) and isinstance(node.get("description"), str):
        node["description"] = " ".join(node["description"].split())
