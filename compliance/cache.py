"""Compiled Plans on disk, so that a warm start reads neither YAML nor builds models.

An entry is named by the bytes of the policy files given and this program's version, lists every file that was
read with its digest, carries a checksum, and holds plain data. It is safe to delete at any time; one that is
damaged, foreign or old is made anew.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec

from compliance import __version__
from compliance.language.shelf import yaml_files
from compliance.plan import FORMAT, Plan, PlanError, dump, restore

_CHECKSUM = 32


class _Kept(msgspec.Struct):
    """A cache entry: every file that was read for the Plan (a base may lie elsewhere), and the Plan."""

    files: dict[str, str]
    plan: bytes


def plan_for(paths: Sequence[Path], lexicon: Sequence[Path] | None, folder: Path | None) -> Plan:
    """The Plan of the policies at these paths, from the cache in `folder` if it is there.

    Raises load.PolicyError with all that is wrong with the policies, and PlanError if they do not fit together.
    """
    entry = _entry(paths, lexicon, folder) if folder is not None else None
    plan = _read(entry) if entry is not None else None
    if plan is None:
        plan, files = _compile(paths, lexicon)
        if entry is not None:
            _write(entry, plan, files)
    return plan


def default_folder() -> Path | None:
    """Where compiled Plans are kept: below `XDG_CACHE_HOME`, `LOCALAPPDATA` or `~/.cache`; None without a home.

    `COMPLIANCE_CACHE` names another folder; empty, it turns the cache off.
    """
    chosen = os.environ.get("COMPLIANCE_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    if base:
        return Path(base) / "compliance"
    try:
        return Path.home() / ".cache" / "compliance"
    except RuntimeError:
        return None


def _compile(paths: Sequence[Path], lexicon: Sequence[Path] | None) -> tuple[Plan, dict[str, str]]:
    """A Plan made anew, and the files it was made from with the SHA-256 of each."""
    from compliance.load import load
    from compliance.plan import compile as compile_plan

    rulebook = load(paths, lexicon_paths=lexicon)
    return compile_plan(rulebook.policies, rulebook.lexicon), dict(rulebook.files)


def _entry(paths: Sequence[Path], lexicon: Sequence[Path] | None, folder: Path) -> Path | None:
    """The cache file for these policies as they are now; None if one of them cannot be read."""
    digest = hashlib.sha256(f"{FORMAT} {__version__}".encode())
    given = [("policy", paths), ("words", lexicon or ())]
    try:
        for role, file in ((role, file) for role, found in given for path in found for file in yaml_files(path)):
            digest.update(f"\0{role} {file.absolute()} {_digest(file)}".encode())
    except OSError:
        return None
    return folder / f"{digest.hexdigest()}.plan"


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _read(entry: Path) -> Plan | None:
    try:
        content = entry.read_bytes()
        checksum, data = content[:_CHECKSUM], content[_CHECKSUM:]
        if hashlib.sha256(data).digest() != checksum:
            return None
        kept = msgspec.msgpack.decode(data, type=_Kept)
        if any(_digest(Path(file)) != digest for file, digest in kept.files.items()):
            return None
        return restore(kept.plan)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, PlanError):
        return None


def _write(entry: Path, plan: Plan, files: dict[str, str]) -> None:
    """Write atomically; a cache that cannot be written costs time, not the run."""
    data = msgspec.msgpack.encode(_Kept(files, dump(plan)))
    try:
        entry.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=entry.parent, delete=False) as file:
            file.write(hashlib.sha256(data).digest() + data)
        Path(file.name).replace(entry)
    except OSError:
        return
