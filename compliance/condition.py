"""Whether a rule applies to an article at all: its dates, what its `only_if` asks for, the language of its words."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from compliance.article import Article
from compliance.case import Case
from compliance.finding import Outcome, Status
from compliance.obligation import Obligation
from compliance.policy import Condition


def unless_applicable(obligation: Obligation[Any], out_of_force: str, case: Case) -> Outcome | None:
    """The Outcome of a rule that does not apply, or of which that cannot be known; None for one that does."""
    if out_of_force:
        return obligation.not_applicable(out_of_force)
    if not obligation.rule.effective.covers(case.day):
        return obligation.not_applicable(f"the rule is not in force on {case.day}")
    condition = obligation.rule.only_if
    if condition is None:
        return None
    return (
        _by_rule(obligation, condition, case)
        or _by_article(obligation, condition, case)
        or _by_desk(obligation, condition, case)
    )


def _by_rule(obligation: Obligation[Any], condition: Condition, case: Case) -> Outcome | None:
    if not condition.rule:
        return None
    name = condition.rule if "/" in condition.rule else f"{obligation.policy}/{condition.rule}"
    other = case.outcomes.get(name)
    if other is None:
        return obligation.not_applicable(f"`{name}` does not apply to this article")
    if other.status == condition.outcome:
        return None
    if other.status == "undetermined":
        return obligation.undetermined(f"it depends on `{name}`, which cannot be known: {other.reason}")
    return unless_otherwise(obligation, name, other.status)


def unless_otherwise(obligation: Obligation[Any], other: str, status: Status) -> Outcome:
    """The Outcome of a rule that waits for the rule `other` to come to something else than this, which is known."""
    return obligation.not_applicable(f"`{other}` is {status.replace('_', ' ')}")


def _by_article(obligation: Obligation[Any], condition: Condition, case: Case) -> Outcome | None:
    article = case.article
    for part in condition.has:
        if not _has(article, part):
            carried = article.can_carry("dates" if part == "published" else part)
            if not carried:
                return obligation.undetermined(
                    f"it depends on the article's {part}, which {article.form_name} cannot carry"
                )
            return obligation.not_applicable(f"the article has no {part}")
    if condition.language and not article.language:
        return obligation.undetermined("it depends on the article's language, which is not stated")
    if condition.language and article.main_language not in condition.language:
        return obligation.not_applicable(f"the article is in `{article.language}`")
    return None


def in_another_language(languages: Collection[str], stated: str) -> str:
    """That an article is in another language than a rule's words, and so was not checked by them, in words; empty if it
    does not say so, or if the words are of no language."""
    if not languages or not stated or stated in languages:
        return ""
    return f"the terms are of `{'`, `'.join(languages)}`, the article is in `{stated}`"


def _has(article: Article, part: str) -> bool:
    found: dict[str, object] = {
        "title": article.title,
        "byline": article.bylines,
        "images": article.images,
        "links": article.links,
        "tags": article.tags,
        "published": article.date("published"),
        "canonical": article.canonical,
    }
    return bool(found[part])


def _by_desk(obligation: Obligation[Any], condition: Condition, case: Case) -> Outcome | None:
    for fact, wanted in condition.desk.items():
        stated = getattr(case.desk, fact)
        if stated is None:
            return obligation.undetermined(f"it depends on `{fact}`, which the desk profile does not state")
        if stated != wanted:
            return obligation.not_applicable(f"the desk profile says `{fact}: {str(stated).lower()}`")
    return None
