"""How well copies that were edited are told from those that were not, and how each edit is told for what it is.

    python benchmarks/fidelity.py [--data DIR] [--floor 0.98] [--failures] [--articles 400]

DIR holds `topics/allsides.jsonl.gz`, real articles; without it the texts of `fixtures/` are used. Into each text (but
for the labels and captions that were scraped with it) edits of every kind are injected, one at a time (see
`retouching.py`), and the copy is set as a page with furniture around and between its paragraphs, or as a record.
Beside every edited copy stands one that is not edited, but has other quotation marks and dashes, a credit line, a
byline and the same furniture. Counted is whether any edit is found (precision, recall), for each kind whether exactly
that kind is found, and whether words in somebody's mouth are called out. `--time` measures a comparison, in µs and
beside the library's own diff of the same words.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from retouching import RETOUCHES, Paragraphs

from compliance.article import Article
from compliance.difference import FREE
from compliance.fidelity import Pair
from compliance.lexicon import Lexicon
from compliance.load import load, shipped
from compliance.originals import Found
from compliance.readers import read_record, read_text

ROOT = Path(__file__).parent.parent
TITLE, REPORTER, OUTLET = "A headline of eight words or so here", "Ines Okafor", "Alder News"

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{title} | Example Gazette</title>
<meta property="og:site_name" content="Example Gazette"><meta name="author" content="Ines Okafor"></head><body>
<header><nav><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>{title}</h1><p class="byline">By Ines Okafor, Alder News</p>
<p>Published March 3, 2026 at 5:00 p.m.</p>
<div class="share"><a href="#f">Share on Facebook</a> <a href="#t">Tweet</a> <a href="#m">Email</a></div>
<figure><img src="/a.jpg" alt="">
<figcaption>The hall before the meeting. (Rowan Teale/Example Gazette)</figcaption></figure>
{body}
<p>This story was originally published by Alder News, a nonprofit newsroom.</p>
<p>Sign up for our newsletter to get stories like this in your inbox.</p>
<h3>Related stories</h3><ul><li><a href="/x">Ferry returns in the spring of next year</a></li>
<li><a href="/y">Gardens close for the summer</a></li></ul></article></main>
<footer><p>© Example Gazette. All rights reserved.</p></footer></body></html>"""
BETWEEN = [
    "<p>Advertisement</p>",
    '<p>Read more: <a href="/more">Where the doctors went</a></p>',
    "<p>Story continues below</p>",
    "<aside><p>Want more stories like this? Subscribe to our free newsletter.</p></aside>",
]


class Case(NamedTuple):
    """A copy with the edit that it has; none: `""`."""

    name: str
    kind: str
    copy: Article
    original: Article


def texts(data: Path | None, most: int) -> Iterator[Paragraphs]:
    """Texts as paragraphs."""
    if data is None:
        bodies = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures" / "articles").glob("*.txt"))]
        policy = json.loads((ROOT / "fixtures" / "originals" / "river-clinic.json").read_text(encoding="utf-8"))
        bodies += [re.sub("<[^>]*>", "", policy["body"])]
    else:
        with gzip.open(data / "topics" / "allsides.jsonl.gz", "rt", encoding="utf-8") as file:
            bodies = [json.loads(line)["text"] for line in file]
        random.Random(7).shuffle(bodies)  # noqa: S311
    found = 0
    for body in bodies:
        paragraphs = [line.strip() for line in body.split("\n") if _is_text(line.strip())]
        if len(paragraphs) > 4 and found < most:
            found += 1
            yield paragraphs


def _is_text(line: str) -> bool:
    """Whether a line is a paragraph, and no caption or label that was scraped with it."""
    return len(line.split()) > 5 and line[-1] in ".!?”\"’'"


def cases(data: Path | None, most: int, chance: random.Random) -> Iterator[Case]:
    """Every text with every edit, and as often without one."""
    everything = list(texts(data, most))
    for index, text in enumerate(everything):
        stranger = everything[(index + 1) % len(everything)]
        original = _record("\n\n".join(text), TITLE)
        for name, (kind, retouch) in RETOUCHES.items():
            edited = retouch(text, chance, stranger)
            if edited is None or edited == text:
                continue
            as_page = chance.random() < 0.5
            yield Case(name, kind, _copy(edited, chance, as_page, TITLE), original)
            yield Case("unedited", "", _copy(_restyled(text, chance), chance, as_page, TITLE), original)
        yield Case("headline", "headline", _copy(text, chance, True, "Quite another headline for the story"), original)


def _restyled(text: Paragraphs, chance: random.Random) -> Paragraphs:
    """The same text in other typographic characters."""
    tables = [{}, {"“": '"', "”": '"', "’": "'", "‘": "'"}, {"—": "–", " - ": " — ", "...": "…"}, {"'": "’"}]
    table = chance.choice(tables)
    for old, new in table.items():
        text = [paragraph.replace(old, new) for paragraph in text]
    return text


