"""What a page says of itself to machines: `meta`, `link`, `time` and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from compliance.article import Date, Text
from compliance.readers.dates import DateName, date
from compliance.readers.dating import date_name, fallback
from compliance.readers.delivered import split
from compliance.readers.headline import Declared, squash
from compliance.readers.jsonld import Graph, listed
from compliance.readers.markup import Markup, Tag
from compliance.readers.tree import Element
from compliance.readers.words import MARKUP_WORDS, word_set
from compliance.runs import LazyRuns

_SAYING = "html,meta,time,script[type],link[rel],a[rel]"
"""The elements that say something of the page."""

_AUTHOR = {"dc.creator", "dcterms.creator"}
_AUTHOR_WORDS, _NO_NAME = word_set(*MARKUP_WORDS.meta_author), word_set(*MARKUP_WORDS.meta_no_name)
_WRITTEN_BY = frozenset(MARKUP_WORDS.written_by)
_CREDITS = ("creditText", "copyrightHolder", "creator", "author")
_TITLES = ("og:title", "twitter:title", "headline", "sailthru.title", "parsely-title", "dc.title", "dcterms.title")
_HOST = re.compile(r"\s*(?:https?:)?//(?:www\.)?([^/:?#\s]+)")
_META_WORD = re.compile(r"[a-z]+")
_OUTLET = {"og:site_name", "source", "dc.source", "dc.publisher", "dcterms.publisher"}
_ORIGINAL = {"original-source", "syndication-source"}
_TAGS = {"keywords", "news_keywords", "article:tag", "dc.subject", "dcterms.subject", "parsely-tags"}
_TAG_SYSTEMS = ("iab", "iptc")
_RIGHTS = {"copyright", "rights", "license", "dc.rights", "dcterms.rights", "dcterms.license"}
_LD_DATES: dict[str, DateName] = {"datePublished": "published", "dateModified": "updated", "expires": "expires"}


class Head:
    """The metadata of one page, gathered tag by tag."""

    def __init__(self, markup: Markup) -> None:
        self.graph = Graph()
        self.language = ""
        self.canonical: Text | None = None
        self._source = markup.source
        self._base = markup.start
        self._metas: list[tuple[str, Text]] = []
        self._times: list[Text] = []
        self._rights: list[Text] = []
        for element in markup.select(_SAYING):
            name = element.tag
            if name == "meta":
                self._meta(element)
            elif name == "time":
                self._time(element)
            elif name == "script":
                self._script(element, markup)
            elif element in markup.hidden:
                continue
            elif name == "html":
                self.language = self.language or (element.attr("lang") or "").strip()
            else:
                self._link(element)

    def _script(self, element: Element, markup: Markup) -> None:
        """A `script` element, which may hold metadata."""
        if "ld+json" not in (element.attr("type") or "").lower():
            return
        tag = markup.tag(element)
        if tag.opened is not None:
            self.graph.add(self._source, tag.opened, markup.end if tag.closing is None else tag.closing)

    def _meta(self, element: Element) -> None:
        """A `meta` element, under any of the names that such elements go by."""
        for key in ("property", "name", "itemprop"):
            name = (element.attr(key) or "").strip().lower()
            if name and (text := self._attribute(element, "content", f"meta {name}")) is not None:
                self._metas.append((name, text))
                return
        if (element.attr("http-equiv") or "").lower() == "content-language":
            self.language = self.language or (element.attr("content") or "").strip()

    def _link(self, element: Element) -> None:
        """A `link` or `a` element: the canonical address counts in the head only, a licence anywhere."""
        relations = (element.attr("rel") or "").lower().split()
        if "canonical" in relations and self.canonical is None and element.closest("head") is not None:
            self.canonical = self._attribute(element, "href", "link canonical")
        if "license" in relations:
            self._rights += [text for text in [self._attribute(element, "href", "link license")] if text]

    def _time(self, element: Element) -> None:
        """A `time` element that says which date it is."""
        text = self._attribute(element, "datetime", "time")
        if text is not None:
            named = [name for name in (element.attr("itemprop") or "").lower().split() if date_name(name)]
            self._metas += [(name, text) for name in named]
            self._times += [] if named else [text]

    def titles(self, page: Text | None) -> Declared:
        """The titles that the page declares, its `title` element among them, and what its site is called."""
        sites = {squash(text.plain) for text in self.outlets()}
        for address in (self.url(), self.canonical):
            host = _HOST.match(address.plain) if address is not None else None
            if host is not None:
                sites |= {squash(host[1]), *(squash(name) for name in host[1].split(".")[:-1] if len(name) > 3)}
        metas = [text for name in _TITLES for text in self._named({name})]
        return Declared(self._ld("headline"), metas, page, frozenset(filter(None, sites)))

    def authors(self) -> list[Text]:
        """Who is said to have written it, most trusted first; addresses of profiles say nothing."""
        named = [text for name, text in self._metas if _carries_author(name)]
        found = [*(self._ld("author", "name") or self._ld("creator", "name")), *named, *self._cards()]
        return [text for text in found if "://" not in text.plain and not text.plain.startswith(("//", "www."))]

    def outlets(self) -> list[Text]:
        """Whose article it is said to be."""
        return [*self._named(_OUTLET), *self._ld("publisher", "name"), *self._ld("sourceOrganization", "name")]

    def url(self) -> Text | None:
        """Its own address."""
        return next(iter([*self._named({"og:url"}), *self._ld("url")]), None)

    def original(self) -> Text | None:
        """The address of what it is based on."""
        return next(iter([*self._ld("isBasedOn", "url", "@id"), *self._named(_ORIGINAL)]), None)

    def tags(self) -> list[Text]:
        """Keywords and subjects, one by one."""
        if not self._metas and not self.graph.article:
            return []
        systems = {name for name, _ in self._metas if any(system in name for system in _TAG_SYSTEMS)}
        listed = [*self._named(_TAGS | systems), *self._ld("keywords", "name")]
        subjects = [text for key in ("name", "termCode", "identifier", "@id", "sameAs") for text in self._about(key)]
        return [*(text for each in listed for text in split(each)), *subjects]

    def rights(self) -> list[Text]:
        """Licences and notices of rights."""
        return [
            *self._ld("license", "url", "@id", "name"),
            *self._ld("copyrightNotice"),
            *self._rights,
            *self._named(_RIGHTS),
        ]

    def dates(self, headline: Callable[[], int]) -> list[Date]:
        """Every date that says what it is; if none does, the one beside the headline, or in the page's address."""
        found = [date(name, text) for key, name in _LD_DATES.items() for text in self._ld(key)]
        found += [date(named, text) for name, text in self._metas if (named := date_name(name)) is not None]
        if any(each.name == "published" and each.value is not None for each in found):
            return found
        addresses = [text for text in (self.canonical, self.url()) if text is not None]
        return [*fallback(self._times, addresses, headline()), *found] if self._times or addresses else found

    def credits(self) -> dict[str, Text]:
        """The credits that are declared of pictures, by the pictures' addresses."""
        graph = self.graph
        images = [each for each in listed(graph.article.get("image")) if isinstance(each, dict)]
        found: dict[str, Text] = {}
        for image in [*images, *(node for node in graph.nodes if "ImageObject" in graph.strings(node.get("@type")))]:
            credit = [text for key in _CREDITS for text in graph.texts(image.get(key), key, "name")]
            for key in ("url", "contentUrl") if credit else ():
                found.update((address, credit[0]) for address in graph.strings(image.get(key)))
        return found

    def declared_language(self) -> str:
        """The language the page is in."""
        return self.language or next(iter(self.graph.strings(self.graph.article.get("inLanguage"))), "").strip()

    def _ld(self, name: str, *keys: str) -> list[Text]:
        value = self.graph.article.get(name)
        return [] if value is None else self.graph.texts(value, name, *keys)

    def _cards(self) -> list[Text]:
        """The lines of a social card that name the author."""
        metas = dict(self._metas)
        if not any(name.startswith("twitter:") for name in metas):
            return []
        pairs = [(metas.get(f"twitter:label{n}"), metas.get(f"twitter:data{n}")) for n in (1, 2, 3)]
        return [value for label, value in pairs if label and value and label.plain.lower().strip(" :") in _WRITTEN_BY]

    def _about(self, key: str) -> Iterator[Text]:
        for node in listed(self.graph.article.get("about")):
            yield from self.graph.texts(node, "about", key)

    def _named(self, names: Iterable[str]) -> list[Text]:
        return [text for name, text in self._metas if name in names]

    def _attribute(self, element: Element, name: str, place: str) -> Text | None:
        plain, source, base = element.attr(name) or "", self._source, self._base
        if not plain.strip():
            return None
        runs = LazyRuns(lambda: source.runs(Tag(element, base).value(name, source)))
        return Text(plain, source.field, place, runs=runs)


@lru_cache(maxsize=1024)
def _carries_author(name: str) -> bool:
    """Whether a `meta` element of that name carries the author's name."""
    parts = frozenset(_META_WORD.findall(name))
    return name in _AUTHOR or (not parts.isdisjoint(_AUTHOR_WORDS) and parts.isdisjoint(_NO_NAME))
