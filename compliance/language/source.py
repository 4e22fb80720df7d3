"""YAML text in, plain data with places out: the only module that knows YAML and the lines of policies.

YAML is read as events, never constructed: no tag can run code, no alias can multiply without bound, and
scalars mean what their author wrote. Where YAML would read something else (`NO`, `1.10`, `12:30`), that
is a Diagnostic, not a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from compliance.language.diagnostic import Diagnostic, Mark, Source, shown
from compliance.language.node import Node
from compliance.language.scalar import TrapError, resolve

__all__ = ["MAX_BYTES", "Document", "Node", "parse"]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 48
MAX_NODES = 250_000
"""How many values a file may hold, counting what an alias repeats as often as it is repeated."""


@dataclass(frozen=True)
class Document:
    """What a file holds; `root` is None where its YAML cannot be read at all."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]

    @property
    def data(self) -> Any:
        """The plain data of the whole file; None where it cannot be read."""
        return self.root.data if self.root else None


def parse(content: bytes | str, path: str) -> Document:
    """Read the YAML of one file. Whatever is wrong with it is in the Document's diagnostics; nothing is raised."""
    if len(content) > MAX_BYTES:
        size = f"larger than {MAX_BYTES // 1024 // 1024} MB"
        return Document(None, (Diagnostic(path, 0, 0, f"the file is {size}", "split it into several policies"),))
    try:
        text = content if isinstance(content, str) else content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Document(None, (_undecodable(path, error),))
    source = Source(path, text.removeprefix("\ufeff"))
    builder = _Builder(source)
    try:
        root = builder.document()
    except _UnreadableError as error:
        return Document(None, (*builder.diagnostics, error.diagnostic))
    return Document(root, tuple(builder.diagnostics))


def _undecodable(path: str, error: UnicodeDecodeError) -> Diagnostic:
    content, start = error.object, error.start
    source, at = Source(path, content.decode("utf-8", "replace")), len(content[:start].decode("utf-8"))
    return source.diagnostic(at, at, f"byte {content[start]:#04x} is not UTF-8", "save the file as UTF-8")


class _UnreadableError(Exception):
    """The rest of the file cannot be read."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that YAML refuses, and those it takes for line breaks that no editor shows."""


