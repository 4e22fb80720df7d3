"""What a copy and its original say of themselves: notes of change, lines about the outlet, corrections, withdrawals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from compliance.alignment import Side, is_word
from compliance.article import Text
from compliance.fidelity import Pair
from compliance.surroundings import Surroundings, holds, phrase

_LAST = 4
"""Among how many of the last paragraphs an original has its lines about the outlet."""
_MOSTLY = 0.8
_LONGEST = 90
_SHOWN = 160


def notes(pair: Pair, phrases: Sequence[str] = ()) -> list[tuple[Text, int, int]]:
    """Where the copy, and not its original, says that the text was changed; in `phrases`, if any are given."""
    wanted = [phrase(each) for each in phrases] or pair.sayings.changes
    found = []
    for piece in pair.pieces:
        if piece.kind in ("note", "credit", "addition", "furniture") and piece.now < piece.now_end:
            places = (_place(pair.now, piece.now, piece.now_end, each) for each in wanted)
            place = next((each for each in places if each is not None), None)
            if place is not None:
                found.append((pair.now.text, *place))
    return found


def _place(side: Side, start: int, end: int, wanted: tuple[str, ...]) -> tuple[int, int] | None:
    """Where these words stand in a row."""
    at = [index for index in range(start, end) if is_word(side.keys[index])]
    for first in range(len(at) - len(wanted) + 1):
        if all(side.keys[at[first + index]] == word for index, word in enumerate(wanted)):
            return side.range(at[first], at[first + len(wanted) - 1] + 1)
    return None


def taglines(pair: Pair) -> list[tuple[str, int, int]]:
    """The lines about its outlet at the end of the original, each as `(words, first token, end)`."""
    around = pair.around_original
    return [
        (_shown(pair.was, start, end), start, end)
        for start, end, kind in pair.was.blocks[-_LAST:]
        if around.sort(start, end, kind) == "credit" and around.is_named(start, end)
    ]


def repeated(pair: Pair, start: int, end: int) -> tuple[int, int] | None:
    """Where a paragraph of the original stands anywhere in the copy, with most of its words and with all names of
    the outlet; None if nowhere."""
    said = _said(pair.was, start, end)
    named = [name for name in pair.names if holds(said, name)]
    for first, last, _ in pair.now.blocks:
        other = _said(pair.now, first, last)
        if sum(word in other for word in said) >= _MOSTLY * len(said) and all(holds(other, name) for name in named):
            return pair.now.range(first, last)
    return None


def closed(pair: Pair, phrases: Iterable[str]) -> Iterator[str]:
    """What an original says of not being free, in these phrases."""
    wanted = [phrase(each) for each in phrases]
    for start, end, _ in pair.was.blocks if wanted else ():
        if any(holds(_said(pair.was, start, end), each) for each in wanted):
            yield _shown(pair.was, start, end)
    for text in pair.original.rights:
        if any(holds(phrase(text.plain), each) for each in wanted):
            yield text.plain[:_SHOWN]


def withdrawals(pair: Pair) -> Iterator[str]:
    """What an original says of having been taken back: in a note, the headline, or of `this story`."""
    wanted = pair.sayings.withdrawals
    title = pair.original.title
    if title is not None and any(holds(phrase(title.plain), each) for each in pair.sayings.kills):
        yield title.plain[:_SHOWN]
    for start, end, kind in pair.was.blocks:
        said = _said(pair.was, start, end)
        if len(said) <= _LONGEST and any(holds(said, each) for each in wanted):
            of_itself = any(holds(said, each) for each in pair.sayings.pieces)
            if of_itself or pair.around_original.sort(start, end, kind) == "note":
                yield _shown(pair.was, start, end)


def corrections(pair: Pair) -> Iterator[str]:
    """The corrections that an original carries and its copy does not."""
    for start, end, _ in pair.was.blocks:
        if _corrects(pair.around_original, start, end) and repeated(pair, start, end) is None:
            yield _shown(pair.was, start, end)


def _corrects(around: Surroundings, start: int, end: int) -> bool:
    return end - start <= 2 * _LONGEST and around.opens(start, end, around.sayings.corrections)


def _said(side: Side, start: int, end: int) -> tuple[str, ...]:
    return tuple(filter(is_word, side.keys[start:end]))


def _shown(side: Side, start: int, end: int) -> str:
    first, last = side.range(start, end)
    return side.text.plain[first:last][:_SHOWN]
