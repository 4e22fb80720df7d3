"""The decision over a page, and the one place that every way of publishing passes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from msgspec import Struct

from compliance.decision import Decision, decision_on, worst
from compliance.finding import Outcome
from compliance.integrations.wagtail.engine import UnavailableError, engine_of
from compliance.integrations.wagtail.settings import Settings, at_best, settings_of
from compliance.report import Report, judge

logger = logging.getLogger("compliance")

SCHEDULED = "wagtail.publish.scheduled"
"""How Wagtail logs what `publish_scheduled` publishes."""


class Judgement(Struct, frozen=True, kw_only=True):
    """What is to become of a page, and why."""

    decision: Decision
    report: Report | None
    """None: nothing could be checked."""
    unavailable: str = ""
    """Why nothing could be checked."""

    @property
    def deciding(self) -> tuple[Outcome, ...]:
        """The findings that block, or, if none does, those that ask for a person."""
        for verdict in ("block", "review"):
            found = tuple(each for each in self._outcomes if judge(each) == verdict)
            if found:
                return found
        return ()

    @property
    def sentences(self) -> list[str]:
        """All that speaks against publishing, each in a sentence."""
        told = [sentence(each) for each in self.deciding]
        told += [f"Not checked: {fault.reason}." for fault in (self.report.faults if self.report else ())]
        return told + ([f"Nothing was checked: {self.unavailable}."] if self.unavailable else [])

    @property
    def record(self) -> dict[str, Any]:
        """What is kept of it in the log."""
        found: dict[str, Any] = {"decision": self.decision, "findings": [each.rule for each in self.deciding]}
        if self.report is None:
            return found | {"unavailable": self.unavailable}
        faults = [fault.reason for fault in self.report.faults]
        return found | {"plan": self.report.plan, "content": self.report.content, "faults": faults}

    @property
    def _outcomes(self) -> Iterator[Outcome]:
        return iter(self.report.outcomes if self.report is not None else ())


class Passage(NamedTuple):
    """A page that came to the gate during a request."""

    page: Any
    judgement: Judgement


PASSAGES: ContextVar[list[Passage] | None] = ContextVar("passages", default=None)
"""All that came to the gate during a request, where the middleware is there to ask."""


class Blocked(ValidationError):  # noqa: N818 - the page is at fault
    """A page that is not published. Wagtail's API answers 422 with its messages."""

    def __init__(self, page: Any, judgement: Judgement) -> None:
        super().__init__(judgement.sentences or ["It may not be published."])
        self.page = page
        self.judgement = judgement


def sentence(outcome: Outcome) -> str:
    """A finding in a sentence or two: what is asked, why it is not so, what to do, by which rule."""
    told = f"{outcome.message[:1].upper()}{outcome.message[1:]}: {outcome.reason}."
    fix = f" To do: {outcome.fix}." if outcome.fix else ""
    return f"{told}{fix} ({outcome.rule})"


def settings() -> Settings:
    """The Settings in force."""
    return settings_of(getattr(django_settings, "COMPLIANCE", {}))


def judged(page: Any) -> Judgement | None:
    """The decision over a page as it is in memory; None for what is no article of the desk's."""
    if not callable(getattr(page, "compliance_record", None)):
        return None
    known = settings()
    live = _live(page)
    try:
        before = _record(live) if live is not None and known.updates == "new" else None
        report = engine_of(known).check(_record(page), _name(page), before)
    except UnavailableError as error:
        logger.error("nothing was checked of %s: %s", _name(page), error)
        return Judgement(decision=worst("warn", known.unavailable), report=None, unavailable=str(error))
    decision = decision_on(report, known.on_fault)
    if live is not None and known.updates == "warn":
        decision = at_best(decision, "warn")
    return Judgement(decision=decision, report=report)


def install() -> None:
    """Have every publishing of a revision pass `_passed`: editor, bulk, workflow, schedule, API and code alike."""
    from wagtail.actions.publish_revision import PublishRevisionAction

    if not hasattr(PublishRevisionAction.execute, "compliance"):
        PublishRevisionAction.execute = _gated(PublishRevisionAction.execute)


def _gated(execute: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(execute)
    def gated(action: Any, skip_permission_checks: bool = False) -> Any:
        action.check(skip_permission_checks=skip_permission_checks)
        if _passed(action):
            return execute(action, skip_permission_checks=skip_permission_checks)
        return None

    gated.compliance = True  # type: ignore[attr-defined]
    return gated


def _passed(action: Any) -> bool:
    """Whether a revision may be published. Raises Blocked, but where others are waiting behind it."""
    judgement = judged(action.object)
    if judgement is None:
        return True
    if (passages := PASSAGES.get()) is not None:
        passages.append(Passage(action.object, judgement))
    if judgement.decision != "block":
        note(action.object, "compliance.passed", judgement, action.user, action.revision)
        return True
    note(action.object, "compliance.blocked", judgement, action.user, action.revision)
    if action.log_action != SCHEDULED:
        raise Blocked(action.object, judgement)
    if judgement.report is not None:  # else it is tried again the next time
        action.revision.approved_go_live_at = None
        action.revision.save(update_fields=["approved_go_live_at"])
    return False


def note(page: Any, event: str, judgement: Judgement, user: Any = None, revision: Any = None) -> None:
    """Write a decision into the page's history and into the log."""
    from wagtail.log_actions import log

    logger.info("%s: %s: %s", _name(page), event, judgement.record)
    if page.pk is not None:
        log(instance=page, action=event, user=user, revision=revision, data=judgement.record)


def _record(page: Any) -> dict[str, Any]:
    """What a page says its article is. Raises UnavailableError if it fails to."""
    try:
        found: dict[str, Any] = page.compliance_record()
    except Exception as error:
        raise UnavailableError(f"`compliance_record` failed: {type(error).__name__}: {error}") from error
    return found


def _live(page: Any) -> Any:
    """The page as it is live; None if it is not."""
    if page.pk is None or not page.live:
        return None
    return type(page).objects.filter(pk=page.pk, live=True).first()


def _name(page: Any) -> str:
    """What Reports and waivers call a page: its address within the site, or its title before it has one."""
    return getattr(page, "url_path", "") or str(page)
