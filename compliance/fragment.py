"""JSON Schema fragments as policies write them: refused when they say nothing, held against a document otherwise.

JSON Schema is silent about much that an author meant: an unknown keyword, a keyword for another type, a
condition on a field that does not exist, all hold of every document. Here each of them is a complaint.
Patterns are RE2's, references stay within the fragment, and nothing is fetched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from compliance.address import parse
from compliance.expression import complain_of_syntax
from compliance.match import regex

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

Schema = Mapping[str, Any]
Problem = tuple[str, str]
"""What is wrong with a fragment, and what to do: `(problem, hint)`."""

_OF_TYPE = {
    "string": ("minLength", "maxLength", "pattern", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    "array": ("items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "minContains", "maxContains"),
    "object": (
        "properties", "required", "minProperties", "maxProperties", "dependentRequired", "additionalProperties",
        "propertyNames",
    ),
}  # fmt: skip
_TYPE_OF = {keyword: kind for kind, keywords in _OF_TYPE.items() for keyword in keywords}
_SAME_VALUE = ("allOf", "anyOf", "oneOf", "not", "if", "then", "else")
_ANNOTATIONS = ("title", "description", "$comment", "$schema", "examples", "default", "deprecated")
_GENERAL = ("type", "enum", "const", "$ref", "$defs")
_KEYWORDS = frozenset([*_TYPE_OF, *_SAME_VALUE, *_ANNOTATIONS, *_GENERAL])
_ASSERTING = frozenset([*_TYPE_OF, "enum", "const", "type"]) - {"properties", "items", "prefixItems"}
_LARGEST = 2_000
"""How many subschemas a fragment may have once its references are followed."""
_DEEPEST = 32


def complain(schema: Schema, document: Schema) -> Iterator[Problem]:
    """What is wrong with a fragment for documents that keep the schema `document`, all of it at once."""
    from jsonschema import Draft202012Validator

    errors = list(Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema))
    for error in errors[:10]:
        yield f"no JSON Schema at `{_path(error)}`: {_short(error.message)}", "see JSON Schema 2020-12"
    if not errors:
        yield from Survey(schema, document).problems()


def errors_of(schema: Schema, document: Mapping[str, Any]) -> Iterator[ValidationError]:
    """Where a document breaks a fragment. A missing field's error has the field's name for `validator_value`."""
    from referencing import Registry

    validator = _validator_class()(schema, registry=Registry(), format_checker=_formats())
    return iter(validator.iter_errors(document))


def describe(error: ValidationError) -> str:
    """An error in one clause: where, and what."""
    path = ".".join(map(str, error.absolute_path))
    return (f"`{path}`: " if path else "") + _short(error.message)


def _path(error: ValidationError) -> str:
    return ".".join(map(str, error.absolute_path)) or "schema"


def _short(message: str, longest: int = 160) -> str:
    half = longest // 2
    return message if len(message) <= longest else f"{message[:half]} … {message[-half:]}"


class _At(NamedTuple):
    """Where in the document a part of a fragment applies, and how it was reached."""

    known: Schema
    """What the document's own schema says of the value there."""
    path: tuple[str, ...] = ()
    depth: int = 0
    refs: tuple[str, ...] = ()

    def same(self, *refs: str) -> _At:
        """The same value, one subschema deeper."""
        return _At(self.known, self.path, self.depth + 1, (*self.refs, *refs))

    def field(self, name: str) -> _At:
        """A field of the value."""
        return _At(self.known.get("properties", {}).get(name, {}), (*self.path, name), self.depth + 1, self.refs)

    def item(self) -> _At:
        """An item of the value."""
        return _At(self.known.get("items", {}), (*self.path, "*"), self.depth + 1, self.refs)

    @property
    def kind(self) -> str | None:
        """The value's type, as far as known."""
        kind: str | None = self.known.get("type")
        return "number" if kind == "integer" else kind


