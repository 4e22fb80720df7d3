"""Does the article carry the tags it must, and none it must not?"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal

from compliance.article import Text
from compliance.case import Case
from compliance.expression import Complaint
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import count, names, sample, unshown
from compliance.text import fold_phrase


class Tags(Rule, frozen=True, kw_only=True):
    """Does the article carry the tags it must, and none it must not?"""

    check: Literal["tags"] = "tags"
    any_of: tuple[str, ...] = ()
    """Tags at least one of which must be there: names, compared without case, or ids with their scheme
    (`iab:389`, `medtop:20000056`, an address), which a tag may give without it (`389`)."""
    all_of: tuple[str, ...] = ()
    """Tags all of which must be there."""
    none_of: tuple[str, ...] = ()
    """Tags none of which may be there."""
    if_tagged: bool = False
    """Whether it is about the tags that the article comes with alone: one that comes with none claims nothing."""
    because: str = ""
    """The rule whose evidence shows why (`adult-content`): quoted beside the missing tag."""


RULE = Tags

_ID = re.compile(r"(?:https?://\S*/|([a-z][\w.-]*):)([^\s/:]+)/?")
"""An id of a taxonomy, folded: its scheme, where it has a short one, and the id within it."""
_REASONS = 3
"""How many quotes of `because` stand beside a missing tag."""


def complain(rule: Tags) -> Iterable[Complaint]:
    """No tags to ask for, or tags that are both demanded and forbidden."""
    if not (rule.any_of or rule.all_of or rule.none_of):
        yield "any_of", "no tags are asked for", "list them under `any_of`, `all_of` or `none_of`"
    for field in ("any_of", "all_of", "none_of"):
        if any(not fold_phrase(tag) for tag in getattr(rule, field)):
            yield field, f"an entry of `{field}` is empty", "remove it, or fill it in"
    demanded = [*rule.all_of, *(rule.any_of if len(rule.any_of) == 1 else ())]
    for tag in rule.none_of:
        if any(_same(fold_phrase(tag), fold_phrase(other)) for other in demanded):
            yield "none_of", f"`{tag}` is both demanded and forbidden", "keep it in one of the lists"


def patterns(obligation: Obligation[Tags], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: tags are compared in whole, not searched for."""
    return ()


