"""A Summary as text: the counts over many articles, the most frequent first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.report import VERDICTS, Summary

_MOST = 12
_WORST_FIRST = VERDICTS[::-1]


def lines(summary: Summary, titles: Mapping[str, str]) -> Iterator[str]:
    """The Summary, by verdict, rule, policy, source and month; `titles` are those of the policies."""
    yield f"{_counted(summary.articles, 'article')}: {verdicts(summary.verdicts)}"
    if summary.faults:
        kinds = ", ".join(f"{number:,} {kind}" for kind, number in _largest(summary.fault_kinds))
        yield f"{_counted(summary.faults, 'fault')} (not checked): {kinds}"
    yield from _table("Findings by rule", dict(_largest(summary.rules)), len(summary.rules))
    policies = {f"{policy} ({titles[policy]})" if policy in titles else policy: counts
                for policy, counts in summary.policies.items()}  # fmt: skip
    yield from _verdicts("By policy", policies)
    yield from _verdicts("By source", {source or "(not said)": counts for source, counts in summary.sources.items()})
    months = {month or "(not said)": counts for month, counts in summary.months.items()}
    yield from _verdicts("By month", months, by_name=True)


def verdicts(counts: Mapping[str, int]) -> str:
    """How many articles there are of each verdict, the worst first."""
    return ", ".join(f"{counts.get(verdict, 0):,} {verdict}" for verdict in _WORST_FIRST)


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _largest(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))


def _table(title: str, counts: Mapping[str, int], number: int) -> Iterator[str]:
    if counts:
        yield from ("", title)
        for name, count in list(counts.items())[:_MOST]:
            yield f"{count:>11,}  {name}"
        yield from _left_out(number)


def _verdicts(title: str, groups: Mapping[str, Mapping[str, int]], by_name: bool = False) -> Iterator[str]:
    """A row for each group: those with most articles, or, if they go by name, the last."""
    if not groups:
        return
    yield from ("", f"{title:<40}{''.join(f'{verdict:>11}' for verdict in _WORST_FIRST)}")
    named = sorted(groups.items(), reverse=True)
    shown = named if by_name else sorted(groups.items(), key=lambda each: (-sum(each[1].values()), each[0]))
    for name, counts in shown[:_MOST]:
        cut = name if len(name) < 38 else name[:37] + "…"
        yield f"  {cut:<38}" + "".join(f"{counts.get(verdict, 0):>11,}" for verdict in _WORST_FIRST)
    yield from _left_out(len(groups))


def _left_out(number: int) -> Iterator[str]:
    if number > _MOST:
        yield f"  … and {number - _MOST:,} more in `summary.json`"
