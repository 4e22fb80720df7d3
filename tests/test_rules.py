"""The shelf: every example of every shipped rule, and what holds of all of them."""

from __future__ import annotations

import re
from dataclasses import replace as replace_in
from pathlib import Path

import pytest
from msgspec.structs import replace

from compliance.examples import Trial, run
from compliance.load import load, shipped
from compliance.policy import Example, Examples, Policy, Rule
from compliance.text import fold

ROOT = Path(__file__).parent.parent
RULEBOOK = load([shipped()])
POLICIES = [pytest.param(policy, id=policy.policy) for policy in RULEBOOK.policies]
RULES = [
    pytest.param(policy, rule, id=f"{policy.policy}/{rule.id}")
    for policy in RULEBOOK.policies
    if not policy.base
    for rule in policy.rules
]
FILES = [
    pytest.param(path, id=path.stem)
    for path in sorted((ROOT / "rules").rglob("*.yaml"))
    if path.parent.name != "lexicon"
]


def trials(policy: Policy) -> list[Trial]:
    return list(run(replace_in(RULEBOOK, policies=(policy,)), RULEBOOK.policies))


@pytest.mark.parametrize("policy", POLICIES)
def test_policy_proves_itself(policy: Policy) -> None:
    """Every example comes out right, and each rule is met by one and broken by another."""
    tried = trials(policy)
    assert [trial.message for trial in tried if not trial.ok] == []
    assert len({trial.name for trial in tried}) == len(tried)
    for rule in policy.rules:
        statuses = {trial.actual for trial in tried if trial.rule == f"{policy.policy}/{rule.id}"}
        assert {"met", "violated"} <= statuses, rule.id


@pytest.mark.parametrize(("policy", "rule"), RULES)
def test_rule_cites_its_clause_and_says_what_to_do(policy: Policy, rule: Rule) -> None:
    assert rule.clause
    assert rule.fix
    name = policy.outlet.name if policy.outlet else ""
    assert rule.message[0].islower() or (name and rule.message.startswith(name))
    assert not rule.message.endswith(".")
    for example in rule.examples.fails:
        assert example.at or example.insert or example.status, f"{rule.id}: {example.name} does not say where"


@pytest.mark.parametrize(("policy", "rule"), RULES)
def test_word_lists_have_no_doubles(policy: Policy, rule: Rule) -> None:
    words = [fold(word).text for name in ("terms", "unless", "regexes") for word in getattr(rule, name, ())]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("policy", POLICIES)
def test_policy_says_where_it_comes_from(policy: Policy) -> None:
    assert policy.sources
    assert all(source.url or source.note for source in policy.sources)
    assert all(item.clause and item.why and item.message for item in policy.manual)
    assert policy.base or not policy.rules or "good" in policy.articles
    assert policy.kind != "republication" or policy.detect is not None


@pytest.mark.parametrize("path", FILES)
def test_file_is_named_for_its_policy_and_its_kind(path: Path) -> None:
    policy = next(policy for policy in (*RULEBOOK.policies, *RULEBOOK.bases) if policy.policy == path.stem)
    assert path.parent.name in (policy.kind, f"{policy.kind}s")
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../../docs/schema/policy.json\n"
    )


def test_every_sentence_of_the_dcnf_notice_is_an_obligation() -> None:
    """And every clause is the notice's own wording, but for the address that its web page had damaged."""
    notice = (ROOT / "fixtures/articles/dcnf.txt").read_text(encoding="utf-8").strip().splitlines()[-1]
    notice = notice.replace("[email protected]", "licensing@dailycallernewsfoundation.org")
    policy = next(policy for policy in RULEBOOK.policies if policy.policy == "dcnf")
    pieces = [
        piece.strip()
        for obligation in (*policy.rules, *policy.manual)
        for piece in re.split(r"\[…\]", obligation.clause)
    ]
    assert all(piece in notice for piece in pieces)
    for sentence in re.split(r"(?<=\.) (?=[A-Z])", notice):
        assert any(piece in sentence for piece in pieces), sentence
    for thing in ("logo", "byline", "affiliation", "legitimate news publisher", "large audience", "contact"):
        assert any(thing in piece for piece in pieces), thing


WRONG = {
    "met after all": (Example(use="good", at="Mara Ellison"), "expected violated, but it is met"),
    "elsewhere": (
        Example(use="good", replace={"Mara Ellison": "Staff"}, at="Mara Ellison"),
        "expected the finding to point at `Mara Ellison`, but it is violated",
    ),
    "to be inserted elsewhere": (
        Example(article="The bridge opened on Monday.", insert="bottom"),
        "expected something to be inserted at the bottom, 1:29, but the finding names 1:1",
    ),
    "unreadable": (Example(article=" ", at="x"), "its article cannot be read: it is empty"),
    "a record that is none": (Example(article={"title": "x"}, at="x"), "its article cannot be read: "),
    "a desk that is none": (
        Example(use="good", desk={"news_publisher": "NO"}),
        "its desk profile is wrong at `news_publisher`",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_example_is_reported(name: str) -> None:
    example, problem = WRONG[name]
    dcnf = next(policy for policy in RULEBOOK.policies if policy.policy == "dcnf")
    byline = replace(dcnf.rules[0], examples=Examples(fails=(replace(example, name=name),)))
    rulebook = replace_in(RULEBOOK, policies=(replace(dcnf, rules=(byline,)),))
    (trial,) = [trial for trial in run(rulebook) if trial.example == f"fails: {name}"]
    assert not trial.ok
    assert trial.message.startswith(f"dcnf/byline fails: {name}: {problem}")


def test_an_article_good_that_breaks_a_rule_is_reported() -> None:
    metro = next(policy for policy in RULEBOOK.policies if policy.policy == "metro-uk")
    (trial,) = [trial for trial in run(replace_in(RULEBOOK, policies=(replace(metro, good_desk={}),))) if not trial.ok]
    assert trial.name == "metro-uk/licence good"
