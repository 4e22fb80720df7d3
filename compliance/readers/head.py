"""What a page says of itself to machines: `meta`, `link`, `time` and JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.article import Date, Text
from compliance.readers.dates import DateName, date
from compliance.readers.delivered import Delivered, split
from compliance.readers.jsonld import Graph, listed
from compliance.readers.markup import Tag

_AUTHOR = {"author", "byl", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "article:author"}
_OUTLET = {"og:site_name", "source", "dc.source", "dc.publisher", "dcterms.publisher"}
_ORIGINAL = {"original-source", "syndication-source"}
_TAGS = {"keywords", "news_keywords", "article:tag", "dc.subject", "dcterms.subject", "parsely-tags"}
_TAG_SYSTEMS = ("iab", "iptc")
_RIGHTS = {"copyright", "rights", "license", "dc.rights", "dcterms.rights", "dcterms.license"}
_DATES: dict[str, DateName] = {
    "article:published_time": "published",
    "datepublished": "published",
    "dc.date.issued": "published",
    "dcterms.issued": "published",
    "parsely-pub-date": "published",
    "pubdate": "published",
    "date": "published",
    "article:modified_time": "updated",
    "og:updated_time": "updated",
    "datemodified": "updated",
    "dcterms.modified": "updated",
    "article:expiration_time": "expires",
}
_LD_DATES: dict[str, DateName] = {"datePublished": "published", "dateModified": "updated", "expires": "expires"}


class Head:
    """The metadata of one page, gathered tag by tag."""

    def __init__(self, source: Delivered) -> None:
        self.graph = Graph()
        self.language = ""
        self.canonical: Text | None = None
        self._source = source
        self._metas: list[tuple[str, Text]] = []
        self._rights: list[Text] = []

    def meta(self, tag: Tag) -> None:
        """A `meta` element, under any of the names that such elements go by."""
        for key in ("property", "name", "itemprop"):
            name = tag.attributes.get(key, "").strip().lower()
            text = self._attribute(tag, "content", f"meta {name}")
            if name and text is not None:
                self._metas.append((name, text))
                return
        if tag.attributes.get("http-equiv", "").lower() == "content-language":
            self.language = self.language or tag.attributes.get("content", "").strip()

    def link(self, tag: Tag, in_head: bool) -> None:
        """A `link` or `a` element: the canonical address counts in the head only, a licence anywhere."""
        relations = tag.attributes.get("rel", "").lower().split()
        if "canonical" in relations and in_head and self.canonical is None:
            self.canonical = self._attribute(tag, "href", "link canonical")
        if "license" in relations:
            self._rights += [text for text in [self._attribute(tag, "href", "link license")] if text]

    def time(self, tag: Tag) -> None:
        """A `time` element that says which date it is."""
        text = self._attribute(tag, "datetime", "time")
        for name in tag.attributes.get("itemprop", "").lower().split():
            if text is not None and name in _DATES:
                self._metas.append((name, text))

    def title(self) -> Text | None:
        """The headline as declared."""
        declared = [*self._named({"og:title"}), *self._ld("headline")]
        return declared[0] if declared else None

    def authors(self) -> list[Text]:
        """Who is said to have written it, most trusted first; addresses of profiles say nothing."""
        named = (text for text in self._named(_AUTHOR) if not text.plain.lower().startswith(("http:", "https:", "//")))
        return [*self._ld("author", "name"), *named]

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

    def dates(self) -> list[Date]:
        """Every date that says what it is."""
        found = [date(name, text) for key, name in _LD_DATES.items() for text in self._ld(key)]
        return [*found, *(date(_DATES[name], text) for name, text in self._metas if name in _DATES)]

    def credits(self) -> dict[str, Text]:
        """The credits that are declared of pictures, by the pictures' addresses."""
        graph = self.graph
        images = [each for each in listed(graph.article.get("image")) if isinstance(each, dict)]
        found: dict[str, Text] = {}
        for image in [*images, *(node for node in graph.nodes if "ImageObject" in graph.strings(node.get("@type")))]:
            credit = [*graph.texts(image.get("creditText"), "creditText")]
            for key in ("url", "contentUrl") if credit else ():
                found.update((address, credit[0]) for address in graph.strings(image.get(key)))
        return found

    def declared_language(self) -> str:
        """The language the page is in."""
        return self.language or next(iter(self.graph.strings(self.graph.article.get("inLanguage"))), "").strip()

    def _ld(self, name: str, *keys: str) -> list[Text]:
        return self.graph.texts(self.graph.article.get(name), name, *keys)

    def _about(self, key: str) -> Iterator[Text]:
        for node in listed(self.graph.article.get("about")):
            yield from self.graph.texts(node, "about", key)

    def _named(self, names: Iterable[str]) -> list[Text]:
        return [text for name, text in self._metas if name in names]

    def _attribute(self, tag: Tag, name: str, place: str) -> Text | None:
        pieces = tag.value(name, self._source)
        text = self._source.text(pieces, place) if pieces else None
        return text if text is not None and text.plain.strip() else None
