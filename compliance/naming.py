"""What a few words of a byline are: a person's name, an organisation's, a role, or nobody's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from compliance.lexicon import Lexicon
from compliance.passage import Phrase, Phrases, Word, beginnings, names, phrase, phrases, single_words

Kind = Literal["person", "perhaps", "organisation", "nobody", "role", "nothing", "unclear"]
"""`perhaps`: a single word or an account name, which may be a person's; `nothing`: dates and titles."""

_MOST_NAMES = 6
_ACCOUNT = "admin"
"""What the names of accounts that are nobody's have in them: `wordpressadmin`, `admin2`."""
_CODE = 5
_SAME = " = "
"""Between the names of one agency."""
_ADDRESS = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}")


class Naming:
    """The lexicon's words about names, ready for looking up; `organisations` are names known to be no person's."""

    def __init__(self, lexicon: Lexicon, organisations: tuple[str, ...]) -> None:
        self.openers = phrases(lexicon.byline_openers)
        self.labels = phrases(lexicon.byline_labels)
        self.other_credits = phrases(lexicon.other_credits)
        self.joiners = phrases(lexicon.name_joiners)
        self.beside = phrases(lexicon.affiliation_openers)
        self.particles = single_words(lexicon.name_particles)
        self.titles = phrases(lexicon.name_titles)
        self.roles = phrases(lexicon.roles)
        self._role_words = single_words(lexicon.role_words)
        self._role_beginnings = self._role_words | beginnings(self.roles)
        self._given = frozenset(name for line in lexicon.given_names for name in line.split())
        self.known = Phrases(names((*lexicon.agencies, *organisations)))
        spellings = ([phrase(name) for name in line.split(_SAME)] for line in lexicon.agency_spellings)
        self._aliases = {other: first for first, *others in spellings for other in others}
        self._links = single_words((*lexicon.affiliation_openers, *lexicon.name_joiners))
        self._dates = single_words(lexicon.date_words)
        self._nobody = phrases(lexicon.not_reporters)
        self.page = phrases(lexicon.page_words)
        self._organisation_words = single_words(lexicon.organisation_words)
        self._stems = tuple(word for word in self._organisation_words if _is_caseless(word))

    def kind(self, words: Sequence[Word], raw: str) -> Kind:
        """What these words are, which stand as `raw` in the text."""
        texts = tuple(word.text for word in words)
        if (
            texts in self.titles
            or texts in self.page
            or all(text.isdigit() or text in self._dates or (text,) in self.titles for text in texts)
        ):
            return "nothing"
        if texts in self._nobody or (len(texts) == 1 and _ACCOUNT in texts[0]):
            return "nobody"
        core = [word for word in words if word.capital and (word.text,) not in self.titles]
        small = [word for word in words if not word.capital and word.text not in self.particles]
        if self._is_role(texts, core):
            return "role"
        if _is_code(words, raw) or self._is_organisation(texts):
            plain = [word for word in small if word.text not in self._links]
            return "organisation" if not plain or len(words) == 1 or _is_code(words, raw) else "unclear"
        return _personal(words, core, small)

    def alias(self, texts: Phrase) -> Phrase:
        """What an agency is known by that is called otherwise: `dpa`; empty for any other name."""
        return self._aliases.get(texts, ())

    def is_role(self, texts: Phrase) -> bool:
        """Whether these words are a role, with what belongs to it before it: `senior politics editor`."""
        first = next((at for at, text in enumerate(texts) if text not in self._role_words), len(texts))
        return any(texts[at:] in self.roles for at in range(first + 1))

    def is_opener_after_outlet(self, word: str) -> bool:
        """Whether it opens a byline as scripts without capitals write it after an outlet: `海港日报 记者 王小明`."""
        return (word,) in self.openers and len(word) > 1 and _is_caseless(word)

    def begins_role(self, word: str) -> bool:
        """Whether a role may begin with it: `senior`, `reporter`."""
        return word in self._role_beginnings

    def is_role_after_name(self, word: str) -> bool:
        """Whether it is a role as scripts without capitals write it after a name: `김철수 기자`."""
        return (word,) in self.roles and _is_caseless(word)

    def has_given(self, texts: Phrase) -> bool:
        """Whether a name has somebody's given name in it, first or last."""
        bare = [text for text in texts if (text,) not in self.titles] or [""]
        return bare[0] in self._given or bare[-1] in self._given

    def is_given(self, word: str) -> bool:
        """Whether it is a given name that we know."""
        return word in self._given

    def ends_in_role(self, texts: Phrase) -> bool:
        """Whether the last words say what somebody is: `senior energy reporter`."""
        return any(texts[at:] in self.roles for at in range(len(texts)))

    def _is_role(self, texts: Phrase, core: Sequence[Word]) -> bool:
        return self.ends_in_role(texts) and (len(core) < 3 or len(core) < len(texts) - 1)

    def _is_organisation(self, texts: Phrase) -> bool:
        stems = any(stem in text for text in texts for stem in self._stems)
        return stems or any(text in self._organisation_words for text in texts)


naming = lru_cache(maxsize=256)(Naming)


def _is_code(words: Sequence[Word], raw: str) -> bool:
    """Whether it is an agency's code (`SDA`) or a web address (`ntv.com.tr`)."""
    code = len(words) == 1 and raw.isascii() and raw.isupper() and len(raw) <= _CODE
    return code or _ADDRESS.fullmatch(raw) is not None


def _personal(words: Sequence[Word], core: Sequence[Word], small: Sequence[Word]) -> Kind:
    """Whether words that name no organisation are a person's name."""
    if len(core) > _MOST_NAMES or len(words) > 2 * _MOST_NAMES:
        return "unclear"
    if small or not core:
        return "perhaps" if len(words) == len(small) < 3 else "unclear"
    if any(char.isdigit() for word in words for char in word.text) or all(len(word.text) == 1 for word in core):
        return "perhaps"
    whole = len(core) > 1 or (_is_caseless(core[0].text) and len(core[0].text) <= _MOST_NAMES)
    return "person" if whole else "perhaps"


def _is_caseless(text: str) -> bool:
    """Whether it is written in a script without capitals."""
    return text[0].isalpha() and not text[0].isupper() and not text[0].islower()
