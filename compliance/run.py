"""One run of a check: inputs in, Reports out to every output, and what the exit code depends on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.article import Article
from compliance.finding import Fault
from compliance.inputs import STDIN, Input, expand
from compliance.layout import count
from compliance.outputs import File, OutputError, Screen, spread
from compliance.readers import read
from compliance.render import RENDERERS, Setting
from compliance.report import Checked
from compliance.scan import Scanner
from compliance.sweep import Sweep

if TYPE_CHECKING:
    from compliance.revision import Revision


class Seen:
    """What the exit code depends on, noted as results go by."""

    def __init__(self) -> None:
        self.verdicts: set[str] = set()
        self.passed_over: Counter[str] = Counter()
        """Files in the folders given that no reader knows, by suffix."""
        self.complete = False
        """Whether everything was looked at, and nothing of it was a Fault."""
        self.unchanged = 0
        """How many inputs were left out, as they are what they were."""

    def watch(self, results: Iterable[Checked], useless: Callable[[], bool]) -> Iterator[Checked]:
        """Pass the results on, for as long as somebody wants to see them."""
        faults = 0
        for checked in results:
            self.verdicts.add(checked.report.verdict)
            faults += len(checked.report.faults)
            yield checked
            if useless():
                return
        self.complete = bool(self.verdicts or self.unchanged) and not faults

    def note(self) -> str:
        """What to say of the files that were passed over; empty if there were none."""
        return note(self.passed_over)

    def note_unchanged(self, since: str) -> str:
        """What to say of the inputs that were left out; empty if there were none."""
        if not self.unchanged:
            return ""
        left = count(self.unchanged, "input")
        return f"{left} unchanged since {since}" + ("" if self.verdicts else ": there is nothing to check")


def note(passed_over: Mapping[str, int]) -> str:
    """What to say of files that were passed over; empty if there were none."""
    if not passed_over:
        return ""
    kinds = ", ".join(f"{number} {suffix or 'without a suffix'}" for suffix, number in sorted(passed_over.items()))
    return f"passed over in the folders: {kinds}; name such files to have them read"


def run(results: Iterable[Checked], screen: Screen, files: Sequence[File], seen: Seen) -> Seen:
    """Write every output as the results come, and note in `seen` what they were.

    The files appear once they are whole, and not at all if that never happens. Raises OutputError.
    """
    try:
        spread(seen.watch(results, lambda: screen.gone and not files), [screen, *files])
        for file in files:
            file.commit()
    finally:
        for file in files:
            file.abandon()
    return seen


def check(
    scanner: Scanner,
    paths: Iterable[str],
    mapping: dict[str, str],
    seen: Seen,
    unread: Iterable[Fault] = (),
    *,
    since: Revision | None = None,
    stdin: str = STDIN,
) -> Iterator[Checked]:
    """A Report for each article and for each thing that could not be read; at least one.

    `unread` are the Faults met in reading what the articles are held against: they come first. `since`: only what has
    changed since then, which may be nothing; `stdin`: what standard input goes by.
    """
    yield from (Checked(scanner.fault(fault), None) for fault in unread)
    found = False
    with Sweep() as sweep:
        for item in _chosen(expand(paths, seen.passed_over, stdin), since, seen):
            name = item.input if isinstance(item, Fault) else item.name
            for delivered in together([item] if isinstance(item, Fault) else read(item, mapping or None)):
                found = True
                yield from judged(delivered, scanner, name)
                sweep.passed(delivered)
    if not found and not seen.unchanged:
        yield Checked(scanner.fault(NOTHING), None)


NOTHING = Fault(
    kind="empty",
    input="(no input)",
    reason="there is nothing to check",
    hint="name files, folders or globs, or `-` for standard input",
)
"""What is at fault when nothing was given."""


def together(found: Iterable[Article | Fault]) -> Iterator[list[Article | Fault]]:
    """What was delivered under one id, together: an article, and the Faults of what of it could not be read."""
    for _, several in groupby(found, key=id_of):
        yield list(several)


def id_of(found: Article | Fault) -> str:
    """The id of what was delivered."""
    return found.id if isinstance(found, Article) else found.input


def _chosen(items: Iterable[Input | Fault], since: Revision | None, seen: Seen) -> Iterator[Input | Fault]:
    for item in items:
        if since is None or since.has_changed(item):
            yield item
        else:
            seen.unchanged += 1


def judged(delivered: Sequence[Article | Fault], scanner: Scanner, name: str) -> Iterator[Checked]:
    """The Reports of what was delivered under one id: an article that could be read in part has its Faults in it."""
    faults = [each for each in delivered if isinstance(each, Fault)]
    articles = [each for each in delivered if isinstance(each, Article)]
    for article in articles:
        yield Checked(scanner.scan(article, faults), article, name)
    for fault in faults if not articles else ():
        yield Checked(scanner.fault(fault), None, name)


def open_files(outputs: Iterable[str], paths: Iterable[str], setting: Setting) -> list[File]:
    """The files that `FORMAT=FILE` asks for, opened before anything is checked.

    Raises OutputError for one that cannot be written, is no format's, or is an input or another output too.
    """
    files: list[File] = []
    taken = {Path(path).resolve() for path in paths}
    try:
        for each in outputs:
            format, _, name = each.partition("=")
            if not name or format not in RENDERERS:
                raise OutputError(f"`{each}` is no output: write `FORMAT=FILE`, with one of {', '.join(RENDERERS)}")
            if Path(name).resolve() in taken:
                raise OutputError(f"`{name}` is already an input or another output: choose another file")
            taken.add(Path(name).resolve())
            files.append(File(format, setting, Path(name)))
    except OutputError:
        for file in files:
            file.abandon()
        raise
    return files
