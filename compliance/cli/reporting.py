"""`compliance report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from compliance.cli.door import door
from compliance.cli.options import Debug

WORST = 200

Html = Annotated[str, typer.Option("--html", metavar="FILE", help="The page to write.")]
Worst = Annotated[int, typer.Option("--worst", min=0, metavar="N", help="How many of the worst articles it lists.")]
Title = Annotated[str, typer.Option("--title", metavar="TEXT", help="What stands over it.")]


def report(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="The folder that a scan wrote.")],
    html: Html,
    worst: Worst = WORST,
    title: Title = "Compliance report",
    debug: Debug = False,
) -> None:
    """Make one page of a scan: verdicts, rules and sources over time, and the worst articles with their evidence.

    It stands by itself: it can be mailed, and opened without a network.
    """
    with door(debug):
        from compliance.folder import legend_of, totals_of
        from compliance.outputs import replace_file
        from compliance.overview import overview
        from compliance.page import page

        source = Path(folder)
        shown = overview(source, totals_of(source), legend_of(source), worst)
        replace_file(Path(html), [page(shown, title).encode()])
        typer.echo(f"{html}: {shown.totals.summary.articles:,} articles, {shown.offenders:,} with findings", err=True)
