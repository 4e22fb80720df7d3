"""What was put right in an article, and what was not, for people: beside the verdict before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from compliance.fix import Fixed, Left
from compliance.layout import BOLD, DIM, GREEN, RED, YELLOW, clean, count, hang, paint, sentence
from compliance.report import VERDICTS, Verdict

_COLORS: dict[Verdict, str] = {"pass": GREEN, "review": YELLOW, "block": RED}
_GUTTER = 4


def lines(fixed: Fixed, width: int, color: bool, verbose: bool = False) -> Iterator[str]:
    """An article in a few lines; what is left only for a person is shown in full."""
    was, now = fixed.before.verdict, fixed.after.verdict
    verdicts = [paint(each.upper(), BOLD, _COLORS[each], color=color) for each in dict.fromkeys((was, now))]
    yield f"{' → '.join(verdicts)}  {clean(fixed.before.article)}"
    for repair in fixed.repairs:
        yield f"  {paint('+', GREEN, color=color)} {repair.rule}"
        yield from hang("", sentence(repair.does), width, _GUTTER)
    shown = [left for left in fixed.left if verbose or _matters(left)]
    for left in shown:
        yield f"  {paint('✗', RED, color=color)} {left.outcome.rule}  {paint('left', DIM, color=color)}"
        yield from hang("", sentence(left.why), width, _GUTTER)
    if hidden := len(fixed.left) - len(shown):
        words = f"and {count(hidden, 'finding')} that may or need not be put right: --verbose shows them"
        yield f"  {paint(words, DIM, color=color)}"


def _matters(left: Left) -> bool:
    """Whether it is broken, and bears on whether the article may run."""
    return left.outcome.level == "must" and left.outcome.status == "violated"


def summary(found: Iterable[Fixed], files: int, written: bool) -> str:
    """All of it in a line."""
    found = list(found)
    repairs, left = sum(len(each.repairs) for each in found), sum(len(each.left) for each in found)
    done = f"{count(repairs, 'repair')} in {count(files, 'file')}" + ("" if written else ", none of them written")
    verdicts = ", ".join(f"{sum(each.after.verdict == name for each in found)} {name}" for name in VERDICTS[::-1])
    return f"{count(len(found), 'article')}: {done}; {count(left, 'finding')} left; now {verdicts}"
