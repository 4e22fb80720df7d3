"""What decides each kind of fidelity, by its name."""

from __future__ import annotations

from collections.abc import Callable

from compliance.case import Case
from compliance.checks.fidelity import parts, standing, wording
from compliance.checks.fidelity.rule import Fidelity
from compliance.fidelity import Pair
from compliance.finding import Outcome
from compliance.obligation import Obligation

JUDGES: dict[str, Callable[[Obligation[Fidelity], Case, Pair], Outcome]] = {
    "unchanged": wording.unchanged,
    "quotations": wording.quotations,
    "changes-noted": wording.changes_noted,
    "excerpt": wording.excerpt,
    "headline": wording.headline,
    "translation": wording.translation,
    "links": parts.links,
    "tagline": parts.tagline,
    "images": parts.images,
    "byline": parts.byline,
    "window": standing.window,
    "withdrawn": standing.withdrawn,
}
