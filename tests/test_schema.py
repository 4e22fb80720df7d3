"""The schemas that editors use: current, complete, and as strict about keys as the loader."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from compliance.checks import CHECKS
from compliance.language.source import parse
from compliance.load import LEXICON, shipped, sort_files
from compliance.schema import SCHEMAS, dumps, schema

COMMITTED = Path(__file__).parent.parent / "docs" / "schema"
POLICIES, WORDS = sort_files([shipped(), shipped() / LEXICON])


BUILT = cache(schema)


def errors(name: str, text: str | bytes) -> list[str]:
    document = parse(text, name)
    assert document.diagnostics == ()
    return [each.message for each in Draft202012Validator(BUILT(name)).iter_errors(document.data)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_a_schema_of_2020_12(name: str) -> None:
    built = BUILT(name)
    Draft202012Validator.check_schema(built)
    assert built["$schema"].endswith("2020-12/schema")
    assert name in built["$id"]
    assert built["title"]
    assert built["description"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_is_the_same_every_time(name: str) -> None:
    assert dumps(schema(name)) == dumps(BUILT(name))


@pytest.mark.parametrize("path", sorted(COMMITTED.glob("*.json")), ids=lambda path: path.stem)
def test_what_is_committed_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == dumps(BUILT(path.stem)), f"write it anew: compliance schema {path.stem}"


def test_the_schemas_that_editors_need_are_committed() -> None:
    assert {"policy", "desk"} <= {path.stem for path in COMMITTED.glob("*.json")}


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_shipped_policies_keep_it(path: Path) -> None:
    assert errors("policy", path.read_bytes()) == []


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_shipped_words_keep_it(path: Path) -> None:
    assert errors("lexicon", path.read_bytes()) == []


POLICY = """
policy: house
title: A policy
kind: house
sources: [{evidence: house, note: ours}]
rules:
  - id: link
    check: link
    to: home
    message: the article links to the outlet
    examples:
      passes: [{article: good}]
      fails: [{article: bad, insert: bottom}]
  - id: either
    message: linked or counted
    any_of:
      - {check: link, level: may}
      - {check: element, tag: [img]}
manual:
  - {id: ask, clause: Please ask us first., why: up to the desk}
"""


def test_a_policy_keeps_it() -> None:
    assert errors("policy", POLICY) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("title:", "titel:"),
        ("note:", "nots:"),
        ("    to: home", "    too: home"),
        ("to: home", "to: hom"),
        ("    to: home", "    tag: [a]"),
        ("passes:", "pass:"),
        ("insert: bottom", "inset: bottom"),
        ("check: link\n", "check: lnk\n"),
        ("    check: link\n", ""),
        ("level: may", "level: mus"),
        ("level: may", "id: own"),
        ("tag: [img]", "tags: [img]"),
        ("why:", "wy:"),
        ("id: link", "id: Link"),
        ("    message: linked or counted\n", ""),
        ("[{evidence: house, note: ours}]", "[]"),
    ],
)
def test_a_misspelt_key_or_word_fails(right: str, wrong: str) -> None:
    assert right in POLICY
    assert errors("policy", POLICY.replace(right, wrong, 1))


def test_an_extending_policy_says_only_what_it_changes() -> None:
    head = "policy: child\ntitle: A child\nextends: house\n"
    child = f"{head}rules: [{{id: link, level: may}}]\nmanual: [{{id: ask, level: may}}]\n"
    assert errors("policy", child) == []
    assert errors("policy", child.replace("level", "levle"))
    assert errors("policy", child.replace("extends: house\n", ""))


def test_every_key_of_every_rule_is_documented() -> None:
    defs = BUILT("policy")["$defs"]
    for name in CHECKS:
        if name != "manual":
            undocumented = [
                key for key, each in defs[f"{name}-rule"]["properties"].items() if "description" not in each
            ]
            assert undocumented == [], name
