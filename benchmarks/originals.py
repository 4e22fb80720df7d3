"""What an index of originals costs, by how many there are: to build, to keep, and to look one article up in.

    python benchmarks/originals.py [--sizes 1000 10000 100000] [--plot docs/originals.svg] [--keep DIR]

The articles are made from a seed: 500 words each, drawn as words are in a language (few often, most seldom), from 50
houses with a notice of their own each, which recurs over all of its articles. Looked up are articles that are not in
the index, but have such a notice, and articles half of which is one that is. A lookup is the search by itself; checked
is the whole of `reuses`, passages and all. Process time; the middle one, and the 95th of 100. `--sizes 1000000` takes
some 15 minutes and 4 GB of disk.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from compliance.archive_index import ArchiveIndex
from compliance.article import Article
from compliance.indexing import Indexer
from compliance.readers import read_record
from compliance.reuse import reuses

HOUSES, WORDS, VOCABULARY, ASKED = 50, 500, 40_000, 100
SYLLABLES = [first + second for first in "bcdfghjklmnprstvwz" for second in ("a", "e", "i", "o", "u", "an", "er", "is")]


class Cost(NamedTuple):
    size: int
    rate: float
    """Articles a second."""
    bytes: float
    """Bytes an article."""
    stranger: list[float]
    """Milliseconds of looking up what is not in it: the middle and the 95th of 100,"""
    copy: list[float]
    """the same of what half is,"""
    checked_stranger: list[float]
    """and of the whole of finding reuse, of the one"""
    checked: list[float]
    """and the other."""


def vocabulary() -> list[str]:
    chance = random.Random(1)  # noqa: S311
    return ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(VOCABULARY)]


WORD = vocabulary()
SHARE = np.cumsum(1 / (np.arange(VOCABULARY) + 2.7))
"""How often words are used, the most frequent first: as Zipf and Mandelbrot have it."""


def prose(seed: int, words: int = WORDS) -> str:
    ranks = np.searchsorted(SHARE, np.random.default_rng(seed).random(words) * SHARE[-1])
    text = [WORD[rank] for rank in ranks]
    for at in range(0, words, 15):
        text[at] = text[at].capitalize()
    return ". ".join(" ".join(text[at : at + 15]) for at in range(0, words, 15)) + "."


NOTICES = [prose(10**9 + house, 40) for house in range(HOUSES)]


def article(number: int, body: str) -> Article:
    house = number % HOUSES
    record = {
        "title": f"Story {number} of the house {house}",
        "url": f"https://house{house}.example/story-{number}",
        "outlet": f"House {house}",
        "body": f"{body}\n\n{NOTICES[house]}",
    }
    found = read_record(record, f"story {number}")
    assert isinstance(found, Article), found
    return found


def copy_of(number: int) -> Article:
    taken = prose(number).split(". ")[:17]
    return article(7, f"{prose(3 * 10**9 + number, 250)}\n\n{'. '.join(taken)}.")


def measure(size: int, folder: Path) -> Cost:
    made, spent = 0.0, float("inf")
    if not folder.exists():
        before = time.process_time()
        with Indexer(folder) as indexer:
            for number in range(size):
                started = time.process_time()
                each = article(number, prose(number))
                made += time.process_time() - started
                indexer.add(each)
        spent = time.process_time() - before - made
    kept = sum(path.stat().st_size for path in folder.iterdir())
    index = ArchiveIndex(folder)
    chance = random.Random(size)  # noqa: S311
    numbers = [chance.randrange(size) for _ in range(ASKED)]
    copies = [copy_of(number) for number in numbers]
    for copy, number in zip(copies, numbers, strict=True):
        assert reuses(copy, index)[0].original.id == f"story {number}"
    strangers = [article(5, prose(2 * 10**9 + number)) for number in range(ASKED)]
    asked: list[tuple[Callable[[Article], object], list[Article]]] = [
        (index.candidates, strangers),
        (index.candidates, copies),
        (lambda each: reuses(each, index), strangers),
        (lambda each: reuses(each, index), copies),
    ]
    return Cost(size, size / spent, kept / size, *(list(_times(work, each)) for work, each in asked))


def _times(work: Callable[[Article], object], articles: list[Article]) -> Iterator[float]:
    spent = []
    for each in articles:
        before = time.process_time()
        work(each)
        spent.append((time.process_time() - before) * 1000)
    yield from (sorted(spent)[len(spent) // 2], sorted(spent)[int(len(spent) * 0.95)])


LINES = [
    ("looked up, not in it", "stranger", "#0b6e4f"),
    ("looked up, half of it is", "copy", "#c1440e"),
    ("checked, not in it", "checked_stranger", "#6a8caf"),
    ("checked, half of it is", "checked", "#8d6a9f"),
]


def plot(costs: list[Cost]) -> str:
    """The costs as a drawing: milliseconds by number of originals, both on scales of powers of ten."""
    left, top, wide, high = 70, 30, 470, 250
    least, most = np.log10(costs[0].size), max(np.log10(costs[-1].size), np.log10(costs[0].size) + 1)
    peak = max(getattr(each, name)[0] for each in costs for _, name, _ in LINES)
    low, tall = -1.0, float(np.ceil(np.log10(max(peak, 1.01))))

    def x(size: int) -> float:
        return left + wide * (np.log10(size) - least) / (most - least)

    def y(spent: float) -> float:
        return top + high * (1 - (np.log10(max(spent, 0.1)) - low) / (tall - low))

    pieces = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 330" font-family="sans-serif" font-size="12">',
              '<title>What looking one article up costs, by the number of originals</title>',
              '<rect width="760" height="330" fill="#fff"/>']  # fmt: skip
    for power in range(int(low), int(tall) + 1):
        at = y(10.0**power)
        pieces.append(f'<path d="M{left} {at:.1f}h{wide}" stroke="#ddd"/>')
        pieces.append(f'<text x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{10.0**power:g} ms</text>')
    for each in costs:
        label = f"{each.size:,}"
        pieces.append(f'<text x="{x(each.size):.1f}" y="{top + high + 20}" text-anchor="middle">{label}</text>')
    pieces.append(
        f'<text x="{left + wide / 2}" y="{top + high + 40}" text-anchor="middle">originals in the index</text>'
    )
    for number, (label, name, colour) in enumerate(LINES):
        points = [(x(each.size), y(getattr(each, name)[0])) for each in costs]
        path = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        pieces.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        pieces += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for across, down in points]
        pieces.append(f'<text x="{left + wide + 20}" y="{top + 20 + 20 * number}" fill="{colour}">{label}</text>')
    return "\n".join([*pieces, "</svg>\n"])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    options.add_argument("--plot", type=Path)
    options.add_argument("--keep", type=Path, help="a folder to keep the indexes in, and to take them from again")
    given = options.parse_args()
    costs = []
    print(
        f"{'originals':>10}{'a second':>10}{'bytes each':>12}   ms: lookup of a stranger, of a copy; checked, the same"
    )
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            cost = measure(size, (given.keep or Path(folder)) / str(size))
            costs.append(cost)
            times = "".join(f"{each[0]:>9.2f} ({each[1]:.2f})" for each in cost[3:])
            print(f"{size:>10,}{cost.rate:>10,.0f}{cost.bytes:>12,.0f}        {times}", flush=True)
    if given.plot:
        given.plot.write_text(plot(costs), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
