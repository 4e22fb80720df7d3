"""Who may ask: bearer tokens, several at a time, so that they can be changed one by one."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from compliance.service.problem import Problem
from compliance.settled import SettingError

SHORTEST = 16
"""How many characters a token has at least."""

_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
_REALM = {"www-authenticate": 'Bearer realm="compliance"'}


class Tokens:
    """The tokens that are taken; if there are none, everybody may ask."""

    def __init__(self, tokens: Iterable[str] = ()) -> None:
        self._digests = tuple(sha256(each.encode()).digest() for each in tokens)

    def __bool__(self) -> bool:
        return bool(self._digests)

    def admit(self, authorization: str | None) -> None:
        """Raise Problem unless the header `Authorization` has one of them; each is compared, in constant time."""
        if not self._digests:
            return
        scheme, _, given = (authorization or "").strip().partition(" ")
        if scheme.lower() != "bearer":
            raise Problem("unauthorised", "send `Authorization: Bearer TOKEN`", headers=_REALM)
        digest = sha256(given.strip().encode("utf-8", "surrogateescape")).digest()
        if not sum([hmac.compare_digest(digest, each) for each in self._digests]):
            invalid = {"www-authenticate": f'{_REALM["www-authenticate"]}, error="invalid_token"'}
            raise Problem("unauthorised", "this token is not known here", headers=invalid)


def tokens_of(file: str, environment: str) -> Tokens:
    """The tokens of a file, one a line (`#` begins a comment), and those of the environment, with commas between.

    Raises SettingError for one that is no bearer token or too short, and for a file without any.
    """
    found = [each.strip() for each in environment.split(",") if each.strip()]
    where = "the environment"
    if file:
        where = f"`{file}`"
        try:
            lines = Path(file).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError) as error:
            raise SettingError(f"the tokens in {where} cannot be read: {error}") from None
        listed = [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
        if not listed:
            raise SettingError(f"{where} has no token", "write one a line, of 16 characters or more")
        found += listed
    for number, each in enumerate(found, 1):
        if len(each) < SHORTEST or not _TOKEN.fullmatch(each):
            raise SettingError(
                f"token {number} of {where} is too short, or has characters that no bearer token has",
                f"take {SHORTEST} or more of A-Z a-z 0-9 . _ ~ + / -, such as `openssl rand -hex 32` gives",
            )
    return Tokens(found)
