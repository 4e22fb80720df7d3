"""A real standalone Spark cluster on loopback: a master and workers, each a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 120
_URL = re.compile(r"Starting Spark master at (spark://\S+)")
_REGISTERED = "Successfully registered with master"


class Cluster:
    """Where it is, and its workers."""

    def __init__(self, folder: Path, workers: int) -> None:
        import pyspark

        self._home = Path(pyspark.__file__).parent
        self._folder = folder
        root = str(Path(__file__).parent.parent)
        self.environment = os.environ | {
            "SPARK_HOME": str(self._home),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "PYSPARK_PYTHON": sys.executable,
            "PYTHONPATH": root,
            "TMPDIR": str(folder / "tmp"),
        }
        (folder / "tmp").mkdir()
        self._processes: list[subprocess.Popen[bytes]] = []
        log = self._start("master", "Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        self.url = str(_said(log, _URL)[1])
        logs = [
            self._start(f"worker-{number}", "Worker", "--host", "127.0.0.1", "--webui-port", "0", "-c", "1", "-m", "2g",
                        "-d", str(folder / f"work-{number}"), self.url)
            for number in range(workers)
        ]  # fmt: skip
        for log in logs:
            _said(log, re.compile(_REGISTERED))

    @property
    def at_work(self) -> bool:
        """Whether some executor has put aside what it judges."""
        return any((self._folder / "tmp").glob("compliance-*/input-*"))

    def kill_worker(self) -> None:
        """Kill the last worker, with its executors and all that they have started."""
        _kill(self._processes.pop())

    def stop(self) -> None:
        """End all of it."""
        while self._processes:
            _kill(self._processes.pop())

    def _start(self, name: str, role: str, *arguments: str) -> Path:
        log = self._folder / f"{name}.log"
        command = [
            str(self._home / "bin" / "spark-class"),
            f"org.apache.spark.deploy.{role.lower()}.{role}",
            *arguments,
        ]
        with log.open("wb") as target:
            started = subprocess.Popen(
                command, env=self.environment, stdout=target, stderr=subprocess.STDOUT, start_new_session=True
            )
        self._processes.append(started)
        return log


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """A cluster that is there for as long as it is needed."""
    started = Cluster(folder, workers)
    try:
        yield started
    finally:
        started.stop()


def _said(log: Path, pattern: re.Pattern[str]) -> re.Match[str]:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if found := pattern.search(log.read_text(errors="replace")):
            return found
        time.sleep(0.1)
    raise TimeoutError(log.read_text(errors="replace")[-2000:])


def _kill(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
