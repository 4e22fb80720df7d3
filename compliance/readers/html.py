"""HTML: whole pages, and fragments such as a feed or a CMS delivers.

A page is parsed at once, and its text put together; every other part of it is made when somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from compliance.article import INPUT, Article, Date, Image, Link, Span, Text
from compliance.article import Element as MachineElement
from compliance.lazy import LaterValues, kept
from compliance.readers import linked, pictured, signed
from compliance.readers.authorship import MOST_HINTS, near, plain_bylines, shown
from compliance.readers.dateline import shown_dates
from compliance.readers.delivered import Delivered
from compliance.readers.head import Head
from compliance.readers.headline import Declared, Heading, first_heading, headline, title
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.markup import Markup, Tag, is_foreign
from compliance.readers.notices import may_mention, notices
from compliance.readers.parts import ALL_PARTS, Parts
from compliance.readers.places import Places
from compliance.readers.prose import Prose
from compliance.readers.region import find
from compliance.readers.spots import Spots
from compliance.readers.walk import NOTHING_AROUND, Walk, around

_FRAGMENT_PARTS = frozenset(["title", "byline", "body", "images", "links", "elements"])
"""What a fragment can carry; everything else has its place in a page's head."""

_BYLINES_PASSED = 4
"""How many bylines are looked at to find the first paragraph after them."""


def read(delivered: str, name: str, limits: Limits = LIMITS) -> Iterator[Article]:
    """The one article of an HTML input. Raises Refused."""
    parts = parse(Delivered.with_newlines(delivered, INPUT), limits)
    yield parts.article(name, "html", {INPUT: delivered})


def parse(source: Delivered, limits: Limits = LIMITS) -> Parts:
    """What a page or a fragment holds. Raises Refused."""
    limits.begin()
    return Parts.over(_Page(source, limits))


