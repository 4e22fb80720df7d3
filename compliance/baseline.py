"""The findings that were there when a desk began to check: told again by content, never by line, name or number.

An article is known again by its longest paragraphs, so that renaming, re-flowing and small edits do not lose it; a
finding by its rule and the marks of its evidence (`fingerprint`), so that another place with the same fault is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from compliance.article import Article
from compliance.finding import Outcome, Status
from compliance.fingerprint import digest, marks, plain
from compliance.report import Report

VERSION = 1
MOST_PARAGRAPHS = 12
"""How many of an article's longest paragraphs it is known by."""
SHORTEST = 8
"""How many words a paragraph must have to tell anything, unless none has as many."""
MOSTLY = 3 / 4
"""More than this part of the paragraphs must be the same."""
NAMED = 1 / 2
"""More than this part, where the title or the name is the same too. Notices that an outlet prints under all of its
copy may be half of a short item."""


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
    title: str
    paragraphs: tuple[str, ...]
    findings: dict[str, Known]

    def is_of(self, other: Entry) -> bool:
        """Whether both are the same article."""
        shared = len({*self.paragraphs} & {*other.paragraphs})
        named = self.article == other.article or (self.title and self.title == other.title)
        return shared > (NAMED if named else MOSTLY) * max(len(self.paragraphs), len(other.paragraphs))


class Changes(NamedTuple):
    """What came of changing a baseline: how many findings were added and dropped, and how many articles not met."""

    added: int
    dropped: int
    unseen: int


class Baseline:
    """Entries, and what of them was met again."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = list(entries)
        self._same: dict[tuple[str, tuple[str, ...]], dict[str, int]] = {}
        self._holding: dict[str, list[int]] = {}
        for index, entry in enumerate(self.entries):
            self._same.setdefault((entry.title, entry.paragraphs), {}).setdefault(entry.article, index)
            for paragraph in entry.paragraphs:
                self._holding.setdefault(paragraph, []).append(index)

    def find(self, entry: Entry) -> int | None:
        """The place of the entry that is the same article; of several, the most alike."""
        same = self._same.get((entry.title, entry.paragraphs))
        if same:
            return same.get(entry.article, next(iter(same.values())))
        rarest = sorted(entry.paragraphs, key=lambda each: len(self._holding.get(each, ())))
        # More than half of the paragraphs must be there, so that one of the rarer half is.
        near = {at for each in rarest[: (len(rarest) + 1) // 2] for at in self._holding.get(each, ())}
        own = {*entry.paragraphs}
        alike = [
            (self.entries[at].article == entry.article, len(own & {*self.entries[at].paragraphs}), -at)
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
    title = digest(plain(report.title)) if report.title.strip() else ""
    return Entry(article=report.article, title=title, paragraphs=_paragraphs(article), findings=findings)


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
    for entry in sorted(baseline.entries, key=lambda each: (each.article, each.paragraphs, each.title)):
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


def _paragraphs(article: Article) -> tuple[str, ...]:
    body = article.body
    stretches = [body.plain[each.start : each.end] for each in body.blocks] or body.plain.split("\n\n")
    texts = {text for each in stretches if (text := plain(each))}
    long = {each for each in texts if each.count(" ") + 1 >= SHORTEST}
    longest = sorted(long or texts, key=lambda each: (-len(each), each))[:MOST_PARAGRAPHS]
    return tuple(digest(each) for each in longest)
