"""The ways of damaging an article that keeps a rule, each a function from the Scene to damaged Specimens."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import cycle, islice

from compliance.checks.consistency import Consistency
from compliance.checks.dates import Dates
from compliance.checks.desk import DeskRule
from compliance.checks.fidelity.rule import Fidelity
from compliance.checks.image import ImageRule
from compliance.checks.named import Named
from compliance.checks.tags import Tags
from compliance.checks.terms import Terms
from compliance.checks.topic import Topic
from compliance.examples import Specimen
from compliance.mutate.apart import rewrite, take_whole, untimely, withdraw
from compliance.mutate.page import shrunk, wrapped
from compliance.mutate.scene import Mutation, Scene
from compliance.policy import Rule
from compliance.spellings import spellings

_ENOUGH = 24
"""How many terms make any article of a few paragraphs one about their topic."""

FOR_READERS = ("byline", "credit", "image", "link", "terms", "helpline")
"""The checks of things that readers must see, so that hiding them breaks the rule."""


def remove(scene: Scene) -> Iterator[Specimen]:
    """Take out of the article what the rule was met by."""
    yield from scene.edited((piece.span, "") for piece in scene.proof)


def fake(scene: Scene) -> Iterator[Specimen]:
    """Put a look-alike, a stranger or nobody in the place of the outlet and the reporter."""
    if scene.rule.check == "byline":
        yield from scene.edited((piece.span, "Staff") for piece in scene.proof)
        return
    forge = _forger(scene)
    yield from scene.edited((piece.span, forge(piece.quote)) for piece in scene.proof)


def hide(scene: Scene) -> Iterator[Specimen]:
    """Keep it in the page, but not where a reader sees it."""
    yield from _hidden(scene, "span", {"hidden": ""})


def noscript(scene: Scene) -> Iterator[Specimen]:
    """Keep it for the few readers without scripts."""
    yield from _hidden(scene, "noscript", {})


def shrink(scene: Scene) -> Iterator[Specimen]:
    """Make the pictures that it was met by one pixel small."""
    pictures = [piece for piece in scene.proof if piece.quote.lower().startswith("<img")]
    if scene.rule.check == "image":
        yield from scene.edited((piece.span, shrunk(piece.quote)) for piece in pictures)


def insert(scene: Scene) -> Iterator[Specimen]:
    """Put what the rule forbids at the end of the article, or of the headline, where nothing of it is there."""
    article = scene.judged.article
    in_headline = getattr(scene.rule, "where", ()) in (("title",), "headline") or getattr(
        scene.rule, "headlined", False
    )
    headline = article.title if in_headline else None
    form = ". {}" if headline is not None else "<p>{}</p>" if article.form == "html" else "\n\n{}\n"
    passages = (
        [] if scene.proof or isinstance(scene.rule, Consistency | Dates | Fidelity | Tags) else _forbidden(scene.rule)
    )
    if passages:
        end = len(headline.plain) if headline is not None else 0
        place = headline.span(end, end) if headline is not None else article.place("bottom")
        yield from scene.edited([(place, "".join(form.format(passage) for passage in passages))])


def tag(scene: Scene) -> Iterator[Specimen]:
    """Give the article a tag that it must not carry, beside its last one."""
    tags, rule = scene.judged.article.tags, scene.rule
    if isinstance(rule, Tags) and rule.none_of and tags:
        yield from scene.edited([(tags[-1].whole(), f"{tags[-1].plain}, {rule.none_of[0]}")])


def contradict(scene: Scene) -> Iterator[Specimen]:
    """Let one of the things that agree say something else: what the rule's failing examples point at."""
    if isinstance(scene.rule, Consistency) and scene.outcome.evidence:
        for example in scene.rule.examples.fails:
            yield from scene.edited([(scene.outcome.evidence[0].span, example.at)])


def desk(scene: Scene) -> Iterator[Specimen]:
    """Let the desk say the contrary, or nothing, of what the rule asks it."""
    profile = scene.judged.specimen.desk
    for rule in scene.rules:
        if not isinstance(rule, DeskRule):
            continue
        for fact, wanted in rule.facts.items():
            yield replace(
                scene.judged.specimen, desk={**profile, fact: not wanted if isinstance(wanted, bool) else "other"}
            )
        facts = {*rule.facts, "licences"} if rule.licence else {*rule.facts}
        yield replace(scene.judged.specimen, desk={key: each for key, each in profile.items() if key not in facts})


def day(scene: Scene) -> Iterator[Specimen]:
    """Judge it long before its time has come, or long after it is over."""
    for rule in scene.rules:
        if isinstance(rule, Dates) and rule.date == "now":
            day = dt.date(1900, 1, 1) if rule.not_before else dt.date(2999, 12, 31)
            yield replace(scene.judged.specimen, as_of=day)


MUTATIONS: dict[str, Mutation] = {
    each.__name__: each
    for each in (
        remove,
        fake,
        hide,
        noscript,
        shrink,
        insert,
        tag,
        contradict,
        desk,
        day,
        rewrite,
        take_whole,
        untimely,
        withdraw,
    )
}


def _hidden(scene: Scene, name: str, attributes: Mapping[str, str]) -> Iterator[Specimen]:
    """The page with the evidence inside an element of that name, if readers are who the rule asks it for."""
    source, evidence = scene.judged.specimen.article, scene.proof
    if isinstance(source, str) and scene.judged.article.form == "html" and scene.rule.check in FOR_READERS and evidence:
        page = wrapped(source, [piece.span.start for piece in evidence], name, attributes)
        yield replace(scene.judged.specimen, article=page)


def _forger(scene: Scene) -> Callable[[str], str]:
    """Replaces the outlet's names, also as they stand in addresses, by a look-alike's, and its domains by another's."""
    outlet = scene.rehearsal.policy.outlet
    if outlet is None:
        return lambda quote: quote
    stranger = next(iter(outlet.lookalikes), "Somebody Else")
    names = {name.replace(" ", joint) for name in outlet.names for joint in (" ", "-", "_", "")}
    pattern = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)), re.IGNORECASE)

    def forge(quote: str) -> str:
        for domain in outlet.domains:
            quote = quote.replace(domain, f"not-{domain}")
        return pattern.sub(stranger, quote)

    return forge


def _forbidden(rule: Rule) -> list[str]:
    """What breaks a rule: enough of its terms, or the words that its failing examples point at."""
    pointed_at = [example.at for example in rule.examples.fails if example.at]
    if isinstance(rule, ImageRule):
        return [f'<img src="/inserted.jpg" alt="">(Photo: {credit})' for credit in pointed_at]
    if isinstance(rule, Topic):
        alone = (each for each in rule.vocabulary if not (each.after or each.before or each.near))
        terms = cycle([term for each in alone for term in each.terms])
        return [", ".join(spellings(term, rule.lists)[0] for term in islice(terms, _ENOUGH))]
    if isinstance(rule, Named):
        cues = [f"{spellings(each)[0]} {{}}." for each in rule.before[:1]]
        return [cue.format(name) for cue in cues or [f"{{}}, {rule.younger_than - 1}, left."] for name in pointed_at]
    if not isinstance(rule, Terms):
        return pointed_at
    sentence = ", ".join(islice(cycle(rule.terms or pointed_at), max(rule.at_least, rule.distinct)))
    return [f"“{sentence}”" if rule.quoted == "only" else sentence]
