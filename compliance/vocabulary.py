"""The words of topics: weighted terms with the company they must, and must not, keep; and the index that finds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

from compliance.match import Matcher, Pattern
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


class Use(NamedTuple):
    """What a pattern is looked for on behalf of: an entry of a vocabulary, or an excuse (-1), of one rule."""

    rule: int
    vocabulary: int = -1
    term: str = ""
    """As it is written in the rule, so that all its spellings are one."""


class Words:
    """All that some rules look for: terms and excuses in the whole text, their company only around them."""

    def __init__(self, rules: Sequence[Topical]) -> None:
        self.uses: dict[Pattern, list[Use]] = {}
        """What each pattern is looked for in the text."""
        self.disguised: frozenset[str] = frozenset(
            pattern.text
            for rule in rules
            for vocabulary in rule.vocabulary
            if vocabulary.disguised
            for term in (*vocabulary.terms, *(each for name in company(vocabulary) for each in rule.lists[name]))
            for pattern in patterns([term], rule)
            if " " not in pattern.text
        )
        """The words, folded, that are looked for in disguise too."""
        self._rules = rules
        for index, rule in enumerate(rules):
            for at, vocabulary in enumerate(rule.vocabulary):
                for term in vocabulary.terms:
                    self._note([term], Use(index, at, term))
            self._note(rule.unless, Use(index))

    def _note(self, terms: Iterable[str], use: Use) -> None:
        for pattern in patterns(terms, self._rules[use.rule]):
            self.uses.setdefault(pattern, []).append(use)

    @cached_property
    def lists(self) -> dict[Pattern, list[tuple[int, str]]]:
        """The company that terms keep: in which lists, of which rules, each pattern is."""
        found: dict[Pattern, list[tuple[int, str]]] = {}
        for index, rule in enumerate(self._rules):
            for name in dict.fromkeys(name for vocabulary in rule.vocabulary for name in company(vocabulary)):
                for pattern in patterns(rule.lists[name], rule):
                    found.setdefault(pattern, []).append((index, name))
        return found

    @cached_property
    def matcher(self) -> Matcher:
        """What finds the company of terms; made for the first term that asks for any."""
        return Matcher(self.lists)


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
    """What is looked for to find these terms of a rule."""
    return (Pattern(fold_phrase(each)) for term in terms for each in spellings(term, rule.lists))


def words_of(rules: Sequence[Topical]) -> Words:
    """What these rules look for; kept with the first of them, for the next article."""
    kept = vars(rules[0])
    known: tuple[Sequence[Topical], Words] | None = kept.get("words")
    if known is None or len(known[0]) != len(rules) or any(a is not b for a, b in zip(known[0], rules, strict=True)):
        known = kept["words"] = (tuple(rules), Words(rules))
    return known[1]


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
