"""From the changes between two texts to pieces that are one kind of edit each.

A change is cut into whole paragraphs, whole sentences and parts of sentences. Whole ones are told by what stands
in them, parts by their words; what was cut in one place and stands in another was moved.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from compliance.alignment import Change, Side, is_word, shared
from compliance.difference import Kind
from compliance.edits import Editor, Words, words
from compliance.surroundings import Surroundings

_BESIDE = 3
"""How many words beside a change help to tell what it is, and may part two that are one."""
_SHORTEST_MOVE, _SHORTEST_SENTENCE = 5, 5
_ALIKE = 0.5
"""The share of their words that two passages have in common where one was made of the other."""
_LONGEST_DATELINE, _LONGEST_LABEL = 8, 6
_MOST_JOINING = 1
"""How many words may join an outlet's name to a byline: `for`, `of`."""


class Piece(NamedTuple):
    """One edit: tokens `[was:was_end]` of the original stand as `[now:now_end]` in the copy."""

    kind: Kind
    was: int
    was_end: int
    now: int
    now_end: int


class _Unit(NamedTuple):
    level: Literal["paragraph", "sentences", "part"]
    start: int
    end: int
    block: str
    """The kind of block it stands in."""


class Cutter:
    """Cuts the changes between two texts into pieces."""

    def __init__(self, changes: Sequence[Change], around: tuple[Surroundings, Surroundings], editor: Editor) -> None:
        """`around` is what stands around the original's text and around the copy's."""
        self.changes = changes
        self.around_was, self.around_now = around
        self.was, self.now = self.around_was.side, self.around_now.side
        self.editor = editor

    def pieces(self) -> Iterator[Piece]:
        """Every piece, in no particular order."""
        whole: list[Piece] = []
        parts: list[Piece] = []
        for change in self.changes:
            for piece, part in self._cut(change):
                (parts if part else whole).append(piece)
        yield from self._rejoined(parts)
        yield from self._moved(whole)

    def _cut(self, change: Change) -> Iterator[tuple[Piece, bool]]:
        """The pieces of a change, and whether each is a part of a sentence."""
        if self._is_dateline(change):
            yield Piece("location", change.was, change.was_end, change.now, change.now_end), False
            return
        cut = list(_units(self.was, change.was, change.was_end))
        new = list(_units(self.now, change.now, change.now_end))
        if cut and new:
            for each in [unit for unit in cut if self._stands_apart(unit, self.around_was)]:
                cut.remove(each)
                yield self._left_out(each, change.now), False
            for each in [unit for unit in new if self._stands_apart(unit, self.around_now)]:
                new.remove(each)
                yield self._put_in(each, change.was), False
        if cut and new and self._is_other_text(cut, new):
            yield from ((self._left_out(each, change.now), False) for each in cut)
            yield from ((self._put_in(each, change.was), False) for each in new)
            return
        if cut and new:
            yield self._replaced(Change(cut[0].start, cut[-1].end, new[0].start, new[-1].end)), True
            return
        for each in cut:
            part = each.level == "part"
            yield (
                self._replaced(Change(each.start, each.end, change.now, change.now))
                if part
                else self._left_out(each, change.now),
                part,
            )
        for each in new:
            part = each.level == "part"
            yield (
                self._replaced(Change(change.was, change.was, each.start, each.end))
                if part
                else self._put_in(each, change.was),
                part,
            )

    def _is_other_text(self, cut: Sequence[_Unit], new: Sequence[_Unit]) -> bool:
        """Whether whole sentences were left out and others put in that have little in common with them."""
        if any(unit.level == "part" for unit in (*cut, *new)):
            return False
        was = self._said(self.was, cut[0].start, cut[-1].end).split()
        now = self._said(self.now, new[0].start, new[-1].end).split()
        common = sum((Counter(was) & Counter(now)).values())
        return common < _ALIKE * min(len(was), len(now))

    def _is_dateline(self, change: Change) -> bool:
        """Whether it is the place in front of a story: `MILLBROOK, Ohio (AP) — `."""
        side, start, end = (
            (self.was, change.was, change.was_end)
            if change.now == change.now_end
            else (self.now, change.now, change.now_end)
        )
        if start == end or (change.was < change.was_end and change.now < change.now_end):
            return False
        if side.borders[start] < 2 or side.borders[end] == 2 or side.keys[end - 1] != "-":
            return False
        raws = [side.raw(at) for at in range(start, end) if is_word(side.keys[at])]
        return 0 < len(raws) <= _LONGEST_DATELINE and not any(raw[0].islower() for raw in raws)

    def _stands_apart(self, unit: _Unit, around: Surroundings) -> bool:
        return unit.level == "paragraph" and around.sort(unit.start, unit.end, unit.block) != ""

    def _left_out(self, unit: _Unit, now: int) -> Piece:
        """What the copy lacks of the original: a paragraph or whole sentences."""
        sort = self.around_was.sort(unit.start, unit.end, unit.block)
        kind: Kind = "length" if sort in ("", "note") else sort  # type: ignore[assignment]
        if not sort and unit.level == "paragraph" and self.around_was.is_heading(unit.start, unit.end):
            kind = "subhead"
        return Piece(kind, unit.start, unit.end, now, now)

    def _put_in(self, unit: _Unit, was: int) -> Piece:
        """What the copy has besides the original: a paragraph or whole sentences."""
        sort = self.around_now.sort(unit.start, unit.end, unit.block)
        kind: Kind = sort or "addition"
        if unit.level == "paragraph" and sort in ("", "subhead") and self.around_now.is_heading(unit.start, unit.end):
            kind = self._heading(unit)
        return Piece(kind, was, was, unit.start, unit.end)

    def _heading(self, unit: _Unit) -> Kind:
        """A line without an end: a heading within the text; before and after it, mostly a label of the page."""
        first, last = self._zone
        if unit.start >= last or (unit.start < first and unit.end - unit.start <= _LONGEST_LABEL):
            return "furniture"
        return "subhead"

    @cached_property
    def _zone(self) -> tuple[int, int]:
        """Where in the copy that begins and ends which both texts have."""
        stretches = [(start, start + size) for _, start, size in self._shared]
        return (stretches[0][0], stretches[-1][1]) if stretches else (0, len(self.now.keys))

    @cached_property
    def _shared(self) -> list[tuple[int, int, int]]:
        return list(shared(self.changes, self.was, self.now))

    def _replaced(self, change: Change) -> Piece:
        """A change of words."""
        if self.was.borders[change.was] == 2 and self.now.borders[change.now] == 2 and self._are_headings(change):
            return Piece("subhead", *_range(change))
        if self._is_affiliation(change):
            return Piece("credit", *_range(change))
        return Piece(self._kind(change), *_range(change))

    def _is_affiliation(self, change: Change) -> bool:
        """Whether a byline has got, or lost, an outlet's name: `By Jane Doe` for `By Jane Doe, Alder News`."""
        sides = ((self.around_was, change.was, change.was_end), (self.around_now, change.now, change.now_end))
        return all(_in_credit(around, start) and _is_outlet(around, start, end) for around, start, end in sides)

    def _are_headings(self, change: Change) -> bool:
        sides = ((self.around_was, change.was, change.was_end), (self.around_now, change.now, change.now_end))
        return all(
            start < end and around.side.borders[end] == 2 and around.is_heading(start, end)
            for around, start, end in sides
        )

    def _kind(self, change: Change) -> Kind:
        before = _beside(self.now, change.now - 1, -1)[::-1]
        after = _beside(self.now, change.now_end, 1)
        was = _words(self.was, change.was, change.was_end)
        return self.editor.kind(was, _words(self.now, change.now, change.now_end), before, after)

    def _rejoined(self, parts: Iterable[Piece]) -> Iterator[Piece]:
        """Parts of a sentence, those made one that tell more together: `5 May` for `May 5` is no two changes."""
        last: Piece | None = None
        for piece in parts:
            joint = self._joint(last, piece) if last is not None else None
            if joint is None and last is not None:
                yield last
            last = joint or piece
        if last is not None:
            yield last

    def _joint(self, one: Piece, other: Piece) -> Piece | None:
        between = self.now.keys[one.now_end : other.now]
        if other.was - one.was_end != len(between) or sum(map(is_word, between)) > _BESIDE:
            return None
        if 2 in self.now.borders[one.now_end + 1 : other.now + 1]:
            return None
        change = Change(one.was, other.was_end, one.now, other.now_end)
        kind = self._kind(change)
        better = (
            kind == "style"
            or (kind != "wording" and "wording" in (one.kind, other.kind))
            or kind == one.kind == other.kind
        )
        return Piece(kind, *_range(change)) if better and kind != "wording" else None

    def _moved(self, whole: Sequence[Piece]) -> Iterator[Piece]:
        """Whole paragraphs and sentences; those that stand elsewhere in the copy were moved, not cut and added."""
        cut = {self._said(self.was, piece.was, piece.was_end): piece for piece in whole if piece.kind == "length"}
        found: set[Piece] = set()
        for piece in whole:
            if piece.kind != "addition":
                continue
            said = self._said(self.now, piece.now, piece.now_end)
            origin = cut.get(said) if said.count(" ") >= _SHORTEST_MOVE else None
            if origin is not None and origin not in found:
                found |= {origin, piece}
                yield Piece("order", origin.was, origin.was_end, piece.now, piece.now_end)
            elif said.count(" ") >= _SHORTEST_MOVE and said in self._text:
                found.add(piece)
                yield piece._replace(kind="furniture" if said in self._kept else "order")
        yield from (piece for piece in whole if piece not in found)

    def _said(self, side: Side, start: int, end: int) -> str:
        return f" {' '.join(filter(is_word, side.keys[start:end]))} "

    @cached_property
    def _text(self) -> str:
        """All words of the original."""
        return self._said(self.was, 0, len(self.was.keys))

    @cached_property
    def _kept(self) -> str:
        """Those that the copy has where they stood: what repeats them is a pull quote."""
        return "|".join(self._said(self.was, start, start + size) for start, _, size in self._shared)


