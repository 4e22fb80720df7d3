"""The names that a byline gives, without what pages put beside them.

A byline of a real page reads `Jane Doe Follow 3 March 2024, 10:15 12 Comments`, or repeats the site's name after the
author's. Of what may be names, those count that the rest of the line bears out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from compliance.article import Text
from compliance.byline import Byline, Name, read
from compliance.claim import Author
from compliance.lexicon import Lexicon
from compliance.naming import naming
from compliance.opener import opening_words
from compliance.passage import (
    Passage,
    Phrase,
    longest,
    phrase,
)
from compliance.site import Site

_CODES = re.compile(r"[\w.]{1,16}(?:\s*[/;]\s*[\w.]{1,16})+")
"""Initials and agencies, as wire copy is signed: `det/dpa`."""
_STOP = re.compile(r"[,;:/|•·()\n]|\.\s")
_INITIAL = ". "
_OPENED_WITHIN, _MOST_WORDS = 4, 5
_FEW_WORDS = 5
_OPENING = 40
_BEFORE_DATE = 2
"""So many words stand before a date: `Published on`."""
_PARTED = re.compile(r"[\d|·•]|\s[-–—]\s|[\u3040-\u30ff\u4e00-\u9fff]")
"""What a line has in it where a byline opens after something else: a date, a bar, a script without capitals."""
_BAR = re.compile(r"[|·•]|\s-\s")


class Line(Struct, frozen=True, gc=False):
    """A line of a text, and the number of the block that it stands in."""

    start: int
    end: int
    block: int


class Names(Struct, frozen=True):
    """What one text says."""

    found: tuple[Name, ...]
    byline: Byline
    coded: bool = False
    """Whether they are initials and agencies."""


class NameReader:
    """Reads bylines of one page."""

    def __init__(
        self,
        lexicon: Lexicon,
        site: Site,
        organisations: tuple[str, ...] = (),
        declared: Callable[[], Collection[Phrase]] = tuple,
    ) -> None:
        """`declared` gives the persons whom the page's metadata names; asked for where a line names somebody."""
        self.lexicon = lexicon
        self.site = site
        self.words = opening_words(lexicon)
        self.marked: Collection[str] = ()
        """Persons whom elements name that call themselves bylines."""
        self._given = organisations
        self._declared = declared

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Names that are known to be no person's."""
        sites = (name for name in self.site.declared if not _may_be_person(name, self.lexicon))
        return tuple(dict.fromkeys((*self._given, *sites)))

    @cached_property
    def known(self) -> Collection[Phrase]:
        """Persons whom the page's metadata names."""
        return self._declared()

    def author(self, name: Name, text: Text, about: bool = False) -> Author:
        """Somebody whom a text names; an agency under the name that it is known by."""
        return Author(name, text, about, naming(self.lexicon, self.organisations).alias(phrase(name.text)))

    def byline(self, plain: str, start: int = 0, end: int | None = None) -> Byline:
        """Read as a byline, the site's name known to be no person's."""
        return read(plain, self.lexicon, self.organisations, start, end)

    def opening(self, plain: str, lines: Sequence[Line]) -> Iterator[int]:
        """The numbers of the lines that can begin like a byline, by their first words alone."""
        openings = [plain[line.start : min(line.end, line.start + _OPENING)] for line in lines]
        first = map(self.words.may_open, [opening.partition(" ")[0] for opening in openings])
        told = [number for number, opens in enumerate(first) if opens is not False]
        return (number for number in told if self.words.opens(openings[number]))

    def opened_after(self, plain: str, line: Line) -> Line | None:
        """The rest of a short line in which a byline opens after a date or a bar: `3 March | News | By Jane Doe`."""
        parted = _PARTED.search(plain, line.start, line.end) is not None
        if not parted or self.words.firsts.isdisjoint(phrase(plain[line.start : line.end])):
            return None
        passage, known = Passage(plain, line.start, line.end, self.lexicon), naming(self.lexicon, self.organisations)
        dated = next((at for at in range(len(passage)) if passage.date_end(at) > at), 0)
        after = passage.date_end(dated) if len(passage) > 0 and dated <= _BEFORE_DATE else 0
        for at, word in enumerate(passage.words[1:], 1):
            fresh = at == after or _BAR.search(word.gap) is not None or known.is_opener_after_outlet(word.text)
            if fresh and self.words.opens(plain[word.start : line.end]):
                return Line(word.start, line.end, line.block)
        return None

    def opens_plainly(self, plain: str, start: int, end: int) -> bool:
        """Whether its first words say that an author follows, and nothing else: `Text:`, `Written by`."""
        return longest(phrase(plain[start : min(end, start + _OPENING)]), 0, self.words.plain_openers) > 0

    def may_name(self, text: str) -> bool:
        """Whether a line has a given name in it, or is in a script without capitals: others are not looked at."""
        words = " ".join(word for word in text.split() if "@" not in word) if "@" in text else text
        known = naming(self.lexicon, self.organisations)
        return words.lower() == words.upper() or any(map(known.is_given, phrase(text)))

    def given(self, found: Iterable[Name]) -> list[str]:
        """A sign, if all persons' names have a given name in them that is known; another, if none has."""
        found, known = list(found), naming(self.lexicon, self.organisations)
        if len(found) == 1 and found[0].kind == "perhaps" and known.has_given(phrase(found[0].text)):
            return ["first name"]
        persons = [known.has_given(phrase(name.text)) for name in found if name.kind == "person" and _has_case(name)]
        return ["given"] if persons and all(persons) else ["unfamiliar"] if persons and not any(persons) else []

    def visible(self, plain: str, start: int = 0, end: int | None = None) -> Names:
        """The names in a line of the page, or in an element of it."""
        end = len(plain) if end is None else end
        byline = self.byline(plain, start, end)
        found, coded = self._plausible(plain, end, byline)
        found = [self.trimmed(name) for name in found]
        if self.known:
            confirmed = [name for name in found if phrase(name.text) in self.known]
            found = confirmed if confirmed and not byline.understood else found
        return Names(tuple(self._or_leading(found, byline, plain, start, end)), byline, coded)

    def declared(self, plain: str) -> Names:
        """The names in a metadata field; a few words that are neither sentence nor role may be a name as they stand."""
        byline = self.byline(plain)
        found, coded = self._plausible(plain, len(plain), byline)
        found = self._or_leading(found, byline, plain, 0, len(plain))
        words = plain.strip()
        bare = words[:1].isalnum() and "@" not in words and len(words.split()) < _FEW_WORDS
        if not found and not byline.others and bare:
            start = plain.index(words)
            found = [Name(words, start, start + len(words), "perhaps")]
        return Names(tuple(found), byline, coded)

    def _plausible(self, plain: str, end: int, byline: Byline) -> tuple[list[Name], bool]:
        named = sorted([*(person.name for person in byline.people), *byline.others], key=lambda name: name.start)
        words = [name for name in named if phrase(name.text) not in self.words.openers and phrase(name.text)]
        found = _joined(plain, words)
        coded = bool(found) and is_coded(plain[found[0].start : end].strip(" ()"))
        if coded:
            beside = [outlet for person in byline.people for outlet in person.affiliations]
            coded_names = sorted([*found, *beside], key=lambda name: name.start)
            return [name for name in coded_names if name.kind != "nobody"] or coded_names, True
        return likely(found), False

    def _or_leading(self, found: list[Name], byline: Byline, plain: str, start: int, end: int) -> list[Name]:
        """What was found, or else the name right after an opener, whatever follows it."""
        if found and (byline.understood or any(name.kind == "person" for name in found)):
            return found
        leading = self._leading(plain, start, end)
        return [leading] if leading is not None else found

    def _leading(self, plain: str, start: int, end: int) -> Name | None:
        passage = Passage(plain, start, end, self.lexicon)
        texts = passage.phrase(0, len(passage))
        within = range(min(len(texts), _OPENED_WITHIN))
        if any(longest(texts, at, self.words.other_credits) > at for at in within):
            return None
        ends = (longest(texts, at, self.words.openers) for at in within)
        first = next((opened for at, opened in enumerate(ends) if opened > at), len(texts))
        last = first
        while last < len(texts) and last - first < _MOST_WORDS and self._goes_on(passage, first, last):
            last += 1
        while last > first and texts[last - 1] in self.words.particles:
            last -= 1
        if last == first or all(passage.is_date(at) for at in range(first, last)):
            return None
        begin, stop = passage.words[first].start, passage.words[last - 1].end
        return Name(plain[begin:stop], begin, stop, "person" if last - first > 1 else "perhaps")

    def _goes_on(self, passage: Passage, first: int, at: int) -> bool:
        """Whether a word goes on with a name that began at the first."""
        word = passage.words[at]
        if word.text[0].isdigit() or not (word.capital or word.text in self.words.particles):
            return False
        initial = len(passage.words[at - 1].text) == 1 and word.gap == _INITIAL
        return at == first or initial or _STOP.search(word.gap) is None

    def trimmed(self, name: Name) -> Name:
        """A known person's name without what runs on after it: `Jane Doe Senior Politics`, `Jane DoeMay 4`."""
        for marked in self.marked:
            rest = name.text.removeprefix(marked)
            if rest and len(rest) < len(name.text) and (rest[0].isupper() or rest[0].isdigit()):
                return Name(marked, name.start, name.start + len(marked), "person")
        words = phrase(name.text)
        known = next((words[:size] for size in range(1, len(words)) if words[:size] in self.known), None)
        for match in re.finditer(r"\S+", name.text) if known is not None else ():
            if phrase(name.text[: match.end()]) == known:
                return Name(name.text[: match.end()], name.start, name.start + match.end(), "person")
        return name


