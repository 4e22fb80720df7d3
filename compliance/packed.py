"""An Article as bytes, and the same Article again: data alone, so that reading it back runs no code."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any, get_type_hints

import msgspec

from compliance.article import Article, Element, Image, Link
from compliance.lazy import Lazy
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
    kinds = [msgspec.inspect.type_info(each) for each in _parts().values()]
    return sha256(repr(kinds).encode()).hexdigest()[:16]


@cache
def _decoder() -> Any:
    return msgspec.msgpack.Decoder(_parts()["Article"], dec_hook=_made)


@cache
def _parts() -> dict[str, type[msgspec.Struct]]:
    """The shapes of what is made part by part, by name."""
    kinds: tuple[type[Lazy], ...] = (Article, Image, Link, Element)
    return {
        kind.__name__: msgspec.defstruct(kind.__name__, list(get_type_hints(kind).items()), kw_only=True)
        for kind in kinds
    }


def _plain(value: object) -> object:
    if isinstance(value, LazyRuns):
        return value.known()
    if isinstance(value, Lazy):
        return value.asdict()
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError


def _made(kind: type, value: Any) -> Any:
    if kind is Origin:
        return msgspec.convert(value, Runs)
    if issubclass(kind, Lazy):
        return kind(**msgspec.structs.asdict(msgspec.convert(value, _parts()[kind.__name__], dec_hook=_made)))
    raise NotImplementedError
