"""Reading a byline: `By JANE DOE / AP and John Roe, The Tribune` is two people, each with an affiliation.

What is no name is set aside: openers (`By`, `Von`), roles, titles, dates, addresses, picture and editing credits.
A word on the list of organisations, an outlet given by name or an all-capitals code is no person; a single
word (`Paddy`) may be one, and is said to be uncertain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from compliance.lexicon import Lexicon
from compliance.naming import Kind, Naming, naming
from compliance.passage import Passage, Word, longest

Link = Literal["start", "break", "and", "of"]

_LONGEST = 2000
"""How many characters of a byline are read: a longer one is something else."""
_KEPT = 200
"""Up to so long, what a whole text says as a byline is kept: the same people sign one article after another."""
_SHORT = 3
"""A code of so few letters (`PA`) is told from a name by its capitals."""
_BREAK = re.compile(r"[,;:/|•·()\[\]{}<>\n、，；／：●《》【】]|\s-|-\s")
_SHORTEST_GLUED = 6
_GLUED = re.compile(r"[^\W\d_A-Z]{2}[A-Z]")
_LABEL = (":", "：")
_LINKS: dict[str, Link] = {"joiner": "and", "opener": "start", "beside": "of"}
_CHUNK = re.compile(r"\S+")


class Name(Struct, frozen=True):
    """A name at `[start:end]` of the text that was read."""

    text: str
    start: int
    end: int
    kind: Kind
    """`person`; `perhaps` a person; `organisation`; `nobody` (`Staff`, `admin`)."""


class Person(Struct, frozen=True):
    """Somebody named in a byline."""

    name: Name
    affiliations: tuple[Name, ...] = ()
    """The outlets named beside them."""

    @property
    def certain(self) -> bool:
        """Whether it is a person's full name, as far as words can tell."""
        return self.name.kind == "person"


class Byline(Struct, frozen=True):
    """What a byline says."""

    people: tuple[Person, ...] = ()
    others: tuple[Name, ...] = ()
    """Organisations that stand by themselves, and words that name nobody."""
    opened: bool = False
    """Whether it began with a word such as `By`."""
    with_role: bool = False
    """Whether it says what somebody is: `reporter`, `기자`."""
    understood: bool = False
    """Whether all of it was names, roles and dates: it is a byline, and no sentence."""


class _Part(Struct):
    """The words `[first:last]` of a byline, and how they are linked to what precedes."""

    first: int
    last: int
    link: Link
    kind: Kind


def read(
    plain: str, lexicon: Lexicon, organisations: tuple[str, ...] = (), start: int = 0, end: int | None = None
) -> Byline:
    """Read `plain[start:end]` as a byline; `organisations` are names known to be no person's."""
    if start == 0 and (end is None or end == len(plain)) and len(plain) <= _KEPT:
        return _whole(plain, lexicon, organisations)
    return _read(plain, lexicon, organisations, start, end)


def _read(
    plain: str, lexicon: Lexicon, organisations: tuple[str, ...], start: int = 0, end: int | None = None
) -> Byline:
    end = min(len(plain) if end is None else end, start + _LONGEST)
    masked = _CHUNK.sub(_mask, plain[start:end])
    passage = Passage(masked, 0, len(masked), lexicon, start)
    return _Reading(plain, passage, naming(lexicon, organisations)).byline()


_whole = lru_cache(maxsize=4096)(_read)


