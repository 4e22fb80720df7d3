"""Where policies lie: the files at the paths that are given, and those that come with the program."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import Path

from compliance.language.diagnostic import Diagnostic, PolicyError
from compliance.rulebook import installed, rulebook

LEXICON = "lexicon"
"""The name of the folders that hold words instead of policies."""


def sort_files(paths: Iterable[Path | str]) -> tuple[list[Path], list[Path]]:
    """The policy files and the lexicon files at these paths, each once; files in hidden folders are left out."""
    files = distinct(file for path in paths for file in yaml_files(Path(path)))
    return [file for file in files if file.parent.name != LEXICON], [
        file for file in files if file.parent.name == LEXICON
    ]


def shipped() -> Path:
    """The folder of the policies that come with the program. Raises PolicyError if the installation lacks it."""
    found = rulebook()
    if found is not None:
        return found
    problem = "the policies that come with the program are missing"
    raise PolicyError([Diagnostic(str(installed()), 0, 0, problem, "install it anew")])


PARTNERS = "partners"
"""The folder of what partners ask for: it holds for the desks that feed them, and is loaded by name."""

ORIGINALS = "originals"
"""The folder of what only originals can decide: it is loaded where there are any, or by name."""

ARCHIVE = "archive"
"""The folder of what is only counted over an archive: `compliance archive` loads it, a check has no use for it."""


def usual(with_originals: bool = False) -> list[Path]:
    """The shipped folders of policies that are loaded where none is named: all but what partners ask for."""
    left_out = {LEXICON, PARTNERS, ARCHIVE} | (set() if with_originals else {ORIGINALS})
    folders = (path for path in shipped().iterdir() if path.is_dir() and path.name not in left_out)
    return sorted(path for path in folders if not path.name.startswith("."))


def find(name: str) -> Path:
    """The file of a shipped policy by its id, or else the file or folder that a path names.

    Raises PolicyError, with what may have been meant, if there is neither.
    """
    known = {file.stem: file for file in sort_files([shipped()])[0]}
    if name in known:
        return known[name]
    if Path(name).exists():
        return Path(name)
    near = difflib.get_close_matches(name, known, n=1)
    ids = ", ".join(f"`{each}`" for each in sorted(known))
    hint = f"did you mean `{near[0]}`?" if near else f"give a path, or one of {ids}"
    raise PolicyError([Diagnostic(name, 0, 0, "neither a policy's id nor a path", hint)])


def yaml_files(path: Path) -> list[Path]:
    """The path itself, or the YAML files below a folder, sorted."""
    if not path.is_dir():
        return [path]
    files = (file for file in path.rglob("*") if file.suffix in (".yaml", ".yml") and not file.is_dir())
    return sorted(file for file in files if not any(part.startswith(".") for part in file.relative_to(path).parts))


def distinct(files: Iterable[Path]) -> list[Path]:
    """The files in their order, one that is named twice only once."""
    first: dict[Path, Path] = {}
    for file in files:
        first.setdefault(file.resolve(), file)
    return list(first.values())
