"""What went wrong with a request, as problem details (RFC 9457)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:newsroom-compliance:problem:"
"""What the `type` of each problem begins with."""

PROBLEMS: dict[str, tuple[int, str]] = {
    "malformed": (400, "The request is not understood"),
    "unauthorised": (401, "A token is needed"),
    "browser": (403, "Browsers may not call this service"),
    "not-found": (404, "There is nothing at this path"),
    "method": (405, "This path does not take this method"),
    "too-slow": (408, "The request took too long to arrive"),
    "too-large": (413, "The request is too large"),
    "media-type": (415, "The request is not JSON"),
    "invalid": (422, "The request is not what this path takes"),
    "unreadable": (422, "The article cannot be read"),
    "fault": (500, "The service failed"),
    "crashed": (500, "The check failed"),
    "busy": (503, "The service is busy"),
    "timeout": (503, "The check took too long"),
}
"""Every kind of problem, with its status and title."""


class Problem(Exception):  # noqa: N818 - it is what the client is told
    """A request that gets no answer but this."""

    def __init__(
        self, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, more: Mapping[str, Any] | None = None
    ) -> None:
        """`more` are members besides those of the RFC; `headers` go with the response."""
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.headers = headers or {}
        self.more = more or {}

    @property
    def status(self) -> int:
        """Its HTTP status."""
        return PROBLEMS[self.kind][0]

    def response(self) -> Response:
        """The response that tells it."""
        status, title = PROBLEMS[self.kind]
        body = {"type": TYPE + self.kind, "title": title, "status": status, "detail": self.detail, **self.more}
        return Response(msgspec.json.encode(body), status, dict(self.headers), MEDIA_TYPE)


def of_status(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    """The problem for a status that the router answers with."""
    kind = {404: "not-found", 405: "method"}.get(status, "fault")
    return Problem(kind, HTTPStatus(status).phrase, headers=headers)
