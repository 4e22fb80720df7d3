"""Do words or phrases stand in the text that must not, or must?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple, cast

from compliance.article import Article, Span, Text
from compliance.case import Case
from compliance.condition import in_another_language
from compliance.expression import Complaint
from compliance.expression import complain as complain_of
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Hit, Pattern, Sought
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.quotation import quotations
from compliance.sample import count, names, sample, unshown
from compliance.text import fold_phrase


class Terms(Rule, frozen=True, kw_only=True, dict=True):
    """Do words or phrases stand in the text that must not, or must?"""

    check: Literal["terms"] = "terms"
    terms: tuple[str, ...] = ()
    """Words and phrases, found as whole words whatever their case, quotes and dashes."""
    regexes: tuple[str, ...] = ()
    """Linear-time patterns, matched on folded text."""
    unless: tuple[str, ...] = ()
    """Phrases that excuse a hit they overlap (`war on drugs` for `war`)."""
    expect: Literal["absent", "present"] = "absent"
    """Whether they must not, or must, be there."""
    at_least: int = 1
    """How many hits it takes; a phrase within a longer phrase is one hit."""
    distinct: int = 1
    """How many different terms it takes."""
    where: tuple[Literal["title", "body", "captions"], ...] = ("title", "body")
    """Which texts are searched; the body holds the headline and the captions that readers see."""
    language: tuple[str, ...] = ()
    """The languages that the terms are of (`en`): an article that says it is in another was not checked by them."""
    quoted: Literal["any", "only", "never"] = "any"
    """Whether hits in quoted speech count: all the same, only these, or never."""
    top: int = 0
    """Within how many paragraphs from the top of the body, headline and byline among them; 0: anywhere."""


RULE = Terms


def complain(rule: Terms) -> Iterable[Complaint]:
    """Nothing to look for, nowhere to look, thresholds that cannot be reached."""
    if not rule.terms and not rule.regexes:
        yield "terms", "there is nothing to look for", "list words under `terms`, or patterns under `regexes`"
    for field in ("terms", "unless"):
        for phrase in getattr(rule, field):
            if not fold_phrase(phrase):
                yield field, "an entry has no letters to look for", "remove it, or fill it in"
    for phrase in sorted({*map(fold_phrase, rule.terms)} & {*map(fold_phrase, rule.unless)}):
        yield "unless", f"`{phrase}` is a term as well, so every hit of it is excused", "remove it from one of the two"
    yield from complain_of("regexes", rule.regexes)
    if not rule.where:
        yield "where", "there is nowhere to look", "leave `where` out to search title and body"
    for code in rule.language:
        if not (code.isascii() and code.isalpha() and code.islower() and len(code) in (2, 3)):
            yield "language", f"`{code}` is no code of a language", "write two or three small letters: `en`"
    for field in ("at_least", "distinct"):
        if getattr(rule, field) < 1:
            yield field, f"`{field}` is below 1, so no text is needed to reach it", "write 1 or more"
    if rule.top < 0 or (rule.top and "body" not in rule.where):
        yield "top", "`top` counts paragraphs of the body", "write a number above 0, and `body` under `where`"
    if not rule.regexes and rule.distinct > len(set(map(fold_phrase, rule.terms))) > 0:
        yield "distinct", f"only {len(rule.terms)} terms can never be {rule.distinct} different ones", "lower it"


def patterns(obligation: Obligation[Terms], lexicon: Lexicon) -> Iterable[Pattern]:
    """All that is looked for, and what excuses it."""
    return (*_sought(obligation.rule).order, *_excuses(obligation.rule).order)


def judge(obligations: Sequence[Obligation[Terms]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


def watch(obligations: Sequence[Obligation[Terms]]) -> _Watch:
    """What tells which rules' words an article has."""
    return _Watch(obligations)


def quiet(obligation: Obligation[Terms], case: Case) -> Outcome | None:
    """What a rule comes to where none of its words stands; where one should, each article has its own place for it."""
    return _conclude(obligation, [], case) if obligation.rule.expect == "absent" else None


class _Watch:
    """The rules by their patterns."""

    def __init__(self, obligations: Sequence[Obligation[Terms]]) -> None:
        self._rules: dict[Pattern, list[Obligation[Terms]]] = {}
        for each in obligations:
            for pattern in _sought(each.rule).order:
                self._rules.setdefault(pattern, []).append(each)
        self._where = tuple(sorted({where for each in obligations for where in each.rule.where}))

    def situation(self, case: Case) -> Hashable:
        """The language, and which texts there are; the form, which says what a lack of captions means."""
        article = case.article
        there = _searched(self._where, article)
        return article.main_language, there, article.can_carry("images") if "captions" in self._where else None

    def stirred(self, case: Case) -> Iterable[Obligation[Terms]]:
        """The rules of which any word is found anywhere."""
        texts = (text for where in self._where for text in _texts_of(where, case.article))
        found = (pattern for text in texts for pattern in case.found(text))
        return {each.id: each for pattern in found for each in self._rules.get(pattern, ())}.values()


def _sought(rule: Terms) -> Sought:
    """What is looked for; made once for each rule."""
    kept = vars(rule)
    if "sought" not in kept:
        expressions = (Pattern(each, regex=True) for each in rule.regexes)
        kept["sought"] = Sought((*map(Pattern, rule.terms), *expressions))
    return cast(Sought, kept["sought"])


def _excuses(rule: Terms) -> Sought:
    """What excuses it; made once, too."""
    kept = vars(rule)
    if "excuses" not in kept:
        kept["excuses"] = Sought(map(Pattern, rule.unless))
    return cast(Sought, kept["excuses"])


