"""Hand-made articles and Reports, to test what is written about them."""

from __future__ import annotations

import datetime as dt

from compliance.article import INPUT, Article, Span, Text
from compliance.checks.byline import Byline
from compliance.checks.manual import ManualRule
from compliance.checks.terms import Terms
from compliance.finding import Evidence, Fault, Outcome, quote
from compliance.ledger import Ledger
from compliance.obligation import Obligation
from compliance.policy import Outlet
from compliance.render import Setting
from compliance.report import Checked, Provenance, Report, decide

PLAN = "cd" * 32
OUTLET = Outlet(name="Harbour News Service", aliases=("HNS",))
CLAUSE = "Every copy must name our reporter."

BYLINE = Obligation(
    "hns/byline",
    Byline(
        id="byline",
        severity="high",
        message="the reporter must be named in a byline",
        clause=CLAUSE,
        fix="put `By <reporter>, HNS` under the headline",
    ),
    OUTLET,
)
LOGO = Obligation("hns/logo", Byline(id="logo", message="the logo must be visible"), OUTLET)
CONTACT = Obligation(
    "hns/contact", ManualRule(id="contact", why="a conversation", message="ask the desk before you translate"), OUTLET
)
SOURCE = Obligation("house/source", Terms(id="source", level="should", message="say why a source is not named"))
TOPIC = Obligation("house/topic", Terms(id="topic", level="may", message="the article is about ships"))
WORDS = Obligation("house/words", Terms(id="words", message="no brand names"))
DATES = Obligation("house/dates", Terms(id="dates", message="not before its day"))
OBLIGATIONS = (BYLINE, LOGO, CONTACT, SOURCE, TOPIC, WORDS, DATES)

BODY = "Ships left the harbour.\nA source said the ships were late.\nSix ships, 100% full: \U0001f6a2 sailed.\n"


def setting(**changes: object) -> Setting:
    return Setting(**{"obligations": OBLIGATIONS, "plan": PLAN, "titles": {"hns": "HNS terms"}, **changes})


def article(body: str = BODY, id: str = "wire/ships.txt") -> Article:
    return Article(
        id=id,
        form="text",
        fields={INPUT: body},
        carries=frozenset({"body", "byline"}),
        body=Text(body, INPUT),
        digest="ab" * 32,
    )


def record(body: str = BODY, id: str = "feed.jsonl#7", line: int = 7) -> Article:
    return Article(
        id=id, form="json", fields={"body": body}, carries=frozenset({"body"}), body=Text(body, "body"), line=line
    )


def found(article: Article, words: str, note: str = "", start: int = 0) -> Evidence:
    at = article.body.plain.index(words, start)
    return quote(article, article.body, at, at + len(words), note)


def every(article: Article, word: str) -> list[Evidence]:
    """Evidence for every place where a word stands."""
    pieces, at = [], -1
    while (at := article.body.plain.find(word, at + 1)) >= 0:
        pieces.append(quote(article, article.body, at, at + len(word)))
    return pieces


def outcomes(article: Article) -> tuple[Outcome, ...]:
    """One of each kind."""
    field = article.body.field
    return (
        BYLINE.violated("no person is named as its author", insert=Span(field, 0, 0)),
        LOGO.undetermined("plain text cannot carry a logo"),
        CONTACT.outcome("undetermined", "nobody has confirmed it", manual=True),
        SOURCE.violated("1 phrase that hides a source", [found(article, "A source", "in running text")]),
        TOPIC.violated("ships are named", every(article, "s")),
        WORDS.met("none of 3 names in 20 words", [found(article, "harbour")]),
        DATES.not_applicable("the article has no date"),
    )


def report(article: Article, outcomes: tuple[Outcome, ...], faults: tuple[Fault, ...] = ()) -> Report:
    ledger = Ledger.of(outcomes)
    origin = Provenance(policy="hns", outlet=OUTLET.name, recognised=True, doubtful=False, score=1.0, evidence=())
    return Report(
        article=article.id,
        form=article.form,
        title="",
        content=article.digest,
        plan=PLAN,
        engine="0.1.0",
        as_of=dt.date(2026, 11, 22),
        verdict=decide(ledger, faults),
        provenance=(origin,),
        outcomes=ledger,
        faults=faults,
    )


def checked(given: Article | None = None) -> Checked:
    """An article with an Outcome of each kind."""
    given = given or article()
    return Checked(report(given, outcomes(given)), given, given.id.partition("#")[0])


def passing(id: str = "wire/fine.txt") -> Checked:
    given = article(id=id)
    return Checked(report(given, (BYLINE.met("a person is named"), outcomes(given)[2])), given)


def unreadable(name: str = "wire/cover.pdf") -> Checked:
    fault = Fault(kind="binary", input=name, reason="this is a PDF, not text", hint="export the article as HTML")
    empty = Report(
        article=name,
        form="",
        title="",
        content="",
        plan=PLAN,
        engine="0.1.0",
        as_of=None,
        verdict=decide((), (fault,)),
        faults=(fault,),
    )
    return Checked(empty, None)
