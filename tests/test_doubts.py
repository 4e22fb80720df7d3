"""What `policy lint` holds against policies that load: each doubt where there is reason for it, and none elsewhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from compliance.cli import app
from compliance.doubts import doubts
from compliance.load import load

TODAY = dt.date(2026, 11, 22)
GOOD = "By Jane Doe\n\nThe county spoke of a windfall."


def policy(**changes: object) -> dict:
    rule = {
        "id": "words",
        "check": "terms",
        "terms": ["windfall"],
        "message": "no windfalls",
        "examples": {
            "passes": [{"use": "plain"}],
            "fails": [{"use": "plain", "replace": {"sum": "windfall"}, "at": "windfall"}],
        },
    }
    return {
        "policy": "house",
        "title": "The house's rules",
        "kind": "house",
        "sources": [{"note": "the desk's own", "evidence": "house"}],
        "articles": {"plain": "By Jane Doe\n\nThe county spoke of a sum.", "windfall": GOOD},
        "rules": [rule | changes.pop("rule", {})],  # type: ignore[operator]
        **changes,
    }


def found(folder: Path, **changes: object) -> list[str]:
    path = folder / "house.yaml"
    path.write_text(yaml.safe_dump(policy(**changes)), encoding="utf-8")
    return [each.what for each in doubts(load([path]), TODAY, True)]


def test_a_sound_policy_raises_none(tmp_path: Path) -> None:
    assert found(tmp_path) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": {"terms": ["windfall", "windfall"]}}, "listed twice"),
        ({"rule": {"terms": ["windfall", "windfall tax"]}}, "found only where `windfall` is"),
        ({"rule": {"terms": ["windfall", "profit"], "regexes": ["profits?"]}}, "by a pattern of `regexes` already"),
        ({"rule": {"unless": ["rain fall"]}}, "excuses nothing"),
        ({"sources": [{"note": "their page", "evidence": "official"}]}, "has no address"),
        ({"sources": [{"url": "https://a.example", "evidence": "official"}]}, "nobody knows when"),
        ({"effective": {"until": dt.date(2020, 1, 1)}}, "ended on 2020-01-01"),
        (
            {"effective": {"since": dt.date(2024, 1, 1)}, "rule": {"effective": {"until": dt.date(2020, 1, 1)}}},
            "before the policy began",
        ),
        ({"detect": {"weak": [{"mention": ["House"], "weight": 0.2}]}}, "less than the 0.8"),
        ({"rule": {"language": ["en"], "only_if": {"language": ["de"]}}}, "other languages"),
        (
            {
                "rule": {
                    "examples": {
                        "passes": [{"use": "plain"}],
                        "fails": [{"use": "windfall", "replace": {"Jane": "June"}, "at": "windfall"}],
                    }
                }
            },
            "it fails as it does without what it replaces",
        ),
    ],
)
def test_what_looks_wrong_is_said(tmp_path: Path, changes: dict, said: str) -> None:
    [what] = found(tmp_path, **changes)
    assert said in what


def test_a_credit_that_is_met_by_something_else_is_doubtful(tmp_path: Path) -> None:
    rule = {
        "check": "byline",
        "examples": {
            "passes": [{"use": "plain", "replace": {"sum": "windfall"}}],
            "fails": [{"article": "Nobody wrote this.", "status": "violated"}],
        },
    }
    data = policy(rule=rule)
    del data["rules"][0]["terms"]
    (tmp_path / "house.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    whats = [each.what for each in doubts(load([tmp_path / "house.yaml"]), TODAY, True)]
    assert any("met by the same words" in what for what in whats)


def test_lint_says_it_and_fails_only_if_strict(tmp_path: Path) -> None:
    path = tmp_path / "house.yaml"
    path.write_text(yaml.safe_dump(policy(rule={"terms": ["windfall", "windfall tax"]})), encoding="utf-8")
    plain = CliRunner().invoke(app, ["policy", "lint", str(path)])
    strict = CliRunner().invoke(app, ["policy", "lint", "--strict", str(path)])
    assert (plain.exit_code, strict.exit_code) == (0, 1)
    assert "house/words: `windfall tax` is found only where" in plain.output
    assert "1 thing worth a look" in plain.output
