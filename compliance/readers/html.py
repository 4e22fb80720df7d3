"""HTML: whole pages, and fragments such as a feed or a CMS delivers."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from compliance.article import INPUT, Article, Image, Span, Text
from compliance.readers.authorship import near, plain_bylines, shown
from compliance.readers.delivered import Delivered
from compliance.readers.gathered import Frame, Gathered
from compliance.readers.head import Head
from compliance.readers.headline import Heading, first_heading, headline, title
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.markup import Close, Markup, Open, Tag
from compliance.readers.parts import ALL_PARTS, Parts
from compliance.readers.prose import Prose
from compliance.readers.region import SILENT, Region, find
from compliance.readers.tokens import Run
from compliance.readers.visibility import concealed

_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
_NAMED = frozenset([*_HEADINGS, "li", "dt", "dd", "td", "th", "figcaption", "caption", "blockquote", "pre", "summary"])
"""Blocks that have a name of their own: a paragraph inside one is still a part of it."""

_BLOCKS = _NAMED | frozenset(
    [
        *["html", "body", "section", "article", "main", "header", "footer", "aside", "nav", "p", "div", "center", "hr"],
        *[
            "ul",
            "ol",
            "dl",
            "table",
            "thead",
            "tbody",
            "tfoot",
            "tr",
            "form",
            "fieldset",
            "legend",
            "address",
            "figure",
        ],
        *["details", "dialog", "hgroup"],
    ]
)
_FALLBACK = frozenset(["video", "audio", "canvas"])
"""What these hold is for programs that do not know them."""

_FRAGMENT_PARTS = frozenset(["title", "byline", "body", "images", "links", "elements"])
"""What a fragment can carry; everything else has its place in a page's head."""

_BYLINES_PASSED = 4
"""How many bylines are looked at to find the first paragraph after them."""


def read(delivered: str, name: str, limits: Limits = LIMITS) -> Iterator[Article]:
    """The one article of an HTML input. Raises Refused."""
    parts = parse(Delivered.with_newlines(delivered, INPUT), limits)
    yield parts.article(name, "html", {INPUT: delivered})


def parse(markup: Delivered, limits: Limits = LIMITS) -> Parts:
    """What a page or a fragment holds. Raises Refused."""
    return _Reader(markup, limits).read()


