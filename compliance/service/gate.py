"""What every request passes: who asks, whether a browser does, what is told of errors, what is counted and logged."""

from __future__ import annotations

import re
from time import perf_counter
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from compliance.service.app import App
from compliance.service.problem import Problem, of_status

OPEN = frozenset(["/healthz", "/readyz", "/openapi.json"])
"""What anybody may ask."""

GONE = 499
"""What the logs and metrics call it that a client left before it was answered; it is no status of HTTP."""

_ID = re.compile(r"[\w.:-]{1,64}", re.ASCII)


class Gate:
    """The application as uvicorn runs it."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        started = perf_counter()
        headers = dict(scope["headers"])
        own = headers.get(b"x-request-id", b"").decode("latin-1")
        id = own if _ID.fullmatch(own) else uuid4().hex
        scope["app"] = self._app  # the router then raises instead of answering in its own words
        scope["state"] = {}
        status = GONE

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] += [(b"x-request-id", id.encode()), (b"cache-control", b"no-store")]
            await send(message)

        failure: BaseException | None = None
        try:
            self._admit(scope["path"], headers)
            await self._app.router(scope, receive, answer)
        except Problem as problem:
            await problem.response()(scope, receive, answer)
        except HTTPException as error:
            await of_status(error.status_code, error.headers).response()(scope, receive, answer)
        except ClientDisconnect:
            status = GONE
        except Exception as error:
            failure = error
            if status == GONE:
                await Problem("fault", "see the service's log").response()(scope, receive, answer)
        self._note(scope, id, status, perf_counter() - started, failure)

    def _admit(self, path: str, headers: dict[bytes, bytes]) -> None:
        """Raise Problem for a browser, which no page may send here, and for who has no token."""
        if b"origin" in headers:
            raise Problem("browser", "let the CMS's own server ask, so that no token is in a browser")
        if path not in OPEN:
            authorization = headers.get(b"authorization")
            self._app.keeper.standing.tokens.admit(authorization.decode("latin-1") if authorization else None)

    def _note(self, scope: Scope, id: str, status: int, seconds: float, failure: BaseException | None) -> None:
        route = _route(scope)
        self._app.metrics.answered(route, status, seconds)
        about = {"id": id, "method": scope["method"], "route": route, "status": status}
        about |= {"ms": round(seconds * 1000, 3), **scope["state"].get("about", {})}
        if failure is not None:
            self._app.log.failure("request", failure, **about)
        else:
            self._app.log.write("request", **about)


def _route(scope: Scope) -> str:
    """What a request is counted under: the name of what answered it, and never what a client has made up."""
    return getattr(scope.get("endpoint"), "__name__", "other")
