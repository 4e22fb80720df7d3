"""`compliance check`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from compliance.cli.door import BLOCKED, PASSED, UNCHECKED, door
from compliance.cli.excusing import (
    BaselinePath,
    Brake,
    NoBaseline,
    NoWaivers,
    Since,
    WaiversPath,
    before,
    check_brake,
    excused,
)
from compliance.cli.options import (
    AsOf,
    Color,
    Debug,
    DeskPath,
    FailOn,
    Format,
    Mapping,
    OriginalPaths,
    Outputs,
    Paths,
    Policies,
    Quiet,
    Verbose,
    chosen,
    day,
    formats,
    given,
    look,
    mapping_of,
    refuse_mapping,
)
from compliance.cli.watching import Watch, check_watched, watched
from compliance.settled import desk_of, excuses_of, originals_of, plan_of, settle, today

if TYPE_CHECKING:
    from compliance.config import Config
    from compliance.desk import Desk
    from compliance.fix import Fixer
    from compliance.originals import Originals
    from compliance.render import Setting
    from compliance.repair import Repair
    from compliance.report import Checked
    from compliance.scan import Scanner

StdinName = Annotated[
    str, typer.Option("--stdin-filename", metavar="NAME", help="What standard input goes by, and is read as.")
]


def check(  # noqa: PLR0917 - each is an option
    paths: Paths = None,
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    format: Format = None,
    output: Outputs = None,
    waivers: WaiversPath = None,
    baseline: BaselinePath = None,
    no_waivers: NoWaivers = False,
    no_baseline: NoBaseline = False,
    changed_since: Since = None,
    brake: Brake = None,
    fail_on: FailOn = None,
    as_of: AsOf = None,
    map: Mapping = None,
    stdin_filename: StdinName = "-",
    watch: Watch = False,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    color: Color = "auto",
    debug: Debug = False,
) -> None:
    """Check articles against the terms they came under."""

    def once(chosen_paths: tuple[str, ...] | None) -> int:
        config = settle(
            paths=chosen_paths,
            policy=given(policy),
            desk=desk,
            originals=given(originals),
            waivers="" if no_waivers else waivers,
            baseline="" if no_baseline else baseline,
            brake=brake,
            format=chosen("--format", format, formats()),
            output=given(output),
            fail_on=chosen("--fail-on", fail_on, ["block", "review"]),
            as_of=day(as_of),
            map=mapping_of(map),
        ).config
        return _check(config, changed_since, stdin_filename, {"verbose": verbose, "quiet": quiet}, look(color))

    if watch:
        with door(debug):
            check_watched(given(paths))
            for changed in watched(given(paths), settle(paths=given(paths)).config):
                with door(debug, go_on=True):
                    once(changed)
    with door(debug):
        raise typer.Exit(once(given(paths)))


def _check(config: Config, since: str | None, stdin: str, about: dict[str, Any], looks: dict[str, Any]) -> int:
    """Check everything once, and give back the exit code."""
    plan = plan_of(config.policy, config.originals)
    profile = desk_of(config.desk, plan)

    from compliance.outputs import Screen
    from compliance.render import Setting
    from compliance.run import Seen, open_files, run
    from compliance.run import check as checked
    from compliance.scan import Scanner

    about |= {"obligations": plan.obligations, "titles": plan.titles, "plan": plan.digest}
    about |= {"root": Path.cwd().as_posix()}
    if config.map:
        refuse_mapping(config.map)
    now = config.as_of or today()
    shelf, unread = originals_of(config.originals)
    scanner = Scanner(plan, desk=profile, as_of=now, originals=shelf)
    revision, known = before(since, scanner, config.map)
    excuses = excuses_of(config.waivers, config.baseline, plan, now, since=since or "", known=known)
    about |= {"repairs": _suggester(scanner, profile, shelf)}
    screen = Screen(config.format, Setting(**about, **looks))
    files = [*open_files(config.output, config.paths, Setting(**about)), *_summaries(config, Setting(**about))]

    def results(seen: Seen) -> Iterator[Checked]:
        found = checked(scanner, config.paths, config.map, seen, unread, since=revision, stdin=stdin)
        return excused(found, excuses, plan.digest)

    seen = Seen()
    slowed = _braked(lambda: results(Seen()), config.brake, config.paths)
    run(slowed(results(seen)), screen, files, seen)
    for note in filter(None, (seen.note(), seen.note_unchanged(since or ""))):
        typer.echo(note, err=True)
    return verdict(seen.verdicts, seen.complete, config.fail_on)


def _suggester(scanner: Scanner, desk: Desk, originals: Originals | None) -> Callable[[Checked], dict[str, Repair]]:
    """What would put findings right, made ready when a format first asks."""

    @cache
    def fixer() -> Fixer:
        from compliance.fix import Fixer

        return Fixer(scanner, desk, originals, everything=True)

    return lambda checked: fixer().suggestions(checked)


def _summaries(config: Config, setting: Setting) -> Iterator[Any]:
    """Where a CI server wants a summary for people."""
    from compliance.outputs import Addition

    if config.format == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        yield Addition("markdown", setting, Path(summary))


def _braked(
    results: Callable[[], Iterable[Checked]], percent: int, paths: Iterable[str]
) -> Callable[[Iterable[Checked]], Iterable[Checked]]:
    """What slows rules down that fire on too many articles, which it takes a run of its own to know."""
    if not percent:
        return lambda found: found
    check_brake(percent, paths)
    from compliance.brake import brake, braked, said

    rules = braked(results(), percent)
    for each in rules:
        typer.echo(said(each, percent), err=True)
    names = {each.rule for each in rules}
    return lambda found: (each._replace(report=brake(each.report, names)) for each in found)


def verdict(verdicts: set[str], complete: bool, fail_on: str) -> int:
    """The exit code of a run. 0 and 1 promise that everything was checked, so that a Fault outranks a block."""
    if not complete:
        return UNCHECKED
    failing = {"block", "review"} if fail_on == "review" else {"block"}
    return BLOCKED if verdicts & failing else PASSED
