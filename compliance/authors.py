"""Who wrote an article: one answer from all that it says, by a written order of trust.

Every place that names an author has a weight; what speaks against it is taken off. Places of different kinds that name
the same people add up, and a place that names one of several authors speaks for all of them in part. Whom nothing
names with enough weight, nobody is said to be: a missing byline is a finding, an invented one hides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compliance.article import Article
from compliance.claim import Author, Claim
from compliance.claims import claims
from compliance.lexicon import Lexicon
from compliance.passage import Phrase

THRESHOLD = 1.3
"""How much must speak for somebody to be called the author."""

TRUST = {
    # What the metadata say, by the kind of field.
    "json-ld": 1.9,
    "meta": 1.6,
    "vendor": 2.2,
    "card": 0.7,
    # What an element of the page calls itself.
    "itemprop=author": 2.6,
    "rel=author": 3.7,
    "byline": 2.6,
    "author": 2.0,
    "link": 2.0,
    "profile": 1.6,
    "credits": 0.4,
    "address": 0.6,
    # How it is written, and where it stands: beside the article, far from the headline, among many others.
    "opened": -0.2,
    "unclear": -0.8,
    "outside": -0.8,
    "far": -1.1,
    "before": -0.3,
    "near": -0.2,
    "first": 0.6,
    "later": -0.7,
    "many": -1.0,
    # What sort of names it gives, where none is a person's; whether they are the site's own.
    "organisation": -1.0,
    "perhaps": -1.3,
    "nobody": -1.0,
    "account": -5.0,
    "declares the site": -2.3,
    "declares person called as the site": -2.3,
    "shows the site": 1.0,
    "shows person called as the site": -0.5,
    # Whether the page shows the names that its metadata give.
    "unseen": -1.0,
    "meta unseen": -0.5,
    "line": 1.0,
    "name": 1.3,
    "shown outside": 0.3,
    "shown far": -0.4,
    # Lines of the text that open like a byline, or have a date beside the name.
    "top": 1.4,
    "bottom": -0.1,
    "middle": 0.5,
    "line of organisation": -1.3,
    "line of perhaps": 0.0,
    "line of nobody": -1.0,
    "dated": 0.9,
}
"""How much each sign of a Claim speaks for it, or against it."""

SUBSET = 0.4
"""How much of a claim on some of the people speaks for a visible byline that names more."""
PART = 0.4
"""How much of a visible byline speaks for metadata that name more."""


def authors(article: Article, lexicon: Lexicon) -> tuple[Author, ...]:
    """The article's authors, in the order of the byline; empty if it names none."""
    chosen = choose(claims(article, lexicon))
    return chosen.authors if chosen is not None else ()


def choose(found: Sequence[Claim]) -> Claim | None:
    """The claim that most speaks for, the first of its kind; None if too little speaks for any."""
    agreeing: dict[frozenset[Phrase], list[Claim]] = {}
    for claim in found:
        agreeing.setdefault(claim.key, []).append(claim)
    best, most = None, THRESHOLD
    for key, same in agreeing.items():
        weight = _support(same) + _partial(key, same, found)
        if weight > most:
            best, most = same[0], weight
    return best


def weigh(claim: Claim) -> float:
    """How much a claim is worth by itself."""
    return sum(TRUST[sign] for sign in claim.signs)


def _support(same: Iterable[Claim]) -> float:
    """Claims that name the same people: the best of each source."""
    best: dict[str, float] = {}
    for claim in same:
        best[claim.source] = max(best.get(claim.source, 0.0), weigh(claim))
    return sum(best.values())


def _partial(key: frozenset[Phrase], same: Sequence[Claim], found: Iterable[Claim]) -> float:
    """What claims on some of the people add."""
    sources = {claim.source for claim in same}
    plain = any(claim.source in ("visible", "line") and "unclear" not in claim.signs for claim in same)
    declared = "visible" not in sources and len(key) > 1
    best: dict[str, float] = {}
    for claim in found:
        share = 0.0
        if plain and claim.source not in sources and _covers(key, claim.key):
            share = SUBSET
        elif declared and claim.source == "visible" and claim.key < key:
            share = PART
        if share:
            best[claim.source] = max(best.get(claim.source, 0.0), share * weigh(claim))
    return sum(best.values())


def _covers(whole: frozenset[Phrase], part: frozenset[Phrase]) -> bool:
    """Whether each name is one of the others, or the beginning of one: `Jane` of `Jane Doe`."""
    beginnings = {name[:size] for name in whole for size in range(1, len(name) + 1)}
    return beginnings.issuperset(part)
