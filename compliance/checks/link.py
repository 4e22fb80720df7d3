"""Does the article link where the terms ask, or forbid?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from compliance.address import Address, is_domain, parse
from compliance.article import Article, Link, Span
from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import names, sample, unshown
from compliance.text import fold, fold_phrase


class LinkRule(Rule, frozen=True, kw_only=True):
    """Does the article link where the terms ask, or forbid?"""

    check: Literal["link"] = "link"
    to: Literal["original", "article", "home", "domain", "url"] = "domain"
    """`original`: exactly the original's address, as the article gives it; `article`: any page of the outlet's domains
    that is not the home page; `home`: its home page; `domain`: anywhere on its domains; `url`: an address in `urls`."""
    urls: tuple[str, ...] = ()
    """Addresses for `to: url`."""
    domains: tuple[str, ...] = ()
    """Domains to use instead of the outlet's."""
    expect: Literal["present", "absent"] = "present"
    """Whether such a link must, or must not, be there; to be present, it must stand where its readers see it."""
    text: tuple[str, ...] = ()
    """Words one of which the link must stand on; `{outlet}` stands for any of the outlet's names."""
    rel: tuple[str, ...] = ()
    """`rel` tokens it must have."""
    not_rel: tuple[str, ...] = ()
    """`rel` tokens it must not have (`nofollow`)."""
    not_ending: tuple[str, ...] = ()
    """Endings of the address's path that do not count (`.pdf`)."""
    position: Literal["top", "bottom", "anywhere"] = "anywhere"
    """Where in the body it must stand."""
    within: int = 3
    """How many blocks count as the top or the bottom."""


RULE = LinkRule


def complain(rule: LinkRule) -> Iterable[Complaint]:
    """Targets that are none, and parameters that contradict each other."""
    if rule.to == "url" and not rule.urls:
        yield "to", "`to: url` needs the addresses", "list them under `urls`"
    if rule.to != "url" and rule.urls:
        yield "urls", f"`urls` says nothing with `to: {rule.to}`", "write `to: url`, or leave `urls` out"
    if rule.to == "url" and rule.domains:
        yield "domains", "`domains` says nothing with `to: url`", "leave it out, or ask for `to: domain`"
    for url in rule.urls:
        if parse(url) is None:
            yield "urls", f"`{url}` is no web address", "write it whole: `https://example.org/page`"
    for domain in rule.domains:
        if not is_domain(domain):
            yield "domains", f"`{domain}` is no domain", "write it without scheme and path: `example.org`"
    for token in sorted({*rule.rel} & {*rule.not_rel}):
        yield "not_rel", f"`{token}` is both demanded and forbidden", "keep it in one of `rel` and `not_rel`"
    for field in ("text", "rel", "not_rel", "not_ending"):
        if any(not value.strip() for value in getattr(rule, field)):
            yield field, f"an entry of `{field}` is empty", "remove it, or fill it in"
    if rule.within < 1:
        yield "within", "fewer than one block can hold no link", "write 1 or more"