class _Builder:
    """Builds Nodes from YAML's events, gathering complaints; gives up (_UnreadableError) where it must."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self._count = 0
        self._anchors: dict[str, Node | None] = {}
        """None: the anchored value is still being read."""

    def complain(self, mark: Mark, message: str, hint: str = "") -> None:
        self.diagnostics.append(mark.diagnostic(message, hint))

    def document(self) -> Node:
        self._events = self._read()
        event = next(self._events)
        while type(event).__name__ in ("StreamStartEvent", "DocumentStartEvent"):
            event = next(self._events)
        if type(event).__name__ == "StreamEndEvent" or _is_blank(event):
            raise _UnreadableError(Diagnostic(self.source.path, 1, 1, "the file is empty", "write a mapping of keys"))
        root = self.node(event, 1)
        for event in self._events:
            if type(event).__name__ == "DocumentStartEvent":
                hint = "put each into a file of its own, and remove the `---` between them"
                self.complain(self.mark(event), "a second document begins here", hint)
                break
        return root

    def _read(self) -> Iterator[Any]:
        import yaml

        if found := _FORBIDDEN.search(self.source.text):
            message = f"the character U+{ord(found[0]):04X} cannot stand in YAML"
            hint = f'delete it, or write `"\\u{ord(found[0]):04x}"` in double quotes if it is meant'
            raise _UnreadableError(self.source.diagnostic(*found.span(), message, hint))
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            yield from yaml.parse(self.source.text, Loader=loader)
        except yaml.MarkedYAMLError as error:
            raise _UnreadableError(_syntax(self.source, error)) from None
        except (yaml.YAMLError, ValueError) as error:
            raise _UnreadableError(Diagnostic(self.source.path, 0, 0, f"not YAML: {error}".rstrip("."))) from None

    def mark(self, event: Any, end: Any = None) -> Mark:
        return Mark(self.source, event.start_mark.index, (end or event).end_mark.index)

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} deep"
            raise _UnreadableError(self.mark(event).diagnostic(message, "no policy needs that"))
        kind = type(event).__name__
        if kind == "AliasEvent":
            return self._alias(event, depth)
        if event.tag is not None:
            hint = "leave the tag out: text in quotes is text, and nothing else needs one"
            tag = Mark(self.source, event.start_mark.index, event.start_mark.index).within("!")
            self.complain(tag, f"the tag `{event.tag}` is not allowed: a policy is data and runs no code", hint)
        if event.anchor:
            self._anchors[event.anchor] = None
        if kind == "ScalarEvent":
            node = self._scalar(event)
        else:
            node = self._mapping(event, depth) if kind == "MappingStartEvent" else self._sequence(event, depth)
        self._count += 1
        if max(node.size, self._count) > MAX_NODES:
            message = f"more than {MAX_NODES:,} values, counting what aliases repeat"
            raise _UnreadableError(self.mark(event).diagnostic(message, "repeat less, or split the file"))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: Any, depth: int) -> Node:
        mark, name = self.mark(event), event.anchor
        node = self._anchors.get(name)
        if node is None:
            inside = name in self._anchors
            problem = f"`*{name}` stands inside the value it repeats" if inside else f"nothing is called `&{name}`"
            hint = "" if inside else f"put `&{name}` before the value that is meant, or write the text in quotes"
            self.complain(mark, problem, hint)
            return Node(mark, None)
        if node.depth + depth > MAX_DEPTH:
            raise _UnreadableError(mark.diagnostic(f"nested more than {MAX_DEPTH} deep", "no policy needs that"))
        return node

    def _mapping(self, start: Any, depth: int) -> Node:
        entries: dict[str, Node] = {}
        keys: dict[str, Mark] = {}
        event = next(self._events)
        while type(event).__name__ != "MappingEndEvent":
            mark = self.mark(event)
            key = self._key(event, depth)
            event = next(self._events)
            if _is_blank(event):
                hint = "put text with a comma in quotes" if start.flow_style else "write a value, or leave the key out"
                self.complain(mark, f"{shown(key or '')} has no value", hint)
                node = Node(mark, None)
            else:
                node = self.node(event, depth + 1)
            if key in keys:
                line = keys[key].diagnostic("").line
                self.complain(mark, f"{shown(key or '')} is given twice, first in line {line}", "keep one of them")
            elif key is not None:
                entries[key], keys[key] = node, mark
            event = next(self._events)
        size, depth = _extent(list(entries.values()))
        return Node(self.mark(start, event), entries, keys, size, depth)

    def _key(self, event: Any, depth: int) -> str | None:
        """A key is always the text that is written, whatever YAML would make of it."""
        if type(event).__name__ == "ScalarEvent" and event.tag is None and event.value and not _is_merge(event):
            return str(event.value)
        mark = self.mark(event)
        if type(event).__name__ == "ScalarEvent" and _is_merge(event):
            self.complain(mark, "the merge key `<<` is not supported", "write the keys out, or use `extends`")
        else:
            self.complain(mark, "a key must be a word", "put text that is no key in quotes: `[` and `{` begin a list")
        self.node(event, depth + 1)
        return None

    def _sequence(self, start: Any, depth: int) -> Node:
        members: list[Node] = []
        event = next(self._events)
        while type(event).__name__ != "SequenceEndEvent":
            if _is_blank(event):
                mark = Mark(self.source, start.start_mark.index, start.start_mark.index)
                at = self.source.text.rfind("-", 0, event.start_mark.index)
                mark = Mark(self.source, at, at + 1) if at >= mark.start else mark
                self.complain(mark, "an item of the list has no value", "write a value, or leave the item out")
                members.append(Node(mark, None))
            else:
                members.append(self.node(event, depth + 1))
            event = next(self._events)
        size, depth = _extent(members)
        return Node(self.mark(start, event), members, {}, size, depth)

    def _scalar(self, event: Any) -> Node:
        mark = self.mark(event)
        if event.style or event.tag is not None:
            return Node(mark, event.value)
        if cut := _UNSPACED_COMMENT.match(self.source.text, mark.end):
            hint = "put the text in quotes; if a comment is meant, write a space after `#`"
            self.complain(Mark(self.source, *cut.span(1)), "`#` begins a comment here", hint)
        try:
            return Node(mark, resolve(event.value))
        except TrapError as trap:
            self.complain(mark, f"`{event.value}` is read as {trap.meaning} in YAML", trap.hint)
            return Node(mark, event.value)


def _is_blank(event: Any) -> bool:
    """Whether nothing is written where a value belongs."""
    return type(event).__name__ == "ScalarEvent" and not (event.value or event.style or event.tag)


def _is_merge(event: Any) -> bool:
    return bool(event.value == "<<" and not event.style)


def _extent(nodes: list[Node]) -> tuple[int, int]:
    return 1 + sum(node.size for node in nodes), 1 + max((node.depth for node in nodes), default=0)


_UNSPACED_COMMENT = re.compile(r"[ \t]+(#[^\s#]\S*)")

_SYNTAX: tuple[tuple[str, str, str], ...] = (
    ("cannot start any token", "this character cannot begin a value", "put the value in quotes"),
    ("tab character", "a tab cannot indent YAML", "indent with spaces"),
    ("mapping values are not allowed", "a `:` cannot stand here", "put text with a `:` in quotes, or check the indent"),
    ("block sequence entries", "a list item cannot stand here", "begin the list on its own line, or quote the text"),
    ("expected '-' indicator", "this is no item of the list above", "begin it with `- `, or check the indentation"),
    ("expected ',' or ']'", "the list is not closed", "separate its items with `,` and close it with `]`"),
    ("expected ',' or '}'", "the mapping is not closed", "separate its entries with `,` and close it with `}`"),
    ("unexpected end of stream", "the quote is never closed", "close it, or double a quote that belongs to the text"),
    ("unknown escape", "this escape means nothing in double quotes", "put patterns in single quotes, or write `\\\\`"),
    ("hexdecimal number", "the escape is not finished", "put patterns in single quotes, or write `\\\\`"),
    ("escape character code", "the escape is no character", "put patterns in single quotes, or write `\\\\`"),
    ("alphabetic or numeric", "`*` and `&` need a name after them", "put text that begins with one of them in quotes"),
    ("could not find expected ':'", "a key without `:`", "write `key: value`, or check the indentation and quotes"),
    ("expected key", "this does not belong to the keys above", "check the indentation, and the quotes before it"),
    ("comment or line break", "nothing may follow `|` or `>`", "begin the text on the next line"),
    ("expected node content", "a value is missing", "write one, or put the text in quotes"),
    ("incompatible YAML", "this version of YAML is not known", "leave the line out"),
)  # fmt: skip
"""What libyaml says, what that means, and what to do about it."""


def _syntax(source: Source, error: Any) -> Diagnostic:
    """YAML's complaint, in plain words."""
    problem = str(error.problem or error.context or "")
    spot = error.context_mark if "unexpected end of stream" in problem and error.context_mark else error.problem_mark
    at = min(spot.index if spot else 0, len(source.text))
    if "cannot start any token" in problem and source.text[at : at + 1] == "\t":
        problem = "tab character"
    told = ((message, hint) for needle, message, hint in _SYNTAX if needle in problem)
    message, hint = next(told, (f"not YAML: {problem}", "check the indentation and the quotes"))
    return source.diagnostic(at, at + 1, message, hint)
