"""`compliance rules` and `compliance explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import door, refuse, show_lines
from compliance.cli.options import Color, Debug, Listing, Policies, chosen, given, look
from compliance.settled import plan_of, settle, sources

if TYPE_CHECKING:
    from compliance.policy import Manual, Policy, Rule


def rules(policy: Policies = None, format: Listing = "text", color: Color = "auto", debug: Debug = False) -> None:
    """List every rule: its id, level, severity, check, and what it asks for."""
    with door(debug):
        from compliance.explain import catalogue, rows

        chosen("--format", format, ["text", "json", "markdown"])
        if format == "markdown":
            _print_catalogue(policy)
            return
        plan = plan_of(settle(policy=given(policy)).config.policy)
        if format == "json":
            from compliance.render.json import encode

            typer.echo("[\n" + ",\n".join(map(encode, rows(plan.obligations))) + "\n]")
        else:
            show_lines(catalogue(plan.obligations, plan.titles, **look(color)))


def _print_catalogue(policy: list[str] | None) -> None:
    """Every rule with its clause, sources and examples, as a page of documentation."""
    from compliance.catalogue import pages
    from compliance.load import load

    names, lexicon = sources(settle(policy=given(policy)).config.policy)
    for page in pages(load(names, lexicon_paths=lexicon).policies):
        typer.echo(page, nl=False)


def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id, as in dcnf/byline.")],
    policy: Policies = None,
    color: Color = "auto",
    debug: Debug = False,
) -> None:
    """Explain a rule: what it asks, by which clause, how it is checked, and articles that keep and break it."""
    with door(debug):
        from compliance.explain import explain as explained
        from compliance.explain import explicable
        from compliance.layout import did_you_mean
        from compliance.load import load

        names, lexicon = sources(settle(policy=given(policy)).config.policy)
        policies = load(names, lexicon_paths=lexicon).policies
        known: dict[str, tuple[Policy, Rule | Manual]] = {
            f"{each.policy}/{one.id}": (each, one) for each in policies for one in explicable(each)
        }
        if rule not in known:
            refuse(f"there is no rule `{rule}`", did_you_mean(rule, list(known)) or "`compliance rules` lists all")
        show_lines(explained(*known[rule], **look(color)))
