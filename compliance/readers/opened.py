"""Following the elements whose end matters, while a page is passed through in order."""

from __future__ import annotations

from collections.abc import Callable

from compliance.readers.tree import Element

_MOST = 4
"""How many of a kind are followed one inside another."""


class Opened:
    """The elements that are open, the innermost last, each with a mark by which it is known when it ends."""

    def __init__(self, close: Callable[[Element, str], None], kinds: tuple[str, ...] = ()) -> None:
        """`kinds` are the marks that are counted by themselves; all others are of one kind."""
        self._close = close
        self._kinds = kinds
        self._stack: list[tuple[Element, str, bool]] = []

    @property
    def elsewhere(self) -> bool:
        """Whether one of them is about other articles, or by other people."""
        return any(elsewhere for _, _, elsewhere in self._stack)

    def reach(self, element: Element | None) -> None:
        """Pass on to an element, or to the end: those that it does not stand in have ended."""
        while self._stack and (element is None or self._stack[-1][0] not in element.ancestors):
            ended, mark, _ = self._stack.pop()
            if mark:
                self._close(ended, mark)

    def add(self, element: Element, mark: str, elsewhere: bool = False) -> None:
        """Open an element; one without a mark, or too deep inside others of its kind, ends unheard."""
        alike = sum(each != "" and self._kind(each) == self._kind(mark) for _, each, _ in self._stack)
        self._stack.append((element, mark if alike < _MOST else "", elsewhere))

    def _kind(self, mark: str) -> str:
        return mark if mark in self._kinds else ""
