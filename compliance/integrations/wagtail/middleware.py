"""Tells an editor why a page was not published, where Wagtail would only show that something failed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from compliance.integrations.wagtail import gate


class Explained:
    """Put it at the end of MIDDLEWARE."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, and write down what was stopped: its own note may be undone with what was begun for it."""
        passages: list[gate.Passage] = []
        token = gate.PASSAGES.set(passages)
        try:
            response = self._get_response(request)
        finally:
            gate.PASSAGES.reset(token)
        for each in passages:
            if each.judgement.decision == "block" and not _is_noted(each):
                gate.note(each.page, "compliance.blocked", each.judgement, getattr(request, "user", None))
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        """What to answer where the gate has stopped a view."""
        if not isinstance(error, gate.Blocked):
            return None
        from wagtail.admin import messages

        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"success": False, "error_message": " ".join(error.messages)}, status=422)
        for each in error.messages:
            messages.error(request, f"“{error.page}” was not published. {each}")
        return redirect(reverse("wagtailadmin_pages:edit", args=[error.page.pk]))


def _is_noted(stopped: gate.Passage) -> bool:
    """Whether it stands in the page's history; there is none of a page that was undone itself."""
    from wagtail.models import Page, PageLogEntry

    page = stopped.page.pk
    if not Page.objects.filter(pk=page).exists():
        return True
    last = PageLogEntry.objects.filter(page=page, action="compliance.blocked").order_by("-timestamp").first()
    return last is not None and last.data == stopped.judgement.record
