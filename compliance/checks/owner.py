"""Is the article the outlet's own to give away, and not copy of an agency or a partner that it carried?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.article import Block
from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Hit, Pattern
from compliance.obligation import Obligation
from compliance.policy import Outlet, Rule
from compliance.sample import names, sample, unshown
from compliance.signature import HEADINGS, Known, signed
from compliance.text import fold_phrase
from compliance.wording import wordings


class Owner(Rule, frozen=True, kw_only=True):
    """Is the article the outlet's own to give away, and not copy of an agency or a partner that it carried?"""

    check: Literal["owner"] = "owner"
    others: tuple[str, ...] = ()
    """Agencies and partners whose copy the terms do not cover; empty: the agencies of the lexicon."""
    markers: tuple[str, ...] = ()
    """Phrases by which the outlet marks copy of others (`content-sharing agreement`)."""


RULE = Owner

_DATELINE = 80
"""Within how many characters of a paragraph a dateline names an agency: `KYIV, March 2 (Reuters) -`."""
_AFTER_DATELINE = re.compile(r"\)\s*[-‐-―]")
_TOP = 3


def complain(rule: Owner) -> Iterable[Complaint]:
    """Names and phrases without letters."""
    for field in ("others", "markers"):
        if any(not fold_phrase(text) for text in getattr(rule, field)):
            yield field, f"an entry of `{field}` has no letters to look for", "remove it, or fill it in"


def patterns(obligation: Obligation[Owner], lexicon: Lexicon) -> Iterable[Pattern]:
    """The others' names, and the phrases that mark their copy."""
    return tuple(map(Pattern, (*_others(obligation, lexicon), *obligation.rule.markers)))


def judge(obligations: Sequence[Obligation[Owner]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule: violated by whatever says that it is somebody else's."""
    for obligation in obligations:
        yield _judge(obligation, case)


def _judge(obligation: Obligation[Owner], case: Case) -> Outcome:
    others = _others(obligation, case.lexicon)
    signed_by, own = _signed(obligation, others, case)
    foreign = [*signed_by, *_datelines(others, case), *_credits(others, case), *_marked(obligation.rule, case)]
    if foreign:
        quotes = names(each.readable or each.quote for each in sample(foreign))
        return obligation.violated(f"it says that it is another's: {quotes}{unshown(foreign)}", sample(foreign))
    if own:
        return obligation.met("nothing in it says that it is another's")
    insert = case.article.place("byline")
    return obligation.undetermined("there is no byline to tell whose it is", insert=insert)


def _others(obligation: Obligation[Owner], lexicon: Lexicon) -> tuple[str, ...]:
    own = set(map(fold_phrase, obligation.outlet.names)) if obligation.outlet else set()
    return tuple(name for name in obligation.rule.others or lexicon.agencies if fold_phrase(name) not in own)


def _signed(obligation: Obligation[Owner], others: Iterable[str], case: Case) -> tuple[list[Evidence], bool]:
    """The others named in bylines, and whether there is any byline at all."""
    known = {fold_phrase(name) for name in others} | {fold_phrase(f"the {name}") for name in others}
    found = signed(case, Known.of(case.article, obligation.outlet, case.desk))
    named = [
        case.quote(each.text, name.start, name.end, each.note)
        for each in found
        if not each.about
        for name in (*each.byline.others, *(name for person in each.byline.people for name in person.affiliations))
        if fold_phrase(name.text) in known
    ]
    return named, any(each.byline.people or each.byline.others for each in found)


def _datelines(others: Iterable[str], case: Case) -> Iterator[Evidence]:
    """`KYIV (Reuters) - ...` at the beginning of the first paragraphs."""
    body = case.article.body
    first = [block for block in body.blocks if block.kind not in HEADINGS][: _TOP + 2]
    for hit in _hits(others, case):
        block = body.block_at(hit.start)
        opened = hit.start > 0 and body.plain[hit.start - 1] == "("
        if (
            block in first
            and hit.end - block.start <= _DATELINE
            and opened
            and _AFTER_DATELINE.match(body.plain, hit.end)
        ):
            yield case.quote(body, hit.start, hit.end, "dateline")


def _credits(others: Sequence[str], case: Case) -> Iterator[Evidence]:
    """Credit lines that say of the article that it is one of the others'."""
    body = case.article.body
    blocks = dict.fromkeys(body.block_at(hit.start) for hit in _hits(others, case))
    templates = tuple(each for each in case.lexicon.credit_wordings if "{noun}" in each or "{published}" in each)
    strangers = Outlet(name=others[0], aliases=tuple(others[1:])) if others else Outlet(name="")
    for block in blocks:
        if _is_running_text(block):
            found = wordings(templates, case.lexicon, strangers, typos=0).find(body.plain, block.start, block.end)
            yield from (case.quote(body, each.start, each.end, "credit line") for each in found)


def _is_running_text(block: Block) -> bool:
    return block.kind not in HEADINGS


def _marked(rule: Owner, case: Case) -> Iterator[Evidence]:
    body = case.article.body
    for hit in case.find(map(Pattern, rule.markers), body):
        yield case.quote(body, hit.start, hit.end, "marks copy of others")


def _hits(others: Iterable[str], case: Case) -> list[Hit]:
    return case.find(map(Pattern, others), case.article.body)
