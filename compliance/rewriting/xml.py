"""Writing into the texts of XML, such as the items of feeds: plain text, escaped text, and CDATA sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from xml.sax.saxutils import escape

from msgspec import Struct

from compliance.article import Article
from compliance.repair import Edit
from compliance.rewriting.patch import Patch, UnwritableError

_PIECE = re.compile(r"<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<[^>]*>|([^<]+)", re.DOTALL)
_CHARACTER = re.compile(r"&[^;\s<]{1,32};|\r\n|.", re.DOTALL)


class Run(Struct, frozen=True):
    """A stretch of text: where it is written, and whether in a CDATA section."""

    start: int
    end: int
    verbatim: bool


def patches(text: str, article: Article, edits: Iterable[Edit]) -> list[Patch]:
    """Where the Edits of an article's fields go in the text of a feed. Raises UnwritableError."""
    runs = list(_runs(text))
    return [_patch(text, runs, article, edit) for edit in edits]


def _patch(text: str, runs: list[Run], article: Article, edit: Edit) -> Patch:
    field = edit.span.field
    if field not in article.fields:
        raise UnwritableError(f"`{field}` is written into records of our own only")
    wanted = article.fields[field]
    found = [(run, skipped) for run in runs if (skipped := _skipped(text, run, wanted)) is not None]
    if not found and text.count(wanted) == 1:
        at = text.index(wanted)
        return Patch(at + edit.span.start, at + edit.span.end, edit.text)
    if len(found) != 1:
        raise UnwritableError(
            f"its {field} stands in the file " + ("more than once" if found else "otherwise than it was read")
        )
    run, skipped = found[0]
    offsets = _offsets(text, run)
    start, end = offsets[skipped + edit.span.start], offsets[skipped + edit.span.end]
    if run.verbatim and "]]>" in edit.text:
        raise UnwritableError("what is to be written would end the CDATA section")
    return Patch(start, end, edit.text if run.verbatim else escape(edit.text))


def _runs(text: str) -> Iterator[Run]:
    for match in _PIECE.finditer(text):
        for group, verbatim in ((1, True), (2, False)):
            if match[group] is not None:
                yield Run(*match.span(group), verbatim)


def _skipped(text: str, run: Run, wanted: str) -> int | None:
    """How much white space stands before the value that was read there; None if another was."""
    written = text[run.start : run.end]
    if len(written) < len(wanted) or (run.verbatim and wanted not in written and "\r" not in written):
        return None
    value = "".join(_value(each[0], run) for each in _CHARACTER.finditer(written))
    return value.index(wanted) if value.strip() == wanted.strip() and wanted in value else None


def _value(written: str, run: Run) -> str:
    if written == "\r\n":
        return "\n"
    return unescape(written) if written.startswith("&") and not run.verbatim else written


def _offsets(text: str, run: Run) -> list[int]:
    """Where each character of the value is written, and where the last one ends."""
    offsets = [run.start]
    for match in _CHARACTER.finditer(text, run.start, run.end):
        if run.verbatim and match[0].startswith("&"):
            offsets += range(match.start() + 1, match.end() + 1)
        else:
            offsets += [match.end()] * len(_value(match[0], run))
    return offsets
