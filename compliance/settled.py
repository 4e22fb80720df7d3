"""What is in force for a run: the configuration, the policies behind it, the desk, what it excuses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime as dt

    from compliance.archive_index import ArchiveIndex
    from compliance.baseline import Baseline
    from compliance.config import Settled
    from compliance.desk import Desk
    from compliance.excuse import Excuses
    from compliance.finding import Fault
    from compliance.originals import Originals
    from compliance.plan import Plan
    from compliance.waiver import WaiverFile


class SettingError(ValueError):
    """Something that the desk has settled cannot be put in force; `hint` says what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def settle(**options: Any) -> Settled:
    """What the configuration says, and what of it the command line overrides."""
    from compliance.config import settle

    return settle({name: value for name, value in options.items() if value is not None}, Path.cwd())


def plan_of(policies: Iterable[str], originals: Iterable[str] = ()) -> Plan:
    """The Plan of the policies that are named, by default of all that are usual where such originals are given."""
    from compliance.cache import default_folder, plan_for

    return plan_for(*sources(policies, originals), default_folder())


def sources(policies: Iterable[str], originals: Iterable[str] = ()) -> tuple[list[Path], list[Path]]:
    """The files behind the policies that are named, by default all that are usual, and their words."""
    from compliance.load import LEXICON, find, shipped, sort_files, usual

    paths = [find(each) for each in policies] or usual(with_originals=any(originals))
    return paths, sort_files([shipped() / LEXICON, *paths])[1]


def today() -> dt.date:
    """The day of the run."""
    import datetime as dt

    return dt.datetime.now().astimezone().date()


def desk_of(path: str, plan: Plan) -> Desk:
    """The desk profile in a file; nothing is known of the desk without one."""
    from compliance.desk import NO_DESK

    if not path:
        return NO_DESK
    from compliance.load import load_desk

    return load_desk(Path(path), {each.id: each.rule.check == "manual" for each in plan.obligations})


def originals_of(paths: Iterable[str]) -> tuple[Originals | None, tuple[Fault, ...]]:
    """The originals in files, folders and indexes, None if none are named, and the Faults met in reading them."""
    paths = tuple(paths)
    if not paths:
        return None, ()
    from compliance.article import Article
    from compliance.finding import Fault
    from compliance.inputs import expand
    from compliance.originals import Several, is_index
    from compliance.readers import read
    from compliance.shelf import Shelf

    indexes: list[Originals] = [index_of(path) for path in paths if is_index(Path(path))]
    files = [path for path in paths if not is_index(Path(path))]
    found = [each for item in expand(files) for each in ([item] if isinstance(item, Fault) else read(item))]
    unread = tuple(each for each in found if isinstance(each, Fault))
    shelves = [*indexes, Shelf(each for each in found if isinstance(each, Article))] if files else indexes
    return shelves[0] if len(shelves) == 1 else Several(shelves), unread


def index_of(path: str) -> ArchiveIndex:
    """The index of originals in a folder. Raises SettingError, IndexRefusedError."""
    require_index_library()
    from compliance.archive_index import ArchiveIndex

    return ArchiveIndex(Path(path))


def require_index_library() -> None:
    """Raises SettingError without the library that indexes are made with."""
    from importlib.util import find_spec

    if find_spec("numpy") is None:
        hint = "pip install 'newsroom-compliance[reuse]'"
        raise SettingError("an index of originals needs the library `numpy`", hint)


def excuses_of(
    waivers: str, baseline: str, plan: Plan, today: dt.date, *, since: str = "", known: Baseline | None = None
) -> Excuses | None:
    """What the files of these names excuse, and what was known at a revision; None if there is no such thing.

    Raises PolicyError and SettingError.
    """
    if not waivers and not baseline and known is None:
        return None
    from compliance.excuse import Excuses

    return Excuses(
        waivers=waivers_of(waivers, plan) if waivers else None,
        baseline=baseline_of(baseline) if baseline else None,
        before=known,
        revision=since,
        today=today,
        root=Path.cwd().as_posix(),
    )


def waivers_of(path: str, plan: Plan) -> WaiverFile:
    """The waivers in a file."""
    from compliance.load import load_waivers

    return load_waivers(Path(path), [each.id for each in plan.obligations])


def baseline_of(path: str) -> Baseline:
    """The baseline in a file. Raises SettingError."""
    from compliance.baseline import BaselineError, read

    try:
        return read(Path(path).read_bytes())
    except FileNotFoundError:
        hint = "make it by `compliance baseline create`, or take --no-baseline"
        raise SettingError(f"there is no baseline `{path}`", hint) from None
    except OSError as error:
        raise SettingError(f"the baseline `{path}` cannot be read: {error.strerror or error}") from None
    except BaselineError as error:
        hint = "take it from version control, or make it anew by `compliance baseline create`"
        raise SettingError(f"`{path}`: {error}", hint) from None
