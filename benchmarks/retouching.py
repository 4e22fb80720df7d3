"""Typed edits to inject into real texts: each takes the paragraphs of a text and gives them back edited, if it can.

The words here are the benchmark's own: where they coincide with the lexicon's, it is because newsrooms do the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Paragraphs = list[str]
Retouch = Callable[[Paragraphs, random.Random, Paragraphs], Paragraphs | None]
"""A text's paragraphs, and those of a stranger to borrow from; None if there is nothing to edit in that way."""

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"")
_SENTENCE = re.compile(r"(?<=[a-z]{3}[.!?]) (?=[A-Z])")

STYLE = [
    (r"\b(\d+) percent\b", r"\1%"), (r"\b(\d+) percent\b", r"\1 per cent"), (r"\b(\d+)%", r"\1 percent"),
    (r"\bU\.S\.(?!['’])", "US"), (r"\bU\.S\.(?!['’])", "United States"), (r"\bSen\. (?=[A-Z])", "Senator "),
    (r"\bGov\. (?=[A-Z])", "Governor "), (r"\bRep\. (?=[A-Z])", "Representative "), (r"\bMr\. (?=[A-Z])", ""),
    (r"\bMrs\. (?=[A-Z])", ""), (r"\bfive\b", "5"), (r"\bthree\b", "3"), (r"\bten\b", "10"),
    (r"(?<![\d.,])7(?![\d.,])", "seven"),
    (r"(?<![\d.,])12(?![\d.,])", "twelve"), (r"\b(\w{4,})ized\b", r"\1ised"), (r"\b(\w{4,})ization\b", r"\1isation"),
    (r"\blabor\b", "labour"), (r"\bcolor\b", "colour"), (r"\bdefense\b", "defence"), (r"\bcenter\b", "centre"),
    (r"\bhealth care\b", "healthcare"), (r"\bPresident (?=[A-Z])", "president "), (r"\bhe said, and\b", "he said and"),
    (r", and (?=[a-z])", " and "), (r"\b(\d+) a\.m\.", r"\1am"), (r"\b(\d+) p\.m\.", r"\1pm"),
    (r"\b(Jan|Feb|Aug|Sept|Oct|Nov|Dec)\. (\d+)", lambda m: MONTHS[m[1]] + " " + m[2]),
    (r"\$(\d+) million\b", r"$\1m"), (r"\bdidn['’]t\b", "did not"), (r"\b1,000\b", "1000"), (r"\be-mail\b", "email"),
]  # fmt: skip
MONTHS = {
    "Jan": "January", "Feb": "February", "Aug": "August", "Sept": "September", "Oct": "October", "Nov": "November",
    "Dec": "December",
}  # fmt: skip
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
TIME = [
    (rf"\bon {_DAY}\b", "last week"), (rf"\bon {_DAY}\b", "earlier this month"),
    (rf"(?<=[a-z]) {_DAY}(?= that| in| at)", " recently"), (r"\byesterday\b", "on Tuesday"),
    (r"\btoday\b", "on Friday"),
    (r"\bthis week\b", "last week"), (r"\blast week\b", "two weeks ago"), (r"\blast month\b", "in March"),
    (r"\blast year\b", "in 2014"), (r"\bearlier this year\b", "last year"), (r"\bnext month\b", "this month"),
    (rf"\bon {_DAY}\b", "yesterday"), (r"\btomorrow\b", "today"), (rf"\bon {_DAY}\b", "on May 3"),
]  # fmt: skip
LOCATION = [
    (r"\bTexas\b", "the state"), (r"\bthe state(?= [a-z]+s?\b)", "Ohio"), (r"\bthe city\b", "Baltimore"),
    (r"(?<=\bin )(Chicago|Houston|Boston|Atlanta|Detroit)\b(?!,)", r"\1, Illinois,"),
    (r"\bthe country\b(?!['’])", "the United States"),
    (r"\bin (?:Washington|California|Florida|New York)\b(?=[.])", "here"), (r"\bthis country\b", "the United States"),
    (r"\b(?:nationwide|across the country)\b", "across the United States"),
]  # fmt: skip
GRAMMAR = [
    (r"\b(he|she|it) is\b", r"\1 was"), (r"\bthey are\b", "they were"), (r"\bhas been\b", "had been"),
    (r"\bthat the\b", "the"), (r"\bsays\b", "said"), (r"\bwho have\b", "who has"), (r"\bwill be\b", "would be"),
    (r"\bsupports\b", "supported"), (r"\bofficials\b", "official"),
]  # fmt: skip


