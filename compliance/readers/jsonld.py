"""JSON-LD as pages embed it: tolerant of wrappers and control characters, every string with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from compliance.article import Text
from compliance.lazy import kept
from compliance.readers.delivered import Delivered, Piece

# Both always match to the end of the literal, or of the text: no position is tried twice.
_STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_ESCAPE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(?=\s*[\]}])")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_DEEPEST = 64

_PLACE = "json-ld {}"
_KINDS = ("Article", "Posting", "Report", "Review")


class Literal:
    """A string in the script, and where it stands, quotes included."""

    __slots__ = ("end", "source", "start")

    def __init__(self, source: Delivered, start: int, end: int) -> None:
        self.source, self.start, self.end = source, start, end

    @property
    def value(self) -> str:
        """The string that is meant."""
        return "".join(piece for piece, _, _ in self._pieces())

    def text(self, name: str) -> Text:
        """It as a Text of the article, as carried by the property of that name."""
        return self.source.text(self._pieces(), _PLACE.format(name))

    def _pieces(self) -> Iterator[Piece]:
        string, at, end = self.source.string, self.start + 1, self.end - 1
        for match in _ESCAPE.finditer(string, at, end):
            if at < match.start():
                yield string[at : match.start()], at, match.start()
            yield _unescape(match[0]), match.start(), match.end()
            at = match.end()
        if at < end:
            yield string[at:end], at, end


class Graph:
    """All nodes that a page's scripts describe at their top level, and by their `@id`."""

    def __init__(self) -> None:
        self.nodes: list[dict[str, Any]] = []
        self._by_id: dict[str, dict[str, Any]] = {}

    def add(self, source: Delivered, start: int, end: int) -> None:
        """Read the script `source.string[start:end]`; one that cannot be read adds nothing."""
        for node in _flat(_parse(source, start, end)):
            self.nodes.append(node)
            name = node.get("@id")
            if isinstance(name, Literal) and len(node) > 1:
                self._by_id.setdefault(name.value, node)

    @kept
    def article(self) -> dict[str, Any]:
        """The node that describes the page's article: the first one of such a type, else one that has an author.

        To be asked for when all scripts have been added.
        """
        articles = [
            node for node in self.nodes if any(kind.endswith(_KINDS) for kind in self.strings(node.get("@type")))
        ]
        authored = [node for node in articles or self.nodes if "author" in node or "creator" in node]
        return next(iter([*authored, *articles, *(node for node in self.nodes if "headline" in node)]), {})

    def texts(self, value: Any, name: str, *keys: str) -> list[Text]:
        """The strings of a property: its own, or those under the first of these keys that its nodes have."""
        return [found.text(name) for found in self._literals(value, keys) if found.value.strip()]

    def strings(self, value: Any) -> list[str]:
        """The strings of a property, as plain values."""
        return [found.value for found in self._literals(value, ())]

    def _literals(self, value: Any, keys: tuple[str, ...]) -> list[Literal]:
        if isinstance(value, Literal):
            return self._of(self._by_id[value.value], keys) if keys and value.value in self._by_id else [value]
        if isinstance(value, list):
            return [found for each in value for found in self._literals(each, keys)]
        if isinstance(value, dict):
            return self._of(self._resolved(value), keys)
        return []

    def _of(self, node: dict[str, Any], keys: tuple[str, ...]) -> list[Literal]:
        """The strings of a node under the first of these keys that it has."""
        for key in keys:
            if key in node:
                return [each for each in listed(node[key]) if isinstance(each, Literal)]
        return []

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        """The node that a reference (`{"@id": …}`) names, else the node itself. Some pages write the `@id` alone."""
        name = node.get("@id")
        if isinstance(name, Literal) and len(node) == 1:
            return self._by_id.get(name.value, node)
        return node


def _parse(source: Delivered, start: int, end: int) -> Any:
    """The value in a script, each string a Literal. Strings are numbered first: what is odd in them does no harm."""
    script = source.string[start:end]
    wrapper = script.find(_CDATA, 0, script.find("{"))
    if wrapper >= 0:
        start, script = start + wrapper + len(_CDATA), script[wrapper + len(_CDATA) :]
        script = script[: script.rfind(_CDATA_END)] if _CDATA_END in script else script
    opening = min((at for at in (script.find("{"), script.find("[")) if at >= 0), default=-1)
    closing = max(script.rfind("}"), script.rfind("]"))
    if opening < 0 or closing < opening:
        return None
    literals: list[Literal] = []

    def number(match: re.Match[str]) -> str:
        literals.append(Literal(source, start + opening + match.start(), start + opening + match.end()))
        return f'"{len(literals) - 1}"'

    numbered = _TRAILING_COMMA.sub("", _STRING.sub(number, script[opening : closing + 1]))
    if _depth(numbered) > _DEEPEST:
        return None
    try:
        return _restore(msgspec.json.decode(numbered), literals)
    except msgspec.DecodeError:
        return None


def _restore(value: Any, literals: list[Literal]) -> Any:
    if isinstance(value, str):
        return literals[int(value)]
    if isinstance(value, list):
        return [_restore(each, literals) for each in value]
    if isinstance(value, dict):
        return {literals[int(key)].value: _restore(each, literals) for key, each in value.items()}
    return value


def _flat(value: Any) -> Iterator[dict[str, Any]]:
    """Top-level nodes: of an array, of `@graph`, and what a page says it is about in `mainEntity`."""
    if isinstance(value, list):
        for each in value:
            yield from _flat(each)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _flat(value.get(key))


def _depth(numbered: str) -> int:
    deepest = depth = 0
    for bracket in re.findall(r"[\[\]{}]", numbered):
        depth += 1 if bracket in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _unescape(escape: str) -> str:
    try:
        char = str(msgspec.json.decode(f'"{escape}"'))
    except msgspec.DecodeError:
        return escape[1:] if len(escape) == 2 else "\ufffd"
    return char


def listed(value: Any) -> list[Any]:
    """A property's values: JSON-LD writes a single one without brackets."""
    return value if isinstance(value, list) else [value]
