"""What RSS and Atom share: names by namespace, the text and markup of elements, and the items one by one."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from compliance.readers.feed import Value
from compliance.readers.parts import ALL_PARTS

if TYPE_CHECKING:
    from lxml.etree import _Element

CARRIES = ALL_PARTS - {"canonical"}
"""What a feed can carry. An item's canonical address is told only where it has a `link` of that relation."""

PREFIXES: dict[str, str] = {
    "atom": "http://www.w3.org/2005/Atom",
    "cc": "http://web.resource.org/cc/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "creativecommons": "http://backend.userland.com/creativeCommonsRssModule",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xhtml": "http://www.w3.org/1999/xhtml",
}
"""The prefix by which elements of a namespace are called here."""

_ALIASES: dict[str, tuple[str, ...]] = {
    "": (
        *["http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/rss"],
        *["http://channel.netscape.com/rdf/simple/0.9/", "http://blogs.law.harvard.edu/tech/rss"],
        *["http://backend.userland.com/rss2", "http://purl.org/rss/1.0/modules/rss091#"],
    ),
    "atom": ("http://purl.org/atom/ns#", "https://www.w3.org/2005/Atom"),
    "cc": ("http://creativecommons.org/ns#", "http://creativecommons.org/ns#license"),
    "creativecommons": ("http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html",),
    "dc": ("http://purl.org/dc/elements/1.0/",),
    "itunes": ("http://example.com/DTDs/PodCast-1.0.dtd",),
    "media": ("http://video.search.yahoo.com/mrss", "http://tools.search.yahoo.com/mrss/"),
    "prism": (
        *["http://prismstandard.org/namespaces/basic/1.0/", "http://prismstandard.org/namespaces/1.2/basic/"],
        *["http://prismstandard.org/namespaces/basic/2.1/", "http://prismstandard.org/namespaces/basic/3.0/"],
    ),
}


def _key(uri: str) -> str:
    return uri.lower().rstrip("/#")


_BY_URI = {
    _key(uri): prefix
    for prefix, uris in ((*_ALIASES.items(), *((prefix, (uri,)) for prefix, uri in PREFIXES.items())))
    for uri in uris
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_RAW = frozenset(["script", "style"])


@lru_cache(maxsize=1024)
def called(tag: str, root: str = "") -> str:
    """What an element is called here, in lower case: `dc:creator`; those of the root's own namespace have no prefix."""
    uri, _, local = tag.rpartition("}")
    uri = uri.removeprefix("{")
    if not uri or uri == root.rpartition("}")[0].removeprefix("{"):
        return local.lower()
    prefix = _BY_URI.get(_key(uri), uri)
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


class Children:
    """Elements by what they are called, in order."""

    def __init__(self, elements: Iterable[_Element], root: str) -> None:
        self.root = root
        self.all = [(called(str(each.tag), root), each) for each in elements if isinstance(each.tag, str)]

    def named(self, *names: str) -> list[tuple[str, _Element]]:
        """The elements that are called one of these, those of the first name first."""
        return [(name, element) for name in names for given, element in self.all if given == name]

    def values(self, *names: str) -> tuple[Value, ...]:
        """What these elements hold, if anything."""
        return tuple(value for name, element in self.named(*names) if (value := value_of(element, name)) is not None)

    def value(self, *names: str) -> Value | None:
        """What the first of these holds that holds anything."""
        return next(iter(self.values(*names)), None)

    def inside(self, element: _Element) -> Children:
        """The children of one of them."""
        return Children(element, self.root)


def value_of(element: _Element, place: str) -> Value | None:
    """What an element holds: its text, or its markup where that is not escaped; None if nothing."""
    if len(element):
        markup = inner(element)
        return Value(markup, place, "html") if markup.strip() else None
    return text_value(element.text, place)


def text_value(string: str | None, place: str) -> Value | None:
    """A string that an element or an attribute holds, if it holds any."""
    return Value(string, place) if string is not None and string.strip() else None


def address_of(element: _Element, attribute: str, place: str) -> Value | None:
    """The address in an attribute, or with no attribute's name in the element, seen from the `xml:base` around it."""
    string = (element.get(attribute) if attribute else element.text) or ""
    if not string.strip():
        return None
    try:
        address = urljoin(element.base or "", string.strip())
    except ValueError:
        address = ""
    return Value(string, place, "text", address=address if address != string.strip() else "")


def inner(element: _Element) -> str:
    """The markup in an element, written out as HTML without prefixes: as it was delivered but for its notation."""
    pieces: list[str] = []
    _write(element, pieces)
    return "".join(pieces)


def _write(element: _Element, pieces: list[str]) -> None:
    raw = _local(element.tag) in _RAW
    pieces.append((element.text or "") if raw else html.escape(element.text or "", quote=False))
    for child in element:
        if isinstance(child.tag, str):
            name = _local(child.tag)
            attributes = "".join(f' {_local(key)}="{html.escape(str(value))}"' for key, value in child.attrib.items())
            pieces.append(f"<{name}{attributes}>")
            if name not in _VOID or len(child) or child.text:
                _write(child, pieces)
                pieces.append(f"</{name}>")
        pieces.append(html.escape(child.tail or "", quote=False))


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def language_of(element: _Element) -> str | None:
    """The language that an element is declared to be in, by itself or what it stands in; None if nothing says."""
    return next((each.get(_LANGUAGE) for each in (element, *element.iterancestors()) if _LANGUAGE in each.attrib), None)
