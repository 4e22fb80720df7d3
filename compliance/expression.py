"""Regular expressions as policies write them: linear-time, with slots such as `{outlet}` and `{domain}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from compliance.match import PatternError, regex
from compliance.text import fold, fold_phrase

Complaint = tuple[str, str, str]
"""What is wrong with a rule: `(field, problem, hint)`."""

_SLOT = re.compile(r"\{([a-z_]+)\}")
_ANY_BEFORE = re.compile(r"[.\])][*+]\??$")


def complain(field: str, patterns: Iterable[str], slots: Sequence[str] = ()) -> Iterator[Complaint]:
    """What is wrong with patterns that are looked for in folded text."""
    for pattern in patterns:
        problem = list(complain_of_syntax(field, pattern, slots))
        yield from problem
        if problem:
            continue
        if regex(_compilable(pattern)).search("") is not None:
            yield (
                field,
                f"`{pattern}` matches the empty text, so it holds of every text",
                "ask for one character at least",
            )
        if fold(pattern).text != pattern.lower():
            yield (
                field,
                f"`{pattern}` can never match: it is compared with folded text",
                ("write straight quotes, `-` for a dash, `ss` for `ß`, single spaces, whole letters, no line breaks"),
            )


def complain_of_syntax(field: str, pattern: str, slots: Sequence[str] = ()) -> Iterator[Complaint]:
    """What is wrong with a pattern by itself: not linear-time, a slot that nothing fills, a host without borders."""
    for slot in _SLOT.findall(pattern):
        if slot not in slots:
            known = ", ".join(f"`{{{known}}}`" for known in slots)
            yield (
                field,
                f"nothing fills `{{{slot}}}` here",
                f"the slots are {known}" if slots else r"write `\{` for a brace",
            )
    if "domain" in slots:
        yield from _complain_of_borders(field, pattern)
    try:
        regex(_compilable(pattern))
    except PatternError as error:
        yield field, f"`{pattern}` is no linear-time pattern: {error}", error.hint


def _complain_of_borders(field: str, pattern: str) -> Iterator[Complaint]:
    """A wildcard beside `{domain}` lets `evil-example.org` and `example.org.evil.net` pass."""
    before, slot, after = pattern.partition("{domain}")
    if slot and (_ANY_BEFORE.search(before) or after.startswith((".", "[^"))):
        yield (
            field,
            f"`{pattern}` lets any host pass that merely contains the domain",
            ("put `//` before `{domain}` and `/` after it: `(https?:)?//{domain}/.*`"),
        )


def fill(pattern: str, **values: Iterable[str]) -> str | None:
    """The pattern with its slots filled by any of their values; None where a slot has no value.

    Names are folded, since patterns are compared with folded text; a domain stands for its subdomains too.
    """
    for slot in dict.fromkeys(_SLOT.findall(pattern)):
        alternatives = [re.escape(fold_phrase(value)) for value in values.get(slot, ()) if value.strip()]
        if not alternatives:
            return None
        subdomains = r"(?:[a-z0-9-]+\.)*" if slot == "domain" else ""
        pattern = pattern.replace(f"{{{slot}}}", f"{subdomains}(?:{'|'.join(alternatives)})")
    return pattern


def _compilable(pattern: str) -> str:
    return _SLOT.sub("(?:x)", pattern)
