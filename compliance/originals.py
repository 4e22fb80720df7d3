"""The sources' own copies, and finding the one that an article was made from.

What an article says of its origin is trusted in this order: an address of its own, its canonical address, the
address it declares as the original's, a counting pixel with the original's number, a link, the headline, and
last the text itself. Where two of these lead to different originals, the answer says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol
from zlib import crc32

from msgspec import Struct

from compliance.address import Address, parse
from compliance.article import Article, Text
from compliance.text import fold_phrase

_SHINGLE = 8
"""Words in a row that two texts rarely share by chance."""
_SAMPLE = 4
"""Of the runs of words one in so many is kept, chosen by its checksum."""
_ENOUGH, _SOME = 0.2, 0.05
"""The share of the sampled runs that a text must have in common with an original to be taken for its copy: where
nothing else speaks for it, and where a link or the headline does."""
_SHORTEST_TITLE = 3
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d){0,2}")
_SEPARATORS = (" | ", " – ", " — ", " - ", " • ")


class Found(Struct, frozen=True):
    """An original, and how it was found."""

    original: Article
    way: str
    """In words: `by its canonical address`."""
    doubt: str = ""
    """What speaks for another one, in a clause; empty if nothing does."""


class Originals(Protocol):
    """Where the originals of articles are looked up; a store on disk can stand behind it."""

    def find(self, copy: Article) -> Found | None:
        """The original that an article was made from; None if there is none."""
        ...


class Given(Struct, frozen=True):
    """The one original of whatever is asked about."""

    original: Article

    def find(self, copy: Article) -> Found | None:
        """That one."""
        return Found(self.original, "as given")


class Shelf:
    """Originals held in memory."""

    def __init__(self, originals: Iterable[Article]) -> None:
        self._originals = tuple(originals)
        self._addresses: dict[Address, list[int]] = {}
        self._numbers: dict[str, list[tuple[str, int]]] = {}
        self._titles: dict[str, list[int]] = {}
        self._runs: dict[int, list[int]] = {}
        self._sizes: list[int] = []
        for index, original in enumerate(self._originals):
            self._shelve(index, original)

    def __len__(self) -> int:
        return len(self._originals)

    def find(self, copy: Article) -> Found | None:
        """The original that an article was made from; None if there is none."""
        shares = self._shares(copy)
        found = dict[int, str]()
        for way, index, sure in self._leads(copy):
            if sure or shares.get(index, 0.0) >= _SOME:
                found.setdefault(index, way)
        best = max(shares, key=lambda index: (shares[index], -index), default=None)
        if best is not None and shares[best] >= _ENOUGH:
            found.setdefault(best, "by its text")
        if not found:
            return None
        # An address that leads to another text is a slip, or the copy was rewritten; one that shares text is taken.
        chosen = next((index for index in found if shares.get(index, 0.0) >= _SOME), next(iter(found)))
        return Found(self._originals[chosen], found[chosen], self._doubt(chosen, found))

    def _doubt(self, chosen: int, found: dict[int, str]) -> str:
        order = list(found)
        others = [index for index in order if index != chosen]
        if not others:
            return ""
        other = others[0]
        name = self._originals[other].id
        if order.index(other) < order.index(chosen):
            return f"`{name}`, found {found[other]}, shares hardly any text with it and was not taken"
        return f"`{name}`, found {found[other]}, was not taken, as that tells less"

    def _shelve(self, index: int, original: Article) -> None:
        for address in _addresses(original.url, original.canonical):
            self._addresses.setdefault(address, []).append(index)
            for number in _numbers(address):
                self._numbers.setdefault(number, []).append((address.host, index))
        if original.title is not None:
            self._titles.setdefault(_title(original.title.plain), []).append(index)
        runs = _runs(original.body.plain)
        self._sizes.append(len(runs))
        for run in runs:
            self._runs.setdefault(run, []).append(index)

    def _shares(self, copy: Article) -> dict[int, float]:
        """How much of the shorter of the two texts an article has in common with each original, as far as any."""
        runs = _runs(copy.body.plain)
        counts = Counter(index for run in runs for index in self._runs.get(run, ()))
        return {index: number / max(min(len(runs), self._sizes[index]), 1) for index, number in sorted(counts.items())}

    def _leads(self, copy: Article) -> Iterator[tuple[str, int, bool]]:
        """What the article says of its origin, most trusted first, and whether that needs no text in common."""
        named = (
            ("by its address", copy.url),
            ("by its canonical address", copy.canonical),
            ("by the address it declares as the original's", copy.original),
        )
        for way, text in named:
            for address in _addresses(text):
                for index in self._addresses.get(address, ()):
                    yield way, index, True
        for address, numbers in _pixels(copy):
            for number in numbers:
                for host, index in self._numbers.get(number, ()):
                    if _related(address.host, host):
                        yield "by the number in its counting pixel", index, True
        for link in copy.links:
            for address in filter(None, [parse(link.href)]):
                for index in self._addresses.get(address, ()):
                    yield "by a link to it", index, False
        for title in _titles(copy):
            for index in self._titles.get(title, ()):
                yield "by its headline", index, False


def _addresses(*texts: Text | None) -> Iterator[Address]:
    for text in texts:
        address = parse(text.plain) if text is not None else None
        if address is not None and not address.is_home:
            yield address


def _numbers(address: Address) -> list[str]:
    """The numbers in an address that may be an article's: no years, no dates."""
    text = " ".join((address.path, *(value for _, value in address.query)))
    return [number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number)]


def _pixels(copy: Article) -> Iterator[tuple[Address, list[str]]]:
    """The addresses of what an article loads without showing it, and the numbers in them."""
    loaded = [image.src for image in copy.images if image.hidden]
    loaded += [each.attributes.get("src", "") for each in copy.elements if each.tag in ("script", "iframe")]
    for address in filter(None, map(parse, loaded)):
        if numbers := _numbers(address):
            yield address, numbers


def _related(one: str, other: str) -> bool:
    """Whether two hosts are one site's: `counter.example.org` and `example.org`."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _titles(copy: Article) -> Iterator[str]:
    """The headline, and the same without the name of a site after it."""
    if copy.title is None:
        return
    heads = [copy.title.plain, *(copy.title.plain.rpartition(mark)[0] for mark in _SEPARATORS)]
    yield from dict.fromkeys(_title(head) for head in heads if len(head.split()) >= _SHORTEST_TITLE)


def _title(plain: str) -> str:
    return " ".join(_WORD.findall(fold_phrase(plain)))


def _runs(plain: str) -> set[int]:
    """A sample of the text's runs of words, as checksums."""
    words = _WORD.findall(plain.lower())
    checksums = [
        crc32(" ".join(words[at : at + _SHINGLE]).encode("utf-8", "surrogatepass"))
        for at in range(max(len(words) - _SHINGLE + 1, 1))
    ]
    return {each for each in checksums if each % _SAMPLE == 0} or set(checksums[:1])
