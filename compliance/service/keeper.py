"""What is in force: the Checker that judges, and the tokens. It is replaced while requests go on, or not at all."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from compliance.service.answer import judged
from compliance.service.examples import RECORD, WORDPRESS
from compliance.service.payload import delivered
from compliance.settled import today

if TYPE_CHECKING:
    from compliance.checker import Checker
    from compliance.service.auth import Tokens


class Standing(Struct, frozen=True):
    """What was loaded together."""

    checker: Checker
    tokens: Tokens
    since: dt.datetime


class Refusal(Struct, frozen=True):
    """Why something new was not put in force."""

    at: dt.datetime
    reasons: tuple[str, ...]
    """Each complaint, as the command line shows it."""


class Keeper:
    """Keeps what is in force. What cannot be loaded leaves it as it is, and is told until it is put right."""

    def __init__(self, load: Callable[[], Standing]) -> None:
        """Loads what is in force first. Raises what `load` raises."""
        self._load = load
        self.standing = self._loaded()
        self.refusal: Refusal | None = None
        self._apart: tuple[Checker, Checker] | None = None
        self._reloading = asyncio.Lock()

    def checker(self) -> Checker:
        """The Checker for an article that comes now."""
        day, standing = today(), self.standing
        if standing.checker.day != day:
            self.standing = standing = Standing(standing.checker.on(day), standing.tokens, standing.since)
        return standing.checker

    def apart(self) -> Checker:
        """The same for a second thread, made when that thread first asks."""
        checker = self.checker()
        if self._apart is None or self._apart[0] is not checker:
            self._apart = checker, checker.apart()
        return self._apart[1]

    async def reload(self) -> bool:
        """Load anew beside the requests, and put it in force if it is right; whether it was."""
        async with self._reloading:
            try:
                self.standing = await asyncio.to_thread(self._loaded)
            except Exception as error:
                self.refusal = Refusal(dt.datetime.now(dt.UTC), reasons(error))
            else:
                self.refusal = None
            return self.refusal is None

    def _loaded(self) -> Standing:
        """Something new, ready: what is made when it is first asked for is made here, and not by the first request."""
        standing = self._load()
        for source, article in (("record", RECORD), ("wordpress", WORDPRESS)):
            judged(standing.checker, delivered(msgspec.json.encode(article), source, "", {}), (), "block")
        # The collector need not walk through all that again and again. What was in force before may be freed.
        gc.unfreeze()
        gc.collect()
        gc.freeze()
        return standing


def reasons(error: Exception) -> tuple[str, ...]:
    """Why something could not be loaded, in words."""
    diagnostics = getattr(error, "diagnostics", ())
    if diagnostics:
        return tuple(each.render() for each in diagnostics)
    hint = getattr(error, "hint", "")
    return (f"{error} ({hint})" if hint else str(error) or type(error).__name__,)
