"""The checker within a Django process: made when it is first asked, anew when its files or the day have changed.

It works in threads of its own, so that somebody who waits for it can stop waiting; one at a time asks it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import Future
from functools import lru_cache
from threading import Lock, Thread
from time import monotonic
from typing import Any

from compliance.checker import Checker
from compliance.integrations.wagtail.settings import Settings
from compliance.readers.record import article
from compliance.report import Report
from compliance.settled import today
from compliance.watched import Watched, files_of

logger = logging.getLogger("compliance")

EVERY = 2.0
"""After how many seconds the files are looked at again."""


class UnavailableError(Exception):
    """Nothing can be checked; the message says why."""


class Engine:
    """Judges records by what some Settings name."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._config = settings.config
        self._checker: Checker | None = None
        self._files = Watched(lambda: files_of(self._config))
        self._looked = -EVERY
        self._lock = Lock()

    def check(self, record: Mapping[str, Any], name: str, before: Mapping[str, Any] | None = None) -> Report:
        """The Report on a record; `before` is what is live, and excuses what it has. Raises UnavailableError."""
        limit = self._settings.time_limit
        asked: Future[Report] = Future()

        def work() -> None:
            if not self._lock.acquire(timeout=limit):
                return  # nobody waits any more
            try:
                asked.set_result(self._check(record, name, before))
            except BaseException as error:
                asked.set_exception(error)
            finally:
                self._lock.release()

        # No thread of a pool: the interpreter would wait for one that hangs.
        Thread(target=work, name="compliance", daemon=True).start()
        try:
            return asked.result(limit)
        except TimeoutError:
            raise UnavailableError(f"the check took longer than {limit:g} seconds") from None
        except Exception as error:
            raise UnavailableError(_told(error)) from error

    def _check(self, record: Mapping[str, Any], name: str, before: Mapping[str, Any] | None) -> Report:
        delivered = [article(dict(record), name)]
        published = [article(dict(before), name)] if before is not None else []
        return self._current().check(delivered, published)[0].report

    def _current(self) -> Checker:
        """The Checker of today, by the files as they are."""
        day = today()
        if self._checker is None:
            self._checker = Checker(self._config, day)
        if self._outdated():
            try:
                self._checker = Checker(self._config, day)
            except Exception as error:
                logger.error("the old policies stay in force, as the new ones are not right: %s", _told(error))
        if self._checker.day != day:
            self._checker = self._checker.on(day)
        return self._checker

    def _outdated(self) -> bool:
        now = monotonic()
        if now - self._looked < EVERY:
            return False
        self._looked = now
        return self._files.have_changed()


@lru_cache(maxsize=4)
def engine_of(settings: Settings) -> Engine:
    """The Engine for some Settings: the same for the same ones."""
    return Engine(settings)


def _told(error: Exception) -> str:
    diagnostics = getattr(error, "diagnostics", ())
    return diagnostics[0].render().splitlines()[0] if diagnostics else str(error) or type(error).__name__
