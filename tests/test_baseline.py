"""A baseline knows what was there: the same finding again however the text is broken, and nothing that is new."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from compliance.article import Article
from compliance.baseline import Baseline, BaselineError, Entry, Known, entry_of, prune, read, sketch, update, write
from compliance.cli import app
from compliance.fingerprint import plain
from compliance.lexicon import Lexicon
from compliance.load import load
from compliance.plan import compile as compile_plan
from compliance.readers import read_text
from compliance.scan import Scanner

POLICY = """\
policy: harbour
title: Harbour house rules
kind: house
sources:
  - {note: decided by the desk, evidence: house}
rules:
  - id: rivals
    check: terms
    terms: [Rival Gazette, Evening Foe]
    message: no rival is named
    examples:
      passes: [{article: Another paper said so.}]
      fails: [{article: The Rival Gazette said so., at: Rival Gazette}]
  - id: hedges
    check: terms
    level: should
    terms: [allegedly]
    message: nothing is only alleged
    examples:
      passes: [{article: It is so.}]
      fails: [{article: It is allegedly so., at: allegedly}]
  - id: byline
    check: byline
    message: a reporter is named
    examples:
      passes: [{article: "By Jane Doe\\n\\nShips sailed."}]
      fails: [{article: Ships sailed., insert: byline}]
