"""Two texts laid side by side word by word: what they share, and the changes between.

Words and marks are compared folded. What a plain longest common subsequence gives is put right in two ways: a
few words that two long changes happen to share are no agreement, and a change that could as well stand a
little earlier or later is moved to where a sentence begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from compliance.article import Text
from compliance.text import fold_phrase

MOST_CELLS = 250_000_000
"""How many pairs of words are compared at once: 16,000 words against as many. Longer texts are first cut where
they have paragraphs in common; what has none in common then counts as replaced."""

_IN_WORD = r"[\w\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f]"
_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)+|{_IN_WORD}+(?:['’ʼ]{_IN_WORD}+)*|''|``|’’|‘‘|[-‐‑‒–—―−]+|\.{{2,}}|[^\w\s]",
)
_QUOTES = frozenset(["''", "``", "’’", "‘‘", '"'])
_ENDS = frozenset([".", "!", "?", "...", "。", "！", "？"])
_CLOSERS = frozenset(['"', "'", ")", "]"])
_OPENERS = frozenset(['"', "'", "(", "["])
_LONGEST_INITIAL = 3
_FEW, _SOME = 3, 6
_LITTLE = 0.3
"""The share of a paragraph below which the words that it shares with the other text are there by chance."""
_LONGEST_REST = 8
_SURROGATES = 0xD800, 0x800


class Side(Struct, frozen=True):
    """One of the two texts as tokens: its words and marks."""

    text: Text
    keys: tuple[str, ...]
    """The tokens, folded."""
    spans: tuple[tuple[int, int], ...]
    """Where each stands in the text."""
    borders: tuple[int, ...]
    """For each token what begins with it: 2 a paragraph, 1 a sentence, 0 nothing; and a 2 after the last."""
    blocks: tuple[tuple[int, int, str], ...]
    """The paragraphs as ranges of tokens, with the kind of block each stands in."""

    def raw(self, index: int) -> str:
        """A token as it is written."""
        start, end = self.spans[index]
        return self.text.plain[start:end]

    def range(self, start: int, end: int) -> tuple[int, int]:
        """Where tokens stand in the text; for none, where the next one begins, or the last one ends."""
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        if start < len(self.spans) and (start == 0 or self.borders[start] == 2):
            return (self.spans[start][0],) * 2
        return (self.spans[start - 1][1],) * 2 if start else (0, 0)

    def ends(self, at: int) -> bool:
        """Whether a sentence ends before a token; marks may close around it (`why.”`)."""
        return self.borders[at] > 0 or (at > 0 and self.keys[at - 1] in _ENDS and self.keys[at] in _CLOSERS)

    def words(self, start: int, end: int) -> int:
        """How many words a range holds."""
        return sum(map(is_word, self.keys[start:end]))


class Change(Struct, frozen=True, order=True):
    """What differs: tokens `[was:was_end]` of the original stand as `[now:now_end]` in the copy."""

    was: int
    was_end: int
    now: int
    now_end: int

    @property
    def size(self) -> int:
        """How much it is, by its longer side."""
        return max(self.was_end - self.was, self.now_end - self.now)


def side(text: Text, without: Container[int] = ()) -> Side:
    """A text as tokens, in time linear in its length; without the paragraphs that begin at these offsets."""
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    borders: list[int] = []
    blocks: list[tuple[int, int, str]] = []
    plain = text.plain
    for start, end, kind in paragraphs(text):
        if start in without:
            continue
        first = len(keys)
        found = [match.span() for match in _TOKEN.finditer(plain, start, end)]
        if found:
            keys += [_key(plain[one:other]) for one, other in found]
            spans += found
            borders += _borders(plain, keys, spans, first)
            blocks.append((first, len(keys), kind))
    return Side(text, tuple(keys), tuple(spans), (*borders, 2), tuple(blocks))


def tokens(plain: str) -> Iterator[tuple[str, str]]:
    """The tokens of a phrase, each folded and as written."""
    for match in _TOKEN.finditer(plain):
        yield _key(match.group()), match.group()


def is_word(key: str) -> bool:
    """Whether a token is a word or a number, not a mark."""
    return key[0].isalnum()


def paragraphs(text: Text) -> Iterator[tuple[int, int, str]]:
    """The paragraphs of a text with the kind of block they stand in: blocks, cut at their own line breaks."""
    blocks = [(block.start, block.end, block.kind) for block in text.blocks] or [(0, len(text.plain), "p")]
    for start, end, kind in blocks:
        done = start
        for line in text.plain[start:end].split("\n"):
            if line.strip():
                yield done, done + len(line), kind
            done += len(line) + 1


def align(was: Side, now: Side) -> list[Change]:
    """The changes that make the copy `now` of the original `was`, in order."""
    codes = _codes(was, now)
    changes: list[Change] = []
    for start, end, now_start, now_end in _gaps(was, now):
        changes += _differ(codes[0][start:end], codes[1][now_start:now_end], start, now_start)
    changes = _joined(_estranged(_settled(changes, was, now), was, now), was, now)
    changes = [_whole(_trimmed(change, was, now), was, now) for change in changes]
    changes = [part for one, other in pairwise((*changes, _end(was))) for part in _parted(one, other.was, was, now)]
    return _settled(changes, was, now)


def _settled(changes: Sequence[Change], was: Side, now: Side) -> list[Change]:
    """The changes, each where a paragraph or a sentence begins, if it can as well stand there."""
    slid: list[Change] = []
    for one, other in pairwise((*changes, _end(was))):
        slid.append(_slid(one, (slid[-1].was_end if slid else 0, other.was), was, now))
    return slid


def _end(was: Side) -> Change:
    """The end of the original, as a change that none comes after."""
    return Change(len(was.keys), 0, 0, 0)


@lru_cache(maxsize=65536)
def _key(raw: str) -> str:
    """A token folded: quotes, dashes and dots alike whatever they are made of."""
    key = fold_phrase(raw)
    if raw in _QUOTES:
        return '"'
    return key if key.strip("-") else "-"


def _borders(plain: str, keys: Sequence[str], spans: Sequence[tuple[int, int]], first: int) -> list[int]:
    """What begins with each token of one paragraph, whose first token is `first`."""
    borders = [0] * (len(keys) - first)
    borders[0] = 2
    ended = False
    for index in range(first + 1, len(keys)):
        key = keys[index - 1]
        if key in _OPENERS and borders[index - 1 - first]:
            borders[index - first] = 1
            continue
        if key in _ENDS:
            ended = not (key == "." and index - first > 1 and _initial(plain[slice(*spans[index - 2])]))
        elif ended and key not in _CLOSERS:
            ended = False
        if ended and keys[index] not in _ENDS:
            start = spans[index][0]
            borders[index - first] = int(start > spans[index - 1][1] and not plain[start].islower())
    return borders


def _initial(raw: str) -> bool:
    """Whether a word is rather an abbreviation (`Gov`, `J`) than the end of a sentence."""
    return raw.isalpha() and raw[0].isupper() and len(raw) <= _LONGEST_INITIAL


def _codes(was: Side, now: Side) -> tuple[str, str]:
    """Both texts with a character for each distinct token: what the library compares fastest."""
    numbers = enumerate(dict.fromkeys((*was.keys, *now.keys)), start=1)
    first, many = _SURROGATES
    table = {key: chr(number if number < first else number + many) for number, key in numbers}
    return "".join(map(table.__getitem__, was.keys)), "".join(map(table.__getitem__, now.keys))


def _gaps(was: Side, now: Side) -> Iterator[tuple[int, int, int, int]]:
    """The stretches to compare: everything at once, unless that is too much."""
    if len(was.keys) * len(now.keys) <= MOST_CELLS:
        yield 0, len(was.keys), 0, len(now.keys)
        return
    done, now_done = 0, 0
    for start, end, now_start, now_end in _anchors(was, now):
        yield done, start, now_done, now_start
        done, now_done = end, now_end
    yield done, len(was.keys), now_done, len(now.keys)


def _anchors(was: Side, now: Side) -> list[tuple[int, int, int, int]]:
    """The paragraphs that stand once in each text, and in the same order in both (the longest such series)."""
    places = [_unique(each) for each in (was, now)]
    both = sorted((*places[0][key], *places[1][key]) for key in places[0].keys() & places[1].keys())
    tails: list[int] = []
    series: list[int] = []
    before = [-1] * len(both)
    for index, (_, _, start, _) in enumerate(both):
        at = bisect_left(tails, start)
        before[index] = series[at - 1] if at else -1
        tails[at : at + 1], series[at : at + 1] = [start], [index]
    chosen, index = [], series[-1] if series else -1
    while index >= 0:
        chosen.append(both[index])
        index = before[index]
    return chosen[::-1]


def _unique(each: Side) -> dict[tuple[str, ...], tuple[int, int]]:
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for start, end, _ in each.blocks:
        found.setdefault(each.keys[start:end], []).append((start, end))
    return {key: places[0] for key, places in found.items() if len(places) == 1}


def _differ(was: str, now: str, start: int, now_start: int) -> Iterator[Change]:
    """The changes between two stretches."""
    if was == now:
        return
    if len(was) * len(now) > MOST_CELLS:
        yield Change(start, start + len(was), now_start, now_start + len(now))
        return
    from rapidfuzz.distance import Indel

    for code in Indel.opcodes(was, now):
        if code.tag != "equal":
            yield Change(
                start + code.src_start, start + code.src_end, now_start + code.dest_start, now_start + code.dest_end
            )


def _estranged(changes: Sequence[Change], was: Side, now: Side) -> list[Change]:
    """The changes with what paragraphs share by chance that have next to nothing in common with the other text."""
    stretches = list(shared(changes, was, now))
    strange = [_strange(side, [each[at] for each in stretches], stretches) for at, side in enumerate((was, now))]
    more = [
        Change(start + first, start + last, now_start + first, now_start + last)
        for start, now_start, size in stretches
        for first, last in _short(start, now_start, size, was, now)
        if strange[0][start + first] or strange[1][now_start + first]
    ]
    return sorted([*changes, *more]) if more else list(changes)


def _strange(side: Side, starts: Sequence[int], stretches: Sequence[tuple[int, int, int]]) -> bytearray:
    """For each token whether its paragraph has next to nothing in common with the other text."""
    common = bytearray(len(side.keys))
    for start, (_, _, size) in zip(starts, stretches, strict=True):
        common[start : start + size] = b"\1" * size
    strange = bytearray(len(side.keys))
    for start, end, _ in side.blocks:
        if sum(common[start:end]) < _LITTLE * (end - start):
            strange[start:end] = b"\1" * (end - start)
    return strange


def _short(start: int, now_start: int, size: int, was: Side, now: Side) -> Iterator[tuple[int, int]]:
    """A shared stretch cut at the ends of paragraphs: those parts of it that have only a few words."""
    cuts = [at for at in range(1, size) if was.borders[start + at] == 2 or now.borders[now_start + at] == 2]
    for first, last in pairwise((0, *cuts, size)):
        if last - first <= 2 * _SOME and was.words(start + first, start + last) <= _FEW:
            yield first, last


def _joined(changes: Sequence[Change], was: Side, now: Side) -> list[Change]:
    """The changes, those made one that touch or that only a few words part which they happen to share."""
    joined: list[Change] = []
    for change in changes:
        joined.append(change)
        while len(joined) > 1:
            one, other = joined[-2:]
            both = Change(one.was, other.was_end, one.now, other.now_end)
            if _chance(one, other, was, now) or _is_simpler(one, other, both, was, now):
                joined[-2:] = [both]
            else:
                break
    return joined


def _chance(one: Change, other: Change, was: Side, now: Side) -> bool:
    """Whether what stands between two changes is too little to be what the texts have in common."""
    between = other.was - one.was_end
    if between == 0:
        return True
    if between > 2 * _SOME:
        return False
    if {was.borders[one.was_end], was.borders[other.was], now.borders[one.now_end], now.borders[other.now]} == {2}:
        return False  # a paragraph, however short, that both texts have
    words = was.words(one.was_end, other.was)
    sentence = was.borders[one.was_end] and was.borders[other.was]
    most = min(one.size, other.size) / 2
    return words <= most and words <= (_FEW if sentence else _SOME)


def _is_simpler(one: Change, other: Change, both: Change, was: Side, now: Side) -> bool:
    """Whether two insertions, or two deletions, are one: `[In] the [meantime. The]` for `[In the meantime.] The`."""
    if was.words(one.was_end, other.was) > _FEW:
        return False
    for side in ("was", "now"):
        empty = all(getattr(each, side) == getattr(each, f"{side}_end") for each in (one, other))
        trimmed = _trimmed(both, was, now)
        if empty and getattr(trimmed, side) == getattr(trimmed, f"{side}_end"):
            return True
    return False


def _trimmed(change: Change, was: Side, now: Side) -> Change:
    """A change without what both its sides end and begin with."""
    start, end, now_start, now_end = change.was, change.was_end, change.now, change.now_end
    while start < end and now_start < now_end and was.keys[end - 1] == now.keys[now_end - 1]:
        end, now_end = end - 1, now_end - 1
    while start < end and now_start < now_end and was.keys[start] == now.keys[now_start]:
        start, now_start = start + 1, now_start + 1
    return Change(start, end, now_start, now_end)


def _whole(change: Change, was: Side, now: Side) -> Change:
    """A change of whole sentences with the full stop that they have in common."""
    if change.was == change.was_end or change.now == change.now_end:
        return change
    if not (was.borders[change.was] and now.borders[change.now]) or was.ends(change.was_end):
        return change
    rest = next((size for size in range(1, _FEW + 1) if was.ends(min(change.was_end + size, len(was.keys)))), 0)
    if not rest or was.words(change.was_end, change.was_end + rest):
        return change
    if was.keys[change.was_end : change.was_end + rest] != now.keys[change.now_end : change.now_end + rest]:
        return change
    return Change(change.was, change.was_end + rest, change.now, change.now_end + rest)


def _parted(change: Change, end: int, was: Side, now: Side) -> list[Change]:
    """A change of words, and the whole sentences beside it that were put in or left out, as changes of their own.

    Where a word is changed at the end of a sentence and another sentence follows that only one text has, the two
    make one change with the full stop after them, which might as well stand between them. `end`: where in the
    original the next change begins.
    """
    if change.was == change.was_end or change.now == change.now_end:
        return [change]
    head = _head(change, was, now)
    if head:
        return [
            Change(change.was, change.was + head[0], change.now, change.now + head[1]),
            Change(change.was + head[0], change.was_end, change.now + head[1], change.now_end),
        ]
    tail = _tail(was, change.was_end, now, change.now, change.now_end)
    if tail and change.was_end + tail[1] <= end:
        middle, rest = tail
        return [
            Change(change.was, change.was_end, change.now, middle),
            Change(change.was_end + rest, change.was_end + rest, middle + rest, change.now_end + rest),
        ]
    tail = _tail(now, change.now_end, was, change.was, change.was_end)
    if tail and change.was_end + tail[1] <= end:
        middle, rest = tail
        return [
            Change(change.was, middle, change.now, change.now_end),
            Change(middle + rest, change.was_end + rest, change.now_end + rest, change.now_end + rest),
        ]
    return [change]


def _head(change: Change, was: Side, now: Side) -> tuple[int, int] | None:
    """How many tokens of each side are whole sentences in front of the sentence that was changed."""
    if not (was.borders[change.was] and now.borders[change.now]):
        return None
    if was.borders[change.was_end] or now.borders[change.now_end]:
        return None
    inner = [_last_border(was, change.was, change.was_end), _last_border(now, change.now, change.now_end)]
    if (inner[0] is None) == (inner[1] is None):
        return None
    return (inner[0] - change.was, 0) if inner[0] is not None else (0, (inner[1] or 0) - change.now)


def _last_border(side: Side, start: int, end: int) -> int | None:
    return next((at for at in range(end - 1, start, -1) if side.borders[at]), None)


def _tail(one: Side, end: int, other: Side, start: int, stop: int) -> tuple[int, int] | None:
    """Where within `other[start:stop]` stands what follows `one[:end]` up to its sentence's end, and how long it is."""
    rest = next((size for size in range(_LONGEST_REST) if end + size < len(one.borders) and one.borders[end + size]), 0)
    wanted = one.keys[end : end + rest]
    for at in range(start, stop - rest + 1) if rest else ():
        if other.borders[at + rest] and other.keys[at : at + rest] == wanted:
            return at, rest
    return None


