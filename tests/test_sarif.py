from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from ledger import (
    BODY,
    BYLINE,
    OBLIGATIONS,
    SOURCE,
    TOPIC,
    article,
    checked,
    every,
    found,
    outcomes,
    passing,
    record,
    report,
    setting,
    unreadable,
)

from compliance.render import sarif
from compliance.report import Checked

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
ALL = [checked(), passing(), checked(record())]


def run_of(results: list[Checked], **changes: object) -> dict:
    document = json.loads("".join(sarif.render(iter(results), setting(**changes))))
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(document)
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-schema-2.1.0.json")
    return document["runs"][0]


def fingerprints(run: dict) -> list[str]:
    return [each["partialFingerprints"]["primaryLocationLineHash"] for each in run["results"]]


def region(result: dict) -> dict:
    return result["locations"][0]["physicalLocation"]["region"]


def uri(result: dict) -> str:
    return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize(
    "results", [[], ALL, [*ALL, unreadable()]], ids=["nothing", "articles", "articles and a fault"]
)
def test_it_keeps_the_schema(results: list[Checked]) -> None:
    run_of(results)


def test_it_gives_what_github_demands_of_rules() -> None:
    driver = run_of(ALL)["tool"]["driver"]
    assert driver["name"] == "compliance"
    assert driver["semanticVersion"] == driver["version"]
    for rule in driver["rules"]:
        assert rule["id"]
        for text in (rule["shortDescription"]["text"], rule["fullDescription"]["text"], rule["help"]["text"]):
            assert 0 < len(text) <= 1024
        assert rule["help"]["markdown"]
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["properties"]["precision"] in ("very-high", "high", "medium", "low")
        assert rule["properties"]["problem.severity"] in ("error", "warning", "recommendation")
        assert "security-severity" not in rule["properties"]
    assert [each["id"] for each in driver["rules"]] == [each.id for each in OBLIGATIONS if each.rule.check != "manual"]


def test_it_gives_what_github_demands_of_results() -> None:
    run = run_of(ALL)
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["automationDetails"]["id"].startswith("compliance/")
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        assert region(result)["startLine"] >= 1
        assert not uri(result).startswith(("./", "/"))
    assert len(set(fingerprints(run))) == len(run["results"]) / 2  # the same findings in two files


def test_each_finding_is_a_result_of_its_weight_and_nothing_else_is() -> None:
    levels = {each["ruleId"]: each["level"] for each in run_of([checked()])["results"]}
    assert levels == {"hns/byline": "error", "hns/logo": "warning", "house/source": "warning", "house/topic": "note"}


def test_a_violation_that_is_unsure_is_no_error() -> None:
    from msgspec.structs import replace

    given = article()
    unsure = replace(BYLINE.violated("x"), confidence="low")
    assert [each["level"] for each in run_of([Checked(report(given, (unsure,)), given)])["results"]] == ["warning"]


def test_places_are_exact_in_code_points() -> None:
    given = article()
    run = run_of([Checked(report(given, (SOURCE.violated("x", [found(given, "\U0001f6a2 sailed")]),)), given)])
    (result,) = run["results"]
    place = region(result)
    assert place["snippet"]["text"] == "\U0001f6a2 sailed"
    line = BODY.splitlines()[place["startLine"] - 1]
    assert line[place["startColumn"] - 1 : place["endColumn"] - 1] == "\U0001f6a2 sailed"


def test_further_places_are_related_locations() -> None:
    (topic,) = [each for each in run_of([checked()])["results"] if each["ruleId"] == "house/topic"]
    assert len(topic["locations"]) == 1
    assert len(topic["relatedLocations"]) == 7


def test_a_record_points_at_its_line_and_names_its_field() -> None:
    results = run_of([checked(record())])["results"]
    (source,) = [each for each in results if each["ruleId"] == "house/source"]
    assert uri(source) == "feed.jsonl"
    assert region(source) == {"startLine": 7, "snippet": {"text": "A source"}}
    location = source["locations"][0]
    assert location["logicalLocations"] == [{"name": "body", "kind": "member"}]
    start, end = location["properties"]["start"], location["properties"]["end"]
    assert BODY[start:end] == "A source"


def test_a_finding_stays_itself_when_lines_are_put_in_above_it() -> None:
    moved = article("A headline, put above it.\n\n" + BODY.replace("A source said", "A source  said"))
    before, after = run_of([checked()]), run_of([checked(moved)])
    assert fingerprints(before) == fingerprints(after)
    assert region(before["results"][2]) != region(after["results"][2])


def test_two_findings_of_one_rule_on_the_same_words_are_two() -> None:
    given = article()
    twice = (*(SOURCE.violated("x", [piece]) for piece in every(given, "ships")), TOPIC.violated("y"))
    prints = fingerprints(run_of([Checked(report(given, twice), given)]))
    assert len(set(prints)) == 3


def test_a_further_place_makes_it_another_finding() -> None:
    before = fingerprints(run_of([checked()]))
    after = fingerprints(run_of([checked(article(BODY + "\n\nSuch is life."))]))
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, True, True, False]


def test_a_fault_makes_the_run_unsuccessful_and_says_why() -> None:
    (invocation,) = run_of([checked(), unreadable("wire/ünder 1.pdf")])["invocations"]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert "PDF" in notification["message"]["text"]
    where = notification["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert where.isascii()
    assert unquote(where) == "wire/ünder 1.pdf"
    assert run_of([checked()])["invocations"] == [{"executionSuccessful": True}]


def test_a_waived_obligation_is_a_suppressed_result() -> None:
    given = article()
    waived = BYLINE.outcome("waived", "excused by the editor until 2027")
    (result,) = run_of([Checked(report(given, (waived,)), given)])["results"]
    (suppression,) = result["suppressions"]
    assert suppression == {
        "kind": "external",
        "status": "accepted",
        "justification": "excused by the editor until 2027",
    }


def test_a_rule_that_the_plan_does_not_list_is_listed_all_the_same() -> None:
    run = run_of([checked()], obligations=OBLIGATIONS[:1])
    assert {each["id"] for each in run["tool"]["driver"]["rules"]} == {each["ruleId"] for each in run["results"]}


def test_manual_items_and_counts_are_in_the_runs_properties() -> None:
    properties = run_of(ALL)["properties"]
    assert properties["manual"] == ["hns/contact"]
    assert properties["summary"]["articles"] == 3


def test_too_many_results_are_cut_from_the_mildest_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 3)
    run = run_of([checked(), checked(article(id="wire/more.txt"))])
    assert [each["level"] for each in run["results"]] == ["error", "error", "warning"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("5 of the mildest results were left out")


def test_words_of_an_article_make_no_links_in_messages() -> None:
    given = article()
    result = Checked(report(given, (BYLINE.violated("it says [this](http://example.com)"),)), given)
    assert "](" not in run_of([result])["results"][0]["message"]["text"]


def test_paths_below_the_root_are_relative_to_it() -> None:
    given = article(id="/home/desk/wire/a b#1.txt")
    run = run_of([Checked(report(given, outcomes(given)), given)], root="/home/desk")
    assert {uri(each) for each in run["results"]} == {"wire/a%20b%231.txt"}
