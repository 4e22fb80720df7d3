"""How long HTML takes to read, as a multiple of what the bare parser takes for the same bytes in the same round.

    python benchmarks/reading.py [--data DIR] [--rounds N] [--json FILE]

Rounds are interleaved and times are the processor's; garbage is collected between them, as `Sweep` sees to it in use,
where nothing of what is read refers to itself. Of each page the best round counts, and of all pages the median.
With the folder of labelled pages, whole pages are measured; without it, the fixtures. A fragment is an article's markup
of about 6 KB, as feeds and editorial systems deliver it.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from compliance.article import INPUT
from compliance.finding import Fault
from compliance.readers import html, read_record, tree
from compliance.readers.delivered import Delivered
from compliance.readers.limits import Refused
from compliance.readers.parts import Parts

ROOT = Path(__file__).parent.parent
STEP = 9
"""Every so many of the labelled pages is measured."""
PARTS = [
    "title",
    "bylines",
    "outlets",
    "canonical",
    "dates",
    "language",
    "tags",
    "rights",
    "links",
    "elements",
    "images",
    "places",
    "hints",
]
PARAGRAPH = (
    "<p>The <em>red crane</em> on Pier Four &amp; its <a href='https://example.org/a'>last lift</a> “on Tuesday”, said "
    "the harbour’s master, who had seen it built and would rather not have seen it go.</p>\n"
)
FRAGMENT = "<h2>Harbour crane comes down</h2>\n<figure><img src=a.jpg alt=Crane></figure>\n" + PARAGRAPH * 30


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 0 when done."""
    options = _options(arguments)
    gc.disable()
    record = {"body": FRAGMENT, "title": "Harbour crane comes down"}
    results = {
        "fragment": _measured(
            [FRAGMENT], options.rounds, {"in a JSON record": lambda _: _whole(read_record(record, "r"))}
        ),
        "page": _measured(list(_pages(options.data)), options.rounds, {}),
    }
    for kind, found in results.items():
        print(f"\n{kind}: {found['count']} of median {found['characters']} characters; the parser {found['parse']} µs")
        for name, row in found["rows"].items():
            print(f"  {name:26}{row['us']:9.1f} µs  {row['ratio']:6.2f} × the parser")
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0


def _measured(pages: list[str], rounds: int, more: dict[str, Callable[[str], object]]) -> dict[str, object]:
    """The median time of each way of reading, and its ratio to parsing."""
    ways: dict[str, Callable[[str], object]] = {
        "parse": tree.parse,
        "parse again": tree.parse,
        "text": lambda page: _read(page).body.plain,
        **{f"text and {name}": lambda page, name=name: getattr(_read(page), name) for name in PARTS},
        "everything": _everything,
        "everything, every place": _placed,
        **more,
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for page in pages:
        best = dict.fromkeys(ways, float("inf"))
        gc.collect()
        for _ in range(rounds):
            for name, read in ways.items():
                best[name] = min(best[name], _time(lambda page=page, read=read: read(page)))
        for name, taken in best.items():
            times[name].append(taken)
    parse = statistics.median(times["parse"])
    rows = {
        name: {
            "us": round(statistics.median(taken) * 1e6, 1),
            "ratio": round(statistics.median(t / p for t, p in zip(taken, times["parse"], strict=True)), 2),
        }
        for name, taken in times.items()
        if name != "parse"
    }
    size = int(statistics.median(map(len, pages)))
    return {"count": len(pages), "characters": size, "parse": round(parse * 1e6, 1), "rows": rows}


def _time(call: Callable[[], object]) -> float:
    begun = time.process_time_ns()
    call()
    return (time.process_time_ns() - begun) / 1e9


def _read(page: str) -> Parts:
    return html.parse(Delivered.with_newlines(page, INPUT))


def _everything(page: str) -> list[Any]:
    parts = _read(page)
    return [getattr(parts, name) for name in PARTS]


def _placed(page: str) -> object:
    """Where every block of the text was delivered."""
    body = _read(page).body
    return [body.span(block.start, block.end) for block in body.blocks]


def _whole(found: object) -> object:
    if isinstance(found, Fault):
        raise TypeError(found.reason)
    return found.body.plain  # type: ignore[attr-defined]


def _pages(data: Path | None) -> Iterator[str]:
    """Whole pages that can be read."""
    if data is None:
        texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures" / "articles").glob("*.html"))]
    else:
        paths = sorted((data / "bylines").glob("*/*.html.gz"))[::STEP]
        texts = [gzip.decompress(path.read_bytes()).decode("utf-8", "replace") for path in paths]
    for text in texts:
        try:
            _read(text)
        except Refused:
            continue
        yield text


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of labelled pages")
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is read in each way")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
