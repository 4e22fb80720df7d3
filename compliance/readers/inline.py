"""XML that is carried inline (XHTML, NITF), read as the HTML that it stands for; each character keeps its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from compliance.readers.delivered import Delivered
from compliance.runs import Weaver

_TAG = re.compile(r"<(/?)([^\s/>]+)([^>]*)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)

Rename = Callable[[str, str], str]
"""From an element's name and its attributes as written to its name in HTML."""


def as_html(
    xml: str,
    field: str,
    rename: Rename = lambda name, _: name,
    attributes: Mapping[str, str] | None = None,
    apart: Mapping[str, str] | None = None,
) -> Delivered:
    """A field of well-formed, serialised XML as HTML: no prefixes, elements renamed, empty ones closed.

    `attributes` renames attributes; `apart` says with what an element is set off from a word right before it.
    """
    renamed = re.compile(rf"(?<=\s)({'|'.join(map(re.escape, attributes))})(?==)") if attributes else None
    weaver = Weaver()
    names: list[str] = []
    done = 0
    for match in _TAG.finditer(xml):
        weaver.add(xml[done : match.start()], done, match.start())
        done = match.end()
        closing, raw, rest = match.groups()
        local = raw.rpartition(":")[2]
        empty = rest.endswith("/")
        name = names.pop() if closing else rename(local, rest)
        if not closing and not empty:
            names.append(name)
        if closing and name in _VOID:
            continue
        if apart and local in apart and not closing and not xml[match.start() - 1 : match.start()].isspace():
            weaver.add(apart[local], match.start(), match.start())
        weaver.add(f"<{closing}", match.start(), match.start(2))
        weaver.add(name, match.start(2), match.end(2))
        end = match.end(3) - empty
        at = match.end(2)
        for found in renamed.finditer(xml, at, end) if renamed and not closing else ():
            weaver.add(xml[at : found.start()], at, found.start())
            weaver.add((attributes or {})[found[0]], found.start(), found.end())
            at = found.end()
        weaver.add(xml[at:end], at, end)
        weaver.add(">", end, done)
        if empty and name not in _VOID:
            weaver.add(f"</{name}>", done, done)
    weaver.add(xml[done:], done, len(xml))
    return Delivered(weaver.text(), field, weaver.runs())
