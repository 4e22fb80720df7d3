"""The words of topics: weighted terms with the company they must, and must not, keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, Protocol

from compliance.match import Pattern
from compliance.noun import Noun
from compliance.spellings import SpellingError, spellings
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
    earlier: tuple[str, ...] = ()
    """Lists one of which must have an entry before the term, in its sentence or the last: whom `they` means."""
    reach: int = 4
    """How many words may stand between a term and what `after` and `before` ask for, and between these."""
    quoted: float = 1.0
    """What a place in quoted speech counts for, against one outside: 0 for words that are somebody else's."""
    disguised: bool = False
    """Whether the words are also found where they are written to be missed: `sh1t`, `s h i t`, Cyrillic letters."""


class Topical(Protocol):
    """What a rule says of its words."""

    @property
    def vocabulary(self) -> tuple[Vocabulary, ...]: ...  # noqa: D102
    @property
    def lists(self) -> Mapping[str, Sequence[str]]: ...  # noqa: D102
    @property
    def unless(self) -> Sequence[str]: ...  # noqa: D102


def company(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The names of the lists that its terms are seen with."""
    return (*vocabulary.after, *vocabulary.before, *vocabulary.near, *vocabulary.without, *vocabulary.earlier)


def patterns(terms: Iterable[str], rule: Topical) -> Iterator[Pattern]:
    """What is looked for to find these terms of a rule; a Plan and its Scanner ask for the same."""
    known: dict[str, tuple[Pattern, ...]] = vars(rule).setdefault("patterns", {})
    for term in terms:
        if term not in known:
            known[term] = tuple([Pattern(fold_phrase(each)) for each in spellings(term, rule.lists)])
        yield from known[term]


def complaints(rule: Topical) -> Iterator[tuple[str, str, str]]:
    """Nothing to look for, spellings that cannot be read, company that no list names: `(field, problem, hint)`."""
    if not any(vocabulary.terms for vocabulary in rule.vocabulary):
        yield "vocabulary", "there is nothing to look for", "list words under `terms`"
    written = [("vocabulary", term) for vocabulary in rule.vocabulary for term in vocabulary.terms]
    written += [("lists", entry) for entries in rule.lists.values() for entry in entries]
    written += [("unless", phrase) for phrase in rule.unless]
    for field, term in written:
        try:
            if not all(fold_phrase(each) for each in spellings(term, rule.lists)):
                yield field, f"`{term}` may stand for nothing at all", "leave one letter at least"
        except SpellingError as error:
            yield field, str(error), error.hint
    for vocabulary in rule.vocabulary:
        for name in company(vocabulary):
            if name not in rule.lists:
                yield "vocabulary", f"there is no list `{name}`", "add it under `lists`"
