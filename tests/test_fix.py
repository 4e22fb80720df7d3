"""Repairs: every failing example of every shipped policy that can be put right is, and the text stays as it was."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from compliance.article import Article
from compliance.desk import NO_DESK, Desk
from compliance.difference import FREE
from compliance.examples import Rehearsal, Specimen
from compliance.fidelity import Pair
from compliance.fix import Fixed, Fixer, article_in, fix_input
from compliance.load import Rulebook, load, shipped
from compliance.originals import Found, Given
from compliance.plan import compile
from compliance.policy import Policy, Rule
from compliance.readers import read_record, read_text
from compliance.repairs import by_hand
from compliance.scan import Scanner

ADDED = {*FREE, "addition", "note", "subhead"}
"""What a copy may differ in from what it was before its repair, by the comparison for originals."""


@cache
def rulebook() -> Rulebook:
    return load([shipped()])


FEW = {"content-warning", "dcnf", "google", "knowable", "metro-uk", "propublica", "sensitive", "suicide-reporting"}
"""The policies whose examples are put right in the fast tests too; all of them are in the slow ones."""
POLICIES = {each.policy: each for each in rulebook().policies if each.rules}


def delivered(article: str | dict[str, Any]) -> tuple[str, bytes]:
    if isinstance(article, dict):
        return "example.json", json.dumps(article, ensure_ascii=False).encode()
    return "example", article.encode()


def as_article(source: str | dict[str, Any]) -> Article:
    found = read_record(source, "original") if isinstance(source, dict) else next(iter(read_text(source, "original")))
    assert isinstance(found, Article)
    return found


def repaired(policy: Policy, specimen: Specimen, desk: Desk) -> tuple[Article, Fixed, Fixer, str, bytes, bytes]:
    original = specimen.original or policy.articles.get("original") or policy.articles.get("good")
    shelf = Given(as_article(original)) if original else None
    rehearsal = Rehearsal(policy, rulebook().lexicon, rulebook().policies)
    compared = shelf if specimen.original else None
    scanner = Scanner(rehearsal._plan, desk, specimen.as_of, frozenset({policy.policy}), originals=compared)
    fixer = Fixer(scanner, desk, shelf, everything=True)
    name, data = delivered(specimen.article)
    before = article_in(data, name, name, {})
    after, fixed = fixer.fix(data, name, before)
    return before, fixed, fixer, name, data, after


def failing(policy: Policy) -> list[tuple[Rule, str, Specimen]]:
    """The examples that break a rule which a program can put right."""
    rehearsal = Rehearsal(policy, rulebook().lexicon, rulebook().policies)
    found = []
    for rule in policy.rules:
        for number, example in enumerate(rule.examples.fails, start=1):
            if example.status in (None, "violated") and not by_hand(rule):
                name = f"{policy.policy}/{rule.id} fails: {example.name or number}"
                found.append((rule, name, rehearsal.specimen(example)))
    return found


@pytest.mark.parametrize(
    "policy",
    [pytest.param(each, id=name, marks=() if name in FEW else pytest.mark.slow) for name, each in POLICIES.items()],
)
def test_every_fixable_failing_example_is_put_right_with_its_text_untouched(policy: Policy) -> None:
    from compliance.examples import _desk

    for number, (rule, name, specimen) in enumerate(failing(policy)):
        desk = replace(_desk(specimen.desk), logos={policy.policy: "/images/logo.png"})
        before, fixed, fixer, file, data, after = repaired(policy, specimen, desk)
        outcomes = {each.rule: each.status for each in fixed.after.outcomes}
        assert outcomes[f"{policy.policy}/{rule.id}"] == "met", (name, fixed.left)
        assert after != data
        worse = {"not_applicable": 0, "met": 0, "undetermined": 1, "violated": 2}
        for outcome in fixed.before.outcomes:
            assert worse[outcomes[outcome.rule]] <= worse[outcome.status], (name, outcome.rule)
        if all(repair.safe for repair in fixed.repairs):
            assert not missing(data.decode(), after.decode()), name
            pair = Pair(fixed.article, Found(before, "before"), rulebook().lexicon)
            assert pair.kept == pair.total, name
            beside = {"wording"} if any(repair.touches == "byline" for repair in fixed.repairs) else set()
            assert {each.kind for each in pair.differences} <= ADDED | beside, name
        if not number:
            assert fixer.fix(after, file, fixed.article)[0] == after, f"{name}: a second run changes it again"


def missing(before: str, after: str) -> str:
    """What of a text is not in another in the same order, character by character."""
    rest = iter(after)
    return "".join(character for character in before if character not in rest)


def test_the_share_that_can_be_put_right_is_what_it_was() -> None:
    every = [
        rule
        for policy in POLICIES.values()
        for rule in policy.rules
        for example in rule.examples.fails
        if example.status in (None, "violated")
    ]
    fixable = [each for each in every if not by_hand(each)]
    assert len(fixable) / len(every) > 0.5
    assert all(by_hand(each) for each in every if each.check in ("desk", "owner", "topic", "dates"))


def dcnf(everything: bool = False, **facts: Any) -> Fixer:
    book = load(["rules/republication/dcnf.yaml"])
    desk = replace(NO_DESK, news_publisher=True, large_audience=True, logos={"dcnf": "/logos/dcnf.png"}, **facts)
    scanner = Scanner(compile(book.policies, book.lexicon), desk)
    original = as_article(book.policies[0].articles["good"])
    return Fixer(scanner, desk, Given(original), everything=everything)


NOTICE = "All content created by the Daily Caller News Foundation is available without charge to any news publisher."
TEXT = (
    "County Opens Its Bridge Repair Records\n\nAlder County put ten years of records online on Monday.\n\n"
    "“Anyone can now see what was mended,” county engineer Tomas Reyk said.\n\n"
) + NOTICE
MARKDOWN = (
    "# County Opens Its Bridge Repair Records\r\n\r\nAlder County put ten years of records online.\r\n\r\n" + NOTICE
)
PAGE = (
    "<!DOCTYPE html>\n<html><head><title>Bridges</title></head>\n<body>\n  <article>\n    <h1>Bridges</h1>\n"
    "    <p>Alder County put ten years of records online &amp; was thanked.</p>\n"
    f"    <p>{NOTICE}</p>\n  </article>\n</body></html>\n"
)


def only(found: list[Any]) -> Fixed:
    [fixed] = found
    assert isinstance(fixed, Fixed)
    return fixed


@pytest.mark.parametrize(
    ("name", "data", "line"),
    [
        ("a.txt", TEXT, "\n\nBy Mara Ellison, Daily Caller News Foundation\n\n"),
        ("a.md", MARKDOWN, "\r\n\r\nBy Mara Ellison, Daily Caller News Foundation\r\n\r\n"),
        ("a.html", PAGE, '\n<p class="byline">By Mara Ellison, Daily Caller News Foundation</p>\n'),
    ],
)
def test_a_byline_is_put_in_as_the_format_has_it(name: str, data: str, line: str) -> None:
    after, found = fix_input(dcnf(), name, data.encode())
    assert line in after.decode()
    assert not missing(data, after.decode())
    assert {each.rule: each.status for each in only(found).after.outcomes}["dcnf/affiliation"] == "met"


def test_records_keep_every_byte_but_for_what_is_put_in() -> None:
    body = f"<p>Alder \\u201cCounty\\u201d put records\\/ online.</p><p>{NOTICE}</p>"
    record = f'{{"id": 7,  "body":"{body}", "title": "Bridges", "tags": []}}'
    lines = f'{{"body": "<p>Another matter.</p>"}}\n{record}\n'
    after, found = fix_input(dcnf(), "a.jsonl", lines.encode())
    assert len(found) == 2
    assert not missing(lines, after.decode())
    assert json.loads(after.splitlines()[1])["byline"] == "Mara Ellison, Daily Caller News Foundation"
    assert after.splitlines()[0] == lines.splitlines()[0].encode()
    assert {each.rule: each.status for each in found[1].after.outcomes}["dcnf/byline"] == "met"  # type: ignore[union-attr]


@pytest.mark.parametrize("cdata", [True, False])
def test_items_of_feeds_are_written_where_they_stand(cdata: bool) -> None:
    body = f"<p>Alder County &amp; others put records online.</p><p>{NOTICE}</p>"
    escaped = f"<![CDATA[{body}]]>" if cdata else body.replace("&", "&amp;").replace("<", "&lt;")
    item = f"<item><guid>{{}}</guid><title>Bridges</title><description>{escaped}</description></item>"
    other = "<item><guid>1</guid><title>Roads</title><description>Roads are long.</description></item>"
    feed = (
        f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>W</title>{other}{item.format(2)}</channel></rss>\n'
    )
    after, found = fix_input(dcnf(), "a.rss", feed.encode())
    assert not missing(feed, after.decode())
    assert {each.rule: each.status for each in found[1].after.outcomes}["dcnf/logo"] == "met"  # type: ignore[union-attr]
    assert ("&lt;img" in after.decode()) is not cdata


def test_what_changes_words_takes_all() -> None:
    page = PAGE.replace("<h1>Bridges</h1>", '<h1>Bridges</h1>\n<p class="byline">By Staff</p>')
    careful = only(fix_input(dcnf(), "a.html", page.encode())[1])
    assert all(repair.safe for repair in careful.repairs)


def test_what_is_not_known_is_said_and_not_made_up() -> None:
    book = load(["rules/republication/dcnf.yaml"])
    fixer = Fixer(Scanner(compile(book.policies, book.lexicon)), everything=True)
    after, found = fix_input(fixer, "a.html", PAGE.encode())
    left = {each.outcome.rule: each.why for each in only(found).left}
    assert after == PAGE.encode()
    assert "nobody is named as the author" in left["dcnf/byline"]
    assert "`logo_url` is not known" in left["dcnf/logo"]


def test_furniture_among_the_articles_own_words_stays() -> None:
    book = load(["rules/sensitive/damaged-text.yaml"])
    fixer = Fixer(Scanner(compile(book.policies, book.lexicon)), everything=True)
    apart, among = PAGE.replace(NOTICE, "Skip to content"), PAGE.replace("thanked.", "thanked. Skip to content")
    assert b"Skip to content" not in fix_input(fixer, "a.html", apart.encode())[0]
    after, found = fix_input(fixer, "a.html", among.encode())
    assert after == among.encode()
    assert [each.outcome.rule for each in only(found).left] == ["damaged-text/furniture"]


def test_bytes_that_cannot_be_written_back_are_left_alone() -> None:
    data = PAGE.replace("&amp;", "é").encode("latin-1").replace(b"<head>", b'<head><meta charset="latin-1">')
    after, _ = fix_input(dcnf(), "a.html", data)
    assert b"\xe9" in after
    assert b"By Mara Ellison" in after


def test_a_repair_that_would_touch_the_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from compliance import fix
    from compliance.article import Span
    from compliance.repair import Edit, Repair

    at = PAGE.index("Alder County")
    edit = Edit(Span("input", at, at + 5), "By Mara Ellison, DCNF. Birch")

    def spoil(*_: Any) -> Any:
        yield Repair(rule="dcnf/byline", does="spoils the text", edits=(edit,), touches="")

    monkeypatch.setattr(fix, "propose", spoil)
    after, found = fix_input(dcnf(everything=True), "a.html", PAGE.encode())
    assert after == PAGE.encode()
    assert any("would not be what it was" in each.why for each in only(found).left)


def test_reviewdog_is_given_the_repairs_as_suggestions_that_lead_to_met() -> None:
    import jsonschema

    from compliance.render import Setting
    from compliance.render.rdjson import render
    from compliance.report import Checked

    page = PAGE.replace("Alder", "Älder")
    fixer = dcnf()
    article = article_in(page.encode(), "a.html", "a.html", {})
    checked = Checked(fixer._scanner.scan(article), article, "a.html")
    document = json.loads("".join(render([checked], Setting(repairs=fixer.suggestions))))
    schema = json.loads(Path("tests/schemas/rdjson.json").read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(document)
    suggested = [each for each in document["diagnostics"] if "suggestions" in each]
    assert {each["code"]["value"] for each in suggested} == {"dcnf/byline", "dcnf/affiliation", "dcnf/logo"}
    lines = page.encode().split(b"\n")
    for each in suggested:
        [suggestion] = each["suggestions"]
        start, end = (
            sum(len(line) + 1 for line in lines[: at["line"] - 1]) + at["column"] - 1
            for at in (suggestion["range"]["start"], suggestion["range"]["end"])
        )
        after = page.encode()[:start] + suggestion["text"].encode() + page.encode()[end:]
        outcomes = fixer._scanner.scan(article_in(after, "a.html", "a.html", {})).outcomes
        assert {one.rule: one.status for one in outcomes}[each["code"]["value"]] == "met"


def test_ascii_pages_of_no_or_another_encoding_are_kept_ascii() -> None:
    byline = {"Mara Ellison": "María Ellison"}
    for head in ("", '<meta charset="windows-1252">', '<meta charset="utf-8">'):
        page = PAGE.replace("<head>", f"<head>{head}")
        book = load(["rules/republication/dcnf.yaml"])
        good = book.policies[0].articles["good"]
        assert isinstance(good, str)
        original = as_article(good.replace(*next(iter(byline.items()))))
        scanner = Scanner(compile(book.policies, book.lexicon))
        after, _ = fix_input(Fixer(scanner, NO_DESK, Given(original)), "a.html", page.encode())
        assert ("María".encode() in after) == ("utf-8" in head)
        assert (b"Mar&#237;a" in after) == ("utf-8" not in head)


def test_what_is_waived_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from compliance.cli import app

    policy, desk = str(Path("rules/republication/dcnf.yaml").resolve()), tmp_path / "desk.yaml"
    monkeypatch.chdir(tmp_path)
    desk.write_text("logos: {dcnf: /logo.png}\n", encoding="utf-8")
    page = tmp_path / "a.html"
    page.write_text(PAGE, encoding="utf-8")
    page.chmod(0o640)
    run, options = CliRunner(), ["--policy", policy, "--desk", "desk.yaml", "--waivers", "waivers.yaml"]
    words = ["--reason", "the CMS puts it in", "--owner", "Kim", "--expires", "2099-01-01"]
    assert run.invoke(app, ["waive", "dcnf/logo", "a.html", *words, *options]).exit_code == 0
    run.invoke(app, ["fix", "a.html", *options])
    assert "logo.png" not in page.read_text(encoding="utf-8")
    run.invoke(app, ["fix", "a.html", *options, "--no-waivers"])
    assert "logo.png" in page.read_text(encoding="utf-8")
    assert page.stat().st_mode & 0o777 == 0o640


def test_a_damaged_item_of_a_feed_never_passes() -> None:
    broken = "<rss version='2.0'><channel><title>W</title><item><guid>1</guid><description>A [&#8230;]</description>"
    _, found = fix_input(dcnf(), "a.rss", (broken + "</item></channel></rss>").encode())
    assert all(each.after.verdict != "pass" for each in found if isinstance(each, Fixed))


def test_comments_that_ask_for_waivers_are_no_findings_to_repair() -> None:
    import datetime as dt

    from compliance.excuse import Excuser, Excuses
    from compliance.report import Checked
    from compliance.waiver import WaiverFile, Waivers

    fixer = dcnf()
    page = PAGE.replace("<article>", "<article><!-- compliance: waive dcnf/logo because -->")
    article = article_in(page.encode(), "a.html", "a.html", {})
    excuses = Excuses(waivers=WaiverFile("w", "", Waivers(), ()), today=dt.date(2026, 1, 1))
    checked = Excuser(excuses, "").excused(Checked(fixer._scanner.scan(article), article))
    assert "waivers/inline" in {each.rule for each in checked.report.findings}
    assert "waivers/inline" not in fixer.suggestions(checked)


FORMS = {
    "wires/ferry-1.6.json": "dcnf/affiliation",
    "wires/ferry-3.1.json": "dcnf/logo",
    "wires/ferry.nitf.xml": "dcnf/affiliation",
    "feeds/island.json": "dcnf/affiliation",
    "feeds/desk.atom": "dcnf/affiliation",
    "feeds/old.rdf": "dcnf/affiliation",
    "exports/posts.json": "dcnf/logo",
    "exports/desk.wxr": "dcnf/logo",
}


@pytest.mark.parametrize(("path", "rule"), FORMS.items(), ids=list(FORMS))
def test_what_others_deliver_keeps_every_byte(path: str, rule: str) -> None:
    book = load(["rules/republication/dcnf.yaml"])
    desk = replace(NO_DESK, logos={"dcnf": "/logos/dcnf.png"})
    fixer = Fixer(Scanner(compile(book.policies, book.lexicon), desk, assume=frozenset({"dcnf"})), desk)
    before = Path("fixtures", path).read_bytes()
    after, found = fix_input(fixer, Path(path).name, before)
    assert not missing(before.decode(), after.decode())
    mended = [each for each in found if isinstance(each, Fixed) and rule in {one.rule for one in each.repairs}]
    assert mended
    assert fix_input(fixer, Path(path).name, after)[0] == after


def test_a_byline_that_names_nobody_is_replaced_where_words_may_be_changed() -> None:
    page = PAGE.replace("<h1>Bridges</h1>", '<h1>Bridges</h1>\n<p class="byline">By Staff</p>')
    after, found = fix_input(dcnf(everything=True), "a.html", page.encode())
    assert b"Staff" not in after
    assert after.count(b"Mara Ellison") == 1
    assert {each.rule: each.status for each in only(found).after.outcomes}["dcnf/affiliation"] == "met"


def test_a_file_that_cannot_be_read_costs_the_others_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from compliance.cli import app
    from compliance.inputs import Input

    opened = Input.open

    def refused(self: Input) -> Any:
        if self.name.endswith("a.html"):
            raise PermissionError(13, "Permission denied")
        return opened(self)

    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "b.html").write_text(PAGE)
    monkeypatch.setattr(Input, "open", refused)
    ended = CliRunner().invoke(app, ["fix", "--diff", "--policy", "dcnf", str(tmp_path)])
    assert ended.exit_code == 3
    assert "it cannot be read: Permission denied" in ended.output
    assert "b.html" in ended.output
