"""Which ids a file's records were given: eight bytes of each, so that a hundred million of them fit into memory."""

from __future__ import annotations

from array import array
from hashlib import blake2b

_SMALLEST = 1 << 6
_EMPTY = 0


def key_of(name: str) -> int:
    """The eight bytes that stand for a name: of ten million names two share theirs in one file of 370,000."""
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


class Given:
    """A set of keys, in a table of eight bytes a place of which at most half is taken."""

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * _SMALLEST))
        self._taken = 0

    def add(self, key: int) -> bool:
        """Take a key in; whether it is new."""
        at = self._place(key)
        if self._places[at] == key:
            return False
        self._places[at] = key
        self._taken += 1
        if 2 * self._taken > len(self._places):
            self._grow()
        return True

    def _place(self, key: int) -> int:
        """Where a key is, or would go."""
        places, mask = self._places, len(self._places) - 1
        at = key & mask
        while places[at] not in (_EMPTY, key):
            at = (at + 1) & mask
        return at

    def _grow(self) -> None:
        before, self._places = self._places, array("Q", bytes(16 * len(self._places)))
        for key in before:
            if key != _EMPTY:
                self._places[self._place(key)] = key
