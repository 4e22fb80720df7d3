"""Does the copy keep to its original, as far as the terms ask?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.case import Case
from compliance.difference import Edit
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.text import fold_phrase


class Fidelity(Rule, frozen=True, kw_only=True):
    """Does the copy keep to its original, as far as the terms ask? Needs the original: `--originals`."""

    check: Literal["fidelity"] = "fidelity"
    kind: Literal[
        "unchanged",
        "quotations",
        "headline",
        "links",
        "tagline",
        "excerpt",
        "images",
        "byline",
        "changes-noted",
        "window",
        "translation",
        "withdrawn",
    ]
    """What must be faithful. `unchanged`: the text, but for the edits that `allow` lists; `quotations`: the words in
    people's mouths; `headline`: the same headline; `links`: every link of the passages taken over; `tagline`: the
    lines about the outlet at the end; `excerpt`: no more than `words` or `paragraphs`, or the `whole`; `images`: see
    `expect`; `byline`: everybody the original's byline names; `changes-noted`: a note for readers if there are edits
    that `allow` does not list; `window`: not before the original allows it, nor after; `translation`: the language
    of the original; `withdrawn`: the original was not withdrawn or corrected since, nor closed to republication."""
    allow: tuple[Edit, ...] = ()
    """For `unchanged`: the edits that are free; for `changes-noted`: those that need no note. Typographic characters,
    credit lines and page furniture are never held against a copy."""
    whole: bool = False
    """For `excerpt`: the whole text must run, or none of it."""
    words: int = 0
    """For `excerpt`: how many words of the original may run, from its beginning."""
    paragraphs: int = 0
    """For `excerpt`: how many paragraphs of the original may run, from its beginning."""
    expect: Literal["kept", "excluded", "credited"] = "kept"
    """For `images`: `kept`: the pictures of the original are all there; `excluded`: none of them is; `credited`: those
    that are there keep the credit they have in the original."""
    wait: int = 0
    """For `window`: days to wait after the original's publication."""
    within: int = 0
    """For `window`: days after the original's publication until which it may run."""
    date: Literal["published", "now"] = "published"
    """For `window`: what must lie in it: the publication of the copy, or the day of the check (gone afterwards)."""
    phrases: tuple[str, ...] = ()
    """For `changes-noted`: how the note reads, if not as such notes usually do; for `withdrawn`: what the original
    says where it may not be republished (`All Rights Reserved`)."""


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
        yield obligation.undetermined("no original was given to hold it against: give it with `--originals`")
