"""XML as it streams in: one element after another, in bounded memory. Entities and DTDs are never expanded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING, Any, BinaryIO

from compliance.readers.limits import Limits, Refused
from compliance.readers.sniff import mark_of

if TYPE_CHECKING:
    from lxml import etree

_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_CHUNK = 16 * 1024
_BLANKS = b" \t\r\n"
_ROOT = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--(?:[^-]|-(?!->))*+-->\s*|<!DOCTYPE\s[^\[>]*(?:\[[^\]]*\]\s*)?>\s*)*+"
    r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)([^>]*)"
)
_PLACE = re.compile(r", line \d+, column \d+.*$", re.DOTALL)


def root_of(head: bytes) -> tuple[str, str]:
    """The name and the attributes of the element that XML begins with; empty for what is no XML."""
    match = _ROOT.match(head.decode(mark_of(head) or "utf-8", "replace").removeprefix("\ufeff"))
    return (match[1], match[2]) if match else ("", "")


def elements(stream: BinaryIO, wanted: frozenset[str], limits: Limits) -> Iterator[etree._Element]:
    """The outermost elements of these names (`{namespace}name`), whole, one by one; each is emptied afterwards.

    Raises Refused for what is no well-formed XML, at the place where it stops being so, for a declared entity, and
    for an element that is larger than an article may be.
    """
    from lxml import etree

    parser = etree.XMLPullParser(("start", "end"), **_SAFE)
    depth = read = 0
    begun = False
    while True:
        chunk = stream.read(_CHUNK)
        chunk = chunk if begun else chunk.lstrip(_BLANKS)
        read += len(chunk)
        if read > limits.max_bytes:
            raise Refused("too-large", f"an element in it is larger than {limits.max_bytes} bytes")
        failure = _fed(parser, chunk, begun)
        for event, element in parser.read_events():
            if not begun:
                _refuse_entities(element)
            begun = True
            if element.tag in wanted:
                depth += 1 if event == "start" else -1
                if event == "end" and depth == 0:
                    yield element
                    read = 0
                    _forget(element)
        if failure is not None:
            raise failure
        if not chunk:
            return


def document(data: bytes, recover: bool = False) -> etree._Element:
    """The root of a document; with `recover`, of what can be made of a broken one. Raises Refused."""
    from lxml import etree

    try:
        root = etree.fromstring(data.lstrip(_BLANKS), etree.XMLParser(recover=recover, **_SAFE))
    except etree.XMLSyntaxError as error:
        raise _broken(error) from None
    if root is None:
        raise Refused("invalid-record", "it is no XML", "repair it")
    _refuse_entities(root)
    return root


def text_of(element: etree._Element) -> str:
    """All text in an element, white space as it stands there."""
    return "".join(_texts(element))


def inner(element: etree._Element) -> str:
    """What stands between an element's tags, as XML."""
    whole = outer(element)
    opened = whole.index(">")
    return "" if whole[opened - 1] == "/" else whole[opened + 1 : whole.rindex("</")]


def outer(element: etree._Element) -> str:
    """An element as XML."""
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def local_name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _texts(child)
        else:  # an entity that no DTD was asked about
            yield unescape(child.text or "")
        yield child.tail or ""


def _fed(parser: etree.XMLPullParser[Any], chunk: bytes, begun: bool) -> Refused | None:
    """Parse a chunk, or the end of it all; what was wrong with it, if anything was."""
    from lxml import etree

    try:
        if chunk:
            parser.feed(chunk)
        elif begun:
            parser.close()
        else:
            return Refused("empty", "it holds no element", "deliver at least one item")
    except etree.XMLSyntaxError as error:
        return _broken(error)
    return None


def _broken(error: etree.XMLSyntaxError) -> Refused:
    reason = _PLACE.sub("", str(error.msg))
    where = f"line {error.lineno}: " if error.lineno else ""
    if "depth" in reason:
        return Refused("too-deep", f"{where}its elements are nested too deeply")
    if "encoding" in reason.lower():
        return Refused("undecodable", f"{where}{reason[:1].lower()}{reason[1:]}", "declare the encoding it is in")
    return Refused("invalid-record", f"{where}it is no well-formed XML: {reason[:1].lower()}{reason[1:]}", "repair it")


def _refuse_entities(element: etree._Element) -> None:
    """Raise Refused for a document that declares entities: what they stand for would go unread."""
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        hint = "deliver it with the text itself in their place"
        raise Refused("invalid-record", "it declares entities, which are never expanded", hint)


def _forget(element: etree._Element) -> None:
    """Let go of an element and of all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
