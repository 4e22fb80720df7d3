"""`compliance schema` and `compliance config`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from compliance.cli.door import door
from compliance.cli.options import Debug, chosen
from compliance.settled import settle


def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of what: a policy, unless named.")] = "policy",
    debug: Debug = False,
) -> None:
    """Print the JSON Schema of a policy, lexicon, desk, article, config, metadata or report."""
    with door(debug):
        from compliance.render.json import schema as report
        from compliance.schema import SCHEMAS, dumps
        from compliance.schema import schema as built

        chosen("NAME", name, [*SCHEMAS, "report"])
        typer.echo(dumps(report() if name == "report" else built(name)), nl=False)


def show(debug: Debug = False) -> None:
    """Show every setting in force here, and where it comes from."""
    with door(debug):
        settled = settle()
        for name, origin in settled.origins.items():
            typer.echo(f"{name:<9} {_written(getattr(settled.config, name)):<32} {origin}")


def _written(value: Any) -> str:
    if isinstance(value, dict):
        value = tuple(f"{name}={path}" for name, path in value.items())
    return " ".join(value) if isinstance(value, tuple) and value else str(value or "-")
