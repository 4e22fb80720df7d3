"""What leads from an article to its original besides its text: addresses, the numbers in them, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compliance.address import Address, parse
from compliance.article import Article, Text
from compliance.text import fold_phrase

_SHORTEST_TITLE = 3
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[01]\d){0,2}")
_SEPARATORS = (" | ", " – ", " — ", " - ", " • ")


def addresses(*texts: Text | None) -> Iterator[Address]:
    """The addresses that texts give, but for home pages."""
    for text in texts:
        address = parse(text.plain) if text is not None else None
        if address is not None and not address.is_home:
            yield address


def numbers(address: Address) -> list[str]:
    """The numbers in an address that may be an article's: no years, no dates."""
    text = " ".join((address.path, *(value for _, value in address.query)))
    return [number for number in _NUMBER.findall(text) if not _YEAR.fullmatch(number)]


def pixels(copy: Article) -> Iterator[tuple[Address, list[str]]]:
    """The addresses of what an article loads without showing it, and the numbers in them."""
    loaded = [image.src for image in copy.images if image.hidden]
    loaded += [each.attributes.get("src", "") for each in copy.elements if each.tag in ("script", "iframe")]
    for address in filter(None, map(parse, loaded)):
        if found := numbers(address):
            yield address, found


def related(one: str, other: str) -> bool:
    """Whether two hosts are one site's: `counter.example.org` and `example.org`."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def titles(copy: Article) -> Iterator[str]:
    """The headline, and the same without the name of a site after it."""
    if copy.title is None:
        return
    heads = [copy.title.plain, *(copy.title.plain.rpartition(mark)[0] for mark in _SEPARATORS)]
    yield from dict.fromkeys(title_key(head) for head in heads if len(head.split()) >= _SHORTEST_TITLE)


def title_key(plain: str) -> str:
    """A headline as headlines are compared."""
    return " ".join(_WORD.findall(fold_phrase(plain)))