@lru_cache(maxsize=1024)
def _may_be_person(name: str, lexicon: Lexicon) -> bool:
    """Whether a site is called as a person may be."""
    passage = Passage(name, 0, len(name), lexicon)
    return len(passage) > 0 and naming(lexicon, ()).kind(passage.words, name) == "person"


def is_coded(text: str) -> bool:
    """Whether it is nothing but initials and agencies, with strokes between them: `det/dpa`."""
    return _CODES.fullmatch(text) is not None


def _has_case(name: Name) -> bool:
    return name.text.lower() != name.text.upper()


def likely(found: Iterable[Name]) -> list[Name]:
    """The persons and organisations where there are persons; else the first that may be one, and no nobodies."""
    found = list(found)
    kinds = {name.kind for name in found}
    if "person" in kinds:
        return [name for name in found if name.kind in ("person", "organisation")]
    first = next((name for name in found if name.kind == "perhaps"), None)
    found = [name for name in found if name.kind != "perhaps" or name is first]
    return [name for name in found if name.kind != "nobody"] if "organisation" in kinds else found


def _joined(plain: str, names: Iterable[Name]) -> list[Name]:
    """Names with an organisation's and the words right after it as one: `Example` `Staff`."""
    joined: list[Name] = []
    for name in names:
        before = joined[-1] if joined else None
        if (
            before is not None
            and before.kind == "organisation"
            and name.kind in ("organisation", "nobody", "perhaps")
            and plain[before.end : name.start] == " "
        ):
            joined[-1] = Name(plain[before.start : name.end], before.start, name.end, "organisation")
        else:
            joined.append(name)
    return joined
