"""Clauses, catalogues and slots: how a policy says what terms ask, and takes the rules for it off the shelf."""

from __future__ import annotations

from pathlib import Path

import pytest

from compliance.language.diagnostic import PolicyError
from compliance.load import load
from compliance.policy import Policy

CATALOGUE = """policy: shelf
title: What is asked
kind: republication
base: true
catalogue: true
sources: [{note: all of them, evidence: house}]
slots: {line: "Originally published by {outlet}", end: "The {outlet} is free."}
articles:
  good: <p>By Mara Ellison</p><p>{line}, see <a href="https://{domain}/a">here</a>.</p><p>{end}</p>
detect:
  strong: [{credit_line: ["{outlet}"]}]
  weak: [{mention: ["{outlet}"], weight: 0.2}]
rules:
  - id: credit
    asks: outlet-credit
    check: credit
    wordings: ["{line}"]
    message: the article names {outlet}
    examples:
      passes: [{use: good}]
      fails: [{use: good, replace: {"<p>{line}": "<p>{outlet}"}, insert: bottom}]
  - id: link
    asks: link-home
    check: link
    message: it links to {domain}
    examples:
      passes: [{use: good}]
      fails: [{use: good, replace: {"https://{domain}/a": "https://example.com/"}, status: violated}]
manual:
  - id: ask
    asks: notify
    why: asking is up to the desk
    message: write to {outlet}
"""

CHILD = """policy: gazette
title: Gazette
kind: republication
extends: shelf
outlet: {name: The Gazette, aliases: [TG], domains: [gazette.example, tg.example]}
sources: [{note: its page, evidence: official}, {note: a quotation, evidence: secondary}]
detect:
  strong: [{pixel_host: [count.gazette.example]}]
"""


def rulebook(tmp_path: Path, child: str, **more: str) -> dict[str, Policy]:
    for name, text in {"shelf": CATALOGUE, "gazette": CHILD + child, **more}.items():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return {policy.policy: policy for policy in load([tmp_path], lexicon_paths=[]).policies}


def test_only_what_a_clause_names_is_taken_and_it_cites_the_clause(tmp_path: Path) -> None:
    found = rulebook(tmp_path, 'clauses: [{says: "Credit us.", level: should, source: 2, rules: [credit, ask]}]\n')
    (credit,) = found["gazette"].rules
    (ask,) = found["gazette"].manual
    assert (credit.id, credit.level, credit.clause, credit.asks) == ("credit", "should", "Credit us.", "outlet-credit")
    assert (ask.id, ask.level, ask.clause) == ("ask", "should", "Credit us.")


def test_slots_are_filled_in_what_is_said_and_left_to_checks_and_signals(tmp_path: Path) -> None:
    child = 'slots: {end: "{outlet} it is."}\nclauses: [{says: "Credit {outlet}.", rules: [credit, ask]}]\n'
    gazette = rulebook(tmp_path, child)["gazette"]
    (credit,) = gazette.rules
    assert credit.message == "the article names The Gazette"
    assert credit.wordings == ("Originally published by {outlet}",)  # type: ignore[attr-defined]
    assert credit.clause == "Credit The Gazette."
    assert credit.examples.fails[0].replace == {"<p>Originally published by The Gazette": "<p>The Gazette"}
    assert gazette.manual[0].message == "write to The Gazette"
    assert "https://gazette.example/a" in str(gazette.articles["good"])
    assert "<p>The Gazette it is.</p>" in str(gazette.articles["good"])


def test_signals_are_added_to_those_of_the_base(tmp_path: Path) -> None:
    detect = rulebook(tmp_path, 'clauses: [{says: "Credit us.", rules: [credit]}]\n')["gazette"].detect
    assert detect is not None
    assert [signal.credit_line or signal.pixel_host for signal in detect.strong] == [
        ("{outlet}",),
        ("count.gazette.example",),
    ]
    assert [signal.mention for signal in detect.weak] == [("{outlet}",)]


def test_a_family_may_stand_between_and_its_clauses_are_kept_where_they_are_not_told_anew(tmp_path: Path) -> None:
    family = """policy: family
title: Family
kind: republication
base: true
extends: shelf
sources: [{note: its founder, evidence: official}]
clauses:
  - {says: Credit and link., rules: [credit, link]}
  - {says: Write to us., rules: [ask]}
"""
    child = 'without: {ask: they do not care}\nclauses: [{says: "Link.", rules: [link]}]\n'
    (tmp_path / "shelf.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "family.yaml").write_text(family, encoding="utf-8")
    text = (CHILD + child).replace("extends: shelf", "extends: family")
    (tmp_path / "gazette.yaml").write_text(text, encoding="utf-8")
    (found,) = load([tmp_path], lexicon_paths=[]).policies
    assert [(clause.says, clause.rules) for clause in found.clauses] == [
        ("Credit and link.", ("credit",)),
        ("Link.", ("link",)),
    ]
    assert [(rule.id, rule.clause) for rule in found.rules] == [("credit", "Credit and link."), ("link", "Link.")]
    assert found.manual == ()


def test_several_clauses_of_one_rule_are_all_cited(tmp_path: Path) -> None:
    child = "clauses: [{says: Name us., rules: [credit]}, {says: Name us early., rules: [credit]}]\n"
    (credit,) = rulebook(tmp_path, child)["gazette"].rules
    assert credit.clause == "Name us. […] Name us early."


@pytest.mark.parametrize(
    ("child", "message"),
    [
        ("clauses: [{says: Credit us., rules: [credits]}]\n", "there is no rule `credits`"),
        ("clauses: [{says: Credit us., rules: []}]\n", "no rule sees to this clause"),
        ("clauses: [{says: ' ', rules: [credit]}]\n", "`says` is empty"),
        ("clauses: [{says: Credit us., rules: [credit], source: 3}]\n", "there is no source 3"),
        ("clauses: [{says: Credit us., rules: [credit]}]\nrules: [{id: link}]\n", "no clause names `link`"),
        ("catalogue: true\nclauses: [{says: Credit us., rules: [credit]}]\n", "only a base can be a catalogue"),
        ("rules: [{id: link}]\n", "a rule about somebody's terms must cite them"),
    ],
)
def test_what_is_wrong_with_clauses_is_said(tmp_path: Path, child: str, message: str) -> None:
    with pytest.raises(PolicyError, match=message):
        rulebook(tmp_path, child)
