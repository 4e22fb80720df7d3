"""Under which Creative Commons licence the text of an article stands, told from the licences of its pictures.

What is asked is what an editor asks who wants to run the text: does this page say that it may be used? So the text's
licence is one that the page gives for the article, or for all that its site publishes, with `rel=license`, in its
metadata, or in words, also in its footer, and also where it excepts some things. A link in a caption or a credit, or in
a line that speaks of pictures or music, is about those.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Literal

from msgspec import Struct

from compliance.article import Article, Link, Span, Text
from compliance.lexicon import Lexicon
from compliance.licence_name import UNTOLD, names_in
from compliance.passage import phrase, phrases
from compliance.readers.notices import MENTION

_ADDRESS = re.compile(
    r"//(?:[a-z]+\.)?creativecommons\.org/(?:licenses/(?P<code>[a-z-]+)|publicdomain/(?P<free>zero|mark))"
    r"(?:/(?P<version>\d\.\d))?(?:/(?P<country>[a-z]{2}))?(?![a-z])",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_BLOCK = re.compile(
    r"</?(?:p|div|li|ul|td|tr|h[1-6]|section|footer|figure|figcaption|aside|br)\b[^<>]*>", re.IGNORECASE
)
_CLASS = re.compile(r"\bclass\s*=\s*[\"']?([^\"'<>]*)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
_CUT = re.compile(r"^[^<>]*>")
_DIGITS = "0123456789"
_AROUND = 400
_MOST_LINKS = 50
_FEW = 1
"""A paragraph with no more words besides is nothing but a licence's name: `(CC BY-NC-ND 4.0 International)`."""
_COMMENT = 400
"""A smaller element that says that it is about others may hold the page's own notice: one called `copyright`."""
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
        return kind if self.name != UNTOLD else ""


def text_licences(article: Article, lexicon: Lexicon) -> Iterator[Licence]:
    """The licences that the article's text is said to stand under, the plainest first."""
    for text in article.rights:
        name = _name(text.plain) if not text.place.startswith("visible") else ""
        if name and text.place != "link license":
            yield Licence(name, text.whole())
    named = list(islice((link for link in article.links if _name(link.href)), _MOST_LINKS))
    captions = [text.whole() for image in article.images for text in (image.caption, image.credit) if text is not None]
    others = [*captions, *_comments(article)] if named else []
    links = [link for link in named if not _is_in(link.span, others)]
    declared = [link for link in links if "license" in link.rel]
    saying = [(link, _says(article, link, lexicon)) for link in links if "license" not in link.rel]
    spoken = [link for link, says in saying if says == "text"]
    badges = [link for link, says in saying if says == "nothing" and _is_badge(link)]
    badges = badges if len({_name(link.href) for link in badges}) == 1 else []
    yield from (Licence(_name(link.href), link.span) for link in (*declared, *spoken, *badges))


def named_licences(article: Article, lexicon: Lexicon) -> Iterator[Licence]:
    """The licences named in words: in notices beside the article, and in its paragraphs.

    What captions and comments say, and lines that speak of pictures or music, is about those. A line must say what it
    is about (`this site`, `contents`), or that it licenses; a paragraph may be no more than the licence's name.
    """
    about = phrases(lexicon.licence_words)
    for text, start, end in _naming(article):
        said = phrase(text.plain[start:end])
        names = list(names_in(text.plain, start, end, lexicon))
        bare = text is article.body and names and len(said) - len(phrase(names[0].name)) <= _FEW
        if _of_pictures(said, lexicon) or (not bare and about.isdisjoint((word,) for word in said)):
            continue
        found = (Licence(each.name, text.span(each.start, each.end)) for each in names)
        yield from (each for each in found if not _is_in(each.span, _comments(article)))


def _naming(article: Article) -> Iterator[tuple[Text, int, int]]:
    """The notices and paragraphs that name a licence."""
    for notice in article.rights:
        if notice.place.startswith("visible"):
            yield notice, 0, len(notice.plain)
    body = article.body
    blocks = dict.fromkeys(body.block_at(found.start()) for found in MENTION.finditer(body.plain))
    yield from ((body, block.start, block.end) for block in blocks if block.kind != "figcaption")


def _says(article: Article, link: Link, lexicon: Lexicon) -> Literal["text", "picture", "nothing"]:
    """What the words around a link say that stands under the licence."""
    before, after, names = _line_around(article, link.span)
    sentence = _SENTENCE_END.split(after)[0]
    around = (*phrase(before), *phrase(sentence), *phrase(names))
    if _of_pictures(around, lexicon):
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


def _of_pictures(words: Iterable[str], lexicon: Lexicon) -> bool:
    """Whether words speak of pictures or music, which may be numbered: `Bild2`."""
    return not phrases(lexicon.picture_words).isdisjoint((word.rstrip(_DIGITS),) for word in words)


def _comments(article: Article) -> list[Span]:
    """Where others speak."""
    return [span for span in article.others if span.end - span.start > _COMMENT]


def _is_in(span: Span, others: Iterable[Span]) -> bool:
    return any(each.field == span.field and span.start < each.end and each.start < span.end for each in others)


def _line_around(article: Article, span: Span) -> tuple[str, str, str]:
    """The words of the line before and after a link, markup left out, and the names of the element that the line is."""
    field = article.fields[span.field]
    above = field[max(0, span.start - _AROUND) : span.start]
    opening = next(reversed(list(_BLOCK.finditer(above))), None)
    names = _CLASS.search(opening[0]) if opening is not None else None
    before = above[opening.end() :] if opening is not None else above
    after = _BLOCK.split(field[span.end : span.end + _AROUND])[0]
    return _TAG.sub(" ", _CUT.sub("", before)), _TAG.sub(" ", after), names[1] if names else ""
