"""The text of XML before it is parsed: decoded, and mended where what it means is plain.

The parser is given no document type and no reference to an entity: HTML's names are written out as the characters that
they stand for, and any other name stays as it was delivered. Nothing can be expanded, and nothing is fetched.
"""

from __future__ import annotations

import codecs
import html
import re
from html.entities import html5, name2codepoint

from msgspec import Struct

from compliance.readers.sniff import codec, mark_of

UNDECODABLE, UNEXPANDED = "\ufdd0", "\ufdd1"
"""Marks for bytes that are nothing in the encoding, and before entities: no characters, so that no text has them."""

_DECLARED = re.compile(rb"\s*<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})", re.IGNORECASE)
_ASCII = frozenset(["ascii", "us-ascii"])
_UNMARKED = {b"<\0\0\0": "utf-32-le", b"\0\0\0<": "utf-32-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_SPACE = re.compile(r"\s*")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*+(?:\[(?:[^\]]|\](?!\s*>))*+\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?([^\s\"'>]+)\s+(?:\"([^\"]*)\"|'([^']*)')?", re.IGNORECASE)
ROOT = re.compile(r"<(?:[^\W\d][\w.-]*:)?([^\W\d][\w.-]*)")

_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = re.compile("[\x80-\x9f]")
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") or None for code in range(0x80, 0xA0)}
"""What control characters stand for that were taken for Latin-1, as browsers see it."""
_VERBATIM = re.compile(r"<!\[CDATA\[|<!--|<\?")
_ENDS = {"<![CDATA[": "]]>", "<!--": "-->", "<?": "?>"}
_LOOSE = re.compile(r"&(?:(#[xX]?[0-9a-fA-F]{1,7});|([A-Za-z][\w.-]{0,60});)?|<(?![A-Za-z_:/!?]|[^\x00-\x7f])")
_LONGEST_LOOSE = 64
_PREDEFINED = frozenset(["amp", "lt", "gt", "quot", "apos"])
_SYNTAX = frozenset("&<>\"'\t\n\r")


class Root(Struct, frozen=True):
    """How an XML document begins."""

    name: str
    """The local name of its first element."""
    start: int
    """Where that element begins."""
    tag: str
    """Its start tag, as written."""
    text: str
    """As much of the document as was looked at."""
    declared: frozenset[str]
    """The entities that the document type declares, but for HTML's characters under their own names."""
    typed: bool
    """Whether there is a document type."""


def root(head: bytes) -> Root | None:
    """How the document begins that has these first bytes; None if they are no XML. Raises Refused."""
    if b"<" not in head[:512]:
        return None
    text = decoder(head).decode(head)
    at, typed = 0, False
    declared: set[str] = set()
    while True:
        at = _SPACE.match(text, at + (text[at : at + 1] == "\ufeff")).end()  # type: ignore[union-attr]
        doctype = _DOCTYPE.match(text, at)
        if doctype:
            typed = True
            declared.update(match[1] for match in _ENTITY.finditer(doctype[0]) if not _is_character(match))
            at = doctype.end()
        elif text.startswith(("<?", "<!--"), at):
            ending = "?>" if text[at + 1] == "?" else "-->"
            end = text.find(ending, at)
            if end < 0:
                return None
            at = end + len(ending)
        else:
            break
    match = ROOT.match(text, at)
    if match is None:
        return None
    tag = text[at : text.find(">", at) + 1 or len(text)]
    return Root(match[1], at, tag, text, frozenset(declared), typed)


class Mender:
    """Mends the text of one document, chunk by chunk: escapes loose `&` and `<`, writes out names that HTML has."""

    def __init__(self, root: Root | None) -> None:
        self._declared = root.declared if root else frozenset()
        self._typed = root is not None and root.typed
        self._held = ""
        """What waits for what follows."""
        self._verbatim = ""
        """How the stretch ends in which nothing is a reference or a tag."""

    def mend(self, text: str, final: bool) -> str:
        """What follows of the document, as far as it does not depend on what comes next."""
        mended, self._held = self._mend(self._held + _legal(text), final)
        return mended

    def _mend(self, text: str, final: bool) -> tuple[str, str]:
        mended: list[str] = []
        at = 0
        while at < len(text):
            if self._verbatim:
                end = text.find(self._verbatim, at)
                if end < 0:
                    end = len(text) if final else max(len(text) - len(self._verbatim) + 1, at)
                    return "".join([*mended, text[at:end]]), text[end:]
                end += len(self._verbatim)
                mended.append(text[at:end])
                self._verbatim = ""
                at = end
                continue
            opening = _VERBATIM.search(text, at)
            end = opening.start() if opening else len(text) if final else _settled(text, at)
            mended.append(_LOOSE.sub(self._tight, text[at:end]))
            if opening is None:
                return "".join(mended), text[end:]
            mended.append(opening[0])
            self._verbatim = _ENDS[opening[0]]
            at = opening.end()
        return "".join(mended), ""

    def _tight(self, match: re.Match[str]) -> str:
        """What a loose `&` or `<`, or a reference, is written as."""
        whole, number, name = match[0], match[1], match[2]
        if len(whole) == 1:
            return html.escape(whole)
        if number is not None:
            char = html.unescape(whole)
            return whole if char in _SYNTAX else char if len(char) == 1 else ""
        if name in _PREDEFINED:
            return whole
        known = _character(name)
        if known is not None and name not in self._declared:
            return html.escape(known)
        return f"{UNEXPANDED if self._typed else ''}&amp;{whole[1:]}"


def _legal(text: str) -> str:
    """The text without the characters that XML does not allow."""
    text = _ILLEGAL.sub("", text)
    return text.translate(_MEANT) if _CONTROLS.search(text) else text


def _character(name: str) -> str | None:
    """What HTML calls by that name: HTML 4, whose names feeds' document types have, before HTML 5."""
    return chr(name2codepoint[name]) if name in name2codepoint else html5.get(f"{name};")


def _is_character(entity: re.Match[str]) -> bool:
    """Whether an entity is declared to be what HTML calls by its name."""
    return html.unescape(entity[2] or entity[3] or "") == _character(entity[1])


def _settled(text: str, at: int) -> int:
    """Up to where nothing depends on what follows."""
    last = max(text.rfind("<", at), text.rfind("&", at))
    return last if last >= max(at, len(text) - _LONGEST_LOOSE) else len(text)


def decoder(head: bytes) -> codecs.IncrementalDecoder:
    """What decodes the document that begins like this: by its mark, as it declares, or as UTF-8. Raises Refused."""
    return codecs.getincrementaldecoder(_encoding(head))(_MARKED)


def _encoding(head: bytes) -> str:
    marked = mark_of(head) or next((name for start, name in _UNMARKED.items() if head.startswith(start)), None)
    if marked:
        return marked
    match = _DECLARED.match(head)
    name = match[1].decode("ascii").lower() if match else "utf-8"
    declared = codec(name)
    if _fits(head, "utf-8") and (name in _ASCII or not _fits(head, declared)):
        return "utf-8"
    return declared


def _fits(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError:
        return False
    return True


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDECODABLE, error.end


_MARKED = "compliance.marked"
codecs.register_error(_MARKED, _mark)
