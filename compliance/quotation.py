"""Finding quoted speech in a text: which of its words are somebody else's.

Quotation marks are read per paragraph, as newspapers set them: a quote that runs over several paragraphs
opens anew in each and closes in the last, so an unclosed one ends with its paragraph. The hard part is
the apostrophe: in `don’t`, `soldiers’` and `’90s` it closes or opens nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from msgspec import Struct

from compliance.article import Text

_CLOSERS = {
    "“": '”"',
    "”": "”",
    "„": '“”"',
    '"': '"”',
    "«": "»",
    "»": "«",
    "‹": "›",
    "›": "‹",
    "‘": "’'",
    "‚": "‘’",
    "'": "'’",
}
_ALWAYS_OPEN = "“„«‹‚"
_SINGLE = "‘'"
"""Openers whose closing mark is the apostrophe too."""
_MARK = re.compile("[“”„\"«»‹›‘’‚']")
_DECADE = re.compile(r"\d\d(?!\d)")


class Quotations(Struct, frozen=True):
    """The quoted ranges of a text, in order, without their outer marks."""

    ranges: tuple[tuple[int, int], ...]

    def hold(self, start: int, end: int) -> bool:
        """Whether `[start:end]` stands in quoted speech from its first character to its last."""
        index = bisect_right(self.ranges, start, key=lambda quoted: quoted[0]) - 1
        return index >= 0 and end <= self.ranges[index][1]


def quotations(text: Text) -> Quotations:
    """The quoted speech of a text, `blockquote` blocks included, in time linear in its length."""
    found: list[tuple[int, int]] = []
    for start, end, kind in _paragraphs(text):
        found.extend([(start, end)] if kind == "blockquote" else _quoted(text.plain, start, end))
    return Quotations(tuple(found))


def _paragraphs(text: Text) -> Iterator[tuple[int, int, str]]:
    """The paragraphs: the text's blocks, each cut at its own line breaks too."""
    blocks = [(block.start, block.end, block.kind) for block in text.blocks] or [(0, len(text.plain), "p")]
    for start, end, kind in blocks:
        done = start
        for line in text.plain[start:end].splitlines(keepends=True):
            yield done, done + len(line), kind
            done += len(line)


def _quoted(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The quoted ranges of one paragraph."""
    marks = [match.start() for match in _MARK.finditer(plain, start, end)]
    index = 0
    while index < len(marks):
        opener = marks[index]
        index += 1
        if not _opens(plain, opener, start, end):
            continue
        closer, following = _closer(plain, marks, index, start, end)
        if closer is not None:
            yield opener + 1, marks[closer]
            index = closer + 1
        elif following is None and plain[opener] != "'":
            # A straight `'` that nothing closes is rather an apostrophe (`'em`) than a quote.
            yield opener + 1, end
            return


def _closer(plain: str, marks: list[int], index: int, start: int, end: int) -> tuple[int | None, int | None]:
    """Which mark closes the quote opened before `index`, else which one opens another of its kind."""
    opened = plain[marks[index - 1]]
    closers = _CLOSERS[opened]
    weak = None
    for candidate in range(index, len(marks)):
        at = marks[candidate]
        if opened not in _SINGLE:
            if plain[at] in closers:
                return candidate, None
        elif plain[at] == opened and _opens(plain, at, start, end):
            return weak, candidate
        elif plain[at] in closers and not _within_word(plain, at, end):
            if not _possessive(plain, at, end):
                return candidate, None
            weak = candidate if weak is None else weak
    return weak, None


def _opens(plain: str, at: int, start: int, end: int) -> bool:
    """Whether a mark can open a quote where it stands."""
    if plain[at] in _ALWAYS_OPEN:
        return True
    if plain[at] == "’" or at + 1 >= end or plain[at + 1].isspace():
        return False
    if at > start and (plain[at - 1].isalnum() or plain[at - 1] in ".,;:!?…)"):
        return False
    return not (plain[at] in _SINGLE and _DECADE.match(plain, at + 1, end))


def _within_word(plain: str, at: int, end: int) -> bool:
    return at + 1 < end and plain[at + 1].isalnum()


def _possessive(plain: str, at: int, end: int) -> bool:
    """Whether `’` may be a plural's genitive: after an `s`, before another word (`soldiers’ habits`)."""
    return plain[at - 1] in "sS" and plain[at + 1 : at + 2] == " " and at + 2 < end and plain[at + 2].islower()
