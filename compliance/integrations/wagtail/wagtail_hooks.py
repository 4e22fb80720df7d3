"""What Wagtail calls by itself."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin import messages

from compliance.integrations.wagtail import gate


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name our entries in a page's history."""
    actions.register_action("compliance.passed", "Check the terms", "The terms were checked before publishing")
    actions.register_action("compliance.blocked", "Block by terms", "Publishing was blocked by the terms")


@hooks.register("before_bulk_action")
def before_bulk_action(request: Any, action: str, objects: list[Any], view: Any) -> None:
    """Take what may not be published out of a bulk publishing, and say so; the others go on."""
    if action != "publish":
        return
    below = view.cleaned_form.cleaned_data.get("include_descendants", False)
    for page in list(objects):
        blocked = [each for each in _published_with(page, below) if _is_blocked(request, each)]
        if blocked:
            objects.remove(page)


@hooks.register("after_publish_page")
def after_publish_page(request: Any, page: Any) -> None:
    """Tell an editor what a person should look at in what was just published."""
    for passage in gate.PASSAGES.get() or ():
        if passage.page.pk == page.pk and passage.judgement.decision == "warn":
            for each in passage.judgement.sentences:
                messages.warning(request, f"“{page}” was published. {each}")


def _published_with(page: Any, below: bool) -> list[Any]:
    """The drafts that publishing a page publishes."""
    drafts = [*page.get_descendants().not_live()] if below else []
    return [each.get_latest_revision_as_object() for each in (page, *drafts)]


def _is_blocked(request: Any, page: Any) -> bool:
    judgement = gate.judged(page)
    if judgement is None or judgement.decision != "block":
        return False
    gate.note(page, "compliance.blocked", judgement, request.user)
    for each in judgement.sentences:
        messages.error(request, f"“{page}” was not published. {each}")
    return True
