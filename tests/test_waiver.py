"""Waivers excuse what they name, for the text they were granted for, until their day; and nothing leaves the ledger."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger import BODY, BYLINE, LOGO, SOURCE, WORDS, article, found, report
from msgspec.structs import replace
from typer.testing import CliRunner, Result

from compliance.brake import brake, braked
from compliance.cli import app
from compliance.finding import Excuse
from compliance.fingerprint import seal
from compliance.report import Checked, Summary, decide, judge, reconsidered
from compliance.waiver import comments

POLICY = """\
policy: harbour
title: Harbour house rules
kind: house
sources:
  - {note: decided by the desk, evidence: house}
rules:
  - id: rivals
    check: terms
    terms: [Rival Gazette]
    message: no rival is named
    examples:
      passes: [{article: Another paper said so.}]
      fails: [{article: The Rival Gazette said so., at: Rival Gazette}]
  - id: byline
    check: byline
    message: a reporter is named
    examples:
      passes: [{article: "By Jane Doe\\n\\nShips sailed."}]
      fails: [{article: Ships sailed., insert: byline}]
"""
TEXT = "By Jane Doe\n\nThe Rival Gazette said on Monday that six ships had left the harbour.\n"
UNSIGNED = "Six ships had left the harbour, as the harbour master said on Monday.\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPLIANCE_CACHE", "")
    (tmp_path / "harbour.yaml").write_text(POLICY)
    (tmp_path / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\nwaivers: waivers.yaml\n")
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "a.txt").write_text(TEXT)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--as-of", "2026-11-22", *arguments])


def reports(*arguments: str) -> dict[str, dict]:
    lines = run("--format", "jsonl", *arguments).stdout.splitlines()
    return {each["article"]: each for each in map(json.loads, lines)}


def outcome(rule: str, name: str = "wire/a.txt", *arguments: str) -> dict:
    (each,) = [each for each in reports(*arguments)[name]["outcomes"] if each["rule"] == rule]
    return each


def grant(desk: Path, *entries: dict[str, str], inline: str = "[]") -> None:
    lines = [f"inline: {inline}", "waivers:" if entries else "waivers: []"]
    for entry in entries:
        given = {"rule": "harbour/rivals", "article": "wire/a.txt", "reason": "a quotation", "owner": "Kim"}
        given |= {"expires": "2026-12-31", **entry}
        lines += [f"  {'- ' if at == 0 else '  '}{key}: {value!r}" if key != "expires" else f"    expires: {value}"
                  for at, (key, value) in enumerate(given.items())]  # fmt: skip
    (desk / "waivers.yaml").write_text("\n".join(lines) + "\n")


def sealed(rule: str = "harbour/rivals") -> str:
    return outcome(rule, "wire/a.txt", "--no-waivers")["seal"]


# A waiver


def test_a_waived_finding_stays_in_the_ledger_and_says_who_excused_it(desk: Path) -> None:
    assert run("--no-waivers").exit_code == 1
    grant(desk, {"evidence": sealed()})
    result = run()
    assert result.exit_code == 0, result.output
    assert "~ harbour/rivals" in result.output
    assert "Waived by Kim until 2026-12-31: a quotation" in " ".join(result.output.split())
    waived = outcome("harbour/rivals")
    assert waived["status"] == "waived"
    assert waived["evidence"][0]["quote"] == "Rival Gazette"
    assert waived["excuse"] == {
        "by": "waiver", "status": "violated", "reason": "a quotation", "owner": "Kim", "expires": "2026-12-31",
    }  # fmt: skip
    assert reports().keys() == {"wire/a.txt"}
    assert len(reports()["wire/a.txt"]["outcomes"]) == len(reports("--no-waivers")["wire/a.txt"]["outcomes"])
    assert run("--no-waivers").exit_code == 1


def test_a_changed_text_revives_the_finding_and_is_told_at_the_waiver(desk: Path) -> None:
    grant(desk, {"evidence": sealed()})
    (desk / "wire" / "a.txt").write_text(TEXT.replace("said on Monday", "denied on Monday"))
    result = run()
    assert result.exit_code == 1
    assert "✗ harbour/rivals" in result.output
    assert "REVIEW       waivers.yaml" in result.output
    assert "✗ waivers/changed" in result.output
    assert "3:11 “'harbour/rivals'” (wire/a.txt, until 2026-12-31, by Kim)" in " ".join(result.output.split())


def test_an_edit_elsewhere_leaves_a_waiver_of_what_is_there_alone(desk: Path) -> None:
    grant(desk, {"evidence": sealed()})
    (desk / "wire" / "a.txt").write_text(TEXT.replace("six ships", "seven ships") + "\nA new paragraph.\n")
    assert run().exit_code == 0


def test_a_waiver_of_what_is_missing_is_bound_to_the_text_that_lacks_it(desk: Path) -> None:
    (desk / "wire" / "a.txt").write_text(UNSIGNED)
    grant(desk, {"rule": "harbour/byline", "evidence": sealed("harbour/byline")})
    assert run().exit_code == 0
    (desk / "wire" / "a.txt").write_text(UNSIGNED.replace(", as", ",\nas"))
    assert run().exit_code == 0
    (desk / "wire" / "a.txt").write_text(UNSIGNED.replace("Six", "Two"))
    assert run().exit_code == 1


def test_the_day_of_a_waiver_is_its_last(desk: Path) -> None:
    grant(desk, {"evidence": sealed(), "expires": "2026-11-22"})
    assert run().exit_code == 0
    grant(desk, {"evidence": sealed(), "expires": "2026-11-21"})
    result = run()
    assert result.exit_code == 1
    assert "✗ waivers/expired" in result.output
    assert "✗ waivers/changed" not in result.output


def test_a_waiver_of_what_is_put_right_is_unused(desk: Path) -> None:
    grant(desk, {"evidence": sealed()})
    (desk / "wire" / "a.txt").write_text(TEXT.replace("Rival Gazette", "harbour master"))
    result = run("--fail-on", "review")
    assert result.exit_code == 1
    assert "✗ waivers/unused" in result.output


def test_a_waiver_of_an_article_that_is_not_checked_says_nothing(desk: Path) -> None:
    grant(desk, {"evidence": sealed()}, {"evidence": "0" * 16, "article": "wire/other.txt"})
    assert run("--fail-on", "review").exit_code == 0


@pytest.mark.parametrize(
    "name", ["wire/a.txt", "wire/*", "*.txt", "https://example.org/six-ships", "https://example.org/*"]
)
def test_an_article_is_named_by_id_address_or_glob(desk: Path, name: str) -> None:
    (desk / "wire" / "a.txt").unlink()
    page = f'<link rel="canonical" href="https://example.org/six-ships"><p>{TEXT[:11]}</p><p>{TEXT[13:]}</p>'
    (desk / "wire" / "a.txt").write_text(f"<!doctype html><html><head>{page}</html>")
    grant(desk, {"evidence": sealed(), "article": name})
    assert run().exit_code == 0, run().output


def test_an_absolute_path_is_known_by_its_name_here(desk: Path) -> None:
    grant(desk, {"evidence": sealed()})
    assert run(str(desk / "wire")).exit_code == 0


def test_what_is_waived_is_in_no_baseline_and_neither_are_the_waivers(desk: Path) -> None:
    grant(desk, {"evidence": sealed()}, {"evidence": "0" * 16, "expires": "2026-01-01"})
    result = CliRunner().invoke(app, ["baseline", "create", "--as-of", "2026-11-22"])
    assert result.output == "baseline.jsonl: 0 findings of 0 articles; 0 added, 0 dropped\n"


def test_another_rules_seal_waives_nothing(desk: Path) -> None:
    (desk / "wire" / "a.txt").write_text(UNSIGNED)
    grant(desk, {"rule": "harbour/byline", "evidence": "ab" * 8})
    assert run().exit_code == 1


def test_a_fault_is_never_excused(desk: Path) -> None:
    grant(desk, {"evidence": sealed(), "article": "*"})
    (desk / "wire" / "b.txt").write_bytes(b"\x00\x01" * 40)
    assert run().exit_code == 3


# The file


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("waivers: [{rule: harbour/rivals}]", "`expires`"),
        ("waivers: [{rule: harbour/rivals, article: a, evidence: x, reason: r, owner: o,"
         " expires: 2026-12-31}]", "no seal"),
        ("waivers: [{rule: harbour/rivls, article: a, evidence: abababababababab, reason: r, owner: o,"
         " expires: 2026-12-31}]", "did you mean `harbour/rivals`"),
        ('waivers: [{rule: harbour/rivals, article: a, evidence: abababababababab, reason: " ", owner: o,'
         " expires: 2026-12-31}]", "`reason` is empty"),
        ("waivers: [{rule: harbour/rivals, article: a, evidence: abababababababab, reason: r, owner: o,"
         " expires: soon}]", "date"),
        ("inline: [harbour/nothing]", "is no rule"),
        ("waver: []", "waivers"),
    ],
)  # fmt: skip
def test_waivers_that_are_wrong_are_refused_before_anything_is_checked(desk: Path, text: str, words: str) -> None:
    (desk / "waivers.yaml").write_text(text)
    result = run()
    assert result.exit_code == 2
    assert result.stdout == ""
    assert words in result.stderr
    assert "waivers.yaml:1:" in result.stderr


def test_a_rule_of_a_policy_that_is_not_loaded_may_be_waived(desk: Path) -> None:
    grant(desk, {"evidence": sealed()}, {"evidence": "0" * 16, "rule": "dcnf/byline"})
    assert run().exit_code == 0


# In the article


def inlined(desk: Path, comment: str) -> Result:
    (desk / "wire" / "a.txt").unlink(missing_ok=True)
    (desk / "wire" / "a.html").write_text(f"<p>By Jane Doe</p>{comment}<p>{TEXT[13:]}</p><p>It said no more then.</p>")
    return run("--fail-on", "review")


def test_a_comment_waives_only_what_the_desk_allows(desk: Path) -> None:
    comment = "<!-- compliance: waive harbour/rivals it is a quotation -->"
    grant(desk, inline="[harbour/*]")
    result = inlined(desk, comment)
    assert result.exit_code == 0, result.output
    assert "Waived in the article itself: it is a quotation" in result.output
    for inline in ("[]", "[harbour/byline]"):
        grant(desk, inline=inline)
        result = inlined(desk, comment)
        assert result.exit_code == 1
        assert "✗ harbour/rivals" in result.output
        assert "the desk does not allow it" in result.output
    (desk / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\n")
    assert inlined(desk, comment).exit_code == 1


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("<!-- compliance: waive harbour/rivals -->", "no rule and reason are given"),
        ("<!-- compliance: waive -->", "no rule and reason are given"),
        ("<!-- compliance: waive harbour/byline she is at sea -->", "there is nothing to waive"),
    ],
)
def test_a_comment_without_effect_is_a_finding_where_it_stands(desk: Path, comment: str, words: str) -> None:
    grant(desk, inline="['*']")
    result = inlined(desk, comment)
    assert "✗ waivers/inline" in result.output
    assert words in " ".join(result.output.split())
    (each,) = [each for each in reports()["wire/a.html"]["outcomes"] if each["rule"] == "waivers/inline"]
    assert each["evidence"][0]["quote"] == comment


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["<!--", "-->", " compliance: waive a/b why ", "x", "<", "-", "\n"]), max_size=20))
def test_comments_are_quoted_as_they_stand(pieces: list[str]) -> None:
    given = article("".join(pieces))
    for comment in comments(given):
        shown = given[comment.span]
        assert shown.startswith("<!--")
        assert shown.endswith("-->")
        assert shown.count("-->") == 1
        assert "compliance: waive" in shown


# What a waived Outcome is to the verdict


def test_the_verdict_follows_from_what_is_not_waived() -> None:
    given = article()
    excuse = Excuse(by="waiver", status="violated", reason="r")
    broken = (BYLINE.violated("x"), LOGO.undetermined("y"), WORDS.met("z"))
    full = report(given, broken)
    assert full.verdict == "block"
    waived = replace(broken[0], status="waived", excuse=excuse)
    assert reconsidered(full, (waived, *broken[1:])).verdict == "review"
    assert judge(waived) == "pass"


def test_a_seal_is_bound_to_rule_and_evidence() -> None:
    given = article()
    piece = found(given, "A source")
    assert seal(SOURCE.violated("x", [piece]), given) == seal(SOURCE.violated("other words", [piece]), given)
    assert seal(SOURCE.violated("x", [piece]), given) != seal(WORDS.violated("x", [piece]), given)
    assert seal(SOURCE.violated("x"), given) != seal(SOURCE.violated("x"), article(BODY + " More."))


# Rules on trial


def test_a_rule_in_shadow_is_judged_and_counted_and_decides_nothing(desk: Path) -> None:
    (desk / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\n")
    (desk / "harbour.yaml").write_text(POLICY.replace("    check: terms\n", "    check: terms\n    shadow: true\n"))
    result = run()
    assert result.exit_code == 0, result.output
    assert "In shadow" in result.output
    assert "1 in shadow" in result.output
    shadow = outcome("harbour/rivals")
    assert (shadow["status"], shadow["standing"]) == ("violated", "shadow")
    assert reports()["wire/a.txt"]["findings"] == []
    summary = json.loads(run("--format", "json").stdout)["summary"]
    assert summary["shadow"] == {"harbour/rivals": 1}
    assert summary["rules"] == {}


def test_rules_in_shadow_alone_check_nothing(desk: Path) -> None:
    (desk / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\n")
    (desk / "harbour.yaml").write_text(POLICY.replace("    message:", "    shadow: true\n    message:"))
    result = run()
    assert result.exit_code == 3
    assert "nothing was checked" in result.output


# The brake


def many(share: int, of: int = 40) -> list[Checked]:
    given = article()
    kept, broken = (BYLINE.met("x"), SOURCE.met("x")), (BYLINE.violated("x"), SOURCE.met("x"))
    return [Checked(report(given, broken if each < share else kept), given) for each in range(of)]


def test_a_rule_that_fires_on_too_many_articles_is_braked() -> None:
    assert braked(many(10), 25) == ()
    assert braked(many(11), 25) == (("hns/byline", 11, 40),)
    assert braked(many(19, of=19), 25) == ()


def test_what_is_waived_or_on_trial_does_not_fire() -> None:
    given = article()
    shadow = replace(BYLINE.violated("x"), standing="shadow")
    waived = replace(BYLINE.violated("x"), status="waived")
    for outcome in (shadow, waived, LOGO.undetermined("x")):
        assert braked([Checked(report(given, (outcome,)), given)] * 40, 1) == ()


def test_braked_findings_ask_for_a_person() -> None:
    (first, *_) = many(1)
    slowed = brake(first.report, {"hns/byline"})
    assert (first.report.verdict, slowed.verdict) == ("block", "review")
    assert slowed.outcomes[0].standing == "braked"
    assert slowed.verdict == decide(slowed.outcomes, ())
    assert Summary.of(slowed).rules == {"hns/byline": 1}


def test_the_brake_on_the_command_line(desk: Path) -> None:
    (desk / "compliance.yaml").write_text("policy: [harbour.yaml]\npaths: [wire]\n")
    for number in range(30):
        (desk / "wire" / f"{number}.txt").write_text(TEXT)
    assert run().exit_code == 1
    result = run("--brake", "50")
    assert result.exit_code == 0
    assert "braked: `harbour/rivals` fires on 31 of 31 articles" in result.stderr
    assert "31 review" in result.stdout
    assert "must, medium, braked" in result.stdout
    assert run("--brake", "101").exit_code == 2
    assert run("-", "--brake", "50").exit_code == 2
