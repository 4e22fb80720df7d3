"""Which policies an article holds any evidence for: no others are weighed, and one that it does not name is free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compliance.address import parse
from compliance.case import Case
from compliance.lazy import kept
from compliance.match import Matcher, Pattern
from compliance.plan import Terms
from compliance.policy import Signal
from compliance.provenance import COUNTERS, bare, filled, title_suffix

_PLAIN_HOST = re.compile(r"(?:https?:)?//([a-z0-9.-]+)(?=[/?#]|\Z)", re.IGNORECASE)
"""An address whose host can be read off as it stands."""
_WITHIN_SITE = re.compile(r"/\w|#")
"""How an address begins that surely names no host."""
_NONE: frozenset[int] = frozenset()

_KNOWN = frozenset(
    ["phrase", "mention", "credit_line", "byline_suffix", "title_suffix", "declared", "canonical_domain", "link_domain",
     "pixel_host", "weight"]
)  # fmt: skip
"""The parts of a Signal that are looked for here; a policy that gives another is always weighed."""


class Detector:
    """All signals of all policies, by what an article must hold for them to be worth weighing."""

    def __init__(self, all_terms: Iterable[Terms]) -> None:
        self._terms = [terms for terms in all_terms if terms.detect is not None]
        self._always: set[int] = set()
        self._phrases: dict[Pattern, set[int]] = {}
        self._bylines: dict[Pattern, set[int]] = {}
        self._declared: dict[str, set[int]] = {}
        self._suffixes: dict[str, set[int]] = {}
        self._canonical: dict[str, set[int]] = {}
        self._links: dict[str, set[int]] = {}
        self._counters: dict[str, set[int]] = {}
        for number, terms in enumerate(self._terms):
            for signal in (*terms.detect.strong, *terms.detect.weak) if terms.detect else ():
                self._add(number, terms, signal)

    @kept
    def _signed(self) -> Matcher:
        """What bylines give as an outlet, and nothing else that is looked for in longer texts."""
        return Matcher(self._bylines)

    def named(self, case: Case) -> list[Terms]:
        """The policies that the article holds any evidence for, and perhaps some more, in their order."""
        found = set(self._always)
        for pattern in case.found(case.article.body) if self._phrases else ():
            found |= self._phrases.get(pattern, _NONE)
        for text in case.article.bylines if self._bylines else ():
            for pattern in self._signed.find(case.folded(text)):
                found |= self._bylines[pattern]
        for outlet in case.article.outlets if self._declared else ():
            found |= self._declared.get(bare(outlet.plain), set())
        suffix = title_suffix(case.article.title) if self._suffixes else None
        if suffix is not None:
            found |= self._suffixes.get(bare(suffix[1]), set())
        for domains, addresses in self._addresses(case):
            for domain in {domain for host in _hosts(addresses) for domain in _domains(host)}:
                found |= domains.get(domain, _NONE)
        if case.reuses:
            from compliance.attribution import is_of

            taken = [each.original for each in case.reuses if each.taken]
            for number, terms in enumerate(self._terms):
                if terms.outlet is not None and any(is_of(original, terms.outlet) for original in taken):
                    found.add(number)
        return [self._terms[number] for number in sorted(found)]

    def _addresses(self, case: Case) -> Iterator[tuple[dict[str, set[int]], Iterable[str]]]:
        """The addresses to look at, with the hosts that are looked for in them; links only if any are."""
        article = case.article
        if self._canonical and article.canonical is not None:
            yield self._canonical, [article.canonical.plain]
        if self._links:
            yield self._links, [link.href for link in article.links]
        if self._counters:
            yield (
                self._counters,
                [each.attributes.get("src", "") for each in article.elements if each.tag in COUNTERS],
            )

    def _add(self, number: int, terms: Terms, signal: Signal) -> None:
        def note(index: dict[Pattern, set[int]] | dict[str, set[int]], keys: Iterable[Pattern | str]) -> None:
            for key in keys:
                index.setdefault(key, set()).add(number)  # type: ignore[arg-type]

        if any(getattr(signal, name) for name in signal.__struct_fields__ if name not in _KNOWN):
            self._always.add(number)
        phrases = (*signal.phrase, *signal.mention, *signal.credit_line, *signal.byline_suffix)
        note(self._phrases, map(Pattern, filled(phrases, terms.outlet)))
        note(self._bylines, map(Pattern, filled(signal.byline_suffix, terms.outlet)))
        note(self._declared, map(bare, filled(signal.declared, terms.outlet)))
        note(self._suffixes, map(bare, filled(signal.title_suffix, terms.outlet)))
        note(self._canonical, map(_domain, filled(signal.canonical_domain, terms.outlet)))
        note(self._links, map(_domain, filled(signal.link_domain, terms.outlet)))
        note(self._counters, map(_domain, filled(signal.pixel_host, terms.outlet)))


def _domain(host: str) -> str:
    """The domain of a host that a signal names, normalised as those of addresses are."""
    address = parse("//" + host)
    return address.host if address is not None else host


def _hosts(addresses: Iterable[str]) -> set[str]:
    """The hosts of addresses; what is an address within a site has none."""
    found = set()
    for address in addresses:
        plain = _PLAIN_HOST.match(address)
        if plain is not None:
            found.add(plain[1].lower().rstrip(".").removeprefix("www."))
        elif _WITHIN_SITE.match(address) is None and (parsed := parse(address)) is not None:
            found.add(parsed.host)
    return found


def _domains(host: str) -> Iterator[str]:
    """A host, and every domain that it lies below."""
    while host:
        yield host
        host = host.partition(".")[2]
