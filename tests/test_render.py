from __future__ import annotations

import json
import re

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger import BODY, BYLINE, OBLIGATIONS, TOPIC, article, checked, found, outcomes, passing, record, report, setting
from ledger import unreadable as unread

from compliance.article import Article, Span
from compliance.finding import Fault
from compliance.layout import clean, shorten
from compliance.render import RENDERERS, renderer
from compliance.render.github import command
from compliance.render.json import Document, schema
from compliance.render.place import Places, path_of, relative
from compliance.render.text import GROUPS, group
from compliance.report import Checked

ALL = [checked(), passing(), unread(), checked(record())]


def rendered(format: str, results: list[Checked], **changes: object) -> str:
    return "".join(renderer(format).render(iter(results), setting(**changes)))


# Every format


@pytest.mark.parametrize("format", RENDERERS)
def test_one_chunk_is_given_for_each_result_before_the_next_is_taken(format: str) -> None:
    taken = []

    def results():
        for each in ALL:
            taken.append(each)
            yield each

    chunks = renderer(format).render(results(), setting())
    for number in range(1, len(ALL) + 1):
        next(chunks)
        assert len(taken) == number


@pytest.mark.parametrize("format", RENDERERS)
def test_the_same_results_give_the_same_bytes(format: str) -> None:
    assert rendered(format, ALL) == rendered(format, ALL)


@pytest.mark.parametrize("format", RENDERERS)
def test_every_finding_and_every_fault_is_named(format: str) -> None:
    output = rendered(format, ALL)
    for result in ALL:
        for outcome in result.report.findings:
            assert outcome.rule in output
        for fault in result.report.faults:
            assert fault.input in output
            assert fault.reason.split(" ", 1)[1] in output


@pytest.mark.parametrize("format", RENDERERS)
def test_an_unencodable_file_name_is_written_all_the_same(format: str) -> None:
    output = rendered(format, [passing("caf\udce9.txt"), unread("caf\udce9.pdf")])
    assert output.encode("utf-8", "strict" if format != "text" else "backslashreplace")
    assert "caf" in output


# Text


def test_text_counts_add_up_to_every_outcome() -> None:
    output = rendered("text", ALL)
    counts = re.search(r"^(\d+) outcomes: (.*)$", output, re.MULTILINE)
    assert counts is not None
    total = sum(len(each.report.outcomes) for each in ALL)
    assert int(counts[1]) == total
    assert sum(int(number) for number in re.findall(r"\d+", counts[2])) == total


@pytest.mark.parametrize("outcome", outcomes(article()), ids=lambda each: each.rule)
def test_each_outcome_belongs_to_one_known_group(outcome) -> None:
    assert group(outcome) in GROUPS


def test_text_tells_all_of_a_violation() -> None:
    output = rendered("text", [checked()])
    for words in (
        "BLOCK",
        "wire/ships.txt",
        "copy of Harbour News Service",
        "hns/byline  must, high",
        "The reporter must be named in a byline.",
        "No person is named as its author.",
        "at 1:1",
        "“Every copy must name our reporter.”",
        "Put `By <reporter>, HNS` under the headline.",
        "2:1 “A source” (in running text)",
    ):
        assert words in output, words


def test_text_lists_manual_items_always_and_what_is_kept_only_when_asked() -> None:
    short, long = rendered("text", [checked()]), rendered("text", [checked()], verbose=1)
    assert "hns/contact  Ask the desk before you translate." in " ".join(short.split(" "))
    assert "house/words" not in short
    assert "house/dates" not in short
    assert "house/words" in long
    assert "1:16 “harbour”" in long
    assert "house/dates" in long


def test_text_says_how_many_places_it_leaves_out() -> None:
    shown = rendered("text", [checked()])
    assert "and 3 more places" in shown
    assert rendered("text", [checked()], verbose=1).count("“s”") == 8


def test_quiet_text_leaves_out_what_passes_but_counts_it() -> None:
    output = rendered("text", ALL, quiet=True)
    assert "wire/fine.txt" not in output
    assert "wire/ships.txt" in output
    assert "wire/cover.pdf" in output
    assert "4 articles" in output
    assert "1 pass" in output


def test_an_unreadable_input_is_not_shown_as_judged() -> None:
    output = rendered("text", [unread()])
    assert output.startswith("NOT CHECKED  wire/cover.pdf")
    assert "1 not checked" in output
    assert "0 pass" in output
    assert "Export the article as HTML." in output


def test_text_of_a_record_names_the_field_and_the_line_of_the_file() -> None:
    output = rendered("text", [checked(record())])
    assert "feed.jsonl#7, line 7" in output
    assert "body 2:1 “A source”" in output


def test_an_article_cannot_steer_the_terminal() -> None:
    hostile = "A source\x1b[2Jsaid\u202eeno"
    given = article(hostile, id="evil\x1b]0;x\x07.txt")
    result = Checked(report(given, (TOPIC.violated("it \x1b[31m stands", [found(given, hostile)]),)), given)
    output = rendered("text", [result], verbose=1)
    assert not set(output) & {"\x1b", "\x07", "\u202e"}
    assert "\\x1b[2Jsaid\\u202eeno" in output


