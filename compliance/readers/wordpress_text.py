"""Texts as WordPress stores them, read as it prints them."""

from __future__ import annotations

import re

from compliance.readers.delivered import Delivered
from compliance.runs import Weaver

_MARKS = re.compile(
    r"(?=[<\[\n])(?:(?P<kept><!--(?:[^-]|-(?!->))*+(?:-->|\Z)"
    r"|<(?P<raw>pre|script|style|textarea)\b(?s:.*?)(?:</(?P=raw)\s*>|\Z)|<[^<>]*>)"
    r"|(?P<opened>\[caption\b[^\[\]]{0,1000}\])|(?P<closed>\[/caption\])|(?P<blank>\n[ \t]*+\n\s*+))",
    re.I,
)
_AS_HTML = {"opened": "<figure>", "closed": "</figure>", "blank": "<br><br>"}


def as_printed(written: str, field: str) -> Delivered:
    """A text as WordPress prints it: blank lines are paragraphs unless blocks mark them, `[caption]` is a figure."""
    has_blocks = "<!-- wp:" in written
    weaver = Weaver()
    done = 0
    for match in _MARKS.finditer(written):
        kind = match.lastgroup or "kept"
        if kind not in _AS_HTML or (kind == "blank" and has_blocks):
            continue
        weaver.add(written[done : match.start()], done, match.start())
        weaver.add(_AS_HTML[kind], match.start(), match.end())
        done = match.end()
    weaver.add(written[done:], done, len(written))
    return Delivered(weaver.text(), field, weaver.runs())
