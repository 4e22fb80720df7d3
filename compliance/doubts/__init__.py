"""What is right in form and yet looks wrong in policies: words and rules without effect, sources and examples that
prove little.

None of it is an error: a policy with doubts loads, and means what it says. Each doubt is worth a look.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compliance.doubts import proofs, reach, sources, words
from compliance.doubts.doubt import Doubt
from compliance.load import Rulebook

__all__ = ["Doubt", "doubts"]


def doubts(book: Rulebook, today: dt.date, examples: bool) -> Iterator[Doubt]:
    """All of them, policy by policy; `examples`: those too that it takes running the examples to have."""
    for policy in book.policies:
        yield from sources.doubts(policy)
        yield from reach.doubts(policy, today)
        for rule in policy.rules:
            yield from words.doubts(policy, rule)
        if examples:
            yield from proofs.doubts(policy, book)
