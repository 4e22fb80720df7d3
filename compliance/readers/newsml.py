"""NewsML-G2: news items by themselves, in packages and in messages, one article each.

Of a news item's alternative contents one is read: XHTML, else NITF, else plain text. A picture's article is its
caption. Packages, concepts and plans hold no articles of their own and are passed over; notes to editors (`edNote`)
and links to other items are not read. A canceled or withheld item is an article that says so (see `Wire.status`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from math import prod
from typing import TYPE_CHECKING, Any, BinaryIO

from compliance.article import Article, Date, Image, Text
from compliance.finding import Fault
from compliance.readers import nitf
from compliance.readers.dates import DateName
from compliance.readers.elements import elements, inner, local_name, outer, root_of, text_of
from compliance.readers.inline import as_html
from compliance.readers.json import Names
from compliance.readers.limits import Limits, Refused, crash
from compliance.readers.parts import Parts
from compliance.readers.wire import Wire, joined, present

if TYPE_CHECKING:
    from lxml import etree

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_NAR = f"{{{NAMESPACE}}}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ITEM = f"{_NAR}newsItem"
_OTHERS = ("packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem")
_ROOTS = frozenset(["newsItem", "newsMessage", *_OTHERS])
_WANTED = frozenset([_ITEM, *(_NAR + name for name in _OTHERS)])

_ORIGINALS = ("derivedfrom", "translatedfrom")
_PICTURES = ("picture", "graphic")
_TEXTS = ("", "text", "composite")


def recognises(head: bytes, name: str) -> bool:
    """Whether it is XML whose root is one of NewsML-G2's items, or a message of them."""
    return root_of(head)[0] in _ROOTS and NAMESPACE.encode() in head.replace(b"\0", b"")


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The articles of a NewsML-G2 document, item by item. Raises Refused."""
    names = Names(name)
    number = 0
    others: set[str] = set()
    for element in elements(stream, _WANTED, limits):
        if element.tag != _ITEM:
            others.add(local_name(element))
            continue
        number += 1
        item = names.of({"id": element.get("guid")}, number, {})
        try:
            yield _article(element, item, limits)
        except Refused as refused:
            yield refused.at_line(element.sourceline or 1).fault(item)
        except Exception as error:
            yield crash(error).fault(item)
    if not number:
        held = ", ".join(f"`{each}`" for each in sorted(others)) or "none at all"
        raise Refused("empty", f"it holds no news item ({held})", "deliver the items themselves")


def _article(element: etree._Element, name: str, limits: Limits) -> Article:
    return _Item(element, Wire("newsml", limits)).article(name)


class _Item:
    """One `newsItem` being read."""

    def __init__(self, element: etree._Element, wire: Wire) -> None:
        self.element = element
        self.wire = wire
        self.kind = re.split("[:/]", self._code("itemMeta/itemClass"))[-1].lower()

    def article(self, name: str) -> Article:
        """The article. Raises Refused if it has nothing to read."""
        parts, told = self._body()
        return self.wire.article(name, parts, joined(self._found(), told), self.element.sourceline or 1)

    def _found(self) -> dict[str, Any]:
        """What its metadata say."""
        rights, restrictions = self.wire.status(self._code("itemMeta/pubStatus"), "pubStatus")
        language = self._attribute("contentMeta/language", "tag") or self.element.get(_LANG, "")
        headlines = sorted(self._all("contentMeta/headline"), key=_rank)
        return {
            "title": next(iter(self._texts("title", headlines[:1])), None),
            "bylines": (
                *self._texts("byline", self._all("contentMeta/by")),
                *self._named("creators", self._all("contentMeta/creator")),
            ),
            "outlets": tuple(self._outlets()),
            "original": self._original(),
            "tags": tuple(self._tags()),
            "rights": (*self._rights(), *rights),
            "dates": (*self._dates(), *restrictions),
            "language": language.strip(),
            "images": tuple(self._pictures()),
        }

    def _body(self) -> tuple[Parts, dict[str, Any]]:
        """The content to read, and what that says of itself."""
        inline = [each for each in self._all("contentSet/inlineXML") if len(each)]
        xhtml = next((each for each in inline if str(each[0].tag).startswith(_XHTML) or _is_html(each)), None)
        if xhtml is not None:
            markup = inner(xhtml)
            return self.wire.xml_body(markup, as_html(markup, "body")), {}
        root = next((found for each in inline if (found := each.find("{*}nitf")) is not None), None)
        if root is not None:
            return nitf.parse(root, Wire("nitf", self.wire.limits, self.wire))
        for data in self._all("contentSet/inlineData"):
            if data.get("encoding") is None and text_of(data).strip():
                words = text_of(data)
                return (self.wire.html_body(words) if _is_html(data) else self.wire.text_body(words)), {}
        return self._described(inline), {}

    def _described(self, inline: Iterable[etree._Element]) -> Parts:
        """The description, for an item whose content is no text; raises Refused if it is one that cannot be read."""
        if self.kind in _TEXTS:
            self._refuse_text(inline)
        described = sorted(self._all("contentMeta/description"), key=_is_no_caption)
        markup = inner(described[0]) if described else ""
        if not markup.strip():
            raise Refused("empty", "it has no text and no description", "deliver the text")
        return self.wire.xml_body(markup, as_html(markup, "body"))

    def _refuse_text(self, inline: Iterable[etree._Element]) -> None:
        kinds = [f"`{local_name(each[0])}`" for each in inline]
        remote = [each.get("href", "") for each in self._all("contentSet/remoteContent")]
        encoded = self._all("contentSet/inlineData")
        hint = "deliver the text inline, as XHTML, NITF or plain text"
        if kinds:
            raise Refused("invalid-record", f"its content is {', '.join(kinds)}, which is not read", hint)
        if encoded:
            raise Refused("invalid-record", "its inline data are encoded, or empty", hint)
        if remote:
            raise Refused("unreadable", f"its text lies elsewhere (`{remote[0]}`), and nothing is fetched", hint)

    def _pictures(self) -> Iterator[Image]:
        """The picture that the item is, in its largest form; of a text, the pictures among its contents."""
        remote = self._all("contentSet/remoteContent")
        pictures = [each for each in remote if each.get("contenttype", "").startswith("image/")]
        if self.kind in _TEXTS:
            for number, each in enumerate(pictures):
                yield self.wire.image(number, each.get("href"), None, (), "remoteContent")
        if self.kind not in _PICTURES or not remote:
            return
        largest = max(pictures or remote, key=_size)
        described = sorted(self._all("contentMeta/description"), key=_is_no_caption)
        caption = next(iter(self._texts("images/0/caption", described[:1])), None)
        credits = [*self._all("contentMeta/creditline"), *self._all("contentMeta/creator")]
        holders = self._all("rightsInfo/copyrightHolder")
        credit = [_name_of(each) for each in (*credits, *holders)]
        yield self.wire.image(0, largest.get("href"), caption, credit, "remoteContent")

    def _outlets(self) -> Iterator[Text]:
        yield from self._named("providers", self._all("itemMeta/provider"))
        yield from self._named("sources", self._all("contentMeta/infoSource"))
        yield from self._texts("creditlines", self._all("contentMeta/creditline"))
        yield from self._named("holders", self._all("rightsInfo/copyrightHolder"))

    def _tags(self) -> Iterator[Text]:
        for number, subject in enumerate(self._all("contentMeta/subject")):
            code = subject.get("qcode") or subject.get("uri") or subject.get("literal")
            yield from present(self.wire.subject(f"subjects/{number}/id", "", code, "subject"))
            yield from self._texts(f"subjects/{number}/name", subject.findall(f"{_NAR}name"))
        yield from self._texts("keywords", self._all("contentMeta/keyword"))

    def _rights(self) -> Iterator[Text]:
        for key in ("copyrightNotice", "usageTerms", "rightsExpressionData"):
            found = self._all(f"rightsInfo/{key}")
            yield from self._texts(key, found)
            for number, each in enumerate(found):
                yield from present(self.wire.plain(f"{key}/{number}/href", each.get("href"), key))
        for number, each in enumerate(self._all("rightsInfo/link")):
            yield from present(self.wire.plain(f"rights/{number}/href", each.get("href"), "link"))
        for number, each in enumerate(self._all("rightsInfo/rightsExpressionXML")):
            yield from present(self.wire.plain(f"rightsExpressionXML/{number}", outer(each), "rightsExpressionXML"))

    def _dates(self) -> Iterator[Date]:
        """Its dates; of a text, what was created is the text itself."""
        created = ["itemMeta/firstCreated"]
        if self.kind not in _PICTURES:
            created.append("contentMeta/contentCreated")
        changed = ["contentMeta/contentModified", "itemMeta/versionCreated"]
        published = next((path for path in (*created, "itemMeta/versionCreated") if self._one(path)), "")
        updated = next((path for path in changed if self._one(path) and path != published), "")
        paths: dict[DateName, str] = {"published": published, "updated": updated, "embargoed": "itemMeta/embargoed"}
        for name, path in paths.items():
            yield from present(self.wire.date(name, self._one(path), path.rpartition("/")[2]))
        ends = [each.get("validto") for each in self._all("rightsInfo") if each.get("validto")]
        yield from present(*(self.wire.date("expires", each, "rightsInfo") for each in ends[:1]))

    def _original(self) -> Text | None:
        for link in self._all("itemMeta/link"):
            relation = link.get("rel", "").rpartition(":")[2].lower()
            if relation in _ORIGINALS and link.get("href", "").startswith(("http://", "https://")):
                return self.wire.plain("original", link.get("href"), "link")
        return None

    def _texts(self, field: str, found: Iterable[etree._Element]) -> list[Text]:
        texts: list[Text] = []
        for number, each in enumerate(found):
            texts += present(self.wire.xml(f"{field}/{number}" if number else field, inner(each), local_name(each)))
        return texts

    def _named(self, field: str, found: Iterable[etree._Element]) -> Iterator[Text]:
        """The names of parties; of one without a name, its literal."""
        for number, each in enumerate(found):
            names = [name for name in each.findall(f"{_NAR}name") if text_of(name).strip()]
            if names:
                yield from present(self.wire.xml(f"{field}/{number}", inner(names[0]), local_name(each)))
            else:
                yield from present(self.wire.plain(f"{field}/{number}", each.get("literal"), local_name(each)))

    def _one(self, path: str) -> str:
        found = self._all(path) if path else []
        return text_of(found[0]).strip() if found else ""

    def _attribute(self, path: str, key: str) -> str:
        found = self._all(path)
        return found[0].get(key, "") if found else ""

    def _code(self, path: str) -> str:
        """A code that is written as one or as an address."""
        return self._attribute(path, "qcode") or self._attribute(path, "uri")

    def _all(self, path: str) -> list[etree._Element]:
        return list(self.element.iterfind("/".join(_NAR + step for step in path.split("/"))))


_HTML = frozenset(["html", "body", "article", "section", "div", "p"])


def _is_html(element: etree._Element) -> bool:
    """Whether a content is HTML: it says so, or what it holds has such a name."""
    holds = local_name(element[0]) if len(element) else ""
    said = str(element.get("contenttype", ""))
    return "html" in said or holds == "html" or (not said and holds in _HTML)


def _rank(element: etree._Element) -> int:
    rank = element.get("rank", "")
    return int(rank) if rank.isdecimal() and len(rank) < 9 else 0


def _is_no_caption(element: etree._Element) -> bool:
    return not element.get("role", "").lower().endswith("caption")


def _size(element: etree._Element) -> int:
    sides = [element.get(key, "") for key in ("width", "height")]
    return prod(int(side) if side.isdecimal() and len(side) < 9 else 0 for side in sides)


def _name_of(party: etree._Element) -> str:
    name = party.find(f"{_NAR}name")
    return text_of(name if name is not None else party).strip()
