"""What a mutation starts from: a rule that is met, and the article that it is met on."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compliance.article import INPUT, Span
from compliance.checks.consistency import Consistency
from compliance.checks.dates import Dates
from compliance.checks.topic import Topic
from compliance.examples import Judged, Rehearsal, Specimen
from compliance.finding import Evidence, Outcome
from compliance.policy import AnyOf, Rule


@dataclass(frozen=True)
class Scene:
    """A rule, met: what a mutation starts from."""

    rehearsal: Rehearsal
    rule: Rule
    judged: Judged

    @property
    def full_id(self) -> str:
        """`policy/rule`."""
        return f"{self.rehearsal.policy.policy}/{self.rule.id}"

    @property
    def outcome(self) -> Outcome:
        """How the rule stands on the article."""
        return self.judged.outcomes[self.full_id]

    @property
    def proof(self) -> tuple[Evidence, ...]:
        """What it is met by: not hits too few to break a rule of absence, nor things that agree, nor a limit kept."""
        if isinstance(self.rule, Consistency | Dates | Topic) or getattr(self.rule, "expect", "") in ("absent", "none"):
            return ()
        return self.outcome.evidence

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rule, or the members of a group."""
        return self.rule.any_of if isinstance(self.rule, AnyOf) else (self.rule,)

    def on(self, specimen: Specimen) -> Scene:
        """The same rule on another article. Raises UnfitError if that cannot be judged."""
        return replace(self, judged=self.rehearsal.judge(specimen))

    def edited(self, edits: Iterable[tuple[Span, str]]) -> Iterator[Specimen]:
        """The article with passages of its delivered fields replaced, if there are any."""
        fields = dict(self.judged.article.fields)
        changed = set()
        for span, new in sorted(_disjoint(edits), key=lambda edit: edit[0], reverse=True):
            fields[span.field] = fields[span.field][: span.start] + new + fields[span.field][span.end :]
            changed.add(span.field)
        if changed:
            yield replace(self.judged.specimen, article=_written(self.judged.specimen.article, fields, changed))


Mutation = Callable[[Scene], Iterable[Specimen]]


def _disjoint(edits: Iterable[tuple[Span, str]]) -> Iterator[tuple[Span, str]]:
    """Of edits that overlap, the widest."""
    taken: list[Span] = []
    for span, new in sorted(edits, key=lambda edit: edit[0].start - edit[0].end):
        if not any(span.field == each.field and span.start < each.end and each.start < span.end for each in taken):
            taken.append(span)
            yield span, new


def _written(source: str | dict[str, Any], fields: Mapping[str, str], changed: Iterable[str]) -> str | dict[str, Any]:
    """The example's source with its fields changed; a record's field is named by its path."""
    if isinstance(source, str):
        return fields[INPUT]
    record = copy.deepcopy(source)
    for name in changed:
        *path, last = [int(step) if step.isdigit() else step for step in name.split("/")]
        value: Any = record
        for step in path:
            value = value[step]
        value[last] = fields[name]
    return record
