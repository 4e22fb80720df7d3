"""A worker: reads and judges one Chunk after another, and can be looked at from outside even when it is gone."""

from __future__ import annotations

from collections.abc import Iterator, MutableSequence
from pathlib import Path
from typing import Literal, NamedTuple

from msgspec import Struct

from compliance.article import Article
from compliance.chunk import Chunk, Piece, Watched
from compliance.engines import Mapper
from compliance.excuse import Excuser
from compliance.finding import Fault
from compliance.part import Braking, Format, Part, Receipt
from compliance.readers import Limits, read, read_stretch
from compliance.readers.json import Names
from compliance.readers.limits import Refused
from compliance.run import id_of, together
from compliance.sweep import Sweep

Phase = Literal["reading", "parsing", "judging"]
_PHASES: tuple[Phase, ...] = ("reading", "parsing", "judging")


class Position(NamedTuple):
    """Where in a Chunk something happens, the same whenever the Chunk is done again."""

    phase: Phase
    number: int
    """Of the delivery that is read or judged, or of the text that is taken apart."""


class Trouble(Struct, frozen=True):
    """What came of an article, twice."""

    kind: Literal["crashed-worker", "timeout"]
    reason: str

    def fault(self, input: str, more: str = "") -> Fault:
        """The Fault for it."""
        hint = "this is a bug in the checker: please report it with the article"
        return Fault(kind=self.kind, input=input, reason=self.reason + more, hint=hint)


class Task(Struct, frozen=True):
    """A Chunk to do, or what is left of one."""

    chunk: Chunk
    part: int = 0
    """The number of the first part to write,"""
    groups: int = 0
    """which comes after so many deliveries."""
    troubles: dict[Position, Trouble] = {}
    """What must not be tried again."""
    names: dict[int, str] | None = None
    """Of a stretch of a file: the names that records have because others before them have theirs, by number."""


class Settings(Struct, frozen=True):
    """What is the same for all Tasks of a scan."""

    folder: str
    formats: tuple[Format, ...]
    mapping: dict[str, str]
    braking: Braking = ""


class Watch:
    """Where a worker is, in memory that it shares with whoever looks after it."""

    CELLS = 5

    def __init__(self, cells: MutableSequence[int]) -> None:
        self._cells = cells

    @property
    def beat(self) -> int:
        """Changes whenever the worker gets on."""
        return self._cells[3]

    @property
    def bytes(self) -> int:
        """How much of the Chunk has been read; more than there is where some was read twice."""
        return self._cells[4]

    @property
    def position(self) -> Position:
        """Where it is, or was last."""
        phase = _PHASES[self._cells[0]]
        return Position(phase, self._cells[2] if phase == "parsing" else self._cells[1])

    def start(self) -> None:
        """Begin a Chunk."""
        self._cells[2] = self._cells[4] = 0
        self.on()

    def on(self, size: int = 0) -> None:
        """Note that it gets on, perhaps with so many more bytes read."""
        self._cells[3] += 1
        self._cells[4] += size

    def read(self, group: int) -> Position:
        """Note that it reads a delivery."""
        self._cells[0], self._cells[1] = 0, group
        self.on()
        return self.position

    def parse(self) -> Position:
        """Note that it takes a text apart."""
        self._cells[0] = 1
        self._cells[2] += 1
        return self.position

    def judge(self, group: int) -> Position:
        """Note that it judges a delivery."""
        self._cells[0], self._cells[1] = 2, group
        return self.position


