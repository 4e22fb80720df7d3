"""The index that finds the words of topics."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from compliance.company import Company
from compliance.match import Pattern
from compliance.vocabulary import Topical, company, patterns


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
        self._company: dict[int, Company] = {}
        for index, rule in enumerate(rules):
            for at, vocabulary in enumerate(rule.vocabulary):
                for term in vocabulary.terms:
                    self._note([term], Use(index, at, term))
            self._note(rule.unless, Use(index))

    def company(self, rule: int) -> Company:
        """What the terms of a rule are seen with; worked out for the first that asks for any."""
        if rule not in self._company:
            self._company[rule] = Company(self._rules[rule])
        return self._company[rule]

    def _note(self, terms: Iterable[str], use: Use) -> None:
        for pattern in patterns(terms, self._rules[use.rule]):
            self.uses.setdefault(pattern, []).append(use)


def words_of(rules: Sequence[Topical]) -> Words:
    """What these rules look for; kept with the first of them, for the next article."""
    kept = vars(rules[0])
    known: tuple[Sequence[Topical], Words] | None = kept.get("words")
    if known is None or len(known[0]) != len(rules) or any(a is not b for a, b in zip(known[0], rules, strict=True)):
        known = kept["words"] = (tuple(rules), Words(rules))
    return known[1]
