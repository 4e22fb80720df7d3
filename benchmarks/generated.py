"""Articles and rules of any number, made from a seed: the same seed gives the same bytes.

Articles are JSON Lines with HTML bodies of about 6 KB, as a CMS delivers them: paragraphs, curly quotes, no-break
spaces, links, phrases split by inline tags, figures, embeds, now and then a damaged block. Rules are what desks
write: 62 in a hundred list phrases, 38 hold a pattern (inflections, alternatives, words near each other).
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import NamedTuple

from compliance.checks.terms import Terms
from compliance.policy import Policy, Source

CORPUS = Path(__file__).parent / "corpus.txt"
"""Sentences of news prose, written for this; slots stand for what differs from story to story."""

TEXT_SIZE = 4_900
"""How many characters of text an article has, about."""

PLANTED = 0.0012
"""The share of articles that a rule's own words are planted in: 1.2 findings an article for 1,000 rules."""

_SLOTS = {
    "person": [f"{first} {last}" for first in ("Anna", "Marek", "Zoë", "Ruth", "Idris", "Carmen")
               for last in ("Lindqvist", "O’Hara", "Bauer", "Nowak", "Delacroix", "Abernathy", "Moss")],
    "place": ["Norhaven", "Eastmarch", "Villeneuve", "Brackwater", "Halden", "São Pedro", "Kirkby", "Ostrava"],
    "number": [str(number) for number in (4, 7, 12, 18, 25, 40, 65, 90, 140, 320)],
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}  # fmt: skip
_FIGURE = """<figure><img src="https://img.example.org/a.jpg" alt="The harbour" width="800" height="450">
<figcaption>The harbour at dawn. Photo: Anna Moss/Example News</figcaption></figure>"""
_SLOT = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[a-z]{4,}")
_SYLLABLES = ["bra", "del", "kor", "mi", "tan", "vel", "sho", "ru", "pli", "ost", "gar", "nem", "qui", "zel", "fth"]


class Planted(NamedTuple):
    """A rule, and words that break it."""

    rule: Terms
    words: str


def sentences(data: Path | None = None) -> list[str]:
    """The sentences to make articles of: ours, and those of the plain texts in a folder of data, if given."""
    own = CORPUS.read_text(encoding="utf-8").splitlines()
    found = sorted((data / "bylines").rglob("*.txt"))[:400] if data else []
    more = [line for file in found for line in file.read_text(encoding="utf-8", errors="replace").splitlines()]
    return own + [line.translate({123: None, 125: None}) for line in more if 60 < len(line) < 400]


def articles(number: int, planted: list[Planted], seed: int = 1, data: Path | None = None) -> list[bytes]:
    """So many lines of JSON, one article each."""
    prose = sentences(data)
    return [_article(index, random.Random(f"{seed}/{index}"), prose, planted) for index in range(number)]  # noqa: S311


def rules(number: int, seed: int = 1) -> list[Planted]:
    """So many rules; the first ones are the same whatever the number."""
    vocabulary = sorted({word for line in sentences() for word in _WORD.findall(line)})
    return [_rule(index, random.Random(f"rule {seed}/{index}"), vocabulary) for index in range(number)]  # noqa: S311


def policy(planted: list[Planted]) -> Policy:
    """The rules as one policy that holds for every article."""
    source = Source(note="made for measuring", evidence="house")
    return Policy(
        policy="synthetic",
        title="Rules made for measuring",
        kind="house",
        sources=(source,),
        rules=tuple(each.rule for each in planted),
    )


