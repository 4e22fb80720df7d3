"""The files that what is in force was read from, and whether they are still what they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from compliance.config import Config
from compliance.inputs import Input, expand
from compliance.language.shelf import yaml_files
from compliance.settled import sources


def files_of(config: Config) -> Iterator[Path]:
    """The files that a configuration names. Raises PolicyError for a policy that is not there."""
    yield from (Path(each) for each in (config.desk, config.waivers, config.baseline) if each)
    policies, words = sources(config.policy, config.originals)
    for path in (*policies, *words):
        yield from yaml_files(path)
    yield from (Path(each.path) for each in expand(config.originals) if isinstance(each, Input))


class Watched:
    """Files that are looked at again and again."""

    def __init__(self, named: Callable[[], Iterable[Path]]) -> None:
        """`named` says which; while it fails, they are those of the last time."""
        self._named = named
        self._stamps: dict[Path, tuple[int, int]] | None = None

    def have_changed(self) -> bool:
        """Whether any of them is not as it was the last time; not so the first time."""
        try:
            paths = list(self._named())
        except Exception:  # what is wrong is told by the reload that the change brings about
            paths = list(self._stamps or ())
        before, self._stamps = self._stamps, {path: _stamp(path) for path in paths}
        return before is not None and before != self._stamps


def _stamp(path: Path) -> tuple[int, int]:
    """What tells that a file has changed."""
    try:
        about = path.stat()
    except OSError:
        return (0, -1)
    return (about.st_mtime_ns, about.st_size)
