"""A stream that can be read from any place, made of one that comes but once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from compliance.readers.limits import Limits, Refused

_CHUNK = 1024 * 1024


@contextmanager
def spooled(stream: BinaryIO, limits: Limits) -> Iterator[BinaryIO]:
    """The stream itself if one can move about in it; else what it holds, put aside for as long as it is needed.

    Raises Refused if that is too much.
    """
    if stream.seekable():
        yield stream
        return
    with SpooledTemporaryFile(max_size=limits.max_bytes) as aside:
        size = 0
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limits.max_spooled:
                hint = "give it as a file of its own, not through a pipe or inside an archive"
                raise Refused("too-large", f"it is larger than {limits.max_spooled} bytes", hint)
            aside.write(chunk)
        aside.seek(0)
        yield cast(BinaryIO, aside)
