"""The folder that a scan writes to: what was asked for, what is done, and the tables once all of it is.

scan.json         what was asked for: a scan goes on only with the same
inputs.jsonl      the inputs, with size and date
parts/            while it runs: parts, each with its Receipt
reports.jsonl.zst, reports/*.parquet     the tables: reports, findings, faults
legend.json       what the ids of policies and rules mean
braked.json       with a brake: the rules that fire on too many articles
summary.json      the counts over all of it; it is there once everything else is
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO, TypeVar

import msgspec
from msgspec import Struct

from compliance import __version__, durable
from compliance.brake import Braked
from compliance.finding import Fault
from compliance.inputs import Input
from compliance.legend import Legend
from compliance.listing import Listed, difference
from compliance.listing import read as read_listing
from compliance.listing import write as write_listing
from compliance.outputs import OutputError
from compliance.part import PARTS, Braking, Format, Receipt, path_of, receipt_path
from compliance.report import Summary
from compliance.rows import ROWS, Table

INPUTS = "inputs.jsonl"
"""The inputs, as they were listed."""
_ASKED, _LEGEND, _SUMMARY, _STDIN = "scan.json", "legend.json", "summary.json", "stdin"
_NEW = ".inputs.jsonl"
_BRAKED = "braked.json"
_COPIED = 1024 * 1024

Kept = TypeVar("Kept", bound=Struct)


class Asked(Struct, frozen=True, kw_only=True):
    """What a scan was asked for, all of which bears on what it writes."""

    version: int = 1
    engine: str = __version__
    plan: str
    """The digest of the Plan."""
    desk: str
    """The digest of the desk profile,"""
    originals: str = ""
    """of the originals to compare with,"""
    excuses: str = ""
    """and of the waivers and the baseline."""
    as_of: dt.date
    mapping: dict[str, str]
    formats: tuple[Format, ...]
    chunk: int
    """How many bytes of input make a Chunk."""
    limit: float
    """How many seconds one article may take."""
    brake: int = 0
    """From how many per cent of the articles on a rule that fires is braked; 0: never."""


class _Rules(Struct, frozen=True):
    """What `braked.json` holds."""

    rules: tuple[Braked, ...]


_SAID = {
    "version": "it was begun by another version of this program",
    "engine": "it was begun by another version of this program",
    "plan": "the policies have changed since",
    "desk": "the desk profile has changed since",
    "originals": "the originals have changed since",
    "excuses": "the waivers or the baseline have changed since",
    "as_of": "it judges undated articles on another day (`--as-of`)",
    "mapping": "it maps other names (`--map`)",
    "formats": "it writes other formats (`--format`)",
    "chunk": "it cuts the inputs otherwise",
    "brake": "it has another brake (`--brake`)",
    "limit": "it gives an article another time (`--time-limit`)",
}


class Totals(Struct, frozen=True, kw_only=True):
    """What `summary.json` holds."""

    version: int
    engine: str
    plan: str
    as_of: dt.date
    formats: tuple[Format, ...]
    inputs: int
    """How many inputs there were."""
    bytes: int
    """How large they were together."""
    summary: Summary


class Folder:
    """The folder of one scan, which nobody else may write to meanwhile."""

    def __init__(self, path: Path, resume: bool) -> None:
        """Raises OutputError if it cannot be written, is in use, or holds something else."""
        self.path = path
        self.stdin = path / _STDIN
        self._lock: IO[str] | None = None
        try:
            path.mkdir(parents=True, exist_ok=True)
            self._refuse_foreign(resume)
            self._take()
            for partial in path.rglob(f".*{durable.PARTIAL}"):
                partial.unlink()
        except OSError as error:
            raise refusal(path, error) from None

    @property
    def complete(self) -> bool:
        """Whether all of it is there."""
        return (self.path / _SUMMARY).is_file()

    def asked(self) -> Asked | None:
        """What the scan that was begun here was asked for; None if none was. Raises OutputError."""
        try:
            return msgspec.json.decode((self.path / _ASKED).read_bytes(), type=Asked)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise OutputError(f"`{self.path / _ASKED}` cannot be read ({error}): scan to another folder") from None

    def begin(self, asked: Asked, listed: Iterable[Listed]) -> int:
        """Write down what is asked for, or see that it still is; the size of all inputs. Raises OutputError."""
        before = self.asked()
        new = self.path / _NEW
        try:
            with durable.written(new) as target:
                size = write_listing(listed, target)
            if before is None:
                new.replace(self.path / INPUTS)
                for folder in (PARTS, *(ROWS if "parquet" in asked.formats else ())):
                    (self.path / folder).mkdir(exist_ok=True)
                durable.write(self.path / _ASKED, msgspec.json.encode(asked))
                durable.settle(self.path)
                return size
            reasons = [said for name, said in _SAID.items() if getattr(before, name) != getattr(asked, name)]
            if not reasons and (changed := difference(self.listed(), read_listing(new))):
                reasons = [f"its inputs have changed since: {changed}"]
            new.unlink()
        except OSError as error:
            raise refusal(self.path, error) from None
        if reasons:
            raise OutputError(f"the scan in `{self.path}` cannot go on: {reasons[0]}; begin another in another folder")
        return size

    @property
    def braking(self) -> Braking:
        """In which pass a scan with a brake is; it stays in the first where no rule is braked. Raises OutputError."""
        asked = self.asked()
        if asked is None or not asked.brake:
            return ""
        return "braked" if self.braked else "weighing"

    @property
    def braked(self) -> tuple[Braked, ...] | None:
        """The rules that are braked; None if they are not yet weighed. Raises OutputError."""
        path = self.path / _BRAKED
        return _decoded(path, _Rules).rules if path.is_file() else None

    def brake(self, rules: tuple[Braked, ...]) -> None:
        """Keep which rules are braked. Where there are any, all is to be judged again. Raises OutputError."""
        try:
            durable.write(self.path / _BRAKED, msgspec.json.encode(_Rules(rules)))
            durable.settle(self.path)
        except OSError as error:
            raise refusal(self.path, error) from None

    def clear(self) -> None:
        """Take away what was written in an earlier pass, which nothing names any more. Raises OutputError."""
        braking = self.braking
        kept: set[Path] = set()
        try:
            for path in (self.path / PARTS).glob("receipt-*.json"):
                receipt = msgspec.json.decode(path.read_bytes(), type=Receipt)
                if receipt.braking == braking:
                    kept |= {path, *(self.path / name for name in receipt.sizes)}
            for name in (PARTS, *ROWS):
                for path in (self.path / name).glob("*"):
                    if path not in kept:
                        path.unlink()
        except (OSError, msgspec.MsgspecError) as error:
            raise OutputError(f"`{self.path}` cannot be gone on with: {error}") from None

    def explain(self, legend: Legend) -> None:
        """Keep what the ids in the tables mean. Raises OutputError."""
        try:
            durable.write(self.path / _LEGEND, msgspec.json.encode(legend) + b"\n")
        except OSError as error:
            raise refusal(self.path, error) from None

    def outside(self, found: Iterable[Input | Fault]) -> Iterator[Input | Fault]:
        """What was found without what lies in this very folder: that is what a scan writes."""
        own = self.path.resolve()
        for each in found:
            if isinstance(each, Fault) or own not in Path(each.path).resolve().parents:
                yield each

    def put_aside(self, stdin: BinaryIO) -> None:
        """Keep standard input until the scan is complete, unless that was done before. Raises OutputError."""
        if self.stdin.exists():
            return
        try:
            with durable.written(self.stdin) as aside:
                shutil.copyfileobj(stdin, aside, _COPIED)
        except OSError as error:
            raise refusal(self.path, error) from None

    def listed(self) -> Iterator[Listed]:
        """The inputs."""
        return read_listing(self.path / INPUTS)

    def receipts(self, chunk: int) -> list[Receipt]:
        """What is done of a Chunk: the Receipts of its first parts, as far as these are whole."""
        found: list[Receipt] = []
        braking = self.braking
        while not found or not found[-1].last:
            try:
                data = (self.path / receipt_path(chunk, len(found))).read_bytes()
                receipt = msgspec.json.decode(data, type=Receipt)
                whole = all((self.path / name).stat().st_size == size for name, size in receipt.sizes.items())
            except (OSError, msgspec.MsgspecError):
                break
            if not whole or receipt.braking != braking:
                break
            found.append(receipt)
        return found

    def forget(self, chunk: int) -> None:
        """Take away all that was written of a Chunk, its Receipts first. Raises OSError."""
        for name in (PARTS, *ROWS):
            for kind in (f"receipt-{chunk:06}-*", f"*-{chunk:06}-*"):
                for path in (self.path / name).glob(kind):
                    path.unlink()

    def every(self, chunks: int) -> Iterator[Receipt]:
        """The Receipts of so many Chunks, in order."""
        return (receipt for number in range(chunks) for receipt in self.receipts(number))

    def finish(self, chunks: int) -> Summary:
        """Put the tables together, and write the Summary, when so many Chunks are done. Raises OutputError."""
        asked = self.asked()
        if asked is None or self.complete:
            raise RuntimeError("a scan that has not begun, or is complete, cannot be finished")
        try:
            if "jsonl" in asked.formats:
                for table in ROWS:
                    self._join(table, chunks)
            for table in ROWS if "parquet" in asked.formats else ():
                durable.settle(self.path / table)
            totals = self._totals(asked, chunks)
            durable.write(self.path / _SUMMARY, msgspec.json.format(msgspec.json.encode(totals), indent=2) + b"\n")
            durable.settle(self.path)
        except OSError as error:
            raise refusal(self.path, error) from None
        self.tidy()
        return totals.summary

    def totals(self) -> Totals:
        """What a scan that is complete came to. Raises OutputError."""
        return totals_of(self.path)

    def tidy(self) -> None:
        """Take away what a scan that is complete does not need."""
        shutil.rmtree(self.path / PARTS, ignore_errors=True)
        self.stdin.unlink(missing_ok=True)

    def close(self) -> None:
        """Let others have it."""
        if self._lock is not None:
            self._lock.close()

    def _totals(self, asked: Asked, chunks: int) -> Totals:
        inputs = size = 0
        for each in self.listed():
            inputs += 1
            size += each.size
        return Totals(
            version=asked.version,
            engine=asked.engine,
            plan=asked.plan,
            as_of=asked.as_of,
            formats=asked.formats,
            inputs=inputs,
            bytes=size,
            summary=Summary.total(receipt.summary for receipt in self.every(chunks)),
        )

    def _join(self, table: Table, chunks: int) -> None:
        import zstandard

        with durable.written(self.path / f"{table}.jsonl.zst") as target:
            for receipt in self.every(chunks):
                with (self.path / path_of("jsonl", table, receipt.chunk, receipt.part)).open("rb") as part:
                    shutil.copyfileobj(part, target, _COPIED)
            if not target.tell():
                target.write(zstandard.compress(b""))

    def _refuse_foreign(self, resume: bool) -> None:
        if (self.path / _ASKED).exists():
            if not resume:
                raise OutputError(f"`{self.path}` holds a scan: go on with `--resume`, or choose another folder")
        elif any(
            each.name not in (_STDIN, INPUTS, PARTS, *ROWS) and each.name[0] != "." for each in self.path.iterdir()
        ):
            raise OutputError(f"`{self.path}` holds other files: choose another folder")

    def _take(self) -> None:
        """Lock it. Not the file that is locked counts but the process, so that it ends with it."""
        if sys.platform == "win32":
            return
        import fcntl

        self._lock = (self.path / ".lock").open("w")
        try:
            fcntl.lockf(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise OutputError(f"another scan is writing to `{self.path}`") from None


def totals_of(path: Path) -> Totals:
    """What the scan in a folder came to. Raises OutputError if there is none, or it is not complete."""
    if not (path / _ASKED).is_file():
        raise OutputError(f"`{path}` holds no scan: make one with `compliance scan … --out {path}`")
    if not (path / _SUMMARY).is_file():
        raise OutputError(f"the scan in `{path}` is not complete: go on with it with `compliance scan … --resume`")
    return _decoded(path / _SUMMARY, Totals)


def asked_of(path: Path) -> Asked:
    """What the scan in a folder was asked for. Raises OutputError."""
    return _decoded(path / _ASKED, Asked)


def legend_of(path: Path) -> Legend:
    """What the ids in the tables of a folder mean. Raises OutputError."""
    return _decoded(path / _LEGEND, Legend)


def _decoded(path: Path, kind: type[Kept]) -> Kept:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise OutputError(f"`{path}` cannot be read ({error}): scan to another folder") from None


def refusal(path: Path, error: OSError) -> OutputError:
    """That a folder cannot be written to, and why."""
    return OutputError(f"`{path}` cannot be written: {(error.strerror or str(error)).lower()}")


def digest(value: Any) -> str:
    """The SHA-256 of a value's JSON, in hex."""
    return sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()
