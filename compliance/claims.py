"""What each place of an article says of who wrote it: metadata, elements that call themselves bylines, lines.

A Claim carries signs: how it says so, where it stands, and what sort of names it gives. `authors` weighs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import msgspec

from compliance.article import Article, Text
from compliance.byline import Name
from compliance.case import Case
from compliance.claim import Author, Claim, Source, sort_of
from compliance.lexicon import Lexicon
from compliance.namelist import NameReader, Names, likely
from compliance.openings import lines
from compliance.passage import Phrase, phrase
from compliance.policy import Outlet
from compliance.site import Site
from compliance.text import Folded

_MARKS = ("itemprop=author", "rel=author", "byline", "author", "link", "profile", "credits", "address")
"""How elements call themselves bylines, the most trusted first."""
_VENDORS = ("parsely", "sailthru", "cxense")
"""Services that newsrooms fill in with care, for their own counting."""

_NEAR, _FAR = 4000, 20000
"""Code points of the page between the headline and what is near it, or far below it."""
_ADJACENT = 250
_MOST_TOGETHER = 8
_LONGEST = 200
_SOME, _CROWD = 3, 3


def claims(
    article: Article, lexicon: Lexicon, outlets: tuple[str, ...] = (), others: tuple[str, ...] = ()
) -> list[Claim]:
    """Everything that says who wrote the article; a claim that names nobody is left out.

    `outlets` are names that an author may be said to work for, `others` further names of no person.
    """
    return Claims(article, lexicon, outlets, others).all()


def claimed(case: Case, outlet: Outlet | None) -> Claims:
    """The claims of the article before the checks, read once for all rules of the same outlet."""
    outlets = outlet.names if outlet else ()
    others = (*(outlet.lookalikes if outlet else ()), *case.desk.own_names)
    folded = case.folded(case.article.body)
    return case.once(("claims", outlets, others), lambda: Claims(case.article, case.lexicon, outlets, others, folded))


class Claims:
    """The claims of one article, each kind gathered when somebody asks for it."""

    def __init__(
        self,
        article: Article,
        lexicon: Lexicon,
        outlets: tuple[str, ...] = (),
        others: tuple[str, ...] = (),
        folded: Folded | None = None,
    ) -> None:
        """`folded` is the article's text, folded, where it is at hand."""
        self.article = article
        self._folded = folded
        self.outlets = outlets
        site, organisations = Site(article), (*outlets, *others)
        self._metadata = _Metadata(article, NameReader(lexicon, site, organisations))
        self.reader = NameReader(lexicon, site, organisations, self._metadata.persons)
        self.headline = article.place("byline").start

    def all(self) -> list[Claim]:
        """All of them: what is declared, what readers see of it, and what else they see."""
        named, declared = self._named(), self._metadata.claims
        seen = [_seen(claim, named, self.visible) for claim in declared]
        shown = [found for claim in declared if (found := _shown(claim, named)) is not None]
        return [*seen, *self.visible, *shown, *self.lines]

    @cached_property
    def visible(self) -> list[Claim]:
        """What elements say that call themselves bylines."""
        return self._visible()

    @cached_property
    def lines(self) -> list[Claim]:
        """What lines of the text say."""
        marked = (author.name for claim in self.visible for author in claim.authors)
        self.reader.marked = [name.text for name in marked if name.kind == "person"]
        return list(lines(self.article, self.reader, self.outlets, self._folded))

    def _visible(self) -> list[Claim]:
        found: list[Claim] = []
        late = 0
        for texts in self._together():
            claim = _claim(self.reader, texts, "visible", _mark(texts[0]), visible=True)
            if not claim.authors:
                continue
            at = texts[0].whole().start - self.headline
            signs = ["outside"] if " outside " in texts[0].place else []
            signs += ["far"] if at < -_NEAR or at > _FAR else ["before"] if at < 0 else ["near"] if at < _NEAR else []
            if at >= -_NEAR:
                signs += ["first"] if late == 0 else ["later"] if late >= _SOME else []
                late += 1
            found.append(claim.also(*signs))
        crowd = len({claim.key for claim in found}) > _CROWD
        lost = {"near", "before"}
        return [claim.also("many") if crowd and lost.isdisjoint(claim.signs) else claim for claim in found]

    def _together(self) -> list[list[Text]]:
        """The visible bylines: of those one within another the outermost that can be read, neighbours as one."""
        texts = sorted((text for text in self.article.hints if _mark(text) in _MARKS), key=_position)
        groups: list[list[Text]] = []
        for group in self._readable(texts):
            before = groups[-1][-1] if groups else None
            if before is not None and _adjoins(before, group[0]):
                groups[-1].extend(group)
            else:
                groups.append(list(group))
        return groups

    def _readable(self, texts: Sequence[Text]) -> Iterator[list[Text]]:
        """Each outermost text as it stands, if it can be read, else those within it."""
        index = 0
        while index < len(texts):
            outer, end = texts[index], texts[index].whole().end
            after = index + 1
            while after < len(texts) and texts[after].whole().start < end:
                after += 1
            inner = texts[index + 1 : after]
            if len(outer.plain) <= _LONGEST and self.reader.byline(outer.plain).understood:
                best = min((outer, *inner), key=lambda text: _MARKS.index(_mark(text)))
                yield [msgspec.structs.replace(outer, place=best.place)]
            elif inner:
                parts = list(self._readable(inner))
                merged = [text for part in parts for text in part]
                yield from [merged] if len(merged) <= _MOST_TOGETHER else parts
            else:
                yield [outer]
            index = after

    def _named(self) -> dict[Phrase, tuple[str, ...]]:
        """The declared names that the page shows, each with the signs of the best place where it does."""
        found: dict[Phrase, tuple[str, ...]] = {}
        for text in self.article.hints:
            kind = _mark(text)
            if kind in ("line", "name"):
                signs = (kind, *(["shown outside"] if " outside " in text.place else []))
                at = text.whole().start - self.headline
                signs += () if -_NEAR < at < _FAR else ("shown far",)
                known = found.get(phrase(text.plain))
                if known is None or _rank(signs) < _rank(known):
                    found[phrase(text.plain)] = signs
        return found


