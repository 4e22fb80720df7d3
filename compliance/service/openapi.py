"""The description of the service in OpenAPI 3.1, made from the nouns that it takes and gives."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import Struct

from compliance import __version__
from compliance.decision import DECISIONS
from compliance.language.describe import Schema, describe
from compliance.readers.record import Record
from compliance.readers.superdesk import Item
from compliance.readers.wordpress_post import Post
from compliance.service import examples
from compliance.service.answer import Answer, BatchAnswer
from compliance.service.inforce import PoliciesView, ReadyView, RulesView
from compliance.service.payload import MOST, SOURCES
from compliance.service.problem import MEDIA_TYPE, PROBLEMS, TYPE
from compliance.service.repairs import RepairsView

_REF = "#/components/schemas/"
_JSON = "application/json"
_TEXTS = ("html", "markdown", "text")
_CHECKING = ("malformed", "unauthorised", "browser", "method", "too-slow", "too-large", "media-type", "invalid")
_TRIED = (*_CHECKING, "fault", "busy", "timeout")
_CHECKED = (*_CHECKING, "unreadable", "fault", "crashed", "busy", "timeout")


class Health(Struct, frozen=True):
    """That the process runs."""

    status: str


def description() -> Schema:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "newsroom-compliance",
            "version": __version__,
            "description": "Tells a CMS, before it publishes, whether an article keeps the terms it came under. "
            "The body carries the decision and the Report; the status says whether the check took place.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _paths() -> Schema:
    article = {"content": {_JSON: {"schema": _ref("Submission"), "examples": examples.SUBMISSIONS}}, "required": True}
    several = {"content": {_JSON: {"schema": _ref("Batch"), "examples": examples.BATCHES}}, "required": True}
    own = {"content": {_JSON: {"schema": {}, "examples": examples.WEBHOOKS}}, "required": True}
    mended = {"content": {_JSON: {"schema": _ref("Mending"), "examples": examples.MENDINGS}}, "required": True}
    source = {
        "name": "source",
        "in": "path",
        "required": True,
        "schema": {"enum": list(SOURCES)},
        "description": "Whose shape the body has.",
    }
    return {
        "/v1/check": {"post": _operation("check", "Check an article", Answer, _CHECKED, article)},
        "/v1/check/batch": {
            "post": _operation("check_batch", "Check several articles", BatchAnswer, _CHECKED, several)
        },
        "/v1/webhook/{source}": {
            "parameters": [source],
            "post": _operation("webhook", "Check what a system sends in its own shape", Answer, _CHECKED, own),
        },
        "/v1/repairs": {"post": _operation("repairs", "What would put an article right", RepairsView, _TRIED, mended)},
        "/v1/rules": {"get": _operation("rules", "The rules in force", RulesView, _asked())},
        "/v1/policies": {"get": _operation("policies", "The policies in force", PoliciesView, _asked())},
        "/healthz": {"get": _operation("health", "Whether the process runs", Health, _open(), security=False)},
        "/readyz": {"get": _operation("ready", "Whether articles are checked", ReadyView, _open(), security=False)},
        "/metrics": {
            "get": {
                "operationId": "metrics",
                "summary": "Counters for Prometheus",
                "responses": {
                    "200": {"description": "Prometheus' text format", "content": {"text/plain": {"schema": _STRING}}},
                    **_problems(_asked()),
                },
            }
        },
        "/openapi.json": {
            "get": {
                "operationId": "openapi",
                "summary": "This description",
                "security": [],
                "responses": {"200": {"description": "OpenAPI 3.1", "content": {_JSON: {"schema": {}}}}}
                | _problems(_open()),
            }
        },
    }


_STRING = {"type": "string"}


def _asked() -> tuple[str, ...]:
    return ("malformed", "unauthorised", "browser", "method", "fault")


def _open() -> tuple[str, ...]:
    return ("malformed", "browser", "method", "fault")


def _operation(
    name: str, summary: str, answer: type, problems: Iterable[str], body: Schema | None = None, *, security: bool = True
) -> Schema:
    done = {"description": answer.__doc__ or "", "content": {_JSON: {"schema": _ref(answer.__name__)}}}
    operation = {"operationId": name, "summary": summary, "responses": {"200": done, **_problems(problems)}}
    return operation | ({"requestBody": body} if body else {}) | ({} if security else {"security": []})


def _problems(kinds: Iterable[str]) -> Schema:
    """The responses for some kinds of problem, by status."""
    by_status: dict[str, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(str(PROBLEMS[kind][0]), []).append(kind)
    return {
        status: {
            "description": "; ".join(f"{PROBLEMS[kind][1]} (`{kind}`)" for kind in several),
            "content": {MEDIA_TYPE: {"schema": _ref("Problem")}},
        }
        for status, several in sorted(by_status.items())
    }


def _ref(name: str) -> Schema:
    return {"$ref": _REF + name}


def _schemas() -> Schema:
    answers = (Answer, BatchAnswer, RepairsView, RulesView, PoliciesView, ReadyView, Health)
    _, components = msgspec.json.schema_components(answers, ref_template=_REF + "{name}")
    found: Schema = dict(components)
    for kind in (Record, Post, Item):
        found |= _described(kind)
    return found | {"Submission": _submission(), "Batch": _batch(), "Mending": _mending(), "Problem": _problem()}


def _described(kind: type) -> Schema:
    """The schema of a noun that is read, and of the nouns in it, as components."""
    schema = msgspec.json.decode(msgspec.json.encode(describe(kind)).replace(b'"#/$defs/', f'"{_REF}'.encode()))
    return {**schema.pop("$defs", {}), kind.__name__: schema}


def _submission() -> Schema:
    """An article in one of the shapes, each under the name of its source."""
    shapes = {"record": _ref("Record"), "wordpress": {"anyOf": [_ref("Post"), _rest()]}, "superdesk": _ref("Item")}
    shapes |= {"ninjs": {"type": "object", "required": ["uri"]}} | dict.fromkeys(_TEXTS, _STRING | {"minLength": 1})
    return {"description": "An article to be checked.", "anyOf": [_of(*each) for each in shapes.items()]}


def _of(source: str, article: Schema) -> Schema:
    required = ["article"] if source == "record" else ["article", "source"]
    return {
        "type": "object",
        "title": source,
        "required": required,
        "additionalProperties": False,
        "properties": {
            "source": {"const": source, "description": "Whose shape the article has; `record` is our own."},
            "article": article,
            "name": _STRING | {"description": "What the Report calls it, and waivers name it by."},
            "before": {
                "description": "The article as it is published now, in the same shape, or null: what it breaks already "
                "is waived. One that cannot be read excuses nothing.",
            },
        },
    }


def _rest() -> Schema:
    """A post as WordPress' REST API answers with it, asked for with `_embed`."""
    rendered = {"type": "object", "required": ["rendered"], "properties": {"rendered": _STRING}}
    properties: dict[str, Any] = {"title": rendered, "content": rendered}
    return {"type": "object", "title": "REST API", "required": ["title", "content"], "properties": properties}


def _mending() -> Schema:
    fields = {"type": ["array", "null"], "items": _STRING}
    return {
        "type": "object",
        "description": "An article to be repaired.",
        "required": ["article"],
        "additionalProperties": False,
        "properties": {
            "article": _ref("Record"),
            "name": _STRING | {"description": "What it goes by."},
            "writable": fields | {"description": "The fields that may be changed (`body`, `tags`), or null for all."},
        },
    }


def _batch() -> Schema:
    listed = {"type": "array", "items": _ref("Submission"), "minItems": 1, "maxItems": MOST}
    return {
        "type": "object",
        "description": "Articles to be checked, each for itself.",
        "required": ["articles"],
        "additionalProperties": False,
        "properties": {"articles": listed},
    }


def _problem() -> Schema:
    return {
        "type": "object",
        "description": "What went wrong with a request (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"enum": [TYPE + kind for kind in PROBLEMS]},
            "title": _STRING,
            "status": {"type": "integer"},
            "detail": _STRING,
            "decision": {
                "enum": list(DECISIONS),
                "description": "Where an article was sent that could not be checked: what to do with it.",
            },
            "report": {**_ref("ReportView"), "description": "Where an article was sent: the Report with its Faults."},
        },
    }