def _slid(change: Change, room: tuple[int, int], was: Side, now: Side) -> Change:
    """An insertion or a deletion where a paragraph or a sentence begins, if it can as well stand there.

    `room` is the range of the original within which it can be moved: no other change is in it.
    """
    least, most = room[0] - change.was, room[1] - change.was_end
    if change.was == change.was_end and change.now < change.now_end:
        shift = _shift(now, change.now, change.now_end, least, most)
    elif change.now == change.now_end and change.was < change.was_end:
        shift = _shift(was, change.was, change.was_end, least, most)
    else:
        return change
    return Change(change.was + shift, change.was_end + shift, change.now + shift, change.now_end + shift)


def _shift(side: Side, start: int, end: int, least: int, most: int) -> int:
    """By how many tokens to move `[start:end]`, which the other text lacks, from `least` (below 0) to `most`."""
    best, shift = side.borders[start], 0
    for step, limit in ((-1, -least), (1, most)):
        for moved in range(1, limit + 1):
            leaving, entering = (end - moved, start - moved) if step < 0 else (start + moved - 1, end + moved - 1)
            if best == 2 or side.keys[leaving] != side.keys[entering]:
                break
            if side.borders[start + step * moved] > best:
                best, shift = side.borders[start + step * moved], step * moved
    return shift


def shared(changes: Sequence[Change], was: Side, now: Side) -> Iterator[tuple[int, int, int]]:
    """What lies between the changes: `(start in the original, start in the copy, how many tokens)`."""
    ends = Change(0, 0, 0, 0), Change(len(was.keys), 0, len(now.keys), 0)
    for one, other in pairwise((ends[0], *changes, ends[1])):
        if other.was > one.was_end:
            yield one.was_end, one.now_end, other.was - one.was_end


def likeness(one: str, other: str) -> float:
    """How like two short texts are, from 0 to 1, whatever their case."""
    from rapidfuzz.fuzz import ratio

    return float(ratio(one.casefold(), other.casefold())) / 100
