"""How reading bears damaged and huge input: cut and flipped real pages, time by size, and memory.

    python benchmarks/robust.py [--data DIR] [--every N] [--huge] [--stream GIB]

With `--data`, ten of the labelled pages are read cut at every N-th byte (1 for all of them) and with bits flipped: each
must be an Article or a Fault, with every part made. The curve is of time: inputs of each kind at 1 to 32 times
their size, and how much of its share of time the largest takes; more than twice of it ends with 1.
`--huge` reads a line of 500 MB and says the peak of memory, `--stream` so many GiB of JSON Lines, made while read.
"""

from __future__ import annotations

import argparse
import gzip
import io
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from compliance.article import Article
from compliance.authors import authors
from compliance.finding import Fault
from compliance.lexicon import Lexicon
from compliance.load import LEXICON, load, shipped
from compliance.readers import read

PARTS = (
    *("title", "bylines", "hints", "outlets", "url", "canonical", "original", "tags", "rights"),
    *("language", "dates", "images", "links", "elements", "places"),
)
SIZES = (1, 2, 4, 8, 16, 32)
WORST = 2.0
"""How many times its share of time the largest input may take."""
PROSE = "<p>The <em>red crane</em> on Pier Four &amp; its <a href='/a'>last lift</a>, said Jane Doe.</p>\n"
KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "a page of prose": ("a.html", lambda times: "<!doctype html><h1>Crane</h1>" + PROSE * (80 * times)),
    "short lines": ("a.html", lambda times: "<!doctype html><h1>Crane</h1>" + "<p>By Jane Doe</p>" * (200 * times)),
    "one paragraph": ("a.html", lambda times: "<p>" + "words and By Jane Doe, " * (400 * times)),
    "tags that never close": ("a.html", lambda times: "<!doctype html>" + "<p><b><i>x" * (20 * times)),
    "table cells": ("a.html", lambda times: "<table>" + "<tr><td>Jane Doe<td>x" * (200 * times)),
    "comments": ("a.html", lambda times: "<p>x" + "<!-- a -- b -->" * (600 * times)),
    "an attribute": ("a.html", lambda times: '<p class="' + "byline author " * (600 * times) + '">x'),
    "metadata": (
        "a.html",
        lambda times: '<!doctype html><meta name=author content="Jane Doe">' * (100 * times) + "<p>x",
    ),
    "JSON-LD": ("a.html", lambda times: f'<script type="application/ld+json">{_nodes(60 * times)}</script><p>x</p>'),
    "pictures": ("a.html", lambda times: "<figure><img src=a.jpg><figcaption>x, Photo: A</figure>" * (80 * times)),
    "plain text": ("a.txt", lambda times: "By Jane Doe\n\n" + "Words of the text.\n\n" * (500 * times)),
    "JSON Lines": ("a.jsonl", lambda times: '{"body": "<p>Words</p>", "title": "T"}\n' * (30 * times)),
    "RSS": ("a.xml", lambda times: f"<rss><channel>{_items(30 * times)}</channel></rss>"),
}
LINE = b'{"id": %d, "title": "Harbour crane comes down", "body": "%s"}\n'


class Made(NamedTuple):
    """An input, and how it is opened."""

    name: str
    open: Callable[[], BinaryIO]


