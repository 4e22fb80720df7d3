"""A Rule in words: for `compliance rules` and `compliance explain`, and for the help texts of other formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import NODEFAULT, structs

from compliance.layout import BOLD, DIM, clean, hang, paint, quoted, sentence
from compliance.noun import Noun
from compliance.obligation import Obligation
from compliance.policy import AnyOf, Condition, Effective, Example, Manual, Policy, Rule, Source

GUTTER = 12
_COMMON = frozenset(field.name for field in structs.fields(Rule)) | {"any_of"}
_PROVENANCE = "whether the article is copy of the outlet whose terms these are, by weighed evidence"
_EVIDENCE = {
    "official": "the outlet's own page",
    "mirror": "a copy of the outlet's page",
    "code": "the outlet's own code",
    "printed-notice": "a notice printed with its articles",
    "secondary": "somebody else's quotation",
    "house": "this desk's own decision",
}


def parameters(rule: Rule) -> dict[str, Any]:
    """The parameters of a rule's check that it sets itself, by name."""
    return {
        field.name: getattr(rule, field.name)
        for field in structs.fields(rule)
        if field.name not in _COMMON and getattr(rule, field.name) != _default(field)
    }


def catalogue(obligations: Iterable[Obligation[Any]], titles: dict[str, str], width: int, color: bool) -> Iterator[str]:
    """Every obligation in a line or two, under the title of its policy."""
    policy = ""
    for obligation in obligations:
        rule = obligation.rule
        if obligation.policy != policy:
            yield from ([""] if policy else [])
            policy = obligation.policy
            yield from (paint(clean(titles.get(policy, policy)), BOLD, color=color), "")
        weight = "a person's" if rule.check == "manual" else f"{rule.level}, {rule.severity}"
        yield f"  {obligation.id}  {paint(f'{weight}, {rule.check}', DIM, color=color)}"
        yield from hang("", sentence(rule.message), width, 4)


def rows(obligations: Iterable[Obligation[Any]]) -> list[dict[str, str]]:
    """Every obligation as plain data."""
    return [
        {
            "id": each.id,
            "level": each.rule.level,
            "severity": each.rule.severity,
            "check": each.rule.check,
            "message": each.rule.message,
        }
        for each in obligations
    ]


def explicable(policy: Policy) -> Iterator[Rule | Manual]:
    """Every obligation of a policy, in the order of the ledger."""
    from compliance.provenance import provenance_rule

    if policy.detect is not None:
        yield provenance_rule(policy.outlet, policy.title)
    yield from policy.rules
    yield from policy.manual


def explain(policy: Policy, rule: Rule | Manual, width: int, color: bool) -> Iterator[str]:
    """Everything there is to know of one rule: what it asks, by which clause, how it is checked, and its proof."""

    def said(label: str, text: str) -> Iterator[str]:
        if text:
            first, *rest = hang(f"  {label}", text, width, GUTTER)
            yield f"  {paint(f'{label:<{GUTTER - 2}}', DIM, color=color)}{first[GUTTER:]}"
            yield from rest

    yield paint(f"{policy.policy}/{rule.id}", BOLD, color=color)
    yield from hang("", sentence(rule.message or rule.clause), width, 2)
    yield ""
    yield from said("policy", policy.title)
    yield from said("clause", f"“{rule.clause.strip()}”" if rule.clause else "")
    for source in policy.sources:
        yield from said("source", source_words(source))
    if isinstance(rule, Manual):
        yield from said("level", rule.level)
        yield from said("check", f"a person's: {rule.why}")
        return
    yield from said("level", f"{rule.level}, severity {rule.severity}, confidence {rule.confidence}")
    yield from said("check", f"{rule.check}: {purpose(rule)}")
    yield from said("on trial", "it is judged and counted, and decides nothing" if rule.shadow else "")
    yield from said("to do", sentence(rule.fix))
    yield from said("in force", _period(policy.effective, rule.effective))
    yield from said("only if", _condition(rule.only_if) if rule.only_if else "")
    yield from _parameters(rule, width, color)
    yield from _signals(policy, width, color) if rule.check == "provenance" else ()
    for heading, examples in (("Kept by", rule.examples.passes), ("Broken by", rule.examples.fails)):
        if examples:
            yield from ("", "  " + paint(heading, BOLD, color=color))
            for example in examples:
                yield from hang("  -", example_words(example, width), width, 4)


