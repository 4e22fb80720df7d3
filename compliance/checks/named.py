"""Is somebody named whom the article must not name: a victim of sexual assault, or a child in a crime?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from compliance.article import Text
from compliance.case import Case
from compliance.condition import in_another_language
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern, Sought
from compliance.naming import naming
from compliance.obligation import Obligation
from compliance.passage import phrase
from compliance.policy import Rule
from compliance.sample import count, names, sample, unshown
from compliance.spellings import SpellingError, spellings
from compliance.text import fold_phrase


class Named(Rule, frozen=True, kw_only=True):
    """Is somebody named whom the article must not name: a victim of sexual assault, or a child in a crime?

    A person's name is one with a given name that is known. It counts where words right before or right behind it show
    who it is (`before`, `behind`), or where the age given with it is below `younger_than`.
    """

    check: Literal["named"] = "named"
    before: tuple[str, ...] = ()
    """What stands right before the name of somebody who must not be named: `the victim,`, `raped`."""
    behind: tuple[str, ...] = ()
    """What stands right behind it: `was raped`, `the victim`."""
    younger_than: int = 0
    """The age below which nobody may be named; 0: any age is old enough."""
    language: tuple[str, ...] = ("en",)
    """The languages that the words are of."""


RULE = Named

_LATIN = [chr(point) for point in range(0x41, 0x250)]
_BIG, _SMALL = (f"[{''.join(filter(case, _LATIN))}]" for case in (str.isupper, str.islower))
_CAPITALISED = rf"{_BIG}(?:['’]{_BIG})?{_SMALL}+(?:{_BIG}{_SMALL}+)?(?:-{_BIG}{_SMALL}+)?"
_NAME = re.compile(rf"\b{_CAPITALISED}(?: [A-Z]\.)?(?: {_CAPITALISED}){{1,2}}\b")
_AGE_BEFORE = re.compile(r"\b(\d{1,2})-year-olds?,? (?:(?:\w+,? )?(?:called |named ))?$")
_AGE_BEHIND = re.compile(
    r"(?:,| \() ?(?:who (?:is|was) |then |aged? |an? |just |only )?(\d{1,2})(?:-year-old|[,.;)]| at the time)"
)
_AROUND = 60
"""So many characters beside a name are looked at."""
_BETWEEN = ' ,;:-"('
"""What may stand between a name and the words beside it, besides quotation marks."""


def complain(rule: Named) -> Iterable[Complaint]:
    """Nothing that tells who must not be named; spellings that cannot be read."""
    if not (rule.before or rule.behind or rule.younger_than > 0):
        yield (
            "before",
            "nobody is told from anybody else",
            "list words under `before` or `behind`, or write `younger_than`",
        )
    for field in ("before", "behind"):
        for term in getattr(rule, field):
            try:
                if not all(fold_phrase(each) for each in spellings(term)):
                    yield field, f"`{term}` may stand for nothing at all", "leave one letter at least"
            except SpellingError as error:
                yield field, str(error), error.hint


def patterns(obligation: Obligation[Named], lexicon: Lexicon) -> Iterable[Pattern]:
    """The words beside names."""
    return (*_sought(obligation.rule.before).order, *_sought(obligation.rule.behind).order)


def judge(obligations: Sequence[Obligation[Named]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


@lru_cache(maxsize=64)
def _sought(terms: tuple[str, ...]) -> Sought:
    return Sought(Pattern(fold_phrase(each)) for term in terms for each in spellings(term))


class _Person(NamedTuple):
    """Somebody's name at a place of a text, and what shows that it must not be there."""

    text: Text
    start: int
    end: int
    why: str


def _judge(obligation: Obligation[Named], case: Case) -> Outcome:
    rule, article = obligation.rule, case.article
    if foreign := in_another_language(rule.language, article.main_language):
        return obligation.undetermined(foreign)
    if not article.body.plain.strip():
        return obligation.undetermined("there is no text to search")
    texts = [text for text in (article.title, article.body) if text is not None]
    seen = [person for text in texts for person in _persons(rule, text, case)]
    if not seen:
        return obligation.met("nobody of whom it is said is named")
    said = names(each.text.plain[each.start : each.end] for each in seen)
    evidence = [case.quote(each.text, each.start, each.end, each.why) for each in sample(seen)]
    return obligation.violated(f"{count(len(seen), 'place')}: {said}{unshown(seen)}", evidence)


def _persons(rule: Named, text: Text, case: Case) -> Iterator[_Person]:
    """The names that words or an age beside them forbid."""
    ends = {hit.end: text.plain[hit.start : hit.end] for hit in case.find(_sought(rule.before), text)}
    starts = {hit.start: text.plain[hit.start : hit.end] for hit in case.find(_sought(rule.behind), text)}
    if not (ends or starts or rule.younger_than):
        return
    for start, end in case.once(("persons", id(text)), lambda: _named(text, case.lexicon)):
        why = ends.get(_back(text.plain, start)) or starts.get(_ahead(text.plain, end))
        age = None if why else _age(text.plain, start, end)
        if why or (age is not None and age < rule.younger_than):
            yield _Person(text, start, end, f"“{why}”" if why else f"{age} years old")


def _named(text: Text, lexicon: Lexicon) -> list[tuple[int, int]]:
    """Where persons' names stand."""
    known = naming(lexicon, ())
    return [match.span() for match in _NAME.finditer(text.plain) if known.has_given(phrase(match.group())[:1])]


def _back(plain: str, at: int) -> int:
    """The end of the word before a place."""
    while at > 0 and plain[at - 1] in _BETWEEN:
        at -= 1
    return at


def _ahead(plain: str, at: int) -> int:
    """The beginning of the word behind a place."""
    while at < len(plain) and plain[at] in _BETWEEN:
        at += 1
    return at


def _age(plain: str, start: int, end: int) -> int | None:
    """The age that is given with a name."""
    before = _AGE_BEFORE.search(plain, max(0, start - _AROUND), start)
    behind = _AGE_BEHIND.match(plain, end, end + _AROUND)
    found = before or behind
    return int(found[1]) if found else None
