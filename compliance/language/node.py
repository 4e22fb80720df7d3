"""Plain data that knows where each of its values and keys was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from compliance.language.diagnostic import Mark
from compliance.language.scalar import Scalar

Path = tuple[str | int, ...]
"""Keys and list positions that lead from the top of a file to a value."""


@dataclass(frozen=True)
class Node:
    """A value and its place; a mapping's keys have places too. A repeated (aliased) value is one Node."""

    mark: Mark
    value: Scalar | dict[str, Node] | list[Node]
    keys: Mapping[str, Mark] = field(default_factory=dict)
    size: int = 1
    """How many values it holds, itself included."""
    depth: int = 1

    @property
    def data(self) -> Any:
        """The plain data: dict, list, str, int, float, bool, None."""
        if isinstance(self.value, dict):
            return {key: node.data for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.data for node in self.value]
        return self.value

    @property
    def entries(self) -> dict[str, Node]:
        """A mapping's entries; none for any other value."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def members(self) -> list[Node]:
        """A list's members; none for any other value."""
        return self.value if isinstance(self.value, list) else []

    @property
    def text(self) -> str:
        """A text; empty for any other value."""
        return self.value if isinstance(self.value, str) else ""

    def at(self, key: str) -> Node:
        """The value of a key; null where there is none."""
        return self.entries.get(key) or Node(self.mark, None)

    def having(self, **entries: Node) -> Node:
        """The same mapping with these entries, each at the mark of its key if it had one."""
        return Node(self.mark, {**self.entries, **entries}, self.keys)

    def find(self, path: Path) -> Place:
        """Where a path leads, as far as it exists."""
        node, key, taken = self, None, 0
        for step in path:
            if isinstance(step, str) and step in node.entries:
                node, key = node.entries[step], node.keys.get(step)
            elif isinstance(step, int) and step < len(node.members):
                node, key = node.members[step], None
            else:
                break
            taken += 1
        return Place(node, key, path[taken:])


class Place(NamedTuple):
    """Where a path led: the value there, the mark of its key, and the steps that do not exist."""

    node: Node
    key: Mark | None
    rest: Path

    @property
    def label(self) -> Mark:
        """Where to complain of it as a whole: its key, else where it begins."""
        return self.key or Mark(self.node.mark.source, self.node.mark.start, self.node.mark.start + 1)

    @property
    def mark(self) -> Mark:
        """Where to complain of its value: a scalar itself; of a mapping or list, its key."""
        return self.label if isinstance(self.node.value, dict | list) else self.node.mark