def test_colour_only_when_asked() -> None:
    plain, painted = rendered("text", ALL), rendered("text", ALL, color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31mBLOCK" in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == plain


@given(st.text(max_size=200), st.integers(12, 80))
def test_a_shortened_text_is_one_printable_line_that_fits(text: str, room: int) -> None:
    short = shorten(text, room)
    assert len(short) <= max(room, 0)
    assert "\n" not in short
    assert not any(ord(char) < 32 for char in short)
    assert clean(short) == short


# JSON and JSON Lines


def test_json_keeps_its_promised_shape() -> None:
    output = rendered("json", ALL)
    jsonschema.Draft202012Validator(schema()).validate(json.loads(output))
    document = msgspec.json.decode(output, type=Document, strict=True)
    assert [each.article for each in document.reports] == [each.report.article for each in ALL]
    assert document.summary.articles == len(ALL)
    assert document.summary.faults == 1


def test_json_of_nothing_is_a_document_too() -> None:
    document = msgspec.json.decode(rendered("json", []), type=Document, strict=True)
    assert document.reports == ()
    assert document.plan == setting().plan


def test_json_gives_every_outcome_with_lines_and_columns() -> None:
    (first, *_) = json.loads(rendered("json", ALL))["reports"]
    assert [each["rule"] for each in first["outcomes"]] == [each.id for each in OBLIGATIONS]
    source = first["outcomes"][3]["evidence"][0]
    assert (source["quote"], source["line"], source["column"]) == ("A source", 2, 1)
    assert BODY[source["start"] : source["end"]] == source["quote"]
    assert first["findings"] == ["hns/byline", "hns/logo", "house/source", "house/topic"]
    assert first["manual"] == ["hns/contact"]
    assert first["outcomes"][0]["insert"]["line"] == 1


def test_the_shape_does_not_depend_on_how_much_is_shown() -> None:
    assert rendered("json", ALL) == rendered("json", ALL, quiet=True, verbose=1, color=True)


def test_json_lines_are_the_reports_of_the_document() -> None:
    lines = [json.loads(line) for line in rendered("jsonl", ALL).splitlines()]
    assert lines == json.loads(rendered("json", ALL))["reports"]


# GitHub commands


def unescape(text: str) -> str:
    for char in ",:\n\r%":
        text = text.replace(f"%{ord(char):02X}", char)
    return text


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_nothing_in_a_command_can_end_it_or_start_another(message: str, title: str) -> None:
    written = command("error", message, {"file": "a.txt", "title": title})
    assert written.count("\n") == 1
    assert "\r" not in written
    match = re.fullmatch(r"::error file=a\.txt,title=([^:,]*)::(.*)\n", written, re.DOTALL)
    assert match is not None
    assert (unescape(match[1]), unescape(match[2])) == (title, message)


def test_github_annotations_come_worst_first_with_their_places() -> None:
    lines = rendered("github", [checked()]).splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::warning", "::notice"]
    assert lines[0].startswith("::error file=wire/ships.txt,line=1,endLine=1,col=1,endColumn=1,title=hns/byline%3A")
    assert any("line=2,endLine=2,col=1,endColumn=9,title=house/source" in line for line in lines)


def test_github_takes_columns_only_within_one_line() -> None:
    given = article()
    result = Checked(report(given, (BYLINE.violated("x", [found(given, "harbour.\nA source")]),)), given)
    (line,) = rendered("github", [result]).splitlines()
    assert "line=1,endLine=2,title" in line


def test_a_fault_is_an_annotation_of_its_file() -> None:
    (line,) = rendered("github", [unread()]).splitlines()
    assert line.startswith("::error file=wire/cover.pdf,title=not checked%3A binary::")


# Places


@settings(max_examples=60)
@given(st.text(st.sampled_from("ab\n\r\U0001f6a2é"), max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_places_agree_with_the_article(text: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(text)), min(two, len(text))))
    given: Article = article(text)
    place = Places(given)[Span("input", start, end)]
    assert (place.line, place.column) == given.position(Span("input", start, end))
    assert (place.end_line, place.end_column) == given.position(Span("input", end, end))


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("./wire/a.txt", "wire/a.txt"),
        ("/home/desk/wire/a.txt", "wire/a.txt"),
        ("/home/desks/a.txt", "/home/desks/a.txt"),
        ("../a.txt", "../a.txt"),
        ("-", "stdin"),
    ],
)
def test_paths_are_named_as_a_repository_names_them(path: str, shown: str) -> None:
    assert relative(path, "/home/desk") == shown


def test_a_record_is_shown_in_its_file() -> None:
    assert path_of(checked(record())) == "feed.jsonl"
    assert path_of(passing(id="a#1.txt")) == "a#1.txt"


def test_a_fault_beside_outcomes_is_shown_beside_them() -> None:
    given = article()
    crash = Fault(kind="check-crashed", input=given.id, reason="judging `hns/byline` failed", rule="hns/byline")
    output = rendered("text", [Checked(report(given, outcomes(given), (crash,)), given)])
    assert output.startswith("BLOCK ")
    assert "Judging `hns/byline` failed." in output
