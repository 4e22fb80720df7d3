"""JSON Schemas (2020-12) of what people write for this program, generated from the nouns.

A schema is for editors, by `# yaml-language-server: $schema=…`, and for other programs; loading a file says
more than its schema can. Descriptions are the docstrings under the nouns' fields.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from compliance.language.describe import Schema, describe
from compliance.policy import ID

__all__ = ["SCHEMAS", "describe", "dumps", "schema"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> Schema:
    """The JSON Schema of that name, one of SCHEMAS. Raises KeyError for any other."""
    built = SCHEMAS[name]()
    head = {"$schema": DIALECT, "$id": f"urn:newsroom-compliance:{name}"}
    return head | {key: value for key, value in built.items() if key != "$schema"}


def dumps(built: Schema) -> str:
    """A schema as it is committed: the same text for the same schema."""
    return json.dumps(built, indent=2, ensure_ascii=False) + "\n"


def _policy() -> Schema:
    """A policy. One that extends another may say as little of a rule or manual item as it changes."""
    from compliance.policy import Policy

    built = describe(Policy)
    defs, properties = built["$defs"], built["properties"]
    defs.pop("Rule")
    required = _define_rules(defs) | {"Manual": defs["Manual"].pop("required")}
    properties["sources"]["minItems"] = 1
    for each in (built, *defs.values()):
        for key in {"id", "policy"} & {*each["properties"]}:
            each["properties"][key]["pattern"] = f"^{ID}$"
    for key in ("rules", "manual"):
        properties[key] = _only(properties[key], "description") | {"type": "array"}
    built["if"] = {"required": ["extends"]}
    built["then"] = {"properties": _items({name: ["id"] for name in required})}
    built["else"] = {"properties": _items(required), "required": built["required"]}
    built["required"] = ["policy", "title"]
    return built


_GIVEN_BY_GROUP = ("id", "message")
"""What a member of a group need not say."""


def _define_rules(defs: Schema) -> dict[str, list[str]]:
    """Define each kind of rule as something that demands nothing; what it does demand is the result."""
    from compliance.checks import CHECKS
    from compliance.policy import AnyOf

    kinds = {name: describe(check.RULE) for name, check in sorted(CHECKS.items()) if name != "manual"}
    required: dict[str, list[str]] = {}
    members = []
    for name, kind in (*kinds.items(), ("any_of", describe(AnyOf))):
        defs.update({key: value for key, value in kind.pop("$defs", {}).items() if key != "Rule"})
        required[f"{name}-rule"] = [*kind.pop("required"), *(() if name == "any_of" else ("check",))]
        kind["properties"]["check"] = {"const": name, **_only(kind["properties"]["check"], "description")}
        defs[f"{name}-rule"] = kind
    for name in (f"{kind}-rule" for kind in kinds):
        needed = [key for key in required[name] if key not in _GIVEN_BY_GROUP]
        members.append(_variant(name, needed) | {"properties": {"id": False, "examples": False}})
    group = defs["any_of-rule"]["properties"]
    listed = {"type": "array", "minItems": 2, "items": {"anyOf": members}}
    group["any_of"] = _only(group["any_of"], "description") | listed
    return required


def _items(required: dict[str, list[str]]) -> Schema:
    rules = [_variant(name, keys) for name, keys in required.items() if name != "Manual"]
    return {"rules": {"items": {"anyOf": rules}}, "manual": {"items": _variant("Manual", required["Manual"])}}


def _variant(name: str, required: list[str]) -> Schema:
    return {"$ref": f"#/$defs/{name}", "required": required}


def _only(field: Schema, *keys: str) -> Schema:
    return {key: field[key] for key in keys if key in field}


def _article() -> Schema:
    from compliance.readers.record import SCHEMA, Record

    built = describe(Record)
    stated = {"const": SCHEMA, "description": "The version of this schema that a record keeps; `convert` writes it."}
    return {"$id": SCHEMA} | built | {"properties": {"$schema": stated} | built["properties"]}


def _desk() -> Schema:
    from compliance.desk import Desk

    return describe(Desk)


def _lexicon() -> Schema:
    from compliance.lexicon import Lexicon

    return describe(Lexicon)


def _waivers() -> Schema:
    from compliance.waiver import Waivers

    return describe(Waivers)


def _config() -> Schema:
    from compliance.config import Config

    return describe(Config)


def _metadata() -> Schema:
    from compliance.document import document_schema

    return document_schema()


def _report() -> Schema:
    from compliance.render.json import schema

    return schema()


SCHEMAS: dict[str, Callable[[], Schema]] = {
    "article": _article,
    "config": _config,
    "desk": _desk,
    "lexicon": _lexicon,
    "metadata": _metadata,
    "policy": _policy,
    "report": _report,
    "waivers": _waivers,
}
"""What there is a schema of, and what builds it."""
