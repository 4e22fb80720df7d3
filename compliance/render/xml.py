"""Writing XML: nothing in a text can end an attribute or element early, and what XML cannot hold is escaped."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from compliance.layout import clean

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n'


def text(value: str) -> str:
    """A text as character data, its line breaks kept."""
    visible = _FORBIDDEN.sub(lambda match: match[0].encode("unicode_escape").decode(), value)
    return escape(visible, {'"': "&quot;", "\r": "&#13;"})


def attributes(**given: str | int) -> str:
    """Attributes, each on one line, in the order given."""
    return "".join(f' {name}="{text(clean(str(value)))}"' for name, value in given.items())