class Worker:
    """Does Tasks."""

    def __init__(self, mapper: Mapper, settings: Settings, watch: Watch) -> None:
        self._mapper = mapper
        self._settings = settings
        self._watch = watch

    def run(self, task: Task) -> Iterator[Receipt]:
        """Do a Task, part by part. Raises OSError where a part cannot be written."""
        with Sweep() as sweep:
            yield from self._run(task, sweep)

    def _run(self, task: Task, sweep: Sweep) -> Iterator[Receipt]:
        folder, formats = Path(self._settings.folder), self._settings.formats
        delivery = Delivery(task, self._settings.mapping, self._watch)
        braking = self._settings.braking
        part, excuser = Part(folder, formats, task.chunk.number, task.part, braking), self._mapper.excuser()
        groups = task.groups
        for groups, (piece, delivered) in enumerate(delivery.groups(), 1):
            if groups <= task.groups:
                continue
            if part.full:
                yield part.finish(groups - 1, False, _fates(excuser))
                part = Part(folder, formats, task.chunk.number, part.number + 1, braking)
                excuser = self._mapper.excuser()
            trouble = task.troubles.get(self._watch.judge(groups))
            if trouble is not None:
                part.add(self._mapper.unjudged(trouble.fault(id_of(delivered[0])), piece))
                continue
            for rows in self._mapper.rows(delivered, piece, excuser):
                part.add(rows)
            sweep.passed(delivered)
        yield part.finish(groups, True, _fates(excuser), delivery.names, delivery.renamed)


def _fates(excuser: Excuser | None) -> tuple[str, ...]:
    return excuser.fates if excuser is not None else ()


class Delivery:
    """What a Task's Chunk delivers, with Faults for what must not be tried again."""

    def __init__(self, task: Task, mapping: dict[str, str], watch: Watch) -> None:
        self.names: list[str] = []
        """Of a stretch: the names that its records would have if none had come before,"""
        self.renamed: dict[int, str] = {}
        """and those that they were given instead, by number."""
        self._task = task
        self._mapping = mapping
        self._watch = watch
        self._refused: list[Trouble] = []

    def groups(self) -> Iterator[tuple[str, list[Article | Fault]]]:
        """What was delivered together, with the name of the file that did."""
        self._watch.start()
        number = 0
        for piece in self._task.chunk.pieces:
            name = piece.input if isinstance(piece, Fault) else piece.name
            groups = together(self._found(piece))
            before = number
            while True:
                number += 1
                trouble = self._task.troubles.get(self._watch.read(number))
                if trouble is not None:
                    more = f" after {number - 1 - before} of its articles; what follows was not read"
                    yield name, [trouble.fault(name, more)]
                    break
                delivered = next(groups, None)
                if delivered is None:
                    number -= 1
                    break
                yield name, delivered

    def _found(self, piece: Piece | Fault) -> Iterator[Article | Fault]:
        """What a piece delivers. Readers may pass over what they were refused: it is a Fault all the same."""
        if isinstance(piece, Fault):
            yield piece
            return
        last = piece.name
        for each in self._read(piece):
            yield each
            last = id_of(each)
            yield from self._passed_over(last, each)
        yield from self._passed_over(last, None)

    def _passed_over(self, name: str, found: Article | Fault | None) -> Iterator[Fault]:
        while self._refused:
            trouble = self._refused.pop()
            if not isinstance(found, Fault) or found.kind != trouble.kind:
                yield trouble.fault(name)

    def _read(self, piece: Piece) -> Iterator[Article | Fault]:
        watched = Watched(piece, self._watch.on)
        limits = Limits(turn=self._turn)
        if piece.stretch is None:
            return read(watched, self._mapping or None, limits)
        names = _Noted(piece.name, self.names, self.renamed, self._task.names)
        return read_stretch(watched, piece.stretch, names, self._mapping or None, limits)

    def _turn(self) -> None:
        trouble = self._task.troubles.get(self._watch.parse())
        if trouble is not None:
            self._refused.append(trouble)
            fault = trouble.fault("")
            raise Refused(trouble.kind, fault.reason, fault.hint)


class _Noted(Names):
    """Names that notes what each record would be called, and what it is called instead, which may be known already."""

    def __init__(self, name: str, noted: list[str], renamed: dict[int, str], known: dict[int, str] | None) -> None:
        super().__init__(name)
        self._noted = noted
        self._renamed = renamed
        self._known = known

    def unused(self, name: str) -> str:
        number = len(self._noted)
        self._noted.append(name)
        given = super().unused(name) if self._known is None else self._known.get(number, name)
        if given != name:
            self._renamed[number] = given
        return given
