"""What a page says beside its article of open licences: in its footer, under its menu, in a box at the side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from compliance.article import Text
from compliance.readers.delivered import part

MENTION = re.compile(r"\bcommons\b|\bcc[ -]|\bcc0\b", re.IGNORECASE)
"""What a text has in it that may name a Creative Commons licence."""
_LONGEST = 600
"""A paragraph of more characters is no notice."""


def notices(beside: Iterable[Text]) -> Iterator[Text]:
    """The paragraphs of these texts that may name an open licence."""
    for text in beside:
        for block in text.blocks:
            short = block.end - block.start <= _LONGEST and block.kind != "figcaption"
            if short and MENTION.search(text.plain, block.start, block.end) is not None:
                yield part(text, block.start, block.end)
