"""`compliance init` and `compliance policy new`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from compliance.cli.door import door, refuse
from compliance.cli.options import Debug, chosen

Name = Annotated[str, typer.Option("--name", metavar="NAME", help="The outlet's name, as it is to be credited.")]
Domain = Annotated[str, typer.Option("--domain", metavar="DOMAIN", help="Its web domain.")]


def init(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Where to put the files.")] = ".",
    name: Name = "Example News",
    domain: Domain = "example.org",
    debug: Debug = False,
) -> None:
    """Begin: a configuration, a desk profile, a policy of the house, and an empty list of waivers.

    A file that is there already is never touched.
    """
    with door(debug):
        from compliance.starter import StarterError, desk

        try:
            files = {Path(folder) / path: text for path, text in desk(name, domain)}
        except StarterError as error:
            refuse(str(error))
        _write(files)
        (Path(folder) / "articles").mkdir(exist_ok=True)
        typer.echo("next: put articles into `articles`, and run `compliance check`")


def new(  # noqa: PLR0917 - each is an option
    id: Annotated[str, typer.Argument(metavar="ID", help="Its id, as in example-news.")],
    kind: Annotated[str, typer.Option("--kind", metavar="republication|house", help="Whose rules.")] = "republication",
    name: Name = "",
    domain: Domain = "example.org",
    folder: Annotated[str, typer.Option("--folder", metavar="FOLDER", help="Where to put it.")] = ".",
    debug: Debug = False,
) -> None:
    """Begin a policy, with rules, examples and notes to go on from."""
    with door(debug):
        from compliance.starter import KINDS, StarterError, policy

        chosen("--kind", kind, list(KINDS))
        try:
            text = policy(kind, id, name or id.replace("-", " ").title(), domain)
        except StarterError as error:
            refuse(str(error))
        path = Path(folder) / f"{id}.yaml"
        _write({path: text})
        typer.echo(f"next: `compliance policy test {path.as_posix()}`")


def _write(files: dict[Path, str]) -> None:
    """Write all the files, or none of them."""
    there = [path.as_posix() for path in files if path.exists()]
    if there:
        refuse(f"`{there[0]}` is there already", "it stays as it is: choose another folder or name")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
        typer.echo(f"wrote {path.as_posix()}")
