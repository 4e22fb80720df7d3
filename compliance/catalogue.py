"""All rules as a page of Markdown, by policy: where the terms stand, each rule with its clause, and its proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from compliance.explain import example_words, explicable, purpose, source_words
from compliance.layout import clean, count, sentence
from compliance.policy import Manual, Policy, Rule
from compliance.repairs import by_hand


def pages(policies: Iterable[Policy]) -> Iterator[str]:
    """A heading, then a section for each policy."""
    policies = list(policies)
    rules = sum(1 for policy in policies for _ in explicable(policy))
    yield f"# Rules\n\n{count(len(policies), 'policy', 'policies')}, {count(rules, 'rule')}.\n\n"
    yield f"{repairable(policies)}\n\n"
    yield from (f"- [{_text(each.title)}](#{each.policy}) `{each.policy}`\n" for each in policies)
    for policy in policies:
        yield "\n" + "".join(_policy(policy))


def repairable(policies: Iterable[Policy]) -> str:
    """How many failing examples `compliance fix` is for, and why not for the others."""
    reasons = Counter(
        by_hand(rule)
        for policy in policies
        for rule in policy.rules
        for example in rule.examples.fails
        if example.status in (None, "violated")
    )
    fixable, total = reasons.pop("", 0), reasons.total()
    said = f"Of {count(fixable + total, 'failing example')}, {fixable} are of rules that `compliance fix` puts right"
    others = "; ".join(f"{number} as {reason}" for reason, number in reasons.most_common())
    return f"{said}." + (f" The other {total} are for a person: {others}." if others else "")


def _policy(policy: Policy) -> Iterator[str]:
    yield f'## <a id="{policy.policy}"></a>{_text(policy.title)}\n\n'
    yield from (f"- Source: {_text(source_words(each))}\n" for each in policy.sources)
    held = "the copy of its outlet, by weighed evidence" if policy.detect else "every article"
    yield f"- Holds for: {held}\n"
    for rule in explicable(policy):
        yield "\n" + "".join(_manual(policy, rule) if isinstance(rule, Manual) else _rule(policy, rule))


def _rule(policy: Policy, rule: Rule) -> Iterator[str]:
    yield f"### `{policy.policy}/{rule.id}`\n\n{_text(sentence(rule.message))}\n\n"
    yield f"> {_text(rule.clause)}\n\n" if rule.clause else ""
    trial = ", on trial" if rule.shadow else ""
    yield f"- {rule.level}, severity {rule.severity}, confidence {rule.confidence}{trial}\n"
    yield f"- Check `{rule.check}`: {_text(purpose(rule))}\n"
    yield f"- To do: {_text(sentence(rule.fix))}\n" if rule.fix else ""
    hindrance = by_hand(rule)
    yield f"- Repair: {f'by hand, as {hindrance}' if hindrance else f'`compliance fix`{_put_in(rule)}'}\n"
    for heading, examples in (("Kept by", rule.examples.passes), ("Broken by", rule.examples.fails)):
        yield from (f"- {heading}: {_text(example_words(each))}\n" for each in examples[:1])


def _put_in(rule: Rule) -> str:
    """What a repair puts in, as the rule has it."""
    return "".join(f", `{clean(template)}`" for template in rule.insert if "`" not in template)


def _manual(policy: Policy, item: Manual) -> Iterator[str]:
    yield f"### `{policy.policy}/{item.id}`\n\n{_text(sentence(item.message or item.clause))}\n\n"
    yield f"> {_text(item.clause)}\n\n- For a person: {_text(item.why)}\n"


def _text(text: str) -> str:
    """A text on one line that means itself in Markdown."""
    escaped = clean(text).replace("\\", "\\\\")
    for mark in "`*_[]<>|":
        escaped = escaped.replace(mark, f"\\{mark}")
    return escaped