def _record(body: str, title: str) -> Article:
    found = read_record({"title": title, "byline": REPORTER, "outlet": OUTLET, "language": "en", "body": body}, "a")
    assert isinstance(found, Article), found
    return found


def _copy(text: Paragraphs, chance: random.Random, as_page: bool, title: str) -> Article:
    """A copy as a page or as a record; `## ` marks a heading."""
    if not as_page:
        body = [paragraph.removeprefix("## ") for paragraph in text]
        line = "This story was originally published by Alder News."
        return _record("\n\n".join([line, *body] if chance.random() < 0.5 else [*body, line]), title)
    blocks = [
        f"<h2>{html.escape(each[3:])}</h2>" if each.startswith("## ") else f"<p>{html.escape(each)}</p>"
        for each in text
    ]
    for piece in chance.sample(BETWEEN, 2):
        blocks.insert(chance.randrange(1, len(blocks)), piece)
    (page,) = read_text(PAGE.format(title=html.escape(title), body="\n".join(blocks)), "page.html")
    assert isinstance(page, Article), page
    return page


def kinds(case: Case, lexicon: Lexicon) -> tuple[Counter[str], Pair]:
    """The kinds of edits found; with a `!` where somebody says it."""
    pair = Pair(case.copy, Found(case.original, "as given"), lexicon, (OUTLET,))
    return Counter(each.kind + "!" * each.spoken for each in pair.differences if each.kind not in FREE), pair


def score(data: Path | None, most: int, failures: bool) -> dict[str, float]:
    """Print the table; the figures by name."""
    lexicon = load([shipped()]).lexicon
    told: dict[str, list[bool]] = {}
    found: dict[str, list[bool]] = {}
    for case in cases(data, most, random.Random(11)):  # noqa: S311
        seen, pair = kinds(case, lexicon)
        found.setdefault(case.name, []).append(bool(seen))
        wanted = case.kind + "!" * (case.name == "quotation")
        right = set(seen) == ({wanted} if wanted else set())
        if case.name not in ("quotation", "unedited"):
            right = {kind.rstrip("!") for kind in seen} == {wanted}
        told.setdefault(case.name, []).append(right)
        if failures and not right:
            print(f"{case.name}: {dict(seen)}")
            for each in pair.differences:
                if each.kind not in FREE:
                    print(f"    {each.kind} [-{each.original.quote[:150]}-]{{+{each.copy.quote[:150]}+}}")
    unedited = found.pop("unedited")
    hits = sum(map(sum, found.values()))
    figures = {
        "precision": hits / (hits + sum(unedited)),
        "recall": hits / sum(map(len, found.values())),
    }
    print(f"{'edit':<12}{'copies':>8}{'found':>8}{'told right':>12}")
    for name, rights in sorted(told.items()):
        hit = sum(found.get(name, [not each for each in unedited])) / len(rights)
        print(f"{name:<12}{len(rights):>8}{hit:>8.3f}{sum(rights) / len(rights):>12.3f}")
        figures[name] = sum(rights) / len(rights)
    print(f"edited or not: precision {figures['precision']:.4f}, recall {figures['recall']:.4f}")
    return figures


def measure(data: Path | None) -> None:
    """Print what a comparison costs beside the library's diff of the same words, in interleaved rounds."""
    from rapidfuzz.distance import Indel

    lexicon = load([shipped()]).lexicon
    found = cases(data, 60, random.Random(3))  # noqa: S311
    pairs = [case for case in found if 900 <= len(case.original.body.plain.split()) <= 1100]
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(7):
        start = time.process_time()
        for case in pairs:
            kinds(case, lexicon)
        ours.append((time.process_time() - start) / len(pairs))
        start = time.process_time()
        for case in pairs:
            Indel.opcodes(case.original.body.plain.lower().split(), case.copy.body.plain.lower().split())
        bare.append((time.process_time() - start) / len(pairs))
    each, alone = statistics.median(ours), statistics.median(bare)
    print(f"{len(pairs)} pairs of about 1,000 words: {each * 1e6:.0f} µs each, {each / alone:.1f} × the bare diff")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--floor", type=float, default=0.0)
    parser.add_argument("--failures", action="store_true")
    parser.add_argument("--time", action="store_true")
    options = parser.parse_args()
    if options.time:
        measure(options.data)
        return
    figures = score(options.data, options.articles, options.failures)
    low = {name: figure for name, figure in figures.items() if figure < options.floor}
    if low:
        sys.exit(f"below {options.floor}: {low}")


if __name__ == "__main__":
    main()
