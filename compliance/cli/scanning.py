"""`compliance scan`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from compliance.cli.checking import verdict
from compliance.cli.door import INTERRUPTED, UNCHECKED, door, refuse, show_lines
from compliance.cli.excusing import BaselinePath, Brake, NoBaseline, NoWaivers, WaiversPath, check_brake
from compliance.cli.options import (
    AsOf,
    Debug,
    DeskPath,
    FailOn,
    Mapping,
    OriginalPaths,
    Paths,
    Policies,
    chosen,
    day,
    given,
    mapping_of,
    refuse_mapping,
)
from compliance.settled import desk_of, excuses_of, originals_of, plan_of, settle, today

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Iterator

    from compliance.batch import Scan
    from compliance.engines import Mapper
    from compliance.finding import Fault
    from compliance.folder import Asked, Folder, Totals
    from compliance.listing import Listed
    from compliance.part import Format

_GO_ON = "what is done is kept: go on with `--resume`"
_NEEDED = {"jsonl": ("zstandard", "zstd"), "parquet": ("pyarrow", "parquet")}
"""The library that a format needs, and our extra that brings it."""

Engine = Annotated[
    str, typer.Option("--engine", metavar="local|spark", help="Where it runs: this machine, or a Spark cluster.")
]
Master = Annotated[
    str | None,
    typer.Option("--master", metavar="URL", help="The Spark cluster. [default: what spark-submit says, else here]"),
]
Out = Annotated[str, typer.Option("--out", metavar="DIR", help="The folder to write to.")]
Jobs = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, max=1024, help="How many processes. [default: one a core]")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the scan that DIR holds, if it holds one.")]
Formats = Annotated[
    list[str] | None,
    typer.Option("--format", "-f", metavar="jsonl|parquet", help="How to write; repeatable. [default: jsonl]"),
]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", min=0.1, metavar="SECONDS", help="How long one article may take. [default: 60]"),
]


def scan(  # noqa: PLR0917 - each is an option
    out: Out,
    paths: Paths = None,
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    waivers: WaiversPath = None,
    baseline: BaselinePath = None,
    no_waivers: NoWaivers = False,
    no_baseline: NoBaseline = False,
    brake: Brake = None,
    format: Formats = None,
    jobs: Jobs = None,
    resume: Resume = False,
    fail_on: FailOn = None,
    as_of: AsOf = None,
    map: Mapping = None,
    time_limit: TimeLimit = None,
    engine: Engine = "local",
    master: Master = None,
    debug: Debug = False,
) -> None:
    """Check an archive: any number of articles, on all cores, into tables in a folder.

    What is interrupted, by whatever, goes on with --resume. An article that crashes the checker, or takes too long,
    is a Fault, and the others are checked.
    """
    with door(debug):
        config = settle(
            paths=given(paths),
            policy=given(policy),
            desk=desk,
            originals=given(originals),
            waivers="" if no_waivers else waivers,
            baseline="" if no_baseline else baseline,
            brake=brake,
            fail_on=chosen("--fail-on", fail_on, ["block", "review"]),
            as_of=day(as_of),
            map=mapping_of(map),
        ).config
        for each in format or ():
            chosen("--format", each, list(_NEEDED))
        if chosen("--engine", engine, ["local", "spark"]) == "spark":
            local = {"--brake": bool(brake), "--resume": resume, "--jobs": jobs is not None}
            _refuse_local(local | {"--format jsonl": "jsonl" in (format or ())})
        elif master:
            refuse("`--master` names a Spark cluster", "add `--engine spark`")
        if config.map:
            refuse_mapping(config.map)
        plan = plan_of(config.policy, config.originals)
        profile = desk_of(config.desk, plan)

        from collections import Counter

        from compliance.chunk import SIZE
        from compliance.engines import Mapper
        from compliance.folder import Asked, Folder, digest
        from compliance.legend import Legend
        from compliance.render.totals import lines

        passed_over: Counter[str] = Counter()
        folder = Folder(Path(out), resume) if engine == "local" else None
        before = folder.asked() if folder else None
        now = config.as_of or (before.as_of if before else today())
        excuses = excuses_of(config.waivers, config.baseline, plan, now)
        shelf, unread = originals_of(config.originals)
        asked = Asked(
            plan=plan.digest,
            desk=digest(profile),
            originals=_stamp_of_originals(config.originals),
            excuses=_stamp(each for each in (config.waivers, config.baseline) if each),
            as_of=now,
            mapping=config.map,
            formats=_formats(format, before) if folder else ("parquet",),
            chunk=SIZE,
            limit=time_limit or (before.limit if before else 60.0),
            brake=config.brake if folder else 0,
        )
        check_brake(config.brake)
        if config.brake and folder is None:
            typer.echo("the brake is not applied: Spark judges everything once", err=True)
        mapper = Mapper(plan, profile, now, shelf, excuses)
        if folder is None:
            said = {"asked": asked, "mapper": mapper, "legend": Legend.of(plan), "unread": unread}
            totals = _on_spark(master, config.paths, out, said, passed_over)
        else:
            size = folder.begin(asked, _listed(config.paths, folder, passed_over, unread))
            folder.explain(Legend.of(plan))
            if not folder.complete:
                _run(folder, asked, mapper, jobs or _cores(), size)
            totals = folder.totals()
        summary = totals.summary
        show_lines(lines(summary, plan.titles))
        from compliance.run import note

        if passed := note(passed_over):
            typer.echo(passed, err=True)
        raise typer.Exit(verdict(set(summary.verdicts), not summary.faults, config.fail_on))


def _refuse_local(options: dict[str, bool]) -> None:
    """Refuse what only this machine's engine has."""
    for option, used in options.items():
        if used:
            refuse(f"`{option}` is not for `--engine spark`", "Spark repeats what fails itself, and writes Parquet")


