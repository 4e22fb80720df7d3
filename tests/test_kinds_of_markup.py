"""Who wrote it, read from made-up pages in the markup of many systems: what was learned is the kind, not the site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compliance.article import Article
from compliance.authors import authors
from compliance.load import LEXICON, load, shipped
from compliance.readers import read_text

PAGES = Path(__file__).parent.parent / "fixtures" / "bylines"
GOLD = [json.loads(line) for line in (PAGES / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
LEXICON_WORDS = load([shipped() / "republication" / "dcnf.yaml"], lexicon_paths=[shipped() / LEXICON]).lexicon


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["file"])
def test_who_wrote_the_page(gold: dict[str, object]) -> None:
    page = PAGES / str(gold["file"])
    (article,) = read_text(page.read_text(encoding="utf-8"), page.name)
    assert isinstance(article, Article)
    found = authors(article, LEXICON_WORDS)
    assert [author.name.text for author in found] == gold["authors"]
    assert all(article[author.span] == author.name.text for author in found), "a name is where its span says"


def test_every_page_has_its_label() -> None:
    assert sorted(page.name for page in PAGES.glob("*.html")) == sorted(str(gold["file"]) for gold in GOLD)
