"""How well bylines, titles, dates, site names, picture credits and licences are read, on real pages with gold labels.

    python benchmarks/accuracy.py --data DIR [--peers] [--json FILE] [--floor benchmarks/floor.json] [--raise-floor]
    python benchmarks/accuracy.py topics --data DIR [--peers] ...
    python benchmarks/accuracy.py editorial --data DIR [--peers] ...

Topics are measured by `topics.py`, the rules that follow from them by `editorial.py`, both beside this file.
The licences of ten pages are labelled otherwise than the pages say: `relabelled.json` has them, with why; how it is by
the labels as they came is printed, too.
`DIR` holds `bylines/<set>/gold.jsonl` with the pages, and `score_bylines.py`, whose docstring defines the figures for
bylines and titles; it is run as it stands. The sites are split by a hash of their domain: rules were written while
looking at one part, the other was only measured. Peers are read by the same run on the same pages; one that is not
installed is reported as not run (`pip install newsroom-compliance[peers]`). With `--floor`, the exit code is 1 when a
figure is below the stored one, and 2 when the floor was stored for other pages.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import importlib
import importlib.util
import io
import json
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, NamedTuple

from compliance.article import Article
from compliance.authors import authors
from compliance.case import Case
from compliance.checks import byline
from compliance.desk import NO_DESK
from compliance.lexicon import Lexicon
from compliance.licence import named_licences, text_licences
from compliance.load import LEXICON, load, shipped
from compliance.match import Matcher
from compliance.obligation import Obligation
from compliance.picture import credits_of_article
from compliance.readers import read

OURS = "compliance"
ELSEWHERE = ("topics", "editorial")
"""What modules of their own beside this one measure."""
PEERS = ("trafilatura", "newspaper4k", "readability", "extruct")
REQUIRED = ("person", "any")
BYLINES = {
    "byline exact": "exact",
    "person precision": "person_p",
    "person recall": "person_r",
    "person F1": "person_f1",
    "token F1": "token_f1",
    "silent where none": "absent_ok",
    "no byline F1": "policy_f1",
    "title exact": "title_exact",
    "title lax": "title_lax",
}
"""Our names for the scorer's figures."""

_LABEL = re.compile(r"^(?:bild|fotos?|photo|image|picture|credits?|crédit)(?: by)? ")


class Page(NamedTuple):
    """A page, its gold labels, and what an input is asked for."""

    gold: dict[str, Any]
    data: bytes

    @property
    def name(self) -> str:
        """What to call it."""
        return f"{self.gold['id']}.html"

    def open(self) -> BinaryIO:
        """Its bytes."""
        return io.BytesIO(self.data)

    @property
    def key(self) -> tuple[str, str]:
        """The set it is of, and its name there."""
        return self.gold["set"], self.gold["id"]

    @property
    def looked_at(self) -> bool:
        """Whether its site is of the part that rules were written for."""
        site = self.gold.get("domain") or self.gold["id"]
        return int(hashlib.sha256(site.encode()).hexdigest(), 16) % 4 != 0


class Reading(NamedTuple):
    """What was read from a page; everything is empty where the page was refused."""

    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    sites: tuple[str, ...] = ()
    credits: frozenset[str] = frozenset()
    licence: str = ""
    ms: float = 0.0
    rules: tuple[str, ...] = ("undetermined", "undetermined")
    """What the check `byline` says: of a rule that asks for a person, and of one that any byline satisfies."""


