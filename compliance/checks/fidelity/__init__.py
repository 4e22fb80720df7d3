"""Does the copy keep to its original, as far as the terms ask?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.case import Case
from compliance.checks.fidelity.rule import Fidelity
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.text import fold_phrase

RULE = Fidelity

_PARAMETERS = {
    "allow": ("unchanged", "changes-noted"),
    "whole": ("excerpt",),
    "words": ("excerpt",),
    "paragraphs": ("excerpt",),
    "expect": ("images",),
    "wait": ("window",),
    "within": ("window",),
    "date": ("window",),
    "phrases": ("changes-noted", "withdrawn"),
}
"""The kinds that each parameter says something for."""
_MOST_DAYS = 36_500


def complain(rule: Fidelity) -> Iterable[Complaint]:
    """Parameters of another kind, an excerpt without a limit or with two, days and numbers that cannot be."""
    for name, kinds in _PARAMETERS.items():
        if getattr(rule, name) not in ((), 0, False, "kept", "published") and rule.kind not in kinds:
            yield name, f"`{name}` says nothing for `{rule.kind}`", f"it belongs to {' or '.join(map(_code, kinds))}"
    if rule.kind == "excerpt" and [bool(rule.whole), bool(rule.words), bool(rule.paragraphs)].count(True) != 1:
        yield "kind", "an excerpt needs one limit", "write one of `words`, `paragraphs` and `whole: true`"
    for name in ("words", "paragraphs", "wait", "within"):
        if getattr(rule, name) < 0:
            yield name, f"`{name}` is below 0", "write a number above 0"
    for name in ("wait", "within"):
        if getattr(rule, name) > _MOST_DAYS:
            yield name, f"`{name}` is more than a century", f"write at most {_MOST_DAYS}"
    if rule.within and rule.within < rule.wait:
        yield "within", "the window closes before it opens", "write `within` above `wait`"
    for phrase in rule.phrases:
        if not fold_phrase(phrase):
            yield "phrases", "an entry has no letters to look for", "remove it, or fill it in"


def _code(word: str) -> str:
    return f"`{word}`"


def patterns(obligation: Obligation[Fidelity], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: the copy is held against its original."""
    return ()


def judge(obligations: Sequence[Obligation[Fidelity]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule; without the original nothing is known."""
    for obligation in obligations:
        pair = case.pair
        if case.originals is None:
            yield obligation.undetermined("no original was given to hold it against: give it with `--originals`")
        elif pair is None:
            yield obligation.undetermined("none of the originals given is this article's, as far as can be seen")
        else:
            # Imported only where there is an original: a check without one starts sooner.
            from compliance.checks.fidelity.judges import JUDGES

            yield JUDGES[obligation.rule.kind](obligation, case, pair)
