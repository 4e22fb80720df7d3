"""Lines about an author: `Jane Doe is a reporter at the Tribune.`, at the end of what she wrote."""

from __future__ import annotations

import re
from functools import lru_cache

from compliance.byline import Byline, Name, read
from compliance.lexicon import Lexicon
from compliance.passage import (
    LONGEST_PHRASE,
    Passage,
    Phrase,
    Phrases,
    beginnings,
    first_words,
    longest,
    names,
    phrases,
)
from compliance.text import Folded

_NAME_WORDS = 8
_ROLE_WITHIN = 14


class Biographer:
    """Reads lines about authors; `outlets` are what an author may work for, `organisations` names of no person."""

    def __init__(self, lexicon: Lexicon, outlets: tuple[str, ...], organisations: tuple[str, ...]) -> None:
        self._lexicon = lexicon
        self._organisations = organisations
        self._telling = phrases(lexicon.author_verbs)
        self._plain = phrases(lexicon.bio_verbs)
        self._telling_verbs, self._plain_verbs = beginnings(self._telling), beginnings(self._plain)
        self._verbs = self._telling_verbs | self._plain_verbs
        self._speech = phrases(lexicon.speech_verbs)
        self._roles = Phrases((*phrases(lexicon.roles), *names(outlets)))
        self._beginnings = beginnings(self._roles)

    def subject(self, plain: str, start: int, end: int, began: int, folded: Folded) -> Byline | None:
        """Whom the line `plain[start:end]` is about, if it says what they are and the text since `began` is silent.

        `folded` is `plain`, folded.
        """
        if not self._may_tell(folded.within(plain, start, end)):
            return None
        passage = Passage(plain, start, end, self._lexicon)
        texts = passage.phrase(0, len(passage))
        for index in range(1, min(_NAME_WORDS, len(texts))):
            telling = longest(texts, index, self._telling)
            after = max(telling, longest(texts, index, self._plain))
            if after > index:
                break
        else:
            return None
        if not (telling > index or self._has_role(texts, after)) or any((text,) in self._speech for text in texts):
            return None
        byline = read(plain, self._lexicon, self._organisations, start, passage.words[index - 1].end)
        certain = byline.understood and len(byline.people) == 1 and byline.people[0].certain and not byline.opened
        return byline if certain and not is_mentioned(byline.people[0].name, plain, began, start) else None

    def _may_tell(self, line: str) -> bool:
        """Whether it pays to read a line word by word: whether it has a verb, and a role, that tell of somebody."""
        verbs = first_words(line, _NAME_WORDS)[1:]
        if self._verbs.isdisjoint(verbs):
            return False
        if not self._telling_verbs.isdisjoint(verbs):
            words = first_words(line, _NAME_WORDS + LONGEST_PHRASE)
            if any(longest(words, at, self._telling) > at for at in range(1, min(_NAME_WORDS, len(words)))):
                return True
        if self._plain_verbs.isdisjoint(verbs):
            return False
        return not self._beginnings.isdisjoint(first_words(line, _NAME_WORDS + LONGEST_PHRASE + _ROLE_WITHIN))

    def _has_role(self, texts: Phrase, index: int) -> bool:
        return any(longest(texts, at, self._roles) > at for at in range(index, min(index + _ROLE_WITHIN, len(texts))))


biographer = lru_cache(maxsize=256)(Biographer)


def is_mentioned(person: Name, plain: str, start: int, end: int) -> bool:
    """Whether the running text speaks of somebody of that family name."""
    name = re.compile(rf"\b{re.escape(person.text.split()[-1])}\b")
    return name.search(plain, start, end) is not None
