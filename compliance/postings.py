"""Which original has which hash, on disk: files of sorted hashes beside files of the originals' numbers.

A segment is a pair of files, read through a memory map: `NAME.hashes` (unsigned, 64 bits, little-endian, ascending) and
`NAME.owners` (unsigned, 32 bits). Segments are never changed; several are merged into a new one, by ranges of hashes,
so that merging takes little memory however large they are. One of the two modules that know numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from compliance import durable

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HASH, _OWNER = np.dtype("<u8"), np.dtype("<u4")
_BLOCK = 4_000_000
"""About how many hashes are merged at a time: 100 MB of memory."""


class Segment:
    """Hashes and their owners, mapped into memory."""

    def __init__(self, folder: Path, name: str, size: int) -> None:
        """Raises OSError where the files are not there, and ValueError where they are not of that size."""
        self.name = name
        self.size = size
        self.hashes = _mapped(folder / f"{name}.hashes", _HASH, size)
        self.owners = _mapped(folder / f"{name}.owners", _OWNER, size)


def lookup(segments: Sequence[Segment], hashes: NDArray[np.uint64], most: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The originals that have any of these ascending hashes, by its index; of more than `most`, a sample."""
    found: dict[int, list[int]] = {}
    for segment in segments:
        starts = np.searchsorted(segment.hashes, hashes)
        hit = np.flatnonzero(segment.hashes[np.minimum(starts, segment.size - 1)] == hashes)
        ends = np.searchsorted(segment.hashes, hashes[hit], "right")
        for index, start, end in zip(hit.tolist(), starts[hit].tolist(), ends.tolist(), strict=True):
            step = -(-(end - start) // most)
            found.setdefault(index, []).extend(segment.owners[start:end:step].tolist())
    for index in sorted(found):
        yield index, tuple(sorted(found[index]))


def write(folder: Path, name: str, hashes: NDArray[np.uint64], owners: NDArray[np.uint32]) -> int:
    """Put a segment in place; how large it is. Raises OSError."""
    order = np.lexsort((owners, hashes))
    durable.write(folder / f"{name}.hashes", hashes[order].astype(_HASH).tobytes())
    durable.write(folder / f"{name}.owners", owners[order].astype(_OWNER).tobytes())
    return len(hashes)


def merge(folder: Path, name: str, segments: Sequence[Segment]) -> int:
    """Put one segment in place that holds what several do; how large it is. Raises OSError."""
    with (
        durable.written(folder / f"{name}.hashes") as hashes_file,
        durable.written(folder / f"{name}.owners") as owners_file,
    ):
        for hashes, owners in _merged(segments):
            hashes_file.write(hashes.tobytes())
            owners_file.write(owners.tobytes())
    return sum(each.size for each in segments)


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove segments that nothing refers to any more."""
    for name in names:
        for suffix in ("hashes", "owners"):
            (folder / f"{name}.{suffix}").unlink(missing_ok=True)


def _merged(segments: Sequence[Segment]) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint32]]]:
    """All hashes of the segments with their owners, in order, a range of hashes at a time."""
    parts = max(sum(each.size for each in segments) // _BLOCK, 1)
    borders = [round((1 << 64) / parts * part) for part in range(1, parts)]
    cuts = [[0, *np.searchsorted(each.hashes, np.array(borders, np.uint64)).tolist(), each.size] for each in segments]
    for part in range(parts):
        ranges = [slice(cut[part], cut[part + 1]) for cut in cuts]
        hashes = np.concatenate([each.hashes[range] for each, range in zip(segments, ranges, strict=True)])
        owners = np.concatenate([each.owners[range] for each, range in zip(segments, ranges, strict=True)])
        order = np.lexsort((owners, hashes))
        yield hashes[order].astype(_HASH), owners[order].astype(_OWNER)


def _mapped(path: Path, kind: np.dtype[np.unsignedinteger], size: int) -> NDArray[np.unsignedinteger]:
    if path.stat().st_size != size * kind.itemsize:
        raise ValueError(f"`{path.name}` is not as large as it was written")
    return np.asarray(np.memmap(path, kind, "r", shape=(size,))) if size else np.empty(0, kind)
