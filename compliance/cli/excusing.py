"""What a desk excuses, as options and configuration give it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import refuse

if TYPE_CHECKING:
    from compliance.baseline import Baseline
    from compliance.excuse import Excuses
    from compliance.report import Checked
    from compliance.revision import Revision
    from compliance.scan import Scanner

WaiversPath = Annotated[str | None, typer.Option("--waivers", metavar="FILE", help="The desk's waivers.")]
BaselinePath = Annotated[
    str | None, typer.Option("--baseline", metavar="FILE", help="Findings that were known when checking began.")
]
NoWaivers = Annotated[bool, typer.Option("--no-waivers", help="Waive nothing: the audit run.")]
NoBaseline = Annotated[bool, typer.Option("--no-baseline", help="Show what the baseline knows, too.")]
Brake = Annotated[
    int | None,
    typer.Option(
        "--brake",
        metavar="PERCENT",
        help="A rule that fires on more of the articles asks for a person; 0 is off.",
    ),
]


Since = Annotated[
    str | None,
    typer.Option("--changed-since", metavar="REV", help="Only articles changed since then, and of those what is new."),
]


def before(since: str | None, scanner: Scanner, mapping: dict[str, str]) -> tuple[Revision | None, Baseline | None]:
    """A revision, and the findings that the files changed since had then, by the rules of today."""
    if since is None:
        return None, None
    from compliance.article import Article
    from compliance.baseline import Baseline, entry_of, update
    from compliance.readers import read
    from compliance.revision import Revision

    revision = Revision(since, Path.cwd())
    found = (article for file in revision.earlier() for article in read(file, mapping or None))
    articles = (each for each in found if isinstance(each, Article))
    return revision, update(Baseline(), (entry_of(scanner.scan(each), each) for each in articles))[0]


def excused(results: Iterator[Checked], excuses: Excuses | None, plan: str, leftover: bool = True) -> Iterator[Checked]:
    """Results with what is excused marked, and one on the waivers that have outlived their use."""
    if excuses is None:
        return results
    from compliance.excuse import Excuser

    excuser = Excuser(excuses, plan)
    return excuser.over(results) if leftover else map(excuser.excused, results)


def check_brake(percent: int, paths: Iterable[str] = ()) -> None:
    """Refuse a share that is none, and standard input: with a brake everything is read twice."""
    if not 0 <= percent <= 100:
        refuse(f"a brake of {percent} % is none", "give a percentage from 1 to 99; 0 is off")
    if "-" in paths:
        refuse("standard input cannot be read twice, as a brake must", "write it to a file, or leave --brake away")
