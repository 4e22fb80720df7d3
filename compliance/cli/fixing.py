"""`compliance fix`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.checking import verdict
from compliance.cli.door import door, refuse, show_lines
from compliance.cli.excusing import NoWaivers, WaiversPath
from compliance.cli.options import (
    AsOf,
    Color,
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
    look,
    mapping_of,
    refuse_mapping,
)
from compliance.settled import desk_of, excuses_of, originals_of, plan_of, settle, today

if TYPE_CHECKING:
    from compliance.config import Config
    from compliance.finding import Fault
    from compliance.fix import Fixed, Fixer
    from compliance.inputs import Input

Diff = Annotated[bool, typer.Option("--diff", help="Show the changes, and write nothing.")]
Safe = Annotated[bool, typer.Option("--safe", help="Only add what is missing; this is the default.")]
All = Annotated[
    bool,
    typer.Option("--all", help="Also change what is no licensed text: bylines that name nobody, headlines, furniture."),
]
Wordy = Annotated[bool, typer.Option("--verbose", "-v", help="Why each finding was left, requests included.")]


def fix(  # noqa: PLR0917 - each is an option
    paths: Paths = None,
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    waivers: WaiversPath = None,
    no_waivers: NoWaivers = False,
    diff: Diff = False,
    safe: Safe = False,
    everything: All = False,
    fail_on: FailOn = None,
    as_of: AsOf = None,
    map: Mapping = None,
    verbose: Wordy = False,
    color: Color = "auto",
    debug: Debug = False,
) -> None:
    """Put findings right in the articles themselves: credit, byline, links, notices, logo, counter, tags.

    The licensed text is proven to be what it was, each article is checked again, and a repair that does not lead to
    `met` is not written. What is waived is left alone. Every other byte of a file stays. `-` reads standard input and
    writes the article to standard output.
    """
    with door(debug):
        if safe and everything:
            refuse("--safe and --all contradict each other", "take one of them")
        config = settle(
            paths=given(paths),
            policy=given(policy),
            desk=desk,
            originals=given(originals),
            waivers="" if no_waivers else waivers,
            fail_on=chosen("--fail-on", fail_on, ["block", "review"]),
            as_of=day(as_of),
            map=mapping_of(map),
        ).config
        if config.map:
            refuse_mapping(config.map)
        found = _Found(diff, verbose, look(color))
        fixer, unread = _fixer(config, everything)
        found.faults += unread
        for item in _inputs(config.paths, found):
            found.fix(item, fixer)
        raise typer.Exit(found.conclude(config.fail_on))


def _fixer(config: Config, everything: bool) -> tuple[Fixer, tuple[Fault, ...]]:
    from compliance.excuse import Excuser
    from compliance.fix import Fixer
    from compliance.scan import Scanner

    plan = plan_of(config.policy, config.originals)
    profile = desk_of(config.desk, plan)
    shelf, unread = originals_of(config.originals)
    now = config.as_of or today()
    scanner = Scanner(plan, desk=profile, as_of=now, originals=shelf)
    excuses = excuses_of(config.waivers, "", plan, now)
    excused = Excuser(excuses, plan.digest).excused if excuses is not None else None
    fixer = Fixer(scanner, profile, shelf, everything=everything, mapping=config.map, excused=excused)
    return fixer, unread


def _inputs(paths: tuple[str, ...], found: _Found) -> Iterator[Input]:
    from compliance.finding import Fault
    from compliance.inputs import expand

    for item in expand(paths):
        if isinstance(item, Fault):
            found.faults.append(item)
        else:
            yield item


class _Found:
    """What came of a run, and how it is shown."""

    def __init__(self, diff: bool, verbose: bool, look: dict[str, object]) -> None:
        self.fixed: list[Fixed] = []
        self.faults: list[Fault] = []
        self.files = 0
        self._diff = diff
        self._verbose = verbose
        self._look = look

    def fix(self, item: Input, fixer: Fixer) -> None:
        """Repair an input, and write it back, or show what would be written."""
        from compliance.finding import Fault
        from compliance.fix import fix_input
        from compliance.inputs import STDIN
        from compliance.render.repairs import lines

        try:
            with item.open() as stream:
                data = stream.read()
        except OSError as error:
            reason = f"it cannot be read: {error.strerror or error}"
            self.faults.append(Fault(kind="unreadable", input=item.name, reason=reason, hint="see to the file"))
            return
        after, found = fix_input(fixer, item.name, data)
        self.files += after != data
        for each in found:
            if isinstance(each, Fault):
                self.faults.append(each)
            else:
                self.fixed.append(each)
                show = lines(each, verbose=self._verbose, **self._look)  # type: ignore[arg-type]
                typer.echo("\n".join(show), err=item.name == STDIN and not self._diff)
        if self._diff:
            show_lines(_difference(item.name, data, after))
        elif item.name == STDIN:
            typer.get_binary_stream("stdout").write(after)
        elif after != data:
            from compliance.outputs import replace_file

            path = Path(item.path).resolve()
            mode = path.stat().st_mode
            replace_file(path, [after])
            path.chmod(mode)

    def conclude(self, fail_on: str) -> int:
        """Say what was done in all, and give back the exit code."""
        from compliance.render.repairs import summary

        for fault in self.faults:
            typer.echo(f"not repaired: {fault.input}: {fault.reason}", err=True)
        typer.echo(summary(self.fixed, self.files, not self._diff), err=True)
        complete = bool(self.fixed) and not self.faults and not any(each.after.faults for each in self.fixed)
        return verdict({each.after.verdict for each in self.fixed}, complete, fail_on)


def _difference(name: str, before: bytes, after: bytes) -> Iterator[str]:
    """A unified difference, for people."""
    from difflib import unified_diff

    was, now = (data.decode("utf-8", "replace").splitlines() for data in (before, after))
    return unified_diff(was, now, f"a/{name}", f"b/{name}", lineterm="")
