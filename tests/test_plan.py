"""Compiling policies into a Plan: its order, its digest, its way through a cache, and what it refuses."""

from __future__ import annotations

from itertools import permutations

import msgspec
import pytest
from msgspec.structs import replace

from compliance.checks.tags import Tags
from compliance.checks.terms import Terms
from compliance.lexicon import Lexicon
from compliance.plan import Plan, PlanError, compile, dump, restore
from compliance.policy import AnyOf, Condition, Detect, Example, Examples, Manual, Outlet, Policy, Signal, Source

SOURCES = (Source(note="made up", evidence="house"),)
WORDS = Lexicon(byline_openers=("By",))


def policy(name: str, *rules: object, **more: object) -> Policy:
    return Policy(policy=name, title=name, kind="house", sources=SOURCES, rules=tuple(rules), **more)


def terms(name: str, *words: str, **more: object) -> Terms:
    return Terms(id=name, message=f"no {name}", terms=words, **more)


FOX = policy(
    "fox", terms("fox", "fox"), terms("dog", "dog"), manual=(Manual(id="ask", clause="Ask us.", why="a talk"),)
)
HEN = policy(
    "hen",
    terms("hen", "hen"),
    AnyOf(id="either", message="one of them", any_of=(terms("either.1", "egg"), terms("either.2", "nest"))),
    detect=Detect(strong=(Signal(phrase=("cluck",)),)),
    outlet=Outlet(name="The Hen"),
)


def ids(plan: Plan) -> list[str]:
    return [each.id for each in plan.obligations]


def test_the_ledger_is_in_order_of_policy_then_of_the_file() -> None:
    expected = ["fox/fox", "fox/dog", "fox/ask", "hen/provenance", "hen/hen", "hen/either"]
    assert ids(compile([FOX, HEN], WORDS)) == expected
    assert [each.id for each in compile([FOX, HEN], WORDS).members] == ["hen/either.1", "hen/either.2"]


def test_the_order_of_policies_bears_on_nothing() -> None:
    assert (
        len({dump(compile(order, WORDS)) for order in permutations([FOX, HEN, policy("ant", terms("ant", "ant"))])})
        == 1
    )


def test_the_digest_names_what_bears_on_judgement_and_nothing_else() -> None:
    plain = compile([FOX], WORDS).digest
    with_example = replace(
        FOX, rules=(replace(FOX.rules[0], examples=Examples(passes=(Example(article="x"),))), FOX.rules[1])
    )
    assert compile([with_example], WORDS).digest == plain
    assert compile([replace(FOX, rules=(replace(FOX.rules[0], level="may"), FOX.rules[1]))], WORDS).digest != plain
    assert compile([FOX], replace(WORDS, roles=("reporter",))).digest != plain


def test_a_plan_comes_back_from_its_dump_whole() -> None:
    plan = compile([FOX, HEN], WORDS)
    again = restore(dump(plan))
    assert again == plan
    assert again.steps == plan.steps
    assert again.patterns == plan.patterns


@pytest.mark.parametrize("place", [10, 100, -10])
def test_a_dump_that_was_tampered_with_is_refused(place: int) -> None:
    data = bytearray(dump(compile([FOX, HEN], WORDS)))
    data[place] ^= 1
    with pytest.raises(PlanError):
        restore(bytes(data))


def test_a_dump_of_another_version_is_refused() -> None:
    raw = msgspec.msgpack.decode(dump(compile([FOX], WORDS)))
    with pytest.raises(PlanError, match="another version"):
        restore(msgspec.msgpack.encode({**raw, "engine": "0.0.0"}))
    with pytest.raises(PlanError, match="damaged"):
        restore(b"\xc1 not a plan")


def test_nothing_to_check_is_an_error() -> None:
    with pytest.raises(PlanError, match="no rules"):
        compile([], WORDS)
    with pytest.raises(PlanError, match="no rules"):
        compile([policy("base", terms("a", "a"), base=True)], WORDS)


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(PlanError, match="`fox/fox`"):
        compile([policy("fox", terms("fox", "fox"), terms("fox", "vixen"))], WORDS)


def test_rules_that_wait_for_each_other_are_refused() -> None:
    one = terms("one", "a", only_if=Condition(rule="two"))
    two = terms("two", "b", only_if=Condition(rule="one"))
    with pytest.raises(PlanError, match="wait for each other"):
        compile([policy("loop", one, two)], WORDS)


def test_a_rule_is_judged_after_those_it_looks_at() -> None:
    tag = Tags(id="tag", message="tag it", any_of=("x",), because="hen/either")
    plan = compile([policy("ant", tag), HEN], WORDS)
    order = [each.id for step in plan.steps for each in step.obligations]
    assert order.index("hen/either.2") < order.index("hen/either") < order.index("ant/tag")


def test_everything_that_any_rule_looks_for_is_in_the_one_matcher() -> None:
    assert {pattern.text for pattern in compile([FOX, HEN], WORDS).patterns} == {
        "fox",
        "dog",
        "hen",
        "egg",
        "nest",
        "cluck",
    }
