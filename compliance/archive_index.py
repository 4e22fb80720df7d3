"""Originals on disk: any number of them, found by address, number, headline or text in about the same time.

    originals.sqlite      the originals themselves, what leads to them, and which segments there are
    NAME.hashes, .owners  which original has which hash, in segments (see `postings`)

A process opens it when it first looks something up, and each has its own handle. `indexing` adds to it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from compliance.address import Address
from compliance.article import Article
from compliance.leads import addresses, numbers, related
from compliance.letters import Letters
from compliance.originals import DATABASE, IndexRefusedError, Sharing, Source, is_index
from compliance.packed import layout, unpack
from compliance.postings import Segment, lookup
from compliance.recurrence import Mark, Sketch, rank, sift
from compliance.shelf import Collection
from compliance.shingles import shingles

FORMAT = 1
"""The layout of the tables and segments; an index of another one is refused."""

_MOST_OWNERS = 64
"""How many originals with one hash are looked at: what more have is known to recur."""
_MOST_LED = 20
"""How many originals at one address, or under one headline, are looked at; the last ones that were added."""
_SKETCHES = 20_000
"""How many sketches are kept: the same houses' furniture is met again and again."""
_CACHED = 256 * 1024
"""How much of the database is held in memory while it is written, in KiB: what leads to originals goes in anywhere."""
_WAIT = 60.0
_TRIES = 5


class _Lookup(NamedTuple):
    """What the hashes of one article led to."""

    article: Article
    letters: Letters
    size: int
    """How many hashes it has."""
    marks: tuple[Mark, ...]
    """By its letters; and of them"""
    own: list[Mark]
    """those that no more than a few stories have, and"""
    common: tuple[tuple[int, int], ...]
    """where it has what many have."""

    @property
    def ranked(self) -> tuple[int, ...]:
        """The originals worth a look, whatever they share with it."""
        return rank(self.marks)


class ArchiveIndex(Collection):
    """The originals that a folder holds, as they were when it was first opened."""

    def __init__(self, path: Path) -> None:
        """Raises IndexRefusedError."""
        self.path = path
        self._lock = threading.Lock()
        self._opened: tuple[int, sqlite3.Connection, tuple[Segment, ...]] | None = None
        self._last: _Lookup | None = None
        self._sketch_of = lru_cache(maxsize=_SKETCHES)(self._sketch)
        self._state()

    def __len__(self) -> int:
        return int(self._one("SELECT count(*) FROM originals"))

    def __reduce__(self) -> tuple[Any, ...]:
        return ArchiveIndex, (self.path,)

    @property
    def stamp(self) -> str:
        """What is another as soon as anything was added."""
        return str(self._one("SELECT value FROM meta WHERE key = 'stamp'"))

    def sharing(self, copy: Article, furniture: bool = False) -> Sharing:
        """The originals that an article has text in common with, whatever it says of its origin."""
        found = self._lookup(copy)
        ranked = found.ranked if furniture else rank(found.own)
        letters = found.letters
        common = (letters.range(start, min(end, len(letters.string))) for start, end in found.common)
        return Sharing(tuple(map(self._source, ranked)), tuple(common))

    def candidates(self, copy: Article) -> tuple[int, ...]:
        """The numbers of the originals that share hashes with an article: what `sharing` then reads. Not kept."""
        return rank(self._looked_up(copy).own)

    def _lookup(self, copy: Article) -> _Lookup:
        last = self._last
        if last is None or last.article is not copy:
            last = self._last = self._looked_up(copy)
        return last

    def _looked_up(self, copy: Article) -> _Lookup:
        letters = Letters(copy.body.plain)
        own = shingles(letters.string)
        places, ends = own.places.tolist(), own.ends.tolist()
        marks = tuple(
            Mark((places[index], ends[index]), owners)
            for index, owners in lookup(self._state()[1], own.hashes, _MOST_OWNERS)
        )
        return _Lookup(copy, letters, len(own.hashes), marks, *sift(marks, self._sketch_of))

    def _original(self, index: int) -> Article:
        return self._source(index).original

    def _source(self, index: int) -> Source:
        free, packed = self._row("SELECT free, article FROM originals WHERE number = ?", index)
        try:
            return Source(unpack(packed), bool(free))
        except ValueError as error:
            raise IndexRefusedError(f"the index `{self.path}` is damaged: {error}; build it again") from None

    def _sketch(self, index: int) -> Sketch:
        (packed,) = self._row("SELECT sketch FROM originals WHERE number = ?", index)
        return frozenset(np.frombuffer(packed, "<u8").tolist())

    def _shares(self, copy: Article) -> Mapping[int, float]:
        found = self._lookup(copy)
        shares = {}
        for index in sorted(found.ranked):
            (size,) = self._row("SELECT size FROM originals WHERE number = ?", index)
            common = sum(index in mark.owners for mark in found.marks)
            shares[index] = common / max(min(found.size, size), 1)
        return shares

    def _at(self, address: Address) -> Iterable[int]:
        return self._led(address_key(address))

    def _numbered(self, number: str, host: str) -> Iterable[int]:
        for index in self._led(number_key(number, host)):
            original = self._original(index)
            own = addresses(original.url, original.canonical)
            if any(related(host, each.host) and number in numbers(each) for each in own):
                yield index

    def _headed(self, title: str) -> Iterable[int]:
        return self._led(key("headline", title))

    def _led(self, wanted: int) -> list[int]:
        """The originals that something leads to, those that were added last first."""
        query = "SELECT number FROM leads WHERE key = ? ORDER BY number DESC LIMIT ?"
        return [number for (number,) in self._state()[0].execute(query, (wanted, _MOST_LED))]

    def _one(self, query: str) -> Any:
        return self._state()[0].execute(query).fetchone()[0]

    def _row(self, query: str, index: int) -> tuple[Any, ...]:
        row: tuple[Any, ...] | None = self._state()[0].execute(query, (index,)).fetchone()
        if row is None:
            raise IndexRefusedError(f"the index `{self.path}` is damaged: original {index} is missing; build it again")
        return row

    def _state(self) -> tuple[sqlite3.Connection, tuple[Segment, ...]]:
        """The handles of this process: none is taken along into a child."""
        opened = self._opened
        if opened is None or opened[0] != os.getpid():
            with self._lock:
                opened = self._opened
                if opened is None or opened[0] != os.getpid():
                    opened = self._opened = (os.getpid(), *_open(self.path))
        return opened[1:]


