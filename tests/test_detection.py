"""No policy that an article holds evidence for is left unweighed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.article import Article, Block, Element, Link, Span, Text
from compliance.case import Case
from compliance.desk import NO_DESK
from compliance.detection import Detector
from compliance.lexicon import Lexicon
from compliance.match import Matcher
from compliance.plan import Plan, compile
from compliance.policy import Detect, Outlet, Policy, Signal, Source
from compliance.provenance import weigh

LEXICON = Lexicon(byline_openers=("By",), origin_wordings=("originally published by {outlet}",))


def policy(name: str, domain: str, **signal: tuple[str, ...]) -> Policy:
    return Policy(
        policy=name,
        title=name,
        kind="republication",
        sources=(Source(note="made up", evidence="house"),),
        outlet=Outlet(name=f"{name} News", domains=(domain,)),
        detect=Detect(weak=(Signal(**signal),)),
    )


PLAN: Plan = compile(
    [
        policy("hen", "hen.example", phrase=("all clucks reserved",)),
        policy("cow", "cow.example", mention=("{outlet}",)),
        policy("pig", "pig.example", byline_suffix=("{outlet}",)),
        policy("owl", "owl.example", declared=("The {outlet}",)),
        policy("cat", "cat.example", title_suffix=("{outlet}",)),
        policy("fox", "fox.example", link_domain=("{domain}",)),
        policy("bee", "bee.example", canonical_domain=("{domain}",)),
        policy("ant", "ant.example", pixel_host=("{domain}/count",)),
        policy("elk", "élan.example", link_domain=("{domain}",)),
        policy("emu", "emu.example", credit_line=("{outlet}",)),
    ],
    LEXICON,
)

ADDRESSES = [
    "https://fox.example/a",
    "//www.fox.example",
    "https://FOX.example:443/",
    "https://fox.example:8080/",
    "fox.example",
    "https://sub.fox.example?x=1",
    "https://evilfox.example/",
    "https://evil.example\\@fox.example/",
    " https://fox.example/ ",
    "https://f%6Fx.example/",
    "https://me:pw@fox.example/",
    "https://fox.example@evil.example/",
    "mailto:a@fox.example",
    "https://fox.example./x",
    "ht\ttps://fox.ex\nample/",
    "https://élan.example/",
    "https://xn--lan-9la.example/",
    "",
    "https://bee.example/x",
    "https://ant.example/count?id=1",
    "https://ant.example/other",
]
TEXT = st.lists(
    st.sampled_from(
        ["all clucks reserved", "Cow News", "By Jane Doe, Pig News", "Originally published by Emu News", "\n\n"]
    ),
    max_size=4,
).map(" ".join)


def article(body: str, byline: str, outlet: str, link: str, canonical: str, pixel: str, title: str) -> Article:
    def text(value: str, place: str) -> Text:
        return Text(value, "input", place=place)

    span = Span("input", 0, 0)
    return Article(
        id="a",
        form="html",
        fields={"input": body},
        carries=frozenset({"body"}),
        body=Text(body, "input", blocks=(Block(0, len(body), "p"),)),
        bylines=(text(byline, "meta author"),),
        title=text(title, "title"),
        outlets=(text(outlet, "meta site"),),
        links=(Link(href=link, text="words", span=span),),
        canonical=text(canonical, "link"),
        elements=(Element(tag="img", attributes={"src": pixel}, span=span),),
    )


ARTICLES = st.builds(
    article,
    TEXT,
    st.sampled_from(["", "Jane Doe, Pig News", "Pig News"]),
    st.sampled_from(["", "Owl News", "the owl news."]),
    st.sampled_from(ADDRESSES),
    st.sampled_from(ADDRESSES),
    st.sampled_from(ADDRESSES),
    st.sampled_from(["", "Mice - The Cat News", "Cat News | Mice"]),
)


def evident(case: Case) -> list[str]:
    weighed = [(each, weigh(each.id, each.id, each.outlet, each.detect, case)) for each in PLAN.terms if each.detect]
    return [terms.id for terms, origin in weighed if origin is not None]


@given(ARTICLES)
def test_what_is_evident_is_named(given_article: Article) -> None:
    case = Case(given_article, NO_DESK, LEXICON, Matcher(PLAN.patterns), None)
    named = [terms.id for terms in Detector(PLAN.terms).named(case)]
    assert [each for each in named if each in evident(case)] == evident(case)


@pytest.mark.parametrize(
    ("policy", "more"),
    [
        ("hen", {"body": "all clucks reserved"}),
        ("cow", {"body": "Cow News"}),
        ("pig", {"byline": "Jane Doe, Pig News"}),
        ("owl", {"outlet": "Owl News"}),
        ("fox", {"link": "https://www.fox.example/a"}),
        ("elk", {"link": "//élan.example"}),
        ("bee", {"canonical": "https://bee.example/"}),
        ("ant", {"pixel": "https://ant.example/count"}),
        ("cat", {"title": "The mice are back | Cat News"}),
        ("emu", {"body": "Originally published by Emu News."}),
    ],
)
def test_each_signal_names_its_policy_and_no_other(policy: str, more: dict[str, Any]) -> None:
    nothing = dict.fromkeys(["body", "byline", "outlet", "link", "canonical", "pixel", "title"], "")
    case = Case(article(**(nothing | more)), NO_DESK, LEXICON, Matcher(PLAN.patterns), None)
    assert evident(case) == [terms.id for terms in Detector(PLAN.terms).named(case)] == [policy]