def judge(obligations: Sequence[Obligation[Tags]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


def watch(obligations: Sequence[Obligation[Tags]]) -> _Watch:
    """What tells which rules' tags an article has."""
    return _Watch(obligations)


def quiet(obligation: Obligation[Tags], case: Case) -> Outcome | None:
    """What a rule comes to that forbids tags, where none of them is there; what demands some is answered by each
    article's own tags."""
    rule, article = obligation.rule, case.article
    if rule.if_tagged and not article.tags:
        return _untagged(obligation)
    if rule.any_of or rule.all_of or not (article.tags or article.can_carry("tags")):
        return None
    return _kept(obligation, [], case)


class _Watch:
    """The rules by what stands for their tags."""

    def __init__(self, obligations: Sequence[Obligation[Tags]]) -> None:
        self._rules: dict[str, dict[str, Obligation[Tags]]] = {}
        for each in obligations:
            for tag in (*each.rule.any_of, *each.rule.all_of, *each.rule.none_of):
                for key in _keys(tag):
                    self._rules.setdefault(key, {})[each.id] = each

    def situation(self, case: Case) -> Hashable:
        """Whether there are tags, and whether there could be."""
        return bool(case.article.tags), case.article.can_carry("tags")

    def stirred(self, case: Case) -> Iterable[Obligation[Tags]]:
        """The rules that name a tag which the article has."""
        for tag in case.article.tags:
            for key in _keys(tag.plain):
                yield from self._rules.get(key, {}).values()


def _judge(obligation: Obligation[Tags], case: Case) -> Outcome:
    rule, tags = obligation.rule, case.article.tags
    if rule.if_tagged and not tags:
        return _untagged(obligation)
    forbidden = _carried(rule.none_of, tags)
    if forbidden:
        evidence = [_quoted(tag, case) for tag in sample(forbidden)]
        reason = f"carries {names(tag.plain for tag in forbidden)}, which it must not{unshown(forbidden)}"
        return obligation.violated(reason, evidence)
    lacking = _lacking(rule, tags)
    if not lacking and (tags or case.article.can_carry("tags")):
        return _kept(obligation, _carried((*rule.any_of, *rule.all_of), tags), case)
    place = case.article.place("tags")
    if not case.article.can_carry("tags"):
        wanted = lacking or f"that {names(rule.none_of)} are not there"
        return obligation.undetermined(f"{case.article.form_name} cannot carry tags: {wanted}", insert=place)
    reason = f"lacks {lacking} among its {count(len(tags), 'tag')}"
    return obligation.violated(reason + _why(obligation, case), _reasons(obligation, case), place)


def _untagged(obligation: Obligation[Tags]) -> Outcome:
    return obligation.not_applicable("the article comes without tags")


def _kept(obligation: Obligation[Tags], found: Sequence[Text], case: Case) -> Outcome:
    """The Outcome of a rule that lacks nothing: these are the tags it asks for."""
    carries = names(tag.plain for tag in found) if found else f"none of {names(obligation.rule.none_of)}"
    return obligation.met(f"carries {carries}{unshown(found)}", [_quoted(tag, case) for tag in sample(found)])


def _lacking(rule: Tags, tags: Sequence[Text]) -> str:
    """The demanded tags that are not there, in words; empty if all are."""
    missing = [tag for tag in rule.all_of if not _carried([tag], tags)]
    parts = [names(missing)] if missing else []
    if rule.any_of and not _carried(rule.any_of, tags):
        parts.append(("one of " if len(rule.any_of) > 1 else "") + names(rule.any_of))
    return " and ".join(parts)


def _carried(wanted: Iterable[str], tags: Iterable[Text]) -> list[Text]:
    """The article's tags that are among those wanted."""
    folded = [fold_phrase(tag) for tag in wanted]
    given = [(tag, fold_phrase(tag.plain)) for tag in tags]
    return [tag for tag, plain in given if any(_same(each, plain) for each in folded)]


def _same(wanted: str, given: str) -> bool:
    """Whether two folded tags are one: equal, or the same id where not both name different schemes."""
    if wanted == given:
        return True
    sought = _id(wanted)
    if sought is None:
        return False
    found = _id(given)
    if found is None:
        return sought[1] == given
    return sought[1] == found[1] and (sought[0] is None or found[0] is None or sought[0] == found[0])


@lru_cache(maxsize=8192)
def _id(tag: str) -> tuple[str | None, str] | None:
    """A folded tag as an id, with the scheme that it names; None if it is a name."""
    found = _ID.fullmatch(tag)
    return (found[1], found[2]) if found is not None else None


def _keys(tag: str) -> tuple[str, ...]:
    """What a tag is looked up by: two that are the same have one of these in common."""
    folded = fold_phrase(tag)
    id = _id(folded)
    return (folded,) if id is None else (folded, id[1])


def _quoted(tag: Text, case: Case) -> Evidence:
    return case.quote(tag, 0, len(tag.plain), "tag")


def _because(obligation: Obligation[Tags]) -> str:
    """The full id of the rule that says why."""
    because = obligation.rule.because
    return because if not because or "/" in because else f"{obligation.policy}/{because}"


def _why(obligation: Obligation[Tags], case: Case) -> str:
    cause = case.outcomes.get(_because(obligation))
    return f", though `{cause.rule}` found {cause.reason}" if cause and cause.evidence else ""


def _reasons(obligation: Obligation[Tags], case: Case) -> list[Evidence]:
    """What the other rule found, quoted as the reason for the tag."""
    cause = case.outcomes.get(_because(obligation))
    if cause is None:
        return []
    note = f"why the tag: `{cause.rule}`"
    return [Evidence(each.span, each.quote, note, each.readable) for each in cause.evidence[:_REASONS]]
