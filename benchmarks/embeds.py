"""What a thousand rules about elements cost beside twenty: a pass over the attributes serves them all.

    python benchmarks/embeds.py [--rounds 15] [--articles 100] [--gate]

The rules forbid scripts, frames and pictures of so many hosts; the bodies embed some of other hosts, now and then
of one that is forbidden. Before any time is taken, the findings are compared with a plain loop over all
rules and elements. Rounds are interleaved there and back, in the processor's time; the first contender runs twice.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys

import generated
from engine import Lines, interleaved

from compliance import plan as plans
from compliance.article import Article
from compliance.checks.element import ElementRule
from compliance.lexicon import Lexicon
from compliance.policy import Policy, Source
from compliance.readers import read
from compliance.scan import Scanner

FEW, MANY = 20, 1_000
MOST_MORE = 20.0
"""How many µs an article the many may cost more than the few."""
TAGS = ("script", "iframe", "img")


def host(number: int) -> str:
    return f"cdn{number}.tracker-{number % 97}.example"


def rules(number: int) -> list[ElementRule]:
    return [
        ElementRule(
            id=f"no-{at}",
            message=f"nothing is loaded from {host(at)}",
            level="should",
            tag=TAGS[at % 3 : at % 3 + 1],
            attributes={"src": rf"(?:https?:)?//{re.escape(host(at))}/.*"},
            expect="absent",
        )
        for at in range(number)
    ]


def scanner(number: int) -> Scanner:
    policy = Policy(
        policy="embeds",
        title="Embeds",
        kind="house",
        sources=(Source(note="made for measuring", evidence="house"),),
        rules=tuple(rules(number)),
    )
    return Scanner(plans.compile([policy], Lexicon()))


def articles(number: int) -> list[Article]:
    """Articles with five embeds each, one in three of them with a forbidden one."""
    chance = random.Random(1)  # noqa: S311
    found = [each for each in read(Lines(generated.articles(number, []))) if isinstance(each, Article)]
    return [_embedding(each, chance) for each in found]


def _embedding(article: Article, chance: random.Random) -> Article:
    sources = [f"https://player{chance.randrange(40)}.example.org/{chance.randrange(999)}" for _ in range(4)]
    sources.append(f"https://{host(chance.randrange(3 * FEW))}/t.js" if chance.random() < 0.3 else sources[0])
    markup = "".join(f'<{tag} src="{src}"></{tag}>' for tag, src in zip(TAGS * 2, sources, strict=False))
    record = {"id": article.id, "title": "t", "body": article.fields["body"] + markup}
    (made,) = read(Lines([json.dumps(record).encode()]))
    assert isinstance(made, Article)
    return made


def loop(article: Article, number: int) -> set[str]:
    """The rules broken, by the obvious loop."""
    return {
        f"embeds/{rule.id}"
        for rule in rules(number)
        for element in article.elements
        if element.tag == rule.tag[0] and re.fullmatch(rule.attributes["src"], element.attributes.get("src", ""), re.I)
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--gate", action="store_true", help=f"fail where they cost more than {MOST_MORE:.0f} µs more")
    given = parser.parse_args()
    made = articles(given.articles)
    few, many = scanner(FEW), scanner(MANY)
    for article in made:
        for each, number in ((few, FEW), (many, MANY)):
            broken = {outcome.rule for outcome in each.scan(article).findings}
            if broken != loop(article, number):
                sys.exit(f"{article.id}, {number} rules: {sorted(broken)} and {sorted(loop(article, number))}")

    def work(scanner: Scanner) -> None:
        for article in made:
            scanner.scan(article)

    times = interleaved(
        {"few": lambda: work(few), "again": lambda: work(few), "many": lambda: work(many)}, given.rounds
    )
    micros = {name: spent / len(made) * 1e6 for name, spent in times.items()}
    more = micros["many"] - micros["few"]
    print(f"{FEW} selectors: {micros['few']:.1f} µs an article, again {micros['again']:.1f}")
    print(f"{MANY} selectors: {micros['many']:.1f} µs, {more:+.1f}; it may be {MOST_MORE:.0f} more")
    return int(given.gate and more > MOST_MORE)


if __name__ == "__main__":
    sys.exit(main())
