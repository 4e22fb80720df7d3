"""What types cannot say of policies: that names are names, references lead somewhere, examples can be run.

Each function looks at one matter and complains of all it finds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from msgspec.structs import fields

from compliance.checks import CHECKS
from compliance.desk import FACTS, Desk
from compliance.language.diagnostic import Mark, shown
from compliance.language.draft import Draft
from compliance.language.mending import complain_of_repairs
from compliance.language.node import Node, Path, Place
from compliance.language.validate import Complaints, noun, suggest
from compliance.lexicon import Lexicon
from compliance.policy import ID, AnyOf, Condition, Detect, Effective, Example, Limit, Policy, Rule, Signal, Source

_ID = re.compile(ID)

RESERVED = {"provenance": "it names whose copy an article is"}

_KINDS = tuple(field.name for field in fields(Signal) if field.name != "weight")


def lint(draft: Draft, complaints: Complaints) -> None:
    """Everything that can be said of one policy by itself."""
    _names(draft.node, complaints)
    if draft.frame is not None:
        top = Spot(draft.node, (), complaints)
        _frame(draft.frame, top)
        _sources(draft.frame.sources, top.into("sources"))
        if draft.frame.detect is not None:
            _detect(draft.frame.detect, top.into("detect"))
    for path, rule in draft.rules.items():
        spot = Spot(draft.node, path, complaints)
        _parameters(rule, spot)
        _period(rule.effective, spot.into("effective"))
        if rule.only_if is not None:
            _condition(rule.only_if, spot.into("only_if"))
        if len(path) == 2:
            _clause(draft, rule, spot)
            _examples(draft, rule, spot)


class Spot:
    """A place in a policy that may be complained of."""

    def __init__(self, node: Node, path: Path, complaints: Complaints) -> None:
        self.node = node
        self.path = path
        self.complaints = complaints

    def into(self, *steps: str | int) -> Spot:
        """A place below it."""
        return Spot(self.node, (*self.path, *steps), self.complaints)

    @property
    def place(self) -> Place:
        """Where that is in the file, as far as it exists."""
        return self.node.find(self.path)

    def complain(self, message: str, hint: str = "") -> None:
        """Complain of the value there, or of what it would stand in."""
        place = self.place
        self.complaints.add(place.label if place.rest else place.mark, message, hint)


def _names(node: Node, complaints: Complaints) -> None:
    top = Spot(node, (), complaints)
    name, stem = node.at("policy").text, PurePath(node.mark.source.path).stem
    if name and not _ID.fullmatch(name):
        top.into("policy").complain(f"{shown(name)} is no id", "write words of a-z and 0-9, joined by hyphens")
    elif name and name != stem:
        hint = f"call the file `{name}.yaml`, or the policy {shown(stem)}"
        top.into("policy").complain(f"the policy is called `{name}`, and its file {shown(stem)}", hint)
    seen: dict[str, Mark] = {}
    for key in ("rules", "manual"):
        for index, each in enumerate(node.at(key).members):
            _name(each.at("id"), top.into(key, index, "id"), seen)


def _name(node: Node, spot: Spot, seen: dict[str, Mark]) -> None:
    if not isinstance(node.value, str):
        return
    if not _ID.fullmatch(node.text):
        spot.complain(f"{shown(node.text)} is no id", "write words of a-z and 0-9, joined by hyphens")
    elif node.text in RESERVED:
        spot.complain(f"`{node.text}` is no name for a rule: {RESERVED[node.text]}", "choose another id")
    elif node.text in seen:
        first = seen[node.text].diagnostic("")
        where = f"line {first.line}" if first.path == node.mark.source.path else f"{first.path}, line {first.line}"
        spot.complain(f"`{node.text}` is the id of two rules, first in {where}", "give each an id of its own")
    else:
        seen[node.text] = node.mark


def _frame(policy: Policy, top: Spot) -> None:
    if not policy.title.strip():
        top.into("title").complain("`title` is empty", "say in a line what the policy is")
    if not top.node.at("rules").members and not policy.manual:
        top.complain("a policy without rules", "give `rules`, or list clauses for a person under `manual`")
    for index, item in enumerate(policy.manual):
        for key in ("why",) if policy.base else ("clause", "why"):
            if not getattr(item, key).strip():
                top.into("manual", index, key).complain(
                    f"`{key}` is empty", "a person has to know what to decide, and why"
                )
        if item.over is not None:
            _limit(item.over, top.into("manual", index, "over"))
    if policy.catalogue and not policy.base:
        top.into("catalogue").complain("only a base can be a catalogue", "add `base: true`")
    _clauses(policy, top.into("clauses"))
    _period(policy.effective, top.into("effective"))
    _desk(top.into("good_desk"))
    if policy.good_desk and "good" not in policy.articles:
        top.into("good_desk").complain("`good_desk` without an article `good`", "give one under `articles`")
    _known(policy.good_original, top.into("good_original"), top.node.at("articles"))


def _limit(limit: Limit, spot: Spot) -> None:
    if limit.count == "share" and not 0 <= limit.most < 1:
        spot.into("most").complain(
            "`most` of a share is a fraction of one", "write `most: 0.3` for thirty in a hundred"
        )
    elif limit.count != "share" and (limit.most < 0 or limit.most != int(limit.most)):
        spot.into("most").complain("`most` is a whole number, from 0 on", "say how many there may be")
    if limit.count == "breaking" and not limit.rules:
        spot.complain("`breaking` counts nothing without `rules`", "name the rules, one of which a piece must keep")
    elif limit.count != "breaking" and limit.rules:
        spot.into("rules").complain("only `breaking` looks at `rules`", "write `count: breaking`, or leave them out")


def _clauses(policy: Policy, spot: Spot) -> None:
    for index, clause in enumerate(policy.clauses):
        here = spot.into(index)
        if not clause.says.strip():
            here.into("says").complain("`says` is empty", "say what the terms ask for here")
        if not clause.rules:
            here.into("rules").complain("no rule sees to this clause", "name one, or an item under `manual`")
        if not 1 <= clause.source <= len(policy.sources):
            here.into("source").complain(
                f"there is no source {clause.source}", f"count from 1 to {len(policy.sources)}"
            )


def _sources(sources: tuple[Source, ...], spot: Spot) -> None:
    if not sources:
        spot.complain(
            "a policy must say where its terms come from", "give a source with `url` or `note`, and `evidence`"
        )
    for index, source in enumerate(sources):
        if not source.url.strip() and not source.note.strip():
            spot.into(index).complain("a source needs a `url` or a `note`", "say where the terms were read")


def _detect(detect: Detect, spot: Spot) -> None:
    if not detect.strong and not detect.weak:
        spot.complain("nothing tells how the copy is recognised", "give signals under `strong` or `weak`")
    _share(detect.threshold, spot.into("threshold"))
    for strength in ("strong", "weak"):
        for index, signal in enumerate(getattr(detect, strength)):
            _signal(signal, spot.into(strength, index))


def _signal(signal: Signal, spot: Spot) -> None:
    given = [kind for kind in _KINDS if getattr(signal, kind)]
    if len(given) > 1:
        hint = "write one signal for each: `- …`"
        spot.into(given[1]).complain(f"a signal of two kinds, {shown(given[0])} and {shown(given[1])}", hint)
    elif not given:
        spot.complain("a signal without anything to look for", f"give one of {', '.join(map(shown, _KINDS))}")
    for kind in given:
        for index, text in enumerate(getattr(signal, kind)):
            if not text.strip():
                spot.into(kind, index).complain("an empty text is found everywhere", "fill it in, or remove it")
    if signal.weight is not None:
        _share(signal.weight, spot.into("weight"))


def _share(weight: float, spot: Spot) -> None:
    if not 0 < weight <= 1:
        spot.complain(f"{shown(str(spot.path[-1]))} must lie between 0 and 1", "1 is certain")


def _period(period: Effective, spot: Spot) -> None:
    if period.since and period.until and period.until < period.since:
        spot.into("until").complain("`until` lies before `since`", "nothing would ever be in force")


def _parameters(rule: Rule, spot: Spot) -> None:
    """What the check itself says of its parameters, shown as near to the trouble as it can be made out."""
    if not rule.message.strip():
        spot.into("message").complain("`message` is empty", "say what the rule asks for, in a sentence")
    complaints = [*complain_of_repairs(rule), *(() if isinstance(rule, AnyOf) else CHECKS[rule.check].complain(rule))]
    for field, problem, hint in complaints:
        _blame(spot.into(*_steps(field)), problem, hint)


def _steps(field: str) -> Iterator[str | int]:
    for step in field.split("."):
        yield int(step) if step.isdecimal() else step


def _blame(spot: Spot, problem: str, hint: str) -> None:
    place = spot.place
    for text in () if place.rest else _texts(place.node):
        if text.value and f"`{text.value}`" in problem:
            fragment = problem.rpartition(": ")[2]
            mark = text.mark.within(fragment) if problem.startswith("`") else text.mark
            spot.complaints.add(mark, problem, hint)
            return
    spot.complain(problem, hint)


def _texts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, str):
        yield node
    for each in (*node.entries.values(), *node.members):
        yield from _texts(each)


def _condition(condition: Condition, spot: Spot) -> None:
    asked = (condition.rule, condition.has, condition.desk, condition.language)
    if not any(asked):
        spot.complain("`only_if` asks for nothing", "give `rule`, `has`, `desk` or `language`, or leave it out")
    for fact, value in condition.desk.items():
        here = spot.into("desk", fact)
        if fact not in FACTS:
            here.complaints.add(
                here.place.label, f"a desk profile has no fact {shown(fact)}", suggest(fact, sorted(FACTS))
            )
        elif isinstance(value, str) != ("str" in Desk.__annotations__[fact]):
            wanted = "true or false" if isinstance(value, str) else "text"
            here.complain(f"no desk profile can say this of {shown(fact)}", f"write {wanted}")


def _clause(draft: Draft, rule: Rule, spot: Spot) -> None:
    republication = draft.node.at("kind").text == "republication" and draft.node.at("base").value is not True
    if republication and not rule.clause.strip():
        spot.into("clause").complain(
            "a rule about somebody's terms must cite them", "give the sentence it enforces as `clause`"
        )


def _examples(draft: Draft, rule: Rule, spot: Spot) -> None:
    base = draft.node.at("base").value is True
    here = spot.into("examples")
    for side, meaning in (("passes", "keeps"), ("fails", "breaks")):
        examples: tuple[Example, ...] = getattr(rule.examples, side)
        if not examples and not base:
            here.complain(f"no example that {meaning} the rule", f"give an article under `examples`, `{side}`")
        for index, example in enumerate(examples):
            _example(example, here.into(side, index), draft.node.at("articles"), failing=side == "fails")


def _known(name: str, spot: Spot, articles: Node) -> None:
    """An article that is named must be there."""
    if name and name not in articles.entries:
        hint = suggest(name, articles.entries) or "give it under `articles`"
        spot.complain(f"there is no article {shown(name)}", hint)


def _example(example: Example, spot: Spot, articles: Node, failing: bool) -> None:
    _desk(spot.into("desk"))
    _known(example.original, spot.into("original"), articles)
    if failing and not (example.at or example.insert or example.status):
        hint = "quote the words as `at`, name the place as `insert`, or give a `status`"
        spot.complain("a failing example must say where the finding points", hint)
    for key in ("at", "insert"):
        if not failing and getattr(example, key):
            spot.into(key).complain(f"`{key}` says nothing under `passes`", "leave it out")
    if bool(example.article) == bool(example.use):
        both = "both `article` and `use`" if example.use else "neither `article` nor `use`"
        spot.complain(f"an example with {both}", "give the article itself, or the name of a shared one")
    elif example.use and example.use not in articles.entries:
        _known(example.use, spot.into("use"), articles)
    else:
        _replacements(example, spot, example.article or articles.at(example.use).data)


def _replacements(example: Example, spot: Spot, article: Any) -> None:
    """Passages are replaced one after the other, in every text of a record."""
    texts = list(_strings(article))
    for passage, replacement in example.replace.items():
        if not passage or not any(passage in text for text in texts):
            key = spot.into("replace", passage).place.label
            hint = "copy it from the article as it is written there"
            spot.complaints.add(key, f"the article does not contain {shown(passage)}", hint)
        texts = [text.replace(passage, replacement) if passage else text for text in texts]
    if example.at and not any(example.at in text for text in texts):
        hint = "quote the words as they are delivered, markup and all"
        spot.into("at").complain(f"the article does not contain {shown(example.at)}", hint)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(each)


def _desk(spot: Spot) -> None:
    """A desk profile given with an article; a misspelt fact would be one that is never stated."""
    place = spot.place
    if not place.rest and isinstance(place.node.value, dict):
        noun(Desk, place.node, spot.complaints)


def lint_lexicon(words: Lexicon, node: Node, complaints: Complaints) -> None:
    """What is wrong with one file of the lexicon beyond its types."""
    from compliance.expression import complain

    top = Spot(node, (), complaints)
    for each in fields(words):
        for index, word in enumerate(getattr(words, each.name)):
            if isinstance(word, str) and not word.strip():
                top.into(each.name, index).complain("an empty word is found everywhere", "fill it in, or remove it")
    for field, problem, hint in complain("picture_credits", words.picture_credits):
        _blame(top.into(field), problem, hint)
