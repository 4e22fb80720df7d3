"""Why a reader of a page does not see an element, judged by the element itself."""

from __future__ import annotations

import re
from functools import lru_cache

_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)")
_LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(?:px)?\s*$")
_ZERO = re.compile(r"0*(?:\.0*)?%?")

_STREAMED = re.compile(r".*S:[0-9a-f]+")
"""The id of what React's server sends after the page's frame, hidden, and the page's own script puts in its place."""

SOURCES = ("data-src", "data-lazy-src", "data-original", "srcset", "data-srcset", "data-lazy-srcset")
"""Attributes from which a script, or the browser, takes a picture's address instead of `src`."""

_LONGEST_PLACEHOLDER = 200
"""How long a `data:` address gets that only keeps a lazy picture's place; a real picture is longer."""


def concealed(name: str, attributes: dict[str, str]) -> str:
    """Why an element and all in it is not shown; empty if it is."""
    if "hidden" in attributes and _STREAMED.fullmatch(attributes.get("id", "")) is None:
        return "hidden"
    if name == "dialog" and "open" not in attributes:
        return "closed dialog"
    return concealed_by(attributes.get("style", ""))


@lru_cache(maxsize=4096)
def concealed_by(style: str) -> str:
    """Why a `style` attribute makes that an element is not shown; empty if it does not."""
    declared = _style(style)
    if declared.get("display") == "none":
        return "display:none"
    if declared.get("visibility") in ("hidden", "collapse"):
        return "visibility:hidden"
    opacity = declared.get("opacity", "")
    return "opacity:0" if opacity and _ZERO.fullmatch(opacity) else ""


def concealed_image(attributes: dict[str, str]) -> str:
    """Why a picture that is shown shows nothing; empty if it does."""
    if not source(attributes):
        return "no src"
    style = _style(attributes.get("style", ""))
    for side in ("width", "height"):
        for size in (attributes.get(side, ""), style.get(side, ""), style.get(f"max-{side}", "")):
            length = _LENGTH.match(size) if size else None
            if length and float(length[1]) <= 1:
                return "1x1"
    return ""


def source(attributes: dict[str, str]) -> str:
    """The address of a picture, lazily loaded or not; empty if it has none."""
    src = attributes.get("src", "").strip()
    if src and src not in ("#", "about:blank") and not _is_placeholder(src):
        return src
    for name in SOURCES:
        value = attributes.get(name, "").strip()
        if value:
            return value.split()[0].rstrip(",") if name.endswith("srcset") else value
    return ""


def _is_placeholder(src: str) -> bool:
    return src[:5].lower() == "data:" and len(src) < _LONGEST_PLACEHOLDER


def _style(style: str) -> dict[str, str]:
    """The declarations of a `style` attribute; the last of a name counts."""
    if not style:
        return {}
    pairs = (each.partition(":") for each in _COMMENT.sub("", style).lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, _, value in pairs}