def _rule(index: int, chance: random.Random, vocabulary: list[str]) -> Planted:
    """A rule over words of the corpus in combinations that it does not have, and over invented words."""
    first, second, third = chance.sample(vocabulary, 3)
    coined = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 3, 3, 4))))
    kind = chance.random()
    if kind < 0.62:
        terms = [coined] if kind < 0.2 else [f"{first} {coined}"] if kind < 0.4 else [f"{first} {second} {third}"]
        terms += [f"{coined} {third}"] * chance.choice((0, 0, 1)) + [f"{coined}é"] * (kind < 0.02)
        return Planted(_terms(index, terms=tuple(terms)), terms[0])
    if kind < 0.78:
        return Planted(_terms(index, regexes=(rf"\b{coined}(?:s|ed|ing|ers?)?\b",)), f"{coined}ed")
    if kind < 0.90:
        return Planted(
            _terms(index, regexes=(rf"\b(?:{first}|{second}) (?:{coined}|{third}x)\b",)), f"{second} {coined}"
        )
    if kind < 0.96:
        gap = rf"\b{coined}\W+(?:\w+\W+){{0,3}}{third}\b"
        return Planted(_terms(index, regexes=(gap,)), f"{coined} and then {third}")
    if kind < 0.995:
        return Planted(_terms(index, regexes=(rf"\b{coined} [^.\n]{{1,40}} {first}\b",)), f"{coined} the {first}")
    number = f"{index % 900 + 100}"
    return Planted(_terms(index, regexes=(rf"\b{number}-\d\d-\d{{4}}\b",)), f"{number}-12-3456")


def _terms(index: int, **what: tuple[str, ...]) -> Terms:
    message = f"say it in other words (rule {index} of the house style, as agreed by the editors)"
    return Terms(id=f"rule-{index}", level="should", message=message, fix="choose another word", **what)


def _article(index: int, chance: random.Random, prose: list[str], planted: list[Planted]) -> bytes:
    paragraphs: list[str] = []
    size = 0
    while size < TEXT_SIZE:
        paragraphs.append(" ".join(_filled(chance.choice(prose), chance) for _ in range(chance.choice((1, 2, 2, 3)))))
        size += len(paragraphs[-1])
    for each in chance.sample(planted, _binomial(chance, len(planted), PLANTED)):
        at = chance.randrange(len(paragraphs))
        paragraphs[at] += f" It was {chance.choice((str, str.title, str.upper))(each.words)}, they said."
    record = {
        "id": f"story-{index}",
        "url": f"https://example.org/2026/{index}",
        "title": _filled(chance.choice(prose), chance)[:70].rsplit(" ", 1)[0],
        "published": f"2026-{chance.randrange(1, 12):02}-{chance.randrange(1, 29):02}T08:30:00Z",
        "authors": [chance.choice(_SLOTS["person"])],
        "tags": chance.sample(["politics", "sport", "science", "culture", "weather"], 2),
        "body": _html(paragraphs, chance),
    }
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _binomial(chance: random.Random, number: int, share: float) -> int:
    """How many of so many things happen, each with that chance: counted off by the gaps between them."""
    count = at = 0
    while number and (at := at + int(chance.expovariate(share)) + 1) <= number:
        count += 1
    return count


def _filled(sentence: str, chance: random.Random) -> str:
    return _SLOT.sub(lambda slot: chance.choice(_SLOTS[slot[1]]), sentence)


def _html(paragraphs: list[str], chance: random.Random) -> str:
    pieces = []
    for number, paragraph in enumerate(paragraphs):
        text = paragraph.replace("&", "&amp;").replace(" per cent", "\u00a0per cent")
        words = text.split(" ")
        if len(words) > 8 and chance.random() < 0.4:
            at = chance.randrange(2, len(words) - 4)
            tag = chance.choice(["b", "em", f'a href="https://example.org/topic/{number}"'])
            words[at] = f"<{tag}>{words[at]}"
            words[at + 1] = f"{words[at + 1]}</{tag.partition(' ')[0]}>"
        element = "blockquote" if chance.random() < 0.04 else "p"
        pieces.append(f"<{element}>{' '.join(words)}</{element}>")
        if number == 2 and chance.random() < 0.6:
            pieces.append(_FIGURE)
        if number == 5 and chance.random() < 0.2:
            pieces.append('<iframe src="https://video.example.org/embed/7" width="560" height="315"></iframe>')
        if chance.random() < 0.02:
            pieces.append("<p>More to come</div>")
    return "\n".join(pieces)
