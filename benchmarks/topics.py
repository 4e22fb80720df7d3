"""How well sensitive topics and moderation rules decide, on labelled texts that nobody here wrote.

    python benchmarks/topics.py --data DIR [--peers] [--json FILE] [--errors TOPIC]

`DIR` holds `topics/allsides.jsonl.gz` and `moderation/*.jsonl`. News articles are split by their source: rules were
written while looking at one part, the other was only measured. The editors gave each article one label, so an
article about a topic often bears a neighbour's: such neighbours (NEIGHBOURS) count neither way in `precision`, and
count as errors in `strict`. In `read`, which counts all labels like `strict`, an article that is labelled otherwise
counts as what we found it to be when we read it (`readings.tsv`: only articles that a rule had picked were read, by
those who wrote the rules, of both parts; what was not read counts as an error). `alarms` are findings in a thousand
articles that bear neither kind of label. For topics without labels every finding in those articles counts as an
alarm.

Peers (a plain word list, better-profanity, alt-profanity-check) are run on the same texts in the same run; one that
is not installed is reported as not run (`pip install newsroom-compliance[topic-peers]`).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from compliance.article import Article
from compliance.load import load, shipped
from compliance.plan import compile as compile_plan
from compliance.readers import read
from compliance.scan import Scanner

LABELS = {
    "abortion": {"abortion"},
    "arms": {"gun_control_and_gun_rights"},
    "death-penalty": {"death_penalty", "capital_punishment_and_death_penalty"},
    "drugs": {"opioid_crisis", "marijuana_legalization"},
    "immigration": {"immigration"},
    "lgbtq": {"lgbt_rights"},
    "racism": {"race_and_racism"},
    "sexual-misconduct": {"sexual_misconduct"},
    "terrorism": {"terrorism", "isis"},
    "violent-crime": {"violence_in_america"},
}
"""The editors' labels of each topic that has some."""
NEIGHBOURS = {
    "abortion": {"women's_issues", "supreme_court", "religion_and_faith", "healthcare"},
    "arms": {"violence_in_america", "us_constitution", "terrorism"},
    "death-penalty": {"criminal_justice", "supreme_court", "justice"},
    "drugs": {"dea", "public_health", "fda", "criminal_justice"},
    "immigration": {"homeland_security", "mexico", "great_britain", "europe", "world", "supreme_court"},
    "lgbtq": {"family_and_marriage", "civil_rights", "supreme_court", "religion_and_faith", "us_military", "sports"},
    "racism": {
        "civil_rights", "violence_in_america", "criminal_justice", "polarization", "inequality", "culture",
        "housing_and_homelessness", "voting_rights_and_voter_fraud", "free_speech", "justice",
    },
    "sexual-misconduct": {"women's_issues", "media_industry", "arts_and_entertainment", "supreme_court", "culture"},
    "terrorism": {
        "middle_east", "homeland_security", "national_security", "violence_in_america", "cia", "fbi", "palestine",
        "israel", "africa", "us_military", "defense", "national_defense", "foreign_policy", "europe", "world", "nsa",
        "asia", "privacy",
    },
    "violent-crime": {
        "criminal_justice", "gun_control_and_gun_rights", "terrorism", "race_and_racism", "isis", "justice",
        "capital_punishment_and_death_penalty", "death_penalty", "civil_rights", "mexico", "fbi", "general_news",
        "homeland_security", "middle_east", "animal_welfare", "world",
    },
    "armed-conflict": {
        "terrorism", "isis", "middle_east", "us_military", "defense", "national_defense", "foreign_policy", "israel",
        "palestine", "africa", "asia", "russia", "world", "north_korea", "south_korea", "national_security", "europe",
        "veterans_affairs", "state_department", "nuclear_weapons", "us_senate", "white_house", "cia",
    },
    "death-and-disaster": {"disaster", "violence_in_america", "terrorism", "coronavirus", "ebola", "environment"},
}  # fmt: skip
"""Labels under which articles about the topic are found as well."""
READINGS = Path(__file__).with_name("readings.tsv")
"""Articles that a topic was found in and that are labelled otherwise: topic, id, and whether they are about it."""
HATE = ("hate-speech",)
TOXIC = ("hate-speech", "profanity", "abuse")
OURS = {"hatecheck": HATE, "surge_toxicity": TOXIC, "xstest": (*TOXIC, "harmful-content")}
"""Which of our topics answer the question that a set asks."""
CONTRAST = (
    "counter_quote_nh", "counter_ref_nh", "negate_neg_nh", "slur_homonym_nh", "slur_reclaimed_nh", "target_group_nh",
    "target_indiv_nh", "target_obj_nh", "profanity_nh", "ident_neutral_nh", "ident_pos_nh",
)  # fmt: skip
_TARGETS = (
    "trans people", "gay people", "black people", "disabled people", "trans person", "gay person", "black person",
    "disabled person", "women", "woman", "muslims", "muslim", "immigrants", "immigrant", "trans", "gay", "black",
    "disabled",
)  # fmt: skip


