"""`compliance convert`."""

from __future__ import annotations

from typing import Annotated

import typer

from compliance.cli.door import PASSED, UNCHECKED, door
from compliance.cli.options import Debug, Mapping, Paths, given, mapping_of, refuse_mapping
from compliance.settled import settle

Output = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE|-", help="Where to write them; - is standard output.")
]


def convert(paths: Paths = None, output: Output = "-", map: Mapping = None, debug: Debug = False) -> None:
    """Write articles of any format as JSON Lines, one record a line, as `compliance schema article` describes them.

    What cannot be read is told on standard error, and the rest is written.
    """
    with door(debug):
        config = settle(paths=given(paths), map=mapping_of(map)).config
        if config.map:
            refuse_mapping(config.map)

        from compliance.convert import convert as converted
        from compliance.convert import line_of, opened
        from compliance.finding import Fault
        from compliance.run import Seen

        seen = Seen()
        faults = 0
        with opened(output, config.paths) as target:
            for each in converted(config.paths, config.map, seen):
                if isinstance(each, Fault):
                    faults += 1
                    typer.echo(f"{each.input}: {each.reason}" + (f"; {each.hint}" if each.hint else ""), err=True)
                else:
                    target.write(line_of(each))
        if note := seen.note():
            typer.echo(note, err=True)
        raise typer.Exit(UNCHECKED if faults else PASSED)
