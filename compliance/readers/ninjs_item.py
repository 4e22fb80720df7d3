"""One document of ninjs, read whatever its version: 3.x writes the keys of 2.x in camel case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from compliance.article import Article, Date, Image, Text
from compliance.readers import nitf
from compliance.readers.dates import DateName
from compliance.readers.elements import document
from compliance.readers.limits import Refused
from compliance.readers.parts import Parts
from compliance.readers.sniff import body_form
from compliance.readers.wire import Wire, illustrated, joined, present

PICTURES = ("picture", "graphic")
"""The types of documents that are pictures."""

_AUTHORS = frozenset(["author", "creator", "writer", "reporter"])
_PUBLISHERS = frozenset(["publisher", "provider", "source", "infosource", "copyrightholder"])
_ORDER = ("html", "nitf", "text", "other")
_CREDITS = ("credit", "creditline")
_DESCRIBED = ("", "text")


def associations(value: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """The associated documents with their names: an object in 1.x, a list afterwards."""
    found = value.get("associations")
    if isinstance(found, dict):
        named = [(str(key), each) for key, each in found.items()]
    else:
        each_of = found if isinstance(found, list) else []
        named = [(str(each.get("name") or n), each) for n, each in enumerate(each_of) if isinstance(each, dict)]
    return [(key, each) for key, each in named if isinstance(each, dict)]


class Item:
    """One document being read."""

    def __init__(self, value: dict[str, Any], wire: Wire) -> None:
        self.value = {key.lower(): each for key, each in value.items()}
        self.wire = wire

    def article(self, name: str, line: int) -> Article:
        """The article. Raises Refused if it has no text."""
        parts, told = self._body()
        rights, restrictions = self.wire.status(self.value.get("pubstatus"), "pubstatus")
        language = self._text("language")
        found = {
            "title": self._title(),
            "bylines": tuple(self._bylines()),
            "outlets": tuple(self._outlets()),
            "url": self._address("uri", self.value.get("uri")),
            "canonical": self._alternative("canonical"),
            "original": self._alternative("original"),
            "tags": tuple(self._tags()),
            "rights": (*self._rights(), *rights),
            "language": language.plain if language else "",
            "dates": (*self._dates(), *restrictions),
        }
        images = illustrated(parts.images, self._images())
        return self.wire.article(name, parts.replace(images=images), joined(found, told), line)

    def _body(self) -> tuple[Parts, dict[str, Any]]:
        """The best of its bodies, else its description, and what that says of itself. Raises Refused."""
        bodies = sorted(self._bodies(), key=lambda each: _ORDER.index(each[0]))
        described = [(_kind(each[0], each[1]), each[1]) for each in self._descriptions()]
        for kind, words in bodies or described:
            if kind == "html":
                return self.wire.html_body(words), {}
            if kind == "nitf":
                root = document(words[words.index("<nitf") :].encode())
                return nitf.parse(root, Wire("nitf", self.wire.limits, self.wire))
            if kind == "text":
                return self.wire.text_body(words), {}
        if bodies:
            raise Refused("invalid-record", "none of its bodies is HTML, NITF or plain text", "deliver one that is")
        raise Refused("empty", "it has no body and no description", "deliver the article's text")

    def _bodies(self) -> list[tuple[str, str]]:
        """Its bodies, each with its kind: a list of objects, in 1.x keys with a common beginning."""
        found = [
            (_kind(f"{_string(each, 'contenttype')} {_string(each, 'role')}", each["value"]), each["value"])
            for each in self._objects("bodies")
            if _string(each, "value").strip()
        ]
        return found + [(_kind(key, words), words) for key, words in self._beginning("body_")]

    def _descriptions(self) -> list[tuple[str, str]]:
        """Its descriptions with their roles, captions first and lines of credit left out."""
        listed = [(_string(each, "role").lower(), _string(each, "value")) for each in self._objects("descriptions")]
        found = [*listed, *self._beginning("description_")]
        told = [each for each in found if each[1].strip() and not each[0].endswith(_CREDITS)]
        return sorted(told, key=lambda each: 0 if each[0].endswith("caption") else 1 if each[0] in _DESCRIBED else 2)

    def _beginning(self, prefix: str) -> list[tuple[str, str]]:
        """The strings under keys of 1.x that begin so, by the rest of the key."""
        found = [(key.removeprefix(prefix), each) for key, each in self.value.items() if key.startswith(prefix)]
        return [(key, each) for key, each in found if isinstance(each, str) and each.strip()]

    def _title(self) -> Text | None:
        headlines = [each for each in self._objects("headlines") if _string(each, "value").strip()]
        mains = [each for each in headlines if _string(each, "role") in ("", "main")]
        for main in (*mains, *headlines):
            return self._marked("title", main["value"], "headline")
        return self._marked("title", self.value.get("headline"), "headline") or self._text("title")

    def _bylines(self) -> Iterator[Text]:
        for key in ("byline", "by"):
            yield from present(self.wire.plain(key, self.value.get(key), key))
        for key in ("person", "people", "authors"):
            for number, each in enumerate(self._objects(key)):
                if key == "authors" or _relation(each) in _AUTHORS:
                    yield from present(self.wire.plain(f"{key}/{number}/name", each.get("name"), key))

    def _outlets(self) -> Iterator[Text]:
        for key in ("infosource", "infosources", "organisation", "organisations"):
            for number, each in enumerate(self._objects(key)):
                if key.startswith("infosource") or _relation(each) in _PUBLISHERS:
                    yield from present(self.wire.plain(f"{key}/{number}/name", each.get("name"), key))
        yield from present(self._text("copyrightholder"))

    def _tags(self) -> Iterator[Text]:
        for key in ("subject", "subjects"):
            for number, each in enumerate(self._objects(key)):
                code = next((each[name] for name in ("uri", "code", "qcode", "literal") if each.get(name)), None)
                yield from present(
                    self.wire.subject(f"{key}/{number}/id", _string(each, "scheme"), code, key),
                    self.wire.plain(f"{key}/{number}/name", each.get("name"), key),
                )
        keywords = self.value.get("keywords")
        for number, word in enumerate(keywords if isinstance(keywords, list) else ()):
            yield from present(self.wire.plain(f"keywords/{number}", word, "keywords"))

    def _rights(self) -> Iterator[Text]:
        yield from present(self._text("copyrightnotice"), self._text("usageterms"))
        rights = self.value.get("rightsinfo")
        for key, each in rights.items() if isinstance(rights, dict) else ():
            if key.lower() in ("linkedrights", "encodedrights"):
                yield from present(self.wire.plain(f"rightsinfo/{key}", each, f"rightsinfo {key}"))

    def _dates(self) -> Iterator[Date]:
        """Its dates; of a text, what was created is the text itself."""
        created = ["firstcreated"] if self.value.get("type") in PICTURES else ["firstcreated", "contentcreated"]
        published = next((key for key in (*created, "versioncreated") if self._has(key)), "")
        updated = "versioncreated" if published != "versioncreated" else ""
        embargoed = "embargoeduntil" if self._has("embargoeduntil") else "embargoed"
        keys: dict[DateName, str] = {"published": published, "updated": updated, "embargoed": embargoed}
        for name, key in (*keys.items(), ("expires", "expires")):
            yield from present(self.wire.date(name, self.value.get(key), key))

    def _images(self) -> Iterator[tuple[Image, frozenset[str]]]:
        """The pictures associated with it, and the picture that it is, each with all its addresses."""
        pictures = [(each, f"associations {key}") for key, each in associations(self.value)]
        for number, (picture, place) in enumerate([(self.value, "renditions"), *pictures]):
            item = Item(picture, self.wire)
            renditions = item._renditions()
            if renditions:
                yield item._image(number, renditions, place), frozenset(map(_address_of, renditions))

    def _image(self, number: int, renditions: list[dict[str, Any]], place: str) -> Image:
        described = self._descriptions()
        caption = self._marked(f"images/{number}/caption", described[0][1] if described else "", f"{place} description")
        credited = [each for each in self._objects("descriptions") if _string(each, "role").lower().endswith(_CREDITS)]
        credit = [self.value.get(each) for each in ("creditline", "byline", "by", "copyrightholder")]
        largest = max(renditions, key=lambda each: _side(each, "width") * _side(each, "height"))
        credit += [each.get("value") for each in credited]
        return self.wire.image(number, _address_of(largest), caption, credit, place)

    def _renditions(self) -> list[dict[str, Any]]:
        """The forms in which it, a picture, can be had."""
        found = self.value.get("renditions")
        each_of = list(found.values()) if isinstance(found, dict) else found if isinstance(found, list) else []
        forms = [each for each in each_of if isinstance(each, dict) and _address_of(each)]
        if self.value.get("type") in PICTURES:
            return forms
        return [] if self.value.get("type") else [each for each in forms if _media_type(each).startswith("image/")]

    def _alternative(self, role: str) -> Text | None:
        """The address among its alternative ids that goes by such a name."""
        found = self.value.get("altids")
        named = list(found.items()) if isinstance(found, dict) else []
        named += [(_string(each, "role"), each.get("value")) for each in self._objects("altids")]
        for key, each in named:
            address = self._address(role, each) if role in str(key).lower() else None
            if address is not None:
                return address
        return None

    def _address(self, field: str, value: Any) -> Text | None:
        is_address = isinstance(value, str) and value.lower().startswith(("http://", "https://"))
        return self.wire.plain(field, value, field) if is_address else None

    def _text(self, key: str) -> Text | None:
        return self.wire.plain(key, self.value.get(key), key)

    def _marked(self, field: str, value: Any, place: str) -> Text | None:
        """A string that some write as HTML."""
        if isinstance(value, str) and body_form(value) == "html":
            return self.wire.marked(field, value, place)
        return self.wire.plain(field, value, place)

    def _has(self, key: str) -> bool:
        return bool(_string(self.value, key).strip())

    def _objects(self, key: str) -> list[dict[str, Any]]:
        """The objects in a list, their keys in lower case."""
        found = self.value.get(key)
        each_of = found if isinstance(found, list) else []
        return [{name.lower(): value for name, value in each.items()} for each in each_of if isinstance(each, dict)]


def _kind(said: str, words: str) -> str:
    """What a content is, by its type and role, else by how it looks."""
    said = said.lower()
    if "nitf" in said and "<nitf" in words:
        return "nitf"
    if "html" in said:
        return "html"
    if "xml" in said and "xhtml" not in said:
        return "other"
    return body_form(words)


def _relation(party: Mapping[str, Any]) -> str:
    """How a party is related to the content: the last word of a name or an address."""
    return re.split(r"[/:#]", _string(party, "rel") or _string(party, "role"))[-1].lower()


def _string(value: Mapping[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _address_of(rendition: Mapping[str, Any]) -> str:
    return _string(rendition, "href").strip()


def _media_type(rendition: Mapping[str, Any]) -> str:
    return next((_string(rendition, key) for key in ("mimetype", "contenttype", "contentType") if key in rendition), "")


def _side(rendition: Mapping[str, Any], key: str) -> int:
    found = rendition.get(key)
    return found if isinstance(found, int) else 0