class _Metadata:
    """What the metadata of one article says."""

    def __init__(self, article: Article, reader: NameReader) -> None:
        self.article = article
        self.reader = reader

    @cached_property
    def claims(self) -> list[Claim]:
        """Its claims, field by field."""
        fields: dict[str, list[Text]] = {}
        for text in self.article.bylines:
            if text.place != "visible":
                fields.setdefault(text.place, []).append(text)
        return [claim for place, texts in fields.items() if (claim := self._claim(place, texts)).authors]

    def persons(self) -> dict[Phrase, None]:
        """Whom it names, in order."""
        authors = (author for claim in self.claims for author in claim.authors)
        return {phrase(author.name.text): None for author in authors if author.name.kind == "person"}

    def _claim(self, place: str, texts: Sequence[Text]) -> Claim:
        source: Source = "json-ld" if place.startswith("json-ld") else "meta"
        sign = _field(place) if self.article.form == "html" else "record"
        return _claim(self.reader, texts, source, sign, visible=False)


def _claim(reader: NameReader, texts: Sequence[Text], source: Source, sign: str, *, visible: bool) -> Claim:
    """What these texts say together."""
    read = [reader.visible(text.plain) if visible else reader.declared(text.plain) for text in texts]
    authors: dict[Phrase, Author] = {}
    for text, names in zip(texts, read, strict=True):
        for name in names.found:
            author = reader.author(name, text)
            authors.setdefault(author.key, author)
    kept = likely(author.name for author in authors.values()) if not any(names.coded for names in read) else None
    found = tuple(author for author in authors.values() if kept is None or author.name in kept)
    named = [author.name for author in found]
    signs = (sign, *_signs(reader, named, read, visible), *reader.given(named)) if found else (sign,)
    return Claim(found, source, signs)


def _signs(reader: NameReader, found: Sequence[Name], read: Sequence[Names], visible: bool) -> Iterator[str]:
    """What the names themselves, and how they are given, speak for or against."""
    site = reader.site
    person = any(name.kind == "person" for name in found)
    if any(names.byline.opened for names in read):
        yield "opened"
    if not all(names.byline.understood for names in read):
        yield "unclear"
    if not person and not any(names.coded for names in read):
        sort = sort_of(found)
        yield "account" if sort == "nobody" and not visible else sort
    called = all(site.is_called(name.text) for name in found)
    if called or (not person and all(site.is_called_like(name.text) for name in found)):
        own = person and "given" in reader.given(found)
        whom = "the site's own person" if own else "person called as the site" if person else "the site"
        yield f"{'shows' if visible else 'declares'} {whom}"


def _field(place: str) -> str:
    """The sign of a metadata field."""
    if place.startswith("json-ld"):
        return "json-ld"
    if any(vendor in place for vendor in _VENDORS):
        return "vendor"
    return "card" if "twitter" in place else "meta"


def _mark(text: Text) -> str:
    return text.place.rpartition(" ")[2]


def _position(text: Text) -> tuple[int, int]:
    """By where it begins, what holds others before them."""
    span = text.whole()
    return span.start, -span.end


def _adjoins(before: Text, text: Text) -> bool:
    gap = text.whole().start - before.whole().end
    return text.place == before.place and 0 <= gap < _ADJACENT and phrase(text.plain) != phrase(before.plain)


def _rank(signs: tuple[str, ...]) -> tuple[int, int]:
    return len(signs), 0 if signs[0] == "line" else 1


def _known(claim: Claim, named: dict[Phrase, tuple[str, ...]]) -> list[tuple[str, ...] | None]:
    """For each person of a claim (or each name, where it has no person), how the page shows them."""
    persons = [author for author in claim.authors if author.name.kind == "person"] or claim.authors
    return [named.get(phrase(author.name.text), named.get(phrase(author.text.plain))) for author in persons]


def _shown(claim: Claim, named: dict[Phrase, tuple[str, ...]]) -> Claim | None:
    """A declared claim again, as what the page shows, if it shows all of them."""
    known = [signs for signs in _known(claim, named) if signs is not None]
    if not known or len(known) < len(_known(claim, named)):
        return None
    return Claim(claim.authors, "shown", max(known, key=_rank))


def _seen(claim: Claim, named: dict[Phrase, tuple[str, ...]], visible: Iterable[Claim]) -> Claim:
    """A declared claim, with a sign if the page shows nobody of it."""
    if "record" in claim.signs or _shown(claim, named) or any(claim.key & other.key for other in visible):
        return claim
    return claim.also("unseen" if claim.source == "json-ld" else "meta unseen")
