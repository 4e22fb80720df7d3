"""`compliance plugin`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from compliance.cli.door import door
from compliance.cli.options import Debug, chosen

System = Annotated[str, typer.Argument(metavar="wordpress", help="The system it is for.")]
Target = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write it.")]


def plugin(system: System, output: Target = "compliance.zip", debug: Debug = False) -> None:
    """Write the plugin for a CMS, as the zip file that its administration installs."""
    with door(debug):
        from compliance.durable import write
        from compliance.integrations.plugin import PLUGINS, archive

        chosen("SYSTEM", system, list(PLUGINS))
        write(Path(output), archive(system))
        typer.echo(
            f"wrote {output}: install it under Plugins, Add New, Upload, and set it up under Settings, Compliance"
        )