class Labelled(NamedTuple):
    """A text, what it is labelled, and what was found in it."""

    id: str
    text: str
    label: str
    positive: bool
    found: frozenset[str]
    source: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    options = _options(arguments)
    tell = teller()
    begun = time.process_time()
    news = list(read_news(options.data, tell))
    seconds = time.process_time() - begun
    figures: dict[str, Any] = {"news": {part: measure_news(some) for part, some in halves(news)}}
    for part, rows in figures["news"].items():
        print_rows(f"AllSides, {part}", rows)
    print(f"\n{len(news)} articles, {1000 * seconds / len(news):.2f} ms each with all topics (reading included)")
    sets = {name: list(read_set(options.data, name, tell)) for name in ("hatecheck", "surge_toxicity", "xstest")}
    figures["sets"] = measure_sets(sets, {"compliance": None} | (peers(options.data) if options.peers else {}))
    print_rows("HateCheck", {"identity swapped: same answer": {"share": swapped(sets["hatecheck"])}})
    if options.errors:
        show_errors(options.errors, news)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def teller() -> Callable[[str, str, str], frozenset[str]]:
    """What finds the topics of a text: `(id, title, text) → topics`, by way of a record and a Report."""
    scanner = Scanner(compile_plan((book := load([shipped() / "topics"])).policies, book.lexicon))

    def tell(name: str, title: str, text: str) -> frozenset[str]:
        record = {"id": name, "language": "en", "body": text} | ({"title": title} if title else {})
        article = next(each for each in read(Input(f"{name}.json", json.dumps(record).encode())))
        assert isinstance(article, Article), article
        report = scanner.scan(article)
        assert not report.faults, report.faults
        return frozenset(
            each.rule.removesuffix("/topic")
            for each in report.outcomes
            if each.rule.endswith("/topic") and each.status == "violated"
        )

    return tell


class Input(NamedTuple):
    """A record as an input."""

    name: str
    data: bytes

    def open(self) -> io.BytesIO:
        return io.BytesIO(self.data)


