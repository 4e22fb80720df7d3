"""Adding originals to an index on disk: in streaming, as often as wanted, and whole batches or nothing.

A batch goes in under one transaction, after its segment is on the disk: whenever the process or the machine stops,
the index holds what was finished before, and running the same again goes on from there, as what it holds already is
passed over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Self
from uuid import uuid4

import numpy as np

from compliance import durable
from compliance.archive_index import (
    FORMAT,
    address_key,
    connect,
    key,
    number_key,
    refuse_foreign,
    segments,
)
from compliance.article import Article
from compliance.leads import addresses, numbers, title_key
from compliance.letters import Letters
from compliance.originals import DATABASE, IndexRefusedError
from compliance.packed import layout, pack
from compliance.postings import Segment, merge, remove, write
from compliance.recurrence import sketch
from compliance.shingles import shingles

_BATCH_HASHES = 4_000_000
_BATCH_BYTES = 64 * 1024 * 1024
"""What is held in memory at most before it is written: whichever of the two is reached first."""
_MOST_ALIKE = 8
"""How many segments of about one size there are before they are merged."""
_UNEVEN = 4
"""How much larger than all smaller ones together a segment is left, once everything is in."""

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS originals (
    number INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, free INTEGER NOT NULL, size INTEGER NOT NULL,
    sketch BLOB NOT NULL, article BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS leads (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS segments (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;
"""


class _Entry(NamedTuple):
    """An original on its way in."""

    digest: bytes
    free: bool
    hashes: np.ndarray[Any, np.dtype[np.uint64]]
    leads: frozenset[int]
    packed: bytes


