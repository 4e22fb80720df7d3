"""What is met on the way through a page: pictures, links, elements, the headline and the bylines."""

from __future__ import annotations

import msgspec

from compliance.article import Element, Image, Link, Text
from compliance.readers.authorship import Lines, character, is_profile
from compliance.readers.captions import credit, is_near, said, with_caption, with_credit
from compliance.readers.delivered import Delivered
from compliance.readers.headline import Heading
from compliance.readers.markup import Markup, Tag
from compliance.readers.prose import Prose
from compliance.readers.visibility import concealed_image, source

_ELEMENTS = frozenset(["meta", "link", "script", "img", "iframe", "object", "embed", "video", "audio", "source"])
_IMAGES = frozenset(["img", "amp-img"])

_TELLING = frozenset(["h1", "h2", "figure", "figcaption", "address", "cite", "small", "footer"])
"""Elements that say by their name alone what they hold; others need attributes for that."""
_LONGEST_BYLINE = 300
_MOST_HEADINGS = 40
_MOST_PICTURED = 50
"""How many pictures of one figure share its caption."""
_MOST_CAPTURES = 4
"""How many captions, or bylines, are followed one inside another."""


class Frame:
    """What holds for everything inside an open element."""

    __slots__ = (
        *("captures", "elsewhere", "figure", "hidden", "holder", "in_body", "in_head"),
        *("kind", "link", "silent", "tag", "verbatim"),
    )

    def __init__(self, outer: Frame | None = None, tag: Tag | None = None) -> None:
        self.tag = tag
        self.hidden: str = outer.hidden if outer else ""
        """Why a reader does not see it; empty: visible."""
        self.silent: bool = outer.silent if outer else False
        """It is no prose at all."""
        self.in_body: bool = outer.in_body if outer else True
        self.in_head: bool = outer.in_head if outer else False
        self.verbatim: bool = outer.verbatim if outer else False
        self.kind: str = outer.kind if outer else "p"
        self.holder: Tag | None = outer.holder if outer else None
        """The innermost block."""
        self.figure: list[int] | None = outer.figure if outer else None
        """The pictures of the innermost figure."""
        self.elsewhere: bool = outer.elsewhere if outer else False
        """It is about other articles, or by other people: comments, related pieces."""
        self.link: _LinkText | None = None
        self.captures: list[_Capture] = []


