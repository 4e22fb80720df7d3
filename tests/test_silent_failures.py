"""Nine cases in which well-known rule engines say nothing: each ends in a finding, a Fault or a Diagnostic here."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from compliance.cli import app

POLICY = """\
policy: desk
title: A desk's own rules
kind: house
sources: [{{note: made up for this test, evidence: house}}]
rules:
  - id: rule
    message: the rule holds
    clause: the rule holds
{rule}
    examples:
      passes: [{{article: {passes}}}]
      fails: [{{article: {fails}, {where}}}]
"""


def run(folder: Path, rule: str, *arguments: str, passes: str, fails: str, where: str) -> tuple[int, dict[str, object]]:
    policy = folder / "desk.yaml"
    indented = "\n".join(f"    {line}" for line in rule.strip().splitlines())
    given = {"rule": indented, "passes": json.dumps(passes), "fails": json.dumps(fails), "where": where}
    policy.write_text(POLICY.format(**given), encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--policy", str(policy), "--format", "json", *arguments])
    return result.exit_code, json.loads(result.stdout) if result.stdout.startswith("{") else {"said": result.output}


def only(found: dict[str, object]) -> dict[str, object]:
    (report,) = found["reports"]
    (outcome,) = report["outcomes"]
    return outcome


CREDIT = r"""check: terms
regexes: ['(\w+\s?)+,\s*Daily Caller News Foundation']"""


def test_1_a_pattern_that_backtracks_finds_what_is_there(tmp_path: Path) -> None:
    text = tmp_path / "long.txt"
    text.write_text("The newsroom said in a long sentence " * 5 + "and so did Jane Doe, Daily Caller News Foundation.")
    code, found = run(
        tmp_path, CREDIT, str(text), passes="No credit here.", fails="A, Daily Caller News Foundation",
        where="at: 'A, Daily Caller News Foundation'",
    )  # fmt: skip
    assert code == 1
    assert only(found)["status"] == "violated"


@pytest.mark.parametrize("length", [15, 20, 40, 60, 5000])
def test_2_a_nested_repetition_finds_what_is_there_at_any_length(tmp_path: Path, length: int) -> None:
    text = tmp_path / "a.txt"
    text.write_text("a" * length + "b aac")
    rule = "check: terms\nregexes: ['(a+)+c']"
    code, found = run(tmp_path, rule, str(text), passes="no such thing", fails="aac", where="at: aac")
    assert code == 1
    assert [each["quote"] for each in only(found)["evidence"]] == ["aac"]


REQUIRED = "check: metadata\nschema: {required: [authors], properties: {authors: {minItems: 1}}}"


@pytest.mark.parametrize("record", ['{"body": "Some text."}', '{"body": "Some text.", "article": {}}'])
def test_3_a_required_field_is_missed_though_its_parent_is_not_there(tmp_path: Path, record: str) -> None:
    path = tmp_path / "art.json"
    path.write_text(record)
    rule = REQUIRED.replace("authors", "byline").replace("minItems: 1", "minLength: 1")
    code, found = run(
        tmp_path, rule, str(path), passes='<html><head><meta name="author" content="Jo Roe"></head><p>x</p></html>',
        fails="<html><head><title>t</title></head><body><p>x</p></body></html>", where="insert: byline",
    )  # fmt: skip
    assert code == 1, found
    assert only(found)["status"] == "violated"


WORD = "check: terms\nterms: [officials]"
WORD_EXAMPLES = {"passes": "Nobody spoke.", "fails": "The officials spoke.", "where": "at: officials"}


def test_4_a_file_that_cannot_be_decoded_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("Die Behörde sagte nichts.".encode("latin-1"))
    (tmp_path / "good.txt").write_text("The officials spoke.")
    paths = [str(tmp_path / "latin.txt"), str(tmp_path / "good.txt")]
    code, found = run(tmp_path, WORD, *paths, **WORD_EXAMPLES)
    assert code == 3
    assert found["reports"][0]["faults"][0]["kind"] == "undecodable"
    assert found["reports"][0]["verdict"] != "pass"
    assert found["reports"][1]["outcomes"][0]["status"] == "violated"


def test_5_an_empty_folder_is_not_clean(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _ = run(tmp_path, WORD, str(tmp_path / "empty"), **WORD_EXAMPLES)
    assert code == 3


def test_6_a_word_that_markup_splits_is_found_where_it_stands(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>The offi<em>cials</em> said</p>")
    code, found = run(tmp_path, WORD, str(page), **WORD_EXAMPLES)
    assert code == 1
    (evidence,) = only(found)["evidence"]
    assert evidence["quote"] == "offi<em>cials"
    assert evidence["readable"] == "officials"


def test_7_markup_comments_and_noscript_are_not_prose(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '<p class="officials" title=\'"officials"\'>Nobody spoke.</p><!-- officials --><noscript>officials</noscript>'
        "<script>officials</script><template>officials</template><p hidden>officials</p>"
    )
    code, found = run(tmp_path, WORD, str(page), **WORD_EXAMPLES)
    assert code == 0
    assert only(found)["status"] == "met"


def test_8_an_option_in_the_wrong_place_is_refused_not_ignored(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("text")
    result = CliRunner().invoke(app, ["--format", "json", "check", str(tmp_path / "a.txt")])
    assert result.exit_code == 2


def test_9_an_exception_that_excuses_nothing_is_reported(tmp_path: Path) -> None:
    desk = tmp_path / "profile.yaml"
    desk.write_text("confirmed: [{rule: dcnf/no-such-item, by: Jo, on: 2024-11-01}]\n")
    article = tmp_path / "a.txt"
    article.write_text("text")
    result = CliRunner().invoke(app, ["check", "--desk", str(desk), str(article)])
    assert result.exit_code == 2
    assert "dcnf/no-such-item" in result.output
    assert re.search(r"profile\.yaml:1:\d+", result.output)
