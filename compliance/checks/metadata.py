"""Do the article's fields keep a JSON Schema?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from compliance import fragment
from compliance.article import Article, Span
from compliance.case import Case
from compliance.document import PARTS, describe, document_schema, place
from compliance.expression import Complaint
from compliance.finding import Evidence, Outcome
from compliance.lexicon import Lexicon
from compliance.match import Pattern
from compliance.obligation import Obligation
from compliance.policy import Rule
from compliance.sample import names, sample, unshown

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError


class Metadata(Rule, frozen=True, kw_only=True):
    """Do the article's fields keep a JSON Schema?"""

    check: Literal["metadata"] = "metadata"
    schema: dict[str, Any]
    """A JSON Schema (2020-12) for the article's metadata as `compliance schema metadata` describes it; patterns must be
    linear-time, `$ref` may only point within it."""


RULE = Metadata

_MOST_ERRORS = 200
_PLACES = {"title": "top", "byline": "byline", "bylines": "byline", "tags": "tags"}
"""Where a missing field would go, if not into the head."""


def complain(rule: Metadata) -> Iterable[Complaint]:
    """All that makes the schema say less than it seems to."""
    for problem, hint in fragment.complain(rule.schema, document_schema()):
        yield "schema", problem, hint


def patterns(obligation: Obligation[Metadata], lexicon: Lexicon) -> Iterable[Pattern]:
    """Nothing: fields are validated, not searched."""
    return ()


def judge(obligations: Sequence[Obligation[Metadata]], case: Case) -> Iterator[Outcome]:
    """One Outcome per rule."""
    if not obligations:
        return
    document = describe(case.article)
    for obligation in obligations:
        yield _judge(obligation, document, case)


def _judge(obligation: Obligation[Metadata], document: Mapping[str, Any], case: Case) -> Outcome:
    schema, article = obligation.rule.schema, case.article
    fields = list(fragment.Survey(schema, document_schema()).fields)
    absent = [name for name in fields if name not in document]
    uncarried = [name for name in absent if name in PARTS and not article.can_carry(PARTS[name])]
    errors = list(islice(fragment.errors_of(schema, document), _MOST_ERRORS))
    certain = [error for error in errors if _is_certain(error, uncarried)]
    if certain:
        return _violated(obligation, certain, case)
    if uncarried:
        insert = article.place(_PLACES.get(uncarried[0], "head"))
        return obligation.undetermined(f"{article.form_name} cannot carry {names(uncarried)}", insert=insert)
    if len(absent) == len(fields) > 0:
        return obligation.undetermined(f"the article has nothing that the schema speaks of: {names(absent)}")
    present = [name for name in fields if name in document]
    reason = f"{names(present)} keep the schema" if present else "the metadata keep the schema"
    reason += f"; absent, and not required: {names(absent)}" if absent else ""
    return obligation.met(reason, sample(_evidence(present, case)))


def _is_certain(error: ValidationError, uncarried: Sequence[str]) -> bool:
    """Whether an error would stand, had the format carried all fields."""
    if error.absolute_path or not uncarried:
        return True
    return error.validator == "required" and error.validator_value not in uncarried


def _violated(obligation: Obligation[Metadata], errors: list[ValidationError], case: Case) -> Outcome:
    reasons = "; ".join(dict.fromkeys(fragment.describe(error) for error in sample(errors)))
    spans = {span: error for error in errors if (span := _place(error, case.article))}
    evidence = [case.quote_span(span, note=fragment.describe(error)) for span, error in sample(spans.items())]
    return obligation.violated(reasons + unshown(errors), evidence, _insertion(errors, case.article))


def _place(error: ValidationError, article: Article) -> Span | None:
    return place(article, list(error.absolute_path)) if error.absolute_path else None


def _insertion(errors: Iterable[ValidationError], article: Article) -> Span | None:
    """Where the first missing field would go."""
    missing = next((error for error in errors if error.validator == "required"), None)
    if missing is None:
        return None
    if missing.absolute_path:
        span = _place(missing, article)
        return span and Span(span.field, span.end, span.end)
    return article.place(_PLACES.get(str(missing.validator_value), "head"))


def _evidence(fields: Iterable[str], case: Case) -> Iterator[Evidence]:
    for name in fields:
        span = place(case.article, [name]) or place(case.article, [name, 0])
        if span is not None:
            yield case.quote_span(span, note=name)
