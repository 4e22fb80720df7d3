"""An existing Spark cluster: the archive is read where it lies, judged as on this machine, and written by Spark.

The only part of the package that knows of Spark. The tables have the columns and rows that the local engine writes,
in no order; retries and speculative copies leave none twice, because only what Spark commits is kept.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from msgspec import Struct

from compliance.engines import Mapper
from compliance.finding import Fault
from compliance.folder import Asked, Totals
from compliance.legend import Legend
from compliance.outputs import OutputError
from compliance.report import Summary, Tally
from compliance.rows import ROWS, Rows, Table
from compliance.run import NOTHING
from compliance.spark import task
from compliance.spark.places import File, Places
from compliance.spark.sources import Sources
from compliance.spark.task import Done

_SETTINGS = {
    # The splits of a file must be the same each time it is read, whatever becomes of the executors meanwhile.
    "spark.sql.files.maxPartitionBytes": "32m",
    "spark.sql.files.minPartitionNum": "1",
    # Nothing that was listed is left out for the sake of its name.
    "spark.sql.files.ignoredPathSegmentRegex": "(?!)",
    "spark.sql.execution.arrow.maxBytesPerBatch": "32m",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.sql.session.timeZone": "UTC",
}


class Given(Struct, frozen=True):
    """What a task judges with, as `task.Given` has it."""

    mapper: Any
    mapping: dict[str, str]
    limit: float


@contextmanager
def session(master: str | None) -> Iterator[Any]:
    """A Spark session: on the cluster that is named, or the one that `spark-submit` knows, or on this machine.

    One that was there before, as in a notebook, is used, and is there afterwards.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    before = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("compliance scan")
    started = before or (builder.master(master) if master else builder).getOrCreate()
    for name, value in _SETTINGS.items():
        started.conf.set(name, value)
    try:
        yield started
    finally:
        if before is None:
            started.stop()


def scan(
    session: Any,
    paths: Iterable[str],
    out: str,
    *,
    asked: Asked,
    mapper: Mapper,
    legend: Legend,
    passed_over: Counter[str],
    unread: Iterable[Fault] = (),
) -> Totals:
    """Judge what the paths name, on any file system that Spark knows, into tables below `out`.

    `passed_over` counts the files in folders that no reader knows; `unread` are Faults met before.
    Raises OutputError if `out` holds something, or cannot be written.
    """
    from pyspark.errors import PySparkException

    places = Places(session)
    out = out.rstrip("/")
    if places.holds_anything(out):
        raise OutputError(f"`{out}` holds other files: choose another folder")
    found = list(places.files(paths, passed_over)) or [NOTHING]
    sources = Sources(session, places, [each for each in found if isinstance(each, File)])
    try:
        judged = sources.judged(session.sparkContext.broadcast(Given(mapper, asked.mapping, asked.limit)))
        told = judged.where("receipt is not null").select("receipt").collect()
        done = [msgspec.json.decode(row.receipt, type=Done) for row in told]
        faults = [*unread, *(each for each in found if isinstance(each, Fault)), *sources.missing(done)]
        rest = _rest(mapper, faults, done)
        # What is kept is not found again in a union with something else: each is written by itself.
        for table in ROWS:
            for frame in (judged, *_frames(session, rest)):
                frame.where(f"{table} is not null").select(f"{table}.*").write.mode("append").parquet(f"{out}/{table}")
    except PySparkException as error:
        raise OutputError(f"Spark could not finish: {str(error).splitlines()[0]}") from error
    totals = Totals(
        version=asked.version,
        engine=asked.engine,
        plan=asked.plan,
        as_of=asked.as_of,
        formats=asked.formats,
        inputs=len(found),
        bytes=sum(each.size for each in found if isinstance(each, File)),
        summary=Summary.total([*(each.summary for each in done), rest.summary]),
    )
    # Where an executor was lost, its part was read again, perhaps from what could no longer be read.
    written = session.read.parquet(f"{out}/reports").count()
    if written != totals.summary.articles:
        reason = f"{written:,} reports were written of {totals.summary.articles:,} that were made"
        raise OutputError(f"the tables in `{out}` are not whole: {reason}; scan again, into another folder")
    for name, value in (("scan.json", asked), ("legend.json", legend), ("summary.json", totals)):
        places.write(f"{out}/{name}", msgspec.json.encode(value) + b"\n")
    return totals


class _Rest(Struct, frozen=True):
    """What the driver itself has to say: the rows of Faults, and of waivers that nothing needed."""

    tables: dict[Table, bytes]
    summary: Summary


def _rest(mapper: Mapper, faults: Iterable[Fault], done: Iterable[Done]) -> _Rest:
    tally = Tally()
    found: list[Rows] = [mapper.unjudged(fault, fault.input) for fault in faults]
    found += mapper.leftover(each.fates for each in done)
    for each in found:
        tally.add(each.report)
    return _Rest({table: b"".join(each.lines[table] for each in found) for table in ROWS}, tally.summary())


def _frames(session: Any, rest: _Rest) -> Iterator[Any]:
    """The rows of the driver's own, as Spark has them; none if there are none, as Spark makes no frame of nothing."""
    import pyarrow as arrow

    nothing = Done({}, rest.summary, ())
    batches = [each for each in task.rows(rest.tables, nothing) if each.column(task.RECEIPT).null_count]
    if batches:
        yield session.createDataFrame(arrow.Table.from_batches(batches, task.wide()))
