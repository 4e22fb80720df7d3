"""The formats other programs take in, each held against its consumer's own schema or what that documents."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import html5lib
import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger import BODY, BYLINE, SOURCE, TOPIC, article, checked, found, outcomes, passing, record, report, setting
from ledger import unreadable as unread
from lxml import etree
from msgspec.structs import replace

from compliance.article import INPUT, Article
from compliance.finding import Fault
from compliance.render import renderer
from compliance.render.csv import COLUMNS
from compliance.render.markdown import code, escape
from compliance.report import Checked

SCHEMAS = Path(__file__).parent / "schemas"
ALL = [checked(), passing(), unread(), checked(record())]
HOSTILE = 'a "source" <b>&amp;</b> ]]> `|` @desk [x](http://evil.example) -- \x1b\x00\ufffe\r\n=1+1'


def rendered(format: str, results: list[Checked], **changes: object) -> str:
    return "".join(renderer(format).render(iter(results), setting(**changes)))


def hostile(text: str = HOSTILE) -> Checked:
    given = article(text, id=f"wire/{text[:9]}.txt").replace(title=None)
    outcome = SOURCE.violated(f"it says {text}", [found(given, text, text)])
    fault = Fault(kind="binary", input=text, reason=text, hint=text)
    return Checked(replace(report(given, (outcome,), (fault,)), title=text), given)


def closed(schema: Any) -> Any:
    """A schema that takes no key it does not know, so that a misspelt one is noticed."""
    if isinstance(schema, dict):
        return {key: False if key == "additionalProperties" else closed(each) for key, each in schema.items()}
    return [closed(each) for each in schema] if isinstance(schema, list) else schema


# GitLab


def gitlab(results: list[Checked], **changes: object) -> list[dict]:
    issues = json.loads(rendered("gitlab", results, **changes))
    schema = json.loads((SCHEMAS / "gitlab-code-quality.json").read_text(encoding="utf-8"))
    jsonschema.validate(issues, schema, jsonschema.Draft202012Validator)
    assert len({each["fingerprint"] for each in issues}) == len(issues)
    return issues


@pytest.mark.parametrize("results", [[], [passing()], ALL, [hostile(), hostile()]])
def test_gitlab_takes_it(results: list[Checked]) -> None:
    findings = sum(len(each.report.findings) + len(each.report.faults) for each in results)
    assert len(gitlab(results)) == findings


def test_a_gitlab_issue_stays_itself_when_lines_move_and_the_text_is_broken_anew() -> None:
    moved = article("A headline, put above it.\n\n" + BODY.replace("source said", "source\nsaid"))
    assert {each["fingerprint"] for each in gitlab([checked()])} == {
        each["fingerprint"] for each in gitlab([checked(moved)])
    }
    assert [each["location"]["lines"] for each in gitlab([checked()])] != [
        each["location"]["lines"] for each in gitlab([checked(moved)])
    ]


def test_gitlab_severities_follow_the_rules_and_a_note_is_information() -> None:
    issues = {each["check_name"]: each["severity"] for each in gitlab([checked(), unread()])}
    assert issues["hns/byline"] == "critical"
    assert issues["house/source"] == "major"
    assert issues["house/topic"] == "info"
    assert issues["fault/binary"] == "blocker"


# JUnit


def junit(results: list[Checked], **changes: object) -> etree._Element:
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "junit.xsd"))
    document = etree.fromstring(rendered("junit", results, **changes).encode())
    schema.assertValid(document)
    return document


@pytest.mark.parametrize("results", [[], [passing()], ALL, [hostile(), hostile("\n")]])
def test_junit_keeps_the_strict_schema_and_its_counts_add_up(results: list[Checked]) -> None:
    suites = junit(results).findall("testsuite")
    assert len(suites) == len(results)
    for suite, each in zip(suites, results, strict=True):
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("tests")) == len(each.report.outcomes) + len(each.report.faults)
        for name, kind in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
            assert int(suite.get(name)) == len(suite.findall(f"testcase/{kind}"))


def test_junit_passes_a_test_only_where_its_obligation_is_met() -> None:
    suite = junit([checked()])[0]
    kinds = {each.get("name"): each[0].tag if len(each) else "" for each in suite.findall("testcase")}
    assert kinds == {
        "hns/byline": "failure",
        "hns/logo": "error",
        "hns/contact": "skipped",
        "house/source": "failure",
        "house/topic": "skipped",
        "house/words": "",
        "house/dates": "skipped",
    }
    assert "wire/ships.txt:2:1\n" in suite.find("testcase[@name='house/source']/failure").text


def test_junit_says_what_could_not_be_checked() -> None:
    (error,) = junit([unread()]).findall("testsuite/testcase/error")
    assert error.get("type") == "binary"
    assert "PDF" in error.get("message")


# Checkstyle


@pytest.mark.parametrize("results", [[], [passing()], ALL, [hostile(), hostile("\n")]])
def test_checkstyle_names_each_finding_by_file_and_line(results: list[Checked]) -> None:
    document = etree.fromstring(rendered("checkstyle", results).encode())
    assert document.tag == "checkstyle"
    assert document.get("version")
    assert [each.tag for each in document] == ["file"] * len(results)
    for file, result in zip(document, results, strict=True):
        assert file.get("name")
        assert len(file) == len(result.report.findings) + len(result.report.faults)
        for error in file:
            assert set(error.keys()) - {"column"} == {"line", "severity", "message", "source"}
            assert error.get("severity") in ("error", "warning", "info")
            assert int(error.get("line")) >= 1


def test_checkstyle_points_at_the_place() -> None:
    (file,) = etree.fromstring(rendered("checkstyle", [checked()]).encode())
    (source,) = [each for each in file if each.get("source") == "house/source"]
    assert (source.get("line"), source.get("column"), source.get("severity")) == ("2", "1", "warning")
    (file,) = etree.fromstring(rendered("checkstyle", [checked(record())]).encode())
    assert {(each.get("line"), each.get("column")) for each in file} == {("7", None)}


# Reviewdog


def rdjson(results: list[Checked], **changes: object) -> dict:
    document = json.loads(rendered("rdjson", results, **changes))
    schema = closed(json.loads((SCHEMAS / "rdjson.json").read_text(encoding="utf-8")))
    jsonschema.Draft4Validator(schema).validate(document)
    return document


@pytest.mark.parametrize("results", [[], [passing()], ALL, [hostile(), hostile("\n")]])
def test_reviewdog_takes_it(results: list[Checked]) -> None:
    findings = sum(len(each.report.findings) + len(each.report.faults) for each in results)
    assert len(rdjson(results)["diagnostics"]) == findings


def test_a_misspelt_key_would_be_noticed() -> None:
    schema = closed(json.loads((SCHEMAS / "rdjson.json").read_text(encoding="utf-8")))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(schema).validate({"diagnostics": [{"mesage": "x"}]})


@settings(max_examples=50)
@given(before=st.text(), words=st.text(min_size=1), after=st.text())
def test_reviewdogs_columns_count_bytes(before: str, words: str, after: str) -> None:
    given = article(before + words + after)
    start = len(before)
    outcome = SOURCE.violated("x", [found(given, words, start=start)])
    (diagnostic,) = rdjson([Checked(report(given, (outcome,)), given)])["diagnostics"]
    lines = given.fields[INPUT].encode().split(b"\n")
    ends = [diagnostic["location"]["range"][each] for each in ("start", "end")]
    offsets = [sum(len(line) + 1 for line in lines[: end["line"] - 1]) + end["column"] - 1 for end in ends]
    assert given.fields[INPUT].encode()[offsets[0] : offsets[1]].decode() == words


def test_a_record_has_the_line_of_its_file_alone() -> None:
    ranges = [each["location"]["range"] for each in rdjson([checked(record())])["diagnostics"]]
    assert ranges == [{"start": {"line": 7}}] * 4


# CSV


def test_csv_holds_the_whole_ledger() -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv", ALL))))
    assert len(rows) == sum(len(each.report.outcomes) + len(each.report.faults) for each in ALL)
    (source,) = [row for row in rows if row["rule"] == "house/source" and row["file"] == "wire/ships.txt"]
    assert (source["status"], source["line"], source["column"], source["quote"]) == ("violated", "2", "1", "A source")
    assert rows[0].keys() == set(COLUMNS)
    (fault,) = [row for row in rows if row["status"] == "not checked"]
    assert (fault["file"], fault["reason"]) == ("wire/cover.pdf", "this is a PDF, not text")


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_csv_is_a_formula(start: str) -> None:
    rows = list(csv.reader(io.StringIO(rendered("csv", [hostile(f"{start}cmd|' /C calc'!A0")]))))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_csv_without_results_is_its_header() -> None:
    assert rendered("csv", []).strip() == ",".join(COLUMNS)


# Markdown


def test_markdown_counts_and_shows_the_worst_first() -> None:
    review = Checked(report(article(id="wire/a.txt"), (SOURCE.violated("x"),)), article(id="wire/a.txt"))
    output = rendered("markdown", [review, passing(), checked()])
    assert "3 articles against 7 obligations of 2 policies: ❌ 1 block, ⚠️ 1 review, ✅ 1 pass." in output
    assert output.index("wire/ships.txt") < output.index("wire/a.txt")
    assert "wire/fine.txt" not in output
    assert "| ✗ | `house/source` should, medium |" in output
    assert "| 2:1 `A source` |" in output
    assert "- [ ] `hns/contact`" in output


def test_markdown_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance.render import markdown

    monkeypatch.setattr(markdown, "LONGEST", len(rendered("markdown", [checked()])))
    output = rendered("markdown", [checked(), checked(article(id="wire/more.txt")), passing()])
    assert "wire/more.txt" not in output
    assert "*1 more article left out" in output


def test_an_article_cannot_write_markdown() -> None:
    text = escape(HOSTILE)
    assert not re.search(r"(?<!\\)[<\[`|]", text.replace("<!-- -->", ""))
    assert "@desk" not in text
    assert "http://" not in text


@given(st.text())
def test_code_in_markdown_ends_where_it_should(text: str) -> None:
    shown = code(text)
    fence = re.match("`+", shown)[0]
    assert shown.endswith(fence)
    assert fence not in re.findall("`+", shown[len(fence) : -len(fence)].strip())
    assert not re.search(r"(?<!\\)\|", shown)
    assert "\n" not in shown


# HTML


def page(results: list[Checked], **changes: object) -> etree._Element:
    """The page, parsed by the rules of HTML; any parse error in it is raised."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False)
    return parser.parse(rendered("html", results, **changes)).getroot()


