"""What an unquoted word in YAML means, and the spellings on which YAML's readers differ.

`true`, `false`, `null` and numbers in their plainest spelling mean what they say, dates stay text, and
everything that a YAML 1.1 or 1.2 reader would turn into something else than is written is a trap.
"""

from __future__ import annotations

import re

Scalar = str | int | float | bool | None

_PLAIN = re.compile(r"0|-?[1-9][0-9]{0,17}|-?(?:0|[1-9][0-9]{0,14})\.(?:[0-9]{0,14}[1-9]|0)")
"""Numbers in the one spelling that everybody reads alike."""

_YES = frozenset(["y", "Y", "yes", "Yes", "YES", "True", "TRUE", "on", "On", "ON"])
_NO = frozenset(["n", "N", "no", "No", "NO", "False", "FALSE", "off", "Off", "OFF"])
_NULL = frozenset(["~", "Null", "NULL"])
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}


class TrapError(Exception):
    """A plain scalar that YAML reads as something else than what is written."""

    def __init__(self, text: str, meaning: str, plain: str) -> None:
        super().__init__(text)
        self.meaning = meaning
        spelt = f", or `{plain}` if that is meant" if plain else ""
        self.hint = f'write `"{text}"` for the text{spelt}'


def resolve(text: str) -> Scalar:
    """The value of a plain scalar. Raises TrapError for the spellings on which YAML's readers differ."""
    if text in _WORDS:
        return _WORDS[text]
    if _PLAIN.fullmatch(text):
        return float(text) if "." in text else int(text)
    for words, meaning in ((_YES, "true"), (_NO, "false"), (_NULL, "null")):
        if text in words:
            raise TrapError(text, meaning, meaning)
    if (number := _number(text)) is not None:
        plain = number if _PLAIN.fullmatch(number) else ""
        raise TrapError(text, f"the number {plain}" if plain else "a number", plain)
    return text


_NUMBERS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"[-+]?0b[01_]+"), 2),
    (re.compile(r"[-+]?0x[0-9a-fA-F_]+"), 16),
    (re.compile(r"[-+]?0o[0-7]+"), 8),
    (re.compile(r"[-+]?0[0-7_]+"), 8),
    (re.compile(r"[-+]?[0-9][0-9_]*"), 10),
)
_FLOAT = re.compile(r"[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_BASE_60 = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")


def _number(text: str) -> str | None:
    """What number YAML 1.1 or 1.2 reads in a plain scalar: empty where it is no use, None where it reads text."""
    if _NO_NUMBER.fullmatch(text):
        return ""
    if len(text) > 32:
        return "" if re.fullmatch(r"[-+]?[0-9][0-9_.]*", text) else None
    for pattern, base in _NUMBERS:
        if pattern.fullmatch(text):
            digits = re.sub("^([-+]?)0[box]", r"\1", text).replace("_", "")
            return str(int(digits or "0", base)) if re.search("[0-9a-fA-F]", digits) else None
    if _FLOAT.fullmatch(text):
        return repr(float(text.replace("_", ""))).removesuffix(".0")
    if _BASE_60.fullmatch(text) and not text.lstrip("-+").startswith("0"):
        value = 0.0
        for part in text.lstrip("-+").replace("_", "").split(":"):
            value = value * 60 + float(part)
        return ("-" if text[0] == "-" else "") + repr(value).removesuffix(".0")
    return None
