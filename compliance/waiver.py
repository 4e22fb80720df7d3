"""Who excused which rule for which content, why, and until when: by the desk's file, or in the article itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase

from msgspec import Struct

from compliance.article import Article, Span
from compliance.noun import Noun

_OPENING, _CLOSING = "<!--", "-->"
_NAME, _VERB = "compliance:", "waive"


class Waiver(Noun, frozen=True, kw_only=True):
    """A finding that the desk excuses. It dies with its day, and with the text it was granted for."""

    rule: str
    """The rule's full id: `dcnf/byline`."""
    article: str
    """Which article: its id or address, or a glob, in which `*` stands for any characters, slashes included."""
    evidence: str
    """What it was granted for: the finding's seal, shown with `--verbose` and in JSON. A changed text has another."""
    reason: str
    """Why the rule may be broken here."""
    owner: str
    """Who answers for it."""
    expires: dt.date
    """The last day on which it holds."""

    def names(self, names: Iterable[str]) -> bool:
        """Whether it is about an article that goes by these names."""
        return any(self.article == name or fnmatchcase(name, self.article) for name in names)


class Waivers(Noun, frozen=True, kw_only=True):
    """What a desk excuses."""

    waivers: tuple[Waiver, ...] = ()
    inline: tuple[str, ...] = ()
    """Rules that an article may waive itself, by `<!-- compliance: waive RULE reason -->`: full ids, or globs
    (`house/*`). Copy from outside can hold such a comment too."""


class WaiverFile(Struct, frozen=True):
    """Waivers with the file they stand in."""

    path: str
    text: str
    waivers: Waivers
    spans: tuple[Span, ...]
    """Where each waiver's rule is written."""


class Comment(Struct, frozen=True):
    """A waiver that an article holds itself."""

    rule: str
    reason: str
    span: Span

    @property
    def is_whole(self) -> bool:
        """Whether it says which rule, and why."""
        return bool(self.rule and self.reason)


def comments(article: Article) -> Iterator[Comment]:
    """The comments of an article that ask for a waiver, in the order in which they stand."""
    for field, text in article.fields.items():
        start = text.find(_OPENING)
        while start >= 0 and (end := text.find(_CLOSING, start + len(_OPENING))) >= 0:
            words = text[start + len(_OPENING) : end].split()
            if words[:2] == [_NAME, _VERB]:
                rule, reason = (words[2:3] or [""])[0], " ".join(words[3:])
                yield Comment(rule, reason, Span(field, start, end + len(_CLOSING)))
            start = text.find(_OPENING, end)