class Indexer:
    """Adds to the index in a folder; one at a time does."""

    def __init__(self, path: Path) -> None:
        """Open it, or begin it. Raises IndexRefusedError, OSError."""
        self.path = path
        self.added = 0
        """How many originals were added,"""
        self.known = 0
        """and how many were there already."""
        self._batch: dict[bytes, _Entry] = {}
        self._hashes = self._bytes = 0
        self._database = _begun(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self._database.close()

    def add(self, article: Article, free: bool = False) -> None:
        """Add an original; `free`: anybody may run its text. What is there already stays as it is."""
        own = shingles(Letters(article.body.plain).string).hashes
        entry = _Entry(_digest(article), free, own, frozenset(_leads(article)), pack(article))
        if entry.digest in self._batch:
            self.known += 1
            return
        self._batch[entry.digest] = entry
        self._hashes += len(own)
        self._bytes += len(entry.packed)
        if self._hashes >= _BATCH_HASHES or self._bytes >= _BATCH_BYTES:
            self.flush()

    def finish(self) -> None:
        """Write what is left, and make few segments of many."""
        self.flush()
        self._merge(_uneven)

    def flush(self) -> None:
        """Write what was added so far. Raises OSError."""
        if self._batch:
            with self._changing() as database:
                known = [each for each in self._batch if _holds(database, each)]
                for digest in known:
                    del self._batch[digest]
                if self._batch:
                    self._write(database, list(self._batch.values()))
            self.known += len(known)
            self.added += len(self._batch)
        self._batch.clear()
        self._hashes = self._bytes = 0
        self._merge(_alike)

    def _write(self, database: sqlite3.Connection, entries: list[_Entry]) -> None:
        first = 1 + int(database.execute("SELECT coalesce(max(number), 0) FROM originals").fetchone()[0])
        numbered = list(enumerate(entries, start=first))
        hashes = np.concatenate([each.hashes for each in entries])
        owners = np.repeat(
            np.arange(first, first + len(entries), dtype=np.uint32), [len(each.hashes) for each in entries]
        )
        name = _new_name()
        size = write(self.path, name, hashes, owners)
        durable.settle(self.path)
        database.execute("INSERT INTO segments VALUES (?, ?)", (name, size))
        database.executemany(
            "INSERT INTO originals VALUES (?, ?, ?, ?, ?, ?)",
            (
                (number, each.digest, each.free, len(each.hashes), _sketch(each), each.packed)
                for number, each in numbered
            ),
        )
        leads = sorted((lead, number) for number, each in numbered for lead in each.leads)
        database.executemany("INSERT INTO leads VALUES (?, ?)", leads)

    def _merge(self, chosen: Any) -> None:
        """Make one segment of those that are chosen, until none are."""
        while True:
            with self._changing() as database:
                old: list[Segment] = chosen(sorted(segments(self.path, database), key=lambda each: each.size))
                if len(old) < 2:
                    return
                name = _new_name()
                size = merge(self.path, name, old)
                durable.settle(self.path)
                database.executemany("DELETE FROM segments WHERE name = ?", [(each.name,) for each in old])
                database.execute("INSERT INTO segments VALUES (?, ?)", (name, size))
            remove(self.path, (each.name for each in old))

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that nobody else writes in meanwhile: all of it, or nothing."""
        database = self._database
        database.execute("BEGIN IMMEDIATE")
        try:
            before = database.total_changes
            yield database
            if database.total_changes > before:
                database.execute("INSERT OR REPLACE INTO meta VALUES ('stamp', ?)", (uuid4().hex,))
            database.execute("COMMIT")
        except BaseException as error:
            if database.in_transaction:
                database.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise OSError(f"the index `{self.path}` cannot be written: {error}") from None
            raise


def _begun(path: Path) -> sqlite3.Connection:
    """The database of an index that can be added to; begun where there is none."""
    path.mkdir(parents=True, exist_ok=True)
    if not (path / DATABASE).exists() and any(path.iterdir()):
        raise IndexRefusedError(f"`{path}` holds something else: name a new folder, or one that holds an index")
    try:
        database = connect(path, write=True)
        database.execute("BEGIN IMMEDIATE")
        for statement in filter(str.strip, _TABLES.split(";")):
            database.execute(statement)
        fresh = (("format", str(FORMAT)), ("layout", layout()), ("stamp", uuid4().hex))
        if database.execute("SELECT count(*) FROM meta").fetchone()[0] == 0:
            database.executemany("INSERT INTO meta VALUES (?, ?)", fresh)
        refuse_foreign(path, database)
        _remove_orphans(path, database)
        database.execute("COMMIT")
    except sqlite3.Error as error:
        raise IndexRefusedError(f"the index `{path}` cannot be written ({error})") from None
    return database


def _remove_orphans(path: Path, database: sqlite3.Connection) -> None:
    """Remove what an interrupted run left behind: files that the index does not know."""
    known = {name for (name,) in database.execute("SELECT name FROM segments")}
    for file in [*path.glob("segment-*.hashes"), *path.glob("segment-*.owners")]:
        if file.stem not in known:
            file.unlink()
    for partial in path.glob(f".*{durable.PARTIAL}"):
        partial.unlink()


def _alike(found: list[Segment]) -> list[Segment]:
    """Segments of about one size, if there are many."""
    for at in range(len(found) - _MOST_ALIKE + 1):
        group = found[at : at + _MOST_ALIKE]
        if group[-1].size <= _MOST_ALIKE / 2 * max(group[0].size, 1):
            return group
    return []


def _uneven(found: list[Segment]) -> list[Segment]:
    """The small segments beside which the next one is not so much larger that it had better be left."""
    together, sum_ = 0, 0
    for at, each in enumerate(found):
        if at and each.size < _UNEVEN * sum_:
            together = at + 1
        sum_ += each.size
    return found[:together]


def _new_name() -> str:
    return f"segment-{uuid4().hex}"


def _holds(database: sqlite3.Connection, digest: bytes) -> bool:
    return database.execute("SELECT 1 FROM originals WHERE digest = ?", (digest,)).fetchone() is not None


def _digest(article: Article) -> bytes:
    """What an original is known by: its content and its addresses."""
    places = [each.plain if each is not None else "" for each in (article.url, article.canonical)]
    return sha256("\0".join([article.digest, *places]).encode("utf-8", "surrogatepass")).digest()[:16]


def _sketch(entry: _Entry) -> bytes:
    return np.array(sorted(sketch(entry.hashes.tolist())), "<u8").tobytes()


def _leads(article: Article) -> Iterator[int]:
    """Everything that leads to an original besides its text."""
    for address in addresses(article.url, article.canonical):
        yield address_key(address)
        for number in numbers(address):
            yield number_key(number, address.host)
    if article.title is not None:
        yield key("headline", title_key(article.title.plain))
