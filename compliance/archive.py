"""A scan as a whole: what no single article tells, such as how many pieces of an outlet ran in a month.

A second, small pass over the table of Reports, whatever engine wrote it. What was not checked is not clean: a limit
that undated or unread articles could break is undetermined.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from compliance.archived import JudgedRow, ReportRow
from compliance.policy import Policy
from compliance.rows import FaultRow
from compliance.tables import read
from compliance.tallies import Breaking, Count, Limited, Pieces, Share, Tally, Totals, Twice


def counts(folder: Path, policies: Iterable[Policy]) -> list[Count]:
    """Every limit of these policies, held against the scan in a folder. Raises OutputError.

    Limits of an outlet's policy come to one Count each, those of a policy without an outlet to one for each outlet
    whose copy is there, in the order of their names.
    """
    found = list(policies)
    own = [each for policy in found if policy.outlet is not None for each in _limits(policy)]
    general = [each for policy in found if policy.outlet is None for each in _limits(policy)]
    if not own and not general:
        return []
    totals = Totals({each.limit.per for each in (*own, *general) if each.limit.count == "share"})
    tallies: dict[str, list[Tally]] = {}
    for each in own:
        tallies.setdefault(each.policy, []).append(_tally(each, each.policy, totals))
    began: set[str] = set()
    judged = any(each.limit.count == "breaking" for each in (*own, *general))
    for row in read(folder, "reports", JudgedRow if judged else ReportRow):
        totals.add(row)
        for policy in row.origins:
            if policy not in began:
                began.add(policy)
                tallies.setdefault(policy, []).extend(_tally(each, policy, totals) for each in general)
            for tally in tallies[policy]:
                tally.add(row)
    unread = len({each.article for each in read(folder, "faults", FaultRow)})
    return [tally.count(unread) for policy in sorted(tallies) for tally in tallies[policy]]


def _limits(policy: Policy) -> Iterator[Limited]:
    return (Limited(policy.policy, item, item.over) for item in policy.manual if item.over is not None)


def _tally(limited: Limited, of: str, totals: Totals) -> Tally:
    if limited.limit.count == "share":
        return Share(limited, of, totals)
    kinds: dict[str, type[Pieces | Twice | Breaking]] = {"pieces": Pieces, "twice": Twice, "breaking": Breaking}
    return kinds[limited.limit.count](limited, of)


def lines(found: Iterable[Count]) -> Iterator[str]:
    """The Counts in words."""
    for each in found:
        of = "" if each.rule.startswith(f"{each.of}/") else f" of {each.of}"
        yield f"{each.status:<14} {each.rule}{of} ({each.level}): {each.reason}"
        if each.status in ("violated", "undetermined"):
            yield f"               {each.message}"
