"""Is a machine-facing element there: a counting pixel, a script, a meta tag, a canonical address, robots?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from compliance.article import Article, Element
from compliance.case import Case
from compliance.expression import Complaint, complain_of_syntax, fill
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.literals import required
from compliance.match import Pattern, Regex, automaton, regex
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import sample, unshown


class ElementRule(Rule, frozen=True, kw_only=True):
    """Is a machine-facing element there: a counting pixel, a script, a meta tag, a canonical address, robots?"""

    check: Literal["element"] = "element"
    tag: tuple[str, ...]
    """Names of the element, any of them: `img`, `script`, `meta`, `link`, `iframe`."""
    attributes: dict[str, str] = {}
    """Patterns (linear-time, case-insensitive) that the attributes must match in whole; `{domain}` stands for any of
    the outlet's domains and what is below them."""
    expect: Literal["present", "absent"] = "present"
    """Whether such an element must, or must not, be there."""
    loaded: bool = True
    """Whether only an element counts that browsers load: not one that stands in noscript, a template or a comment."""


RULE = ElementRule

_HEAD = frozenset(["meta", "link", "title", "base"])
"""Elements of a page's head, which a fragment cannot carry."""
_LAZY = ("data-src", "data-lazy-src", "data-original")
_UNLOADED = frozenset(["noscript", "template", "comment"])


def complain(rule: ElementRule) -> Iterable[Complaint]:
    """Elements without a name, patterns that are not linear-time."""
    if not rule.tag or any(not tag.strip() for tag in rule.tag):
        yield "tag", "an element needs a name", "write for example `tag: [img]`"
    for pattern in rule.attributes.values():
        yield from complain_of_syntax("attributes", pattern, ["domain"])


