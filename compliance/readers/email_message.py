"""E-mail as wires and contributions arrive in it: a message, or a mailbox of them (mbox).

The article is the message's text, HTML before plain; its title is the subject, and its date the day it was sent. Who
sent it says nothing of who wrote it. Attached messages and documents are read as inputs of their own, named
`message.eml!document.txt`; attached pictures are pictures of the article. Signatures, calendars, contact cards,
sound and film are passed over.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple, cast

from compliance.article import Article, Image
from compliance.finding import Fault
from compliance.readers.limits import Limits, Refused, crash
from compliance.readers.parts import Parts
from compliance.readers.sniff import codec
from compliance.readers.wire import Wire, present

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart

_HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]*):")
_TOLD_BY = frozenset([b"from", b"received", b"return-path", b"message-id", b"mime-version", b"delivered-to"])
_USUAL = _TOLD_BY | frozenset([b"to", b"cc", b"date", b"subject", b"reply-to", b"sender", b"content-type"])
_POSTMARK = re.compile(rb"From \S+.*\d{4}\s*$")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)

_CONTROL = re.compile(r"[\0-\x1f\x7f]+")

_CARRIES = frozenset(["title", "byline", "body", "images", "dates"])

_LONGEST_HEADER = 4096
_LONG_HEADER = re.compile(
    rb"^(?:content-[a-z-]+|subject|date):[^\n]*+(?:\n[ \t][^\n]*+)*+", re.MULTILINE | re.IGNORECASE
)
_MOST_WORK = 20_000_000
"""How many lines, times the borders between parts that each is compared with, a message may have."""
_DEEPEST = 10
"""How deep messages and their parts may be nested."""
_MOST_PARTS = 200
_MOST_BORDERS = 5000
"""How many lines that could be a border between parts are looked at."""

_PASSED_OVER = re.compile(
    r"(?:image|audio|video|font)/.*|text/(?:calendar|x?-?vcard|directory|rfc822-headers|x-amp-html)|"
    r"application/(?:(?:x-)?pkcs7-.*|pgp-.*|ics)|message/(?:delivery-status|disposition-notification|partial|external-body)"
)
_TEXTS = ("text/html", "text/plain")
_DAMAGE = (
    "InvalidBase64PaddingDefect",
    "InvalidBase64CharactersDefect",
    "InvalidBase64LengthDefect",
    "NoBoundaryInMultipartDefect",
    "StartBoundaryNotFoundDefect",
    "CloseBoundaryNotFoundDefect",
    "MultipartInvariantViolationDefect",
    "MissingHeaderBodySeparatorDefect",
    "UndecodableBytesDefect",
)


_TOO_DEEP = Refused("too-deep", "its parts are nested too deeply")


def recognises(head: bytes, name: str) -> bool:
    """Whether it begins with the headers of a message, or the first line of a mailbox."""
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n").partition(b"\n")
    headers = rest if _POSTMARK.match(first) else first + b"\n" + rest
    found = set()
    for line in headers.split(b"\n"):
        if not line.strip():
            break
        header = _HEADER.match(line)
        if header is None and line[:1] not in (b" ", b"\t"):
            return False
        if header is not None:
            found.add(header[1].lower())
    return not found.isdisjoint(_TOLD_BY) and len(found & _USUAL) > 1


def read(stream: BinaryIO, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    """The articles of a message, or of each message of a mailbox. Raises Refused."""
    for own, data in _messages(stream, name, limits):
        if isinstance(data, Refused):
            yield data.fault(own)
        else:
            yield from _read(data, own, limits, mapping)


def _messages(stream: BinaryIO, name: str, limits: Limits) -> Iterator[tuple[str, bytes | Refused]]:
    """The messages of an input, each with its name; of one that is too long, its refusal."""
    lines = iter(lambda: stream.readline(limits.max_bytes + 1), b"")
    first = next((line for line in lines if line.strip()), b"").removeprefix(b"\xef\xbb\xbf")
    mailbox = _POSTMARK.match(first) is not None
    kept = bytearray(b"" if mailbox else first)
    number, blank = 1, False
    for line in lines:
        if mailbox and blank and _POSTMARK.match(line):
            yield f"{name}#{number}", _whole(kept, mailbox, limits)
            kept, number = bytearray(), number + 1
            continue
        blank = not line.strip()
        if len(kept) <= limits.max_bytes:
            kept += line
    yield (f"{name}#{number}" if mailbox else name), _whole(kept, mailbox, limits)


def _whole(data: bytearray, mailbox: bool, limits: Limits) -> bytes | Refused:
    if len(data) > limits.max_bytes:
        return Refused("too-large", f"it is larger than {limits.max_bytes} bytes", "send large pictures apart")
    return _QUOTED_FROM.sub(rb"\1", data) if mailbox else bytes(data)


def _read(data: bytes, name: str, limits: Limits, mapping: Mapping[str, str]) -> Iterator[Article | Fault]:
    try:
        message = _parsed(data)
    except Refused as refused:
        yield refused.fault(name)
    except RecursionError:
        yield _TOO_DEEP.fault(name)
    else:
        yield from _guarded(_Mail(message, name, limits, mapping))


def _guarded(mail: _Mail) -> Iterator[Article | Fault]:
    """What a message holds, and a Fault instead of any exception."""
    try:
        yield from mail.read()
    except Refused as refused:
        yield refused.fault(mail.name)
    except RecursionError:
        yield _TOO_DEEP.fault(mail.name)
    except Exception as error:
        yield crash(error).fault(mail.name)


def _parsed(data: bytes) -> EmailMessage:
    """The message, if parsing it takes no more time than one would. Raises Refused."""
    from email import message_from_bytes, policy

    if any(len(match[0]) > _LONGEST_HEADER for match in _LONG_HEADER.finditer(data)):
        raise Refused("too-large", f"a header in it is longer than {_LONGEST_HEADER} bytes")
    if data.count(b"\n--") > _MOST_BORDERS:
        raise Refused("too-large", "it has too many parts", "send it in several messages")
    if (data.count(b"\n") + data.count(b"\r")) * data.lower().count(b"boundary") > _MOST_WORK:
        raise Refused("too-deep", "it has too many parts for its length")
    return message_from_bytes(data, policy=policy.default)


class _Mail:
    """One message being read; its name tells what it is attached to."""

    def __init__(self, message: EmailMessage, name: str, limits: Limits, mapping: Mapping[str, str]) -> None:
        self.message = message
        self.name = name
        self.limits = limits
        self.mapping = mapping
        self.wire = Wire("email", limits)

    def read(self) -> Iterator[Article | Fault]:
        """The article, those of what is attached, and the Fault for what is damaged."""
        if self.name.count("!") > _DEEPEST:
            raise Refused("too-deep", f"its messages are nested more than {_DEEPEST} deep")
        leaves = list(islice(_leaves(self.message), _MOST_PARTS + 1))
        if len(leaves) > _MOST_PARTS:
            raise Refused("too-large", f"it has more than {_MOST_PARTS} parts", "send it in several messages")
        chosen = _body(leaves)
        body = chosen.part if chosen is not None else None
        others = [leaf.part for leaf in leaves if chosen is None or not leaf.says_the_same(chosen)]
        pictures = [part for part in others if part.get_content_maintype() == "image"]
        attached = [part for part in others if not _PASSED_OVER.fullmatch(_kind(part))]
        text = _decoded(body) if body is not None else ""
        if text.strip():
            yield self._article(text, body is not None and _kind(body) == "text/html", pictures)
        elif not attached:
            raise Refused("empty", "it has no text", "send the article's text")
        for number, part in enumerate(attached, 1):
            yield from self._attachment(part, number)
        damage = [type(defect).__name__ for part in self.message.walk() for defect in part.defects]
        found = [each.removesuffix("Defect") for each in dict.fromkeys(damage) if each in _DAMAGE]
        if found:
            reason = f"it is damaged ({', '.join(found)}): parts of it may be missing"
            yield Refused("unreadable", reason, "have it sent again").fault(self.name)

    def _article(self, text: str, is_html: bool, pictures: list[MIMEPart]) -> Article:
        parts = self.wire.html_body(text) if is_html else self.wire.text_body(text)
        carries = _CARRIES | ({"links", "elements"} if is_html else set()) | _declared(parts)
        date = self.wire.date("published", _header(self.message, "date"), "date")
        found: dict[str, Any] = {
            "title": self.wire.plain("title", _header(self.message, "subject"), "subject"),
            "dates": present(date),
        }
        images = (*parts.images, *self._pictures(parts, pictures))
        parts = parts.replace(carries=carries, images=images)
        return self.wire.article(self.name, parts, found, 1)

    def _pictures(self, parts: Parts, pictures: list[MIMEPart]) -> Iterator[Image]:
        """The pictures that are attached and stand nowhere in the text."""
        shown = {image.src.removeprefix("cid:") for image in parts.images}
        for number, part in enumerate(pictures, len(parts.images)):
            if _header(part, "content-id").strip("<> ") not in shown:
                name = _named(part) or f"attached picture {number + 1}"
                yield self.wire.image(number, name, None, (), "attachment")

    def _attachment(self, part: MIMEPart, number: int) -> Iterator[Article | Fault]:
        """What an attached message or document holds, as an input of its own."""
        from compliance.readers import read_member

        name = f"{self.name}!{_named(part) or f'part-{number}'}"
        payload = part.get_payload()
        if isinstance(payload, list) and payload:
            yield from _guarded(_Mail(cast("EmailMessage", payload[0]), name, self.limits, self.mapping))
            return
        try:
            data = _bytes(part)
        except Refused as refused:
            yield refused.fault(name)
        else:
            yield from read_member(io.BytesIO(data), name, self.mapping, self.limits)


class _Leaf(NamedTuple):
    """A part that has no parts of its own."""

    part: MIMEPart
    choices: dict[int, int]
    """For each choice between alternatives that it stands in, which of them it belongs to."""

    def says_the_same(self, other: _Leaf) -> bool:
        """Whether it is the other one, or says the same in another form."""
        shared = self.choices.keys() & other.choices.keys()
        return self.part is other.part or any(self.choices[each] != other.choices[each] for each in shared)


def _leaves(message: MIMEPart, choices: Mapping[int, int] | None = None, deep: int = 0) -> Iterator[_Leaf]:
    """The parts of a message that have no parts of their own; an attached message is one. Raises Refused."""
    if deep > _DEEPEST:
        raise Refused("too-deep", f"its parts are nested more than {_DEEPEST} deep")
    inner = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(inner, list):
        yield _Leaf(message, dict(choices or {}))
        return
    is_choice = message.get_content_subtype() == "alternative"
    for number, part in enumerate(inner):
        chosen = {**(choices or {}), id(message): number} if is_choice else choices
        yield from _leaves(cast("MIMEPart", part), chosen, deep + 1)


def _body(leaves: list[_Leaf]) -> _Leaf | None:
    """The message's text: the first one that is no attachment, as HTML if it is there as HTML."""
    texts = [each for each in leaves if _kind(each.part) in _TEXTS and not each.part.is_attachment()]
    if not texts:
        return None
    forms = [texts[0], *(each for each in texts[1:] if each.says_the_same(texts[0]))]
    return next((each for each in forms if _kind(each.part) == "text/html"), texts[0])


