"""How fast articles are judged, and how little the number of rules matters: ratios, each taken within one run.

    python benchmarks/engine.py [--data DIR] [--rules 0 10 100 1000 10000] [--json FILE] [--gate]

End to end: lines of JSON with HTML bodies of about 6 KB become Articles, are judged by the shipped policies and N
made rules, and every Report is written as a line with its ledger and evidence. Beside it, on the same lines in the
same run: the obvious program, and the bare native parts (`naive.py`). Before any time is taken, what is found is
compared with what the obvious program finds. Rounds are interleaved (A B C, then C B A) in the processor's own time,
and the first contender runs twice as a control: its two figures should agree. `--gate` fails below the floors.
"""

from __future__ import annotations

import argparse
import gc
import io
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import generated
from naive import Naive, Native

from compliance import plan as plans
from compliance.article import Article
from compliance.finding import Fault
from compliance.load import LEXICON, load, shipped, usual
from compliance.plan import Plan
from compliance.readers import read
from compliance.render import Setting, jsonl, ledger
from compliance.report import Checked
from compliance.scan import Scanner
from compliance.sweep import Sweep

HISTORY = Path(__file__).parent / "history.jsonl"
NAIVE_RULES = 10_000
"""How many articles times rules the obvious program is given a round: it is slow."""

FLOORS = {"naive/ours@100": 3.0, "naive/ours@1000": 20.0, "ours@1000/ours@100": 2.0}
"""What `--gate` asks for, well below what a quiet machine shows; a ratio of two of ours must stay below its floor."""


Render = Callable[[Iterable[Checked], Setting], Iterable[str]]


class Lines(NamedTuple):
    """Articles as one input of JSON Lines."""

    lines: list[bytes]
    name: str = "feed.jsonl"

    def open(self) -> io.BytesIO:
        return io.BytesIO(b"".join(self.lines))


class Ours:
    """Everything that `compliance check --format ledger` does with the lines, without starting a process."""

    def __init__(self, planted: list[generated.Planted]) -> None:
        self.plan = compiled(planted)
        self.scanner = Scanner(self.plan)

    def run(self, lines: list[bytes] | Lines, render: Render = ledger.render) -> int:
        """Work through all lines, or another input; gives the size of what is written."""
        setting = Setting(plan=self.plan.digest, titles=self.plan.titles)
        given = lines if isinstance(lines, Lines) else Lines(lines)
        return sum(map(len, render(self._results(given), setting)))

    def _results(self, given: Lines) -> Iterator[Checked]:
        with Sweep() as sweep:
            for each in read(given):
                yield checked(self.scanner, each, given.name)
                sweep.passed([each])

    def in_full(self, lines: list[bytes]) -> int:
        """The same with `--format jsonl`: every Outcome of every article in full."""
        return self.run(lines, jsonl.render)

    def findings(self, lines: list[bytes]) -> list[dict[str, str]]:
        """The made rules broken in each article, and the reason given."""
        reports = (self.scanner.scan(each) for each in read(Lines(lines)))
        return [
            {each.rule.partition("/")[2]: each.reason for each in report.findings if each.rule.startswith("synthetic/")}
            for report in reports
        ]


def checked(scanner: Scanner, read: Article | Fault, name: str) -> Checked:
    if isinstance(read, Fault):
        return Checked(scanner.fault(read), None, name)
    return Checked(scanner.scan(read), read, name)


def compiled(planted: list[generated.Planted]) -> Plan:
    """The policies that are loaded where none is named, and the made rules."""
    rulebook = load([*usual(), shipped() / LEXICON])
    made = [generated.policy(planted)] if planted else []
    return plans.compile([*rulebook.policies, *made], rulebook.lexicon)


def differing(ours: Ours, naive: Naive, lines: list[bytes]) -> list[str]:
    """The articles of which the two do not find the same rules broken, by the same number of hits."""
    found = []
    for line, mine in zip(lines, ours.findings(lines), strict=True):
        theirs = {name: f"{number} hit" for name, number in naive.findings(line)}
        if mine.keys() != theirs.keys() or any(not mine[name].startswith(theirs[name]) for name in mine):
            found.append(f"{json.loads(line)['id']}: {mine} and {theirs}")
    return found