@pytest.mark.parametrize("results", [[], [passing()], ALL, [hostile(), hostile("\n")]])
def test_html_is_html(results: list[Checked]) -> None:
    root = page(results)
    assert len(root.findall(".//article")) == len(results)
    assert root.get("lang") == "en"
    assert root.find(".//title").text
    for element in root.iter():
        assert element.tag not in ("script", "iframe", "img", "object", "form")
        for name, value in element.items():
            assert not name.startswith("on")
            assert not re.match(r"\s*(https?:)?//", value) or name == "content"


def test_html_shows_every_outcome_with_its_evidence() -> None:
    shown = "".join(page([checked()]).itertext())
    for outcome in outcomes(article()):
        assert outcome.rule in shown
    assert "“Every copy must name our reporter.”" in shown
    assert "2:1" in shown


def test_html_says_how_many_places_it_leaves_out() -> None:
    given: Article = article("s " * 25)
    pieces = [found(given, "s", start=2 * each) for each in range(25)]
    shown = "".join(page([Checked(report(given, (TOPIC.violated("x", pieces),)), given)]).itertext())
    assert "5 more places" in shown


def test_a_violation_of_low_confidence_is_no_error_anywhere() -> None:
    given = article()
    unsure = [Checked(report(given, (replace(BYLINE.violated("x"), confidence="low"),)), given)]
    assert rdjson(unsure)["diagnostics"][0]["severity"] == "WARNING"
    assert 'severity="warning"' in rendered("checkstyle", unsure)
    assert rendered("github", unsure).startswith("::warning")
