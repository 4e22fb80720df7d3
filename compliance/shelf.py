"""Finding the original that an article was made from, wherever originals are kept; and keeping them in memory.

What an article says of its origin is trusted in this order: an address of its own, its canonical address, the
address it declares as the original's, a counting pixel with the original's number, a link, the headline, and
last the text itself. Where two of these lead to different originals, the answer says so.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

from compliance.address import Address, parse
from compliance.article import Article
from compliance.leads import addresses, numbers, pixels, related, title_key, titles
from compliance.originals import Found, Sharing, Source
from compliance.recurrence import Mark, Sketch, rank, sift, sketch

_SHINGLE = 8
"""Words in a row that two texts rarely share by chance."""
_SAMPLE = 4
"""Of the runs of words one in so many is kept, chosen by its checksum."""
_ENOUGH, _SOME = 0.2, 0.05
"""The share of the sampled runs that a text must have in common with an original to be taken for its copy: where
nothing else speaks for it, and where a link or the headline does."""
_WORD = re.compile(r"\w+")


class Collection(ABC):
    """Originals by number, wherever they are kept."""

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
        return Found(self._original(chosen), found[chosen], self._doubt(chosen, found))

    @abstractmethod
    def _original(self, index: int) -> Article:
        """The original of that number."""

    @abstractmethod
    def _shares(self, copy: Article) -> Mapping[int, float]:
        """How much of the shorter of the two texts an article has in common with each original, as far as any."""

    @abstractmethod
    def _at(self, address: Address) -> Iterable[int]:
        """The originals at an address."""

    @abstractmethod
    def _numbered(self, number: str, host: str) -> Iterable[int]:
        """The originals with this number in an address on the site that a host is of."""

    @abstractmethod
    def _headed(self, title: str) -> Iterable[int]:
        """The originals under a headline, written as `title_key` does."""

    def _doubt(self, chosen: int, found: Mapping[int, str]) -> str:
        order = list(found)
        others = [index for index in order if index != chosen]
        if not others:
            return ""
        other = others[0]
        name = self._original(other).id
        if order.index(other) < order.index(chosen):
            return f"`{name}`, found {found[other]}, shares hardly any text with it and was not taken"
        return f"`{name}`, found {found[other]}, was not taken, as that tells less"

    def _leads(self, copy: Article) -> Iterator[tuple[str, int, bool]]:
        """What the article says of its origin, most trusted first, and whether that needs no text in common."""
        named = (
            ("by its address", copy.url),
            ("by its canonical address", copy.canonical),
            ("by the address it declares as the original's", copy.original),
        )
        for way, text in named:
            for address in addresses(text):
                for index in self._at(address):
                    yield way, index, True
        for address, found in pixels(copy):
            for number in found:
                for index in self._numbered(number, address.host):
                    yield "by the number in its counting pixel", index, True
        for link in copy.links:
            for address in filter(None, [parse(link.href)]):
                for index in self._at(address):
                    yield "by a link to it", index, False
        for title in titles(copy):
            for index in self._headed(title):
                yield "by its headline", index, False


class Shelf(Collection):
    """Originals held in memory."""

    def __init__(self, originals: Iterable[Article]) -> None:
        self._originals = tuple(originals)
        self._addresses: dict[Address, list[int]] = {}
        self._numbers: dict[str, list[tuple[str, int]]] = {}
        self._titles: dict[str, list[int]] = {}
        self._runs: dict[int, list[int]] = {}
        self._sizes: list[int] = []
        self._sketches: list[Sketch] = []
        for index, original in enumerate(self._originals):
            self._shelve(index, original)

    def __len__(self) -> int:
        return len(self._originals)

    def sharing(self, copy: Article, furniture: bool = False) -> Sharing:
        """The originals that an article has text in common with, whatever it says of its origin."""
        marks = [
            Mark(place, tuple(self._runs[run])) for run, place in _runs(copy.body.plain).items() if run in self._runs
        ]
        own, common = sift(marks, self._sketches.__getitem__)
        ranked = rank(marks if furniture else own)
        return Sharing(tuple(Source(self._originals[index]) for index in ranked), common)

    def _shelve(self, index: int, original: Article) -> None:
        for address in addresses(original.url, original.canonical):
            self._addresses.setdefault(address, []).append(index)
            for number in numbers(address):
                self._numbers.setdefault(number, []).append((address.host, index))
        if original.title is not None:
            self._titles.setdefault(title_key(original.title.plain), []).append(index)
        runs = _runs(original.body.plain)
        self._sizes.append(len(runs))
        self._sketches.append(sketch(runs))
        for run in runs:
            self._runs.setdefault(run, []).append(index)

    def _original(self, index: int) -> Article:
        return self._originals[index]

    def _shares(self, copy: Article) -> dict[int, float]:
        runs = _runs(copy.body.plain)
        counts = Counter(index for run in runs for index in self._runs.get(run, ()))
        return {index: number / max(min(len(runs), self._sizes[index]), 1) for index, number in sorted(counts.items())}

    def _at(self, address: Address) -> Iterable[int]:
        return self._addresses.get(address, ())

    def _numbered(self, number: str, host: str) -> Iterable[int]:
        return (index for other, index in self._numbers.get(number, ()) if related(host, other))

    def _headed(self, title: str) -> Iterable[int]:
        return self._titles.get(title, ())


def _runs(plain: str) -> dict[int, tuple[int, int]]:
    """A sample of the text's runs of words, as checksums, each with the place where it stands first."""
    words = [match.span() for match in _WORD.finditer(plain)]
    lower = [plain[start:end].lower() for start, end in words]
    checksums: dict[int, tuple[int, int]] = {}
    for at in range(max(len(words) - _SHINGLE + 1, 1)):
        run = " ".join(lower[at : at + _SHINGLE]).encode("utf-8", "surrogatepass")
        place = (words[at][0], words[min(at + _SHINGLE, len(words)) - 1][1]) if words else (0, 0)
        checksums.setdefault(crc32(run), place)
    sampled = {run: place for run, place in checksums.items() if run % _SAMPLE == 0}
    return sampled or dict(list(checksums.items())[:1])