class _Reader:
    """Follows the events of one page and puts together what it holds."""

    def __init__(self, source: Delivered, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        self.head = Head(source)
        self.markup = Markup(source, limits=limits)
        self.body, self.outside, self.rest = Prose(self.markup), Prose(self.markup), Prose(self.markup)
        self.gathered = Gathered(self.markup, self.body)
        self.page_title: Text | None = None
        self.page_tags: dict[str, Tag] = {}
        self.tags = 0

    def read(self) -> Parts:
        """Everything, put together."""
        events = self.markup.events
        is_page = self.markup.is_page or any(isinstance(each, Open) and _is_head_only(each.tag) for each in events)
        region = find(self.markup, is_page)
        outermost = Frame()
        outermost.in_body = region.tag is None
        self._follow(self.markup, outermost, region)
        body = self.body.text("visible")
        if not body.plain:
            hint = "deliver the article's text, not a page that loads it by script"
            raise Refused("empty", "it has no text that a reader sees", hint)
        return self._parts(body, is_page, region)

    def _follow(self, markup: Markup, outermost: Frame, region: Region | None = None) -> None:
        frames = [outermost]
        for index, event in enumerate(markup.events):
            frame = frames[-1]
            if isinstance(event, Run):
                self._text(markup, event, frame)
            elif isinstance(event, Open):
                inner = Frame(frame, event.tag)
                if region is not None and region.tag is not None:
                    inner.in_body = (frame.in_body or index == region.first) and index not in region.furniture
                self._open(event.tag, inner)
                frames.append(inner)
            elif isinstance(event, Close):
                self._close(event.tag, frames.pop())
            elif not frame.silent:
                for prose in self._proses(frame):
                    prose.space(markup, frame.verbatim)

    def _open(self, tag: Tag, frame: Frame) -> None:
        self.tags += 1
        if self.tags > self.limits.max_tags:
            raise Refused("too-large", f"it has more than {self.limits.max_tags} elements", "split it into articles")
        name = tag.name
        frame.hidden = frame.hidden or concealed(name, tag.attributes) or ("fallback" if name in _FALLBACK else "")
        frame.silent = frame.silent or name in SILENT
        if name in _BLOCKS:
            self._boundary(frame)
            frame.holder = tag
            frame.kind = name if name in _NAMED else frame.kind
            frame.verbatim = frame.verbatim or name == "pre"
        elif name == "br" and tag.start is not None:
            for prose in self._proses(frame):
                prose.line(tag.start, tag.opened or tag.start)
        self.gathered.open(tag, frame, self._proses(frame)[0])
        self._metadata(tag, frame)

    def _close(self, tag: Tag, frame: Frame) -> None:
        if tag.name in _BLOCKS:
            self._boundary(frame)
        self.gathered.close(tag, frame)

    def _text(self, markup: Markup, run: Run, frame: Frame) -> None:
        if frame.silent:
            self._silent_text(markup, run, frame)
        else:
            for prose in self._proses(frame):
                prose.run(markup, run, frame.kind, frame.holder, frame.verbatim)

    def _silent_text(self, markup: Markup, run: Run, frame: Frame) -> None:
        """Text that is no prose: a title, a script of metadata, the markup in `noscript`."""
        tag = frame.tag
        if tag is None or tag.foreign:
            return
        if tag.name == "title" and self.page_title is None:
            prose = Prose(markup)
            prose.run(markup, run, "p", None)
            title = msgspec.structs.replace(prose.text("title"), blocks=())
            self.page_title = title if title.plain else None
        elif tag.name == "script" and "ld+json" in tag.attributes.get("type", "").lower():
            self.head.graph.add(self.source, run.start, run.end)
        elif tag.name == "noscript":
            inner = Frame(frame)
            inner.hidden, inner.silent = frame.hidden or "noscript", False
            self._follow(Markup(self.source, run.start, run.end, self.limits), inner)

    def _boundary(self, frame: Frame) -> None:
        for prose in self._proses(frame):
            prose.boundary()

    def _proses(self, frame: Frame) -> list[Prose]:
        """The texts that what stands here goes into."""
        if frame.hidden or frame.silent:
            return [self.rest]
        return [self.body if frame.in_body else self.outside, *(capture.prose for capture in self.gathered.captures)]

    def _metadata(self, tag: Tag, frame: Frame) -> None:
        name = tag.name
        if name in ("html", "head", "body") and tag.start is not None:
            self.page_tags.setdefault(name, tag)
        if name == "head":
            frame.in_head = True
        elif name == "html" and not frame.hidden:
            self.head.language = self.head.language or tag.attributes.get("lang", "").strip()
        elif name == "meta" and frame.hidden != "noscript":
            self.head.meta(tag)
        elif name in ("link", "a") and "rel" in tag.attributes and not frame.hidden:
            self.head.link(tag, frame.in_head)
        elif name == "time":
            self.head.time(tag)

    def _parts(self, body: Text, is_page: bool, region: Region) -> Parts:
        head, gathered = self.head, self.gathered
        credits = head.credits()
        declared = head.titles(self.page_title)
        chosen = headline(gathered.headings, declared)
        named = head.authors()
        heading = chosen or first_heading(gathered.headings)
        shows = shown(named, body, self.outside.text("visible outside"))
        marked = [text for text, _ in gathered.bylines]
        bylines = {(text.plain, text.place): text for text in [*named, *plain_bylines(marked)]}
        found = Parts(
            carries=ALL_PARTS,
            body=body,
            title=title(chosen, declared),
            bylines=tuple(bylines.values()),
            hints=tuple(near([*marked, *shows], heading)),
            outlets=tuple(head.outlets()),
            url=head.url(),
            canonical=head.canonical,
            original=head.original(),
            tags=tuple(head.tags()),
            rights=tuple(head.rights()),
            language=head.declared_language(),
            dates=tuple(head.dates(heading.text.whole().start if heading is not None else 0)),
            images=tuple(_credited(image, credits) for image in gathered.images),
            links=gathered.links,
            elements=tuple(gathered.elements),
            places=self._places(body, region, heading),
        )
        return found if is_page else found.replace(carries=_FRAGMENT_PARTS | _declared(found))

    def _places(self, body: Text, region: Region, chosen: Heading | None) -> dict[str, Span]:
        """Where missing things would go."""
        tag = region.tag
        beginning = (tag.opened if tag is not None else None) or 0
        ending = (tag.closing if tag is not None else None) or len(self.source.string.rstrip())
        byline = (chosen.tag.end if chosen else None) or beginning
        head, html = self.page_tags.get("head"), self.page_tags.get("html")
        inside_head = ((head.closing or head.opened) if head else html.opened if html else 0) or 0
        offsets = {"byline": byline, "bottom": ending, "head": inside_head, "tags": inside_head}
        return {name: self.source.span(at, at) for name, at in offsets.items()} | {"top": self._top(body, byline)}

    def _top(self, body: Text, after: int) -> Span:
        """Where the first paragraph after the headline and the bylines begins."""
        bylines = [(tag.start or 0, tag.end or 0) for _, tag in self.gathered.bylines[:_BYLINES_PASSED]]
        for block, holder in zip(body.blocks, self.body.holders, strict=True):
            at = holder.start if holder is not None else None
            if block.kind == "p" and at is not None and at >= after and not any(a <= at < z for a, z in bylines):
                return self.source.span(at, at)
        return body.span(body.blocks[0].start, body.blocks[0].start)


def _is_head_only(tag: Tag) -> bool:
    """Whether an element shows that a document without `html`, `head` and `body` tags is a whole page."""
    return (tag.name == "title" and not tag.foreign) or (tag.name == "meta" and "charset" in tag.attributes)


def _credited(image: Image, credits: dict[str, Text]) -> Image:
    """The picture with the credit declared of it, unless one is shown."""
    return (
        msgspec.structs.replace(image, credit=credits[image.src])
        if image.src in credits and image.credit is None
        else image
    )


def _declared(parts: Parts) -> set[str]:
    """The parts that a fragment has although it could not be expected to."""
    names = ("tags", "rights", "dates", "language", "canonical")
    return {name for name in names if getattr(parts, name)} | ({"outlet"} if parts.outlets else set())
