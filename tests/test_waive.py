"""`compliance waive` writes an entry that does what it says, and leaves the rest of the file as it is."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from compliance.cli import app
from compliance.language.granting import GrantError, granted, read
from compliance.waiver import Waiver

ARTICLE = Path("fixtures/articles/dcnf.txt").resolve()
RUN = CliRunner()
WORDS = ["--reason", "the logo is put in by the CMS", "--owner", "Kim Doe", "--expires", "2099-01-31"]


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "dcnf.txt").write_bytes(ARTICLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def waived(source: str, *more: str, rule: str = "dcnf/logo") -> tuple[int, str]:
    result = RUN.invoke(app, ["waive", rule, source, *WORDS, "--policy", "dcnf", *more])
    return result.exit_code, result.output


def statuses() -> dict[str, str]:
    result = RUN.invoke(app, ["check", "-f", "json", "--policy", "dcnf", "--waivers", "waivers.yaml", "dcnf.txt"])
    [report, *_] = json.loads(result.stdout)["reports"]
    return {each["rule"]: each["status"] for each in report["outcomes"]}


def test_a_finding_of_an_article_is_waived_until_its_text_changes(desk: Path) -> None:
    assert waived("dcnf.txt")[0] == 0
    assert statuses()["dcnf/logo"] == "waived"
    (desk / "dcnf.txt").write_text(ARTICLE.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert statuses()["dcnf/logo"] == "undetermined"


@pytest.mark.parametrize("format", ["json", "jsonl"])
def test_a_finding_of_a_report_is_waived(desk: Path, format: str) -> None:
    report = RUN.invoke(app, ["check", "-f", format, "--policy", "dcnf", "dcnf.txt"]).stdout
    (desk / "report.json").write_text(report, encoding="utf-8")
    assert waived("report.json")[0] == 0
    assert statuses()["dcnf/logo"] == "waived"


def test_the_rest_of_the_file_stays(desk: Path) -> None:
    before = "# ours\nwaivers:\n  # the logo\n  - rule: dcnf/byline\n    article: other.txt\n"
    before += "    evidence: 0123456789abcdef\n    reason: 'why: because'\n    owner: Kim\n"
    before += "    expires: 2099-01-01  # soon\n# end\ninline: [house/*]\n"
    (desk / "waivers.yaml").write_text(before, encoding="utf-8")
    assert waived("dcnf.txt")[0] == 0
    after = (desk / "waivers.yaml").read_text(encoding="utf-8")
    rest = iter(after.splitlines())
    assert all(line in rest for line in before.splitlines())
    assert len(read(after, "waivers.yaml").waivers) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["dcnf/nothing", "dcnf.txt", *WORDS], "is no finding"),
        (["dcnf/logo", "dcnf.txt", *WORDS[:-1], "2020-01-01"], "is over already"),
        (["dcnf/logo", "dcnf.txt", "--reason", " ", *WORDS[2:]], "it is empty"),
        (["dcnf/logo", "dcnf.txt", *WORDS[2:]], "--reason"),
        (["dcnf/logo", "missing.txt", *WORDS], "no such file"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_written(desk: Path, arguments: list[str], said: str) -> None:
    result = RUN.invoke(app, ["waive", *arguments, "--policy", "dcnf"])
    assert result.exit_code == 2
    assert said in result.output
    assert not (desk / "waivers.yaml").exists()


def test_the_same_is_not_waived_twice(desk: Path) -> None:
    waived("dcnf.txt")
    before = (desk / "waivers.yaml").read_bytes()
    code, said = waived("dcnf.txt")
    assert (code, (desk / "waivers.yaml").read_bytes()) == (2, before)
    assert "already" in said


@given(reason=st.text(min_size=1).filter(str.strip), owner=st.text(min_size=1).filter(str.strip))
def test_whatever_the_reason_the_file_reads_as_it_was_meant(reason: str, owner: str) -> None:
    waiver = Waiver(
        rule="a/b", article="x.txt", evidence="0" * 16, reason=reason, owner=owner, expires=dt.date(2099, 1, 1)
    )
    for text in ("", "waivers: []\ninline: []\n", "inline: []\n"):
        try:
            new = granted(text, "waivers.yaml", waiver)
        except GrantError:
            assert not (reason + owner).isprintable()
            continue
        assert read(new, "waivers.yaml").waivers == (waiver,)
