"""Laying words out for a terminal: one-line quotes, hanging indents, colour, and no control characters."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches

BOLD, DIM, RED, GREEN, YELLOW, CYAN = "1", "2", "31", "32", "33", "36"

_UNSAFE = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))}
_UNSAFE |= {code: f"\\u{code:04x}" for code in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_UNSAFE |= {
    code: f"\\U{code:08x}" for plane in range(17) for code in (plane * 0x10000 + 0xFFFE, plane * 0x10000 + 0xFFFF)
}
_UNSAFE |= {code: f"\\u{code:04x}" for code in range(0xFDD0, 0xFDF0)}  # these and the last two are no characters
# An article must not be able to steer the terminal it is quoted on, nor turn the words around it.


def clean(text: str) -> str:
    """One line of the text: white space folded, control and direction characters made visible."""
    folded = " ".join(text.split())
    return folded if folded.isprintable() else folded.translate(_UNSAFE).encode("utf-8", "backslashreplace").decode()


def shorten(text: str, room: int) -> str:
    """The text on one line, its middle left out where it is longer than `room`."""
    text = clean(text)
    if len(text) <= room:
        return text
    head = max((room - 1) * 2 // 3, 1)
    tail = max(room - 1 - head, 1)
    return f"{text[:head].rstrip()}…{text[-tail:].lstrip()}"


def quoted(text: str, room: int) -> str:
    """The text in quotation marks, on one line of at most `room` characters."""
    return f"“{shorten(text, max(room - 2, 12))}”"


def sentence(text: str) -> str:
    """A clause as a sentence: with a capital letter and a full stop."""
    text = clean(text)
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…”" else ".")


def hang(label: str, text: str, width: int, gutter: int) -> list[str]:
    """A label and its text, wrapped beside it: every further line begins at `gutter`."""
    lines = textwrap.wrap(clean(text), max(width - gutter, 24), break_on_hyphens=False) or [""]
    first = f"{label:<{gutter}}" if len(label) < gutter else f"{label}  "
    return [first + lines[0], *(" " * gutter + line for line in lines[1:])]


def paint(text: str, *codes: str, color: bool) -> str:
    """The text in colour, if colour is wanted."""
    return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if color and codes else text


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun: `1 article`, `2 articles`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def did_you_mean(name: str, known: list[str]) -> str:
    """The known name that is nearest, as a hint; empty if none is near."""
    tails = {each.rpartition("/")[2]: each for each in known}
    near = get_close_matches(name, known, n=1, cutoff=0.6)
    near = near or [tails[tail] for tail in get_close_matches(name.rpartition("/")[2], list(tails), n=1, cutoff=0.7)]
    return f"did you mean `{near[0]}`?" if near else ""
