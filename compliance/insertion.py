"""Making what is to be inserted: a template of HTML, filled, in the words of the format it goes into.

A slot is `{name}`. A link whose address nobody knows is left out and its words stay; any other slot without a value
means that there is nothing to insert.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag
    from bs4.formatter import HTMLFormatter

Markup = Literal["html", "markdown", "text"]

_SLOT = re.compile(r"\{([a-z_]+)\}")
_BLOCKS = ("p", "div", "figure", "aside", "meta", "link", "script", "img", "h2")
"""Elements that stand by themselves; anything else is put into a paragraph."""
_BARE = frozenset(["async", "defer"])
_MARKED = re.compile(r"([\\`*_\[\]<>])")


class UnmadeError(ValueError):
    """Why a template cannot be made into anything here."""


def slots(template: str) -> frozenset[str]:
    """The names of a template's slots."""
    return frozenset(_SLOT.findall(template))


def made(template: str, value: Callable[[str], str], markup: Markup) -> str:
    """A template filled, as it is written in that markup. Raises UnmadeError."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(template, "html.parser", multi_valued_attributes=None)
    for link in soup.find_all("a", href=True):
        if any(not value(slot) for slot in slots(str(link["href"]))):
            link.unwrap()
    for tag in soup.find_all(True):
        tag.attrs = {name: _filled(str(given), value) for name, given in tag.attrs.items()}
    for text in soup.find_all(string=True):
        text.replace_with(_filled(str(text), value))
    if markup == "html":
        return _html(soup)
    return _written(soup, markup)


def _filled(text: str, value: Callable[[str], str]) -> str:
    missing = next((slot for slot in _SLOT.findall(text) if not value(slot)), None)
    if missing is not None:
        raise UnmadeError(f"`{missing}` is not known")
    return _SLOT.sub(lambda slot: value(slot[1]), text)


def _html(soup: BeautifulSoup) -> str:
    first, written = soup.find(True, recursive=False), soup.decode(formatter=_formatter()).strip()
    alone = first is not None and first.name in _BLOCKS and written.startswith("<")
    return written if alone else f"<p>{written}</p>"


@cache
def _formatter() -> HTMLFormatter:
    """Writes markup as the template has it: attributes in their order, `<br>` without a slash, bare `async`."""
    from bs4.dammit import EntitySubstitution
    from bs4.formatter import HTMLFormatter

    class AsWritten(HTMLFormatter):
        def attributes(self, tag: Tag) -> Iterable[tuple[str, Any]]:
            return [(name, None if given == "" and name in _BARE else given) for name, given in tag.attrs.items()]

    return AsWritten(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")


def _written(soup: BeautifulSoup, markup: Markup) -> str:
    """The same in Markdown, or as mere text."""
    unwritable = soup.find(["meta", "link", "script", "iframe"]) or (soup.find("img") if markup == "text" else None)
    if unwritable is not None:
        name = {"markdown": "Markdown", "text": "plain text"}[markup]
        raise UnmadeError(f"{name} cannot carry `<{unwritable.name}>`")
    if markup == "text":
        return " ".join(soup.get_text().split())
    return " ".join("".join(_marked(each) for each in soup.contents).split())


def _marked(node: object) -> str:
    """A node in Markdown."""
    from bs4 import Tag

    if not isinstance(node, Tag):
        return _MARKED.sub(r"\\\1", str(node))
    if node.name == "img":
        return f"![{_MARKED.sub('', str(node.get('alt', '')))}]({_address(node, 'src')})"
    words = "".join(_marked(each) for each in node.contents)
    return f"[{words}]({_address(node, 'href')})" if node.name == "a" and node.get("href") else words


def _address(tag: Tag, name: str) -> str:
    return str(tag.get(name, "")).replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def apart(field: str, at: int, piece: str, markup: Markup) -> str:
    """A piece with the white space it takes to be a paragraph, or a line, of its own at that offset of a field."""
    newline = "\r\n" if "\r\n" in field else "\n"
    before, after = field[:at], field[at:]
    if markup == "html":
        indent = before[len(before.rstrip(" \t")) :]
        if before[: len(before) - len(indent)].endswith("\n") or not before.strip():
            return f"{piece}{newline}{indent}"
        return f"{newline}{piece}"
    blank = 2 if re.search(r"\n[ \t]*\r?\n", field.strip()) or markup == "markdown" or "\n" not in field.strip() else 1
    above = blank - _newlines(before[len(before.rstrip()) :]) if before.strip() else 0
    below = blank - _newlines(after[: len(after) - len(after.lstrip())]) if after.strip() else 0
    return newline * max(above, 0) + piece + newline * max(below, 0)


def _newlines(space: str) -> int:
    return space.count("\n")


def plain(piece: str, markup: Markup) -> str:
    """What a reader sees of a piece, on one line."""
    if markup == "html":
        from bs4 import BeautifulSoup

        piece = BeautifulSoup(f"<div>{piece}</div>", "html.parser").get_text()
    elif markup == "markdown":
        piece = re.sub(r"!?\[([^\]]*)\]\([^)]*\)|\\(.)", lambda match: match[1] or match[2] or "", piece)
    return " ".join(piece.split())
