"""`compliance originals`: an index of originals on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import PASSED, UNCHECKED, door, show_lines
from compliance.cli.options import Debug, Mapping, Paths, chosen, given, mapping_of, refuse_mapping
from compliance.settled import index_of, plan_of, require_index_library, settle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from compliance.article import Article
    from compliance.config import Config
    from compliance.finding import Fault

IndexPath = Annotated[str, typer.Option("--index", metavar="DIR", help="The folder of the index.")]
Free = Annotated[
    bool,
    typer.Option("--free", help="Texts that anybody may run: laws, rulings, press releases. Sharing them is no reuse."),
]
All = Annotated[bool, typer.Option("--all", help="Set phrases, and statements that both report, as well.")]
Listing = Annotated[str, typer.Option("--format", "-f", metavar="text|jsonl", help="How to show it.")]


def index(index: IndexPath, paths: Paths = None, free: Free = False, map: Mapping = None, debug: Debug = False) -> None:
    """Add originals of any format to an index, or begin one.

    What it holds already is passed over, so that after an interrupt the same command goes on. What cannot be read is
    told on standard error, and the rest is added.
    """
    with door(debug):
        require_index_library()
        config = settle(paths=given(paths), map=mapping_of(map)).config
        if config.map:
            refuse_mapping(config.map)

        from compliance.finding import Fault
        from compliance.indexing import Indexer

        faults = 0
        with Indexer(Path(index)) as indexer:
            for each in _read(config):
                if isinstance(each, Fault):
                    faults += 1
                    _tell(each)
                else:
                    indexer.add(each, free)
        typer.echo(f"{index}: {indexer.added:,} originals added, {indexer.known:,} known already")
        raise typer.Exit(UNCHECKED if faults or not indexer.added + indexer.known else PASSED)


def query(  # noqa: PLR0917 - each is an option
    index: IndexPath,
    paths: Paths = None,
    format: Listing = "text",
    map: Mapping = None,
    all: All = False,
    debug: Debug = False,
) -> None:
    """Show what articles have in common with the originals of an index: which passages, how much, and how edited.

    Left out, but with --all: set phrases of up to ten words, and statements that both merely report.
    """
    with door(debug):
        chosen("--format", format, ["text", "jsonl"])
        config = settle(paths=given(paths), map=mapping_of(map)).config
        if config.map:
            refuse_mapping(config.map)
        originals = index_of(index)

        from compliance.finding import Fault
        from compliance.render.reuse import line, lines, view
        from compliance.reuse import reuses

        lexicon = plan_of(config.policy).lexicon
        faults, found = 0, False
        for each in _read(config):
            found = True
            if isinstance(each, Fault):
                faults += 1
                _tell(each)
                continue
            shown = view(each, reuses(each, originals, furniture=True), lexicon, all)
            show_lines(lines(shown) if format == "text" else [line(shown)])
        raise typer.Exit(UNCHECKED if faults or not found else PASSED)


def _read(config: Config) -> Iterator[Article | Fault]:
    from compliance.finding import Fault
    from compliance.inputs import expand
    from compliance.readers import read

    for item in expand(config.paths):
        yield from [item] if isinstance(item, Fault) else read(item, config.map or None)


def _tell(fault: Fault) -> None:
    typer.echo(f"{fault.input}: {fault.reason}" + (f"; {fault.hint}" if fault.hint else ""), err=True)
