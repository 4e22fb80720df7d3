"""The process: it listens, serves, reloads on SIGHUP or when a file changes, and ends when its requests have ended."""

from __future__ import annotations

import asyncio
import logging
import math
import signal
import socket
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO

import uvicorn

from compliance.decision import Decision
from compliance.service.app import App
from compliance.service.connection import connections
from compliance.service.gate import Gate
from compliance.service.keeper import Keeper, Standing
from compliance.service.limits import Limits
from compliance.service.log import Handler, Log
from compliance.watched import Watched

KEEP_ALIVE = 75
"""For how many seconds a connection stays open between requests: longer than clients keep theirs."""

EVERY = 1.0
"""After how many seconds files are looked at again."""


class Service(uvicorn.Server):
    """uvicorn, with what it does not do itself."""

    def __init__(self, app: App, config: uvicorn.Config, watched: Callable[[], Iterable[Path]] | None) -> None:
        super().__init__(config)
        self._app = app
        self._watched = watched
        self._tasks: set[asyncio.Task[None]] = set()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if hasattr(signal, "SIGHUP"):
            asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, self._start, self._app.reload)
        if self._watched is not None:
            self._start(self._watch)
        for each in sockets or ():
            host, port = each.getsockname()[:2]
            self._app.log.write("listening", host=host, port=port, plan=self._app.keeper.standing.checker.plan.digest)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more requests, and finish those that are under way."""
        for task in self._tasks:
            task.cancel()
        await super().shutdown(sockets)
        self._app.close()

    def _start(self, work: Callable[[], object]) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work())  # type: ignore[arg-type]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _watch(self) -> None:
        """Reload whenever a file is not as it was."""
        files = Watched(self._watched or tuple)
        while True:
            if await asyncio.to_thread(files.have_changed):
                await self._app.reload()
            await asyncio.sleep(EVERY)


def serve(
    load: Callable[[], Standing],
    *,
    host: str,
    port: int,
    limits: Limits,
    on_fault: Decision,
    stream: IO[str],
    watched: Callable[[], Iterable[Path]] | None = None,
) -> None:
    """Serve until a signal ends it. Raises OSError if the address is taken, and what `load` raises."""
    log = Log(stream)
    app = App(Keeper(load), limits, on_fault, log)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=2048)
    _log_to(log)
    config = uvicorn.Config(
        Gate(app),
        http=connections(limits.arrival),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=math.ceil(limits.arrival + limits.answer),
    )
    # uvicorn raises the signal again that ended it; that all requests were finished is no failure.
    signal.signal(signal.SIGTERM, lambda *_: None)
    Service(app, config, watched).run(sockets=[listening])
    log.write("ended")


def _log_to(log: Log) -> None:
    logger = logging.getLogger("uvicorn.error")
    logger.handlers = [Handler(log)]
    logger.propagate = False
    logger.setLevel(logging.WARNING)
