"""Under which Creative Commons licence the text of an article stands, told from the licences of its pictures.

A page says so with `rel=license`, in its metadata, or in words around a link. A link in a caption or a credit, or in a
line that speaks of pictures or music, is about those.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from msgspec import Struct

from compliance.article import Article, Link, Span
from compliance.lexicon import Lexicon
from compliance.passage import phrase, phrases

_ADDRESS = re.compile(
    r"//(?:[a-z]+\.)?creativecommons\.org/(?:licenses/(?P<code>[a-z-]+)|publicdomain/(?P<free>zero|mark))"
    r"(?:/(?P<version>\d\.\d))?(?:/(?P<country>[a-z]{2}))?(?![a-z])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:CC|Creative Commons)[ -]?(?P<code>BY(?:[ -](?:NC|ND|SA))*|0)\b(?:[ -]?(?P<version>\d\.\d))?"
    r"|\bCreative Commons(?:[ -](?P<words>Attribution(?:[ -](?:NonCommercial|NoDeriv(?:ative)?s|ShareAlike))*)\b)?",
    re.IGNORECASE,
)
_WORDS = {"attribution": "BY", "noncommercial": "NC", "noderivatives": "ND", "noderivs": "ND", "sharealike": "SA"}
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|td|tr|h[1-6]|section|footer|figure|figcaption|aside|br)\b[^<>]*>", re.IGNORECASE
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?([^\"'<>]*)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_CUT = re.compile(r"^[^<>]*>")
_AROUND = 400
_MOST_LINKS = 50
_WHOLE_NAME = 4
"""So many words of a link are the name of a licence, and no mention: `Creative Commons Attribution 4.0`."""


class Licence(Struct, frozen=True):
    """A licence, and where it is said."""

    name: str
    """As it is usually written: `CC BY-SA 3.0 DE`; `Creative Commons` where its kind is not said."""
    span: Span

    @property
    def code(self) -> str:
        """Its kind: `by-sa`, `cc0`; empty where that is not said."""
        kind = self.name.lower().removeprefix("cc ").split(" ")[0]
        return kind if kind != "creative" else ""


def text_licences(article: Article, lexicon: Lexicon) -> Iterator[Licence]:
    """The licences that the article's text is said to stand under, the plainest first."""
    for text in article.rights:
        name = _name(text.plain)
        if name and text.place != "link license":
            yield Licence(name, text.whole())
    captions = [text.whole() for image in article.images for text in (image.caption, image.credit) if text is not None]
    named = islice((link for link in article.links if _name(link.href)), _MOST_LINKS)
    links = [link for link in named if not any(_overlaps(link.span, each) for each in captions)]
    declared = [link for link in links if "license" in link.rel]
    saying = [(link, _says(article, link, lexicon)) for link in links if "license" not in link.rel]
    spoken = [link for link, says in saying if says == "text"]
    badges = [link for link, says in saying if says == "nothing" and _is_badge(link)]
    badges = badges if len({_name(link.href) for link in badges}) == 1 else []
    yield from (Licence(_name(link.href), link.span) for link in (*declared, *spoken, *badges))


def named_licences(article: Article, lexicon: Lexicon) -> Iterator[Licence]:
    """The licences named in the article's paragraphs; not in captions, nor in lines that speak of pictures or music."""
    body = article.body
    for found in _NAMED.finditer(body.plain):
        block = body.block_at(found.start())
        words = ((word,) for word in phrase(body.plain[block.start : block.end]))
        if block.kind != "figcaption" and phrases(lexicon.picture_words).isdisjoint(words):
            yield Licence(_spelt(found), body.span(*found.span()))


def _spelt(found: re.Match[str]) -> str:
    if found["words"]:
        return "CC " + "-".join(_WORDS[word] for word in re.split("[ -]", found["words"].lower()))
    if not found["code"]:
        return "Creative Commons"
    code = found["code"].upper().replace(" ", "-")
    name = "CC0" if code == "0" else f"CC {code}"
    return f"{name} {found['version']}" if found["version"] else name


def _says(article: Article, link: Link, lexicon: Lexicon) -> Literal["text", "picture", "nothing"]:
    """What the words around a link say that stands under the licence."""
    before, after, names = _line_around(article, link.span)
    sentence = _SENTENCE_END.split(after)[0]
    around = (*phrase(before), *phrase(sentence), *phrase(names))
    if not phrases(lexicon.picture_words).isdisjoint((word,) for word in around):
        return "picture"
    words = [(word,) for word in (*phrase(before), *phrase(link.text), *phrase(after))]
    return "nothing" if phrases(lexicon.licence_words).isdisjoint(words) else "text"


def _is_badge(link: Link) -> bool:
    """Whether it is a picture, or a licence's whole name: so pages show their own; two that differ are a list."""
    return not link.text or len(phrase(link.text)) >= _WHOLE_NAME


def _name(address: str) -> str:
    found = _ADDRESS.search(address)
    if found is None:
        return ""
    code = "CC0" if found["free"] else f"CC {found['code'].upper()}"
    return " ".join(part for part in (code, found["version"], (found["country"] or "").upper()) if part)


def _overlaps(one: Span, other: Span) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end


def _line_around(article: Article, span: Span) -> tuple[str, str, str]:
    """The words of the line before and after a link, markup left out, and the names of the element that the line is."""
    field = article.fields[span.field]
    above = field[max(0, span.start - _AROUND) : span.start]
    opening = next(reversed(list(_BLOCK.finditer(above))), None)
    names = _CLASS.search(opening[0]) if opening is not None else None
    before = above[opening.end() :] if opening is not None else above
    after = _BLOCK.split(field[span.end : span.end + _AROUND])[0]
    return _TAG.sub(" ", _CUT.sub("", before)), _TAG.sub(" ", after), names[1] if names else ""
