"""Converting: a record reads as the article did, and is judged as it was."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from delivery import delivered
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from compliance.article import Article
from compliance.cli import app
from compliance.convert import line_of, record_of
from compliance.finding import Fault
from compliance.load import load, usual
from compliance.plan import compile as compile_plan
from compliance.readers.record import SCHEMA, article
from compliance.scan import Scanner
from compliance.schema import schema

ROOT = Path(__file__).parent.parent
INPUTS = [
    path for name in ("articles", "exports", "feeds", "wires") for path in sorted((ROOT / "fixtures" / name).iterdir())
]


def articles(path: Path) -> list[Article]:
    return delivered(path.read_bytes(), path.name)[0]


def again(one: Article) -> Article:
    record = record_of(one)
    assert isinstance(record, dict), record
    read = article(json.loads(line_of(record)), "again")
    assert isinstance(read, Article), read
    return read


def said(one: Article) -> dict[str, Any]:
    """What is to survive."""
    texts = {name: getattr(one, name) for name in ("title", "url", "canonical", "original")}
    lists = {name: getattr(one, name) for name in ("bylines", "tags", "outlets", "rights")}
    return {
        **{name: text and text.plain for name, text in texts.items()},
        **{name: list(dict.fromkeys(text.plain for text in found)) for name, found in lists.items()},
        "body": one.body.plain,
        "dates": {date.name: date.value for date in reversed(one.dates)},
        "images": [
            (image.src, image.alt, image.caption and image.caption.plain, image.credit and image.credit.plain)
            for image in one.images
            if not image.hidden
        ],
        "links": [(link.href, link.text) for link in one.links if link.in_body],
        "carries": one.carries,
        "language": one.language,
    }


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_nothing_is_lost_on_the_way(path: Path) -> None:
    for one in articles(path):
        assert said(again(one)) == said(one)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_record_keeps_the_schema_and_converts_to_itself(path: Path) -> None:
    validator = Draft202012Validator(schema("article"))
    for one in articles(path):
        record = record_of(one)
        assert isinstance(record, dict)
        assert [error.message for error in validator.iter_errors(record)] == []
        once_more = record_of(again(one))
        assert isinstance(once_more, dict)
        assert once_more | {"id": ""} == record | {"id": ""}


def test_a_record_is_judged_as_its_article() -> None:
    book = load(usual())
    scanner = Scanner(compile_plan(book.policies, book.lexicon))
    for path in INPUTS:
        for one in articles(path):
            before = {each.rule: each.status for each in scanner.scan(one).outcomes}
            after = {each.rule: each.status for each in scanner.scan(again(one)).outcomes}
            changed = {rule: (before.get(rule), status) for rule, status in after.items() if before.get(rule) != status}
            # A record says again what its body says, so that two places agree where there was but one.
            assert set(changed.values()) <= {("not_applicable", "met")}, (one.id, changed)
            assert after.keys() == before.keys()


def test_what_a_text_cannot_carry_its_record_cannot_either() -> None:
    (one,), _ = delivered(b"Head\n\nWords.", "a.txt")
    record = record_of(one)
    assert isinstance(record, dict)
    assert record["$schema"] == SCHEMA
    assert record["carries"] == ["body", "byline", "title"]


def test_an_article_without_a_text_is_no_record() -> None:
    (one,), _ = delivered(b"<rss version='2.0'><channel><item><title>Head</title></item></channel></rss>", "a.rss")
    found = record_of(one)
    assert isinstance(found, Fault)
    assert found.kind == "empty"


def test_a_record_of_another_version_is_refused() -> None:
    found = article({"$schema": SCHEMA[:-1] + "2", "body": "words"}, "a")
    assert isinstance(found, Fault)
    assert SCHEMA in found.hint
    assert isinstance(article({"$schema": "https://example.org/schema", "body": "words"}, "a"), Article)


def test_a_schema_says_its_version() -> None:
    assert schema("article")["$id"] == SCHEMA
    assert schema("article")["properties"]["$schema"]["const"] == SCHEMA


# The command


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Head\n\nWords.")
    (tmp_path / "in" / "b.html").write_text("<p>More <a href='u'>words</a></p>")
    (tmp_path / "in" / "c.jpg").write_bytes(b"\xff\xd8\xff")
    return tmp_path


def run(*arguments: str, input: str | None = None) -> Result:
    return CliRunner().invoke(app, ["convert", *arguments], input=input)


def test_lines_go_to_standard_output(desk: Path) -> None:
    result = run("in")
    assert result.exit_code == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["in/a.txt", "in/b.html"]
    assert "1 .jpg" in result.stderr


def test_lines_go_to_a_file_that_reads_again(desk: Path) -> None:
    assert run("in", "-o", "articles.jsonl").exit_code == 0
    result = run("articles.jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [
        "articles.jsonl#in/a.txt",
        "articles.jsonl#in/b.html",
    ]


def test_what_cannot_be_read_is_told_and_the_rest_is_written(desk: Path) -> None:
    (desk / "in" / "a.txt").write_bytes(b"Zo\xeb")
    result = run("in", "gone.txt", "-o", "articles.jsonl")
    assert result.exit_code == 3
    assert "in/a.txt: byte 0xEB" in result.stderr
    assert "gone.txt: there is no such file" in result.stderr
    assert len((desk / "articles.jsonl").read_text().splitlines()) == 1


def test_nothing_to_convert_is_no_success(desk: Path) -> None:
    result = run()
    assert result.exit_code == 3
    assert "nothing to convert" in result.stderr


def test_a_mapping_is_followed_or_refused(desk: Path) -> None:
    result = run("-", "--map", "body=text", input='{"text": "words"}')
    assert json.loads(result.stdout)["body"] == "words"
    assert run("-", "--map", "boddy=text", input="{}").exit_code == 2


def test_an_input_is_not_written_over(desk: Path) -> None:
    result = run("in/a.txt", "-o", "in/a.txt")
    assert result.exit_code == 2
    assert (desk / "in" / "a.txt").read_text() == "Head\n\nWords."


def test_an_old_file_stays_until_the_new_one_is_whole(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (desk / "articles.jsonl").write_text("old")
    monkeypatch.setattr("compliance.convert.record_of", lambda *_: 1 / 0)
    assert run("in", "-o", "articles.jsonl").exit_code == 3
    assert (desk / "articles.jsonl").read_text() == "old"
    assert [path.name for path in desk.iterdir() if "partial" in path.name] == []
