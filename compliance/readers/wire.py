"""What a wire item delivers, gathered string by string: each under its name, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from compliance.article import Article, Date, Image, Span, Text
from compliance.readers import html, text
from compliance.readers.dates import DateName, date
from compliance.readers.delivered import Delivered, Piece
from compliance.readers.inline import as_html
from compliance.readers.limits import Limits, Refused
from compliance.readers.parts import Parts

_CHUNK = re.compile(r"[^ \t\n\r\f]+(?: [^ \t\n\r\f]+)*|[ \t\n\r\f]+")
_CV = re.compile(r"https?://cv\.iptc\.org/newscodes/(\w+)/?")
_SCHEMES = {"mediatopic": "medtop", "subjectcode": "subj"}
"""IPTC's vocabularies of subjects, by their short names."""

CARRIES = frozenset(["title", "byline", "body", "images", "tags", "dates", "rights", "language", "outlet"])
"""What every wire format can carry by itself; links and elements only a marked-up body can."""


class Wire:
    """One wire item on its way to becoming an Article."""

    def __init__(self, standard: str, limits: Limits, around: Wire | None = None) -> None:
        """`around` is the item that this one is the content of: they share their fields."""
        self.standard = standard
        self.limits = limits
        self.fields: dict[str, str] = around.fields if around else {}
        self._prefix = f"{standard}/" if around else ""

    def plain(self, field: str, value: Any, place: str) -> Text | None:
        """A plain string as a Text; None for what is no string, or blank."""
        if not isinstance(value, str) or not value.strip():
            return None
        field = self._keep(field, value)
        return Delivered(value, field).text(_folded(value), f"{self.standard} {place}")

    def marked(self, field: str, markup: str, place: str, source: Delivered | None = None) -> Text | None:
        """A short string of markup as a Text: what a reader sees of it, by `source` if given; None if nothing."""
        try:
            found = html.parse(source or Delivered.with_newlines(markup, field), self.limits).body
        except Refused:
            return None
        field = self._keep(field, markup)
        return msgspec.structs.replace(found, field=field, place=f"{self.standard} {place}", blocks=())

    def xml(self, field: str, value: str, place: str, apart: Mapping[str, str] | None = None) -> Text | None:
        """The inside of an XML element as a Text; its children are no blocks."""
        if "<" not in value and "&" not in value:
            return self.plain(field, value, place)
        return self.marked(field, value, place, as_html(value, field, lambda _, __: "span", apart=apart))

    def html_body(self, markup: str) -> Parts:
        """What a body of HTML holds. Raises Refused."""
        self.fields["body"] = markup
        parts = html.parse(Delivered.with_newlines(markup, "body"), self.limits)
        return parts.replace(carries=CARRIES | {"links", "elements"})

    def xml_body(self, markup: str, source: Delivered) -> Parts:
        """What a body of XML holds that `source` gives as HTML. Raises Refused."""
        self.fields["body"] = markup
        parts = html.parse(source, self.limits)
        return parts.replace(carries=CARRIES | {"links", "elements"})

    def text_body(self, words: str) -> Parts:
        """What a body of plain text holds. Raises Refused."""
        self.fields["body"] = words
        return text.parse(words, "body").replace(title=None, carries=CARRIES)

    def subject(self, field: str, scheme: str, code: Any, place: str) -> Text | None:
        """The id of a subject, written `medtop:20000815` for IPTC's; it stands where its code was delivered."""
        if not isinstance(code, str) or not code.strip():
            return None
        within = _CV.match(code)
        vocabulary = within or _CV.match(scheme)
        short = _SCHEMES.get(vocabulary[1], vocabulary[1]) if vocabulary else ""
        start = within.end() if within else 0
        field = self._keep(field, code)
        pieces: list[Piece] = [(f"{short}:", 0, start)] if short else []
        pieces.append((code[start:].rstrip(), start, len(code.rstrip())))
        return Delivered(code, field).text(pieces, f"{self.standard} {place}")

    def date(self, name: DateName, value: Any, place: str) -> Date | None:
        """A date of the article."""
        found = self.plain(name, value, place)
        return date(name, found) if found is not None else None

    def status(self, value: Any, place: str) -> tuple[list[Text], list[Date]]:
        """What it means that an item is not `usable`, as rights and as dates.

        A canceled item has expired and a withheld one is under embargo, at a time that nobody can read: a rule
        about expiry or embargo comes out undetermined, and cannot be met.
        """
        status = re.split("[:/]", value)[-1].strip().lower() if isinstance(value, str) else ""
        if status in ("", "usable"):
            return [], []
        found = self.plain("status", value, place)
        if found is None:
            return [], []
        name: DateName = "embargoed" if status in ("withheld", "embargoed") else "expires"
        return [found], [Date(name, None, found)]

    def image(self, number: int, src: Any, caption: Text | None, credit: Iterable[Any], place: str) -> Image:
        """A picture that goes with the text; its credits are joined as they would be printed."""
        field = f"images/{number}"
        address = self.plain(f"{field}/src", src, f"{place} address")
        printed = self.plain(f"{field}/credit", " / ".join(_distinct(credit)), f"{place} credit")
        first = address or caption or printed
        return Image(
            src=src.strip() if address is not None else "",
            alt="",
            span=first.whole() if first is not None else Span("body", 0, 0),
            caption=caption,
            credit=printed,
            hidden="" if address is not None else "no src",
        )

    def _keep(self, field: str, value: str) -> str:
        """Keep a string as it was delivered; the field it is in: a name that holds another one is not used again."""
        name, number = self._prefix + field, 1
        while self.fields.setdefault(name, value) != value:
            number += 1
            name = f"{self._prefix}{field}#{number}"
        return name

    def article(self, name: str, parts: Parts, found: Mapping[str, Any], line: int) -> Article:
        """The Article: what the item says of itself, before what its body says."""
        own: dict[str, Any] = {}
        for key, value in found.items():
            inner = getattr(parts, key)
            own[key] = (*value, *inner) if isinstance(inner, tuple) else value or inner
        return parts.replace(**own).article(name, "wire", self.fields, line)


