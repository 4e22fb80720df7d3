"""What a page says beside its article of open licences: in its footer, under its menu, in a box at the side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compliance.article import Text
from compliance.readers.delivered import part

MENTION = re.compile(r"\bcommons\b|\bcc[ -]|\bcc0\b", re.IGNORECASE)
"""What a text has in it that may name a Creative Commons licence."""
_SMALL = re.compile(rb"c(?<![a-z0-9_]c)(?:ommons(?![a-z0-9_])|c(?:[ -]|0(?![a-z0-9_])))")
"""The same in small letters, as bytes, which a whole page is searched for in a tenth of the time."""
_LONGEST = 600
"""A paragraph of more characters is no notice."""


def may_mention(markup: str) -> bool:
    """Whether anything in a page may name such a licence."""
    return _SMALL.search(markup.encode("utf-8", "surrogatepass").lower()) is not None


def notices(beside: Iterable[Text]) -> Iterator[Text]:
    """The paragraphs of these texts that may name an open licence."""
    for text in beside:
        for block in text.blocks:
            short = block.end - block.start <= _LONGEST and block.kind != "figcaption"
            if short and MENTION.search(text.plain, block.start, block.end) is not None:
                yield part(text, block.start, block.end)
