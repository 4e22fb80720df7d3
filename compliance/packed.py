"""An Article as bytes, and the same Article again: data alone, so that reading it back runs no code."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any, get_type_hints

import msgspec

from compliance.article import Article
from compliance.runs import LazyRuns, Origin, Runs

_FAST = 1


def pack(article: Article) -> bytes:
    """An Article, all its parts made."""
    return zlib.compress(msgspec.msgpack.encode(article.asdict(), enc_hook=_plain), _FAST)


def unpack(data: bytes) -> Article:
    """The Article that was packed. Raises ValueError for anything else."""
    try:
        parts = _decoder().decode(zlib.decompress(data))
    except (zlib.error, msgspec.MsgspecError) as error:
        raise ValueError(f"the article cannot be read: {error}") from None
    return Article(**msgspec.structs.asdict(parts))


@cache
def layout() -> str:
    """A digest of what is packed, in which order and of what types: what has another cannot be unpacked here."""
    return sha256(repr(msgspec.inspect.type_info(_parts())).encode()).hexdigest()[:16]


@cache
def _decoder() -> Any:
    return msgspec.msgpack.Decoder(_parts(), dec_hook=_origin)


@cache
def _parts() -> type[msgspec.Struct]:
    return msgspec.defstruct("Parts", list(get_type_hints(Article).items()), kw_only=True)


def _plain(value: object) -> object:
    if isinstance(value, LazyRuns):
        return value.known()
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError


def _origin(kind: type, value: Any) -> Any:
    if kind is Origin:
        return msgspec.convert(value, Runs)
    raise NotImplementedError
