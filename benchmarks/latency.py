"""How long one article waits for its Report: the time of each through a warm Scanner, as its middle and its worst.

    python benchmarks/latency.py [--articles 400] [--rules 0 1000] [--data DIR]

From the bytes of one record (JSON with an HTML body of 6 KB) or, with a folder of labelled pages, of one whole page, to
the line of its Report. Clock time, as somebody waits for it, beside the processor's time for the same article; on a
machine that others use too, the worst is theirs. What a start from nothing takes, `test_startup.py` measures.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import generated
from engine import Lines, Ours

STEP = 5
"""Every so many of the labelled pages is read."""


def waits(work: Callable[[bytes], object], inputs: Sequence[bytes]) -> tuple[list[float], list[float]]:
    """Milliseconds of the clock, and of the processor, for each of the inputs by itself; the first ones warm up."""
    clock, processor = [], []
    for each in (*inputs[: len(inputs) // 10], *inputs):
        began, spent = time.perf_counter(), time.process_time()
        work(each)
        processor.append((time.process_time() - spent) * 1e3)
        clock.append((time.perf_counter() - began) * 1e3)
    return clock[-len(inputs) :], processor[-len(inputs) :]


def pages(data: Path) -> list[bytes]:
    found = sorted((data / "bylines").rglob("*.html.gz"))[::STEP]
    return [gzip.decompress(file.read_bytes()) for file in found]


def told(name: str, times: tuple[list[float], list[float]]) -> str:
    shown = (f"{statistics.median(each):6.2f} {statistics.quantiles(each, n=100)[98]:7.2f}" for each in times)
    return f"{name:<28} {len(times[0]):>5}   {'   '.join(shown)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--rules", type=int, nargs="+", default=[0, 1_000])
    parser.add_argument("--data", type=Path, help="a folder of labelled pages")
    given = parser.parse_args()
    planted = generated.rules(max(given.rules))
    lines = generated.articles(given.articles, planted)
    print(f"{'ms':<28} {'of':>5}   clock p50 p99     processor p50 p99")
    for number in given.rules:
        ours = Ours(planted[:number])
        gc.collect()
        gc.freeze()
        print(told(f"record, {number} made rules", waits(lambda line, ours=ours: ours.run([line]), lines)))
        if given.data is not None:
            whole = waits(lambda page, ours=ours: ours.run(Lines([page], "page.html")), pages(given.data))
            print(told(f"page, {number} made rules", whole))


if __name__ == "__main__":
    main()