"""
NOTICE = "This story was first told by the Harbour News Service, which lets others print it without any charge."
WORDS = [
    "ship",
    "harbour",
    "crane",
    "gull",
    "tide",
    "rope",
    "sailor",
    "captain",
    "storm",
    "quay",
    "cargo",
    "fog",
    "bell",
]


@pytest.fixture(scope="module")
def scanner(tmp_path_factory: pytest.TempPathFactory) -> Scanner:
    path = tmp_path_factory.mktemp("rules") / "harbour.yaml"
    path.write_text(POLICY)
    return Scanner(compile_plan(load([path]).policies, Lexicon()))


def paragraph(number: int, seed: int) -> str:
    chosen = random.Random(f"{number} {seed}").choices(WORDS, k=18)  # noqa: S311 - made-up prose
    return f"{' '.join(chosen).capitalize()} {number}."


def story(number: int, *more: str) -> str:
    return "\n\n".join([*(paragraph(number, each) for each in range(5)), *more])


def judged(scanner: Scanner, text: str, name: str = "a.txt") -> tuple[Entry, frozenset[str], Article]:
    (article,) = read_text(text, name)
    assert isinstance(article, Article)
    report = scanner.scan(article)
    return entry_of(report, article), frozenset(each.rule for each in report.findings), article


def new(scanner: Scanner, baseline: Baseline, text: str, name: str = "a.txt") -> set[str]:
    """The findings of a text that a baseline does not know."""
    (article,) = read_text(text, name)
    assert isinstance(article, Article)
    report = scanner.scan(article)
    return {each.rule for each in report.findings} - baseline.known(report, article)


def drawn(scanner: Scanner, *texts: str) -> Baseline:
    entries = [judged(scanner, text, f"{number}.txt")[0] for number, text in enumerate(texts)]
    return read(b"".join(write(update(Baseline(), entries)[0])))


SIN = "On Monday the Rival Gazette said that it had seen nothing of it."


def test_what_was_there_is_known(scanner: Scanner) -> None:
    text = story(1, SIN)
    assert judged(scanner, text)[1] == {"harbour/rivals", "harbour/byline"}
    assert new(scanner, Baseline(), text) == {"harbour/rivals", "harbour/byline"}
    assert new(scanner, drawn(scanner, text), text) == set()


@pytest.mark.parametrize(
    "changed",
    {
        "re-flowed": lambda text: text.replace(" ", "\n", 40),
        "renamed and re-flowed": lambda text: "\n\n" + text.replace(". ", ".\n"),
        "with a paragraph put in above": lambda text: f"A word before.\n\n{text}",
        "with another notice below": lambda text: f"{text}\n\n{NOTICE}",
        "with one paragraph rewritten": lambda text: text.replace(paragraph(1, 2), paragraph(9, 9)),
        "as HTML": lambda text: "<article>" + "".join(f"<p>{each}</p>" for each in text.split("\n\n")) + "</article>",
        "with curly quotes and other case": lambda text: text.replace("Rival Gazette", "RIVAL GAZETTE"),
    }.items(),
    ids=lambda each: each[0],
)
def test_a_finding_stays_known(scanner: Scanner, changed) -> None:
    text = story(1, SIN)
    names = {"as HTML": "b.html", "with one paragraph rewritten": "0.txt"}
    name = names.get(changed[0], "b.txt")
    assert new(scanner, drawn(scanner, text), changed[1](text), name) == set()


def test_other_findings_come_and_go(scanner: Scanner) -> None:
    baseline = drawn(scanner, story(1, SIN))
    assert new(scanner, baseline, story(1, SIN, "It allegedly sank.")) == {"harbour/hedges"}
    assert new(scanner, baseline, f"By Jane Doe\n\n{story(1, SIN)}") == set()
    assert new(scanner, baseline, story(1)) == set()


def test_another_place_with_the_same_fault_is_new(scanner: Scanner) -> None:
    baseline = drawn(scanner, story(1, SIN))
    assert new(scanner, baseline, story(1, SIN, "Then the Rival Gazette came.")) == {"harbour/rivals"}
    assert new(scanner, baseline, story(1, SIN.replace("Rival Gazette", "Evening Foe"))) == {"harbour/rivals"}
    assert new(scanner, baseline, story(1, "So the Rival Gazette wrote, and it was wrong.")) == {"harbour/rivals"}


def test_the_same_fault_in_another_article_is_new(scanner: Scanner) -> None:
    baseline = drawn(scanner, story(1, SIN))
    assert new(scanner, baseline, story(2, SIN)) == {"harbour/rivals", "harbour/byline"}
    assert new(scanner, baseline, story(2, SIN), "0.txt") == {"harbour/rivals", "harbour/byline"}


def test_a_notice_under_short_items_does_not_make_them_one(scanner: Scanner) -> None:
    short = f"{paragraph(1, 1)}\n\n{SIN}\n\n{NOTICE}"
    other = f"{paragraph(2, 1)}\n\n{SIN}\n\n{NOTICE}"
    assert new(scanner, drawn(scanner, short), other) == {"harbour/rivals", "harbour/byline"}


def test_of_articles_with_the_same_text_each_has_its_own(scanner: Scanner) -> None:
    signed = f"By Jane Doe\n\n{story(1)}"
    baseline = drawn(scanner, story(1, SIN), story(1))
    assert new(scanner, baseline, story(1), "1.txt") == set()
    assert new(scanner, baseline, signed, "0.txt") == set()


def test_a_milder_finding_is_known_and_a_worse_one_is_not() -> None:
    assert Known("violated", ("a",)).covers(Known("undetermined", ("a",)))
    assert not Known("undetermined", ("a",)).covers(Known("violated", ("a",)))
    assert not Known("violated", ("a",)).covers(Known("violated"))
    assert not Known("violated").covers(Known("violated", ("a",)))


def test_update_adds_and_prune_drops(scanner: Scanner) -> None:
    baseline = drawn(scanner, story(1, SIN), story(2, SIN))
    both = judged(scanner, story(1, SIN, "It allegedly sank."), "0.txt")[0]
    fixed = judged(scanner, story(1), "0.txt")[0]
    updated, changes = update(baseline, [both])
    assert (changes.added, changes.dropped, changes.unseen) == (1, 0, 1)
    assert new(scanner, updated, story(1, SIN, "It allegedly sank.")) == set()
    assert new(scanner, updated, story(2, SIN)) == set()
    pruned, changes = prune(baseline, [fixed])
    assert (changes.added, changes.dropped, changes.unseen) == (0, 1, 1)
    assert new(scanner, pruned, story(1, SIN)) == {"harbour/rivals"}
    assert new(scanner, pruned, story(2, SIN)) == set()
    alone, changes = prune(baseline, [fixed], gone=True)
    assert changes.dropped == 3
    assert new(scanner, alone, story(2, SIN)) == {"harbour/rivals", "harbour/byline"}


def test_drawing_it_again_changes_no_byte(scanner: Scanner) -> None:
    texts = [story(each, SIN) for each in range(5)]
    baseline = drawn(scanner, *texts)
    entries = [judged(scanner, text, f"{number}.txt")[0] for number, text in enumerate(texts)]
    assert b"".join(write(update(baseline, entries)[0])) == b"".join(write(baseline))
    assert b"".join(write(prune(baseline, entries[::-1])[0])) == b"".join(write(baseline))


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "no baseline"), (b"[]\n", "no baseline"), (b'{"baseline":2}\n', "no baseline"), (b"\xff", "no baseline"),
     (b'{"baseline":1}\n{"article":1}\n', "line 2 is damaged")],
)  # fmt: skip
def test_a_damaged_baseline_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BaselineError, match=words):
        read(data)


@settings(max_examples=60)
@given(st.integers(0, 19), st.lists(st.integers(0, 119), max_size=1), st.booleans())
def test_an_article_is_found_among_others_after_small_edits(number: int, edits: list[int], noticed: bool) -> None:
    def entry(name: str, text: str) -> Entry:
        return Entry(article=name, sketch=sketch(text), findings={"a/b": Known("violated")})

    texts = [plain(story(each, NOTICE)) for each in range(20)]
    baseline = Baseline(entry(f"{each}.txt", text) for each, text in enumerate(texts))
    words = texts[number].split()
    for at in edits:
        words[at % len(words)] = "edited"
    assert baseline.find(entry("renamed.txt", " ".join(words))) == number
    other = plain(story(99, NOTICE if noticed else ""))
    assert baseline.find(entry("99.txt", other)) is None


@given(st.text())
def test_a_sketch_is_small_and_the_same_for_the_same_text(text: str) -> None:
    drawn = sketch(text)
    assert drawn == sketch(text) == tuple(sorted({*drawn}))
    assert 1 <= len(drawn) <= 64


# On the command line


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")
    (tmp_path / "harbour.yaml").write_text(POLICY)
    (tmp_path / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\nbaseline: known.jsonl\n")
    (tmp_path / "wire").mkdir()
    for number in range(3):
        (tmp_path / "wire" / f"{number}.txt").write_text(story(number, SIN))
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_first_run_reports_all_a_second_none_and_a_third_what_is_new(desk: Path) -> None:
    assert run("check", "--no-baseline").exit_code == 1
    missing = run("check")
    assert missing.exit_code == 2
    assert "there is no baseline `known.jsonl`" in missing.output
    created = run("baseline", "create")
    assert created.output == "known.jsonl: 6 findings of 3 articles; 6 added, 0 dropped\n"
    second = run("check")
    assert second.exit_code == 0, second.output
    assert "3 pass" in second.output
    assert "6 known" in second.output
    assert "harbour/rivals" not in second.output
    (desk / "wire" / "2.txt").rename(desk / "wire" / "moved.txt")
    (desk / "wire" / "1.txt").write_text(story(1, SIN, "The Evening Foe was there."))
    third = run("check")
    assert third.exit_code == 1
    assert third.output.count("✗ harbour/rivals") == 1
    assert "Evening Foe" in third.output
    assert "✗ harbour/byline" not in third.output
    assert run("check", "--no-baseline").output.count("✗ harbour/") == 6


def test_a_baseline_is_not_replaced_by_accident(desk: Path) -> None:
    run("baseline", "create")
    before = (desk / "known.jsonl").read_bytes()
    refused = run("baseline", "create")
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert run("baseline", "create", "--force").exit_code == 0
    assert (desk / "known.jsonl").read_bytes() == before


def test_pruning_on_the_command_line(desk: Path) -> None:
    run("baseline", "create")
    (desk / "wire" / "0.txt").write_text(f"By Jane Doe\n\n{story(0)}")
    (desk / "wire" / "1.txt").unlink()
    pruned = run("baseline", "prune")
    assert pruned.output == (
        "known.jsonl: 4 findings of 2 articles; 0 added, 2 dropped\n1 article of it not among those checked\n"
    )
    assert run("baseline", "prune", "--gone").output.startswith("known.jsonl: 2 findings of 1 article;")


def test_what_could_not_be_checked_is_in_no_baseline(desk: Path) -> None:
    (desk / "wire" / "broken.txt").write_bytes(b"\x00\x01\x02" * 50)
    created = run("baseline", "create")
    assert created.exit_code == 3
    assert "broken.txt" in created.output
    assert run("check").exit_code == 3


@pytest.mark.slow
def test_an_archive_of_ten_thousand_reports_nothing_again_and_then_what_is_injected(desk: Path) -> None:
    (desk / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [archive]\nbaseline: known.jsonl\n")
    archive = desk / "archive"
    archive.mkdir()
    texts = [story(each, *([SIN] if each % 3 else []), *([NOTICE] if each % 2 else [])) for each in range(10_000)]
    for number, text in enumerate(texts):
        (archive / f"{number:05}.txt").write_text(text)
    assert run("baseline", "create").exit_code == 0
    assert run("check", "--quiet", "--fail-on", "review").exit_code == 0
    injected = [each * 163 for each in range(60)]
    for place, number in enumerate(injected):
        kind = place % 3
        name = archive / f"{number:05}.txt"
        if kind == 0:
            name.write_text(texts[number] + "\n\nThe Evening Foe said more.")
        elif kind == 1:
            name.write_text(texts[number].replace(" ", "\n", 30) + "\n\nIt allegedly sank.")
        else:
            name.rename(archive / f"new-{number:05}.txt")
            (archive / f"new-{number:05}.txt").write_text(story(50_000 + number, SIN))
    third = run("check", "--quiet", "--format", "csv")
    import csv

    rows = [row for row in csv.DictReader(third.output.splitlines()) if row["status"] == "violated"]
    found = {(row["file"].rpartition("/")[2], row["rule"]) for row in rows}
    wanted: set[tuple[str, str]] = set()
    for place, number in enumerate(injected):
        name = f"{number:05}.txt"
        if place % 3 == 0:
            wanted.add((name, "harbour/rivals"))
        elif place % 3 == 1:
            wanted.add((name, "harbour/hedges"))
        else:
            wanted |= {(f"new-{name}", "harbour/rivals"), (f"new-{name}", "harbour/byline")}
    assert found == wanted
