"""The front matter of a Markdown file: YAML under the record's names, every value with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from compliance.article import INPUT, Date, Image, Span, Text
from compliance.readers.dates import DateName, date
from compliance.readers.delivered import split
from compliance.readers.limits import Refused
from compliance.readers.parts import Parts
from compliance.runs import Weaver

if TYPE_CHECKING:
    import yaml

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\r|\n)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_PLACE = "front matter"
_MOST_VALUES = 1000

_ALIASES = {"author": "byline", "date": "published", "lang": "language", "keywords": "tags"}
"""What Markdown tools call some of the record's names."""

_DATES: dict[str, DateName] = {
    "published": "published",
    "updated": "updated",
    "embargoed": "embargoed",
    "expires": "expires",
    "original_published": "original",
}


class FrontMatter(NamedTuple):
    """What stands before the text: its parts, None if there is no front matter, and where the text begins."""

    parts: Parts | None
    end: int
    places: dict[str, Span]


def front_matter(markdown: str) -> FrontMatter:
    """Read the front matter, if there is any. Raises Refused if it is no YAML or its values are of the wrong type."""
    opening = _OPENING.match(markdown)
    closing = _CLOSING.search(markdown, opening.end()) if opening else None
    if opening is None or closing is None:
        return FrontMatter(None, 0, {})
    node = _compose(markdown[opening.end() : closing.start()])
    if node is None:
        return FrontMatter(None, 0, {})
    values = _Values(markdown, opening.end(), node)
    at = Span(INPUT, closing.start(), closing.start())
    return FrontMatter(values.parts(), closing.end(), {"head": at, "tags": at})


def _compose(text: str) -> yaml.MappingNode | None:
    """The mapping that a text is; None if it is no mapping, and so no front matter."""
    import yaml

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise Refused(
            "invalid-record", f"line {line}: its front matter is no YAML: {error.problem}", "repair it"
        ) from None
    except yaml.YAMLError as error:
        raise Refused("invalid-record", f"its front matter is no YAML: {error}", "repair it") from None
    return node if isinstance(node, yaml.MappingNode) else None


class _Values:
    """The values of front matter, as Texts."""

    def __init__(self, markdown: str, start: int, node: yaml.MappingNode) -> None:
        self.markdown = markdown
        self.start = start
        self.values: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = str(key.value).strip().lower().replace("-", "_")
            self.values.setdefault(_ALIASES.get(name, name), value)

    def parts(self) -> Parts:
        """The parts of an Article that they are."""
        title, url, canonical, original = (self._one(name) for name in ("title", "url", "canonical", "original_url"))
        language = self._one("language")
        return Parts(
            carries=frozenset(),
            body=Text("", INPUT),
            title=title,
            bylines=(*self._authors(), *self._list("byline")),
            outlets=tuple(self._list("outlet")),
            url=url,
            canonical=canonical,
            original=original,
            tags=tuple(text for each in self._list("tags") for text in split(each)),
            rights=tuple(self._list("rights")),
            language=language.plain if language else "",
            dates=tuple(self._dates()),
            images=tuple(self._images()),
        )

    def _authors(self) -> Iterator[Text]:
        for node in self._nodes("authors"):
            if _kind(node) == "mapping":
                yield from (text for text in [self._member(node, "name", "authors")] if text)
            else:
                yield self._text(node, "authors")

    def _dates(self) -> Iterator[Date]:
        for key, name in _DATES.items():
            text = self._one(key)
            if text is not None:
                yield date(name, text)

    def _images(self) -> Iterator[Image]:
        for node in self._nodes("images"):
            if _kind(node) != "mapping":
                src = self._text(node, "images")
                yield Image(src=src.plain, alt="", span=src.whole())
                continue
            texts = {name: self._member(node, name, "images") for name in ("src", "alt", "caption", "credit")}
            src_text, alt = texts["src"], texts["alt"]
            yield Image(
                src=src_text.plain if src_text else "",
                alt=alt.plain if alt else "",
                span=Span(INPUT, self._at(node.start_mark), self._at(node.end_mark)),
                caption=texts["caption"],
                credit=texts["credit"],
                hidden="" if src_text else "no src",
            )

    def _one(self, name: str) -> Text | None:
        nodes = self._nodes(name)
        if len(nodes) > 1:
            raise self._wrong(nodes[1], name, "one value, not a list")
        return self._text(nodes[0], name) if nodes else None

    def _list(self, name: str) -> Iterator[Text]:
        yield from (self._text(node, name) for node in self._nodes(name))

    def _nodes(self, name: str) -> list[yaml.Node]:
        """The values under a name: those of a list, or the one that is there; none if it is empty."""
        node = self.values.get(name)
        if node is None:
            return []
        nodes = node.value[:_MOST_VALUES] if _kind(node) == "sequence" else [node]
        return [each for each in nodes if not each.tag.endswith(":null")]

    def _member(self, node: yaml.Node, key: str, name: str) -> Text | None:
        for found, value in node.value:
            if found.value == key and not value.tag.endswith(":null"):
                return self._text(value, name)
        return None

    def _text(self, node: yaml.Node, name: str) -> Text:
        """A scalar as a Text: exact where it stands there as it reads, else all of it."""
        if _kind(node) != "scalar":
            raise self._wrong(node, name, f"text, not a {_kind(node)}")
        value, start, end = str(node.value), self._at(node.start_mark), self._at(node.end_mark)
        for margin in (0, 1):
            if self.markdown[start + margin : end - margin] == value:
                start, end = start + margin, end - margin
                break
        weaver = Weaver()
        weaver.add(value, start, end)
        return Text(value, INPUT, _PLACE, runs=weaver.runs())

    def _wrong(self, node: yaml.Node, name: str, wanted: str) -> Refused:
        line = node.start_mark.line + 2
        return Refused("invalid-record", f"line {line}: `{name}` in the front matter must be {wanted}", "correct it")

    def _at(self, mark: yaml.Mark) -> int:
        return self.start + int(mark.index)


def _kind(node: yaml.Node) -> str:
    return str(node.id)  # type: ignore[attr-defined]