def patterns(obligation: Obligation[LinkRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: addresses are compared, not searched for."""
    return ()


def judge(obligations: Sequence[Obligation[LinkRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


class _Target(NamedTuple):
    """Where a link must lead."""

    kind: str
    pages: tuple[Address, ...]
    """The exact pages, for `original` and `url`."""
    domains: tuple[str, ...]
    words: tuple[str, ...]
    """The words one of which it must stand on, folded; empty: any."""
    names: tuple[str, ...]
    """The outlet's names, folded: a link that stands on one claims to lead there."""


class _Candidate(NamedTuple):
    """A link that is meant, or seems to be meant, and why it does not do (empty: it does)."""

    link: Link
    fault: str


def _judge(obligation: Obligation[LinkRule], case: Case) -> Outcome:
    rule, article = obligation.rule, case.article
    target = _target(obligation, case)
    place = article.place("top" if rule.position == "top" else "bottom")
    if not isinstance(target, _Target):
        reason, found = target
        return obligation.undetermined(reason, [case.quote_span(span) for span in sample(found)], insert=place)
    if not article.can_carry("links"):
        return obligation.undetermined(f"{article.form_name} cannot carry a link", insert=place)
    if rule.expect == "absent":
        return _judge_absence(obligation, target, case)
    candidates = [each for each in (_candidate(link, target, rule, article) for link in article.links) if each]
    good = [each for each in candidates if not each.fault]
    if good:
        evidence = [case.quote_span(link.span, link.text) for link, _ in sample(good)]
        return obligation.met(f"links to `{good[0].link.href}`{unshown(good)}", evidence)
    if candidates:
        evidence = [case.quote_span(link.span, link.text, fault) for link, fault in sample(candidates)]
        faults = "; ".join(dict.fromkeys(each.fault for each in candidates[:3]))
        return obligation.violated(f"no link does: {faults}{unshown(candidates)}", evidence, place)
    return obligation.violated(f"none of its {len(article.links)} links leads to {_wanted(target)}", insert=place)


def _judge_absence(obligation: Obligation[LinkRule], target: _Target, case: Case) -> Outcome:
    """A forbidden link is there even where no reader sees it."""
    links, rule = case.article.links, obligation.rule
    found = [link for link in links if not _misses(link, target, rule)]
    if not found:
        return obligation.met(f"none of its {len(links)} links leads to {_wanted(target)}")
    evidence = [case.quote_span(link.span, link.text, link.hidden) for link in sample(found)]
    return obligation.violated(f"links to {names(link.href for link in found)}{unshown(found)}", evidence)


def _target(obligation: Obligation[LinkRule], case: Case) -> _Target | tuple[str, list[Span]]:
    """Where the link must lead; or why that is not known, with the links that may be meant."""
    rule, outlet, article = obligation.rule, obligation.outlet, case.article
    outlet_names = tuple(map(fold_phrase, outlet.names)) if outlet else ()
    domains = rule.domains or (outlet.domains if outlet else ())
    words = tuple(word for text in rule.text for word in _fill(fold_phrase(text), outlet_names))
    if rule.text and not words:
        return "`{outlet}` stands for nothing: the policy names no outlet", []
    if rule.to == "url":
        pages = tuple(page for page in map(parse, rule.urls) if page)
        return _Target(rule.to, pages, (), words, outlet_names)
    if not domains and rule.to != "original":
        return "neither the rule nor its policy's outlet names a domain", []
    if rule.to != "original":
        return _Target(rule.to, (), domains, words, outlet_names)
    given = case.pair.original.url or case.pair.original.canonical if case.pair is not None else None
    original, why = parse(given.plain) if given is not None else None, ""
    if original is None:
        original, why = original_of(article, domains)
    if original is None:
        return why, [link.span for link in article.links if _on(parse(link.href), domains)]
    return _Target(rule.to, (original,), domains, words, outlet_names)


def original_of(article: Article, domains: Sequence[str]) -> tuple[Address | None, str]:
    """The original's address as the article declares it, else why it is not known."""
    if article.original is not None:
        address = parse(article.original.plain)
        if address is None:
            return None, f"the declared original `{article.original.plain}` is no web address"
        if domains and not _on(address, domains):
            return None, f"the declared original is on `{address.host}`, not on {names(domains)}"
        return address, ""
    address = parse(article.canonical.plain) if article.canonical else None
    if address is not None and _on(address, domains) and not address.is_home:
        return address, ""
    return None, "the article does not say which page is its original"


def _fill(text: str, outlet_names: Iterable[str]) -> Iterable[str]:
    return [text.replace("{outlet}", name) for name in outlet_names] if "{outlet}" in text else [text]


def _candidate(link: Link, target: _Target, rule: LinkRule, article: Article) -> _Candidate | None:
    """A link that leads there, nearly leads there, or claims to by its words; None for any other."""
    miss = _misses(link, target, rule)
    related = not miss or _on(parse(link.href), target.domains) or _claims(link, target)
    if not related:
        return None
    return _Candidate(link, miss or _unseen(link, article) or _misplaced(link, rule, article))


def _claims(link: Link, target: _Target) -> bool:
    words = fold(link.text).text
    return any(name in words for name in target.names)


def _misses(link: Link, target: _Target, rule: LinkRule) -> str:
    """Why a link is not the one that is meant, wherever it stands; empty if it is."""
    address = parse(link.href)
    if address is None:
        return f"`{link.href[:80]}` is no web address"
    return _misses_target(address, target) or _misses_form(link, address, target, rule)


def _misses_target(address: Address, target: _Target) -> str:
    if target.pages:
        home = address.is_home and any(address.host == page.host for page in target.pages)
        miss = "leads to the home page, not to the article" if home else f"leads to another page than {_wanted(target)}"
        return "" if address in target.pages else miss
    if not _on(address, target.domains):
        return f"leads to `{address.host}`, which is not on {names(target.domains)}"
    if target.kind == "article" and address.is_home:
        return "leads to the home page, not to an article"
    if target.kind == "home" and not address.is_home:
        return "leads to a page below the home page"
    return ""


def _misses_form(link: Link, address: Address, target: _Target, rule: LinkRule) -> str:
    ending = next((end for end in rule.not_ending if address.path.lower().endswith(end.lower())), None)
    if ending is not None:
        return f"its address ends in `{ending}`"
    if target.words and not any(word in fold(link.text).text for word in target.words):
        return f"stands on `{link.text[:80]}`, not on {names(rule.text)}"
    tokens = {token.lower() for token in link.rel}
    lacking = [token for token in rule.rel if token.lower() not in tokens]
    if lacking:
        return f"its `rel` lacks {names(lacking)}"
    unwanted = [token for token in rule.not_rel if token.lower() in tokens]
    return f"its `rel` has {names(unwanted)}" if unwanted else ""


def _unseen(link: Link, article: Article) -> str:
    if link.hidden:
        return f"no reader sees it: `{link.hidden}`"
    return "" if link.in_body else "stands outside the article, among the page's furniture"


def _misplaced(link: Link, rule: LinkRule, article: Article) -> str:
    if rule.position == "anywhere" or not article.body.blocks:
        return ""
    blocks = article.body.blocks
    if rule.position == "top":
        return "" if link.at < blocks[: rule.within][-1].end else f"stands below the first {rule.within} blocks"
    return "" if link.at >= blocks[-rule.within :][0].start else f"stands above the last {rule.within} blocks"


def _on(address: Address | None, domains: Iterable[str]) -> bool:
    return address is not None and any(address.on(domain) for domain in domains)


def _wanted(target: _Target) -> str:
    """The target in words."""
    if target.pages:
        return names(f"{page.host}{page.path}" for page in target.pages)
    kind = {"home": "the home page of ", "article": "an article on "}.get(target.kind, "")
    return kind + names(target.domains)
