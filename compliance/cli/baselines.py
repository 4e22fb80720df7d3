"""`compliance baseline`: the findings that are known, so that only new ones are shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import PASSED, UNCHECKED, door, refuse
from compliance.cli.excusing import BaselinePath, WaiversPath, excused
from compliance.cli.options import (
    AsOf,
    Debug,
    DeskPath,
    Mapping,
    OriginalPaths,
    Paths,
    Policies,
    chosen,
    day,
    given,
    mapping_of,
)
from compliance.settled import baseline_of, desk_of, excuses_of, originals_of, plan_of, settle, today

if TYPE_CHECKING:
    from compliance.baseline import Baseline, Changes, Entry
    from compliance.config import Config

DEFAULT = "baseline.jsonl"

Action = Annotated[str, typer.Argument(metavar="create|update|prune", help="What to do with it.")]
Force = Annotated[bool, typer.Option("--force", help="create: replace a baseline that is there.")]
Gone = Annotated[bool, typer.Option("--gone", help="prune: drop articles that are not among the inputs, too.")]


def baseline(  # noqa: PLR0917 - each is an option
    action: Action,
    paths: Paths = None,
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    baseline: BaselinePath = None,
    waivers: WaiversPath = None,
    as_of: AsOf = None,
    map: Mapping = None,
    force: Force = False,
    gone: Gone = False,
    debug: Debug = False,
) -> None:
    """Take down the findings there are now (create), more of them (update), or what is put right (prune).

    What it knows is not reported again. A new finding is, in an article that is known too: an article is told by
    its text and a finding by its evidence, so that renaming, re-flowing and edits elsewhere change nothing.
    """
    with door(debug):
        chosen("ACTION", action, ["create", "update", "prune"])
        config = settle(
            paths=given(paths),
            policy=given(policy),
            desk=desk,
            originals=given(originals),
            baseline=baseline,
            waivers=waivers,
            as_of=day(as_of),
            map=mapping_of(map),
        ).config
        target = config.baseline or DEFAULT
        if action == "create" and Path(target).exists() and not force:
            refuse(f"there is a baseline `{target}`", "`compliance baseline update` adds to it, --force replaces it")
        old = baseline_of(target) if action != "create" else None
        entries, complete = _entries(config)
        new, changes = _changed(old, entries, prune=action == "prune", gone=gone)
        _write(Path(target), new, changes)
        raise typer.Exit(PASSED if complete else UNCHECKED)


def _entries(config: Config) -> tuple[list[Entry], bool]:
    """What a baseline keeps of the articles, and whether all of them could be checked. What is waived is left out."""
    from compliance.baseline import entry_of
    from compliance.run import Seen, check
    from compliance.scan import Scanner

    plan = plan_of(config.policy, config.originals)
    now = config.as_of or today()
    shelf, unread = originals_of(config.originals)
    scanner = Scanner(plan, desk=desk_of(config.desk, plan), as_of=now, originals=shelf)
    entries: list[Entry] = []
    complete = True
    found = check(scanner, config.paths, config.map, Seen(), unread)
    excuses = excuses_of(config.waivers, "", plan, now)
    for report, article, _ in excused(found, excuses, plan.digest, leftover=False):
        for fault in report.faults:
            complete = False
            typer.echo(f"{fault.input}: {fault.reason}" + (f"; {fault.hint}" if fault.hint else ""), err=True)
        if article is not None:
            entries.append(entry_of(report, article))
    return entries, complete


def _changed(old: Baseline | None, entries: list[Entry], prune: bool, gone: bool) -> tuple[Baseline, Changes]:
    from compliance import baseline

    if prune and old is not None:
        return baseline.prune(old, entries, gone)
    return baseline.update(old or baseline.Baseline(), entries)


def _write(path: Path, new: Baseline, changes: Changes) -> None:
    from compliance.baseline import write
    from compliance.layout import count
    from compliance.outputs import replace_file

    replace_file(path, write(new))
    findings = sum(len(each.findings) for each in new.entries)
    of = f"{count(findings, 'finding')} of {count(len(new.entries), 'article')}"
    typer.echo(f"{path.as_posix()}: {of}; {changes.added:,} added, {changes.dropped:,} dropped")
    if changes.unseen:
        typer.echo(f"{count(changes.unseen, 'article')} of it not among those checked")
