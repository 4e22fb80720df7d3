"""What a desk has settled once: `compliance.yaml`, or `[tool.compliance]` in `pyproject.toml`, found upwards.

The nearest folder that holds one of them wins; the command line overrides it, key by key.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from compliance.load import PolicyError
from compliance.noun import Noun

if TYPE_CHECKING:
    from compliance.language.diagnostic import Diagnostic
    from compliance.language.node import Node
    from compliance.language.source import Document

YAML, TOML, TABLE = "compliance.yaml", "pyproject.toml", "tool.compliance"

Format = Literal[
    "text",
    "json",
    "jsonl",
    "ledger",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "html",
    "csv",
]

DEFAULT = "default"


class Config(Noun, frozen=True, kw_only=True):
    """How `compliance check` runs when the command line does not say otherwise."""

    paths: tuple[str, ...] = ()
    """What to check: files, folders and globs, relative to this file."""
    policy: tuple[str, ...] = ()
    """The policies to check against: ids of shipped ones, files or folders; all shipped ones by default."""
    desk: str = ""
    """The desk profile."""
    originals: tuple[str, ...] = ()
    """The sources' own copies: files and folders that articles are held against."""
    waivers: str = ""
    """What the desk excuses, and why."""
    baseline: str = ""
    """The findings that were known when checking began."""
    brake: int = 0
    """The percentage of articles from which a rule that fires on more of them asks for a person; 0 is off."""
    format: Format = "text"
    """What is written to standard output."""
    output: tuple[str, ...] = ()
    """Files to write besides, each as `format=file`."""
    fail_on: Literal["block", "review"] = "block"
    """The verdict from which the exit code is 1."""
    as_of: dt.date | None = None
    """The day that undated articles are judged on; today by default."""
    map: dict[str, str] = {}
    """How records name our fields: `body: content.rendered`."""


@dataclass(frozen=True)
class Settled:
    """The Config in force, and where each of its values came from."""

    config: Config
    origins: dict[str, str]
    """`default`, `command line`, or the configuration file's path."""


def settle(given: Mapping[str, Any], folder: Path) -> Settled:
    """The Config in force in a folder; `given` holds what the command line sets.

    Raises PolicyError for a configuration file that is not right.
    """
    path = find(folder)
    written = _relocated(read(path), path.parent, folder) if path is not None else {}
    origins = dict.fromkeys((each.name for each in msgspec.structs.fields(Config)), DEFAULT)
    origins |= dict.fromkeys(written, _shown(path, folder) if path is not None else "")
    origins |= dict.fromkeys(given, "command line")
    return Settled(Config(**{**written, **given}), origins)


def find(folder: Path) -> Path | None:
    """The nearest configuration file in or above a folder. Raises PolicyError where one folder has two."""
    for each in (folder, *folder.parents):
        found = [path for path in (each / YAML, each / TOML) if path.is_file() and _is_ours(path)]
        if len(found) > 1:
            message = f"`{YAML}` and `[{TABLE}]` in `{TOML}` are both here"
            raise _refusal(str(each), message, "keep one of them")
        if found:
            return found[0]
    return None


def read(path: Path) -> dict[str, Any]:
    """What a configuration file sets, validated. Raises PolicyError with all that is wrong with it."""
    document = _toml(path) if path.name == TOML else _yaml(path)
    if document.root is None or document.diagnostics:
        raise PolicyError(document.diagnostics)
    data = document.data
    try:
        config = msgspec.convert(data, Config)
        unknown = set(data) - {each.name for each in msgspec.structs.fields(Config)}
    except msgspec.ValidationError:
        unknown = {""}
    if unknown:
        raise PolicyError(_complaints(document.root))
    return {name: getattr(config, name) for name in data}


def _complaints(root: Node) -> tuple[Diagnostic, ...]:
    """What is wrong with a configuration, in words; only asked for when something is."""
    from compliance.language.diagnostic import Diagnostic
    from compliance.language.validate import Complaints, noun

    complaints = Complaints()
    noun(Config, root, complaints)
    return complaints.sorted() or (Diagnostic(root.mark.source.path, 0, 0, "this is no configuration"),)


def _is_ours(path: Path) -> bool:
    """Whether a file configures us: a `pyproject.toml` mostly does not."""
    if path.name == YAML:
        return True
    try:
        return re.search(rb"^\s*\[\s*tool\s*\.\s*compliance\s*[\].]", path.read_bytes(), re.MULTILINE) is not None
    except OSError:
        return False


def _yaml(path: Path) -> Document:
    from compliance.language.source import parse

    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise _refusal(str(path), f"cannot be read: {error.strerror}", "") from None


def _toml(path: Path) -> Document:
    """The table of ours as a Document; a key's place is the line that sets it."""
    import tomllib

    from compliance.language.diagnostic import Mark, Source
    from compliance.language.source import Document

    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text).get("tool", {}).get("compliance", {})
    except (OSError, ValueError) as error:
        raise _refusal(str(path), f"cannot be read: {error}", "") from None
    source = Source(str(path), text)
    header = re.search(r"^\s*\[\s*tool\s*\.\s*compliance\b[^\n]*", text, re.MULTILINE)
    start, end = header.span() if header else (0, 0)
    return Document(_node(table, Mark(source, end - len(text[start:end].strip()), end)), ())


def _node(value: Any, mark: Any) -> Node:
    from compliance.language.node import Node

    if isinstance(value, dict):
        marks = {key: _key(key, mark) for key in value}
        return Node(mark, {key: _node(each, marks[key]) for key, each in value.items()}, marks)
    if isinstance(value, list):
        return Node(mark, [_node(each, mark) for each in value])
    return Node(mark, value.isoformat() if isinstance(value, dt.date | dt.time) else value)


def _key(key: str, table: Any) -> Any:
    """The mark of a key: where a line after its table's own sets it."""
    from compliance.language.diagnostic import Mark

    pattern = rf"^\s*(?:\[[^\]\n]*\.\s*)?(['\"]?{re.escape(key)}['\"]?)\s*[=.\]]"
    found = re.compile(pattern, re.MULTILINE).search(table.source.text, table.start)
    return Mark(table.source, *found.span(1)) if found else table


def _relocated(written: dict[str, Any], home: Path, folder: Path) -> dict[str, Any]:
    """Its paths as seen from the folder that the command runs in, instead of from the file's own."""

    def moved(path: str) -> str:
        return path if home == folder or path == "-" else Path(os.path.relpath(home / path, folder)).as_posix()

    def policy(name: str) -> str:
        return moved(name) if "/" in name or (home / name).exists() else name

    def output(each: str) -> str:
        format, equals, path = each.partition("=")
        return f"{format}{equals}{moved(path)}" if path else each

    moves = {"paths": moved, "originals": moved, "policy": policy, "output": output}
    changed: dict[str, Any] = {name: tuple(map(move, written[name])) for name, move in moves.items() if name in written}
    changed |= {name: moved(written[name]) for name in ("desk", "waivers", "baseline") if written.get(name)}
    return {**written, **changed}


def _shown(path: Path, folder: Path) -> str:
    where = Path(os.path.relpath(path, folder)).as_posix()
    return f"{where} [{TABLE}]" if path.name == TOML else where


def _refusal(path: str, message: str, hint: str) -> PolicyError:
    from compliance.language.diagnostic import Diagnostic

    return PolicyError((Diagnostic(path, 0, 0, message, hint),))