def _by(pairs: list[tuple[str, object]]) -> Retouch:
    """Make one of these replacements, outside quotation marks."""

    def retouch(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
        for pattern, new in chance.sample(pairs, len(pairs)):
            places = [
                (index, match)
                for index, paragraph in enumerate(text)
                for match in re.finditer(pattern, _masked(paragraph))
                if match[0] == paragraph[slice(*match.span())]
            ]
            for index, match in chance.sample(places, len(places)):
                put = new(match) if callable(new) else match.expand(str(new))
                if put != match[0]:
                    return _with(text, index, text[index][: match.start()] + put + text[index][match.end() :])
        return None

    return retouch


def _masked(paragraph: str) -> str:
    return _QUOTED.sub(lambda match: "\0" * len(match[0]), paragraph)


def _with(text: Paragraphs, index: int, paragraph: str) -> Paragraphs:
    return [*text[:index], paragraph, *text[index + 1 :]]


def wording(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """Another word for a longer one, outside quotation marks."""
    index = chance.randrange(len(text))
    words = list(re.finditer(r"\b[a-z]{6,}\b", _masked(text[index])))
    others = re.findall(r"\b[a-z]{6,}\b", " ".join(stranger))
    if not words or not others:
        return None
    match, other = chance.choice(words), chance.choice(others)
    if match[0][:3] == other[:3]:
        return None
    return _with(text, index, text[index][: match.start()] + other + text[index][match.end() :])


def fact(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """Another number, another weekday, a `not` more or less."""
    swaps: list[tuple[str, object]] = [
        (r"\b(\d\d)\b(?![,.:]\d)", lambda match: str(int(match[1]) + 7)),
        (r"\bMonday\b", "Thursday"), (r"\bTuesday\b", "Sunday"), (r"\bWednesday\b", "Friday"),
        (r"\bnot ", ""), (r"\bwill\b(?! not)", "will not"), (r"\bmore than\b", "fewer than"),
    ]  # fmt: skip
    return _by(swaps)(text, chance, stranger)


def spoken(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """Another word in somebody's mouth."""
    places = [
        (index, quote.start() + match.start(), match[0])
        for index, paragraph in enumerate(text)
        for quote in re.finditer(r"“[^“”]{20,}”", paragraph)
        for match in re.finditer(r"\b[a-z]{5,}\b", quote[0])
    ]
    others = re.findall(r"\b[a-z]{5,}\b", " ".join(stranger))
    if not places or not others:
        return None
    index, at, word = chance.choice(places)
    other = chance.choice(others)
    if other[:3] == word[:3]:
        return None
    return _with(text, index, text[index][:at] + other + text[index][at + len(word) :])


def cut(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """A sentence, a paragraph or the end left out."""
    how = chance.randrange(3)
    if how == 0 and len(text) > 3:
        index = chance.randrange(1, len(text))
        return [*text[:index], *text[index + 1 :]]
    if how == 1 and len(text) > 5:
        return text[: -chance.randrange(1, len(text) // 2)]
    longer = [index for index, each in enumerate(text) if len(_SENTENCE.split(each)) > 1 and not _QUOTED.search(each)]
    if not longer:
        return None
    index = chance.choice(longer)
    sentences = _SENTENCE.split(text[index])
    sentences.pop(chance.randrange(len(sentences)))
    return _with(text, index, " ".join(sentences))


def add(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """A sentence or a paragraph of somebody else's, without a mark."""
    own = [each for each in stranger if 60 < len(each) < 500 and each[-1] in '.”"' and each[0].isupper()]
    if not own:
        return None
    index = chance.randrange(1, len(text))
    if chance.random() < 0.5:
        return [*text[:index], chance.choice(own), *text[index:]]
    return _with(text, index, f"{text[index]} {_SENTENCE.split(chance.choice(own))[0]}")


def move(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """A paragraph elsewhere."""
    if len(text) < 5:
        return None
    index = chance.randrange(len(text) - 2)
    rest = [*text[:index], *text[index + 1 :]]
    place = chance.choice([at for at in range(len(rest)) if abs(at - index) > 1])
    return [*rest[:place], text[index], *rest[place:]] if len(text[index].split()) > 8 else None


def note(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """A note that is marked as one."""
    notes = [
        "Editor’s note: This story mentions suicide. Help is at hand by telephone, day and night.",
        "[The mayor’s office answered after this story was first published and denied the account.]",
        "Update: A spokesman confirmed the figures late in the evening.",
        "(Our reporter has asked the company for its own account, which it has not given.)",
        "Correction: An earlier version of this story gave the wrong age.",
        "Additional reporting by the staff of the Gazette.",
    ]
    index = chance.randrange(1, len(text) + 1)
    return [*text[:index], chance.choice(notes), *text[index:]]


def subhead(text: Paragraphs, chance: random.Random, stranger: Paragraphs) -> Paragraphs | None:
    """A heading within the text."""
    index = chance.randrange(1, len(text))
    heads = ["What happens next", "A long fight", "‘Nobody listened’", "Who pays for it", "The road to the vote"]
    return [*text[:index], f"## {chance.choice(heads)}", *text[index:]]


RETOUCHES: dict[str, tuple[str, Retouch]] = {
    "style": ("style", _by(STYLE)),
    "time": ("time", _by(TIME)),
    "location": ("location", _by(LOCATION)),
    "grammar": ("grammar", _by(GRAMMAR)),
    "subhead": ("subhead", subhead),
    "length": ("length", cut),
    "order": ("order", move),
    "note": ("note", note),
    "addition": ("addition", add),
    "wording": ("wording", wording),
    "fact": ("wording", fact),
    "quotation": ("wording", spoken),
}
"""Each edit by its name, with the kind that it must be told for."""