def key(kind: str, text: str) -> int:
    """What a lead is stored under: 64 bits of a hash of what kind it is and what it says."""
    digest = blake2b(f"{kind}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "little", signed=True)


def address_key(address: Address) -> int:
    """What an address is stored under."""
    return key("address", repr(tuple(address)))


def number_key(number: str, host: str) -> int:
    """What a number in an address is stored under, for all hosts of its site."""
    return key("number", f"{number} {'.'.join(host.rsplit('.', 2)[-2:])}")


def connect(path: Path, write: bool = False) -> sqlite3.Connection:
    """The database of an index. Raises sqlite3.Error."""
    mode = "rwc" if write else "ro"
    uri = f"{(path / DATABASE).absolute().as_uri()}?mode={mode}"
    database = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    if write:
        database.execute(f"PRAGMA cache_size = -{_CACHED}")
    return database


def refuse_foreign(path: Path, database: sqlite3.Connection) -> None:
    """Raises IndexRefusedError for an index that this version cannot read; sqlite3.Error for what is none."""
    about = dict(database.execute("SELECT key, value FROM meta"))
    if about.get("format") != str(FORMAT) or about.get("layout") != layout():
        raise IndexRefusedError(f"the index `{path}` was made by another version of this program: build it again")


def _open(path: Path) -> tuple[sqlite3.Connection, tuple[Segment, ...]]:
    if not is_index(path):
        raise IndexRefusedError(f"`{path}` holds no index: make one with `compliance originals index`")
    try:
        database = connect(path)
        refuse_foreign(path, database)
        for left in reversed(range(_TRIES)):
            try:
                return database, tuple(segments(path, database))
            except FileNotFoundError:  # somebody has merged it meanwhile
                if not left:
                    raise
        raise AssertionError
    except (sqlite3.Error, OSError, ValueError) as error:
        if isinstance(error, IndexRefusedError):
            raise
        raise IndexRefusedError(f"the index `{path}` cannot be read ({error}): build it again") from None


def segments(path: Path, database: sqlite3.Connection) -> Iterator[Segment]:
    """The segments of an index, mapped. Raises OSError and ValueError for those that are not whole."""
    with closing(database.execute("SELECT name, size FROM segments ORDER BY name")) as rows:
        for name, size in rows.fetchall():
            yield Segment(path, name, size)
