"""What reading takes of the whole, format by format: the same articles as records, feeds, tables and archived pages.

    python benchmarks/formats.py [--articles 60] [--rounds 3] [--data DIR]

Of each format, µs an article to read it (as far as its text) and to read, judge and write it, in the processor's time;
the share of reading; and how many a second one core reads. Pages are the made articles in pages of some 100 KB, or with
a folder of labelled pages those. Rounds are interleaved there and back. A format whose library is missing is not run.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import generated
from engine import Lines, Ours, interleaved

from compliance.article import Article
from compliance.readers import read
from compliance.sweep import Sweep

STEP = 12
"""Every so many of the labelled pages is read."""
ITEM = """<item><title>{title}</title><link>{url}</link><guid>{url}</guid>
<pubDate>Mon, 02 Nov 2026 08:30:00 GMT</pubDate><dc:creator>{author}</dc:creator>
<content:encoded>{body}</content:encoded></item>
"""
FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Example News</title><link>https://example.org/</link><description>All</description>
{items}</channel></rss>
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Example News</title>
<meta property="og:title" content="{title}"><meta name="author" content="{author}"><link rel="canonical" href="{url}">
<style>{style}</style><script>{script}</script></head><body><nav><ul>{menu}</ul></nav><main><article><h1>{title}</h1>
<p class="byline">By {author}</p>{body}</article></main><aside><ul>{menu}</ul></aside>
<footer>Example News</footer></body></html>
"""
MENU = "".join(f'<li class="menu-item item-{n}"><a href="/topic/{n}">Topic number {n}</a></li>' for n in range(180))
STYLE = ".story > p { margin: 0 auto; color: #222 }\n" * 500
SCRIPT = 'window.dataLayer.push({"event": "view", "slot": 1});\n' * 700


def feed(records: list[dict[str, Any]]) -> bytes:
    items = (
        ITEM.format(**{name: escape(each[name]) for name in ("title", "url", "author", "body")}) for each in records
    )
    return FEED.format(items="".join(items)).encode()


def page(record: dict[str, Any]) -> bytes:
    return PAGE.format(**record, style=STYLE, script=SCRIPT, menu=MENU).encode()


def table(records: list[dict[str, Any]]) -> bytes:
    from pyarrow import Table, parquet

    rows = [{name: each[name] for name in ("id", "url", "title", "published", "body")} for each in records]
    whole = io.BytesIO()
    parquet.write_table(Table.from_pylist(rows), whole, compression="zstd")
    return whole.getvalue()


def archive(pages: list[bytes]) -> bytes:
    """The pages as they were answered, a gzip member a record."""
    whole = io.BytesIO()
    for number, each in enumerate(pages):
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + each
        head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\n"
        head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        whole.write(gzip.compress(head.encode() + answer + b"\r\n\r\n", 6))
    return whole.getvalue()


def inputs(number: int, data: Path | None) -> dict[str, tuple[list[Lines], int]]:
    """The inputs of each format, and how many articles they hold."""
    records = [json.loads(line) for line in generated.articles(number, [])]
    records = [{**each, "author": each["authors"][0]} for each in records]
    lines = [json.dumps(each, ensure_ascii=False).encode() + b"\n" for each in records]
    pages = [page(each) for each in records]
    if data is not None:
        found = sorted((data / "bylines").glob("*/*.html.gz"))[::STEP]
        pages = [gzip.decompress(path.read_bytes()) for path in found]
    made: dict[str, tuple[Callable[[], list[Lines]], int]] = {
        "JSON Lines": (lambda: [Lines(lines)], number),
        "JSON Lines, gzip": (lambda: [Lines([gzip.compress(b"".join(lines))], "feed.jsonl.gz")], number),
        "RSS": (lambda: [Lines([feed(records)], "feed.xml")], number),
        "Parquet": (lambda: [Lines([table(records)], "feed.parquet")], number),
        "pages": (lambda: [Lines([each], f"{at}.html") for at, each in enumerate(pages)], len(pages)),
        "pages, WARC.gz": (lambda: [Lines([archive(pages)], "pages.warc.gz")], len(pages)),
    }
    built = {}
    for name, (make, count) in made.items():
        try:
            built[name] = (make(), count)
        except ImportError as error:
            print(f"{name}: not run, {error}")
    return built


def texts(given: list[Lines]) -> int:
    """Read every article as far as its text, as the doors do; gives how many there were."""
    count = 0
    with Sweep() as sweep:
        for one in given:
            for each in read(one):
                count += isinstance(each, Article) and len(each.body.plain) > 0
                sweep.passed([each])
    return count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--data", type=Path, help="a folder of labelled pages")
    given = parser.parse_args()
    ours = Ours([])
    contenders: dict[str, Callable[[], Any]] = {}
    counts = {}
    for name, (each, count) in inputs(given.articles, given.data).items():
        counts[name] = (texts(each), sum(len(one.open().getvalue()) for one in each) / count / 1000)
        contenders[f"read {name}"] = lambda each=each: texts(each)
        contenders[f"whole {name}"] = lambda each=each: [ours.run(one) for one in each]
    times = interleaved(contenders, given.rounds)
    print("format            articles  KB each   read µs  whole µs  share  read a second")
    for name, (count, size) in counts.items():
        reading, whole = (times[f"{what} {name}"] / count * 1e6 for what in ("read", "whole"))
        shares = f"{reading / whole:>7.2f} {1e6 / reading:>14.0f}"
        print(f"{name:<16} {count:>9} {size:>8.1f} {reading:>9.0f} {whole:>9.0f}{shares}")


if __name__ == "__main__":
    main()
