"""Lines and columns, worked out last: an Article carries offsets only."""

from __future__ import annotations

import posixpath
from bisect import bisect_right

from msgspec import Struct

from compliance.article import INPUT, Article, Span
from compliance.finding import Outcome
from compliance.report import Checked


class Place(Struct, frozen=True):
    """A Span with its lines and columns, from 1, in its own field; the end is exclusive."""

    field: str
    start: int
    end: int
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def in_file(self) -> bool:
        """Whether the lines are the file's own: not so for a field of a record."""
        return self.field == INPUT


class Places:
    """Finds the Place of any Span of one Article; reads each field once."""

    def __init__(self, article: Article) -> None:
        self._fields = article.fields
        self._starts: dict[str, list[int]] = {}

    def __getitem__(self, span: Span) -> Place:
        """The Place of a Span."""
        line, column = self._position(span.field, span.start)
        end_line, end_column = self._position(span.field, span.end)
        return Place(span.field, span.start, span.end, line, column, end_line, end_column)

    def _position(self, field: str, offset: int) -> tuple[int, int]:
        starts = self._lines(field)
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def _lines(self, field: str) -> list[int]:
        if field not in self._starts:
            text, starts = self._fields[field], [0]
            while (newline := text.find("\n", starts[-1])) >= 0:
                starts.append(newline + 1)
            self._starts[field] = starts
        return self._starts[field]


def place_of(outcome: Outcome, places: Places | None) -> Place | None:
    """The first place to look at, if the outcome has one and the article could be read."""
    return places[outcome.span] if places is not None and outcome.span is not None else None


def line_of(place: Place | None, checked: Checked) -> int:
    """The line of the input file: the place's own, else that of the record, else the first."""
    if place is not None and place.in_file:
        return place.line
    return checked.article.line if checked.article is not None else 1


def record_of(checked: Checked) -> str:
    """What names an article within its input; empty where that would be its mere number."""
    own = checked.report.article.partition("#")[2]
    return "" if own.isdigit() else own


def path_of(checked: Checked) -> str:
    """The path of the input that an article was read from."""
    return checked.file or checked.report.article


def relative(path: str, root: str) -> str:
    """A path as a repository names it: below `root` without it, without `./`; standard input by its name."""
    if path == "-":
        return "stdin"
    path = posixpath.normpath(path)
    root = root.rstrip("/")
    return path[len(root) + 1 :] if root and path.startswith(root + "/") else path