Ratio = tuple[int, int]
"""How many of how many."""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and compare with the floor."""
    given = sys.argv[1:] if arguments is None else arguments
    if given and given[0] in ELSEWHERE:
        return int(importlib.import_module(given[0]).main(given[1:]))
    options = _options(given)
    pages = list(load_pages(options.data))
    scorer = load_scorer(options.data)
    lexicon = load_lexicon()
    readings = {page.key: read_page(page, lexicon) for page in pages}
    parts = {name: list(some) for name, some in split(pages)}
    figures = {name: measure(some, readings, scorer) for name, some in parts.items()}
    print_table(OURS, figures)
    print_rules([(page.gold, readings[page.key]) for page in pages])
    print_licences([(page.gold, readings[page.key]) for page in pages])
    peers = measure_peers(pages, parts, scorer) if options.peers else {}
    if options.json:
        found = {"corpus": fingerprint(pages), OURS: figures, "peers": peers}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return compare(figures, fingerprint(pages), options.floor, options.raise_floor) if options.floor else 0


def load_pages(data: Path) -> Iterator[Page]:
    """Every page of every set."""
    for gold in sorted((data / "bylines").glob("*/gold.jsonl")):
        for line in gold.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            record["set"] = gold.parent.name
            raw = (gold.parent / record["file"]).read_bytes()
            yield Page(record, gzip.decompress(raw) if record["file"].endswith(".gz") else raw)


def load_scorer(data: Path) -> ModuleType:
    """The scorer that came with the pages."""
    spec = importlib.util.spec_from_file_location("score_bylines", data / "score_bylines.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def load_lexicon() -> Lexicon:
    """The shipped words."""
    policy = next(iter(sorted((shipped() / "republication").glob("*.yaml"))))
    return load([policy], lexicon_paths=[shipped() / LEXICON]).lexicon


def read_page(page: Page, lexicon: Lexicon) -> Reading:
    """What we read from a page, and how long a core took."""
    begun = time.process_time()
    article = next((found for found in read(page) if isinstance(found, Article)), None)
    named = authors(article, lexicon) if article is not None else ()
    ms = 1000 * (time.process_time() - begun)
    if article is None:
        return Reading(ms=ms)
    date = article.date("published")
    return Reading(
        title=article.title.plain if article.title is not None else "",
        authors=tuple(author.name.text for author in named),
        published=date.value if date is not None else None,
        sites=tuple(text.plain for text in article.outlets),
        credits=frozenset(_credit(credit.name) for _, credit in credits_of_article(article, lexicon)),
        licence=read_licence(article, lexicon),
        ms=ms,
        rules=tuple(judge_byline(article, lexicon, require) for require in REQUIRED),
    )


def read_licence(article: Article, lexicon: Lexicon) -> str:
    """The text's licence: one that is linked or declared, else one that is named with its conditions."""
    named = (licence for licence in named_licences(article, lexicon) if licence.code)
    return next((licence.name for licence in (*text_licences(article, lexicon), *named)), "")


def judge_byline(article: Article, lexicon: Lexicon, require: str) -> str:
    """What a byline rule comes to, for an article that is nobody's in particular."""
    rule = byline.Byline(id="byline", message="it has a byline", require=require)
    (outcome,) = byline.judge([Obligation("house/byline", rule)], Case(article, NO_DESK, lexicon, Matcher([]), None))
    return outcome.status


def split(pages: Iterable[Page]) -> Iterator[tuple[str, Iterable[Page]]]:
    """The pages by set, by part, and all."""
    pages = list(pages)
    for name in sorted({page.gold["set"] for page in pages}):
        yield name, (page for page in pages if page.gold["set"] == name)
    yield "looked at", (page for page in pages if page.looked_at)
    yield "held back", (page for page in pages if not page.looked_at)
    yield "all", pages


