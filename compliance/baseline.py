"""The findings that were there when a desk began to check: told again by content, never by line, name or number.

An article is known again by a sketch of its words (Broder's bottom-k sketch of shingles), so that renaming, re-flowing
and small edits do not lose it; a finding by its rule and the marks of its evidence (`fingerprint`), so that another
place with the same fault is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from compliance.article import Article
from compliance.finding import Outcome, Status
from compliance.fingerprint import marks, plain
from compliance.report import Report

VERSION = 1
SHINGLE = 5
"""How many words in a row make a shingle."""
KEPT = 64
"""How many shingles, those of the smallest hashes, stand for an article."""
ALIKE = 0.7
"""More than this part of the shingles of both must be common. The notice that an outlet prints under all of its copy
may be half of a short item."""
ALIKE_BY_NAME = 0.6
"""More than this part, where the name is the same too."""


class BaselineError(ValueError):
    """A baseline that cannot be read."""


class Known(Struct, frozen=True):
    """A finding as it was: its status, and the marks of its evidence; none where something was missing."""

    status: Status
    marks: tuple[str, ...] = ()

    def covers(self, other: Known) -> bool:
        """Whether a finding is no more than this: no worse, and with no evidence that is new."""
        milder = other.status in (self.status, "undetermined")
        return milder and bool(self.marks) == bool(other.marks) and set(other.marks) <= set(self.marks)


class Entry(Struct, frozen=True, kw_only=True):
    """An article of a baseline, and its findings by rule."""

    article: str
    """What it was called: for people, and to choose among equals."""
    sketch: tuple[int, ...]
    """The smallest hashes of its shingles, in order."""
    findings: dict[str, Known]

    def is_of(self, other: Entry) -> bool:
        """Whether both are the same article."""
        return self.likeness(other) > (ALIKE_BY_NAME if self.article == other.article else ALIKE)

    def likeness(self, other: Entry) -> float:
        """The part of their shingles that both have, as far as the sketches tell: of the smallest of all of them."""
        own, others = {*self.sketch}, {*other.sketch}
        smallest = sorted(own | others)[:KEPT]
        return sum(each in own and each in others for each in smallest) / max(len(smallest), 1)


class Changes(NamedTuple):
    """What came of changing a baseline: how many findings were added and dropped, and how many articles not met."""

    added: int
    dropped: int
    unseen: int


class Baseline:
    """Entries, and what of them was met again."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = list(entries)
        self._same: dict[tuple[int, ...], dict[str, int]] = {}
        self._holding: dict[int, list[int]] = {}
        for index, entry in enumerate(self.entries):
            self._same.setdefault(entry.sketch, {}).setdefault(entry.article, index)
            for shingle in entry.sketch:
                self._holding.setdefault(shingle, []).append(index)

    def find(self, entry: Entry) -> int | None:
        """The place of the entry that is the same article; of several, the one of its name, or the most alike."""
        same = self._same.get(entry.sketch)
        if same:
            return same.get(entry.article, next(iter(same.values())))
        rarest = sorted(entry.sketch, key=lambda each: len(self._holding.get(each, ())))
        # More than half of the shingles must be there, so that one of the rarer half is.
        near = {at for each in rarest[: (len(rarest) + 1) // 2] for at in self._holding.get(each, ())}
        alike = [
            (self.entries[at].article == entry.article, self.entries[at].likeness(entry), -at)
            for at in near
            if self.entries[at].is_of(entry)
        ]
        return -max(alike)[2] if alike else None

    def known(self, report: Report, article: Article) -> frozenset[str]:
        """The rules whose finding in this Report is in the baseline."""
        entry = entry_of(report, article)
        at = self.find(entry)
        if at is None:
            return frozenset()
        before = self.entries[at].findings
        return frozenset(
            rule for rule, known in entry.findings.items() if rule in before and before[rule].covers(known)
        )


def entry_of(report: Report, article: Article) -> Entry:
    """What a baseline keeps of an article."""
    findings = {each.rule: _known(each, article) for each in report.findings}
    return Entry(article=report.article, sketch=sketch(plain(article.body.plain)), findings=findings)


def sketch(text: str) -> tuple[int, ...]:
    """What a text is known by: the smallest hashes of its shingles; of a text shorter than one, its own."""
    words = text.split()
    shingles = {" ".join(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 1))}
    return tuple(sorted({crc32(each.encode("utf-8", "replace")) for each in shingles})[:KEPT])


def update(baseline: Baseline, entries: Iterable[Entry]) -> tuple[Baseline, Changes]:
    """The baseline with every finding of these articles too."""
    kept = list(baseline.entries)
    fresh: list[Entry] = []
    added = 0
    met = set()
    for entry in entries:
        at = baseline.find(entry)
        if at is None:
            fresh.append(entry)
            added += len(entry.findings)
            continue
        met.add(at)
        before = kept[at].findings
        new = {
            rule: each for rule, each in entry.findings.items() if rule not in before or not before[rule].covers(each)
        }
        added += len(new)
        kept[at] = replace(entry, findings={**before, **new})
    return Baseline([*kept, *(each for each in fresh if each.findings)]), Changes(added, 0, len(kept) - len(met))


def prune(baseline: Baseline, entries: Iterable[Entry], gone: bool = False) -> tuple[Baseline, Changes]:
    """The baseline without what these articles have no more; `gone`: and without articles that are not among them."""
    kept: dict[int, Entry] = {}
    for entry in entries:
        at = baseline.find(entry)
        if at is not None:
            before = baseline.entries[at].findings
            still = {
                rule: each for rule, each in entry.findings.items() if rule in before and before[rule].covers(each)
            }
            kept[at] = replace(entry, findings={**(kept[at].findings if at in kept else {}), **still})
    unseen = [each for at, each in enumerate(baseline.entries) if at not in kept]
    left = [each for each in (*kept.values(), *(() if gone else unseen)) if each.findings]
    dropped = sum(len(each.findings) for each in baseline.entries) - sum(len(each.findings) for each in left)
    return Baseline(left), Changes(0, dropped, len(unseen))


def write(baseline: Baseline) -> Iterator[bytes]:
    """A baseline as JSON Lines, an article a line, in the order of their names."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    yield encode({"baseline": VERSION}) + b"\n"
    for entry in sorted(baseline.entries, key=lambda each: (each.article, each.sketch)):
        name = entry.article.encode("utf-8", "backslashreplace").decode()
        yield encode(replace(entry, article=name)) + b"\n"


def read(data: bytes) -> Baseline:
    """A baseline that `write` wrote. Raises BaselineError."""
    head, *lines = data.splitlines() or [b""]
    try:
        version = msgspec.json.decode(head, type=dict[str, int]).get("baseline")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        version = None
    if version != VERSION:
        raise BaselineError("it is no baseline of this version")
    decode = msgspec.json.Decoder(Entry).decode
    entries = []
    for number, line in enumerate(lines, 2):
        try:
            entries.append(decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BaselineError(f"line {number} is damaged: {error}") from None
    return Baseline(entries)


def _known(outcome: Outcome, article: Article) -> Known:
    return Known(outcome.status, marks(outcome, article))