def patterns(obligation: Obligation[ElementRule], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: attributes are matched in whole, not searched for."""
    return ()


def judge(obligations: Sequence[Obligation[ElementRule]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    for obligation in obligations:
        yield _judge(obligation, case)


def watch(obligations: Sequence[Obligation[ElementRule]]) -> _Watch:
    """What tells which rules' elements an article may have."""
    return _Watch(obligations)


def quiet(obligation: Obligation[ElementRule], case: Case) -> Outcome | None:
    """What a rule comes to where no such element is; where one should be, each article has its own place for it."""
    if _compiled(obligation) is None:
        return _unfilled(obligation)
    return _judge_absence(obligation, (), case) if obligation.rule.expect == "absent" else None


class _Watch:
    """The rules by what an element must have for them: one pass over all attributes serves a thousand rules."""

    def __init__(self, obligations: Sequence[Obligation[ElementRule]]) -> None:
        self._tags: dict[str, list[Obligation[ElementRule]]] = {}
        gated: dict[bytes, list[Obligation[ElementRule]]] = {}
        for each in obligations:
            literals = _literals(each)
            for literal in literals:
                gated.setdefault(literal.encode(), []).append(each)
            for tag in each.rule.tag if not literals else ():
                self._tags.setdefault(tag.lower(), []).append(each)
        self._rules = list(gated.values())
        self._find = automaton(list(gated))

    def situation(self, case: Case) -> Hashable:
        """The form and what it can carry, which say what the lack of an element means."""
        return case.article.form, case.article.carries

    def stirred(self, case: Case) -> Iterable[Obligation[ElementRule]]:
        """The rules of which an element has the name, or whose attribute may match."""
        elements = list(_elements(case.article))
        values = "\n".join(value for each in elements for value in each.attributes.values())
        named = (rules for tag in sorted({each.tag for each in elements}) for rules in (self._tags.get(tag, ()),))
        data = values.casefold().encode("utf-8", "surrogatepass")
        matched = (self._rules[index] for index in dict.fromkeys(index for index, _, _ in self._find(data)))
        return {each.id: each for rules in (*named, *matched) for each in rules}.values()


def _literals(obligation: Obligation[ElementRule]) -> frozenset[str]:
    """Literals one of which an element's attributes must have, in small letters; none if none are known."""
    domains = obligation.outlet.domains if obligation.outlet else ()
    filled = (fill(pattern, domain=domains) for pattern in obligation.rule.attributes.values())
    known = [literals for pattern in filled if pattern is not None and (literals := required(pattern)) is not None]
    return max(known, key=lambda each: (min(map(len, each)), sorted(each)), default=frozenset())


def _judge(obligation: Obligation[ElementRule], case: Case) -> Outcome:
    rule = obligation.rule
    wanted = _compiled(obligation)
    if wanted is None:
        return _unfilled(obligation)
    matching = [each for each in _elements(case.article) if _matches(each, rule, wanted)]
    if rule.expect == "absent":
        return _judge_absence(obligation, matching, case)
    counted = [each for each in matching if not (rule.loaded and each.hidden in _UNLOADED)]
    if counted:
        evidence = [case.quote_span(each.span) for each in sample(counted)]
        return obligation.met(f"has {_described(rule)}{unshown(counted)}", evidence)
    return _missing(obligation, matching, wanted, case)


def _unfilled(obligation: Obligation[ElementRule]) -> Outcome:
    return obligation.undetermined("`{domain}` stands for nothing: the policy's outlet has no domain")


def _judge_absence(obligation: Obligation[ElementRule], matching: Sequence[Element], case: Case) -> Outcome:
    """A forbidden element is there even where browsers do not load it."""
    described = _described(obligation.rule)
    if matching:
        evidence = [case.quote_span(each.span, note=each.hidden) for each in sample(matching)]
        return obligation.violated(f"has {described}{unshown(matching)}", evidence)
    if _can_carry(obligation.rule, case.article):
        return obligation.met(f"has no {described}")
    return obligation.undetermined(f"{case.article.form_name} cannot carry {described}")


def _missing(
    obligation: Obligation[ElementRule], unloaded: Sequence[Element], wanted: Mapping[str, Regex], case: Case
) -> Outcome:
    """No element counts: there is one that browsers do not load, or one that is nearly right, or none."""
    rule, article = obligation.rule, case.article
    place = article.place("head" if _lives_in_head(rule) else "bottom")
    near = [(each, f"stands in `{each.hidden}`, where browsers do not load it") for each in unloaded]
    near += [(each, _fault(each, wanted)) for each in _elements(article) if _nearly(each, rule, wanted)]
    evidence = [case.quote_span(each.span, note=fault) for each, fault in sample(near)]
    if not _can_carry(rule, article):
        return obligation.undetermined(f"{article.form_name} cannot carry {_described(rule)}", evidence, place)
    fault = f": one {near[0][1]}{unshown(near)}" if near else ""
    return obligation.violated(f"has no {_described(rule)}{fault}", evidence, place)


def _compiled(obligation: Obligation[ElementRule]) -> dict[str, Regex] | None:
    """The attributes' patterns, filled and compiled; None where there is no domain to fill in."""
    domains = obligation.outlet.domains if obligation.outlet else ()
    filled = {name.lower(): fill(pattern, domain=domains) for name, pattern in obligation.rule.attributes.items()}
    compiled = {name: regex(pattern) for name, pattern in filled.items() if pattern is not None}
    return compiled if len(compiled) == len(filled) else None


def _elements(article: Article) -> Iterable[Element]:
    """The article's elements; a record's `canonical` counts as the link that it will become."""
    yield from article.elements
    if article.form in ("json", "feed", "wire", "table") and article.canonical is not None:
        canonical = article.canonical
        attributes = {"rel": "canonical", "href": canonical.plain}
        yield Element(tag="link", attributes=attributes, span=canonical.whole())


def _matches(element: Element, rule: ElementRule, wanted: Mapping[str, Regex]) -> bool:
    return _is_one(element, rule) and not _mismatches(element, wanted)


def _nearly(element: Element, rule: ElementRule, wanted: Mapping[str, Regex]) -> bool:
    """Whether all attributes but one are right, so that this is the element that went wrong."""
    return len(wanted) > 1 and _is_one(element, rule) and len(_mismatches(element, wanted)) == 1


def _is_one(element: Element, rule: ElementRule) -> bool:
    return element.tag in map(str.lower, rule.tag)


def _mismatches(element: Element, wanted: Mapping[str, Regex]) -> list[str]:
    """The attributes that are missing or other than wanted."""
    return [
        name
        for name, pattern in wanted.items()
        if not any(pattern.fullmatch(value.strip()) for value in _values(element, name))
    ]


def _values(element: Element, name: str) -> list[str]:
    """An attribute's values: for `src`, the addresses too that a script loads in its stead when it comes into view."""
    given = (name, *_LAZY) if name == "src" else (name,)
    return [element.attributes[each] for each in given if each in element.attributes]


def _fault(element: Element, wanted: Mapping[str, Regex]) -> str:
    name = _mismatches(element, wanted)[0]
    given = element.attributes.get(name)
    return f"has no `{name}`" if given is None else f"has `{given[:120]}` for its `{name}`"


def _lives_in_head(rule: ElementRule) -> bool:
    return not _HEAD.isdisjoint(tag.lower() for tag in rule.tag)


def _can_carry(rule: ElementRule, article: Article) -> bool:
    """Whether the element's absence means something in this format."""
    rel = rule.attributes.get("rel")
    if rule.tag == ("link",) and rel is not None and regex(rel).fullmatch("canonical"):
        return article.can_carry("canonical")
    if _lives_in_head(rule):
        return article.form == "html" and article.can_carry("canonical")
    return article.can_carry("elements")


def _described(rule: ElementRule) -> str:
    """The element as one would write it, patterns for values."""
    attributes = "".join(f' {name}="{pattern}"' for name, pattern in rule.attributes.items())
    return "`" + "|".join(rule.tag) + attributes + "`"
