"""The words of topics: weighted terms with the company they must, and must not, keep; and the index that finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, Protocol

from compliance.match import Pattern
from compliance.noun import Noun
from compliance.spellings import spellings
from compliance.text import fold_phrase

Risk = Literal["floor", "high", "medium", "low"]
"""How far advertisers keep from it, by GARM's four levels, worst first."""


class Vocabulary(Noun, frozen=True, kw_only=True):
    """Terms that weigh the same and keep the same company."""

    terms: tuple[str, ...]
    """Words and phrases, in every spelling that counts as the same one: `soldiers?`, `air ?(strikes?|raids?)`."""
    weight: float = 1.0
    """How many points each place in the text gives."""
    risk: Risk | None = None
    """The risk that these words show, if another than the topic's."""
    after: tuple[str, ...] = ()
    """Lists that must each have an entry before the term, in this order, in the same sentence and within reach."""
    before: tuple[str, ...] = ()
    """Lists that must each have an entry behind the term, in this order, in the same sentence and within reach."""
    near: tuple[str, ...] = ()
    """Lists one of which must have an entry in the same sentence, before or behind."""
    without: tuple[str, ...] = ()
    """Lists of which no entry may stand in the same sentence."""
    reach: int = 4
    """How many words may stand between a term and what `after` and `before` ask for, and between these."""
    quoted: float = 1.0
    """What a place in quoted speech counts for, against one outside: 0 for words that are somebody else's."""
    disguised: bool = False
    """Whether the words are also found where they are written to be missed: `sh1t`, `s h i t`, Cyrillic letters."""


class Use(NamedTuple):
    """What a pattern is looked for on behalf of: an entry of a vocabulary, a list, or an excuse, of one rule."""

    rule: int
    kind: Literal["term", "list", "excuse"]
    vocabulary: int = -1
    name: str = ""
    """The term as it is written in the rule, or the list's name."""
    disguised: bool = False
    """Whether it is looked for in disguise too."""


class Words(NamedTuple):
    """All that some rules look for: which patterns, what for, and which words are looked for in disguise."""

    uses: dict[Pattern, tuple[Use, ...]]
    disguised: frozenset[str]
    """Folded single words."""


class Topical(Protocol):
    """What a rule says of its words."""

    @property
    def vocabulary(self) -> tuple[Vocabulary, ...]: ...  # noqa: D102
    @property
    def lists(self) -> Mapping[str, Sequence[str]]: ...  # noqa: D102
    @property
    def unless(self) -> Sequence[str]: ...  # noqa: D102


def gather(rules: Iterable[Topical]) -> Words:
    """Everything that these rules look for."""
    uses: dict[Pattern, dict[Use, None]] = {}
    disguised: set[str] = set()
    for index, rule in enumerate(rules):
        for use, patterns in sought(rule):
            own = use._replace(rule=index)
            for pattern in patterns:
                uses.setdefault(pattern, {})[own] = None
            if use.disguised:
                disguised.update(pattern.text for pattern in patterns if " " not in pattern.text)
    return Words({pattern: tuple(each) for pattern, each in uses.items()}, frozenset(disguised))


def sought(rule: Topical) -> list[tuple[Use, list[Pattern]]]:
    """What one rule looks for, by what it is looked for; worked out once and kept with the rule."""
    kept = vars(rule)
    if "sought" not in kept:
        kept["sought"] = [
            (use, [Pattern(fold_phrase(each)) for term in terms for each in spellings(term, rule.lists)])
            for use, terms in _sought(rule)
        ]
    found: list[tuple[Use, list[Pattern]]] = kept["sought"]
    return found


def company(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names of the lists that its terms are seen with."""
    return (*vocabulary.after, *vocabulary.before, *vocabulary.near, *vocabulary.without)


def _sought(rule: Topical) -> Iterator[tuple[Use, Sequence[str]]]:
    """What one rule looks for: its terms, the lists that they are seen with, and what excuses them."""
    lists: dict[str, bool] = {}
    for at, vocabulary in enumerate(rule.vocabulary):
        for term in vocabulary.terms:
            yield Use(0, "term", at, term, vocabulary.disguised), [term]
        lists |= {name: vocabulary.disguised or lists.get(name, False) for name in company(vocabulary)}
    for name, disguised in lists.items():
        yield Use(0, "list", -1, name, disguised), rule.lists[name]
    yield Use(0, "excuse"), rule.unless