def _on_spark(
    master: str | None, paths: tuple[str, ...], out: str, said: dict[str, Any], passed_over: Counter[str]
) -> Totals:
    from importlib.util import find_spec

    if find_spec("pyspark") is None:
        refuse("`--engine spark` needs the library `pyspark`", "pip install 'newsroom-compliance[spark]'")
    from compliance import spark
    from compliance.inputs import STDIN

    if STDIN in paths:
        refuse("a cluster cannot read standard input", "name files or folders that it can read")
    with spark.session(master) as session:
        return spark.scan(session, paths, out, passed_over=passed_over, **said)


def _formats(wanted: list[str] | None, before: Asked | None) -> tuple[Format, ...]:
    """What to write; refused where the library for it is missing."""
    from importlib.util import find_spec

    from compliance.part import FORMATS

    found = tuple(each for each in FORMATS if each in wanted) if wanted else before.formats if before else ("jsonl",)
    for each in found:
        library, extra = _NEEDED[each]
        if find_spec(library) is None:
            refuse(f"`--format {each}` needs the library `{library}`", f"pip install 'newsroom-compliance[{extra}]'")
    return found


def _stamp(paths: Iterable[str]) -> str:
    """A digest of what files and folders are now, by name, size and date; empty for none."""
    from compliance.folder import digest
    from compliance.inputs import expand
    from compliance.listing import listed

    found = tuple(paths)
    return digest([Path.cwd().as_posix(), *listed(expand(found), Path())]) if found else ""


def _stamp_of_originals(paths: tuple[str, ...]) -> str:
    """The same of originals, an index of which says itself what it is."""
    from compliance.originals import is_index
    from compliance.settled import index_of

    stamps = [index_of(path).stamp for path in paths if is_index(Path(path))]
    return " ".join(filter(None, [_stamp(path for path in paths if not is_index(Path(path))), *stamps]))


def _listed(
    paths: tuple[str, ...], folder: Folder, passed_over: Counter[str], unread: Iterable[Fault]
) -> Iterator[Listed]:
    """What could not be read of the originals, and the inputs.

    Standard input comes but once: it is put aside for as long as the scan is not complete.
    """
    import sys
    from itertools import chain

    from compliance.inputs import STDIN, expand
    from compliance.listing import Listed, listed

    if STDIN in paths and folder.complete:
        return folder.listed()
    if STDIN in paths:
        folder.put_aside(sys.stdin.buffer)
    originals = (Listed(fault.input, fault=fault) for fault in unread)
    return chain(originals, listed(folder.outside(expand(paths, passed_over)), folder.stdin))


def _cores() -> int:
    """How many cores there are for this process."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _run(folder: Folder, asked: Asked, mapper: Mapper, jobs: int, size: int) -> None:
    from compliance.batch import conclude, weigh
    from compliance.brake import said
    from compliance.outputs import OutputError

    try:
        if asked.brake and folder.braked is None:
            folder.brake(weigh(folder, asked.brake, _pass(folder, asked, mapper, jobs, size)))
        for each in folder.braked or ():
            typer.echo(said(each, asked.brake), err=True)
        if folder.braked:
            folder.clear()
            mapper = mapper.slowed([each.rule for each in folder.braked])
        conclude(folder, mapper, asked.formats, _pass(folder, asked, mapper, jobs, size))
    except KeyboardInterrupt:
        refuse("interrupted", _GO_ON, INTERRUPTED)
    except OutputError as error:
        refuse(str(error), _GO_ON, UNCHECKED)


def _pass(folder: Folder, asked: Asked, mapper: Mapper, jobs: int, size: int) -> int:
    """Judge all that is not yet judged in this pass; the number of Chunks."""
    from compliance.batch import Scan
    from compliance.chunk import chunks
    from compliance.engines.local import Pool
    from compliance.engines.worker import Settings

    settings = Settings(str(folder.path), asked.formats, asked.mapping, folder.braking)
    running = Scan(folder, Pool(mapper, settings, jobs, asked.limit), chunks(folder.listed(), asked.chunk))
    _follow(running, size)
    return running.chunks


def _follow(running: Scan, size: int) -> None:
    from compliance.cli.progress import progress

    with progress(size) as shown:
        for receipt in running.run():
            shown(receipt, running.bytes)
