"""Markdown, with or without front matter: written out as HTML that leads back to it, and read as that.

Only what changes what a reader sees, or where a block begins, is written out; raw HTML stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from compliance.article import INPUT, Article
from compliance.readers.delivered import Delivered
from compliance.readers.frontmatter import FrontMatter, front_matter
from compliance.readers.html import parse as parse_html
from compliance.readers.limits import LIMITS, Limits, Refused
from compliance.readers.parts import ALL_PARTS, Parts
from compliance.runs import Runs, Weaver

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_HEADING_END = re.compile(r"[ \t]+#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\S)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_DEFINITION = re.compile(r" {0,3}\[([^\[\]]{1,200})\]:[ \t]*<?([^\s<>]+)>?[^\r\n]*$")

_URL = r"<([^<>\r\n]{0,2000})>|([^\s()<>]{0,2000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500}){0,5})"
_TITLE = r"(?:[ \t]+(?:\"[^\"\r\n]{0,500}\"|'[^'\r\n]{0,500}'))?"
_ADDRESS = rf"\([ \t]*(?:{_URL}){_TITLE}[ \t]*\)|\[([^\[\]]{{0,200}})\]"
_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<break>(?: {2,}|\\)(?=\r?\n))"
    r"|(?<!`)(?P<ticks>`{1,3})(?!`)(?P<code>[^`\r\n]{1,2000})(?P=ticks)(?!`)"
    r"|<(?P<auto>(?:https?://|mailto:)[^\s<>]{1,2000})>"
    r"|(?P<raw></?[A-Za-z][^<>]{0,5000}>|<!--(?:[^-]|-(?!->))*+(?:-->|\Z))"
    r"|(?P<less><)"
    rf"|!\[(?P<alt>[^\[\]]{{0,1000}})\](?:{_ADDRESS})?"
    rf"|(?P<close>\])(?:{_ADDRESS})?"
    r"|(?P<open>\[)"
    r"|(?P<emphasis>\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|~~)"
)
_LONGEST_LABEL = 200
_SPECIAL = re.compile(r"[<>&]")
_RETURN = re.compile(r"\r\n?")


def read(delivered: str, name: str, limits: Limits = LIMITS) -> Iterator[Article]:
    """The one article of a Markdown input. Raises Refused."""
    front = front_matter(delivered)
    parts = parse(delivered, INPUT, limits, front.end)
    yield _merged(parts, front).article(name, "markdown", {INPUT: delivered})


def parse(delivered: str, field: str, limits: Limits = LIMITS, start: int = 0) -> Parts:
    """What the Markdown in a field holds, from an offset on. Raises Refused."""
    if not delivered[start:].strip():
        raise Refused("empty", "it has no text", "deliver the article's text")
    html, origin = _Writer(delivered, start).write()
    return parse_html(Delivered(html, field, origin), limits)


def _merged(parts: Parts, front: FrontMatter) -> Parts:
    """The parts of the text, completed by those of the front matter, which come first."""
    found = {name: value for name, value in front.parts.asdict().items() if value} if front.parts else {}
    for name in ("bylines", "outlets", "tags", "rights", "dates", "images"):
        found[name] = (*found.get(name, ()), *getattr(parts, name))
    found |= {"body": parts.body, "places": {**parts.places, **front.places}, "carries": ALL_PARTS}
    return parts.replace(**found)


class _Writer:
    """Writes Markdown out as HTML, line by line."""

    def __init__(self, markdown: str, start: int) -> None:
        self.markdown = markdown
        self.weaver = Weaver()
        self.addresses: dict[str, str] = {}
        """What reference links name."""
        self.lines = list(self._shown(start))
        self.block: list[tuple[int, int]] = []
        """The lines, or what is shown of them, of the block that is being read."""
        self.name = "p"

    def write(self) -> tuple[str, Runs]:
        """The HTML, and where it came from."""
        fence = ""
        for start, end in self.lines:
            line = self.markdown[start:end].rstrip()
            fenced = _FENCE.match(line)
            if fence:
                if fenced and fenced[1].startswith(fence):
                    fence = ""
                    self.weaver.add("</pre>", start, end)
                else:
                    self._literal(start, end)
            elif fenced:
                self._finish()
                fence = fenced[1]
                self.weaver.add("<pre>", start, end)
            else:
                self._line(line, start, end)
        self._finish()
        return self.weaver.text(), self.weaver.runs()

    def _shown(self, start: int) -> Iterator[tuple[int, int]]:
        """The lines, but for those that say where reference links lead."""
        for match in _LINE.finditer(self.markdown, start):
            definition = _DEFINITION.match(match[0].rstrip())
            if definition:
                self.addresses.setdefault(_label(definition[1]), definition[2])
            elif match[0]:
                yield match.span()

    def _line(self, line: str, start: int, end: int) -> None:
        heading, item, quote = _HEADING.match(line), _ITEM.match(line), _QUOTE.match(line)
        if self.block and self.name == "p" and _UNDERLINE.match(line):
            self.name = "h1" if "=" in line else "h2"
            self._finish()
        elif not line.strip() or _RULE.match(line):
            self._finish()
        elif heading:
            self._finish()
            closing = _HEADING_END.search(line)
            self.name = f"h{len(heading[1])}"
            self.block.append((start + heading.end(), start + (closing.start() if closing else len(line))))
            self._finish()
        elif quote and len(line) == quote.end():
            self._finish()
        else:
            if item or (quote and self.name != "blockquote"):
                self._finish()
            if not self.block:
                self.name = "li" if item else "blockquote" if quote else "p"
            self.block.append((start + (item or quote).end() if item or quote else start, end))  # type: ignore[union-attr]

    def _finish(self) -> None:
        """Write the block that has been read."""
        stretches: list[tuple[int, int]] = []
        for start, end in self.block:
            if stretches and stretches[-1][1] == start:
                stretches[-1] = stretches[-1][0], end
            else:
                stretches.append((start, end))
        raw = self.name == "p" and stretches and self.markdown[slice(*stretches[0])].lstrip().startswith("<")
        if stretches and not raw:  # raw HTML makes its own blocks
            self.weaver.add(f"<{self.name}>", stretches[0][0], stretches[0][0])
        for start, end in stretches:
            self._inline(start, end)
        if stretches and not raw:
            self.weaver.add(f"</{self.name}>", stretches[-1][1], stretches[-1][1])
        self.block, self.name = [], "p"

    def _inline(self, start: int, end: int) -> None:
        """Write a stretch of text with its links, pictures and emphasis."""
        marks = list(_INLINE.finditer(self.markdown, start, end))
        links, emphasis = self._pairs(marks)
        at = start
        for index, match in enumerate(marks):
            written = self._mark(match, links.get(index), index in emphasis)
            if written is None:
                continue
            self._keep(at, match.start())
            at = match.end()
            if match["code"] is not None:
                self._literal(*match.span("code"))
            elif match["auto"] is not None:
                self.weaver.add(f'<a href="{escape(match["auto"])}">', match.start(), match.start() + 1)
                self._keep(*match.span("auto"))
                self.weaver.add("</a>", match.end() - 1, match.end())
            elif match["raw"] is not None:
                self._keep(*match.span())
            else:
                self.weaver.add(written, *match.span())
        self._keep(at, end)

    def _mark(self, match: re.Match[str], link: str | None, paired: bool) -> str | None:
        """What stands for a mark in HTML; None if it is no mark after all."""
        if match["alt"] is not None:
            address = self._address(match, match["alt"])
            return None if address is None else f'<img src="{escape(address)}" alt="{escape(match["alt"])}">'
        if match["open"] or match["close"]:
            return link
        if match["emphasis"]:
            return "" if paired else None
        if match["escape"]:
            return escape(match["escape"][1], quote=False)
        return "<br>" if match["break"] else "&lt;"

    def _pairs(self, marks: list[re.Match[str]]) -> tuple[dict[int, str], set[int]]:
        """The brackets that make links, and what each is written as; the emphasis that has a beginning and an end."""
        links: dict[int, str] = {}
        emphasis: set[int] = set()
        brackets: list[int] = []
        begun: dict[str, int] = {}
        for index, match in enumerate(marks):
            if match["open"]:
                brackets.append(index)
            elif match["close"] and brackets:
                opening = brackets.pop()
                address = self._address(match, self.markdown[marks[opening].end() : match.start()])
                if address is not None:
                    links[opening], links[index] = f'<a href="{escape(address)}">', "</a>"
            elif match["emphasis"]:
                mark = match["emphasis"]
                before, after = (
                    self.markdown[match.start() - 1 : match.start()],
                    self.markdown[match.end() : match.end() + 1],
                )
                if mark in begun and before.strip():
                    emphasis |= {begun.pop(mark), index}
                elif after.strip():
                    begun[mark] = index
        return links, emphasis

    def _address(self, match: re.Match[str], words: str) -> str | None:
        """Where a link or a picture leads; None if it leads nowhere and so is none."""
        first = match.re.groupindex["alt"] if match["alt"] is not None else match.re.groupindex["close"]
        pointed, plain, reference = (match[first + step] for step in (1, 2, 3))
        if pointed is not None or plain is not None:
            return str(pointed if pointed is not None else plain)
        return self.addresses.get(_label(reference or words)) if len(words) < _LONGEST_LABEL else None

    def _keep(self, start: int, end: int) -> None:
        """Write a stretch as it stands, but for line endings, which markup has only one of."""
        at = start
        for match in _RETURN.finditer(self.markdown, start, end):
            self.weaver.add(self.markdown[at : match.start()], at, match.start())
            self.weaver.add("\n", match.start(), match.end())
            at = match.end()
        self.weaver.add(self.markdown[at:end], at, end)

    def _literal(self, start: int, end: int) -> None:
        """Write a stretch in which nothing is markup."""
        at = start
        for match in _SPECIAL.finditer(self.markdown, start, end):
            self._keep(at, match.start())
            self.weaver.add(escape(match[0]), match.start(), match.end())
            at = match.end()
        self._keep(at, end)


def _label(words: str) -> str:
    return " ".join(words.casefold().split())
