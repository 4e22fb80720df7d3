"""Particulars of private persons in a text: addresses, telephone numbers, numbers of papers and accounts.

How each is written is data of the rule; whether a number of that shape can be one at all is asked of libraries:
`phonenumbers` for telephones, `python-stdnum` for everything with a check digit. Both are loaded when a text has
something of the shape, which few have. Linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

from compliance.match import regex
from compliance.noun import Noun
from compliance.text import Folded

PHONE = "phone"
"""What `number` says for telephone numbers."""

_AROUND = 12
"""So many characters around a number are shown to the library: what touches it may tell that it is none."""


class Particular(Noun, frozen=True, kw_only=True):
    """A kind of private data, and how it is told."""

    kind: str
    """What it is called: `e-mail address`, `bank account`."""
    written: str
    """How it is written: a linear-time pattern, on folded text."""
    number: str = ""
    """What tells a true number from a chance one: `phone`, or a module of python-stdnum (`us.ssn`, `iban`, `luhn`)."""
    near: tuple[str, ...] = ()
    """Words one of which must stand beside it (`lives at`), where the shape alone tells too little."""


class Found(NamedTuple):
    """Private data at `[start:end]` of a text."""

    particular: Particular
    start: int
    end: int


def is_known(number: str) -> bool:
    """Whether some such number can be checked."""
    if number in ("", PHONE):
        return True
    try:
        return find_spec(f"stdnum.{number}") is not None
    except ModuleNotFoundError:
        return False


def may_stand(wanted: Sequence[Particular], folded: Folded) -> bool:
    """Whether a text has anything of the shape of one of these; it is gone through once for all of them."""
    return bool(wanted) and regex("|".join(f"(?:{each.written})" for each in wanted)).search(folded.data) is not None


def particulars(wanted: Sequence[Particular], regions: Sequence[str], folded: Folded) -> Iterator[Found]:
    """What has the shape of one of these and can be one; telephone numbers without a country as in these regions."""
    data = folded.data
    for each in wanted:
        for match in regex(each.written).finditer(data):
            start, end = match.span()
            for first, last in _true(each.number, data, start, end, regions):
                yield Found(each, *folded.original_of_bytes(first, last))


def _true(number: str, data: bytes, start: int, end: int, regions: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where, of a stretch of the right shape, a number stands that passes its check."""
    if number == PHONE:
        low, high = max(0, start - _AROUND), min(len(data), end + _AROUND)
        window = data[low:high].decode("latin-1")  # a character a byte, so that offsets stay what they are
        yield from dict.fromkeys((low + a, low + b) for region in regions for a, b in _phones(window, region))
    elif not number or _is_valid(number, data[start:end].decode(errors="ignore")):
        yield start, end


@lru_cache(maxsize=1024)
def _phones(window: str, region: str) -> tuple[tuple[int, int], ...]:
    """Where subscribers' telephone numbers stand; free and shared lines are for the public."""
    import phonenumbers
    from phonenumbers import PhoneNumberType as Type

    public = {Type.TOLL_FREE, Type.PREMIUM_RATE, Type.SHARED_COST, Type.UAN, Type.VOICEMAIL}
    found = phonenumbers.PhoneNumberMatcher(window, region, leniency=phonenumbers.Leniency.STRICT_GROUPING)
    return tuple((each.start, each.end) for each in found if phonenumbers.number_type(each.number) not in public)


def _is_valid(number: str, written: str) -> bool:
    """Whether it passes its check; what parts its digits is left out, which not every module does by itself."""
    bare = written.replace(" ", "").replace("-", "")
    return bool(import_module(f"stdnum.{number}").is_valid(bare))
