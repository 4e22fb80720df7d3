"""`compliance check --watch`: again whenever something changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import refuse

if TYPE_CHECKING:
    from compliance.config import Config

Watch = Annotated[bool, typer.Option("--watch", help="Check again whenever an article or a policy changes.")]

_MAGIC = frozenset("*?[")


def check_watched(paths: tuple[str, ...] | None) -> None:
    """Refuse what cannot be watched."""
    from importlib.util import find_spec

    if paths is not None and "-" in paths:
        refuse("standard input cannot be watched", "name files or folders")
    if find_spec("watchfiles") is None:
        refuse("`--watch` needs the library `watchfiles`", "pip install 'newsroom-compliance[watch]'")


def watched(paths: tuple[str, ...] | None, config: Config) -> Iterator[tuple[str, ...] | None]:
    """What to check: all at first; then the articles that changed, or all again when rules or settings did."""
    from watchfiles import watch

    from compliance.readers import SUFFIXES
    from compliance.readers.sniff import suffix

    articles = [os.path.realpath(each) for each in config.paths if not _MAGIC & {*each}]
    rules = [each for each in (*config.policy, config.desk, config.waivers, config.baseline) if Path(each).is_file()]
    places = {*articles, *map(os.path.realpath, rules), *(os.path.realpath(Path(each).parent) for each in rules)}
    places |= {os.path.realpath(each) for each in config.policy if Path(each).is_dir()} | {str(Path.cwd())}
    yield paths
    for changes in watch(*(each for each in places if Path(each).exists()), raise_interrupt=True):
        changed = sorted({path for _, path in changes if Path(path).is_file()})
        if any(suffix(each) in (".yaml", ".yml", ".toml") for each in changed):
            yield paths
        elif own := [each for each in changed if suffix(each) in SUFFIXES and _is_among(each, articles)]:
            yield tuple(Path(os.path.relpath(each)).as_posix() for each in own)


def _is_among(path: str, places: list[str]) -> bool:
    real = os.path.realpath(path)
    return any(real == each or real.startswith(each.rstrip("/") + os.sep) for each in places)