class Survey:
    """A fragment read beside the schema of the document it is about: what it speaks of, and what it fails to say."""

    def __init__(self, schema: Schema, document: Schema) -> None:
        self._schema = schema
        self._read = 0
        self._asserts = False
        self.fields: dict[str, None] = {}
        """The document's top-level fields that the fragment speaks of."""
        self._problems = list(dict.fromkeys(self._visit(schema, _At(document))))

    def problems(self) -> Iterator[Problem]:
        """What is wrong with it."""
        yield from self._problems
        if not self._problems and not self._asserts:
            yield (
                "the schema holds of every article: it asserts nothing",
                "say what is `required`, or how long it may be",
            )

    def _visit(self, schema: Any, at: _At) -> Iterator[Problem]:
        self._read += 1
        if self._read > _LARGEST or at.depth > _DEEPEST:
            yield "the schema is too large once its references are followed", f"keep it below {_LARGEST} parts"
        elif isinstance(schema, Mapping):
            for keyword, value in schema.items():
                self._asserts |= keyword in _ASSERTING and not (keyword == "type" and value == at.known.get("type"))
                yield from _complain_of_keyword(keyword, value, at)
                yield from self._descend(keyword, value, at)
        else:
            self._asserts |= schema is False

    def _descend(self, keyword: str, value: Any, at: _At) -> Iterator[Problem]:
        if keyword == "$ref":
            yield from self._follow(value, at)
        elif keyword in ("properties", "required", "dependentRequired"):
            yield from self._visit_fields(value, at)
        elif keyword in ("items", "contains"):
            yield from self._visit(value, at.item())
        elif keyword in ("additionalProperties", "propertyNames"):
            yield from self._visit(value, at.field("*"))
        elif keyword in ("prefixItems", *_SAME_VALUE):
            for each in value if isinstance(value, list) else [value]:
                yield from self._visit(each, at.item() if keyword == "prefixItems" else at.same())

    def _visit_fields(self, value: Any, at: _At) -> Iterator[Problem]:
        fields = at.known.get("properties", {})
        for name in value:
            if fields and name not in fields:
                yield f"the document has no `{'.'.join((*at.path, name))}`", _suggest(name, fields)
            if not at.path:
                self.fields[name] = None
            if isinstance(value, Mapping) and not isinstance(value[name], list):
                yield from self._visit(value[name], at.field(name))

    def _follow(self, ref: str, at: _At) -> Iterator[Problem]:
        name = ref.removeprefix("#/$defs/")
        if name == ref or name not in self._schema.get("$defs", {}):
            yield f"`$ref` leads to `{ref}`", "let it point to `#/$defs/<name>` within the schema: nothing is fetched"
        elif ref in at.refs:
            yield f"`{ref}` refers to itself", "write the part out: a document is never deeper than its pictures"
        else:
            yield from self._visit(self._schema["$defs"][name], at.same(ref))


def _complain_of_keyword(keyword: str, value: Any, at: _At) -> Iterator[Problem]:
    """Keywords that are none or say nothing of the value's type, patterns and formats that nothing can check."""
    if keyword not in _KEYWORDS:
        yield f"unknown keyword `{keyword}`", _suggest(keyword, _KEYWORDS)
    elif at.kind is not None and _TYPE_OF.get(keyword, at.kind) != at.kind:
        where = f"`{'.'.join(at.path)}`" if at.path else "the document"
        yield f"`{keyword}` says nothing of {where}, which is of type {at.kind}", f"use it on a {_TYPE_OF[keyword]}"
    if keyword == "pattern":
        yield from ((problem, hint) for _, problem, hint in complain_of_syntax("schema", value))
    if keyword == "format" and value not in _FORMATS:
        yield f"no checker for the format `{value}`", f"the formats are {', '.join(_FORMATS)}: use a `pattern`"


def _suggest(name: str, among: Any) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, list(among), 1)
    return f"did you mean `{near[0]}`?" if near else f"it may be one of {', '.join(sorted(among))}"


@lru_cache(maxsize=1)
def _validator_class() -> type[Validator]:
    """Draft 2020-12 with linear-time patterns, and errors that name the missing field."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError
    from jsonschema.validators import extend

    def pattern(validator: Any, wanted: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
        # JSON Schema's patterns heed case, unlike those of other rules.
        if isinstance(instance, str) and regex(f"(?-i:{wanted})").search(instance) is None:
            yield ValidationError(f"`{_short(instance)}` does not match `{wanted}`")

    def required(validator: Any, wanted: list[str], instance: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(instance, dict):
            missing = (name for name in wanted if name not in instance)
            yield from (ValidationError(f"`{name}` is missing", validator_value=name) for name in missing)

    keywords = {"pattern": pattern, "required": required}
    extended: type[Validator] = extend(Draft202012Validator, keywords)  # type: ignore[no-untyped-call]
    return extended


@lru_cache(maxsize=1)
def _formats() -> Any:
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    for name, check in _FORMATS.items():
        checker.checks(name, ValueError)(check)
    return checker


def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or parse(value) is not None


def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(dt.date.fromisoformat(value))


def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or dt.datetime.fromisoformat(value).tzinfo is not None


_FORMATS: dict[str, Callable[[object], bool]] = {"date": _is_date, "date-time": _is_date_time, "uri": _is_uri}
"""The formats that are asserted; `uri` is an absolute web address."""