class Stream(io.RawIOBase):
    """Bytes that are made as they are read."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._chunks, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def main(arguments: list[str] | None = None) -> int:
    """Print what each part comes to; 1 if something was neither read nor refused, or took too long."""
    options = _options(arguments)
    bugs = _damage(options.data, options.every) if options.data else 0
    slow = _curve()
    if options.huge:
        _measured("a line of 500 MB", Made("a.jsonl", lambda: _open(_long_line(500))))
        _measured("a page of 500 MB", Made("a.html", lambda: _open(_long_line(500, b"<!doctype html><p>"))))
    if options.stream:
        _measured(f"{options.stream} GiB of JSON Lines", Made("a.jsonl", lambda: _open(_lines(options.stream << 30))))
    return 1 if bugs or slow else 0


def read_whole(name: str, data: bytes) -> tuple[int, int, int]:
    """How many Articles and Faults an input is, all of them made and their authors told, and how many are our bugs."""
    found = list(read(Made(name, lambda: io.BytesIO(data))))
    for each in found:
        if isinstance(each, Article):
            for part in PARTS:
                getattr(each, part)
            authors(each, words())
    faults = [each for each in found if isinstance(each, Fault)]
    return len(found) - len(faults), len(faults), sum("bug" in fault.hint for fault in faults)


@lru_cache(maxsize=1)
def words() -> Lexicon:
    """The shipped words."""
    return load([shipped() / "house"], lexicon_paths=[shipped() / LEXICON]).lexicon


def _damage(data: Path, every: int) -> int:
    """Read ten real pages cut and flipped; how often that failed."""
    pages = sorted((data / "bylines").glob("*/*.html.gz"), key=lambda path: (path.stat().st_size, path.name))
    chance = random.Random(1)  # noqa: S311 - it must be the same in every run
    counts: Counter[str] = Counter()
    for path in pages[:: len(pages) // 10][:10]:
        page = gzip.decompress(path.read_bytes())
        step = every or max(1, len(page) // 60)
        counts += _counted("cut", (page[:end] for end in range(1, len(page), step)))
        counts += _counted("flipped", (_flipped(page, chance) for _ in range(20)))
    for what, number in sorted(counts.items()):
        print(f"{what:24} {number:8,}")
    return counts["cut: our bugs"] + counts["flipped: our bugs"]


def _counted(how: str, damaged: Iterator[bytes]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for data in damaged:
        articles, faults, bugs = read_whole("page.html", data)
        counts.update({f"{how}: articles": articles, f"{how}: faults": faults, f"{how}: our bugs": bugs})
    return counts


def _flipped(page: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(page)
    for _ in range(1 + len(page) // 10_000):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


def _curve() -> int:
    """Print how long each kind takes by its size; how many kinds take more than their share."""
    print(f"\n{'milliseconds at × size':24}" + "".join(f"{size:>9}" for size in SIZES) + "   largest ÷ its share")
    slow = 0
    for kind, (name, make) in KINDS.items():
        data = [make(size).encode() for size in SIZES]
        times = [min(_timed(name, each) for _ in range(3)) for each in data]
        share = times[-1] / times[0] * len(data[0]) / len(data[-1])
        slow += share > WORST
        print(f"{kind:24}" + "".join(f"{1000 * each:9.1f}" for each in times) + f"   {share:.2f}")
    return slow


def _timed(name: str, data: bytes) -> float:
    begun = time.process_time()
    read_whole(name, data)
    return time.process_time() - begun


def _measured(what: str, made: Made) -> None:
    """Print what an input comes to, how long it took, and the peak of this process's memory so far."""
    begun = time.process_time()
    counts = Counter(type(each).__name__ for each in read(made))
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{what}: {dict(counts)}, {seconds:.1f} s, peak {peak:.0f} MiB")


def _open(chunks: Iterator[bytes]) -> BinaryIO:
    return io.BufferedReader(Stream(chunks), 1 << 20)


def _long_line(megabytes: int, head: bytes = b'{"body": "') -> Iterator[bytes]:
    yield head
    yield from islice(cycle([b"words " * 174_763]), megabytes)


def _lines(size: int) -> Iterator[bytes]:
    body = PROSE.strip().encode() * 40
    made = number = 0
    while made < size:
        number += 1
        line = LINE % (number, body)
        made += len(line)
        yield line


def _nodes(number: int) -> str:
    node = '{"@type": "NewsArticle", "author": [{"name": "Jane Doe"}], "headline": "Crane"}'
    return f"[{','.join([node] * number)}]"


def _items(number: int) -> str:
    return "<item><title>T</title><description>Words &amp; more</description><guid>1</guid></item>" * number


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder with `bylines`")
    parser.add_argument("--every", type=int, default=0, help="cut pages at every N-th byte; without it, at 60 places")
    parser.add_argument("--huge", action="store_true", help="read a line and a page of 500 MB")
    parser.add_argument("--stream", type=int, default=0, metavar="GIB", help="read so many GiB, made as they are read")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
