"""`compliance policy`: the policies themselves."""

from __future__ import annotations

import typer

from compliance.cli.door import BLOCKED, INVALID, PASSED, UNCHECKED, door, refuse, show_lines
from compliance.cli.options import Debug, PolicyPaths
from compliance.cli.settled import sources


def lint(paths: PolicyPaths = None, debug: Debug = False) -> None:
    """Show everything that is wrong with policies, all at once."""
    with door(debug):
        from compliance.layout import count
        from compliance.load import PolicyError, load
        from compliance.plan import compile as compile_plan

        names, lexicon = sources(paths or ())
        try:
            book = load(names, lexicon_paths=lexicon)
        except PolicyError as error:
            show_lines(f"{each.render()}\n" for each in error.diagnostics)
            typer.echo(count(len(error.diagnostics), "error"))
            raise typer.Exit(INVALID) from None
        plan = compile_plan(book.policies, book.lexicon)
        found = f"{count(len(plan.terms), 'policy', 'policies')}, {count(len(plan.obligations), 'obligation')}"
        typer.echo(f"{found}: no errors")


def try_examples(paths: PolicyPaths = None, debug: Debug = False) -> None:
    """Run the examples of policies, then damage what keeps each rule, to see whether the rule notices.

    Both must come out right: a rule that no damage can make fail would pass whatever it is given.
    """
    with door(debug):
        from compliance.examples import run
        from compliance.layout import count
        from compliance.load import load
        from compliance.mutate import mutants

        names, lexicon = sources(paths or ())
        book = load(names, lexicon_paths=lexicon)
        trials = run(book)
        if not trials:
            refuse("there are no examples to run", "give every rule `examples`", UNCHECKED)
        wrong = [each for each in trials if not each.ok]
        damage = [each for policy in book.policies for each in mutants(policy, book.lexicon, book.policies)]
        unnoticed = [each for each in damage if not each.noticed]
        show_lines(each.message for each in wrong)
        show_lines(each.message for each in unnoticed)
        typer.echo(f"{count(len(trials), 'example')}: {len(trials) - len(wrong):,} right, {len(wrong):,} wrong")
        typer.echo(f"{count(len(damage), 'mutant')}: {len(damage) - len(unnoticed):,} noticed, {len(unnoticed):,} not")
        raise typer.Exit(BLOCKED if wrong or unnoticed else PASSED)
