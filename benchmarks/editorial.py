"""How often the rules that follow from topics alarm on ordinary news, and how well private data is found.

    python benchmarks/editorial.py --data DIR [--peers] [--show RULE] [--json FILE]

`DIR` holds `topics/allsides.jsonl.gz`: 2,015 ordinary news articles, which carry no labels for these rules. So what is
counted is alarms in a thousand articles, right ones included; `--show` prints what was pointed at, for reading. For
private data, one made-up piece of it is planted in each of 600 of the articles, in plain sentences: recall by kind, and
alarms on the articles as they were. Peers: the recognisers of presidio, on the same texts in the same run
(`pip install newsroom-compliance[editorial-peers]`), without a language model, as they need none for these kinds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from topics import Input, print_rows, ratio

from compliance.article import Article
from compliance.load import load, shipped
from compliance.plan import compile as compile_plan
from compliance.readers import read
from compliance.report import Report
from compliance.scan import Scanner

FOLDERS = ("topics", "sensitive")
APART = ("topic", "tag", "claimed", "unlisted")
"""Rules that are measured elsewhere, or decided by a person."""
PLANTED = 600
SENTENCES = {
    "e-mail address": "He wrote from {}, she recalled.",
    "telephone number": "He could be heard on {} every night.",
    "social security number": "The form gave {} as his number.",
    "bank account": "The money went to {} that day.",
    "payment card": "The card, {}, was his mother's.",
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    options = _options(arguments)
    scanner = Scanner(compile_plan((book := load([shipped() / each for each in FOLDERS])).policies, book.lexicon))
    news = list(_news(options.data))
    reports = [scan(scanner, row["id"], row["title"], row["text"]) for row in news]
    rows = alarms(reports)
    print_rows("Alarms on ordinary news", rows)
    systems: dict[str, Finder] = {"compliance": _ours(scanner)} | (presidio() if options.peers else {})
    private = measure_private([row["text"] for row in news], systems)
    print_rows("Private data", private)
    for row, report in zip(news, reports, strict=True) if options.show else ():
        show(options.show, row, report)
    if options.json:
        options.json.write_text(json.dumps({"alarms": rows, "private": private}, indent=1) + "\n", encoding="utf-8")
    return 0


def scan(scanner: Scanner, name: str, title: str, text: str) -> Report:
    """The Report of an article in English."""
    record = {"id": name, "language": "en", "body": text} | ({"title": title} if title else {})
    article = next(each for each in read(Input(f"{name}.json", json.dumps(record).encode())))
    assert isinstance(article, Article), article
    report = scanner.scan(article)
    assert not report.faults, report.faults
    return report


def alarms(reports: Sequence[Report]) -> dict[str, dict[str, float | None]]:
    """By rule: violations in a thousand articles, and articles that it could not judge."""
    broken: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    rules: dict[str, None] = {}
    for outcome in (each for report in reports for each in report.outcomes):
        if outcome.rule.partition("/")[2] not in APART:
            rules[outcome.rule] = None
            broken[outcome.rule] += outcome.status == "violated"
            unknown[outcome.rule] += outcome.status == "undetermined"
    share = 1000 / len(reports)
    return {
        rule: {"alarms a thousand": share * broken[rule], "unknown": share * unknown[rule]} for rule in sorted(rules)
    }


Finder = Callable[[str], bool]
"""Whether a text has private data."""


def measure_private(texts: Sequence[str], systems: dict[str, Finder]) -> dict[str, dict[str, float | None]]:
    """Every system: the share of planted pieces that it finds, by kind, and alarms on the texts without them."""
    chance = random.Random(6)  # noqa: S311 - the same pieces in every run
    rows: dict[str, dict[str, float | None]] = {kind: {} for kind in (*SENTENCES, "alarms a thousand")}
    clean = {name: [find(text) for text in texts] for name, find in systems.items()}
    for name in systems:
        rows["alarms a thousand"][name] = 1000 * sum(clean[name]) / len(texts)
    chosen = chance.sample([n for n in range(len(texts)) if not any(each[n] for each in clean.values())], PLANTED)
    hits: Counter[tuple[str, str]] = Counter()
    for number, kind in zip(chosen, _cycle(tuple(SENTENCES)), strict=False):
        text = planted(texts[number], SENTENCES[kind].format(made_up(kind, chance)), chance)
        for name, find in systems.items():
            hits[kind, name] += find(text)
    for kind in SENTENCES:
        rows[kind] = {name: ratio(hits[kind, name], PLANTED / len(SENTENCES)) for name in systems}
    return rows


def _cycle(kinds: Sequence[str]) -> Iterator[str]:
    while True:
        yield from kinds


def planted(text: str, sentence: str, chance: random.Random) -> str:
    """The text with a sentence as one of its paragraphs."""
    paragraphs = text.split("\n")
    paragraphs.insert(chance.randrange(len(paragraphs) + 1), sentence)
    return "\n".join(paragraphs)


def made_up(kind: str, chance: random.Random) -> str:
    """A piece of private data that could be somebody's."""
    digits = "".join(chance.choice("123456789") for _ in range(15))
    if kind == "e-mail address":
        return f"{chance.choice('abcdefgh')}{chance.choice(['lindqvist', 'orrin', 'hale'])}{digits[:2]}@gmail.com"
    if kind == "telephone number":
        area, exchange = chance.choice(["212", "312", "415", "617"]), f"{chance.randint(2, 9)}{digits[:2]}"
        shape = chance.choice(["({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "+1 {} {} {}"])
        return shape.format(area, exchange, digits[2:6])
    if kind == "social security number":
        return f"{chance.randint(101, 665)}-{digits[:2]}-{digits[2:6]}"
    if kind == "bank account":
        from stdnum.iban import calc_check_digits

        account = f"WEST{digits[:14]}"
        number = f"GB{calc_check_digits(f'GB00{account}')}{account}"
        return number if chance.random() < 0.5 else " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    from stdnum.luhn import calc_check_digit

    number = f"4{digits[:14]}"
    number += calc_check_digit(number)
    return chance.choice([" ", "-"]).join(number[at : at + 4] for at in range(0, 16, 4))


def _ours(scanner: Scanner) -> Finder:
    def find(text: str) -> bool:
        report = scan(scanner, "text", "", text)
        return any(each.rule.startswith("private-data/") and each.status == "violated" for each in report.outcomes)

    return find


def presidio() -> dict[str, Finder]:
    """presidio's recognisers of the same kinds; none where it is not installed."""
    logging.disable(logging.CRITICAL)  # it looks for a list of domains on the network, and goes on without
    try:
        from presidio_analyzer.predefined_recognizers import (
            CreditCardRecognizer,
            EmailRecognizer,
            IbanRecognizer,
            PhoneRecognizer,
            UsSsnRecognizer,
        )
    except ImportError as error:
        print(f"\npresidio: not run ({error})")
        return {}
    recognisers: list[Any] = [
        each() for each in (CreditCardRecognizer, EmailRecognizer, IbanRecognizer, PhoneRecognizer, UsSsnRecognizer)
    ]
    threshold = 0.4  # its own default for telephone numbers
    return {
        "presidio": lambda text: any(
            found.score >= threshold
            for each in recognisers
            for found in each.analyze(text, each.supported_entities, None) or ()
        )
    }


def show(rule: str, row: dict[str, Any], report: Report) -> None:
    """What a rule pointed at in an article."""
    for outcome in report.outcomes:
        if outcome.rule == rule and outcome.status == "violated":
            for piece in outcome.evidence[:3]:
                at = row["text"].find(piece.quote)
                around = row["text"][max(0, at - 80) : at + len(piece.quote) + 60] if at >= 0 else row["title"]
                print(f"{row['labels'][0]:24} {piece.quote:32} {' '.join(around.split())}")


def _news(data: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(data / "topics" / "allsides.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with `topics`")
    parser.add_argument("--peers", action="store_true", help="run presidio's recognisers on the same texts")
    parser.add_argument("--show", default="", metavar="RULE", help="print what a rule pointed at")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
