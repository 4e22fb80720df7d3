"""A connection that does not wait for ever, and does not take in whatever is sent: uvicorn has no limit on either."""

from __future__ import annotations

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from compliance.service.problem import Problem

LARGEST_HEAD = 64 * 1024
"""How many bytes a request's line and headers may have."""

_GRACE = 1.0
"""So many seconds the application has to tell a client that its body is late, before the connection is closed."""


class Connection(HttpToolsProtocol):
    """HTTP with a time limit for the head and for the rest of each request, and a limit to the size of its head."""

    arrival: float = 10.0
    """Within how many seconds each must have arrived."""
    _timer: TimerHandle | None = None
    _head: int | None = None
    """How many bytes of a head have come; None: none is coming."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Somebody has connected."""
        super().connection_made(transport)
        self._wait(self.arrival)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nobody is there any more."""
        self._wait(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes have come."""
        super().data_received(data)
        if self._head is not None:
            self._head += len(data)
            if self._head > LARGEST_HEAD and not self.transport.is_closing():
                self.send_400_response(f"its head is larger than {LARGEST_HEAD} bytes")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._head = 0
        self._wait(self.arrival)

    def on_headers_complete(self) -> None:
        """Its head is there."""
        super().on_headers_complete()
        self._head = None
        self._wait(self.arrival + _GRACE)

    def on_message_complete(self) -> None:
        """All of it is there."""
        super().on_message_complete()
        self._wait(None)

    def send_400_response(self, msg: str) -> None:
        """Tell that what came is no request, as problem details, and close."""
        problem = Problem("malformed", msg).response()
        head = [b"HTTP/1.1 400 Bad Request\r\n", *(b"%s: %s\r\n" % each for each in problem.raw_headers)]
        self.transport.write(b"".join([*head, b"connection: close\r\n\r\n", bytes(problem.body)]))
        self.transport.close()

    def _wait(self, seconds: float | None) -> None:
        """Close the connection after so many seconds unless something comes of it."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._give_up) if seconds is not None else None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def connections(arrival: float) -> type[Connection]:
    """Connections with that time limit, as uvicorn wants them: a class."""
    kind: Any = type("Connection", (Connection,), {"arrival": arrival})
    found: type[Connection] = kind
    return found
