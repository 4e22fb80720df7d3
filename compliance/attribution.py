"""Whose the text is that an article has of originals, and where it says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from compliance.address import parse
from compliance.article import Article
from compliance.case import Case
from compliance.fidelity import Pair
from compliance.finding import ALSO, Evidence
from compliance.leads import addresses
from compliance.originals import Found
from compliance.policy import Outlet
from compliance.reuse import Passage, Reuse
from compliance.sample import sample
from compliance.surroundings import holds, phrase


class Origin(Struct, frozen=True):
    """An original that an article has text of."""

    reuse: Reuse
    passages: tuple[Passage, ...]
    """What was taken, and is not of another original that the article names, or that is its own site's."""
    credit: tuple[Evidence, ...]
    """Where readers are told whose it is; nowhere, if it is empty."""

    @property
    def name(self) -> str:
        """The original, as a message names it: by its address, if it has one."""
        return _name(self.reuse.original)

    @property
    def taken(self) -> int:
        """How many words of the original's own the passages have."""
        return sum(each.taken for each in self.passages)


def origins(case: Case, outlet: Outlet | None) -> list[Origin]:
    """The originals that an article may have its text from, those of one outlet only if one is given."""
    article = case.article
    taken = [each for each in case.reuses if each.taken and not _is_later(each.original, article)]
    credits = [tuple(_credits(case, each.original, outlet)) for each in taken]
    told = [_is_its_own(article, each.original) or bool(credit) for each, credit in zip(taken, credits, strict=True)]
    accounted = [passage for each, known in zip(taken, told, strict=True) if known for passage in each.passages]
    found = []
    for each, credit in zip(taken, credits, strict=True):
        if _is_its_own(article, each.original) or (outlet is not None and not is_of(each.original, outlet)):
            continue
        left = (passage for passage in each.passages if passage.taken)
        passages = tuple(passage for passage in left if credit or not _is_covered(passage, accounted))
        found.append(Origin(each, passages, credit))
    return found


def evidence(case: Case, outlet: Outlet, least: float) -> Iterator[Evidence]:
    """The passages that an article has of an outlet's originals, if they make so much of the shorter text."""
    for each in case.reuses:
        shorter = max(min(each.words, each.original_words), 1)
        if (
            each.taken >= least * shorter
            and is_of(each.original, outlet)
            and not _is_later(each.original, case.article)
        ):
            yield from shown(case, each.original, each.passages)


def shown(case: Case, original: Article, passages: Iterable[Passage]) -> Iterator[Evidence]:
    """Where the text is that was taken, as much of it as is shown."""
    for each in sample(passage for passage in passages if passage.taken):
        yield case.quote(case.article.body, each.start, each.end, f"{ALSO} {_name(original)}")


def is_of(original: Article, outlet: Outlet) -> bool:
    """Whether an original is an outlet's: by its address, or by whom it names as its source."""
    if any(each.on(domain) for each in addresses(original.url, original.canonical) for domain in outlet.domains):
        return True
    names = {phrase(name) for name in outlet.names}
    return any(phrase(text.plain) in names for text in original.outlets)


def _is_later(original: Article, article: Article) -> bool:
    """Whether an original was published later than the article, which cannot have taken its text then.

    By more than a day: dates come without times, and times without zones.
    """
    dates = [each.date("published") for each in (original, article)]
    days = [each.value.date() for each in dates if each is not None and each.value is not None]
    return len(days) == 2 and (days[0] - days[1]).days > 1


def _is_covered(passage: Passage, accounted: Iterable[Passage]) -> bool:
    """Whether most of a passage is accounted for."""
    common = sum(max(min(passage.end, each.end) - max(passage.start, each.start), 0) for each in accounted)
    return 2 * common > passage.end - passage.start


def _is_its_own(article: Article, original: Article) -> bool:
    """Whether an article stands on the same site as the original: the original itself, or a house's own reuse."""
    here = {each.host for each in addresses(article.url)}
    there = {each.host for each in addresses(original.url, original.canonical)}
    if here & there:
        return True
    names = {phrase(text.plain) for text in article.outlets} - {()}
    return not here and bool(names & {phrase(text.plain) for text in original.outlets})


def _credits(case: Case, original: Article, outlet: Outlet | None) -> Iterator[Evidence]:
    """Where an article says whose text it is: in a credit line or a byline; a link is enough where no name is known."""
    article = case.article
    given = [text.plain for text in original.outlets]
    if outlet is not None and is_of(original, outlet):
        given += outlet.names
    names = [words for words in map(phrase, given) if words]
    pair = Pair(article, Found(original, "by its text"), case.lexicon, given)
    for start, end, kind in pair.now.blocks:
        first, last = pair.now.range(start, end)
        said = phrase(article.body.plain[first:last])
        if _holds_one(said, names) and pair.around_copy.sort(start, end, kind) == "credit":
            yield case.quote(article.body, first, last, "credit")
    for text in article.bylines:
        if _holds_one(phrase(text.plain), names):
            yield case.quote(text, 0, len(text.plain), text.place)
    wanted = list(addresses(original.url, original.canonical))
    for canonical in addresses(article.canonical):
        if canonical in wanted and article.canonical is not None:
            yield case.quote(article.canonical, 0, len(article.canonical.plain), "canonical address")
    for link in article.links if not names else ():
        if link.in_body and not link.hidden and parse(link.href) in wanted:
            yield case.quote_span(link.span, link.text, "link")


def _holds_one(said: tuple[str, ...], names: Iterable[tuple[str, ...]]) -> bool:
    return any(holds(said, name) for name in names)


def _name(original: Article) -> str:
    address = original.url or original.canonical
    whose = f" ({original.outlets[0].plain})" if original.outlets else ""
    return f"`{address.plain if address is not None else original.id}`{whose}"