def read_news(data: Path, tell: Callable[[str, str, str], frozenset[str]]) -> Iterator[Labelled]:
    """Every news article, judged."""
    with gzip.open(data / "topics" / "allsides.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            found = tell(row["id"], row["title"], row["text"])
            yield Labelled(row["id"], f"{row['title']}\n{row['text']}", row["labels"][0], False, found, row["source"])


def halves(news: Iterable[Labelled]) -> Iterator[tuple[str, list[Labelled]]]:
    """The articles whose sources were looked at, and the others."""
    news = list(news)
    yield "looked at", [each for each in news if looked_at(each.source)]
    yield "held out", [each for each in news if not looked_at(each.source)]
    yield "all", news


def looked_at(source: str) -> bool:
    """Whether a source is of the part that rules were written for."""
    return int(hashlib.sha256(source.encode()).hexdigest(), 16) % 2 == 0


def measure_news(news: list[Labelled]) -> dict[str, dict[str, float | None]]:
    """By topic: precision (also strict, and by reading), recall, F1, and alarms in a thousand of the other articles."""
    topics = sorted({topic for each in news for topic in each.found} | {*LABELS})
    rows: dict[str, dict[str, float | None]] = {}
    confirmed = read_about()
    for topic in topics:
        own, beside = LABELS.get(topic, set()), NEIGHBOURS.get(topic, set())
        hit = sum(topic in each.found for each in news if each.label in own)
        wanted = sum(each.label in own for each in news)
        near = sum(topic in each.found for each in news if each.label in beside)
        others = [each for each in news if each.label not in own | beside]
        alarms = sum(topic in each.found for each in others)
        precision, recall = ratio(hit, hit + alarms), ratio(hit, wanted)
        about = sum((topic, each.id) in confirmed for each in news if topic in each.found and each.label not in own)
        rows[topic] = {
            "precision": precision if own else None,
            "strict": ratio(hit, hit + alarms + near) if own else None,
            "read": ratio(hit + about, hit + alarms + near) if own else None,
            "recall": recall if own else None,
            "F1": f1(precision, recall) if own else None,
            "alarms": 1000 * alarms / len(others),
            "articles": float(wanted),
        }
    return rows


def read_about() -> set[tuple[str, str]]:
    """The articles that are about a topic by our reading, whatever their label: `(topic, id)`."""
    rows = (line.split("\t") for line in READINGS.read_text(encoding="utf-8").splitlines())
    return {(topic, name) for topic, name, says in rows if says == "about"}


def read_set(data: Path, name: str, tell: Callable[[str, str, str], frozenset[str]]) -> Iterator[Labelled]:
    """Every text of a moderation set, judged."""
    for line in (data / "moderation" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        positive = row["labels"][0] in ("hateful", "unsafe", "Toxic")
        label = row.get("functionality") or row.get("type") or row["labels"][0]
        yield Labelled(row["id"], row["text"], label, positive, tell(row["id"], "", row["text"]), row.get("target", ""))


def measure_sets(
    sets: Mapping[str, list[Labelled]], systems: Mapping[str, Callable[[list[str]], list[bool]] | None]
) -> dict[str, Any]:
    """Every system on every set: precision, recall, F1; on HateCheck how often each functionality is right."""
    figures: dict[str, Any] = {}
    answers = {
        (system, name): answer([each.text for each in rows]) if answer else [ours(name, each) for each in rows]
        for system, answer in systems.items()
        for name, rows in sets.items()
    }
    for name, rows in sets.items():
        figures[name] = {system: score(rows, answers[system, name]) for system in systems}
        print_rows(name, figures[name])
    tests = sets["hatecheck"]
    by = {
        part: {system: _right(tests, answers[system, "hatecheck"], kinds) for system in systems}
        for part, kinds in _functionalities(tests).items()
    }
    print_rows("HateCheck by functionality, share that is right", by)
    return {**figures, "functionalities": by}


def _right(rows: Iterable[Labelled], said: Iterable[bool], kinds: Collection[str]) -> float | None:
    """The share of these functionalities' texts that are told right."""
    answers = [yes == each.positive for each, yes in zip(rows, said, strict=True) if each.label in kinds]
    return ratio(sum(answers), len(answers))


def _functionalities(rows: Iterable[Labelled]) -> dict[str, tuple[str, ...]]:
    names = sorted({each.label for each in rows})
    return {name: (name,) for name in names} | {"all contrast (non-hateful)": CONTRAST}


def ours(name: str, text: Labelled) -> bool:
    """Our answer."""
    return not text.found.isdisjoint(OURS[name])


def score(rows: list[Labelled], said: list[bool]) -> dict[str, float | None]:
    """Precision, recall and F1."""
    right = sum(each.positive and yes for each, yes in zip(rows, said, strict=True))
    precision, recall = ratio(right, sum(said)), ratio(right, sum(each.positive for each in rows))
    return {"precision": precision, "recall": recall, "F1": f1(precision, recall)}


def swapped(rows: Iterable[Labelled]) -> float | None:
    """The share of HateCheck's templates whose every identity gets the same answer."""
    templates: dict[tuple[str, str], set[bool]] = defaultdict(set)
    sizes: Counter[tuple[str, str]] = Counter()
    pattern = re.compile(rf"\b(an? )?({'|'.join(_TARGETS)})\b", re.IGNORECASE)
    for each in rows:
        if each.source and not each.label.startswith(("slur", "spell")):
            key = each.label, pattern.sub("X", each.text)
            templates[key].add(ours("hatecheck", each))
            sizes[key] += 1
    several = [key for key, size in sizes.items() if size > 1]
    return ratio(sum(len(templates[key]) == 1 for key in several), len(several))


def peers(data: Path) -> dict[str, Callable[[list[str]], list[bool]]]:
    """Every peer that can be run."""
    found: dict[str, Callable[[list[str]], list[bool]]] = {"LDNOOBW": word_list(data)}
    for name, make in {"better-profanity": better_profanity, "alt-profanity-check": alt_profanity_check}.items():
        try:
            found[name] = make()
        except ImportError as error:
            print(f"\n{name}: not run ({error})")
    return found


def word_list(data: Path) -> Callable[[list[str]], list[bool]]:
    """The List of Dirty, Naughty, Obscene and Otherwise Bad Words, as whole words."""
    words = (data / "moderation" / "ldnoobw" / "en.txt").read_text(encoding="utf-8").splitlines()
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, filter(None, words)))})(?!\w)", re.IGNORECASE)
    return lambda texts: [bool(pattern.search(text)) for text in texts]


def better_profanity() -> Callable[[list[str]], list[bool]]:
    from better_profanity import profanity

    profanity.load_censor_words()
    return lambda texts: [profanity.contains_profanity(text) for text in texts]


def alt_profanity_check() -> Callable[[list[str]], list[bool]]:
    from profanity_check import predict

    return lambda texts: [bool(each) for each in predict(texts)]


def show_errors(topic: str, news: Iterable[Labelled]) -> None:
    """The looked-at articles on which a topic and its labels differ; the others stay unseen."""
    own, beside = LABELS.get(topic, set()), NEIGHBOURS.get(topic, set())
    for each in news:
        if looked_at(each.source) and (topic in each.found) != (each.label in own):
            kind = "missed" if each.label in own else "near" if each.label in beside else "alarm"
            print(f"{kind:7} {each.label:28} {each.id:20} {each.text.partition(chr(10))[0][:90]}")


def print_rows(title: str, rows: Mapping[str, Mapping[str, float | None]]) -> None:
    """A table."""
    names = list(next(iter(rows.values())))
    print(f"\n{title:32}" + "".join(f"{name[:19]:>20}" for name in names))
    for label, row in rows.items():
        cells = ("-" if row[name] is None else f"{row[name]:.3f}" for name in names)
        print(f"{label:32}" + "".join(f"{cell:>20}" for cell in cells))


def ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def f1(precision: float | None, recall: float | None) -> float | None:
    return 2 * precision * recall / (precision + recall) if precision and recall else None


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with `topics` and `moderation`")
    parser.add_argument("--peers", action="store_true", help="run other checkers on the same texts")
    parser.add_argument("--errors", default="", metavar="TOPIC", help="show where a topic and its labels differ")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
