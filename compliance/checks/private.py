"""Does the text give away how to reach, find or impersonate a private person?"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from typing import Literal, NamedTuple

from compliance.address import parse
from compliance.article import Text
from compliance.case import Case
from compliance.condition import in_another_language
from compliance.expression import Complaint
from compliance.expression import complain as complain_of
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Hit, Pattern, Sought
from compliance.obligation import Obligation
from compliance.particulars import Found, Particular, is_known, may_stand, particulars
from compliance.policy import Rule
from compliance.sample import count, names, sample, unshown
from compliance.text import fold_phrase


class Private(Rule, frozen=True, kw_only=True):
    """Does the text give away how to reach, find or impersonate a private person?

    What is there for the public does not count: the addresses of the article's own site and of the desk, an author's,
    those of an office (`mailboxes`), and whatever stands beside words that ask readers to use it (`public`).
    """

    check: Literal["private"] = "private"
    particulars: tuple[Particular, ...]
    """What private data is, and how each kind of it is told."""
    regions: tuple[str, ...] = ("US", "GB")
    """The countries (ISO 3166) as whose a telephone number without a country is read."""
    public: tuple[str, ...] = ()
    """Words that ask readers to write or call: `contact`, `hotline`."""
    mailboxes: tuple[str, ...] = ()
    """First parts of e-mail addresses that are an office's: `info`, `press`."""
    domains: tuple[str, ...] = ()
    """Domains whose addresses are nobody's: those set aside for examples."""
    reach: int = 90
    """How many characters may stand between private data and the words beside it."""
    language: tuple[str, ...] = ("en",)
    """The languages that the words beside private data are of: an article that says it is in another is told what was
    found, and that nothing was found is not known."""


RULE = Private

_WORD = re.compile(r"[^\W\d_]{3,}")
_LONGEST = 60
"""No words that stand beside private data are longer."""
_REGION = re.compile(r"[A-Z]{2}")


def complain(rule: Private) -> Iterable[Complaint]:
    """Nothing to look for, patterns that are not linear-time, numbers that nothing can check, unknown regions."""
    if not rule.particulars:
        yield "particulars", "there is nothing to look for", "list kinds of private data, each with `written`"
    for each in rule.particulars:
        yield from complain_of("particulars", [each.written])
        if not is_known(each.number):
            yield "particulars", f"`{each.number}` cannot be checked", "write `phone` or a module of python-stdnum"
    for region in rule.regions:
        if not _REGION.fullmatch(region):
            yield "regions", f"`{region}` is no country", "write two capital letters: `GB`"
    for field, phrases in (("public", rule.public), ("particulars", _company(rule))):
        if any(not fold_phrase(phrase) for phrase in phrases):
            yield field, "an entry has no letters to look for", "remove it, or fill it in"
    if rule.reach < 1:
        yield "reach", "`reach` is below 1, so nothing stands beside anything", "write a number of characters"


def patterns(obligation: Obligation[Private], lexicon: Lexicon) -> Iterable[Pattern]:
    """The words that stand beside private data, and beside what is for the public."""
    return map(Pattern, (*obligation.rule.public, *_company(obligation.rule)))


def judge(obligations: Sequence[Obligation[Private]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule; each text is gone through once for all of them, and again where there is something."""
    texts = [text for text in (case.article.title, case.article.body) if text is not None and text.plain.strip()]
    kinds = {id(text): [each for one in obligations for each in _conceivable(one.rule, text, case)] for text in texts}
    shaped = [text for text in texts if may_stand(kinds[id(text)], case.folded(text))]
    for obligation in obligations:
        yield _judge(obligation, shaped, case)


def _company(rule: Private) -> tuple[str, ...]:
    return tuple(chain.from_iterable(each.near for each in rule.particulars))


class _Seen(NamedTuple):
    """Private data that counts, and the text that has it."""

    text: Text
    found: Found


def _judge(obligation: Obligation[Private], texts: Iterable[Text], case: Case) -> Outcome:
    """The Outcome of a rule, given the texts that have anything of the shape of private data."""
    rule, article = obligation.rule, case.article
    if not article.body.plain.strip():
        return obligation.undetermined("there is no text to search")
    seen = [_Seen(text, found) for text in texts for found in _private(rule, text, case)]
    if not seen:
        foreign = in_another_language(rule.language, article.main_language)
        if foreign and any(each.near for each in rule.particulars):
            return obligation.undetermined(foreign)
        return obligation.met(f"nothing of {count(len(rule.particulars), 'kind')} of private data")
    kinds = names(each.found.particular.kind for each in seen)
    evidence = [case.quote(text, found.start, found.end, found.particular.kind) for text, found in sample(seen)]
    return obligation.violated(f"{count(len(seen), 'piece')} of private data: {kinds}{unshown(seen)}", evidence)


def _private(rule: Private, text: Text, case: Case) -> Iterator[Found]:
    """The private data of a text, each place once, without what is there for the public."""
    there = case.found(text)
    wanted = [each for each in rule.particulars if not each.near or _sought(each.near).stands(there)]
    found = sorted(particulars(wanted, rule.regions, case.folded(text)), key=lambda one: (one.start, -one.end))
    beside = {each.near: case.find(_sought(each.near), text) for each in wanted if found}
    public = case.find(_sought(rule.public), text) if found else []
    authors = _authors(case) if found else frozenset()
    end = 0
    for each in found:
        near = each.particular.near
        stands = not near or _beside(beside[near], each, text, rule.reach)
        if each.start >= end and stands and not _beside(public, each, text, rule.reach):
            if not _is_public(text.plain[each.start : each.end], rule, authors, case):
                yield each
            end = each.end


def _conceivable(rule: Private, text: Text, case: Case) -> Sequence[Particular]:
    """What a text may have: all kinds, or where none of the words stands that some need, those that need none."""
    if _sought(_company(rule)).stands(case.found(text)):
        return rule.particulars
    return [each for each in rule.particulars if not each.near]


@lru_cache(maxsize=256)
def _sought(words: tuple[str, ...]) -> Sought:
    return Sought(map(Pattern, words))


def _beside(hits: Sequence[Hit], found: Found, text: Text, reach: int) -> bool:
    """Whether any of these words, by position, stands in the same paragraph and within reach, before or behind."""
    block = text.block_at(found.start)
    first = bisect_left(hits, max(block.start, found.start - reach - _LONGEST), key=lambda hit: hit.start)
    last = bisect_right(hits, min(block.end, found.end + reach), key=lambda hit: hit.start)
    return any(found.start - hit.end <= reach and hit.end <= block.end for hit in hits[first:last])


def _authors(case: Case) -> frozenset[str]:
    """The words of the bylines."""
    return frozenset(word for text in case.article.bylines for word in _WORD.findall(text.plain.casefold()))


def _is_public(written: str, rule: Private, authors: Collection[str], case: Case) -> bool:
    """Whether an e-mail address is an office's, nobody's, the site's own, the desk's, or an author's."""
    mailbox, at, host = written.casefold().rpartition("@")
    if not at:
        return False
    addressed = parse(f"//{host}")
    if mailbox in rule.mailboxes or addressed is None:
        return True
    if any(addressed.on(domain) for domain in (*rule.domains, *case.desk.domains)):
        return True
    sites = (parse(text.plain) for text in (case.article.url, case.article.canonical) if text is not None)
    if any(site is not None and (addressed.on(site.host) or site.on(addressed.host)) for site in sites):
        return True
    return any(word in mailbox for word in authors)
