"""What a server answered, as web archives keep it: status, headers, and the body with its encodings undone."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from compliance.readers.limits import Refused
from compliance.readers.unpacked import gunzip, unzstd
from compliance.readers.warc_record import Headers, headers_of

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(\d{3})\b")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r?\n")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_CUT = "the archive is cut, or damaged, there: fetch it again"


class Response(NamedTuple):
    """An answer."""

    status: int
    headers: Headers
    body: bytes

    @property
    def media_type(self) -> str:
        """What it says it is (`text/html`)."""
        return media_type(self.headers)

    @property
    def charset(self) -> str:
        """The encoding that its headers tell of; empty if they tell none."""
        match = _CHARSET.search(self.headers.get("content-type", ""))
        return match[1].lower() if match else ""


def media_type(headers: Headers) -> str:
    """What headers say that it is, without parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def response(message: bytes, longest: int) -> Response:
    """The answer that a message is. Raises Refused for what is none, is cut, or unpacks to more than `longest`."""
    stream = BytesIO(message)
    status = _STATUS.match(stream.readline())
    if status is None:
        raise Refused("unreadable", "it is no HTTP response", _CUT)
    headers = headers_of(iter(stream.readline, b""))
    body = stream.read()
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    elif (declared := headers.get("content-length", "")).isdecimal() and len(body) < int(declared):
        raise Refused("unreadable", f"it is cut: {len(body)} of the {declared} bytes of its body are there", _CUT)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = _decoded(body, encoding.strip(), longest)
    return Response(int(status[1]), headers, body)


def _joined(body: bytes) -> bytes:
    """A body without the marks of its chunks, if it has any: archivers take them away and leave the header."""
    pieces: list[bytes] = []
    at = 0
    while (match := _CHUNK_SIZE.match(body, at)) is not None:
        size = int(match[1], 16)
        if not size:
            return b"".join(pieces)
        piece = body[match.end() : match.end() + size]
        at = match.end() + size
        pieces.append(piece)
        at += len(body[at : at + 2]) - len(body[at : at + 2].lstrip(b"\r\n"))
    if not pieces:
        return body
    raise Refused("unreadable", "it is cut, or damaged, within its chunks", _CUT)


def _decoded(body: bytes, encoding: str, longest: int) -> bytes:
    """A body with an encoding undone, if it is in it: archivers do so themselves and leave the header."""
    pieces: Iterator[bytes]
    if encoding in ("gzip", "x-gzip") and body.startswith(b"\x1f\x8b"):
        pieces = gunzip(BytesIO(body))
    elif encoding == "zstd" and body.startswith(b"\x28\xb5\x2f\xfd"):
        pieces = unzstd(BytesIO(body))
    elif encoding == "deflate" and not _is_plain(body):
        pieces = _inflated(body, longest)
    elif encoding == "br" and not _is_plain(body):
        pieces = _unbrotli(body, longest)
    elif encoding in ("", "identity", "gzip", "x-gzip", "zstd", "deflate", "br"):
        return body
    else:
        raise Refused("unreadable", f"its content encoding `{encoding}` is not read", "archive it without")
    whole = bytearray()
    for piece in pieces:
        whole += piece
        if len(whole) > longest:
            raise Refused("too-large", f"it is larger than {longest} bytes", "an article is never that long")
    return bytes(whole)


def _is_plain(body: bytes) -> bool:
    return body.lstrip()[:1] == b"<"


def _inflated(body: bytes, longest: int) -> Iterator[bytes]:
    """`deflate` is zlib's format by the standard, and without its header with some servers."""
    for wbits in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        member = zlib.decompressobj(wbits)
        try:
            data = member.decompress(body, longest + 1)
        except zlib.error:
            continue
        if member.eof or len(data) > longest:
            yield data
            return
    raise Refused("unreadable", "its `deflate` data is cut, or damaged", _CUT)


def _unbrotli(body: bytes, longest: int) -> Iterator[bytes]:
    try:
        import brotli
    except ImportError:
        hint = "install it: pip install 'newsroom-compliance[warc]'"
        raise Refused("unreadable", "reading `br` needs the library `brotli`", hint) from None
    decompressor = brotli.Decompressor()
    try:
        data = decompressor.process(body, output_buffer_limit=longest + 1)
        while data and not decompressor.is_finished():
            yield data
            data = decompressor.process(b"", output_buffer_limit=longest + 1)
    except brotli.error:
        data = b""
    if not decompressor.is_finished():
        raise Refused("unreadable", "its `br` data is cut, or damaged", _CUT)
    yield data
