"""How well text that two articles have in common is found, beside MinHash alone and exact shingles.

    python benchmarks/reuse.py --data DIR [--peers] [--floor 0.98] [--articles 300] [--failures]

DIR holds `reuse/` (pairs of real articles, labelled by how much of the one the other contains) and `topics/` (real
articles). All articles of the pairs go into one index, each is looked up in it, and a pair counts as found if either
article leads to the other. The labels call some pairs `none` that have rows of eight words in common all the same, so
precision is told by the labels, and by whether the two have such a row. `--peers` needs the extra `reuse-peers`.

Then copies are made of real articles, with typed edits (`retouching.py`), with half of the paragraphs dropped and the
rest shuffled, mixed into another outlet's article, or as one paragraph in it: counted is whether the original is found,
and how much of what was copied is found to have been.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from retouching import RETOUCHES, Paragraphs

from compliance.archive_index import ArchiveIndex
from compliance.article import Article
from compliance.indexing import Indexer
from compliance.letters import count_words
from compliance.readers import read_record
from compliance.reuse import reuses

ROW = 8
DEGREES = ("wholly", "partly", "minor", "none")
_WORD = re.compile(r"\w+")

Finder = Callable[[str], set[str]]
"""What is found for an article of the pairs: the others that it has text in common with."""


class Pair(NamedTuple):
    a: str
    b: str
    label: str


def lines(path: Path) -> Iterator[dict]:
    data = path.read_bytes()
    plain = gzip.decompress(data) if path.suffix == ".gz" else data
    yield from map(json.loads, plain.decode().splitlines())


def article(name: str, body: str) -> Article:
    found = read_record({"body": body}, name)
    assert isinstance(found, Article), found
    return found


def indexed(folder: Path, articles: dict[str, Article]) -> ArchiveIndex:
    with Indexer(folder) as indexer:
        for each in articles.values():
            indexer.add(each)
    return ArchiveIndex(folder)


def rows(text: str) -> set[str]:
    words = _WORD.findall(text.lower())
    return {" ".join(words[at : at + ROW]) for at in range(len(words) - ROW + 1)}


def ours(index: ArchiveIndex, articles: dict[str, Article]) -> Finder:
    return lambda name: {each.original.id for each in reuses(articles[name], index, furniture=True) if each.telling}


def minhash(texts: dict[str, str]) -> Finder:
    """MinHash with LSH, and nothing else, as its documentation has it; the lowest threshold that it is usable with."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=0.1, num_perm=128)
    sketches = {}
    for name, text in texts.items():
        sketch = sketches[name] = MinHash(num_perm=128)
        sketch.update_batch([row.encode() for row in rows(text)])
        lsh.insert(name, sketch)
    return lambda name: set(lsh.query(sketches[name]))


def exact(texts: dict[str, str]) -> Finder:
    """Every row of eight words in a table in memory."""
    table: dict[str, list[str]] = {}
    own = {name: rows(text) for name, text in texts.items()}
    for name, found in own.items():
        for row in found:
            table.setdefault(row, []).append(name)
    return lambda name: {other for row in own[name] for other in table[row]}


def measure_pairs(data: Path, peers: bool, failures: bool) -> dict[str, float]:
    texts = {each["id"]: each["text"] for each in lines(data / "reuse" / "docs.jsonl.gz")}
    pairs = [Pair(each["a"], each["b"], each["label"]) for each in lines(data / "reuse" / "pairs.jsonl")]
    articles = {name: article(name, text) for name, text in texts.items()}
    share = {pair: bool(rows(texts[pair.a]) & rows(texts[pair.b])) for pair in pairs}
    measured: dict[str, float] = {}
    print(f"{len(pairs)} pairs of {len(texts)} articles: the share of each degree that is found")
    print(f"{'':<26}{'wholly':>8}{'partly':>8}{'minor':>8}{'none':>8}{'precision':>11}{'share a row':>13}")
    with tempfile.TemporaryDirectory() as folder:
        finders = {"compliance": ours(indexed(Path(folder) / "index", articles), articles)}
        if peers:
            finders |= {"datasketch MinHash": minhash(texts), "exact rows of 8 words": exact(texts)}
        for name, finder in finders.items():
            found = {each: finder(each) for each in texts}
            hits = {pair: pair.b in found[pair.a] or pair.a in found[pair.b] for pair in pairs}
            figures = _figures(hits, share)
            print(f"{name:<26}" + "".join(f"{figures[each]:>8.3f}" for each in DEGREES), end="")
            print(f"{figures['precision']:>11.3f}{figures['true']:>13.3f}")
            if name == "compliance":
                measured = figures
                for pair in pairs if failures else ():
                    if hits[pair] != (pair.label != "none"):
                        print("   ", "found" if hits[pair] else "missed", *pair, "shares a row" if share[pair] else "")
    return measured