def interleaved(contenders: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """The median time of each contender in seconds, over rounds that run there and back."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        order = list(contenders.items())
        for name, work in order if number % 2 else reversed(order):
            gc.collect()
            began = time.process_time()
            work()
            if number:  # the first round warms up
                times[name].append(time.process_time() - began)
    return {name: statistics.median(each) for name, each in times.items()}


def measured(numbers: list[int], rounds: int, size: int, data: Path | None) -> dict[str, float]:
    """µs an article of every contender, by `contender@rules`. Exits where findings differ."""
    planted = generated.rules(max(numbers))
    lines = generated.articles(size, planted, data=data)
    contenders: dict[str, Callable[[], Any]] = {}
    per: dict[str, int] = {}
    for number in numbers:
        few = max(2, min(40, size, NAIVE_RULES // max(number, 1)))
        ours, naive, native = Ours(planted[:number]), Naive(planted[:number]), Native(planted[:number])
        wrong = differing(ours, naive, lines[: few * 2])
        if wrong:
            sys.exit(f"{number} rules: not the same findings in {len(wrong)} articles:\n" + "\n".join(wrong[:3]))
        for name, work, some in (
            ("ours", ours.run, lines), ("again", ours.run, lines), ("full", ours.in_full, lines),
            ("native", native.run, lines), ("naive", naive.run, lines[:few]),
        ):  # fmt: skip
            per[f"{name}@{number}"] = len(some)
            contenders[f"{name}@{number}"] = lambda work=work, some=some: work(some)
    return {name: spent / per[name] * 1e6 for name, spent in interleaved(contenders, rounds).items()}


def ratios(times: dict[str, float], numbers: list[int]) -> dict[str, float]:
    """What the bars are about."""
    found = {f"naive/ours@{n}": times[f"naive@{n}"] / times[f"ours@{n}"] for n in numbers}
    found |= {f"ours/native@{n}": times[f"ours@{n}"] / times[f"native@{n}"] for n in numbers}
    found |= {f"again/ours@{n}": times[f"again@{n}"] / times[f"ours@{n}"] for n in numbers}
    for fewer, more in ((10, 100), (100, 1_000), (1_000, 10_000)):
        if fewer in numbers and more in numbers:
            found[f"ours@{more}/ours@{fewer}"] = times[f"ours@{more}"] / times[f"ours@{fewer}"]
    return found


def below(found: dict[str, float]) -> list[str]:
    """The ratios that are on the wrong side of their floors."""
    return [
        f"{name} is {found[name]:.2f}, its floor {floor}"
        for name, floor in FLOORS.items()
        if name in found and (found[name] < floor) == name.startswith("naive")
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a folder of texts to make articles of, besides our own")
    parser.add_argument("--rules", type=int, nargs="+", default=[0, 10, 100, 1_000, 10_000])
    parser.add_argument("--articles", type=int, default=300, help="how many articles make a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument("--note", help="add the figures to the history, under this note")
    parser.add_argument("--gate", action="store_true", help="fail where a ratio is on the wrong side of its floor")
    given = parser.parse_args()
    times = measured(given.rules, given.rounds, given.articles, given.data)
    found = ratios(times, given.rules)
    print("rules      ours µs   again/ours     jsonl µs   native µs   ours/native    naive µs   naive/ours")
    for number in given.rules:
        again = found[f"again/ours@{number}"]
        ours, full, native, naive = (times[f"{name}@{number}"] for name in ("ours", "full", "native", "naive"))
        print(
            f"{number:>6} {ours:>11.0f} {again:>12.2f} {full:>12.0f} {native:>11.0f} {ours / native:>13.2f}"
            f" {naive:>11.0f} {naive / ours:>12.1f}"
        )
    for name, ratio in found.items():
        if name.startswith("ours@"):
            print(f"{name}: {ratio:.2f}")
    entry = {"day": str(date.today()), "python": platform.python_version(), "note": given.note or "",
             "µs": {name: round(each, 1) for name, each in times.items()},
             "ratios": {name: round(each, 3) for name, each in found.items()}}  # fmt: skip
    if given.json:
        given.json.write_text(json.dumps(entry, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if given.note:
        with HISTORY.open("a", encoding="utf-8") as history:
            history.write(json.dumps(entry, ensure_ascii=False) + "\n")
    wrong = below(found) if given.gate else []
    print("\n".join(wrong), file=sys.stderr, end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