class Gathered:
    """The things of one page."""

    def __init__(self, markup: Markup, body: Prose) -> None:
        self.images: list[Image] = []
        self.elements: list[Element] = []
        self.headings: list[Heading] = []
        self.bylines: list[tuple[Text, Tag]] = []
        """What says of itself that it is a byline, each with its element, as they end."""
        self.captures: list[_Capture] = []
        """The texts that are being gathered by themselves."""
        self._markup = markup
        self._source: Delivered = markup.source
        self._body = body
        self._links: dict[object, Link] = {}

    @property
    def links(self) -> tuple[Link, ...]:
        """All links, in order."""
        return tuple(self._links.values())

    def open(self, tag: Tag, frame: Frame, prose: Prose) -> None:
        """An element begins whose text goes into that prose."""
        name = tag.name
        if tag.start is not None and (name in _ELEMENTS or name.startswith("amp-")):
            span = self._source.span(tag.start, tag.opened or tag.start)
            self.elements.append(Element(name, tag.attributes, span, frame.hidden))
        if name in _IMAGES:
            self._image(tag, frame)
        elif name == "a" and "href" in tag.attributes:
            frame.link = _LinkText(prose)
        elif name == "figure":
            frame.figure = []
        if not frame.hidden and not frame.silent:
            for capture in self.captures:
                capture.prose.opened(tag)
            self._capture(tag, frame)

    def close(self, tag: Tag, frame: Frame) -> None:
        """An element ends."""
        if frame.link is not None:
            self._link(tag, frame, frame.link)
        for capture in frame.captures:
            self.captures.remove(capture)
            self._captured(capture, frame)
        for capture in self.captures:
            capture.prose.closed(tag)

    def _image(self, tag: Tag, frame: Frame) -> None:
        if tag.start is None:
            return
        attributes = tag.attributes
        if frame.figure is not None:
            frame.figure.append(len(self.images))
        self.images.append(
            Image(
                src=source(attributes) or attributes.get("src", ""),
                alt=attributes.get("alt", ""),
                span=self._source.span(tag.start, tag.opened or tag.start),
                hidden=frame.hidden or concealed_image(attributes),
                at=self._body.length,
                in_body=frame.in_body,
            )
        )

    def _link(self, tag: Tag, frame: Frame, text: _LinkText) -> None:
        words = text.words()
        begun = text.length + len(words) - len(words.lstrip())
        at = begun if text.prose is self._body else self._body.length
        earlier = self._links.get(tag.identity)
        if earlier is not None:  # the tree split one link in two
            joined = f"{earlier.text} {words.strip()}".strip()
            self._links[tag.identity] = msgspec.structs.replace(
                earlier, text=joined, at=earlier.at if earlier.text else at
            )
        elif tag.start is not None:
            self._links[tag.identity] = Link(
                href=tag.attributes["href"],
                text=words.strip(),
                span=self._source.span(tag.start, tag.end or tag.opened or tag.start),
                rel=tuple(tag.attributes.get("rel", "").lower().split()),
                hidden=frame.hidden,
                at=at,
                in_body=frame.in_body,
            )

    def _capture(self, tag: Tag, frame: Frame) -> None:
        """Begin to gather the text of an element that is wanted by itself."""
        if not tag.attributes and tag.name not in _TELLING:
            return
        wanted = []
        found = character(tag)
        frame.elsewhere = frame.elsewhere or found.elsewhere
        if found.mark and not frame.elsewhere:
            wanted.append(("byline", found.mark))
        if tag.name in ("h1", "h2") and len(self.headings) < _MOST_HEADINGS:
            wanted.append(("heading", ""))
        in_figure = frame.figure is not None
        beside = said(tag) if self.images else None
        if tag.name == "figure" or (beside is not None and beside.caption and not in_figure):
            wanted.append(("caption", ""))
        elif beside is not None and (beside.credit_in_figure if in_figure else beside.credit):
            wanted.append(("credit", ""))
        for kind, mark in wanted:
            if sum(capture.kind == kind for capture in self.captures) < _MOST_CAPTURES:
                frame.captures.append(_Capture(kind, Lines(self._markup, kind), tag, mark))
        self.captures += frame.captures

    def _pictured(self, frame: Frame) -> list[int]:
        """The pictures that what is written here belongs to: those of the figure, else the one just before."""
        if frame.figure is not None:
            return frame.figure[:_MOST_PICTURED]
        last = len(self.images) - 1
        near = last >= 0 and frame.in_body and is_near(self.images[last], self._body.length)
        return [last] if near else []

    def _captured(self, capture: _Capture, frame: Frame) -> None:
        text = capture.prose.text(f"visible {'' if frame.in_body else 'outside '}{capture.mark}".rstrip())
        if not text.plain:
            return
        if capture.kind == "caption":
            for index in self._pictured(frame):
                self.images[index] = with_caption(self.images[index], text)
        elif capture.kind == "credit":
            credited = credit(text)
            for index in self._pictured(frame):
                self.images[index] = with_credit(self.images[index], credited)
        elif capture.kind == "heading":
            self.headings.append(Heading(text, capture.tag, frame.in_body))
        elif capture.mark == "profile" and not is_profile(text.plain, capture.tag.attributes.get("href", "")):
            return
        elif len(text.plain) <= _LONGEST_BYLINE:
            self.bylines.append((text, capture.tag))


class _LinkText:
    """The words that a link stands on, which go into a text that has begun before it."""

    __slots__ = ("_piece", "length", "prose")

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.length = prose.length
        self._piece = len(prose.weaver.pieces)

    def words(self) -> str:
        """What the text has gained since, a gap before the first word included."""
        return "".join(self.prose.weaver.pieces[self._piece :])


class _Capture:
    """A text that is also wanted by itself: a headline, a byline, a caption."""

    __slots__ = ("kind", "mark", "prose", "tag")

    def __init__(self, kind: str, prose: Lines, tag: Tag, mark: str) -> None:
        self.kind, self.prose, self.tag, self.mark = kind, prose, tag, mark
