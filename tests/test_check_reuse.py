"""The check `reuse`, and what text in common with an outlet's original tells of whose copy an article is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from building import article as built
from building import complaints, judge

from compliance.article import Article
from compliance.checks import reuse
from compliance.finding import Outcome
from compliance.load import load, shipped
from compliance.plan import compile as compile_plan
from compliance.readers import read_record
from compliance.report import Report
from compliance.scan import Scanner
from compliance.shelf import Shelf

OWN = "Three hundred people stood in the rain on Saturday, and not one of them had been asked to bring an umbrella."
STORY = """The river clinic opened its doors on Monday, nine years after it was promised to the people of the town.

Forty beds stand under a roof of copper that the neighbours can see from the other bank of the river.

Its doctors came from three hospitals in the valley, and most of them had been born within sight of it."""
ALDER = {"outlet": "Alder News", "url": "https://aldernews.example/2026/clinic", "published": "2026-03-02T07:00:00Z"}
BIRCH = {"outlet": "Birch Post", "url": "https://birchpost.example/news/clinic", "published": "2026-03-02T09:00:00Z"}
HERE = {"outlet": "Example Gazette", "url": "https://gazette.example/clinic", "published": "2026-03-05T07:00:00Z"}

FIXTURES = Path(__file__).parent.parent / "fixtures"
BOOK = load([shipped() / "originals", FIXTURES / "policies" / "alder-news.yaml"])
PLAN = compile_plan(BOOK.policies, BOOK.lexicon)


def record(name: str, body: str, **more: Any) -> Article:
    found = read_record({"body": body, **more}, name)
    assert isinstance(found, Article), found
    return found


def report(body: str, *originals: Article, **about: Any) -> Report:
    return Scanner(PLAN, originals=Shelf(originals)).scan(record("copy", body, **{**HERE, **about}))


def outcome(found: Report, rule: str = "reuse/unattributed") -> Outcome:
    assert not found.faults
    return next(each for each in found.outcomes if each.rule == rule)


ORIGINAL = record("original", STORY, **ALDER)
COPY = f"{OWN}\n\n{STORY}"


def test_without_originals_nothing_is_known() -> None:
    found = judge(reuse, built(), words=40)
    assert found.status == "undetermined"
    assert "--originals" in found.reason
    assert complaints(reuse, words=-1) == ["words"]


def test_text_without_a_word_is_shown_with_the_original() -> None:
    found = report(COPY, ORIGINAL)
    broken = outcome(found)
    assert broken.status == "violated"
    assert "60 of its 81 words (74%) are those of `https://aldernews.example/2026/clinic` (Alder News)" in broken.reason
    assert [piece.quote for piece in broken.evidence] == [STORY.rstrip(".")]
    assert found.verdict == "block"


def test_a_credit_line_a_byline_or_a_canonical_address_is_a_word() -> None:
    line = f"{COPY}\n\nThis story was originally published by Alder News."
    for kept in (
        report(line, ORIGINAL),
        report(COPY, ORIGINAL, byline="By Ines Okafor, Alder News"),
        report(COPY, ORIGINAL, canonical="https://aldernews.example/2026/clinic"),
    ):
        assert outcome(kept).status == "met"
        assert outcome(kept).evidence


def test_a_mention_is_no_credit() -> None:
    assert outcome(report(f"{COPY}\n\nReporters of Alder News were there too.", ORIGINAL)).status == "violated"


def test_the_same_story_in_another_paper_is_accounted_for_by_the_credit_of_one() -> None:
    birch = record("birch", STORY, **BIRCH)
    assert (
        outcome(report(f"{COPY}\n\nThis story was originally published by Alder News.", ORIGINAL, birch)).status
        == "met"
    )
    assert outcome(report(COPY, ORIGINAL, birch)).status == "violated"


def test_a_house_may_run_its_own_text_and_what_others_took_from_it_later() -> None:
    own = record("own", STORY, **{**HERE, "url": "https://gazette.example/2026/clinic-opens"})
    taker = record("taker", STORY, **{**ALDER, "published": "2026-03-09T07:00:00Z"})
    assert outcome(report(COPY, own)).status == "met"
    assert outcome(report(COPY, taker)).status == "met"
    assert outcome(report(COPY, own, ORIGINAL)).status == "met"
    assert outcome(report(COPY, taker), "reuse/unattributed").status == "met"


def test_text_of_an_outlet_is_proof_of_whose_copy_it_is() -> None:
    found = report(COPY, ORIGINAL)
    (origin,) = [each for each in found.provenance if each.policy == "alder-news"]
    assert (origin.recognised, origin.score) == (True, 1.0)
    assert origin.evidence[0].note == "also in `https://aldernews.example/2026/clinic` (Alder News)"
    assert origin.evidence[0].quote == STORY.rstrip(".")
    assert any(each.rule == "alder-news/text" for each in found.outcomes)


def test_a_part_of_its_text_is_a_hint_and_a_sentence_is_nothing() -> None:
    long = "\n\n".join(f"{OWN} {word}" for word in ("One.", "Two.", "Three.", "Four."))
    part = STORY.partition("\n")[0]
    (hint,) = report(f"{long}\n\n{part}", ORIGINAL).provenance
    assert (hint.recognised, hint.doubtful) == (False, True)
    longer = record("original", "\n\n".join([STORY, *(f"{n} {n} {n} {n} {n} {n}." for n in range(40))]), **ALDER)
    assert report(f"{long} {long}\n\n{part}", longer).provenance == ()


BIRCH_TERMS = """policy: birch-post
title: Birch Post, republication terms
kind: republication
outlet: {name: Birch Post, domains: [birchpost.example]}
sources: [{note: made up for tests, evidence: house}]
detect:
  strong:
    - credit_line: ["{outlet}"]
rules:
  - id: name
    check: terms
    terms: [no Birch]
    message: nobody says that there is no Birch
    clause: Do not deny us
    examples:
      passes: [{article: From the Birch Post.}]
      fails: [{article: There is no Birch., at: no Birch}]
"""


def test_who_printed_it_too_is_not_taken_for_its_source(tmp_path: Path) -> None:
    (tmp_path / "birch-post.yaml").write_text(BIRCH_TERMS, encoding="utf-8")
    book = load([FIXTURES / "policies" / "alder-news.yaml", tmp_path / "birch-post.yaml"])
    scanner = Scanner(
        compile_plan(book.policies, book.lexicon), originals=Shelf([ORIGINAL, record("birch", STORY, **BIRCH)])
    )
    copy = record("copy", f"{COPY}\n\nThis story was originally published by Birch Post.", **HERE)
    found = scanner.scan(copy)
    assert {each.policy: (each.recognised, each.host) for each in found.provenance} == {
        "alder-news": (False, True),
        "birch-post": (True, False),
    }
    assert (
        outcome(found, "alder-news/provenance").reason
        == "Alder News has its text too, but it credits another as its source"
    )


def test_the_policy_is_loaded_where_there_are_originals() -> None:
    from compliance.settled import plan_of

    assert not any(each.policy == "reuse" for each in plan_of(()).obligations)
    assert any(each.policy == "reuse" for each in plan_of((), ("originals/",)).obligations)
    assert not any(each.policy == "reuse" for each in plan_of(("dcnf",), ("originals/",)).obligations)
