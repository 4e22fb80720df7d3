"""What a check is given besides its rules: the article, the desk, the day, and what the matcher found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from compliance.article import Article, Span, Text
from compliance.desk import Desk
from compliance.finding import Evidence, quote, quote_span
from compliance.ledger import Outcomes
from compliance.lexicon import Lexicon
from compliance.match import Found, Hit, Matcher, Pattern, Sought
from compliance.text import Folded, fold

if TYPE_CHECKING:
    from compliance.fidelity import Pair
    from compliance.originals import Originals
    from compliance.reuse import Reuse

T = TypeVar("T")


class Case:
    """One article before the checks. Texts are folded and searched once, whoever asks."""

    def __init__(
        self,
        article: Article,
        desk: Desk,
        lexicon: Lexicon,
        matcher: Matcher,
        as_of: dt.date | None,
        *,
        originals: Originals | None = None,
    ) -> None:
        self.article = article
        self.desk = desk
        self.lexicon = lexicon
        self.as_of = as_of
        """The day that `now` is taken to be; None when nobody said."""
        self.outcomes = Outcomes()
        """What is known so far, by full rule id: rules that depend on others are judged after them."""
        self.originals = originals
        """Where the article's original is looked up; None when nobody gave any."""
        self.outlets: tuple[str, ...] = ()
        """The names of whoever the article is copy of, as far as their terms are known."""
        self.published = _published(article)
        """The day that the article says it was published."""
        self.day = self.published or as_of
        """The day whose terms apply: the article's own publication date, else `as_of`."""
        self._matcher = matcher
        self._done: dict[Hashable, Any] = {}
        self._folded: dict[int, Folded] = {}
        self._hits: dict[int, Found] = {}

    @property
    def pair(self) -> Pair | None:
        """The article beside its original; None without one."""
        return self.once("pair", self._paired) if self.originals is not None else None

    def _paired(self) -> Pair | None:
        from compliance.fidelity import Pair

        found = self.originals.find(self.article) if self.originals is not None else None
        return Pair(self.article, found, self.lexicon, self.outlets) if found is not None else None

    @property
    def reuses(self) -> tuple[Reuse, ...]:
        """What the article has in common with originals, whatever it says of its origin; the most taken first."""
        return self.once("reuses", self._reused) if self.originals is not None else ()

    def _reused(self) -> tuple[Reuse, ...]:
        from compliance.reuse import reuses

        return reuses(self.article, self.originals) if self.originals is not None else ()

    def folded(self, text: Text) -> Folded:
        """A text of this article, folded; `Folded.original` leads back into `text.plain`."""
        if id(text) not in self._folded:
            self._folded[id(text)] = fold(text.plain)
        return self._folded[id(text)]

    def found(self, text: Text) -> Found:
        """The hits of all patterns of the Plan in a text of this article."""
        if id(text) not in self._hits:
            self._hits[id(text)] = self._matcher.find(self.folded(text))
        return self._hits[id(text)]

    def find(self, patterns: Sought | Iterable[Pattern], text: Text) -> list[Hit]:
        """Where any of these patterns of the Plan stands in a text of this article, by position.

        The patterns must be among those that the check declared for its rules in `patterns()`:
        raises KeyError for one that the matcher was not built with.
        """
        sought = patterns if isinstance(patterns, Sought) else Sought(patterns)
        self._matcher.require(sought)
        found = self.found(text)
        standing = sought.standing(found)
        if len(standing) == 1:
            return found[standing[0]]
        hits = [hit for pattern in standing for hit in found[pattern]]
        return sorted(hits, key=lambda hit: hit[1:]) if len(hits) > 1 else hits

    def found_in(self, folded: Folded) -> Found:
        """The same of a text that was made from one of this article's; the offsets are its own."""
        return self._matcher.find(folded)

    def once(self, what: Hashable, work: Callable[[], T]) -> T:
        """What some work on this article comes to, done for the first check that asks and kept for the others."""
        if what not in self._done:
            self._done[what] = work()
        return cast(T, self._done[what])

    def close(self) -> None:
        """It is judged: let go of what was worked out. Some of that knows the case, and would outlive it for long."""
        self._done.clear()

    def quote(self, text: Text, start: int, end: int, note: str = "") -> Evidence:
        """Evidence for `text.plain[start:end]`."""
        return quote(self.article, text, start, end, note)

    def quote_span(self, span: Span, readable: str = "", note: str = "") -> Evidence:
        """Evidence for a place in the fields as delivered."""
        return quote_span(self.article, span, readable, note)


def _published(article: Article) -> dt.date | None:
    published = article.date("published")
    return published.value.date() if published is not None and published.value is not None else None
