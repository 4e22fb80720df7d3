"""IPTC's schemas of ninjs: which version a document is of, and what is wrong with it by that version."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from compliance.readers.limits import Refused

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_SCHEMAS = Path(__file__).parent / "schemas" / "ninjs"
_GEOJSON = "https://geojson.org/schema/GeoJSON.json"
"""The schema of geometries, which the others refer to: not held here, so a geometry may be anything."""

_VERSION = re.compile(r"(?:ninjs-schema_|^)(\d{1,3}\.\d{1,3})\b")
_STANDARD = ("$standard", "standard")
_PLURALS = frozenset(["bodies", "headlines", "descriptions", "subjects", "people", "infosources", "genres", "by"])
_LISTS = ("associations", "renditions", "altids")
_CAMEL = frozenset(
    [
        *["pubStatus", "versionCreated", "firstCreated", "contentCreated", "representationType", "embargoedUntil"],
        *["copyrightHolder", "copyrightNotice", "usageTerms", "rightsInfo", "infoSources", "altIds", "edNote"],
        *["eventDetails", "plannedCoverage", "trustIndicators", "digitalSourceType"],
    ]
)
"""Keys that are written so since 3.0."""
_NEWEST = {"1": "1.6", "2": "2.2", "3": "3.1"}

_MOST_ERRORS = 100
_SHOWN = 3
_LONGEST_ERROR = 200


def invalid(value: dict[str, Any]) -> Refused | None:
    """What is wrong with a document by its version's schema; None if nothing is."""
    version = _version(value)
    if version not in _versions():
        known = ", ".join(_versions())
        hint = f"deliver one of {known}"
        return Refused("invalid-record", f"its version of ninjs, `{version}`, is not known: it was not validated", hint)
    errors = list(islice(_validator(version).iter_errors(_instance(value)), _MOST_ERRORS))
    if not errors:
        return None
    errors.sort(key=lambda error: (error.json_path, error.message))
    described = "; ".join(_described(error) for error in errors[:_SHOWN])
    more = f"; and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
    return Refused("invalid-record", f"it is no valid ninjs {version}: {described}{more}", "correct it at its source")


def _described(error: ValidationError) -> str:
    message = error.message if len(error.message) <= _LONGEST_ERROR else f"{error.message[:_LONGEST_ERROR]}…"
    return f"`{error.json_path}`: {message[:1].lower()}{message[1:]}".replace("\n", " ")


def _instance(value: dict[str, Any]) -> dict[str, Any]:
    """A document without the pointer to its schema."""
    return {key: each for key, each in value.items() if key != "$schema"}


def _version(value: dict[str, Any]) -> str:
    """The version that a document declares, or that its keys tell."""
    declared = [value.get("$schema")]
    for key in _STANDARD:
        standard = value.get(key)
        declared += [standard.get("version"), standard.get("schema")] if isinstance(standard, dict) else []
    for each in declared:
        found = _VERSION.search(each) if isinstance(each, str) else None
        if found:
            return found[1]
    if not _CAMEL.isdisjoint(value):
        return _NEWEST["3"]
    lists = any(isinstance(value.get(key), list) for key in _LISTS)
    return _NEWEST["2"] if lists or not _PLURALS.isdisjoint(value) else _NEWEST["1"]


@cache
def _versions() -> tuple[str, ...]:
    return tuple(sorted(path.stem.rpartition("_")[2] for path in _SCHEMAS.glob("*.json")))


@cache
def _validator(version: str) -> Validator:
    from jsonschema.validators import validator_for
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    schema = msgspec.json.decode((_SCHEMAS / f"ninjs-schema_{version}.json").read_bytes())
    kind = validator_for(schema)
    registry: Registry[Any] = Registry().with_resource(_GEOJSON, DRAFT202012.create_resource({}))
    return kind(schema, registry=registry)
