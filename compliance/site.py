"""What a site calls itself, so that its own name in a byline is told from an author's."""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

from compliance.article import Article

_HOST = re.compile(r"\s*(?:https?:)?//(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_PIECES = re.compile(r"\s[-–—|:·]\s|\s?\|\s?")
_SHORT = 3
"""So few letters are in too many names to tell anything."""


def source_of(article: Article) -> str:
    """Whose an article says it is, in one word or name: the first outlet it declares, else the host of its address."""
    names = (" ".join(text.plain.split()) for text in article.outlets)
    hosts = (_HOST.match(text.plain) for text in (article.url, article.canonical) if text is not None)
    return next((name for name in names if name), "") or next((match[1].lower() for match in hosts if match), "")


class Site:
    """The names of an article's site: those it declares, their parts, and those in its address."""

    def __init__(self, article: Article) -> None:
        self.declared = tuple(text.plain for text in article.outlets)
        self._addresses = tuple(text.plain for text in (article.url, article.canonical) if text is not None)

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The names, as they are compared."""
        hosts = [match[1] for match in map(_HOST.match, self._addresses) if match is not None]
        labels = [label for host in hosts for label in host.split(".")[:-1] if len(label) > _SHORT]
        pieces = [piece for name in self.declared for piece in _PIECES.split(name)]
        return frozenset(map(_key, (*self.declared, *hosts, *labels, *pieces))) - {""}

    def is_called(self, name: str) -> bool:
        """Whether this is the site's own name."""
        return _key(name) in self._keys

    def is_called_like(self, name: str) -> bool:
        """Whether the name has the site's in it, or is part of it: `Example Newsroom` of `example.org`."""
        key = _key(name)
        return len(key) > _SHORT and any(key in own or (len(own) > _SHORT + 1 and own in key) for own in self._keys)


def _key(name: str) -> str:
    """A name's letters and digits, without case and accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", name.casefold()) if char.isalnum())