def measure(pages: list[Page], readings: dict[tuple[str, str], Reading], scorer: ModuleType) -> dict[str, float | None]:
    """The figures of some pages; None where no page has the label."""
    named = {key: {"title": read.title, "authors": list(read.authors)} for key, read in readings.items()}
    figures = score(pages, named, scorer)
    both = [(page.gold, readings[page.key]) for page in pages]
    times = sorted(reading.ms for _, reading in both)
    credits = _credits(both)
    licences = _licences(both, load_relabelled())
    return {
        **figures,
        "date": _share(_is_same_day(gold["date"], ours.published) for gold, ours in both if gold.get("date")),
        "site": _share(_is_same_site(gold["site"], ours.sites) for gold, ours in both if gold.get("site")),
        "credit precision": _ratio(credits[0]),
        "credit recall": _ratio(credits[1]),
        "licence precision": _ratio(licences[0]),
        "licence recall": _ratio(licences[1]),
        "rule met": _share(ours.rules[1] == "met" for gold, ours in both if gold["authors"]),
        "rule violated": _share(ours.rules[1] == "violated" for gold, ours in both if gold["authors"] == []),
        "rule sound": _share(
            ours.rules[1] != ("violated" if gold["authors"] else "met")
            for gold, ours in both
            if gold["authors"] is not None
        ),
        "ms, mean": sum(times) / len(times) if times else None,
        "ms, median": times[len(times) // 2] if times else None,
    }


def score(pages: list[Page], named: dict[tuple[str, str], Any], scorer: ModuleType) -> dict[str, float | None]:
    """The scorer's figures, under our names; None where no page has the label."""
    result = scorer.score([page.gold for page in pages], named)
    counts = {"title": result["pages_title"], "byline": result["pages_byline"], "none": result["pages_absent"]}
    figures: dict[str, float | None] = {}
    for name, theirs in BYLINES.items():
        label = "title" if name.startswith("title") else "none" if theirs in ("absent_ok", "policy_f1") else "byline"
        figures[name] = result[theirs] if counts[label] else None
    return figures


def measure_peers(pages: list[Page], parts: dict[str, list[Page]], scorer: ModuleType) -> dict[str, Any]:
    """The figures of every peer that is installed, by part."""
    measured: dict[str, Any] = {}
    for name in PEERS:
        try:
            extract, label = scorer.PEERS[name]()
        except ImportError as error:
            print(f"\n{name}: not run ({error})")
            measured[name] = "not run"
            continue
        failures: Counter[str] = Counter()
        named = {page.key: _extracted(extract, page, failures) for page in pages}
        label = f"{label}, {failures.total()} failed" if failures else label
        measured[label] = {part: score(some, named, scorer) for part, some in parts.items()}
        print_table(label, measured[label])
    return measured


def print_table(label: str, figures: dict[str, dict[str, float | None]]) -> None:
    """The figures, one line a part."""
    names = list(next(iter(figures.values())))
    words = [name.partition(" ") for name in names]
    print(f"\n{label:28}" + "".join(f"{first.rstrip(','):>10}" for first, _, _ in words))
    print(" " * 28 + "".join(f"{rest.removeprefix('where '):>10}" for _, _, rest in words))
    for part, row in figures.items():
        cells = ("-" if row[name] is None else f"{row[name]:.3f}" for name in names)
        print(f"{part:28}" + "".join(f"{cell:>10}" for cell in cells))


def print_rules(both: list[tuple[dict[str, Any], Reading]]) -> None:
    """How often a byline rule is met, violated or undetermined, on signed pages and on others."""
    for number, require in enumerate(REQUIRED):
        for label, wanted in (("signed", True), ("not signed", False)):
            labelled = [ours for gold, ours in both if gold["authors"] is not None and bool(gold["authors"]) == wanted]
            counts = Counter(ours.rules[number] for ours in labelled)
            cells = ", ".join(f"{status} {counts[status]}" for status in ("met", "violated", "undetermined"))
            print(f"rule that requires `{require}`, {label} pages: {cells}")


def fingerprint(pages: Iterable[Page]) -> str:
    """Which pages and labels were measured, in hex."""
    digest = hashlib.sha256()
    for page in sorted(pages, key=lambda page: page.key):
        digest.update(json.dumps(page.gold, sort_keys=True).encode())
        digest.update(hashlib.sha256(page.data).digest())
    return digest.hexdigest()[:16]


def compare(figures: dict[str, dict[str, float | None]], corpus: str, floor: Path, raise_floor: bool) -> int:
    """Hold the figures against the floor: 1 if one has fallen, 2 if it is a floor for other pages."""
    stored = json.loads(floor.read_text(encoding="utf-8")) if floor.exists() else {"corpus": corpus, "figures": {}}
    if stored["corpus"] != corpus:
        print(f"\nthe floor was stored for other pages ({stored['corpus']}, these are {corpus})")
        return 2
    fallen = [
        f"{part}: {name} is {row[name] or 0:.4f}, was {least:.4f}"
        for part, least_row in stored["figures"].items()
        for name, least in least_row.items()
        if (row := figures.get(part, {})).get(name) is None or round(row[name] or 0, 4) < least
    ]
    print("\n" + "\n".join(fallen) if fallen else "\nno figure is below the floor")
    if raise_floor:
        floor.write_text(json.dumps(_raised(stored, figures), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 1 if fallen else 0


def _raised(stored: dict[str, Any], figures: dict[str, dict[str, float | None]]) -> dict[str, Any]:
    """The floor with every figure that has risen; it holds no speeds."""
    raised = {part: dict(row) for part, row in stored["figures"].items()}
    for part, row in figures.items():
        kept = raised.setdefault(part, {})
        for name, value in row.items():
            if value is not None and not name.startswith("ms"):
                kept[name] = max(kept.get(name, 0.0), round(value, 4))
    return {"corpus": stored["corpus"], "figures": raised}


def _extracted(
    extract: Callable[[bytes, str | None], tuple[Any, Any]], page: Page, failures: Counter[str]
) -> dict[str, Any]:
    """What a peer reads from a page; nothing where it fails, which is counted."""
    try:
        title, named = extract(page.data, page.gold.get("url"))
    except Exception as error:  # a peer's failure is its empty answer
        failures[type(error).__name__] += 1
        title, named = None, None
    return {"title": title, "authors": named}


def _credits(both: list[tuple[dict[str, Any], Reading]]) -> tuple[Ratio, Ratio]:
    """Precision and recall of picture credits, over the pages whose pictures are labelled; each credit once a page."""
    right = said = wanted = 0
    for gold, ours in both:
        if gold.get("images"):
            labelled = {_credit(" ".join(image["credit"])) for image in gold["images"] if image.get("credit")}
            right += len(labelled & ours.credits)
            said += len(ours.credits)
            wanted += len(labelled)
    return (right, said), (right, wanted)


def print_licences(both: list[tuple[dict[str, Any], Reading]]) -> None:
    """How the text's licence is told by the labels as they came, without those that were found wrong."""
    (right, said), (_, wanted) = _licences(both, {})
    print(f"licences as first labelled: {right} right of {said} told and of {wanted} labelled")


def load_relabelled() -> dict[str, str]:
    """The licences of pages whose labels were found not to be what the page says, by the page's name."""
    found = json.loads((Path(__file__).parent / "relabelled.json").read_text(encoding="utf-8"))
    return {name: label["licence"] for name, label in found["licences"].items()}


def _licences(both: list[tuple[dict[str, Any], Reading]], relabelled: dict[str, str]) -> tuple[Ratio, Ratio]:
    """Precision and recall of the text's licence, by its conditions (`by-nc-nd`), where it was annotated."""
    right = said = wanted = 0
    for gold, ours in both:
        if gold.get("license") is not None:
            label = relabelled.get(gold["id"], gold["license"])
            right += bool(ours.licence) and _conditions(label) == _conditions(ours.licence)
            said += bool(ours.licence)
            wanted += bool(label)
    return (right, said), (right, wanted)


def _conditions(licence: str) -> str:
    found = re.search(r"\bby(?:[- ](?:nc|nd|sa))*", licence.lower())
    return found[0].replace(" ", "-") if found else ""


def _credit(text: str) -> str:
    """A credit's words, without the label before it."""
    return _LABEL.sub("", " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())))


def _is_same_day(gold: str, ours: datetime | None) -> bool:
    """Whether it is the day that was annotated, where the page is or in Greenwich."""
    return ours is not None and gold[:10] in (ours.date().isoformat(), ours.astimezone(UTC).date().isoformat())


def _is_same_site(gold: str, ours: Iterable[str]) -> bool:
    """Whether a name is the annotated one, spaces and case aside, or has it in it, or the other way round."""
    wanted = _letters(gold)
    return any(name and (name in wanted or wanted in name) for name in map(_letters, ours))


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in folded if char.isalnum())


def _share(answers: Iterable[bool]) -> float | None:
    found = list(answers)
    return sum(found) / len(found) if found else None


def _ratio(ratio: Ratio) -> float | None:
    return ratio[0] / ratio[1] if ratio[1] else None


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with `bylines` and `score_bylines.py`")
    parser.add_argument("--peers", action="store_true", help="measure other extractors on the same pages")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--floor", type=Path, help="fail if a figure is below the one stored here")
    parser.add_argument("--raise-floor", action="store_true", help="store the figures that are better")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
