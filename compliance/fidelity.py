"""A republished copy against its original: what differs, and what kind of edit each difference is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from compliance.alignment import Change, Side, align, is_word, paragraphs, shared, side, tokens
from compliance.article import Article, Text
from compliance.difference import FREE, Comparison, Difference, Kind
from compliance.edits import Editor, editor, words
from compliance.finding import quote
from compliance.lexicon import Lexicon
from compliance.originals import Found
from compliance.pieces import Cutter, Piece
from compliance.quotation import Quotations, quotations
from compliance.surroundings import HEADINGS, Sayings, Surroundings, phrase, sayings

_ROW = 4
"""How many words in a row two texts rarely share by chance."""
_BESIDE = 40
"""How many characters beside a difference are shown with it, at most."""


class Pair:
    """A copy and its original, compared when first asked."""

    def __init__(self, copy: Article, found: Found, lexicon: Lexicon, outlets: Iterable[str] = ()) -> None:
        """`outlets` are names of whoever the copy may come from, besides those that the two give themselves."""
        self.copy = copy
        self.original = found.original
        self.found = found
        self._lexicon = lexicon
        declared = [text.plain for each in (copy, self.original) for text in each.outlets]
        bylines = [text.plain for each in (copy, self.original) for text in each.bylines]
        self.outlets = frozenset(filter(None, map(phrase, (*outlets, *declared))))
        self.names = self.outlets | frozenset(filter(None, map(phrase, bylines)))

    @cached_property
    def was(self) -> Side:
        """The original's text, as it is compared."""
        return side(self.original.body, self._headlines(self.original))

    @cached_property
    def now(self) -> Side:
        """The copy's text, as it is compared."""
        return side(self.copy.body, self._headlines(self.copy))

    @cached_property
    def changes(self) -> list[Change]:
        """What the alignment of the two texts leaves over."""
        return align(self.was, self.now)

    @cached_property
    def shared(self) -> list[tuple[int, int, int]]:
        """What the two texts have in common: `(start in the original, start in the copy, number of tokens)`."""
        return list(shared(self.changes, self.was, self.now))

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Every difference, the headline's first, then by its place in the copy."""
        return (*self._headline(), *map(self._difference, self.pieces))

    @cached_property
    def pieces(self) -> list[Piece]:
        """The differences of the texts as ranges of tokens, by their place in the copy."""
        cutter = Cutter(self.changes, (self.around_original, self.around_copy), self.editor)
        return sorted([*cutter.pieces(), *self._unlike()], key=lambda each: (each.now, each.was))

    @cached_property
    def comparison(self) -> Comparison:
        """What came of it, for the Report."""
        address = self.original.url or self.original.canonical
        return Comparison(
            original=self.original.id,
            address=address.plain if address is not None else "",
            way=self.found.way,
            doubt=self.found.doubt,
            words=self.total,
            kept=self.kept,
            differences=self.differences,
        )

    @cached_property
    def kept(self) -> int:
        """How many of those words the copy has, where they stood."""
        return sum(self._counted[at] for start, _, size in self.shared for at in range(start, start + size))

    @property
    def lost(self) -> int:
        """How many words the copy has less where it differs, furniture and credit lines aside."""
        return sum(
            max(self.was.words(each.was, each.was_end) - self.now.words(each.now, each.now_end), 0)
            for each in self.pieces
            if each.kind not in FREE
        )

    @property
    def share(self) -> float:
        """The share of the original's words that the copy has not by chance: several in a row, where they stood."""
        stretches = (sum(self._counted[start : start + size]) for start, _, size in self.shared)
        return sum(words for words in stretches if words >= _ROW) / max(self.total, 1)

    @cached_property
    def total(self) -> int:
        """How many words the original has, but for its furniture and credit lines."""
        return sum(self._counted)

    @cached_property
    def _counted(self) -> list[bool]:
        """Which tokens of the original are words of its text."""
        counted = [is_word(key) for key in self.was.keys]
        for start, end, kind in self.was.blocks:
            if self.around_original.sort(start, end, kind) in FREE:
                counted[start:end] = [False] * (end - start)
        return counted

    @cached_property
    def around_copy(self) -> Surroundings:
        """What stands around the copy's text."""
        return Surroundings(self.copy, self.now, self.sayings, self.names, self.outlets)

    @cached_property
    def around_original(self) -> Surroundings:
        """What stands around the original's text."""
        return Surroundings(self.original, self.was, self.sayings, self.names, self.outlets)

    @property
    def sayings(self) -> Sayings:
        """The words that tell what stands around a text."""
        return sayings(self._lexicon)

    @cached_property
    def editor(self) -> Editor:
        """Tells the kinds of edits apart."""
        return editor(self._lexicon)

    def border(self, words: int, paragraphs: int) -> int:
        """After which token of the original so many of its words, or paragraphs of text, have passed."""
        around, counted, limited = self.around_original, 0, words > 0
        for start, end, kind in self.was.blocks:
            if kind in HEADINGS or around.sort(start, end, kind) in FREE:
                continue
            if paragraphs and counted == paragraphs:
                return start
            counted += 1
            for at in range(start, end) if limited else ():
                if not is_word(self.was.keys[at]):
                    continue
                if words == 0:
                    return at
                words -= 1
        return len(self.was.keys)

    def runs(self, offset: int) -> bool:
        """Whether the sentence of the original in which an offset lies was taken over; not if it was left out whole."""
        at = self._token(offset)
        return at is not None and not any(
            each.was <= at < each.was_end for each in self.pieces if each.kind == "length"
        )

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a range of the original's text stands in the copy's; None if its words are not there."""
        first, last = self._token(start), self._token(max(end - 1, start))
        if first is None or last is None:
            return None
        found = [
            now + at - was for was, now, size in self.shared for at in range(max(first, was), min(last + 1, was + size))
        ]
        return self.now.range(found[0], found[-1] + 1) if found else None

    def _token(self, offset: int) -> int | None:
        """The token of the original in which an offset of its text lies, or the next one in the same paragraph."""
        at = bisect_left(self.was.spans, offset, key=lambda span: span[1] - 1)
        return at if at < len(self.was.spans) else None

    def _headlines(self, article: Article) -> frozenset[int]:
        """Where the paragraphs begin that are the headline: it is compared by itself."""
        titles = {phrase(each.title.plain) for each in (self.copy, self.original) if each.title is not None}
        longest = max((len(each.title.plain) for each in (self.copy, self.original) if each.title), default=0) + 20
        return frozenset(
            start
            for start, end, kind in paragraphs(article.body)
            if end - start <= longest and (kind == "h1" or phrase(article.body.plain[start:end]) in titles)
        )

    def _headline(self) -> Iterator[Difference]:
        was, now = self.original.title, self.copy.title
        if was is None or now is None or self.around_copy.is_credit(now.plain):
            return
        end = self._without_site(now)
        if now.plain[:end] == was.plain:
            return
        one, other = words(tokens(was.plain)), words(tokens(now.plain[:end]))
        kind: Kind = "headline"
        if one.keys == other.keys:
            kind = "typography" if one.capital == other.capital else "style"
        elif self.editor.same(one, other):
            kind = "style"
        line, column = self.original.position(was.whole())
        yield Difference(
            kind=kind,
            copy=quote(self.copy, now, 0, end, "headline"),
            original=quote(self.original, was, 0, len(was.plain), "headline"),
            line=line,
            column=column,
        )

    def _without_site(self, title: Text) -> int:
        """Where a headline ends, without the name of a site or of the outlet after it."""
        for mark in (" | ", " – ", " — ", " - ", " • ", ": "):
            head, found, tail = title.plain.rpartition(mark)
            if found and phrase(tail) in self.names:
                return len(head)
        return len(title.plain)

    def _unlike(self) -> Iterator[Piece]:
        """Where both texts have the same words, but not written with the same characters."""
        was, now = self.was, self.now
        for start, now_start, size in self.shared:
            one, other = was.range(start, start + size), now.range(now_start, now_start + size)
            if was.text.plain[slice(*one)] == now.text.plain[slice(*other)]:
                continue
            for at in range(size):
                raw, new = was.raw(start + at), now.raw(now_start + at)
                if raw != new:
                    kind: Kind = "style" if raw.casefold() == new.casefold() else "typography"
                    yield Piece(kind, start + at, start + at + 1, now_start + at, now_start + at + 1)

    def _difference(self, piece: Piece) -> Difference:
        was, now = self.was.range(piece.was, piece.was_end), self.now.range(piece.now, piece.now_end)
        before = quote(self.original, self.was.text, *was)
        line, column = self.original.position(before.span)
        return Difference(
            kind=piece.kind,
            copy=quote(self.copy, self.now.text, *now),
            original=before,
            line=line,
            column=column,
            before=_last_words(self.now.text.plain[max(now[0] - _BESIDE, 0) : now[0]]),
            after=_first_words(self.now.text.plain[now[1] : now[1] + _BESIDE]),
            spoken=piece.kind not in (*FREE, "order") and self._spoken(was, now),
        )

    def _spoken(self, was: tuple[int, int], now: tuple[int, int]) -> bool:
        """Whether it lies in quoted speech, in the original or in the copy; a whole quote, marks and all, does not."""
        places = zip(self._speech, (was, now), strict=True)
        return any(speech.hold(start, end) for speech, (start, end) in places if start < end)

    @cached_property
    def _speech(self) -> tuple[Quotations, Quotations]:
        return quotations(self.was.text), quotations(self.now.text)


def _last_words(text: str) -> str:
    """The words at the end of a stretch, within one paragraph; none that is cut in two."""
    line = text.rpartition("\n")[2]
    return line if "\n" in text or len(text) < _BESIDE else line.partition(" ")[2]


def _first_words(text: str) -> str:
    """The words at the beginning of a stretch, within one paragraph; none that is cut in two."""
    line = text.partition("\n")[0]
    return line if "\n" in text or len(text) < _BESIDE else line.rpartition(" ")[0]
