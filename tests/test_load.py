"""Loading: every way in which a policy can be wrong is a case in `tests/diagnostics`; here is what goes right."""

from __future__ import annotations

import copy
import datetime as dt
import json
import os
import pickle
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.checks.element import ElementRule
from compliance.checks.link import LinkRule
from compliance.desk import Desk
from compliance.language.source import parse
from compliance.load import PolicyError, find, load, load_as, load_desk, shipped, sort_files
from compliance.policy import AnyOf

CASES = Path(__file__).parent / "diagnostics"
NAMES = sorted(path.stem for path in CASES.glob("*.txt"))


def complaints(name: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said of a case, shown as if its folder were the current one."""
    monkeypatch.chdir(CASES)
    path = Path(name) if Path(name).is_dir() else Path(f"{name}.yaml")
    with pytest.raises(PolicyError) as caught:
        load([path], lexicon_paths=[Path(name) / "lexicon"] if (path / "lexicon").is_dir() else [])
    return f"{caught.value}\n"


@pytest.mark.parametrize("name", NAMES)
def test_says_all_that_is_wrong(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = complaints(name, monkeypatch)
    expected = CASES / f"{name}.txt"
    if os.environ.get("WRITE_DIAGNOSTICS"):
        expected.write_text(said, encoding="utf-8")
    assert said == expected.read_text(encoding="utf-8")


def test_every_case_has_its_rendering() -> None:
    given = {path.stem if path.suffix == ".yaml" else path.name for path in CASES.iterdir() if path.suffix != ".txt"}
    assert given | {"a-path-that-is-not-there"} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_speaks_in_the_style_of_the_house(name: str) -> None:
    rendered = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    sayings = re.findall(r"^(?:\S+: error|hint): (.*)$", rendered, re.MULTILINE)
    assert sayings
    for saying in sayings:
        assert not saying.startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")), saying
        assert not saying.endswith("."), saying
        assert saying.count("`") % 2 == 0, saying


@pytest.mark.parametrize("name", NAMES)
def test_the_caret_stands_under_the_column(name: str) -> None:
    rendered = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    for block in rendered.split("\n\n"):
        place = re.match(r"\S+?:\d+:(\d+): error", block)
        lines = block.splitlines()
        if place and len(lines) > 2 and len(lines[1]) < 100:
            assert lines[2].index("^") == 4 + int(place[1]) - 1


LINK = """
  - id: link
    check: link
    message: the article links to the outlet
    examples:
      passes: [{article: good}]
      fails: [{article: bad, insert: bottom}]
"""


def policy(name: str, body: str = f"rules:{LINK}", kind: str = "house") -> str:
    return f"policy: {name}\ntitle: A policy\nkind: {kind}\nsources: [{{evidence: house, note: ours}}]\n{body}"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_policy_becomes_its_nouns(tmp_path: Path) -> None:
    body = (
        "effective: {since: 2024-11-05}\noutlet: {name: The Outlet, aliases: ['NO', '1.10']}\n"
        + f"rules:{LINK}    within: 5\n"
    )
    (found,) = load([write(tmp_path, house=policy("house", body))], lexicon_paths=[]).policies
    (rule,) = found.rules
    assert found.effective.since == dt.date(2024, 11, 5)
    assert found.outlet is not None
    assert found.outlet.aliases == ("NO", "1.10")
    assert isinstance(rule, LinkRule)
    assert (rule.id, rule.within, rule.examples.fails[0].insert) == ("link", 5, "bottom")


def test_policies_come_sorted_by_id_with_the_digest_of_every_file(tmp_path: Path) -> None:
    write(tmp_path, zebra=policy("zebra"), ant=policy("ant"))
    rulebook = load([tmp_path], lexicon_paths=[])
    assert [each.policy for each in rulebook.policies] == ["ant", "zebra"]
    assert list(rulebook.files) == [(tmp_path / name).as_posix() for name in ("ant.yaml", "zebra.yaml")]
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in rulebook.files.values())
    assert pickle.loads(pickle.dumps(rulebook)) == rulebook  # noqa: S301


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, ant=policy("ant"))
    assert len(load([tmp_path, tmp_path / "ant.yaml"], lexicon_paths=[]).policies) == 1


def test_hidden_folders_and_other_files_are_no_policies(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    write(tmp_path / ".git", config=": not a policy")
    (tmp_path / "README.md").write_text("# not a policy")
    write(tmp_path, ant=policy("ant"))
    assert [path.name for path in sort_files([tmp_path])[0]] == ["ant.yaml"]


@pytest.mark.parametrize("given", ["an empty folder", "nothing"])
def test_no_policies_are_an_error(given: str, tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="no policies found"):
        load([tmp_path] if given == "an empty folder" else [], lexicon_paths=[])


def test_what_cannot_be_read_is_said_beside_all_other_errors(tmp_path: Path) -> None:
    write(tmp_path, ant="policy: ant\n")
    with pytest.raises(PolicyError) as caught:
        load([tmp_path / "none.yaml", tmp_path / "ant.yaml", tmp_path], lexicon_paths=[])
    messages = [each.message for each in caught.value.diagnostics]
    assert "cannot be read: no such file or directory" in messages
    assert "`title` is missing" in messages


def test_a_device_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(PolicyError, match="no regular file"):
        load([tmp_path], lexicon_paths=[])


def test_words_of_all_lexicon_files_come_together(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    write(tmp_path / "lexicon", one="roles: [reporter, editor]\n", two="roles: [editor, columnist]\nagencies: [AP]\n")
    write(tmp_path, ant=policy("ant"))
    alone = load([tmp_path], lexicon_paths=[tmp_path / "lexicon"]).lexicon
    assert alone.roles == ("reporter", "editor", "columnist")
    assert alone.agencies == ("AP",)


def test_a_lexicon_folder_adds_to_the_shipped_words(tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    write(tmp_path / "lexicon", own="roles: [town crier]\n")
    write(tmp_path, ant=policy("ant"))
    words = load([tmp_path]).lexicon
    assert "town crier" in words.roles
    assert words.byline_openers


def test_a_group_lends_its_members_what_they_do_not_say(tmp_path: Path) -> None:
    body = """
rules:
  - id: either
    level: should
    message: linked or counted
    clause: Link to us, or carry our pixel.
    any_of:
      - {check: link, to: home, level: may}
      - {check: element, tag: [img], message: counted}
    examples: {passes: [{article: good}], fails: [{article: bad, insert: bottom}]}
"""
    (found,) = load([write(tmp_path, terms=policy("terms", body, "republication"))], lexicon_paths=[]).policies
    (group,) = found.rules
    assert isinstance(group, AnyOf)
    link, pixel = group.any_of
    assert isinstance(link, LinkRule)
    assert isinstance(pixel, ElementRule)
    assert (link.id, link.level, link.message) == ("either.1", "may", "linked or counted")
    assert (pixel.id, pixel.level, pixel.message) == ("either.2", "should", "counted")
    assert link.clause == pixel.clause == "Link to us, or carry our pixel."


def test_tags_of_a_tags_rule_are_no_group(tmp_path: Path) -> None:
    body = f"rules:{LINK}".replace("check: link", "check: tags\n    any_of: [war]")
    (found,) = load([write(tmp_path, house=policy("house", body))], lexicon_paths=[]).policies
    assert not isinstance(found.rules[0], AnyOf)


BASE = f"""base: true
outlet: {{name: The Outlet}}
articles: {{good: a good one, other: another}}
rules:{LINK}
  - {{id: pixel, check: element, tag: [img], message: counted, severity: low}}
  - {{id: credit, check: element, tag: [a], message: credited}}
manual:
  - {{id: ask, clause: Please ask us first., why: up to the desk}}
"""


def test_a_policy_builds_on_a_base(tmp_path: Path) -> None:
    child = """extends: base
articles: {good: a better one}
without: {credit: the pixel says it, ask: we have asked}
rules:
  - id: own
    check: link
    message: own
    examples: &examples {passes: [{use: good}], fails: [{use: other, insert: top}]}
  - {id: pixel, tag: [script], examples: *examples}
"""
    rulebook = load([write(tmp_path, base=policy("base", BASE), child=policy("child", child))], lexicon_paths=[])
    (found,) = rulebook.policies
    link, pixel, own = found.rules
    assert [each.policy for each in rulebook.bases] == ["base"]
    assert (link.id, own.id) == ("link", "own")
    assert isinstance(pixel, ElementRule)
    assert (pixel.tag, pixel.severity, pixel.message) == (("script",), "low", "counted")
    assert found.manual == ()
    assert found.articles == {"good": "a better one", "other": "another"}
    assert found.outlet is not None
    assert not found.base


def test_a_base_builds_on_a_base(tmp_path: Path) -> None:
    middle = "base: true\nextends: base\nwithout: {pixel: not counted}\n"
    child = "extends: middle\nwithout: {credit: linked}\nrules: [{id: link, level: may}]\n"
    write(tmp_path, base=policy("base", BASE), middle=policy("middle", middle), child=policy("child", child))
    (found,) = load([tmp_path], lexicon_paths=[]).policies
    assert [(rule.id, rule.level) for rule in found.rules] == [("link", "may")]
    assert [item.id for item in found.manual] == ["ask"]


def test_an_override_with_another_check_drops_the_old_parameters(tmp_path: Path) -> None:
    child = """extends: base
without: {credit: linked}
rules:
  - {id: pixel, check: link, to: home, examples: {passes: [{use: good}], fails: [{use: other, insert: top}]}}
"""
    (found,) = load(
        [write(tmp_path, base=policy("base", BASE), child=policy("child", child))], lexicon_paths=[]
    ).policies
    pixel = found.rules[1]
    assert isinstance(pixel, LinkRule)
    assert (pixel.to, pixel.severity) == ("home", "low")


def test_a_base_that_nobody_gave_is_found_among_the_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    write(tmp_path / "rules", base=policy("base", BASE.replace("base: true\n", "")))
    monkeypatch.setattr("compliance.language.reading.shipped", lambda: tmp_path / "rules")
    child = "extends: base\nwithout: {pixel: not counted, credit: linked}\n"
    rulebook = load([write(tmp_path, child=policy("child", child)) / "child.yaml"], lexicon_paths=[])
    assert [each.policy for each in rulebook.policies] == ["child"]
    assert (tmp_path / "rules" / "base.yaml").as_posix() in rulebook.files


def test_loading_runs_no_code_and_opens_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("loading a policy must not do this")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(os, "system", refuse)
    body = f"extra: !!python/object/apply:os.system [echo run]\nrules:{LINK}"
    with pytest.raises(PolicyError, match="runs no code"):
        load([write(tmp_path, house=policy("house", body))], lexicon_paths=[])
    load([write(tmp_path, house=policy("house", "outlet: {name: O, domains: [example.invalid]}\n" + f"rules:{LINK}"))])


def test_a_check_complains_at_the_field_it_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def complain(rule: LinkRule) -> list[tuple[str, str, str]]:
        return [("urls.1", "the second is odd", "try another"), ("within", "`within` is odd", "")]

    monkeypatch.setattr("compliance.checks.link.complain", complain)
    body = f"rules:{LINK}    urls: [https://one.example, https://two.example]\n"
    with pytest.raises(PolicyError) as caught:
        load([write(tmp_path, house=policy("house", body))], lexicon_paths=[])
    odd, absent = sorted(caught.value.diagnostics, key=lambda each: each.message, reverse=True)
    assert odd.text[odd.column - 1 :].startswith("https://two.example")
    assert absent.text.strip() == "- id: link"


def test_shipped_policies_load() -> None:
    rulebook = load([shipped()])
    assert "dcnf" in [each.policy for each in rulebook.policies]


def test_find_takes_an_id_or_a_path(tmp_path: Path) -> None:
    assert find("dcnf") == shipped() / "republication" / "dcnf.yaml"
    assert find(str(tmp_path)) == tmp_path
    with pytest.raises(PolicyError, match="did you mean `dcnf`"):
        find("dcfn")


def test_a_desk_profile_is_read_like_a_policy(tmp_path: Path) -> None:
    good = "name: The Gazette\npaywall: false\nlicences: [{policy: metro-uk, until: 2025-01-01}]\n"
    bad = "name: The Gazette\npaywal: false\nnonprofit: yes\n"
    write(tmp_path, good=good, bad=bad)
    desk = load_desk(tmp_path / "good.yaml")
    assert desk == load_as(Desk, tmp_path / "good.yaml")
    assert desk.licences[0].until == dt.date(2025, 1, 1)
    with pytest.raises(PolicyError) as caught:
        load_desk(tmp_path / "bad.yaml")
    assert [(each.line, each.hint) for each in caught.value.diagnostics] == [
        (2, "did you mean `paywall`?"),
        (3, 'write `"yes"` for the text, or `true` if that is meant'),
    ]


ODD = (
    None,
    True,
    0,
    -1.5,
    "",
    " ",
    "`",
    "a/b",
    "link",
    "any_of",
    "2024-11-05",
    "(?=x)",
    [],
    {},
    [None],
    [{}],
    {"": []},
    {"a": 1},
)
WHOLE = parse(policy("whole", BASE), "whole.yaml").data


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [each for key, below in inner for each in [(*path, key), *paths(below, (*path, key))]]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.lists(st.tuples(st.sampled_from(paths(WHOLE)), st.sampled_from(ODD)), min_size=1, max_size=3))
def test_a_damaged_policy_gives_policies_or_diagnostics(damage: list[tuple[Any, Any]], tmp_path: Path) -> None:
    data = copy.deepcopy(WHOLE)
    for path, odd in damage:
        spot = data
        for step in path[:-1]:
            there = spot if isinstance(spot, dict) else dict(enumerate(spot)) if isinstance(spot, list) else {}
            spot = there.get(step)
        if isinstance(spot, dict):
            spot[path[-1]] = copy.deepcopy(odd)
    write(tmp_path, whole=json.dumps(data))
    try:
        read = load([tmp_path], lexicon_paths=[])
    except PolicyError as error:
        said = str(error)
    else:
        said = read.policies or read.bases
    assert said


def test_an_installed_program_finds_its_own_policies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "compliance"
    package.mkdir(parents=True)
    (package.parent / "rules").mkdir()
    monkeypatch.setattr("compliance.rulebook.PACKAGE", package)
    with pytest.raises(PolicyError, match="are missing"):
        shipped()
    (package / "_rules").mkdir()
    assert shipped() == package / "_rules"
