"""The frozen thing that is checked, and where in the input each part of it came from.

Nothing here reads a file or knows a format: readers make Articles, checks look at them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct

from compliance.lazy import Lazy
from compliance.runs import Origin

Form = Literal["html", "text", "markdown", "json", "feed", "wire", "table"]
"""The format family an Article was read from; decides how a thing would be inserted."""

Part = Literal[
    "title",
    "byline",
    "body",
    "images",
    "links",
    "elements",
    "tags",
    "dates",
    "rights",
    "canonical",
    "language",
    "outlet",
]
"""A part of an Article that a format may, or may not, be able to carry."""

FORM_NAMES: dict[str, str] = {
    "html": "an HTML page",
    "text": "plain text",
    "markdown": "Markdown",
    "json": "this JSON record",
    "feed": "this item of a feed",
    "wire": "this wire item",
    "table": "this row of a table",
}


INPUT = "input"
"""The field that holds the whole input as delivered, where a file is one article (HTML, text, Markdown):
offsets in it are offsets in the file. A record's fields have the record's own names (`title`, `body`)."""


class Span(Struct, frozen=True, order=True):
    """A half-open range of code points in one field as delivered; empty for an insertion point."""

    field: str
    start: int
    end: int


class Block(Struct, frozen=True):
    """A paragraph-like stretch of readable text: `plain[start:end]`, and the element it stood in."""

    start: int
    end: int
    kind: str
    """The element's name (`p`, `h1`, `figcaption`, `li`, `blockquote`, ...); `p` in plain text."""


class Text(Struct, frozen=True):
    """Readable text that remembers where each character was delivered.

    `plain` is what a reader sees (entities resolved, markup gone, white space folded);
    `field` names the delivered string in `Article.fields` that it was read from.
    """

    plain: str
    field: str
    place: str = "visible"
    """What carried it: `visible`, `meta author`, `json-ld author`, `front matter`, `record`, ..."""
    blocks: tuple[Block, ...] = ()
    runs: Origin | None = None
    """How `plain` lies in the delivered field; None: it is the whole field, verbatim."""

    def span(self, start: int, end: int) -> Span:
        """Where `plain[start:end]` was delivered; an empty range gives an insertion point."""
        if self.runs is None:
            return Span(self.field, start, end)
        return Span(self.field, *self.runs.original(start, end))

    def whole(self) -> Span:
        """Where all of it was delivered."""
        return self.span(0, len(self.plain))

    def block_at(self, offset: int) -> Block:
        """The block that holds `plain[offset]` (the last one that starts at or before it)."""
        index = bisect_right(self.blocks, offset, key=lambda block: block.start) - 1
        if index < 0:
            return Block(0, len(self.plain), "p")
        return self.blocks[index]


class Image(Lazy):
    """A picture, as a reader of the page would or would not see it."""

    src: str
    alt: str
    span: Span
    """The whole element (or the record's value) as delivered."""
    caption: Text | None = None
    credit: Text | None = None
    """A credit that the format keeps apart from the caption (`media:credit`, a JSON `credit`)."""
    hidden: str = ""
    """Why a reader does not see it (`1x1`, `display:none`, `noscript`, `no src`); empty: visible."""
    at: int = 0
    """Where in `Article.body.plain` it stands."""
    in_body: bool = True

    def __hash__(self) -> int:  # type: ignore[override]
        return hash((self.src, self.span))


class Link(Lazy):
    """A hyperlink: its address as written, the words it stands on, its `rel` tokens.

    Where it leads is known at once; what it stands on, and where, when somebody asks: few of a page's links matter.
    """

    href: str
    text: str
    span: Span
    rel: tuple[str, ...] = ()
    hidden: str = ""
    at: int = 0
    in_body: bool = True

    def __hash__(self) -> int:  # type: ignore[override]
        return hash((self.href, self.span))


class Element(Lazy):
    """A machine-facing element: `meta`, `link`, `script`, `img`, `iframe`, ... with its attributes.

    What it is is known at once; its attributes, and where it stands, when somebody asks.
    """

    tag: str
    attributes: dict[str, str]
    span: Span
    hidden: str = ""


class Date(Struct, frozen=True):
    """A date the article carries. `value` is None when its text is no date we can read."""

    name: Literal["published", "updated", "embargoed", "expires", "original"]
    value: datetime | None
    text: Text


class Article(Lazy):
    """One article, frozen. Every part knows its place in `fields`, the strings as delivered.

    A reader may leave parts to be made when they are first asked for.
    """

    id: str
    """Names it in a run: the path, with `#n` for the n-th record of a file."""
    form: Form
    fields: dict[str, str]
    carries: frozenset[str]
    """The Parts that its format could carry; the absence of any other proves nothing."""
    body: Text
    """The article's readable text, headline, byline and captions included, furniture left out."""
    title: Text | None = None
    bylines: tuple[Text, ...] = ()
    """Everything that claims to say who wrote it, outside the running text, most trusted first."""
    hints: tuple[Text, ...] = ()
    """What else may tell who wrote it, and in which way (`Text.place`): marked elements in and beside the article,
    links to a person's page, where the page shows the names that its metadata has."""
    others: tuple[Span, ...] = ()
    """Where the page says that it names somebody else: photographers, whom it is about, who comments."""
    outlets: tuple[Text, ...] = ()
    """Everything that claims to say whose article it is (site name, publisher, source)."""
    url: Text | None = None
    canonical: Text | None = None
    original: Text | None = None
    """The address of the original, where the input declares one (`isBasedOn`, `original_url`)."""
    tags: tuple[Text, ...] = ()
    rights: tuple[Text, ...] = ()
    language: str = ""
    dates: tuple[Date, ...] = ()
    images: tuple[Image, ...] = ()
    links: tuple[Link, ...] = ()
    elements: tuple[Element, ...] = ()
    places: Mapping[str, Span] = {}
    """Insertion points by name: `byline`, `top`, `bottom`, `head`, `tags`."""
    line: int = 1
    """The line of the input file at which it begins (a JSONL record's line)."""
    digest: str = ""
    """SHA-256 of the fields as delivered, in hex: the content this was judged on."""

    def __getitem__(self, span: Span) -> str:
        """The delivered characters that a Span names."""
        return self.fields[span.field][span.start : span.end]

    def can_carry(self, part: Part) -> bool:
        """Whether the format could have carried that part, so that its absence means something."""
        return part in self.carries

    @property
    def main_language(self) -> str:
        """The language without its region, `en` of `en-GB`; empty if the article does not say."""
        return self.language.lower().partition("-")[0]

    def date(self, name: str) -> Date | None:
        """The first date of that name, if there is one."""
        return next((date for date in self.dates if date.name == name), None)

    def place(self, name: str) -> Span:
        """Where a missing thing would be inserted; the end of the body where nothing better is known."""
        return self.places.get(name) or self.body.span(len(self.body.plain), len(self.body.plain))

    def position(self, span: Span) -> tuple[int, int]:
        """Line and column, from 1, of a Span's start: in the file for the field `input`, else in its own field."""
        before = self.fields[span.field][: span.start]
        return before.count("\n") + 1, span.start - (before.rfind("\n") + 1) + 1

    @property
    def form_name(self) -> str:
        """The format in words, for messages."""
        return FORM_NAMES[self.form]
