"""XML as it streams in: the items of a document one by one, in bounded memory, whatever is wrong with some of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from compliance.readers.limits import Limits, Refused
from compliance.readers.sniff import HEAD
from compliance.readers.xmltext import ROOT, UNDECODABLE, UNEXPANDED, Mender, Root, decoder, root

if TYPE_CHECKING:
    from lxml.etree import XMLPullParser, _Element

_CHUNK = 64 * 1024
_MOST_ERRORS = 1000
_ERRORS_TOLD, _FEW_ERRORS = 100, 50
"""So many errors a parser tells of in its life, and from so many on it is replaced by another after an item."""
_MALFORMED = "it is not well-formed XML: line {}: {}"
_LINE = re.compile(r" line \d+")
_ITEM_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)


class Document:
    """One XML document, of which only the item that is being read is kept."""

    def __init__(self, stream: BinaryIO, limits: Limits, namespaces: dict[str, str]) -> None:
        self.size = 0
        """How many bytes were read."""
        self.line = 0
        """The line at which the last item begins, as far as that is known."""
        self.damage = ""
        """What was wrong with what was read since the last item, if anything was."""
        self._stream = stream
        self._limits = limits
        self._namespaces = namespaces
        self._opening = ""
        """What opens the elements that hold the items."""
        self._skipped = 0
        """How many lines the parser was not given."""
        self._seen = self._errors = 0

    def items(self) -> Iterator[_Element | None]:
        """The elements called `item` or `entry`, each as soon as it is whole; None for one that was lost to damage.

        What precedes one in its parent is still there, and is the caller's to remove. Raises Refused.
        """
        parser, since, sound = self._parser(), 0, True
        for piece, line in self._pieces():
            since += len(piece)
            if since > self._limits.max_bytes:
                reason = f"an item of it is larger than {self._limits.max_bytes} bytes"
                raise Refused("too-large", reason, "an article is never that long")
            if not sound:
                parser = self._parser(line)
            found, sound = self._fed(parser, piece), True
            if self.damage and _ITEM_END.search(piece):
                # A parser that gave up says nothing more, and one that lost count of what is open nests the rest.
                found, sound = found or self._fed(self._parser(line), piece) or [None], False
            if self._seen > _FEW_ERRORS:
                sound = sound and not _ITEM_END.search(piece)
            for item in found:
                self.line = line if item is None else (item.sourceline or 1) + self._skipped
                yield item
                since, self.damage = 0, ""
        self._close(parser)

    def _parser(self, line: int = 0) -> XMLPullParser:
        """A parser of the document, or of what begins at a line, as if the items began there."""
        from lxml import etree

        self._seen, self._skipped = 0, max(line - 1, 0)
        parser = etree.XMLPullParser(
            events=("end",),
            tag=("{*}item", "{*}entry"),
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        if line:
            parser.feed(self._opening.encode())
        return parser

    def _fed(self, parser: XMLPullParser, piece: str) -> list[_Element | None]:
        """The items that are whole once a parser has read a piece."""
        parser.feed(piece.encode())
        self._note(parser)
        return [item for _, item in parser.read_events()]

    def _close(self, parser: XMLPullParser) -> None:
        from lxml.etree import XMLSyntaxError

        try:
            parser.close()
        except XMLSyntaxError as error:
            self.damage = self.damage or _MALFORMED.format((error.lineno or 1) + self._skipped, error.msg)
        self._note(parser)

    def _note(self, parser: XMLPullParser) -> None:
        """Note the first of a parser's new errors; a prefix that is not declared is none."""
        entries = list(parser.feed_error_log)
        errors = [entry for entry in entries[self._seen :] if entry.domain_name != "NAMESPACE"]
        if errors and not self.damage:
            first = errors[0]
            self.damage = _MALFORMED.format(first.line + self._skipped, _LINE.sub("", first.message.strip()))
        if len(entries) >= _ERRORS_TOLD and not self.damage:
            self.damage = f"it may not be well-formed XML: only its first {_ERRORS_TOLD} errors are known"
        self._errors += len(errors)
        self._seen = len(entries)
        if self._errors > _MOST_ERRORS:
            raise Refused("unreadable", f"it is broken in more than {_MOST_ERRORS} places", "repair the feed")

    def _pieces(self) -> Iterator[tuple[str, int]]:
        """The mended text, cut after each item; each piece with the number of its first line."""
        line = 1
        for mended in self._mended():
            done = 0
            for match in _ITEM_END.finditer(mended):
                yield self._marked(mended[done : match.end()]), line
                line += mended.count("\n", done, match.end())
                done = match.end()
            if done < len(mended):
                yield self._marked(mended[done:]), line
                line += mended.count("\n", done)

    def _marked(self, piece: str) -> str:
        """A piece without the marks in it, which are noted as damage."""
        if UNDECODABLE in piece:
            self.damage = self.damage or "it has bytes that are no characters in its encoding"
            piece = piece.replace(UNDECODABLE, "\ufffd")
        if UNEXPANDED in piece:
            name = piece.partition(f"{UNEXPANDED}&amp;")[2].partition(";")[0]
            self.damage = self.damage or f"it refers to the entity `&{name};`, which is not expanded"
            piece = piece.replace(UNEXPANDED, "")
        return piece

    def _mended(self) -> Iterator[str]:
        """The text, mended, without what precedes the root."""
        head = self._stream.read(HEAD)
        self.size = len(head)
        found, decoding = root(head), decoder(head)
        mender = Mender(found)
        text = decoding.decode(head)
        if found is not None:
            tag = self._tag(found)
            self._opening = f"{tag}<channel>" if found.name.lower() == "rss" else tag
            text = "\n" * text.count("\n", 0, found.start) + tag + text[found.start + len(found.tag) :]
        while chunk := self._stream.read(_CHUNK):
            yield mender.mend(text, False)
            self.size += len(chunk)
            text = decoding.decode(chunk)
        yield mender.mend(text + decoding.decode(b"", final=True), True)

    def _tag(self, found: Root) -> str:
        """The root's start tag, with the usual prefixes declared that feeds forget to declare."""
        match = ROOT.match(found.tag)
        end = match.end() if match else 0
        missing = [
            f' xmlns:{prefix}="{uri}"'
            for prefix, uri in self._namespaces.items()
            if not re.search(rf"\sxmlns:{prefix}\s*=", found.tag)
        ]
        return found.tag[:end] + "".join(missing) + found.tag[end:]
