"""Does the article say where help is to be had, in the country that it is of?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from compliance.address import parse
from compliance.case import Case
from compliance.expression import Complaint
from compliance.expression import complain as complain_of
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Hit, Pattern, Sought
from compliance.noun import Noun
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import count, names, sample
from compliance.text import fold_phrase

EVERYWHERE = "any"
"""The `country` of lines that serve people wherever they are."""


class Lines(Noun, frozen=True, kw_only=True):
    """The helplines of one country."""

    country: str
    """Its code (ISO 3166): `GB`; `any` for lines that serve people wherever they are."""
    lines: tuple[str, ...]
    """Names, numbers and addresses of the lines, each enough by itself."""
    written: tuple[str, ...] = ()
    """Linear-time patterns for those that are too short to stand alone: `call 988`."""
    places: tuple[str, ...] = ()
    """Names whose mention shows that an article is of this country: its own, its people's, its large cities'."""


class Helpline(Rule, frozen=True, kw_only=True):
    """Does the article say where help is to be had, in the country that it is of?

    Its country is where the desk's audience is (`region`), else what its language tag, its address, or the places it
    names say. Where none does, or several are named alike, any line is enough.
    """

    check: Literal["helpline"] = "helpline"
    helplines: tuple[Lines, ...]
    """The lines, by country."""
    mentions: int = 2
    """How many more mentions than the next a country needs, to be the one that the article is of."""


RULE = Helpline

_CODE = re.compile(r"[A-Z]{2}|any")
_DOMAINS = {"UK": "GB"}
"""Top-level domains of countries that are not the country's code."""


def complain(rule: Helpline) -> Iterable[Complaint]:
    """No lines, codes that are no country's, phrases without letters, patterns that are not linear-time."""
    if not any(each.lines or each.written for each in rule.helplines):
        yield "helplines", "there is nothing to look for", "list countries, each with `lines`"
    for each in rule.helplines:
        if not _CODE.fullmatch(each.country):
            yield "helplines", f"`{each.country}` is no country", "write two capital letters (`GB`), or `any`"
        if any(not fold_phrase(phrase) for phrase in (*each.lines, *each.places)):
            yield "helplines", "an entry has no letters to look for", "remove it, or fill it in"
        yield from complain_of("helplines", each.written)
    if rule.mentions < 1:
        yield "mentions", "`mentions` is below 1, so any country is the article's", "write 1 or more"


def patterns(obligation: Obligation[Helpline], lexicon: Lexicon) -> Iterable[Pattern]:
    """The lines, and the places that tell the country."""
    for each in obligation.rule.helplines:
        yield from (*_lines(each.lines, each.written).order, *_places_of(each.places).order)


def judge(obligations: Sequence[Obligation[Helpline]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


@lru_cache(maxsize=256)
def _lines(lines: tuple[str, ...], written: tuple[str, ...]) -> Sought:
    return Sought((*map(Pattern, lines), *(Pattern(each, regex=True) for each in written)))


@lru_cache(maxsize=256)
def _places_of(places: tuple[str, ...]) -> Sought:
    return Sought(map(Pattern, places))


def _judge(obligation: Obligation[Helpline], case: Case) -> Outcome:
    rule, body = obligation.rule, case.article.body
    if not body.plain.strip():
        return obligation.undetermined("there is no text to search")
    found = {
        each.country: hits for each in rule.helplines if (hits := case.find(_lines(each.lines, each.written), body))
    }
    place, (country, why) = case.article.place("bottom"), _country(rule, case)
    if not found:
        known = f"; its country is {country} ({why})" if country else ""
        return obligation.violated(f"no helpline is given{known}", insert=place)
    right = [found[code] for code in (country, EVERYWHERE) if code in found] if country else list(found.values())
    if right:
        return obligation.met(
            f"gives {_given(right)}" + (f", for {country} ({why})" if country else ""), _shown(right, case)
        )
    wrong = list(found.values())
    reason = f"gives {_given(wrong)}, of {names(found)}; its country is {country} ({why})"
    return obligation.violated(reason, _shown(wrong, case), place)


def _given(hits: Sequence[Sequence[Hit]]) -> str:
    return count(len(_places(hits)), "helpline")


def _shown(hits: Sequence[Sequence[Hit]], case: Case) -> list[Evidence]:
    return [case.quote(case.article.body, start, end) for start, end in sample(_places(hits))]


def _places(hits: Sequence[Sequence[Hit]]) -> list[tuple[int, int]]:
    """Where they stand; some lines are those of several countries."""
    return sorted({(hit.start, hit.end) for each in hits for hit in each})


def _country(rule: Helpline, case: Case) -> tuple[str, str]:
    """The article's country, of those that have lines, and what says so; empty where it is not known."""
    listed = {each.country for each in rule.helplines} - {EVERYWHERE}
    region = (case.desk.region or "").upper()
    if region in listed:
        return region, "the desk's audience"
    tag = case.article.language.replace("_", "-").upper().split("-")
    if tag[-1] in listed and len(tag) > 1:
        return tag[-1], "its language"
    for text in (case.article.canonical, case.article.url):
        address = parse(text.plain) if text is not None else None
        domain = address.host.rpartition(".")[2].upper() if address is not None else ""
        if _DOMAINS.get(domain, domain) in listed:
            return _DOMAINS.get(domain, domain), "its address"
    return _of_places(rule, case)


def _of_places(rule: Helpline, case: Case) -> tuple[str, str]:
    """The country whose places are named so many times more than any other's."""
    body = case.article.body
    named = Counter({each.country: len(case.find(_places_of(each.places), body)) for each in rule.helplines})
    (first, most), (_, next_most) = (*named.most_common(2), ("", 0), ("", 0))[:2]
    return (first, f"{count(most, 'mention')} of it") if most - next_most >= rule.mentions else ("", "")
