"""Writing into the strings of JSON: a record, a list of them, a JSON Feed, ninjs. All other bytes stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from json import dumps, loads

from msgspec import Struct

from compliance.article import Article
from compliance.repair import Edit
from compliance.rewriting.patch import Patch, UnwritableError

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_PIECE = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|.", re.DOTALL)
_OURS = frozenset(["byline", "canonical", "tags"])
"""What a record of ours may be given that it has not."""

Path = tuple[str | int, ...]


class Leaf(Struct, frozen=True):
    """A string value, or a list, with its place: quotes or brackets included."""

    path: Path
    start: int
    end: int


def patches(text: str, article: Article, edits: Iterable[Edit], mapping: dict[str, str]) -> list[Patch]:
    """Where the Edits go in the text of a document. Raises UnwritableError."""
    leaves = {leaf.path: leaf for leaf in _leaves(text)}
    body = _of_body(text, leaves, article)
    record = body.path[: -len(_path("body", mapping))]
    found: list[Patch] = []
    fresh: list[Edit] = []
    for edit in edits:
        field = edit.span.field
        if field not in article.fields:
            fresh.append(edit)
            continue
        path = (*record, *_path(field, mapping))
        leaf = body if field == "body" else leaves.get(path)
        if leaf is None or loads(text[leaf.start : leaf.end]) != article.fields[field]:
            raise UnwritableError(f"`{field}` stands in the file in no place as it was read")
        found.append(_within(text, leaf, edit))
    return found + list(_fresh(text, fresh, lambda name: leaves.get((*record, *_path(name, mapping))), body))


def _path(field: str, mapping: dict[str, str]) -> Path:
    name, *rest = field.split("/")
    return tuple(int(step) if step.isdecimal() else step for step in (*mapping.get(name, name).split("."), *rest))


def _of_body(text: str, leaves: dict[Path, Leaf], article: Article) -> Leaf:
    """The string that the article's body was delivered as."""
    body = article.fields["body"]
    found = [leaf for leaf in leaves.values() if text[leaf.start] == '"' and loads(text[leaf.start : leaf.end]) == body]
    if len(found) != 1:
        raise UnwritableError(
            "its text stands in the file " + ("more than once" if found else "otherwise than it was read")
        )
    return found[0]


def _leaves(text: str) -> Iterator[Leaf]:
    """Every string and every list of a document, by path."""
    stack: list[tuple[str, Path, int]] = []
    path: Path = ()
    key: str | int | None = None
    for match in _TOKEN.finditer(text):
        token = match[0]
        here = path if key is None else (*path, key)
        if token in "{[":
            stack.append((token, path, match.start()))
            path, key = here, 0 if token == "[" else None
        elif token in "}]":
            opening, above, start = stack.pop()
            if opening == "[":
                yield Leaf(path, start, match.end())
            key = path[len(above)] if len(path) > len(above) else None
            path = above
        elif token == ",":
            key = key + 1 if stack and stack[-1][0] == "[" and isinstance(key, int) else None
        elif token == ":":
            pass
        elif stack and stack[-1][0] == "{" and key is None:
            key = loads(token)
        elif token.startswith('"'):
            yield Leaf(here, match.start(), match.end())


def _within(text: str, leaf: Leaf, edit: Edit) -> Patch:
    """Where an Edit of a value goes in the string that it is written as."""
    offsets = [leaf.start + 1]
    for piece in _PIECE.finditer(text, leaf.start + 1, leaf.end - 1):
        offsets.append(piece.end())
    return Patch(offsets[edit.span.start], offsets[edit.span.end], _string(edit.text, text)[1:-1])


def _string(value: str, text: str) -> str:
    """A string as this document writes them: in ASCII where it has nothing else."""
    return dumps(value, ensure_ascii=text.isascii())


def _fresh(text: str, edits: list[Edit], listed: Callable[[str], Leaf | None], body: Leaf) -> Iterator[Patch]:
    """New values: at the end of a list that is there, else under a key in front of the body's."""
    key = _key_before(text, body.start)
    lists: dict[str, list[str]] = {}
    for edit in edits:
        name, _, index = edit.span.field.partition("/")
        if name not in _OURS or body.path[-1:] != ("body",):
            raise UnwritableError(f"`{name}` is written into records of our own only")
        if index:
            lists.setdefault(name, []).append(_string(edit.text, text))
        else:
            yield Patch(key, key, f"{_string(name, text)}: {_string(edit.text, text)}, ")
    for name, values in lists.items():
        leaf = listed(name)
        if leaf is None or text[leaf.start] != "[":
            yield Patch(key, key, f"{_string(name, text)}: [{', '.join(values)}], ")
            continue
        inner = text[leaf.start + 1 : leaf.end - 1].rstrip()
        at = leaf.start + 1 + len(inner)
        yield Patch(at, at, (", " if inner.strip() else "") + ", ".join(values))


def _key_before(text: str, start: int) -> int:
    """Where the key of the value that begins there begins."""
    keys = [match.start() for match in _TOKEN.finditer(text, 0, start) if match[0].startswith('"')]
    return keys[-1]
