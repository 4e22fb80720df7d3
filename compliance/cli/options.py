"""The options that commands share, and what is made of their values."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from compliance.cli.door import refuse

if TYPE_CHECKING:
    import datetime as dt


def formats() -> list[str]:
    """The formats that Reports are written in."""
    from compliance.render import RENDERERS

    return list(RENDERERS)


Policies = Annotated[
    list[str] | None,
    typer.Option("--policy", "-p", metavar="ID|PATH", help="A policy to use; repeatable. [default: all but partners']"),
]
PolicyPaths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATHS", help="Policies: ids, files or folders. [default: all but partners']"),
]
Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATHS|-", help="Files, folders and globs; - is standard input.")
]
DeskPath = Annotated[str | None, typer.Option("--desk", metavar="FILE", help="The desk profile.")]
OriginalPaths = Annotated[
    list[str] | None,
    typer.Option("--originals", metavar="FILE|DIR", help="The sources' own copies, to compare with; repeatable."),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, json, jsonl, sarif, github, gitlab, junit, ...",
        autocompletion=formats,
    ),
]
Outputs = Annotated[
    list[str] | None, typer.Option("--output", "-o", metavar="FORMAT=FILE", help="A file to write too; repeatable.")
]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", metavar="block|review", help="The verdict from which to exit with 1.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge undated articles on. [default: today]")
]
Mapping = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE|NAME=PATH,...", help="How records name our fields: body=content.rendered"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only articles that do not pass, and the summary.")]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, show_default=False, help="What is kept or does not apply, too.")
]
Color = Annotated[str, typer.Option("--color", metavar="auto|always|never", help="Whether to use colour.")]
Listing = Annotated[str, typer.Option("--format", "-f", metavar="text|json|markdown", help="How to list them.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")]


def given(values: list[str] | None) -> tuple[str, ...] | None:
    """What was given; None for nothing."""
    return tuple(values) if values else None


def chosen(option: str, value: str | None, choices: list[str]) -> str | None:
    """The value, if it is one of the choices. Raises BadParameter."""
    if value is not None and value not in choices:
        from compliance.layout import did_you_mean

        hint = did_you_mean(value, choices) or f"it can be {', '.join(choices)}"
        raise typer.BadParameter(f"`{value}` is not known here: {hint}", param_hint=option)
    return value


def day(value: str | None) -> dt.date | None:
    """The day that is named. Raises BadParameter."""
    import datetime as dt

    try:
        return dt.date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise typer.BadParameter(f"`{value}` is no date: write 2026-11-22", param_hint="--as-of") from None


def mapping_of(value: str | None) -> dict[str, str] | None:
    """`name=path,name=path`, or the file that holds such pairs."""
    if value is None:
        return None
    if "=" not in value:
        from compliance.load import load_as

        return dict(load_as(dict[str, str], Path(value)))
    pairs = [each.partition("=") for each in value.split(",")]
    if not all(name.strip() and path.strip() for name, _, path in pairs):
        raise typer.BadParameter(f"`{value}` is not understood: write NAME=PATH,NAME=PATH", param_hint="--map")
    return {name.strip(): path.strip() for name, _, path in pairs}


def refuse_mapping(mapping: dict[str, str]) -> None:
    """Refuse a mapping of names that are not ours before anything is read."""
    from compliance.readers.record import check_mapping

    try:
        check_mapping(mapping)
    except ValueError as error:
        refuse(str(error))


def look(color: str) -> dict[str, Any]:
    """How wide and how colourful the screen may be: by the option, the environment, and whether it is a terminal."""
    chosen("--color", color, ["auto", "always", "never"])
    terminal = sys.stdout.isatty()
    wanted = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        wanted = True
    if os.environ.get("NO_COLOR"):
        wanted = False
    width = 100
    if terminal:
        import shutil

        width = max(60, min(shutil.get_terminal_size().columns, 120))
    return {"color": {"always": True, "never": False}.get(color, wanted), "width": width}
