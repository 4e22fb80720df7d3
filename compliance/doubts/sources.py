"""Sources that nobody could look up again."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.doubts.doubt import Doubt
from compliance.policy import Policy

_LINKED = ("official", "mirror")


def doubts(policy: Policy) -> Iterator[Doubt]:
    """Sources that are said to be pages and have no address, or that nobody dated."""
    for number, source in enumerate(policy.sources, start=1):
        name = source.url or source.note or f"source {number}"
        if source.evidence in _LINKED and not source.url:
            yield Doubt(
                policy.policy, f"the source `{name}` is said to be a page, and has no address", "give its `url`"
            )
        elif source.evidence == "official" and source.seen is None:
            yield Doubt(policy.policy, f"nobody knows when `{name}` was read", "say so by `seen`: terms change")
