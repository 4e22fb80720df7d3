"""Building Articles and Cases by hand, so that a check's test needs no reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from types import ModuleType
from typing import Any, get_args

from compliance.article import Article, Block, Date, Element, Image, Link, Part, Span, Text
from compliance.case import Case
from compliance.desk import NO_DESK, Desk
from compliance.finding import Outcome
from compliance.lexicon import Lexicon
from compliance.match import Matcher
from compliance.obligation import Obligation
from compliance.policy import Outlet

OUTLET = Outlet(name="The Daily Example", aliases=("TDE",), domains=("example.org",))
EVERYTHING: frozenset[str] = frozenset(get_args(Part))
NOTHING: frozenset[str] = frozenset(["body"])


class Builder:
    """Gives every part of an article a field of its own, `image/0`, as it would be delivered."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}

    def text(self, plain: str, name: str, place: str = "visible") -> Text:
        self.fields[name] = plain
        return Text(plain, name, place, blocks=tuple(_blocks(plain)))

    def span(self, delivered: str, name: str) -> Span:
        self.fields[name] = delivered
        return Span(name, 0, len(delivered))


def _blocks(plain: str) -> Iterable[Block]:
    start = 0
    for line in plain.split("\n"):
        if line.strip():
            yield Block(start, start + len(line), "p")
        start += len(line) + 1


def article(
    body: str = "A town council met on Monday.\nIt decided nothing.",
    *,
    form: str = "html",
    carries: frozenset[str] = EVERYTHING,
    title: str | None = None,
    bylines: Iterable[str] = (),
    tags: Iterable[str] = (),
    images: Iterable[dict[str, Any]] = (),
    links: Iterable[dict[str, Any]] = (),
    elements: Iterable[tuple[Any, ...]] = (),
    dates: dict[str, tuple[str, dt.datetime | None]] | None = None,
    **texts: Any,
) -> Article:
    """An Article; `images`, `links` are their fields, `elements` are `(tag, attributes, hidden?)`."""
    build = Builder()
    language = texts.pop("language", "")
    return Article(
        id="test",
        form=form,  # type: ignore[arg-type]
        carries=carries,
        body=build.text(body, "body"),
        title=None if title is None else build.text(title, "title"),
        bylines=tuple(build.text(each, f"byline/{n}") for n, each in enumerate(bylines)),
        tags=tuple(build.text(each, f"tags/{n}") for n, each in enumerate(tags)),
        images=tuple(_image(build, n, **each) for n, each in enumerate(images)),
        links=tuple(_link(build, n, **each) for n, each in enumerate(links)),
        elements=tuple(_element(build, n, *each) for n, each in enumerate(elements)),
        dates=tuple(
            Date(name, value, build.text(text, f"date/{name}"))  # type: ignore[arg-type]
            for name, (text, value) in (dates or {}).items()
        ),
        language=language,
        places={"tags": Span("body", 0, 0), "head": Span("body", 1, 1), "top": Span("body", 2, 2)},
        fields=build.fields,
        **{name: build.text(value, name) for name, value in texts.items()},
    )


def _image(build: Builder, n: int, src: str = "a.jpg", alt: str = "", **more: Any) -> Image:
    texts = {name: build.text(more.pop(name), f"image/{n}/{name}") for name in ("caption", "credit") if name in more}
    return Image(src=src, alt=alt, span=build.span(f'<img src="{src}" alt="{alt}">', f"image/{n}"), **texts, **more)


def _link(build: Builder, n: int, href: str, text: str = "here", **more: Any) -> Link:
    return Link(href=href, text=text, span=build.span(f'<a href="{href}">{text}</a>', f"link/{n}"), **more)


def _element(build: Builder, n: int, tag: str, attributes: dict[str, str], hidden: str = "") -> Element:
    return Element(
        tag=tag, attributes=attributes, span=build.span(f"<{tag} {attributes}>", f"element/{n}"), hidden=hidden
    )


def case(
    article: Article,
    obligations: Iterable[tuple[ModuleType, Obligation[Any]]] = (),
    *,
    desk: Desk = NO_DESK,
    as_of: dt.date | None = None,
    lexicon: Lexicon | None = None,
) -> Case:
    """A Case whose matcher knows the patterns of these obligations."""
    lexicon = lexicon or Lexicon()
    patterns = [pattern for check, each in obligations for pattern in check.patterns(each, lexicon)]
    return Case(article, desk, lexicon, Matcher(patterns), as_of)


def judge(
    check: ModuleType,
    article: Article,
    *,
    outlet: Outlet | None = OUTLET,
    desk: Desk = NO_DESK,
    as_of: dt.date | None = None,
    lexicon: Lexicon | None = None,
    known: Iterable[Outcome] = (),
    **parameters: Any,
) -> Outcome:
    """The one Outcome of the rule `test/rule` with these parameters, which must have nothing to complain of."""
    rule = check.RULE(id="rule", message="It must be so.", **parameters)
    assert not list(check.complain(rule))
    obligation = Obligation("test/rule", rule, outlet)
    each = case(article, [(check, obligation)], desk=desk, as_of=as_of, lexicon=lexicon)
    each.outcomes.update(known)
    (outcome,) = check.judge([obligation], each)
    assert outcome.rule == "test/rule"
    for evidence in outcome.evidence:
        assert article[evidence.span] == evidence.quote
    return outcome


def complaints(check: ModuleType, **parameters: Any) -> list[str]:
    """The fields that a rule with these parameters is complained of at."""
    rule = check.RULE(id="rule", message="It must be so.", **parameters)
    return [field for field, problem, hint in check.complain(rule) if problem and hint]


def quotes(outcome: Outcome) -> list[str]:
    """What the evidence quotes."""
    return [evidence.quote for evidence in outcome.evidence]


def notes(outcome: Outcome) -> str:
    """The evidence's notes, joined."""
    return "; ".join(evidence.note for evidence in outcome.evidence)
