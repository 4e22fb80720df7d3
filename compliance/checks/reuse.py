"""Is text of an original in the article, and nobody says so?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import sample

if TYPE_CHECKING:
    from compliance.attribution import Origin


class ReuseRule(Rule, frozen=True, kw_only=True):
    """Is text of an original in the article, and nobody says so? Needs the originals, or an index: `--originals`."""

    check: Literal["reuse"] = "reuse"
    words: int
    """How many of an original's words may run without credit to whose they are; in the policy of an outlet only its
    own originals count. Quoted speech, what recurs over the originals, and texts that are free do not."""


RULE = ReuseRule

_TOLD = 3
"""How many originals a reason names: a story that many papers printed is in all of them."""


def complain(rule: ReuseRule) -> Iterable[Complaint]:
    """A number of words that cannot be."""
    if rule.words < 0:
        yield "words", "`words` is below 0", "write how many words may run without credit, or 0"


def patterns(obligation: Obligation[ReuseRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: the article is held against the originals."""
    return ()


def judge(obligations: Sequence[Obligation[ReuseRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule; without originals nothing is known."""
    for obligation in obligations:
        if case.originals is None:
            reason = "no originals were given to look for its text in: give them, or an index, with `--originals`"
            yield obligation.undetermined(reason)
        else:
            yield _judge(obligation, case)


def _judge(obligation: Obligation[ReuseRule], case: Case) -> Outcome:
    from compliance.attribution import origins, shown

    limit = obligation.rule.words
    found = [each for each in origins(case, obligation.outlet) if each.taken > limit]
    silent = [each for each in found if not each.credit]
    if silent:
        evidence = sample(piece for each in silent for piece in shown(case, each.reuse.original, each.passages))
        return obligation.violated(_told(silent), evidence, case.article.place("bottom"))
    if found:
        credit = dict.fromkeys(piece for each in found for piece in each.credit)
        return obligation.met(f"{_told(found)}; that is said", sample(credit))
    return obligation.met(f"no original that was given has more than {limit} words of it")


def _told(found: Sequence[Origin]) -> str:
    """How much of the article is whose, in a clause or a few."""
    clauses = []
    for each in found[:_TOLD]:
        words = each.reuse.words
        clauses.append(f"{each.taken} of its {words} words ({each.taken / max(words, 1):.0%}) are those of {each.name}")
    more = f"; {len(found) - _TOLD} more originals have such text" if len(found) > _TOLD else ""
    return "; ".join(clauses) + more
