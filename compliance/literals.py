"""What a regular expression cannot match without: literals one of which stands in every match.

With them one automaton looks for all patterns at once, and a pattern is tried only on a text that holds one of its
literals. The syntax tree is Python's own; a pattern that RE2 reads otherwise, or Python not at all, requires nothing
and is tried on every text: what is said here may be too little, never too much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from re import _constants as kind  # type: ignore[attr-defined]
from re import _parser as syntax  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from compliance.text import fold_phrase

SHORTEST = 3
"""A literal of fewer bytes than this stands in nearly every text, and tells nothing, unless it is made of signs."""
MOST = 64
"""How many literals one pattern may stand for."""
LONGEST = 250
"""Matches of more characters than this are as good as unlimited."""

_DIFFERENT = re.compile(r"\[\[:|\{,|\\[QECzZpPX]|\(\?[^:P)]*[^:P)isma-]|\(\?<")
"""What RE2 reads in its own way."""
_BORDER = re.compile(r"\\[AbBzZ]|[$^]|\(\?[^:]")
"""Borders within a pattern, and groups that change what letters mean."""
_GROUP = re.compile(r"\([^()]*\)")
_PLAIN_WORD = re.compile(r"[a-z0-9_]+", re.ASCII)
_FLAGS = re.compile(r"\(\?[a-zA-Z-]*s")
"""What makes `.` match the end of a line, too."""
_LINE_END = ord("\n")
_WITHIN_LINES = (kind.CATEGORY_DIGIT, kind.CATEGORY_WORD)
_CHARACTERS = (kind.LITERAL, kind.RANGE)
_SIGN = re.compile(r"[^a-z0-9_]")
_PLAIN_PHRASE = re.compile(r"[a-z0-9_](?:[ -~]*[a-z0-9_])?", re.ASCII)
_PROSE = re.compile(r"[\w\s.,:;'\"()-]")
"""What nearly every text has, however short."""


class _Known(NamedTuple):
    """What is known of a part of a pattern: all the strings it can be, or what one of must be in it."""

    exact: frozenset[str] | None
    required: frozenset[str] | None


_ANYTHING = _Known(None, None)
_EMPTY = _Known(frozenset([""]), None)


def required(pattern: str) -> frozenset[str] | None:
    """Literals, folded, one of which is in every match of the pattern in folded text; None if none are known."""
    return next(iter(needed(pattern)), None)


def needed(pattern: str) -> list[frozenset[str]]:
    """Such sets of literals, of each of which one is in every match, the most telling first."""
    return requirements(pattern).literals


class Requirements(NamedTuple):
    """What a pattern cannot match without."""

    literals: list[frozenset[str]]
    """Sets of which each has one in every match, the most telling first."""
    opening: frozenset[str] | None
    """That one of them with which every match begins, if there is one."""
    bordered: bool
    """Whether every match begins at the border of a word (`\\b`)."""
    in_line: bool
    """Whether no match goes over the end of a line."""
    longest: int | None
    """How many characters a match has at the most; None for any number."""


def requirements(pattern: str) -> Requirements:
    """What a pattern requires, as far as that can be told."""
    if _DIFFERENT.search(pattern):
        return _NOTHING
    try:
        tree = syntax.parse(pattern, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError):
        return _NOTHING
    parts = _parts(tree)
    sets = [_best([part]) for part in parts]
    literals = sorted(dict.fromkeys(each for each in sets if each is not None), key=_telling, reverse=True)
    opening = sets[0] if parts[0].exact is not None else None
    bordered = bool(tree) and tree[0] == (kind.AT, kind.AT_BOUNDARY)
    longest = int(tree.getwidth()[1])
    in_line = not _FLAGS.search(pattern) and not any(_crosses(*node) for node in tree)
    return Requirements(literals, opening, bordered, in_line, longest if longest <= LONGEST else None)


_NOTHING = Requirements([], None, False, False, None)


def _crosses(name: Any, value: Any) -> bool:  # noqa: PLR0911
    """Whether a node of the tree may match the end of a line; so does whatever is not known here."""
    if name in (kind.AT, kind.ANY):
        return False
    if name is kind.LITERAL:
        return bool(value == _LINE_END)
    if name is kind.IN:
        return _class_crosses(value)
    if name is kind.SUBPATTERN:
        return any(_crosses(*node) for node in value[-1])
    if name is kind.BRANCH:
        return any(_crosses(*node) for each in value[1] for node in each)
    if name in (kind.MAX_REPEAT, kind.MIN_REPEAT):
        return any(_crosses(*node) for node in value[2])
    return True


def _class_crosses(items: Sequence[tuple[Any, Any]]) -> bool:
    if any(name is kind.CATEGORY and value not in _WITHIN_LINES for name, value in items):
        return True
    chars = [(value, value) if name is kind.LITERAL else value for name, value in items if name in _CHARACTERS]
    listed = any(first <= _LINE_END <= last for first, last in chars)
    return not listed if items[0][0] is kind.NEGATE else listed


def words(pattern: str) -> frozenset[str] | None:
    """All whole words and phrases that a pattern is nothing else than (`\\b(?:photos?|still image)\\b`), folded.

    None for any other pattern, and where one phrase begins another, since their order then tells which is meant.
    """
    inner = pattern.removeprefix(r"\b").removesuffix(r"\b")
    if len(pattern) - len(inner) != 4 or _DIFFERENT.search(pattern) or _BORDER.search(inner):
        return None
    if "|" in _without_groups(inner):  # an alternative that has one of the borders only
        return None
    try:
        exact = _sequence(syntax.parse(inner, re.IGNORECASE)).exact
    except (re.error, OverflowError, RecursionError):
        return None
    if not exact or not all(_tells(word) and _PLAIN_PHRASE.fullmatch(word) for word in exact):
        return None
    begun = any(phrase[: sign.start()] in exact for phrase in exact for sign in _SIGN.finditer(phrase))
    return None if begun else exact


def _without_groups(pattern: str) -> str:
    """What of a pattern stands outside all brackets."""
    while (less := _GROUP.sub("", pattern)) != pattern:
        pattern = less
    return pattern


def _best(parts: Iterable[_Known]) -> frozenset[str] | None:
    """The set of literals that tells most."""
    found = [each for part in parts for each in (part.exact, part.required) if each is not None]
    return max((each for each in found if each and all(map(_tells, each))), key=_telling, default=None)


def _telling(literals: frozenset[str]) -> tuple[int, int, list[str]]:
    """How much a set tells: that most whose shortest literal is longest."""
    return min(map(len, literals)), -len(literals), sorted(literals)


def _tells(literal: str) -> bool:
    return len(literal.encode("utf-8", "surrogatepass")) >= SHORTEST or bool(literal and not _PROSE.search(literal))


def _sequence(nodes: Iterable[tuple[Any, Any]]) -> _Known:
    """What is known of nodes that follow each other."""
    parts = _parts(nodes)
    return parts[0] if len(parts) == 1 else _Known(None, _best(parts))


def _parts(nodes: Iterable[tuple[Any, Any]]) -> list[_Known]:
    """The parts that nodes which follow each other make: their strings are joined for as long as they are few."""
    done: list[_Known] = []
    run = _EMPTY
    for node in nodes:
        part = _part(*node)
        joined = _joined(run.exact, part.exact)
        if joined is not None:
            run = _Known(joined, None)
            continue
        done += [run, part]
        run = _EMPTY if part.exact is None else part
    return [*done, run]


def _joined(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    if left is None or right is None or len(left) * len(right) > MOST:
        return None
    return frozenset(first + second for first in left for second in right)


def _part(name: Any, value: Any) -> _Known:  # noqa: PLR0911
    """What is known of one node of the tree."""
    if name is kind.LITERAL:
        return _characters([chr(value)])
    if name is kind.IN:
        return _class(value)
    if name is kind.SUBPATTERN:
        return _sequence(value[-1])
    if name is kind.BRANCH:
        return _either([_sequence(each) for each in value[1]])
    if name is kind.AT:
        return _EMPTY  # a border has no width
    if name in (kind.MAX_REPEAT, kind.MIN_REPEAT):
        least, most, nodes = value
        return _repeated(least, most, _sequence(nodes))
    return _ANYTHING


def _characters(chars: Sequence[str]) -> _Known:
    """One of some characters; what folding changes otherwise than by case is not foreseen."""
    if len(chars) > MOST or not all(char.isascii() or _is_kept(char) for char in chars):
        return _ANYTHING
    return _Known(frozenset(char.lower() for char in chars), None)


def _is_kept(char: str) -> bool:
    """Whether a character, however it is written, is folded to its small letter."""
    return {fold_phrase(each) for each in (char, char.lower(), char.upper(), char.title())} == {char.lower()}


def _class(items: Sequence[tuple[Any, Any]]) -> _Known:
    chars: list[str] = []
    for name, value in items:
        if name is kind.LITERAL:
            chars.append(chr(value))
        elif name is kind.RANGE and value[1] - value[0] < MOST:
            chars.extend(map(chr, range(value[0], value[1] + 1)))
        else:
            return _ANYTHING
    return _characters(chars)


def _either(parts: Sequence[_Known]) -> _Known:
    exact = [each.exact for each in parts]
    strings = frozenset(string for each in exact if each is not None for string in each)
    if None not in exact and len(strings) <= MOST:
        return _Known(strings, None)
    needed = [_best([each]) for each in parts]
    literals = frozenset(literal for each in needed if each is not None for literal in each)
    return _Known(None, literals if None not in needed and len(literals) <= MOST else None)


def _repeated(least: int, most: Any, part: _Known) -> _Known:
    if least == 0 and most == 1 and part.exact is not None:
        return _Known(part.exact | {""}, None)
    if least == most == 1:
        return part
    return _Known(None, _best([part])) if least > 0 else _ANYTHING
