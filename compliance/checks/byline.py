"""Is a person named as the author? An outlet, "Staff" or the republisher itself is not a reporter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from compliance.byline import Name, Person
from compliance.case import Case
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.passage import names, phrase, phrases
from compliance.policy import Rule
from compliance.signature import Known, Signature, signed


class Byline(Rule, frozen=True, kw_only=True):
    """Is a person named as the author? An outlet, "Staff" or the republisher itself is not a reporter."""

    check: Literal["byline"] = "byline"
    require: Literal["person", "any"] = "person"
    """`person`: a reporter by name; `any`: any byline at all, an organisation's included."""
    names: tuple[str, ...] = ()
    """The reporters one of whom it must be; empty: any person."""
    where: tuple[Literal["metadata", "top", "bottom"], ...] = ("metadata", "top", "bottom")
    """Where a byline counts: the page's or record's metadata, the first lines, a bio line at the end."""
    top: int = 5
    """How many of the first blocks count as the first lines."""
    bottom: int = 4
    """How many of the last blocks a bio line may stand in."""
    affiliated: bool = False
    """Whether an institution must be named beside them, or in a line about them: neither outlet nor republisher."""


RULE = Byline

_WHERE = {"metadata": "the metadata", "top": "the first lines", "bottom": "the last lines"}


def complain(rule: Byline) -> Iterable[tuple[str, str, str]]:
    """Places that are none, and names that cannot be read."""
    if not rule.where:
        yield "where", "no place is listed, so no byline could count", "list any of `metadata`, `top`, `bottom`"
    for field, size in (("top", rule.top), ("bottom", rule.bottom)):
        if size < 1 and field in rule.where:
            yield (
                field,
                f"`{size}` blocks are no place for a byline",
                f"take 1 or more, or leave `{field}` out of `where`",
            )
    for name in rule.names:
        if not phrase(name):
            yield "names", f"`{name}` is no name", "write the reporter's name as it stands in the byline"


def patterns(obligation: Obligation[Byline], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: bylines are read word by word."""
    return ()


def judge(obligations: Sequence[Obligation[Byline]], case: Case) -> Iterator[Outcome]:
    """Read every byline, and say whom it names."""
    return (_judge(obligation, case) for obligation in obligations)


def _judge(obligation: Obligation[Byline], case: Case) -> Outcome:
    rule, article = obligation.rule, case.article
    names_known = Known.of(article, obligation.outlet, case.desk)
    found = signed(case, names_known, rule.top, rule.bottom)
    found = [signature for signature in found if signature.where in rule.where]
    named = [(signature, person.name) for signature, person in _people(found) if _is_wanted(person, rule)]
    if rule.require == "any" and not rule.names:
        named += [(each, name) for each, name in _others(found) if name.kind == "organisation"]
    insert = article.place("byline")
    if named:
        return _judge_named(obligation, found, named, case)
    doubtful = [(signature, person.name) for signature, person in _people(found)]
    if doubtful and rule.names:
        return obligation.violated(
            f"{_listed(name for _, name in doubtful)} not among the reporters listed", _quoted(doubtful, case), insert
        )
    if doubtful:
        reason = f"{_listed(name for _, name in doubtful)} named as the author, which may be a person or an account"
        return obligation.undetermined(reason, _quoted(doubtful, case), insert)
    if _others(found) or any(signature.text.plain.strip() for signature in found):
        return obligation.violated(_why_nobody(found, case), _nobody(found, case), insert)
    if not article.can_carry("byline") or (article.form == "text" and rule.where == ("metadata",)):
        return obligation.undetermined(f"{article.form_name} cannot carry such a byline", insert=insert)
    places = " or ".join(_WHERE[where] for where in rule.where)
    return obligation.violated(f"no person is named as the author in {places}", insert=insert)


def _judge_named(
    obligation: Obligation[Byline], found: Sequence[Signature], named: Sequence[tuple[Signature, Name]], case: Case
) -> Outcome:
    """Whoever is named will do, unless an institution has to stand beside them, or in a line about them."""
    if not obligation.rule.affiliated:
        reason = f"{_listed(name for _, name in named)} named as the author{_conflict(found)}"
        return obligation.met(reason, _quoted(named, case))
    known = Known.of(case.article, obligation.outlet, case.desk)
    beside = [
        (signature, name)
        for signature, person in _people(found)
        for name in person.affiliations
        if phrase(name.text) not in names(known.organisations)
    ]
    marks = phrases(case.lexicon.organisation_words)
    about = [
        case.quote(each.text, each.start, each.end, each.note)
        for each in found
        if each.about and not marks.isdisjoint((word,) for word in phrase(each.text.plain[each.start : each.end]))
    ]
    if beside or about:
        return obligation.met("says where the author works", [*_quoted(beside, case), *about])
    reason = f"{_listed(name for _, name in named)} named without an institution"
    return obligation.violated(reason, _quoted(named, case), case.article.place("byline"))


def _is_wanted(person: Person, rule: Byline) -> bool:
    return phrase(person.name.text) in phrases(rule.names) if rule.names else person.certain


def _people(found: Iterable[Signature]) -> list[tuple[Signature, Person]]:
    return [(signature, person) for signature in found for person in signature.byline.people]


def _others(found: Iterable[Signature]) -> list[tuple[Signature, Name]]:
    return [(signature, name) for signature in found for name in signature.byline.others]


def _listed(found: Iterable[Name]) -> str:
    """The names, each once, with their verb."""
    texts = list(dict.fromkeys(name.text for name in found))
    return " and ".join(f"`{text}`" for text in texts) + (" is" if len(texts) == 1 else " are")


def _conflict(found: Sequence[Signature]) -> str:
    """What to say when the metadata and the page name different people."""
    declared = [person.name for each, person in _people(found) if each.where == "metadata" and person.certain]
    visible = [person.name for each, person in _people(found) if each.where != "metadata" and person.certain]
    same = {phrase(name.text)[-1] for name in declared} & {phrase(name.text)[-1] for name in visible}
    if same or not declared or not visible:
        return ""
    return f"; but the metadata names `{declared[0].text}`, and the article itself `{visible[0].text}`"


def _why_nobody(found: Sequence[Signature], case: Case) -> str:
    """Why a byline that is there names no reporter."""
    for _, name in _others(found):
        if phrase(name.text) in names(case.desk.own_names):
            return f"the byline names `{name.text}`, the republisher itself, and no reporter"
        kind = "an organisation" if name.kind == "organisation" else "nobody in particular"
        return f"the byline names `{name.text}`, {kind}, and no reporter"
    return "the byline names nobody"


def _nobody(found: Sequence[Signature], case: Case) -> list[Evidence]:
    """Bylines that name no reporter: the names that do not count, or all of what stands there."""
    empty = [
        case.quote(each.text, each.start, each.end, each.note)
        for each in found
        if not each.byline.others and each.text.plain[each.start : each.end].strip()
    ]
    return [*_quoted(_others(found), case), *empty]


def _quoted(found: Iterable[tuple[Signature, Name]], case: Case) -> list[Evidence]:
    """The names where they were delivered, each place once."""
    quoted = (case.quote(each.text, name.start, name.end, each.note) for each, name in found)
    return list({evidence.span: evidence for evidence in quoted}.values())
