"""Who wrote an article: one answer from all that it says, by a written order of trust.

Every sign that a place gives has a weight (`rules/lexicon/trust.yaml`); what speaks against it is taken off. Places of
different kinds that name the same people add up, and a place that names one of several authors speaks for all of them
in part. Whom nothing names with enough weight, nobody is said to be: a missing byline is a finding, an invented one
hides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

from compliance.article import Article
from compliance.claim import Author, Claim
from compliance.claims import claims
from compliance.lexicon import Lexicon
from compliance.passage import Phrase

ENOUGH = "enough"
"""The weight of this sign is how much must speak for somebody to be called the author."""
DOUBT = "doubt"
"""The weight of this sign is how much leaves open whether somebody is."""
_SUBSET = "subset"
"""What part of a claim on some of the people speaks for a visible byline that names more."""
_PART = "part"
"""What part of a visible byline speaks for metadata that name more."""


class Candidate(Struct, frozen=True):
    """People who may have written the article, and all claims that name just these."""

    claims: tuple[Claim, ...]
    weight: float

    @property
    def authors(self) -> tuple[Author, ...]:
        """Them, where they are first named."""
        return self.claims[0].authors


def authors(article: Article, lexicon: Lexicon) -> tuple[Author, ...]:
    """The article's authors, in the order of the byline; empty if it names none."""
    found = candidates(claims(article, lexicon), lexicon)
    return found[0].authors if found and found[0].weight > trust(lexicon)[ENOUGH] else ()


def candidates(found: Sequence[Claim], lexicon: Lexicon) -> list[Candidate]:
    """Everybody who may be meant, whom most speaks for first."""
    agreeing: dict[frozenset[Phrase], list[Claim]] = {}
    for claim in found:
        agreeing.setdefault(claim.key, []).append(claim)
    scales = _Scales(found, lexicon)
    weighed = [Candidate(tuple(same), scales.weigh(key, same)) for key, same in agreeing.items()]
    return sorted(weighed, key=lambda candidate: -candidate.weight)


def convincing(found: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    """The claims of which enough says that they are meant, or leaves it open."""
    doubt = trust(lexicon).get(DOUBT, 0.0)
    return [claim for each in candidates(found, lexicon) if each.weight > doubt for claim in each.claims]


@lru_cache(maxsize=64)
def trust(lexicon: Lexicon) -> dict[str, float]:
    """The weight of each sign."""
    return {each.sign: each.weight for each in lexicon.byline_trust}


class _Scales:
    """Weighs the claims of one article."""

    def __init__(self, found: Sequence[Claim], lexicon: Lexicon) -> None:
        self.trust = trust(lexicon)
        self.found = [(claim, sum(self.trust.get(sign, 0.0) for sign in claim.signs)) for claim in found]
        self.weights = {id(claim): weight for claim, weight in self.found}

    def weigh(self, key: frozenset[Phrase], same: Sequence[Claim]) -> float:
        """How much speaks for these people: what names them, and in part what names some of them."""
        own = _best((claim.source, self.weights[id(claim)]) for claim in same)
        return own + _best(self._others(key, same))

    def _others(self, key: frozenset[Phrase], same: Sequence[Claim]) -> Iterable[tuple[str, float]]:
        sources = {claim.source for claim in same}
        plain = any(claim.source in ("visible", "line") and "unclear" not in claim.signs for claim in same)
        seen = any(claim.source == "visible" and self.weights[id(claim)] > 0 for claim in same)
        declared = not seen and len(key) > 1
        beginnings = {name[:size] for name in key for size in range(1, len(name) + 1)} if plain else set()
        for claim, weight in self.found:
            if plain and claim.source not in sources and beginnings.issuperset(claim.key):
                same_people = len(claim.key) == len(key)
                yield claim.source, weight if same_people else self.trust.get(_SUBSET, 0.0) * weight
            elif declared and claim.source == "visible" and claim.key < key:
                yield claim.source, self.trust.get(_PART, 0.0) * weight


def _best(weights: Iterable[tuple[str, float]]) -> float:
    """The best weight of each source, added up; what speaks against somebody counts nothing."""
    best: dict[str, float] = {}
    for source, weight in weights:
        best[source] = max(best.get(source, 0.0), weight)
    return sum(best.values())