def _units(side: Side, start: int, end: int) -> Iterator[_Unit]:
    """What lies in a range of tokens: paragraphs, sentences, parts of a sentence."""
    index = max(bisect_right(side.blocks, start, key=lambda block: block[0]) - 1, 0)
    while start < end:
        first, last, kind = side.blocks[index]
        here, index = min(last, end), index + 1
        if start == first and here == last:
            yield _Unit("paragraph", start, here, kind)
        else:
            borders = [at for at in range(start, here) if side.borders[at]]
            if side.ends(here):
                borders.append(here)
            begin, finish = (borders[0], borders[-1]) if borders else (here, here)
            if start < begin:
                yield _part(side, start, min(begin, here), kind)
            if begin < finish:
                yield _Unit("sentences", begin, finish, kind)
            if finish < here:
                yield _part(side, max(finish, start), here, kind)
        start = here


def _in_credit(around: Surroundings, at: int) -> bool:
    """Whether the paragraph that a place lies in, or that ends there, is a credit line."""
    blocks = around.side.blocks
    index = bisect_right(blocks, at, key=lambda block: block[0]) - 1
    near = [block for block in blocks[max(index - 1, 0) : index + 1] if block[0] <= at <= block[1]]
    return any(around.sort(*block) == "credit" for block in near)


