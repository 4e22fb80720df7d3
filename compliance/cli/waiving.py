"""`compliance waive`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from compliance.cli.door import door, refuse
from compliance.cli.excusing import WaiversPath
from compliance.cli.options import AsOf, Debug, DeskPath, Mapping, OriginalPaths, Policies, day, given, mapping_of
from compliance.settled import desk_of, originals_of, plan_of, settle, today

if TYPE_CHECKING:
    from compliance.config import Config

_DEFAULT = "waivers.yaml"

Rule = Annotated[str, typer.Argument(metavar="RULE", help="The rule to waive, as in dcnf/logo.")]
Source = Annotated[str, typer.Argument(metavar="FILE", help="The article, or a report of ours in JSON or JSON Lines.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why the rule may be broken here.")]
Owner = Annotated[str, typer.Option("--owner", metavar="NAME", help="Who answers for it.")]
Expires = Annotated[str, typer.Option("--expires", metavar="DATE", help="The last day on which it holds.")]
Which = Annotated[str, typer.Option("--article", metavar="ID", help="Which article, where FILE holds several.")]


def waive(  # noqa: PLR0917 - each is an option
    rule: Rule,
    source: Source,
    reason: Reason,
    owner: Owner,
    expires: Expires,
    article: Which = "",
    waivers: WaiversPath = None,
    policy: Policies = None,
    desk: DeskPath = None,
    originals: OriginalPaths = None,
    as_of: AsOf = None,
    map: Mapping = None,
    debug: Debug = False,
) -> None:
    """Waive a finding: write who excuses it, why and until when into the desk's file, bound to its evidence.

    The finding is that of the article as it is now, or of a report. A changed text revives it.
    """
    with door(debug):
        from compliance.language.granting import GrantError, granted
        from compliance.outputs import replace_file
        from compliance.waiver import Waiver

        options = {"policy": given(policy), "desk": desk, "originals": given(originals), "waivers": waivers}
        config = settle(**options, as_of=day(as_of), map=mapping_of(map)).config
        last = day(expires)
        if last is None or last < (config.as_of or today()):
            refuse(f"{expires} is over already", "give the last day on which the waiver holds, as 2027-01-31")
        name, seal = _one(list(_found(source, rule, config)), rule, article, source)
        for option, words in (("--reason", reason), ("--owner", owner)):
            if not words.strip():
                raise typer.BadParameter("it is empty", param_hint=option)
        waiver = Waiver(
            rule=rule, article=name, evidence=seal, reason=reason.strip(), owner=owner.strip(), expires=last
        )
        path = Path(config.waivers or _DEFAULT)
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        try:
            text = granted(before, path.as_posix(), waiver)
        except GrantError as error:
            if error.diagnostics:
                raise
            refuse(str(error))
        replace_file(path, [text.encode()])
        typer.echo(f"{path.as_posix()}: `{rule}` is waived for {name} until {last}, by {owner}")
        if not config.waivers:
            typer.echo(f"next: name it in `compliance.yaml` (`waivers: {_DEFAULT}`), or give --waivers {_DEFAULT}")


def _one(found: list[tuple[str, str]], rule: str, article: str, source: str) -> tuple[str, str]:
    """The one finding that is meant, as the article's name and the seal."""
    chosen = [each for each in found if not article or each[0] == article]
    if not chosen:
        refuse(f"`{rule}` is no finding of `{article or source}`", "`compliance check` shows what is")
    if len(chosen) > 1:
        names = ", ".join(f"`{name}`" for name, _ in chosen[:5])
        refuse(f"`{source}` has {len(chosen)} articles that break `{rule}`", f"name one by --article: {names}")
    return chosen[0]


def _found(source: str, rule: str, config: Config) -> Iterator[tuple[str, str]]:
    """The findings of a rule in a report, or in the articles of a file as they are now."""
    reported = _reported(source)
    if reported is None:
        yield from _checked(source, rule, config)
        return
    for report in reported:
        for outcome in report.get("outcomes", ()):
            if outcome.get("rule") == rule and rule in report.get("findings", ()):
                yield str(report["article"]), str(outcome["seal"])


def _checked(source: str, rule: str, config: Config) -> Iterator[tuple[str, str]]:
    from compliance.fingerprint import seal
    from compliance.run import Seen, check
    from compliance.scan import Scanner

    plan = plan_of(config.policy, config.originals)
    shelf, unread = originals_of(config.originals)
    scanner = Scanner(plan, desk_of(config.desk, plan), config.as_of or today(), originals=shelf)
    for report, article, _ in check(scanner, [source], config.map, Seen(), unread):
        if article is None and report.faults:
            refuse(f"{report.faults[0].input}: {report.faults[0].reason}", "a Fault is never waived")
        for outcome in report.findings if article is not None else ():
            if outcome.rule == rule and article is not None:
                yield report.article, seal(outcome, article)


def _reported(source: str) -> list[dict[str, Any]] | None:
    """The Reports in a file of them; None if it is something else, or no file."""
    import msgspec

    path = Path(source)
    data = path.read_bytes() if path.is_file() else b""
    if not data.lstrip().startswith(b'{"version":'):
        return None
    try:
        document = msgspec.json.decode(data)
    except msgspec.DecodeError:
        try:
            return [msgspec.json.decode(line) for line in data.splitlines() if line.strip()]
        except msgspec.DecodeError as error:
            refuse(f"`{source}` is no whole report: {error}")
    found: list[dict[str, Any]] = document.get("reports", [document])
    return found
