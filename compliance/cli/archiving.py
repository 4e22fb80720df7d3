"""`compliance archive` and `compliance recheck`: a scan as a whole, and a scan again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from compliance.cli.door import BLOCKED, PASSED, UNCHECKED, door, show_lines
from compliance.cli.options import AsOf, Debug, DeskPath, OriginalPaths, Policies, day, given
from compliance.settled import desk_of, originals_of, plan_of, settle, sources, today

Scanned = Annotated[str, typer.Argument(metavar="DIR", help="The folder that a scan wrote.")]
Due = Annotated[bool, typer.Option("--due", help="Only what changes with the day or the originals.")]


def archive(folder: Scanned, policy: Policies = None, debug: Debug = False) -> None:
    """Hold a scan as a whole against the limits of policies: how many pieces in a month, what was published twice.

    Where no policy is named: those of all outlets, and `watch`, which holds for each of them.
    """
    with door(debug):
        from compliance.archive import counts, lines
        from compliance.language.shelf import ARCHIVE
        from compliance.load import load, shipped

        config = settle(policy=given(policy)).config
        names, lexicon = sources(config.policy)
        names += [] if config.policy else [shipped() / ARCHIVE]
        found = counts(Path(folder), load(names, lexicon_paths=lexicon).policies)
        show_lines(lines(found) if found else ["none of the policies has a limit over an archive"])
        if any(each.status == "undetermined" for each in found):
            raise typer.Exit(UNCHECKED)
        broken = any(each.status == "violated" and each.level == "must" for each in found)
        raise typer.Exit(BLOCKED if broken else PASSED)


def recheck(  # noqa: PLR0917 - each is an option
    folder: Scanned,
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    as_of: AsOf = None,
    due: Due = False,
    debug: Debug = False,
) -> None:
    """Judge what a scan judged again, as of today: windows that lapsed, originals corrected or withdrawn since."""
    with door(debug):
        from compliance.finding import Fault
        from compliance.folder import asked_of, legend_of, totals_of
        from compliance.recheck import lapses
        from compliance.scan import Scanner

        config = settle(policy=given(policy), desk=desk, originals=given(originals), as_of=day(as_of)).config
        plan = plan_of(config.policy, config.originals)
        source = Path(folder)
        if totals_of(source).plan != plan.digest:
            typer.echo("the policies are not those of the scan: some of what follows comes of that", err=True)
        shelf, unread = originals_of(config.originals)
        scanner = Scanner(plan, desk_of(config.desk, plan), config.as_of or today(), originals=shelf)
        faults, blocked, changed = list(unread), False, 0
        for each in lapses(source, legend_of(source), scanner, asked_of(source).mapping, due):
            if isinstance(each, Fault):
                faults.append(each)
                continue
            changed += 1
            blocked |= each.now == "block" and each.before != "block"
            typer.echo(f"{each.article}: {each.before} -> {each.now}")
            show_lines(f"  {rule}: {was} -> {now} ({reason})" for rule, was, now, reason in each.rules)
        for fault in faults:
            typer.echo(f"{fault.input}: {fault.reason}" + (f"; {fault.hint}" if fault.hint else ""), err=True)
        typer.echo(f"{changed:,} judged otherwise")
        raise typer.Exit(UNCHECKED if faults else BLOCKED if blocked else PASSED)