def _kind(part: MIMEPart) -> str:
    return part.get_content_type().lower()


def _named(part: MIMEPart) -> str:
    """The name of an attached file, on one line; empty if it has none."""
    return _CONTROL.sub(" ", part.get_filename() or "").encode("utf-8", "replace").decode().strip()


def _header(message: MIMEPart, name: str) -> str:
    """A header's value, as it was delivered if it cannot be understood; empty if there is none."""
    try:
        value = message.get(name)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):  # what its parsers fail with
        value = next((raw for key, raw in message.raw_items() if key.lower() == name), None)
    return str(value).encode("utf-8", "replace").decode() if value is not None else ""


def _bytes(part: MIMEPart) -> bytes:
    """The content of a part. Raises Refused if its encoding is damaged."""
    data = part.get_payload(decode=True)
    damage = [type(defect).__name__ for defect in part.defects if "Base64" in type(defect).__name__]
    if damage or not isinstance(data, bytes):
        raise Refused("unreadable", "its base64 is damaged", "have it sent again")
    return data


def _decoded(part: MIMEPart) -> str:
    """The text of a part. Raises Refused if it is none in the charset that it names."""
    data = _bytes(part)
    charset = (part.get_content_charset() or "us-ascii").lower()
    charset = "utf-8" if charset in ("us-ascii", "ascii") else charset
    try:
        return data.decode(codec(charset)).replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        reason = f"byte 0x{data[error.start]:02X} at offset {error.start} of its text is not valid {charset}"
        raise Refused("undecodable", reason, "have it sent as UTF-8") from None


def _declared(parts: Parts) -> set[str]:
    """The parts that a text has although a message could not be expected to."""
    names = ("tags", "rights", "language", "canonical")
    return {name for name in names if getattr(parts, name)} | ({"outlet"} if parts.outlets else set())
