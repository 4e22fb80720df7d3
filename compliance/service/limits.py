"""How much the service takes on: the size of a request, how long it may take, and how many there may be at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from msgspec import Struct
from starlette.requests import Request

from compliance.service.problem import Problem


class Limits(Struct, frozen=True, kw_only=True):
    """What a desk may set."""

    max_bytes: int = 4 * 1024 * 1024
    """The largest body of a request."""
    arrival: float = 10.0
    """Within how many seconds a request must have arrived, its headers and its body each."""
    answer: float = 10.0
    """Within how many seconds an article must be checked, the time included that it waits for its turn."""
    at_once: int = 64
    """How many requests may be under way; the others are told to come back."""


class Turns:
    """Admits requests, and gives them their turn at the checker one after another.

    While a turn is waited for, the event loop runs: new requests are admitted or refused, and health is answered.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = asyncio.Lock()
        self.under_way = 0

    @asynccontextmanager
    async def admitted(self) -> AsyncIterator[None]:
        """A place among the requests under way. Raises Problem if there is none."""
        if self.under_way >= self._limits.at_once:
            raise Problem("busy", f"{self.under_way} requests are under way", headers={"retry-after": "1"})
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The checker's undivided attention. Raises Problem if it is not to be had in time."""
        try:
            async with asyncio.timeout(self._limits.answer):
                await self._lock.acquire()
        except TimeoutError:
            raise Problem("busy", "others took all the time", headers={"retry-after": "1"}) from None
        try:
            await asyncio.sleep(0)  # what has arrived meanwhile is admitted or refused, and health is answered
            yield
        finally:
            self._lock.release()


async def body_of(request: Request, limits: Limits) -> bytes:
    """The body of a request. Raises Problem for one that is too large or too slow, ClientDisconnect for one cut off."""
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > limits.max_bytes:
        raise _too_large(limits)
    chunks: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(limits.arrival):
            async for chunk in request.stream():
                size += len(chunk)
                if size > limits.max_bytes:
                    raise _too_large(limits)
                chunks.append(chunk)
    except TimeoutError:
        headers = {"connection": "close"}
        raise Problem("too-slow", f"it did not arrive within {limits.arrival:g} seconds", headers=headers) from None
    return b"".join(chunks)


def _too_large(limits: Limits) -> Problem:
    # The connection is closed, so that the rest of the body need not be taken in.
    return Problem("too-large", f"it is larger than {limits.max_bytes} bytes", headers={"connection": "close"})