def markdown(obligation: Obligation[Any]) -> str:
    """A rule as a short page of Markdown."""
    rule = obligation.rule
    parts = [sentence(rule.message)]
    if rule.clause:
        parts.append(f"> {clean(rule.clause)}")
    if rule.fix:
        parts.append(f"**What to do.** {sentence(rule.fix)}")
    if given := parameters(rule):
        parts.append("\n".join(f"- `{name}`: {_value(value)}" for name, value in given.items()))
    parts.append(f"Level *{rule.level}*, severity *{rule.severity}*, check `{rule.check}`, rule `{obligation.id}`.")
    return "\n\n".join(parts)


def _default(field: structs.FieldInfo) -> Any:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def purpose(rule: Rule) -> str:
    """What its check looks for."""
    from compliance.checks import CHECKS

    if isinstance(rule, AnyOf):
        return "one of these ways is enough: " + ", ".join(member.check for member in rule.any_of)
    return clean((CHECKS[rule.check].__doc__ or "").partition("\n")[0]) if rule.check in CHECKS else _PROVENANCE


def _parameters(rule: Rule, width: int, color: bool) -> Iterator[str]:
    members = rule.any_of if isinstance(rule, AnyOf) else (rule,)
    for member in members:
        given = parameters(member)
        if given or member is not rule:
            heading = "Parameters" if member is rule else f"Way {member.id.rpartition('.')[2]}: {member.check}"
            yield from ("", "  " + paint(heading, BOLD, color=color))
            meanings = _meanings(type(member))
            for name, value in given.items():
                yield from hang("  -", f"{name}: {_value(value)}", width, 4)
                yield from hang("", meanings.get(name, ""), width, 6) if name in meanings else ()


def _signals(policy: Policy, width: int, color: bool) -> Iterator[str]:
    """How a policy recognises the copy it is about."""
    kinds = {"Any of these is enough": "strong", "These add up": "weak"}
    for heading, kind in kinds.items():
        signals = getattr(policy.detect, kind, ())
        if signals:
            yield from ("", "  " + paint(heading, BOLD, color=color))
            for signal in signals:
                yield from hang("  -", _value(signal), width, 4)


def _meanings(kind: type[Rule]) -> dict[str, str]:
    """What each parameter of a kind of rule means: the docstrings under its fields."""
    from compliance.language.describe import describe

    properties = describe(kind)["properties"]
    return {name: schema["description"] for name, schema in properties.items() if "description" in schema}


def _value(value: Any) -> str:
    if isinstance(value, tuple | list):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_value(each)}" for key, each in value.items())
    if isinstance(value, Noun):
        given = {field.name: getattr(value, field.name) for field in structs.fields(value)}
        return _value({name: each for name, each in given.items() if each not in (None, "", (), {})})
    return str(value).lower() if isinstance(value, bool) else f"`{clean(str(value))}`"


def source_words(source: Source) -> str:
    """Where terms were read, how good that evidence is, and when."""
    seen = f", seen {source.seen}" if source.seen else ""
    where = "; ".join(clean(each) for each in (source.url, source.note) if each)
    return f"{where} ({_EVIDENCE[source.evidence]}{seen})"


def _period(*periods: Effective) -> str:
    since = max((each.since for each in periods if each.since), default=None)
    until = min((each.until for each in periods if each.until), default=None)
    return " ".join(words for words in (f"since {since}" if since else "", f"until {until}" if until else "") if words)


def _condition(condition: Condition) -> str:
    asked = [f"`{condition.rule}` is {condition.outcome.replace('_', ' ')}"] if condition.rule else []
    asked += [f"the article has {part}" for part in condition.has]
    asked += [f"the desk's {fact} is {_value(value)}" for fact, value in condition.desk.items()]
    asked += [f"the article is in {' or '.join(condition.language)}"] if condition.language else []
    return " and ".join(asked)


def example_words(example: Example, width: int = 100) -> str:
    """An example on a line: the article, what is changed in it, and where it is found to break the rule."""
    text = example.article if isinstance(example.article, str) else _value(example.article)
    shown = f"the article `{example.use}`" if example.use else quoted(text, width - 12)
    changes = [f"{quoted(old, 40)} → {quoted(new, 40)}" for old, new in example.replace.items()]
    found = [f"found at {quoted(example.at, 40)}"] if example.at else []
    found += [f"to be put in at the {example.insert}"] if example.insert else []
    name = f"{clean(example.name)}: " if example.name else ""
    return name + ", ".join((shown + (f" with {', '.join(changes)}" if changes else ""), *found))
