"""Paths in, a Rulebook out: validated policies and the editors' words, or every Diagnostic of every file at once.

Loading runs no code and fetches nothing. What reads YAML and validates is imported only when it is needed:
a run that finds its Plan in the cache needs none of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from compliance.desk import Desk
from compliance.language.diagnostic import PolicyError
from compliance.language.shelf import LEXICON, distinct, find, shipped, sort_files, usual, yaml_files
from compliance.lexicon import Lexicon
from compliance.policy import Policy

if TYPE_CHECKING:
    from compliance.waiver import WaiverFile

__all__ = [
    "LEXICON",
    "PolicyError",
    "Rulebook",
    "find",
    "load",
    "load_as",
    "load_desk",
    "load_waivers",
    "shipped",
    "sort_files",
    "usual",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Rulebook:
    """Policies that are right, and the words their checks need."""

    policies: tuple[Policy, ...]
    """By id; without those that are only a base for others."""
    lexicon: Lexicon
    bases: tuple[Policy, ...] = ()
    """The policies that others build on and that are never checked by themselves, by id."""
    files: dict[str, str] = field(default_factory=dict)
    """Every file that was read, with the SHA-256 of its bytes in hex."""


def load(paths: Iterable[Path | str], *, lexicon_paths: Iterable[Path | str] | None = None) -> Rulebook:
    """The policies in these files and folders, with the lexicon in `lexicon_paths`.

    By default the lexicon is the shipped one and every `lexicon` folder among the paths. A base that none
    of the paths holds is looked for among the shipped policies. Raises PolicyError with everything that is
    wrong with any of the files, or if they hold no policy.
    """
    from compliance.language.reading import Reading

    given = [Path(path) for path in paths]
    policy_files, word_files = sort_files(given)
    if lexicon_paths is None:
        _, shipped_words = sort_files([shipped() / LEXICON])
        word_files = distinct([*shipped_words, *word_files])
    else:
        word_files = distinct(file for each in lexicon_paths for file in yaml_files(Path(each)))
    reading = Reading()
    if not policy_files:
        reading.complain_of(given[0].as_posix() if given else "policies", "no policies found", "name `.yaml` files")
    policies = reading.policies(policy_files)
    lexicon = reading.lexicon(word_files)
    if reading.diagnostics:
        raise PolicyError(reading.diagnostics)
    return Rulebook(
        tuple(policy for policy in policies if not policy.base),
        lexicon,
        tuple(policy for policy in policies if policy.base),
        dict(sorted(reading.files.items())),
    )


def load_desk(path: Path | str, manual: Mapping[str, bool] | None = None) -> Desk:
    """The desk profile in a YAML file. Raises PolicyError with all that is wrong with it.

    `manual` says of every rule of the policies loaded, by its full id, whether it is a manual one: a
    confirmation of theirs that confirms nothing is an error, not an excuse that is never missed.
    """
    from compliance.language.reading import Reading

    reading = Reading()
    found = reading.desk(Path(path), manual or {})
    if found is None or reading.diagnostics:
        raise PolicyError(reading.diagnostics)
    return found


def load_waivers(path: Path | str, rules: Iterable[str] = ()) -> WaiverFile:
    """The waivers in a YAML file. Raises PolicyError with all that is wrong with them.

    `rules` are the full ids of those that are loaded: a waiver of a rule that their policies do not have is an error.
    """
    from compliance.language.reading import Reading

    reading = Reading()
    found = reading.waivers(Path(path), rules)
    if found is None or reading.diagnostics:
        raise PolicyError(reading.diagnostics)
    return found


def load_as(cls: type[T], path: Path | str) -> T:
    """A noun from a YAML file, such as a Desk. Raises PolicyError with all that is wrong with the file."""
    from compliance.language.reading import Reading

    reading = Reading()
    found = reading.noun(cls, Path(path))
    if found is None or reading.diagnostics:
        raise PolicyError(reading.diagnostics)
    return found