class _Page:
    """One page, and what it holds under the names of the Parts."""

    def __init__(self, source: Delivered, limits: Limits) -> None:
        """Raises Refused for a page without any text that a reader sees."""
        self._source = source
        self._markup = Markup(source, limits=limits)
        self._region = find(self._markup)
        self._places = Places(self._markup)
        self._walk = self._through_region()
        self._prose = Prose(self._walk.stretches, self._places)
        if not self._prose.plain:
            hint = "deliver the article's text, not a page that loads it by script"
            raise Refused("empty", "it has no text that a reader sees", hint)

    def _through_region(self) -> Walk:
        markup, element = self._markup, self._region.element
        unseen = markup.unseen | self._region.furniture
        if element is None:
            return Walk(markup.document, NOTHING_AROUND, unseen)
        return Walk(element if element not in unseen else (), around(element), unseen)

    @kept
    def carries(self) -> frozenset[str]:
        """The parts that it could have; a fragment carries some that it could not be expected to."""
        if self._markup.is_page:
            return ALL_PARTS
        names = ("tags", "rights", "dates", "language", "canonical")
        return (
            _FRAGMENT_PARTS | {each for each in names if getattr(self, each)} | ({"outlet"} if self.outlets else set())
        )

    @kept
    def body(self) -> Text:
        """The article's text."""
        return self._prose.text("visible")

    @kept
    def title(self) -> Text | None:
        """The headline, else the title that is declared."""
        return title(self._chosen, self._declared)

    @kept
    def bylines(self) -> tuple[Text, ...]:
        """Who is declared to have written it, then what plainly is a byline in the article."""
        marked = plain_bylines(text for text, _ in self._signed)
        return tuple({(text.plain, text.place): text for text in [*self._authors, *marked]}.values())

    @kept
    def hints(self) -> tuple[Text, ...]:
        """What else may tell who wrote it."""
        spans = self._signatures.elsewhere()
        shows = shown(self._authors, self.body, self._outside.text("visible outside")) if self._authors else []
        if spans:
            shows = [text for text in shows if not _begins_in(text.whole(), spans)]
        return tuple(near([*(text for text, _ in self._signatures.found), *shows], self._heading))

    @kept
    def others(self) -> tuple[Span, ...]:
        """Where the page names others than its author."""
        spans = filter(None, (other.span() for other in self._signatures.others))
        return tuple(islice(spans, MOST_HINTS))

    @kept
    def outlets(self) -> tuple[Text, ...]:
        """Whose article it is said to be."""
        return tuple(self._head.outlets())

    @kept
    def url(self) -> Text | None:
        """Its own address."""
        return self._head.url()

    @kept
    def canonical(self) -> Text | None:
        """Its canonical address."""
        return self._head.canonical

    @kept
    def original(self) -> Text | None:
        """The address of what it is based on."""
        return self._head.original()

    @kept
    def tags(self) -> tuple[Text, ...]:
        """Keywords and subjects."""
        return tuple(self._head.tags())

    @kept
    def rights(self) -> tuple[Text, ...]:
        """Licences and notices of rights."""
        beside = self._region.element is not None and may_mention(self._source.string)
        return (*self._head.rights(), *(notices(self._beside()) if beside else ()))

    @kept
    def language(self) -> str:
        """The language it is declared to be in."""
        return self._head.declared_language()

    @kept
    def dates(self) -> tuple[Date, ...]:
        """Every date that says what it is; where none says that it is the day of publication, the one that is shown."""
        found = self._head.dates(lambda: self._heading.text.whole().start if self._heading is not None else 0)
        said = any(date.name == "published" and date.value is not None for date in found)
        if said or self._heading is None:
            return tuple(found)
        headline = self._heading.text.whole().start
        return (*shown_dates([self.body, self._outside.text("visible outside")], headline), *found)

    @kept
    def images(self) -> tuple[Image, ...]:
        """Its pictures, with the credits that are shown or declared."""
        images = pictured.images(self._spots)
        credits = self._head.credits() if images else {}
        return tuple(_credited(image, credits) for image in images)

    @kept
    def links(self) -> tuple[Link, ...]:
        """Its links."""
        return linked.links(self._spots)

    @kept
    def elements(self) -> tuple[MachineElement, ...]:
        """The elements that speak to machines."""
        return linked.elements(self._spots)

    @property
    def places(self) -> Mapping[str, Span]:
        """Where missing things would go."""
        offsets = {"byline": self._byline, "bottom": self._bottom, "head": self._inside_head, "tags": self._inside_head}
        spans = {name: partial(self._point, offset) for name, offset in offsets.items()}
        return LaterValues({**spans, "top": self._top})

    def _point(self, offset: Callable[[], int]) -> Span:
        at = offset()
        return self._source.span(at, at)

    def _byline(self) -> int:
        """Right after the headline, else where the article begins."""
        tag = self._markup.tag(self._region.element) if self._region.element is not None else None
        beginning = (tag.opened if tag is not None else None) or 0
        return (self._heading.tag.end if self._heading is not None else None) or beginning

    def _bottom(self) -> int:
        tag = self._markup.tag(self._region.element) if self._region.element is not None else None
        return (tag.closing if tag is not None else None) or len(self._source.string.rstrip())

    def _inside_head(self) -> int:
        head, html = self._written("head"), self._written("html")
        return ((head.closing or head.opened) if head else html.opened if html else 0) or 0

    def _top(self) -> Span:
        """Where the first paragraph after the headline and the bylines begins."""
        after = self._byline()
        tags = [tag for _, tag in self._signed[:_BYLINES_PASSED]]
        bylines = [(tag.start or 0, tag.end or 0) for tag in tags]
        for number, block in enumerate(self._prose.blocks):
            holder = self._prose.holder(number)
            at = self._markup.tag(holder).start if holder is not None and block.kind == "p" else None
            if at is not None and at >= after and not any(start <= at < end for start, end in bylines):
                return self._source.span(at, at)
        return self.body.span(0, 0)

    def _beside(self) -> Iterator[Text]:
        """The text outside the article's own part, and of the furniture in it."""
        yield self._outside.text("visible outside")
        for each in self._region.furniture:
            walk = Walk(each, NOTHING_AROUND, self._markup.unseen)
            yield Prose(walk.stretches, self._places).text("visible outside")

    def _written(self, name: str) -> Tag | None:
        """The first element of that name that somebody wrote."""
        tags = (self._markup.tag(each) for each in self._markup.select(name))
        return next((tag for tag in tags if tag.start is not None), None)

    @kept
    def _head(self) -> Head:
        return Head(self._markup)

    @kept
    def _spots(self) -> Spots:
        return Spots(self._markup, self._region, self._walk, self._prose)

    @kept
    def _signed(self) -> list[signed.Signature]:
        return signed.bylines(self._spots)

    @kept
    def _authors(self) -> list[Text]:
        """Who is declared to have written it."""
        return self._head.authors()

    @kept
    def _signatures(self) -> signed.Signatures:
        return signed.signatures(self._spots)

    @kept
    def _headings(self) -> list[Heading]:
        return signed.headings(self._spots)

    @kept
    def _outside(self) -> Prose:
        """The text of all but the article's own part."""
        markup, element = self._markup, self._region.element
        if element is None:
            return Prose([], self._places)
        turned = {element, *self._region.furniture}
        return Prose(Walk(markup.document, NOTHING_AROUND, markup.unseen, turned).stretches, self._places)

    @kept
    def _declared(self) -> Declared:
        return self._head.titles(self._page_title)

    @kept
    def _page_title(self) -> Text | None:
        """What the `title` element reads."""
        for element in self._markup.select("title"):
            if not is_foreign(element):
                text = Prose(Walk(element, NOTHING_AROUND, ()).stretches, self._places).text("title", with_blocks=False)
                if text.plain:
                    return text
        return None

    @kept
    def _chosen(self) -> Heading | None:
        return headline(self._headings, self._declared) if self._headings else None

    @kept
    def _heading(self) -> Heading | None:
        return self._chosen or first_heading(self._headings)


def _begins_in(place: Span, spans: Iterable[Span]) -> bool:
    """Whether a place is in one of several."""
    return any(each.start <= place.start < each.end for each in spans)


def _credited(image: Image, credits: dict[str, Text]) -> Image:
    """The picture with the credit declared of it, unless one is shown."""
    declared = credits.get(image.src) if image.credit is None else None
    return image if declared is None else image.replace(credit=declared)
