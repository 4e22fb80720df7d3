"""The labelled difference between an article and its original, for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from compliance.article import Span
from compliance.difference import FREE, Comparison, Difference
from compliance.finding import Evidence
from compliance.layout import BOLD, DIM, GREEN, RED, clean, count, hang, paint, sentence, shorten
from compliance.render import Setting

MOST_SHOWN = 20
"""How many edits are shown unless everything is asked for."""

_INDENT = "    "


def lines(comparison: Comparison, setting: Setting, position: Callable[[Span], str]) -> Iterator[str]:
    """What was compared with what, and every edit within the words around it; what is no edit only if asked for."""
    head = f"  {paint('Beside its original', BOLD, color=setting.color)}"
    yield f"{head}  {clean(comparison.original)}, found {comparison.way}"
    if comparison.doubt:
        yield from hang("", sentence(comparison.doubt), setting.width, len(_INDENT))
    yield _INDENT + _account(comparison)
    shown = [each for each in comparison.differences if setting.verbose or each.kind not in FREE]
    for each in shown if setting.verbose else shown[:MOST_SHOWN]:
        yield from _edit(each, setting, position)
    if len(shown) > MOST_SHOWN and not setting.verbose:
        yield from ("", f"{_INDENT}and {count(len(shown) - MOST_SHOWN, 'more edit')}")


def _account(comparison: Comparison) -> str:
    """How much was kept, and how many differences of which kind there are."""
    edits = [each for each in comparison.differences if each.kind not in FREE]
    spoken = sum(each.spoken for each in edits)
    words = f"{comparison.kept:,} of {count(comparison.words, 'word')} are kept; {count(len(edits), 'edit')}"
    words += f" ({_kinds(edits)})" if edits else ""
    words += f", {spoken} in people’s mouths" if spoken else ""
    rest = [each for each in comparison.differences if each.kind in FREE]
    return words + (f"; besides {_kinds(rest)}" if rest else "")


def _kinds(differences: Iterable[Difference]) -> str:
    counted = Counter(each.kind for each in differences)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counted.items()))


def _edit(each: Difference, setting: Setting, position: Callable[[Span], str]) -> Iterator[str]:
    """One difference: its kind, where it is on both sides, and the words as `[-were-]{+are+}`."""
    label = paint(each.kind, BOLD, color=setting.color)
    label += paint(", in somebody’s mouth", RED, color=setting.color) if each.spoken else ""
    places = f"copy {position(each.copy.span)}, original {each.line}:{each.column}"
    yield ""
    yield f"{_INDENT}{label}  {paint(places, DIM, color=setting.color)}"
    room = setting.width - 2 * len(_INDENT)
    alone = not (each.original.quote and each.copy.quote)
    was, now = (_words(piece, room - 4 if alone else room // 2 - 4) for piece in (each.original, each.copy))
    changed = paint(f"[-{was}-]", RED, color=setting.color) if was else ""
    changed += paint(f"{{+{now}+}}", GREEN, color=setting.color) if now else ""
    left = max(room - len(was) - len(now) - 8, 0) // 2
    before, after = _tail(each.before, left), _head(each.after, left)
    yield f"{_INDENT * 2}{before}{changed}{after}".rstrip()


def _words(piece: Evidence, room: int) -> str:
    return shorten(piece.readable or piece.quote, room)


def _tail(text: str, room: int) -> str:
    """The end of the words in front, as far as there is room; the space at their end is kept."""
    words = clean(text) + (" " if text[-1:].isspace() else "")
    return words if len(words) <= room else words[len(words) - room :].partition(" ")[2]


def _head(text: str, room: int) -> str:
    words = (" " if text[:1].isspace() else "") + clean(text)
    return words if len(words) <= room else words[:room].rpartition(" ")[0]
