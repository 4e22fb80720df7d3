"""What a text is looked up by among very many: a sample of the hashes of all its runs of 32 letters.

Of every 32 neighbouring runs the one with the least hash is kept (winnowing: Schleimer, Wilkerson and Aiken, SIGMOD
2003), so that two texts with 63 letters in a row in common, about a dozen words, are sure to share a hash, and what
is kept of a passage hardly depends on what stands around it. The hashes are arithmetic on whole numbers of 64 bits,
the same on every machine. One of the two modules that know numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 32
"""How many letters are hashed together. A character of a script without spaces counts for three."""
_WINDOW = 32
_WIDE = 0x2E80
"""From this code point on nearly all scripts are written without spaces, in characters that stand for much."""
_BASE = 0x9E3779B97F4A7C15
_INVERSE = pow(_BASE, -1, 1 << 64)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Shingles(NamedTuple):
    """The hashes that are kept of a text."""

    hashes: NDArray[np.uint64]
    """Ascending, each once."""
    places: NDArray[np.int64]
    """For each, at which letter of the text its run begins, where that is first."""
    ends: NDArray[np.int64]
    """And before which it ends."""


def shingles(letters: str) -> Shingles:
    """What is kept of a text's letters; nothing of one that is shorter than a run."""
    symbols = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.uint64)
    origin = None
    if not letters.isascii() and symbols.max(initial=0) >= _WIDE:
        width = np.where(symbols >= _WIDE, 3, 1)
        origin = np.repeat(np.arange(len(symbols)), width)
        symbols = np.repeat(symbols, width)
    if len(symbols) < RUN:
        empty = np.empty(0, np.int64)
        return Shingles(np.empty(0, np.uint64), empty, empty)
    hashes = _hashes(symbols)
    kept, first = np.unique(_winnowed(hashes), return_index=True)
    places = _places(hashes, kept, first)
    if origin is None:
        return Shingles(kept, places, places + RUN)
    return Shingles(kept, origin[places], origin[places + RUN - 1] + 1)


def _hashes(symbols: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hash of every run: a polynomial, from running sums modulo 2⁶⁴, then mixed."""
    size = len(symbols)
    powers, inverses = _powers(size)
    sums = np.zeros(size + 1, np.uint64)
    np.cumsum((symbols + np.uint64(1)) * powers[:size], out=sums[1:])
    hashes: NDArray[np.uint64] = (sums[RUN:] - sums[:-RUN]) * inverses[: size - RUN + 1]
    hashes ^= hashes >> np.uint64(30)
    hashes *= _MIX[0]
    hashes ^= hashes >> np.uint64(27)
    hashes *= _MIX[1]
    hashes ^= hashes >> np.uint64(31)
    return hashes


_known: list[Any] = []


def _powers(size: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """The powers of the base and of its inverse, at least so many; kept, and made anew when more are needed."""
    if not _known or len(_known[0]) < size:
        most = max(1 << (size - 1).bit_length(), 1 << 14)
        _known[:] = [_series(_BASE, most), _series(_INVERSE, most)]
    return _known[0], _known[1]


def _series(base: int, size: int) -> NDArray[np.uint64]:
    factors = np.full(size, np.uint64(base), np.uint64)
    factors[0] = 1
    series: NDArray[np.uint64] = np.cumprod(factors, dtype=np.uint64)
    return series


def _winnowed(hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The least hash of every window; of a text shorter than one, the least of all."""
    if len(hashes) <= _WINDOW:
        return np.array([hashes.min()])
    least, size = hashes, 1
    while size < _WINDOW:
        least = np.minimum(least[:-size], least[size:])
        size *= 2
    return least


def _places(hashes: NDArray[np.uint64], kept: NDArray[np.uint64], first: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each hash that is kept first stands: within the first window that it is the least of."""
    windows = np.minimum(first[:, None] + np.arange(_WINDOW), len(hashes) - 1)
    places: NDArray[np.int64] = first + np.argmax(hashes[windows] == kept[:, None], axis=1)
    return places