class _Find(NamedTuple):
    """A hit that counts, in the text it was found in."""

    text: Text
    hit: Hit

    @property
    def words(self) -> str:
        return " ".join(self.text.plain[self.hit.start : self.hit.end].lower().split())


def _judge(obligation: Obligation[Terms], case: Case) -> Outcome:
    rule = obligation.rule
    texts = case.once(("texts", rule.where), lambda: tuple(_texts(rule, case)))
    return _conclude(obligation, [find for text in texts for find in _finds(rule, text, case)], case)


def _conclude(obligation: Obligation[Terms], found: Sequence[_Find], case: Case) -> Outcome:
    """What the hits that count make of a rule."""
    rule, article = obligation.rule, case.article
    if rule.language and (foreign := in_another_language(rule.language, article.main_language)):
        return obligation.undetermined(foreign)
    searched = case.once(("searched", rule.where), lambda: _searched(rule.where, article))
    if not searched or ("body" in rule.where and "body" not in searched):
        return _nothing_to_search(obligation, article)
    places = {find.text.span(find.hit.start, find.hit.end): find for find in found}
    enough = len(places) >= rule.at_least and len({find.hit.pattern.text for find in found}) >= rule.distinct
    evidence = [_quoted(span, find, case) for span, find in sample(places.items())]
    if not found:
        reason = f"none of {count(len(rule.terms) + len(rule.regexes), 'term')} in the {' or '.join(rule.where)}"
        reason += f", within {count(rule.top, 'paragraph')} from the top" if rule.top else ""
    else:
        reason = f"{count(len(places), 'hit')}: {names(find.words for find in found)}{unshown(places)}"
        reason += "" if enough else f", fewer than the {_threshold(rule)} it takes"
    if rule.expect == "absent":
        return obligation.violated(reason, evidence) if enough else obligation.met(reason, evidence)
    if enough:
        return obligation.met(reason, evidence)
    bottom = "body" in rule.where and not rule.top
    return obligation.violated(reason, evidence, article.place("bottom" if bottom else "top"))


def _searched(where: Iterable[str], article: Article) -> tuple[str, ...]:
    """The kinds of text that hold anything."""
    return tuple(each for each in where if any(text.plain.strip() for text in _texts_of(each, article)))


def _threshold(rule: Terms) -> str:
    return " of ".join(
        ([count(rule.at_least, "hit")] if rule.at_least > 1 else [])
        + ([f"{rule.distinct} different terms"] if rule.distinct > 1 else [])
    )


def _quoted(span: Span, find: _Find, case: Case) -> Evidence:
    return case.quote_span(span, find.text.plain[find.hit.start : find.hit.end])


def _nothing_to_search(obligation: Obligation[Terms], article: Article) -> Outcome:
    """What the rule asks for is not there: silence proves nothing, unless it could have been there."""
    if obligation.rule.where == ("captions",) and article.can_carry("images"):
        return obligation.not_applicable("the article has no captions")
    return obligation.undetermined(f"there is no {' or '.join(obligation.rule.where)} to search")


def _texts(rule: Terms, case: Case) -> Iterator[Text]:
    """The texts to search; a headline that the body holds as well is searched there."""
    article = case.article
    body = article.body if "body" in rule.where else None
    if body is not None and body.plain.strip():
        yield body
    title = article.title if "title" in rule.where else None
    held = body is not None and title is not None and case.folded(title).text.strip() in case.folded(body).text
    if title is not None and title.plain.strip() and not held:
        yield title
    if "captions" in rule.where:
        yield from (text for text in _texts_of("captions", article) if text.plain.strip())


def _texts_of(where: str, article: Article) -> Iterator[Text]:
    """The texts of one kind."""
    if where == "body":
        yield article.body
    elif where == "title":
        yield from () if article.title is None else (article.title,)
    else:
        yield from (image.caption for image in article.images if image.caption is not None)


def _finds(rule: Terms, text: Text, case: Case) -> list[_Find]:
    """The hits that count: whole, not excused, and in or out of quoted speech as asked."""
    hits = [hit for hit in case.find(_sought(rule), text) if hit.pattern.regex or _in_one_block(text, hit)]
    if not hits:
        return []
    if rule.unless:
        hits = _unexcused(hits, case.find(_excuses(rule), text))
    if rule.top and text is case.article.body and len(text.blocks) > rule.top:
        hits = [hit for hit in hits if hit.end <= text.blocks[rule.top - 1].end]
    if rule.quoted != "any":
        speech = case.once(("quotations", id(text)), lambda: quotations(text))
        hits = [hit for hit in hits if speech.hold(hit.start, hit.end) == (rule.quoted == "only")]
    return [_Find(text, hit) for hit in _outermost(hits)]


def _in_one_block(text: Text, hit: Hit) -> bool:
    """No phrase runs from one paragraph into the next."""
    return not text.blocks or hit.end <= text.block_at(hit.start).end


def _unexcused(hits: Iterable[Hit], excuses: Sequence[Hit]) -> list[Hit]:
    """The hits that overlap no excuse: no excuse that starts before a hit's end reaches over its start."""
    starts = [excuse.start for excuse in excuses]
    reaches = list(accumulate((excuse.end for excuse in excuses), max, initial=0))
    return [hit for hit in hits if reaches[bisect_left(starts, hit.end)] <= hit.start]


def _outermost(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The hits without the phrases that lie within a longer phrase."""
    reach = 0
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.pattern.regex or hit.end > reach:
            yield hit
        if not hit.pattern.regex:
            reach = max(reach, hit.end)
