"""Logs, a JSON object a line. Nothing of an article is in them but the digest of its content."""

from __future__ import annotations

import datetime as dt
import logging
import traceback
from typing import IO, Any

import msgspec


class Log:
    """Writes events to a stream."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, event: str, level: str = "info", **about: Any) -> None:
        """Write down that something happened."""
        at = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        line = msgspec.json.encode({"at": at, "level": level, "event": event, **about}).decode()
        self._stream.write(line + "\n")
        self._stream.flush()

    def failure(self, event: str, error: BaseException, **about: Any) -> None:
        """Write down that something failed, and where. An error's message may quote an article, and is left out."""
        frames = traceback.extract_tb(error.__traceback__)
        where = [f"{each.filename}:{each.lineno} in {each.name}" for each in frames]
        self.write(event, "error", error=type(error).__name__, where=where, **about)


class Handler(logging.Handler):
    """Passes on what a library logs."""

    def __init__(self, log: Log) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record down."""
        if record.exc_info and record.exc_info[1] is not None:
            self._log.failure("server", record.exc_info[1], message=record.getMessage().strip())
        else:
            self._log.write("server", record.levelname.lower(), message=record.getMessage().strip())
