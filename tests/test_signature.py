"""Lines that are passed over in haste are no signatures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.article import Article, Block, Text
from compliance.biography import Biographer
from compliance.lexicon import Lexicon
from compliance.passage import Passage, first_words
from compliance.signature import Known, Signature, _Lines, signatures
from compliance.text import fold

LEXICON = Lexicon(
    byline_openers=("By", "Words by", "Von"),
    roles=("reporter", "staff writer"),
    bio_verbs=("is", "works as"),
    author_verbs=("covers", "reports on"),
    speech_verbs=("said",),
    name_joiners=("and",),
    name_particles=("von",),
    affiliation_openers=("of", "for"),
    date_words=("May",),
)
LINE = st.lists(
    st.sampled_from(
        [
            "By",
            "BY",
            "by",
            "Words",
            "Von",
            "Jane",
            "Doe",
            "Jane Doe",
            "O’Hara",
            "Zoë Lindqvist",
            "Hen News",
            "HNF,",
            ",",
            "is",
            "a",
            "reporter",
            "staff writer",
            "covers",
            "the",
            "sea",
            "said",
            "and",
            "jane@hen.example",
            "May 4",
            ".",
            "B\u00ady",
            "works as",
            "reports",
            "on",
            "for",
            "|",
            "https://hen.example",
            "extraordinarily-long-word",
        ]
    ),
    max_size=9,
).map(" ".join)


def article(lines: list[str], byline: str) -> Article:
    blocks, at = [], 0
    for line in lines:
        blocks.append(Block(at, at + len(line), "p"))
        at += len(line) + 2
    text = "\n\n".join(lines)
    bylines = (Text(byline, "byline", "record"),) if byline else ()
    return Article(
        id="a",
        form="html",
        fields={"input": text, "byline": byline},
        carries=frozenset({"byline"}),
        body=Text(text, "input", blocks=tuple(blocks)),
        bylines=bylines,
    )


def unhurried(article: Article, known: Known) -> list[Signature]:
    """The signatures, every line read word by word."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_Lines, "_may_be_one", lambda *_: True)
        patch.setattr(Biographer, "_may_tell", lambda *_: True)
        return signatures(article, LEXICON, known)


@given(
    st.lists(LINE, min_size=1, max_size=6),
    st.sampled_from(["", "Jane Doe", "By Zoë Lindqvist", "O'Hara"]),
    st.sampled_from([Known(), Known(outlet=("Hen News", "HNF"))]),
)
def test_no_signature_is_passed_over(lines: list[str], byline: str, known: Known) -> None:
    given_article = article(lines, byline)
    assert signatures(given_article, LEXICON, known) == unhurried(given_article, known)


def test_lines_are_signatures_for_what_they_say() -> None:
    lines = ["By Jane Doe, Hen News", "The sea is cold.", "Zoë Lindqvist", "Jane Roe is a reporter at sea."]
    found = signatures(article(lines, "Zoë Lindqvist"), LEXICON, Known(outlet=("Hen News",)))
    text = "\n\n".join(lines)
    assert [text[each.start : each.end] for each in found if each.where != "metadata"] == [lines[0], *lines[2:]]


@given(st.text("aB7é'’‘“”&_-—…. \n\t\u00a0\u00ad©", max_size=16), st.integers(1, 9))
def test_the_first_words_are_those_of_the_folded_text(text: str, number: int) -> None:
    expected = [word.text for word in Passage(text, 0, len(text), Lexicon()).words[:number]]
    assert first_words(fold(text).text, number) == expected