class _Reading:
    """One byline being read, word by word."""

    def __init__(self, plain: str, passage: Passage, naming: Naming) -> None:
        self.plain = plain
        self.passage = passage
        passage.words = [part for word in passage.words for part in _parted(word, plain, naming)]
        self.words: Sequence[Word] = passage.words
        self.texts = passage.phrase(0, len(passage))
        self.naming = naming
        self.opened = False
        self.with_role = False

    def byline(self) -> Byline:
        people: list[Person] = []
        others: list[Name] = []
        unaffiliated = 0
        understood = True
        for part in self._parts():
            name = self._name(part)
            understood = understood and part.kind != "unclear"
            self.with_role = self.with_role or part.kind == "role"
            if part.kind in ("person", "perhaps") or (part.kind == "unclear" and part.last - part.first < 3):
                people.append(Person(name))
            elif not people or part.link == "and":
                others.extend([name] if part.kind in ("organisation", "nobody") else [])
            elif part.kind == "organisation":
                unaffiliated = min(unaffiliated, len(people) - 1)
                people[unaffiliated:] = [_beside(person, name) for person in people[unaffiliated:]]
                unaffiliated = len(people)
        understood = understood and bool(people or others)
        return Byline(tuple(people), tuple(others), self.opened, self.with_role, understood)

    def _name(self, part: _Part) -> Name:
        kind: Kind = "perhaps" if part.kind == "unclear" else part.kind
        return Name(self._raw(part.first, part.last), self.words[part.first].start, self.words[part.last - 1].end, kind)

    def _parts(self) -> Iterator[_Part]:
        """The byline cut at its breaks, joiners and known names, without credits for other work."""
        index = begin = 0
        link: Link = "start"
        skipping = False
        while index < len(self.words):
            broken = index > 0 and self._breaks(index)
            if broken and begin < index:
                if not skipping:
                    yield self._part(begin, index, link)
                begin, link = index, "break"
            cut, until = self._cut(index, begin, link)
            if not cut:
                index += 1
                continue
            if begin < index and not skipping:
                yield self._part(begin, index, link)
            if cut == "known" and not skipping:
                yield _Part(index, until, "and" if link == "and" and begin == index else "break", "organisation")
            skipping = cut == "other" or (skipping and cut != "opener")
            link = _LINKS.get(cut, "break")
            begin = index = until
        if begin < index and not skipping:
            yield self._part(begin, index, link)

    def _cut(self, index: int, begin: int, link: Link) -> tuple[str, int]:
        """What ends a part at a word, and the index after it; `""`: the word belongs to the part."""
        fresh = index == begin
        ends = {
            "date": self.passage.date_end(index),
            "count": self._count_end(index),
            "other": self._other_end(index, fresh),
            "opener": self._opener_end(index) if self._may_open(index, begin, link) else index,
            "known": self._known_end(index, begin),
            "joiner": self._joiner_end(index),
            "beside": self._beside_end(index, begin, link),
        }
        cut = next((kind for kind, end in ends.items() if end > index), "")
        self.opened = self.opened or (cut == "opener" and (index == 0 or not fresh))
        return cut, ends.get(cut, index)

    def _count_end(self, index: int) -> int:
        """The index after `24 Comments` and its like."""
        end = longest(self.texts, index + 1, self.naming.page) if self.texts[index].isdigit() else index
        return end if end > index + 1 else index

    def _may_open(self, index: int, begin: int, link: Link) -> bool:
        """Whether a byline may open at a word: where a part of it begins, or after an outlet."""
        after_outlet = begin == 0 < index and self.naming.is_opener_after_outlet(self.texts[index])
        return after_outlet or (index == begin and link != "of")

    def _opener_end(self, index: int) -> int:
        """The index after `By` and its like; a particle such as `von` only where a full name follows."""
        end = longest(self.texts, index, self.naming.openers)
        label = longest(self.texts, index, self.naming.labels)
        if label > end and self._labels(label):
            return label
        if end == index or end == len(self.words):
            return index
        if self.texts[index] not in self.naming.particles or self._labels(end):
            return end
        if index == 0 and len(self.words) == 2 and self.words[1].capital:
            return end
        run = next((at for at in range(end, len(self.words)) if self._breaks(at)), len(self.words))
        return end if sum(text not in self.naming.particles for text in self.texts[end:run]) > 1 else index

    def _other_end(self, index: int, fresh: bool) -> int:
        """The index after `Photos by` and its like; within a line, a single word only where a colon follows it."""
        end = longest(self.texts, index, self.naming.other_credits)
        return end if fresh or end - index > 1 or (end > index and self._labels(end)) else index

    def _labels(self, end: int) -> bool:
        """Whether a colon follows what ends before a word: `Foto: Jane Doe`."""
        return end < len(self.words) and self.words[end].gap.startswith(_LABEL)

    def _known_end(self, index: int, begin: int) -> int:
        """The index after a known organisation's name, unless a single word of it is part of somebody's name."""
        end = longest(self.texts, index, self.naming.known)
        while index == begin and index < end < len(self.words) and self.words[end].gap == ".":
            end += 1
        if end - index != 1:
            return end
        raw = self._raw(index, end)
        inside = index - begin == 1
        return end if not inside and (len(raw) > _SHORT or raw.isupper() or raw.islower()) else index

    def _joiner_end(self, index: int) -> int:
        """The index after `and` and its like; a single capital letter is an initial."""
        end = longest(self.texts, index, self.naming.joiners)
        initial = len(self.texts[index]) == 1 and self._raw(index, index + 1).isupper()
        return index if end - index == 1 and initial else end

    def _beside_end(self, index: int, begin: int, link: Link) -> int:
        """The index after `special to` and its like, where a person or a role stands before."""
        end = longest(self.texts, index, self.naming.beside)
        if not index < end < len(self.texts) or (link == "of" and begin < index):
            return index
        after_name = self._kind(begin, index) in ("person", "perhaps", "role") if begin < index else link == "break"
        return end if after_name else index

    def _breaks(self, index: int) -> bool:
        word, before = self.words[index], self.words[index - 1]
        titled = (before.text,) in self.naming.titles
        return _BREAK.search(word.gap) is not None or (word.sentence > before.sentence and not titled)

    def _part(self, first: int, last: int, link: Link) -> _Part:
        """A part, without the titles and roles around a name."""
        naming = self.naming
        end = last
        while last - first > 1 and naming.is_role_after_name(self.texts[last - 1]):
            last -= 1
        self.with_role = self.with_role or last < end
        half = (first + last) // 2
        if half - first > 1 and self.texts[first:half] == self.texts[half:last]:
            last = half
        kind = self._kind(first, last)
        if link == "of":
            return _Part(first, last, link, "organisation" if kind in ("person", "perhaps") else kind)
        if link == "break" and naming.ends_in_role(self.texts[first:last]):
            return _Part(first, last, link, "role")
        while last - first > 1 and (self.texts[first],) in naming.titles:
            first += 1
        if kind != "nobody":
            ends = (at for at in range(last - 2, first, -1) if naming.ends_in_role(self.texts[first:at]))
            first = next(ends, first)
        if kind in ("person", "unclear"):
            bare = next((at for at in range(first + 2, last) if naming.is_role(self.texts[at:last])), last)
            last = bare if kind == "person" or self._kind(first, bare) == "person" else last
        return _Part(first, last, link, self._kind(first, last))

    def _kind(self, first: int, last: int) -> Kind:
        return self.naming.kind(self.words[first:last], self._raw(first, last))

    def _raw(self, first: int, last: int) -> str:
        return self.plain[self.words[first].start : self.words[last - 1].end]


def _parted(word: Word, plain: str, naming: Naming) -> list[Word]:
    """A word as two where a page sets a role right after a name, with a space of style sheets alone: `DoeReporter`."""
    glued = None if word.end - word.start < _SHORTEST_GLUED else _GLUED.search(plain, word.start, word.end)
    size = glued.end() - 1 - word.start if glued is not None else 0
    if not size or len(word.text) != word.end - word.start or not naming.begins_role(word.text[size:]):
        return [word]
    first = word._replace(text=word.text[:size], end=word.start + size)
    return [first, word._replace(text=word.text[size:], start=word.start + size, gap="|", capital=True, fresh=False)]


def _beside(person: Person, outlet: Name) -> Person:
    return Person(person.name, (*person.affiliations, outlet))


def _mask(chunk: re.Match[str]) -> str:
    """Commas, as many, for an e-mail address, a web address or a handle."""
    text = chunk.group()
    return "," * len(text) if "@" in text or "://" in text or text.startswith("www.") else text
