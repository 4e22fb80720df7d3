"""A coverage-guided fuzz target: whatever is delivered becomes Articles or Faults with exact evidence, never a crash.

Run by `make fuzz`, for FUZZ_SECONDS (60 by default) a format. What it finds is kept in `fixtures/fuzz/`, and
`tests/test_fuzz.py` reads that again in every run.
"""

from __future__ import annotations

import io
import sys

import atheris

with atheris.instrument_imports(include=["compliance"]):
    from compliance.article import Article
    from compliance.readers import READERS, STREAM_READERS, read
    from compliance.readers.limits import Limits

    for each in (*READERS.values(), *STREAM_READERS.values()):
        each.load()

LIMITS = Limits(max_bytes=1 << 20)


class Delivered:
    """Bytes under a name."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self._data = data

    def open(self) -> io.BytesIO:
        return io.BytesIO(self._data)


def deliver(data: bytes) -> None:
    """Read some bytes; everything but an Article or an expected Fault is a find."""
    found = list(read(Delivered(NAME, data), limits=LIMITS))
    assert found, "nothing came of it: neither an article nor a fault"
    for each in found:
        if isinstance(each, Article):
            for block in each.body.blocks:
                span = each.body.span(block.start, block.end)
                assert 0 <= span.start <= span.end <= len(each.fields[span.field])
            for part in (*each.links, *each.images, *each.elements):
                assert part.span.end <= len(each.fields[part.span.field])
        else:
            assert "bug in the checker" not in each.hint, each.reason


if __name__ == "__main__":
    NAME = sys.argv.pop(1)
    atheris.Setup(sys.argv, deliver)
    atheris.Fuzz()
