"""What may stand in a place of a wording: given words, an outlet's name, a person's, a date, a few words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from compliance.lexicon import Lexicon
from compliance.passage import Passage, Phrase, misspelt, names, phrases, single_words
from compliance.policy import Outlet

_ANY = 8
_NAME = 5
SLIP_NAME = 7
"""A name of an outlet shorter than this is not taken for a misspelt one: `Texas` is not `Texan`."""

Ends = Callable[[Passage, int, int], Iterator[tuple[int, int]]]
"""From a word's index and the slips still forgiven: every index at which an element may end, and its slips."""


class Element(NamedTuple):
    """A word or slot of a wording."""

    ends: Ends
    firsts: frozenset[str] | None = None
    """The words it may begin with; None: any."""


def one_of(options: Collection[Phrase]) -> Element:
    """Any one of these phrases."""
    by_first: dict[str, list[Phrase]] = {}
    for option in sorted(options):
        by_first.setdefault(option[0], []).append(option)

    def ends(passage: Passage, index: int, slips: int) -> Iterator[tuple[int, int]]:
        word = passage.words[index].text if index < len(passage) else ""
        near = [first for first in by_first if slips and misspelt(word, first)]
        for option in (option for first in (word, *near) for option in by_first.get(first, ())):
            made = _slips(passage, index, option, slips)
            if made is not None:
                yield index + len(option), made

    return Element(ends, frozenset(by_first))


def outlet_name(outlet: Outlet) -> Element:
    """Any of the outlet's names, unless what stands there is as long a name of somebody else, spelt right."""
    known, others = names(outlet.names), names(outlet.lookalikes)

    def ends(passage: Passage, index: int, slips: int) -> Iterator[tuple[int, int]]:
        strangers = [len(other) for other in others if _slips(passage, index, other, 0) is not None]
        for name in known:
            letters = sum(map(len, name)) - 3 * (name[0] == "the")
            made = _slips(passage, index, name, slips if letters >= SLIP_NAME else 0)
            if made is not None and max(strangers, default=0) < len(name):
                yield index + len(name), made

    return Element(ends, frozenset(name[0] for name in known))


def some_name(lexicon: Lexicon) -> Element:
    """A name, of anybody: words with capitals, and particles between them."""
    particles, openers = single_words(lexicon.name_particles), phrases(lexicon.byline_openers)

    def ends(passage: Passage, index: int, slips: int) -> Iterator[tuple[int, int]]:
        for end in range(index, min(index + _NAME, len(passage))):
            word = passage.words[end]
            opens = end == index and (word.text,) in openers
            if opens or not (word.capital or (end > index and word.text in particles)):
                return
            yield end + 1, 0

    return Element(ends)


def date(passage: Passage, index: int, slips: int) -> Iterator[tuple[int, int]]:
    """A written date."""
    end = passage.date_end(index)
    if end > index:
        yield end, 0


def some_words(passage: Passage, index: int, slips: int) -> Iterator[tuple[int, int]]:
    """Any few words, or none."""
    return ((end, 0) for end in range(index, min(index + _ANY, len(passage)) + 1))


def _slips(passage: Passage, index: int, wanted: Phrase, allowed: int) -> int | None:
    """How many words are misspelt where a phrase stands at `index`; None when it does not stand there."""
    if index + len(wanted) > len(passage):
        return None
    made = 0
    for word, meant in zip(passage.words[index : index + len(wanted)], wanted, strict=True):
        if word.text != meant:
            made += 1
            if made > allowed or not misspelt(word.text, meant):
                return None
    return made
