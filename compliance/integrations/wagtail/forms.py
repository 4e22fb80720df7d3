"""The editor's form: what blocks is said at the field it is in, and the text stays in the form."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm

from compliance.finding import Outcome
from compliance.integrations.wagtail import gate


class CompliantForm(WagtailAdminPageForm):
    """The form of a page that is checked before it is published. Drafts are saved as they are."""

    _asked = False

    def is_valid(self) -> bool:
        """Whether the page may be saved as it is, or published if that is what is asked for."""
        valid: bool = super().is_valid()
        if valid and not self._asked and self._publishes():
            self._asked = True
            self._judge(self._page())
        return valid and not self.errors

    def _judge(self, page: Any) -> None:
        judgement = gate.judged(page)
        if judgement is None or judgement.decision != "block":
            return
        gate.note(page, "compliance.blocked", judgement, self.for_user)
        for outcome in judgement.deciding:
            self.add_error(self._field_of(outcome), gate.sentence(outcome))
        for each in judgement.sentences[len(judgement.deciding) :]:
            self.add_error(None, each)

    def _page(self) -> Any:
        """The page as this form makes it, tags and children included: made by another form, as one saves only once."""
        other = type(self)(
            self.data,
            self.files,
            instance=deepcopy(self.instance),
            subscription=deepcopy(self.subscription),
            parent_page=self.parent_page,
            for_user=self.for_user,
        )
        other._asked = True
        other.is_valid()
        return other.save(commit=False)

    def _publishes(self) -> bool:
        """Whether this form would publish the page: at once, at a later time, or by the last approval."""
        if self.data.get("action-publish"):
            return True
        approves = self.data.get("action-workflow-action") and self.data.get("workflow-action-name") == "approve"
        state = getattr(self.instance, "current_workflow_state", None) if approves else None
        return state is not None and state.is_at_final_task

    def _field_of(self, outcome: Outcome) -> str | None:
        """The form's field that an Outcome points at; None if it has no such field."""
        if outcome.span is None:
            return None
        part = outcome.span.field.split("/")[0]
        names: dict[str, str] = getattr(self.instance, "compliance_fields", {})
        name = names.get(part, part)
        return name if name in self.fields else None
