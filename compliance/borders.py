"""Where words begin and end in folded text, as UTF-8."""

from __future__ import annotations


def stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether no word runs over the borders of `data[start:end]`."""
    if start > 0 and _ends_in_word(data, start) and _begins_word(data, start):
        return False
    return end == len(data) or not (_begins_word(data, end) and _ends_in_word(data, end))


def stands_apart(text: str, start: int, end: int) -> bool:
    """The same of `text[start:end]`, in characters."""
    if start > 0 and _in_word(text[start - 1]) and _in_word(text[start]):
        return False
    return end == len(text) or not (_in_word(text[end]) and _in_word(text[end - 1]))


def is_apart(data: bytes, start: int, end: int) -> bool:
    r"""Whether a word of ASCII begins and ends there as RE2's `\b` has it, to which other letters are none."""
    before = start == 0 or data[start - 1] not in _WORD_BYTES
    return before and (end == len(data) or data[end] not in _WORD_BYTES)


_WORD_BYTES = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789_")
WORDLIKE = bytes(byte in _WORD_BYTES for byte in range(256))
"""For each byte, whether it is by itself a character of folded words."""


def _begins_word(data: bytes, at: int) -> bool:
    """Whether the character at some offset belongs to a word."""
    return data[at] in _WORD_BYTES or (data[at] > 127 and _in_word(data[at : at + 4].decode(errors="ignore")[:1]))


def _ends_in_word(data: bytes, at: int) -> bool:
    """Whether the character before some offset belongs to a word."""
    last = data[at - 1]
    return last in _WORD_BYTES or (last > 127 and _in_word(data[max(at - 4, 0) : at].decode(errors="ignore")[-1:]))


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"
