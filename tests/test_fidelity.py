"""A copy beside its original: every kind of edit is told for what it is, and furniture is none."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from compliance.article import Article
from compliance.cli import app
from compliance.difference import FREE
from compliance.examples import run
from compliance.fidelity import Pair
from compliance.load import Rulebook, load, shipped
from compliance.mutate import survivors
from compliance.originals import Found
from compliance.readers import read_record, read_text

FIXTURES = Path(__file__).parent.parent / "fixtures"
POLICY = FIXTURES / "policies" / "alder-news.yaml"

STORY = """The river clinic opened its doors on Monday, nine years after it was promised to the town.

“We had stopped believing in it,” said Dilys Brandt, the first patient. “It took far too long. Nobody told us why.”

The clinic has 40 beds and cost $12 million. Five percent of that came from the state, which had promised more.

Gov. Tomas Reyk, who cut the ribbon, said the colour of the walls was chosen by the neighbors.

A second building is planned. Nobody would say when it will be finished, or who will pay for it."""


@cache
def rulebook() -> Rulebook:
    return load([POLICY, shipped() / "lexicon"])


def article(body: str, **more: str) -> Article:
    found = read_record({"body": body, "title": "River clinic opens", "outlet": "Alder News", **more}, "a")
    assert isinstance(found, Article), found
    return found


def pair(copy: str, **more: str) -> Pair:
    found = Found(article(STORY, byline="By Ines Okafor"), "as given")
    return Pair(article(copy, **more), found, rulebook().lexicon, ("Alder News",))


def edits(copy: str, **more: str) -> list[tuple[str, str, str]]:
    """The edits as `(kind, words of the original, words of the copy)`; a kind ends in `!` where somebody says it."""
    compared = pair(copy, **more)
    for each in compared.differences:
        assert compared.copy[each.copy.span] == each.copy.quote
        assert compared.original[each.original.span] == each.original.quote
    return [
        (each.kind + "!" * each.spoken, each.original.quote, each.copy.quote)
        for each in compared.differences
        if each.kind not in FREE
    ]


def edited(old: str, new: str) -> list[tuple[str, str, str]]:
    assert old in STORY
    return edits(STORY.replace(old, new))


def test_the_same_text_has_no_differences() -> None:
    compared = pair(STORY)
    assert compared.differences == ()
    assert compared.kept == compared.total > 80


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("on Monday", "last week", "time"),
        ("on Monday", "on Tuesday", "wording"),
        ("on Monday", "on March 2", "time"),
        ("to the town", "to Millbrook", "location"),
        ("the state,", "Ohio,", "location"),
        ("The river clinic opened", "MILLBROOK, Ohio (AP) — The river clinic opened", "location"),
        ("Five percent", "5%", "style"),
        ("$12 million", "$12m", "style"),
        ("colour", "color", "style"),
        ("Gov. Tomas", "Governor Tomas", "style"),
        ("a second", "a second", ""),
        ("is planned", "was planned", "grammar"),
        ("40 beds", "400 beds", "wording"),
        ("would say", "could not say", "wording"),
        ("was chosen by", "was hated by", "wording"),
        ("more.", "less.", "wording"),
    ],
)
def test_a_change_of_words_is_told_by_its_words(old: str, new: str, kind: str) -> None:
    found = edits(STORY.replace(old, new))
    assert [each[0] for each in found] == ([kind] if kind else [])


def test_typographic_characters_are_no_edit() -> None:
    copy = STORY.replace("“", '"').replace("”", '"').replace("pay", "p\u00aday").replace(" had ", "\u00a0had ")
    assert edits(copy) == []
    assert {each.kind for each in pair(copy).differences} == {"typography"}


def test_words_in_somebodys_mouth_are_called_out() -> None:
    assert edited("far too long", "too long") == [("wording!", "far", "")]
    assert edited(" Nobody told us why.", "") == [("length!", "Nobody told us why.", "")]
    assert edited("“We had stopped believing in it,” said Dilys Brandt, the first patient. ", "")[0][0] == "length"
    assert edited("in it,” said", "in it [the clinic],” said")[0][0] == "wording!"


def test_cuts_additions_and_moves() -> None:
    paragraphs = STORY.split("\n\n")
    assert edits("\n\n".join(paragraphs[:-1])) == [("length", paragraphs[-1], "")]
    added = "The Gazette has asked for the accounts of the clinic."
    assert edits("\n\n".join([*paragraphs[:2], added, *paragraphs[2:]])) == [("addition", "", added)]
    moved = [*paragraphs[:2], paragraphs[3], paragraphs[2], paragraphs[4]]
    ((kind, was, now),) = edits("\n\n".join(moved))
    assert kind == "order"
    assert was == now in paragraphs


def test_notes_and_headings_are_told_from_additions() -> None:
    paragraphs = STORY.split("\n\n")
    put_in = ["Editor’s note: The Gazette shares a printer with the clinic.", "What comes next"]
    found = edits("\n\n".join([*paragraphs[:2], put_in[0], *paragraphs[2:4], put_in[1], *paragraphs[4:]]))
    assert found == [("note", "", put_in[0]), ("subhead", "", put_in[1])]


def test_headlines() -> None:
    assert edits(STORY, title="River clinic opens | Alder News") == []
    assert edits(STORY, title="RIVER CLINIC OPENS")[0][0] == "style"
    assert edits(STORY, title="A scandal ends")[0] == ("headline", "River clinic opens", "A scandal ends")


@pytest.mark.parametrize("affiliation", [", Alder News", " for Alder News", " | Alder News"])
def test_an_outlet_in_the_byline_is_no_edit_but_another_name_is(affiliation: str) -> None:
    byline = "By Ines Okafor"
    original = Found(article(f"{byline}\n\n{STORY}"), "as given")

    def kinds(copied: str) -> list[str]:
        compared = Pair(article(f"{copied}\n\n{STORY}"), original, rulebook().lexicon, ("Alder News",))
        return [each.kind for each in compared.differences]

    assert kinds(byline + affiliation) == ["credit"]
    assert "wording" in kinds("By Mara Roe" + affiliation)
    assert "wording" in kinds(f"{byline} who lied{affiliation}")


PAGE = """<!DOCTYPE html><html lang="en"><head><title>River clinic opens | Gazette</title>
<meta property="og:site_name" content="Gazette"></head><body>
<header><nav><a href="/">Home</a> <a href="/news">News</a></nav></header>
<article><h1>River clinic opens</h1>
<p class="byline">By Ines Okafor, Alder News</p><p>Published March 3, 2026, 5:00 p.m.</p>
<div class="share"><a href="#">Share</a> <a href="#">Tweet</a></div>
{}
<p>This story was originally published by Alder News. Read the original article <a href="https://alder.example/x">here</a>.</p>
<h3>Related stories</h3>
<ul><li><a href="/a">Ferry returns in the spring of next year</a></li><li><a href="/b">Gardens close</a></li></ul>
<p>Sign up for our newsletter to get stories like this in your inbox.</p>
</article><footer><p>© Gazette. All rights reserved.</p></footer></body></html>"""


def test_furniture_around_and_between_the_paragraphs_is_no_edit() -> None:
    between = [
        "<p>Advertisement</p>",
        '<p>Read more: <a href="/c">Where the doctors went</a></p>',
        "<p>Story continues below</p>",
    ]
    paragraphs = [f"<p>{each}</p>" for each in STORY.split("\n\n")]
    body = "\n".join(piece for both in zip(paragraphs, [*between, "", ""], strict=True) for piece in both)
    (copy,) = read_text(PAGE.format(body), "copy.html")
    assert isinstance(copy, Article)
    found = Pair(copy, Found(article(STORY), "as given"), rulebook().lexicon, ("Alder News",))
    assert [each for each in found.differences if each.kind not in FREE] == []
    assert found.kept == found.total


def test_every_kind_of_rule_is_kept_and_broken_by_its_examples() -> None:
    trials = run(rulebook())
    assert len(trials) > 45
    assert [trial.message for trial in trials if not trial.ok] == []


def test_every_kind_of_rule_notices_damage() -> None:
    (policy,) = rulebook().policies
    assert [mutant.message for mutant in survivors(policy, rulebook().lexicon)] == []


def check(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", "--policy", str(POLICY), *arguments], env={"COLUMNS": "100"})
    return result.exit_code, result.output


COPY = str(FIXTURES / "copies" / "river-clinic.html")


def test_the_command_shows_the_differences() -> None:
    code, output = check("--originals", str(FIXTURES / "originals"), COPY)
    assert code == 1
    assert "river-clinic.json, found by its canonical address" in output
    assert "[-on Monday-]{+last week+}" in output
    assert "in somebody’s mouth" in output
    assert "{+The Gazette has asked the state for its accounts.+}" in output


def test_the_differences_are_in_the_json_with_their_places() -> None:
    code, output = check("--originals", str(FIXTURES / "originals"), "--format", "json", COPY)
    assert code == 1
    comparison = json.loads(output)["reports"][0]["comparison"]
    page = Path(COPY).read_text(encoding="utf-8")
    record = json.loads((FIXTURES / "originals" / "river-clinic.json").read_text(encoding="utf-8"))
    assert comparison["kept"] <= comparison["words"]
    for each in comparison["differences"]:
        place = each["copy"]
        assert page[place["start"] : place["end"]] == place["quote"]
        original = each["original"]
        assert record[original["field"]][original["start"] : original["end"]] == original["quote"]
    assert sum(each["spoken"] for each in comparison["differences"]) == 1


def test_an_original_that_cannot_be_read_is_a_fault() -> None:
    code, output = check("--originals", "nowhere.json", COPY)
    assert code == 3
    assert "nowhere.json" in output


def test_without_its_original_nothing_is_known(tmp_path: Path) -> None:
    other = tmp_path / "ferry.txt"
    other.write_text("The ferry to the island will not sail before the ice has gone.", encoding="utf-8")
    for options in ((), ("--originals", str(other))):
        code, output = check(*options, "--format", "json", COPY)
        assert code == 0
        report = json.loads(output)["reports"][0]
        assert report["verdict"] == "review"
        assert report["comparison"] is None
        assert {each["status"] for each in report["outcomes"] if each["rule"] != "alder-news/provenance"} == {
            "undetermined"
        }


PIECES = (
    *(
        "By Ines Okafor",
        "Alder News",
        "“It took",
        "far too long.”",
        "Monday",
        "in Ohio",
        "5%",
        "five percent",
        "(note)",
    ),
    *("Editor’s note:", "Read more:", ".", "\n\n", "colour", "color", "the", "not", "©", "'", "—", "Gov.", "\u00ad"),
)
SCRAPS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map(" ".join)


@given(SCRAPS, SCRAPS)
def test_whatever_the_texts_are_the_differences_lie_where_they_say(was: str, now: str) -> None:
    if not was.strip() or not now.strip():
        return
    compared = Pair(article(f"x {now}"), Found(article(f"x {was}"), "as given"), rulebook().lexicon)
    assert compared.comparison.kept <= compared.comparison.words
    for each in compared.differences:
        assert compared.copy[each.copy.span] == each.copy.quote
        assert compared.original[each.original.span] == each.original.quote
    same = Pair(article(f"x {was}"), Found(article(f"x {was}"), "as given"), rulebook().lexicon)
    assert same.differences == ()
