"""ninjs 1.x, 2.x and 3.x: news as JSON, validated against IPTC's schemas; one object, an array, or one a line.

An invalid document is a Fault that names the path, beside the article with all that could be read. Of alternative
bodies one is read: HTML, else NITF, else plain text; a picture's article is its description. An associated picture
is a picture of the article; an associated text with a body is an article of its own. A canceled or withheld item is
an article that says so (see `Wire.status`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from compliance.article import Article
from compliance.finding import Fault
from compliance.readers.json import Names, decode
from compliance.readers.limits import Limits, Refused, crash
from compliance.readers.lines import is_lines, lines_of
from compliance.readers.ninjs_item import PICTURES, Item, associations
from compliance.readers.ninjs_schema import invalid
from compliance.readers.sniff import HEAD, mark_of
from compliance.readers.sniff import decode as decode_text
from compliance.readers.wire import Wire

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+(?:"(\s*:)?)?|[\[\]{}]', re.DOTALL)
_BODIES = frozenset(["bodies", "body_html", "body_xhtml", "body_html5", "body_text"])
_MARKS = _BODIES | frozenset(
    [
        *["$standard", "standard", "pubstatus", "versioncreated", "representationtype", "copyrightholder"],
        *["copyrightnotice", "usageterms", "infosource", "infosources", "associations", "renditions", "altids"],
        *["headlines", "descriptions", "description_text", "trustindicator", "trustindicators"],
        *["embargoeduntil", "eventdetails"],
    ]
)
"""Keys, in lower case, that tell ninjs from other JSON."""


_RELEASE = frozenset(["pubstatus", "embargoed", "embargoeduntil", "expires"])
"""The keys that say when an item may run."""


def recognises(head: bytes, name: str) -> bool:
    """Whether it is JSON whose first object has a `uri` and keys of ninjs."""
    text = head.decode(mark_of(head) or "utf-8", "replace").removeprefix("\ufeff").lstrip()
    if not text.startswith(("{", "[")):
        return False
    keys, whole = _first_keys(text)
    told = {key.lower() for key in keys} & _MARKS
    return "body" not in keys and bool(told) and ("uri" in keys or (not whole and bool(told & _BODIES)))


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The articles of its documents, each with a Fault if it is not valid. Raises Refused."""
    head = stream.read(HEAD)
    names = Names(name)
    for number, (line, value) in enumerate(_documents(head, stream, name, limits), 1):
        own = name if line == 0 else names.of(value, number, {"id": "uri"})
        if isinstance(value, Refused):
            yield value.fault(own)
        else:
            yield from _read(value, own, limits, line)


def _documents(head: bytes, stream: BinaryIO, name: str, limits: Limits) -> Iterator[tuple[int, Any]]:
    """The documents of a file with their lines, 0 for a file that is one document."""
    if mark_of(head) in (None, "utf-8") and is_lines(head, name):
        for number, line in lines_of(head, stream, limits.max_bytes):
            try:
                if isinstance(line, Refused):
                    raise line
                yield number, decode(line, limits)
            except Refused as refused:
                yield number, refused.at_line(number)
        return
    data = head + stream.read(max(limits.max_bytes + 1 - len(head), 0))
    if len(data) > limits.max_bytes:
        hint = "an article is never that long; deliver many as one a line"
        raise Refused("too-large", f"it is larger than {limits.max_bytes} bytes", hint)
    value = decode(decode_text(data), limits)
    if isinstance(value, list):
        yield from ((1, each) for each in value)
    else:
        yield 0, value


def _read(value: Any, name: str, limits: Limits, line: int) -> Iterator[Article | Fault]:
    """The articles that a document is, and the Fault for what is wrong with it."""
    try:
        if not isinstance(value, dict):
            raise Refused("invalid-record", "it is no object", "a ninjs document is an object with a `uri`")
        wrong = invalid(value)
        if wrong is not None:
            yield wrong.fault(name)
        for own, item in _items(value, name):
            try:
                yield Item(item, Wire("ninjs", limits)).article(own, max(line, 1))
            except Refused as refused:
                yield refused.fault(own)
    except Refused as refused:
        yield refused.fault(name)
    except RecursionError:
        yield Refused("too-deep", "its associations are nested too deeply").fault(name)
    except Exception as error:
        yield crash(error).fault(name)


def _first_keys(text: str) -> tuple[set[str], bool]:
    """The keys of the first object, as far as the text goes, and whether it goes to the object's end."""
    keys: set[str] = set()
    depth = opened = 0
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token[0] == '"':
            if opened and depth == opened and match[1]:
                keys.add(token[1 : token.rindex('"')])
        elif token in "[{":
            depth += 1
            opened = opened or (depth if token == "{" else 0)
        else:
            depth -= 1
            if opened and depth < opened:
                return keys, True
    return keys, False


def _items(value: dict[str, Any], name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A document and, below it, the associated ones that have a body; one without a text that has them is none."""
    below = []
    for key, each in associations(value):
        if each.get("type") not in PICTURES and not _BODIES.isdisjoint(each):
            below += list(_items(_released(each, value), f"{name}!{key}"))
    if not below or _is_told(value):
        yield name, value
    yield from below


def _released(inner: dict[str, Any], outer: dict[str, Any]) -> dict[str, Any]:
    """What is embedded, recalled with what it came in; where it does not say otherwise, no freer than that."""
    said = {key.lower() for key in inner}
    terms = {key: each for key, each in outer.items() if key.lower() in _RELEASE}
    return inner | {
        key: each
        for key, each in terms.items()
        if key.lower() not in said or (key.lower() == "pubstatus" and each != "usable")
    }


def _is_told(value: dict[str, Any]) -> bool:
    """Whether a document has a text of its own."""
    return any(key in ("bodies", "descriptions") or key.startswith(("body_", "description_")) for key in value)