def present(*found: Any) -> tuple[Any, ...]:
    """Those that are there."""
    return tuple(each for each in found if each is not None)


def joined(own: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """What an item says of itself, before what its content says of itself."""
    found = {**told, **own}
    for key in told.keys() & own.keys():
        found[key] = (*own[key], *told[key]) if isinstance(own[key], tuple) else own[key] or told[key]
    return found


def illustrated(images: Iterable[Image], extra: Iterable[tuple[Image, frozenset[str]]]) -> tuple[Image, ...]:
    """The pictures of a body and those that go with it, with all their addresses; one that is both is one."""
    merged = list(images)
    known = {image.src: index for index, image in reversed(list(enumerate(merged)))}
    for image, addresses in extra:
        index = min((known[each] for each in addresses if each in known), default=None)
        if index is None:
            known.setdefault(image.src, len(merged))
            merged.append(image)
        else:
            caption, credit = merged[index].caption or image.caption, image.credit or merged[index].credit
            merged[index] = merged[index].replace(caption=caption, credit=credit)
    return tuple(merged)


def _folded(value: str) -> Iterator[Piece]:
    """The words of a string with one space between them."""
    end = len(value.rstrip())
    for match in _CHUNK.finditer(value, len(value) - len(value.lstrip()), end):
        yield (" " if match[0].isspace() else match[0]), match.start(), match.end()


def _distinct(values: Iterable[Any]) -> list[str]:
    """The strings among them, without those that another one holds already."""
    found: list[str] = []
    for value in values:
        if isinstance(value, str) and value.strip() and not any(value.strip() in each for each in found):
            found.append(value.strip())
    return found
