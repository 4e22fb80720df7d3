"""The items of an RSS or Atom feed, on their way to becoming Articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.feed import HELD, Entry, articles
from compliance.readers.feedxml import CARRIES, PREFIXES, Children, called
from compliance.readers.json import Names
from compliance.readers.limits import Limits, Refused, crash
from compliance.readers.xmlstream import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

_ITEMS = frozenset(["item", "entry", "atom:entry"])
_REPAIR = "repair the feed: what stands there may be incomplete"


def read(
    stream: BinaryIO,
    name: str,
    limits: Limits,
    item: Callable[[Children, _Element], Entry],
    feed: Callable[[Children], Entry],
) -> Iterator[Article | Fault]:
    """The articles of a feed; `item` says what an item delivers, and `feed` what the elements beside all items do.

    What cannot be read of one item is a Fault of that item, and takes no other with it.
    """
    document = Document(stream, limits, PREFIXES)
    reading = _Reading(document, name, limits, item, feed)
    refused: Refused | None = None
    try:
        for element in document.items():
            reading.take(element)
            if document.size > HELD:
                yield from reading.flush()
        reading.finish()
    except Refused as error:
        refused = error
    yield from reading.flush()
    if refused is None and document.damage:
        refused = Refused("unreadable", document.damage, _REPAIR)
    if refused is None and not reading.count:
        refused = Refused("empty", "it is a feed without items", "deliver at least one")
    if refused is not None:
        yield refused.fault(name)


class _Reading:
    """The items of one feed, on their way to becoming Articles."""

    def __init__(
        self,
        document: Document,
        name: str,
        limits: Limits,
        item: Callable[[Children, _Element], Entry],
        feed: Callable[[Children], Entry],
    ) -> None:
        self.count = 0
        self._document = document
        self._limits = limits
        self._item, self._feed = item, feed
        self._names = Names(name)
        self._said = Entry()
        """What the feed says of all its items."""
        self._held: list[tuple[str, Entry | Refused, str]] = []
        self._last: _Element | None = None
        self._root = ""

    def take(self, element: _Element | None) -> None:
        """An item is whole, or lost. What precedes it is let go."""
        if element is None:
            self._hold(Refused("unreadable", self._document.damage, _REPAIR), "")
            return
        self._root = self._root or str(element.getroottree().getroot().tag)
        if called(str(element.tag), self._root) not in _ITEMS or not (len(element) or element.text):
            return
        if self._last is None:
            self._said = self._feed(Children(self._beside(element, preceding=True), self._root))
        self._hold(self._entry(element), self._document.damage)
        self._let_go(element)
        self._last = element

    def _hold(self, entry: Entry | Refused, damage: str) -> None:
        self.count += 1
        guid = entry.guid.strip() if isinstance(entry, Entry) else None
        self._held.append((self._names.of({"id": guid}, self.count, {}), entry, damage))

    def finish(self) -> None:
        """The feed is at its end: what it says after its items holds for them too."""
        if self._last is not None:
            self._said = self._said.within(self._feed(Children(self._beside(self._last, preceding=False), self._root)))

    def flush(self) -> Iterator[Article | Fault]:
        """The articles of the items that were taken."""
        held, self._held = self._held, []
        for name, entry, damage in held:
            if isinstance(entry, Entry):
                yield from articles(entry.within(self._said), name, CARRIES, self._limits)
            else:
                yield entry.fault(name)
            if damage:
                yield Refused("unreadable", damage, _REPAIR).fault(name)

    def _entry(self, element: _Element) -> Entry | Refused:
        """What an item delivers, or why that cannot be told."""
        try:
            entry = self._item(Children(element, self._root), element)
            return msgspec.structs.replace(entry, line=max(self._document.line, 1))
        except Exception as error:
            return crash(error)

    def _beside(self, element: _Element, preceding: bool) -> list[_Element]:
        """The elements before, or after, an item, and those before or after what it stands in."""
        beside: list[_Element] = []
        for node in (element, *element.iterancestors()):
            if node is not element and called(str(node.tag), self._root) in _ITEMS:
                beside = []  # an item in an item: what stands in the outer one is not the feed's
            for sibling in node.itersiblings(preceding=preceding):
                beside += sibling if called(str(sibling.tag), self._root) == "channel" else [sibling]
        return beside[::-1] if preceding else beside

    def _let_go(self, element: _Element) -> None:
        parent = element.getparent()
        if self._last is not None and self._last is not parent:
            self._last.clear()
        if parent is None or (
            called(str(parent.tag), self._root) in _ITEMS and self._document.size <= self._limits.max_bytes
        ):  # an item was not closed: what it holds is still wanted
            return
        while (sibling := element.getprevious()) is not None:
            parent.remove(sibling)
