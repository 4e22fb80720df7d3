"""The compact ledger says what JSON Lines say: usual Outcomes overlaid with an article's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_docket import ARTICLES, PLAN
from test_docket import article as made

from compliance.article import Article
from compliance.finding import Fault
from compliance.render import Setting, ledger, renderer
from compliance.render.json import encode, shell
from compliance.render.outcome import outcomes
from compliance.report import Checked
from compliance.scan import Scanner

SCANNER = Scanner(PLAN)


def lines(format: str, results: list[Checked]) -> list[dict[str, Any]]:
    text = "".join(renderer(format).render(iter(results), Setting()))
    return [json.loads(line) for line in text.splitlines()]


def expanded(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The reports in full, their Outcomes by rule."""
    usual: dict[int, list[dict[str, Any]]] = {}
    reports = []
    for line in lines:
        number = line.pop("usual")
        if set(line) == {"outcomes"}:
            usual[number] = line["outcomes"]
        else:
            outcomes = {each["rule"]: each for each in (*usual[number], *line["outcomes"])}
            reports.append(line | {"outcomes": outcomes})
    return reports


def in_full(checked: Checked) -> Any:
    """A Report with each of its Outcomes encoded for itself."""
    written = encode(outcomes(checked.report.outcomes, checked.article))
    return json.loads(encode(shell(checked))) | {"outcomes": json.loads(written)}


@settings(max_examples=40)
@given(st.lists(ARTICLES, min_size=1, max_size=4))
def test_the_two_formats_say_the_same(articles: list[Article]) -> None:
    results = [Checked(SCANNER.scan(each), each) for each in articles]
    results.append(Checked(SCANNER.fault(Fault(kind="empty", input="b", reason="it is empty")), None))
    full = lines("jsonl", results)
    assert full == [in_full(each) for each in results]
    by_rule = [each | {"outcomes": {one["rule"]: one for one in each["outcomes"]}} for each in full]
    assert expanded(lines("ledger", results)) == by_rule


def test_what_is_usual_is_written_once() -> None:
    article = made("hen", "", "", "")
    results = [Checked(SCANNER.scan(article), article)] * 3
    assert [set(line) == {"usual", "outcomes"} for line in lines("ledger", results)] == [True, False, False, False]


def test_what_was_not_usual_for_long_is_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "_MOST_KEPT", 1)
    one, other = made("hen", "", "", ""), made("hen", "", "", "de-AT")
    results = [Checked(SCANNER.scan(each), each) for each in (one, other, one)]
    written = lines("ledger", results)
    assert [line["usual"] for line in written if set(line) == {"usual", "outcomes"}] == [1, 2, 3]
    assert [each["outcomes"].keys() for each in expanded(written)] == [
        {outcome["rule"] for outcome in each["outcomes"]} for each in lines("jsonl", results)
    ]