def _figures(hits: dict[Pair, bool], share: dict[Pair, bool]) -> dict[str, float]:
    """The share that is found of each degree and of both large ones, and precision by label, and by common rows."""
    total = Counter(pair.label for pair in hits)
    found = Counter(pair.label for pair, hit in hits.items() if hit)
    figures = {each: found[each] / max(total[each], 1) for each in DEGREES}
    large = [hit for pair, hit in hits.items() if pair.label in ("wholly", "partly")]
    figures["large"] = sum(large) / max(len(large), 1)
    figures["precision"] = 1 - found["none"] / max(found.total(), 1)
    figures["true"] = sum(share[pair] for pair, hit in hits.items() if hit) / max(found.total(), 1)
    return figures


def paragraphs(text: str) -> Paragraphs:
    return [line.strip() for line in text.split("\n") if len(line.split()) > 5]


Maker = Callable[[Paragraphs, Paragraphs, random.Random], tuple[Paragraphs, Paragraphs]]
"""Makes of a text and of a stranger a copy, and says which paragraphs of it are the text's."""


def edited(own: Paragraphs, stranger: Paragraphs, chance: random.Random) -> tuple[Paragraphs, Paragraphs]:
    copy = own
    for _, retouch in chance.sample(list(RETOUCHES.values()), 6):
        copy = retouch(copy, chance, stranger) or copy
    return copy, own


def shuffled(own: Paragraphs, stranger: Paragraphs, chance: random.Random) -> tuple[Paragraphs, Paragraphs]:
    copy = chance.sample(own, max(len(own) // 2, 1))
    return copy, copy


def mixed(own: Paragraphs, stranger: Paragraphs, chance: random.Random) -> tuple[Paragraphs, Paragraphs]:
    taken = own[: max(len(own) // 3, 1)]
    copy = [*stranger, *taken]
    chance.shuffle(copy)
    return copy, taken


def excerpt(own: Paragraphs, stranger: Paragraphs, chance: random.Random) -> tuple[Paragraphs, Paragraphs]:
    taken = [max(own, key=len)]
    at = len(stranger) // 2
    return [*stranger[:at], *taken, *stranger[at:]], taken


MAKERS: dict[str, Maker] = {
    "six typed edits": edited,
    "half of it, shuffled": shuffled,
    "a third, mixed into another": mixed,
    "one paragraph in another": excerpt,
}


def measure_copies(data: Path, most: int) -> dict[str, float]:
    texts = {each["id"]: paragraphs(each["text"]) for each in lines(data / "topics" / "allsides.jsonl.gz")}
    texts = {name: text for name, text in texts.items() if len(text) > 4}
    names = sorted(texts)
    random.Random(7).shuffle(names)  # noqa: S311
    outside, inside = names[:most], names[most:]
    articles = {name: article(name, "\n\n".join(texts[name])) for name in inside}
    least = 1.0
    print(
        f"\ncopies of {most} of {len(inside)} originals: how often the original is found, how much of what was copied"
    )
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(Path(folder) / "index", articles)
        for kind, make in MAKERS.items():
            found, shares, chance = 0, [], random.Random(kind)  # noqa: S311
            for name, stranger in zip(inside[:most], outside, strict=True):
                copy, taken = make(texts[name], texts[stranger], chance)
                hits = [each for each in reuses(article("copy", "\n\n".join(copy)), index) if each.original.id == name]
                found += bool(hits)
                words = sum(map(count_words, taken))
                shares += [min(hits[0].common / words, 1.0)] if hits else [0.0]
            least = min(least, found / most)
            print(f"{kind:<30}{found / most:>8.3f}{sum(shares) / most:>8.3f}")
        alarms = [reuses(article("other", "\n\n".join(texts[name])), index) for name in outside]
        loud = [found[0] for found in alarms if found and found[0].taken > 40]
        print(f"articles that are no copies: {len(loud)} of {most} have more than 40 words of an original")
        for each in loud:
            passage = max((each for each in each.passages if each.taken), key=lambda one: one.taken)
            print(f"    {each.taken} words: “{each.original.body.plain[passage.was : passage.was_end][:90]}…”")
    return {"copies": least}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--peers", action="store_true")
    options.add_argument("--failures", action="store_true")
    options.add_argument("--articles", type=int, default=300)
    options.add_argument("--floor", type=float)
    given = options.parse_args()
    figures = measure_pairs(given.data, given.peers, given.failures) | measure_copies(given.data, given.articles)
    if given.floor is None:
        return 0
    wanted = {"large": given.floor, "precision": given.floor, "true": given.floor, "minor": 0.8, "copies": given.floor}
    short = {name: figures[name] for name, floor in wanted.items() if figures[name] < floor}
    for name, figure in short.items():
        print(f"below the floor: {name} {figure:.3f} < {wanted[name]:.2f}")
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