def _is_outlet(around: Surroundings, start: int, end: int) -> bool:
    """Whether there is nothing but the name of an outlet, and how it is joined on; or nothing at all."""
    said = tuple(filter(is_word, around.side.keys[start:end]))
    return not said or any(
        said[-len(name) :] == name and len(said) <= len(name) + _MOST_JOINING for name in around.outlets
    )


def _part(side: Side, start: int, end: int, kind: str) -> _Unit:
    """A part of a sentence; or a whole one, where only what stands before it does not end like a sentence."""
    sentence = side.ends(end) and not side.raw(start)[0].islower() and side.words(start, end) >= _SHORTEST_SENTENCE
    return _Unit("sentences" if sentence else "part", start, end, kind)


def _beside(side: Side, at: int, step: int) -> list[str]:
    """The few words of the same paragraph that stand beside a place."""
    found: list[str] = []
    while 0 <= at < len(side.keys) and len(found) < _BESIDE:
        if step > 0 and side.borders[at] == 2:
            break
        if is_word(side.keys[at]):
            found.append(side.keys[at])
        if step < 0 and side.borders[at] == 2:
            break
        at += step
    return found


def _words(side: Side, start: int, end: int) -> Words:
    return words((side.keys[at], side.raw(at)) for at in range(start, end))


def _range(change: Change) -> tuple[int, int, int, int]:
    return change.was, change.was_end, change.now, change.now_end
