"""This machine's cores: worker processes that can crash, or hang, without taking anything else with them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from compliance.engines import Mapper
from compliance.engines.worker import Position, Settings, Task, Trouble, Watch, Worker
from compliance.part import Receipt

METHOD = "fork" if sys.platform == "linux" else "spawn"
"""How workers are started: forked, they share the compiled Plan, and there are no threads here to lose."""

_TICK = 0.5
_DIES_WITH_PARENT = 1


class Written(NamedTuple):
    """A part of a Task is written."""

    task: Task
    receipt: Receipt


class Broken(NamedTuple):
    """A Task brought its worker down, or hung, at that place."""

    task: Task
    position: Position
    trouble: Trouble


class Unwritable(NamedTuple):
    """Why a part could not be written."""

    reason: str


class Failed(NamedTuple):
    """What a worker raised."""

    reason: str


Event = Written | Broken | Unwritable


class Pool:
    """Workers, each with one Task at a time. Those that die are replaced when there is something to do for them."""

    def __init__(self, mapper: Mapper, settings: Settings, jobs: int, limit: float, method: str = METHOD) -> None:
        """`limit`: how many seconds a worker may take over one article."""
        self._context: Any = get_context(method)
        self._arguments = (mapper, settings)
        self._jobs = jobs
        self._limit = limit
        self._workers: list[_Process] = []
        self._looked = time.monotonic()

    @property
    def free(self) -> bool:
        """Whether one more Task can be given."""
        return sum(1 for each in self._workers if each.task is not None) < self._jobs

    @property
    def busy(self) -> bool:
        """Whether any Task is being done."""
        return any(each.task is not None for each in self._workers)

    @property
    def bytes(self) -> int:
        """How many bytes of input have been read for the Tasks that are being done."""
        return sum(min(each.watch.bytes, each.task.chunk.size) for each in self._workers if each.task is not None)

    def give(self, task: Task) -> None:
        """Have a Task done by a worker that has none."""
        idle = next((each for each in self._workers if each.task is None), None)
        if idle is None:
            idle = _Process(self._context, self._arguments)
            self._workers.append(idle)
        idle.give(task)

    def events(self) -> Iterator[Event]:
        """What has happened, as soon as anything has, or after a moment if nothing has."""
        tick = min(_TICK, self._limit / 4)
        ready = wait([each.connection for each in self._workers], tick)
        for worker in list(self._workers):
            if worker.connection in ready:
                yield from self._heard(worker)
        now = time.monotonic()
        # While this process itself was stopped, nobody can be said to have hung.
        passed, self._looked = min(now - self._looked, 2 * tick), now
        for worker in list(self._workers):
            if worker.hangs(passed, self._limit):
                reason = f"it took longer than {self._limit:g} seconds, twice"
                yield self._broken(worker, Trouble("timeout", reason))

    def close(self) -> None:
        """End all workers, whatever they do."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def _heard(self, worker: _Process) -> Iterator[Event]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join(_TICK)
            yield self._broken(worker, Trouble("crashed-worker", ""))
            return
        task = worker.task
        if isinstance(message, Unwritable):
            yield message
        elif isinstance(message, Failed) and task is not None:
            yield self._broken(worker, Trouble("crashed-worker", message.reason))
        elif isinstance(message, Receipt) and task is not None:
            if message.last:
                worker.task = None
            yield Written(task, message)

    def _broken(self, worker: _Process, trouble: Trouble) -> Broken:
        self._workers.remove(worker)
        worker.end()
        if not trouble.reason:
            trouble = Trouble(trouble.kind, f"it brought its worker down twice ({_ending(worker.process.exitcode)})")
        if worker.task is None:
            raise ChildProcessError(f"a worker ended before it had anything to do: {trouble.reason}")
        return Broken(worker.task, worker.watch.position, trouble)


class _Process:
    """One worker, as its parent sees it."""

    def __init__(self, context: Any, arguments: tuple[Mapper, Settings]) -> None:
        self.task: Task | None = None
        cells = context.RawArray("q", Watch.CELLS)
        self.watch = Watch(cells)
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, cells, os.getpid(), *arguments), daemon=True)
        self.process.start()
        theirs.close()
        self._beat = 0
        self._still = 0.0

    def give(self, task: Task) -> None:
        """Send it a Task. That it has died meanwhile shows when it is listened to."""
        self.task = task
        self._beat, self._still = self.watch.beat, 0.0
        with suppress(BrokenPipeError):
            self.connection.send(task)

    def hangs(self, passed: float, limit: float) -> bool:
        """Whether it has not got on for longer than it may, now that so many seconds more have passed."""
        beat = self.watch.beat
        self._still = self._still + passed if beat == self._beat and self.task is not None else 0.0
        self._beat = beat
        return self._still > limit

    def end(self) -> None:
        """End it at once."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"


def _serve(connection: Connection, cells: Any, parent: int, mapper: Mapper, settings: Settings) -> None:
    """What a worker does: Tasks, until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _die_with(parent)
    worker = Worker(mapper, settings, Watch(cells))
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            task = connection.recv()
            try:
                for receipt in worker.run(task):
                    connection.send(receipt)
            except OSError as error:
                connection.send(Unwritable(f"{error.strerror or error}"))
            except Exception as error:
                connection.send(Failed(f"it brought its worker down twice ({type(error).__name__}: {error})"))


def _die_with(parent: int) -> None:
    """See to it that no worker outlives its parent, even one that hangs; elsewhere one ends once nobody listens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
