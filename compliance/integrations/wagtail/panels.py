"""A panel of the editor that shows what the page's last saved version keeps, breaks, and leaves to a person."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import Panel

from compliance.integrations.wagtail import gate
from compliance.report import judge

_SHOWN = ("violated", "undetermined", "waived", "met")
"""The Outcomes that are shown, in this order; what does not apply is counted."""


class CompliancePanel(Panel):
    """Shows the Report. Put it among the `panels` of a page that is `Compliant`."""

    def __init__(self, heading: str = "Terms", **kwargs: Any) -> None:
        super().__init__(heading=heading, **kwargs)

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "compliance/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """What the template shows."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            judgement = gate.judged(self.instance) if self.instance.pk is not None else None
            outcomes = [] if judgement is None or judgement.report is None else list(judgement.report.outcomes)
            shown = sorted(
                (each for each in outcomes if each.status in _SHOWN and not each.manual),
                key=lambda each: (_SHOWN.index(each.status), judge(each) != "block"),
            )
            return context | {
                "judgement": judgement,
                "outcomes": [{"outcome": each, "blocks": judge(each) == "block"} for each in shown],
                "manual": [each for each in outcomes if each.manual and each.status == "undetermined"],
                "inapplicable": sum(each.status == "not_applicable" for each in outcomes),
            }
