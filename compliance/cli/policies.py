"""`compliance policy`: the policies themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from compliance.cli.door import BLOCKED, INVALID, PASSED, UNCHECKED, door, refuse, show_lines
from compliance.cli.options import AsOf, Debug, DeskPath, Mapping, PolicyPaths, day, mapping_of
from compliance.settled import desk_of, sources

if TYPE_CHECKING:
    from compliance.load import Rulebook
    from compliance.plan import Plan
    from compliance.policy import Policy


Examples = Annotated[
    bool | None,
    typer.Option("--examples/--no-examples", help="Whether to run the examples. [default: if PATHS are named]"),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit with 1 if anything looks wrong.")]


def lint(
    paths: PolicyPaths = None,
    desk: DeskPath = None,
    examples: Examples = None,
    strict: Strict = False,
    debug: Debug = False,
) -> None:
    """Show everything that is wrong with policies, all at once, then what looks wrong.

    That is: terms that find or excuse nothing of their own, rules that can never fire, sources that nobody could look
    up, and examples that come out right for the wrong reason. For a desk, also what of them it cannot keep.
    """
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
        doubtful = _show_doubts(book, bool(paths) if examples is None else examples)
        if desk is not None:
            _show_conflicts(book.policies, desk, plan)
        raise typer.Exit(BLOCKED if doubtful and strict else PASSED)


def _show_doubts(book: Rulebook, examples: bool) -> bool:
    """What looks wrong, what is said of several policies once; whether there is any of it."""
    from compliance.doubts import doubts
    from compliance.layout import count
    from compliance.settled import today

    found: dict[tuple[str, str], list[str]] = {}
    for each in doubts(book, today(), examples):
        found.setdefault((each.what, each.hint), []).append(each.where)
    for (what, hint), places in found.items():
        shown = ", ".join(places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
        typer.echo(f"{shown}: {what}\n  {hint}")
    if found:
        typer.echo(count(sum(map(len, found.values())), "thing") + " worth a look")
    return bool(found)


def _show_conflicts(policies: Iterable[Policy], desk: str, plan: Plan) -> None:
    """What of the policies cannot be kept together, or by this desk. Exits with 1 if there is any of it."""
    from compliance.conflict import conflicts, together
    from compliance.layout import count

    found = conflicts(policies, desk_of(desk, plan))
    for groups, reason, remedy in together(found):
        typer.echo(f"{' and '.join(', '.join(each) for each in groups)}: {reason}\n  {remedy}")
    typer.echo(count(len(found), "conflict"))
    raise typer.Exit(BLOCKED if found else PASSED)


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


def show_coverage(paths: PolicyPaths = None, debug: Debug = False) -> None:
    """Prove that every clause has its rule or is left to a person, and that every rule can fail.

    Then show by what each kind of requirement is decided, and for how many policies.
    """
    with door(debug):
        from compliance.coverage import cover, requirements
        from compliance.layout import count
        from compliance.load import load

        names, lexicon = sources(paths or ())
        book = load(names, lexicon_paths=lexicon)
        problems: list[str] = []
        for each in cover(book):
            problems += each.problems
            proved = f"{count(len(each.trials), 'example')}, {count(len(each.mutants), 'mutant')}"
            typer.echo(f"{each.policy}: {count(len(each.clauses), 'clause')}, {proved}")
        for kind, decided in requirements(book.policies).items():
            ways = "; ".join(f"{way} {len(policies)}" for way, policies in decided.items())
            if ways:
                typer.echo(f"  {kind}: {ways}")
        show_lines(problems)
        typer.echo(f"{count(len(problems), 'thing')} not proved")
        raise typer.Exit(BLOCKED if problems else PASSED)


def diff(  # noqa: PLR0917 - each is an option
    old: Annotated[str, typer.Argument(metavar="OLD", help="A policy, or a folder of them, as it was.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same as it is now.")],
    archive: Annotated[
        list[str] | None, typer.Option("--archive", metavar="PATH", help="Articles to judge by both; repeatable.")
    ] = None,
    desk: DeskPath = None,
    as_of: AsOf = None,
    map: Mapping = None,
    debug: Debug = False,
) -> None:
    """Show which rules differ between two versions of policies, and which articles are judged otherwise, and why."""
    with door(debug):
        from compliance.comparison import article_changes, rule_changes
        from compliance.finding import Fault
        from compliance.inputs import expand
        from compliance.layout import count
        from compliance.load import load
        from compliance.plan import compile as compile_plan
        from compliance.readers import read
        from compliance.run import together
        from compliance.scan import Scanner

        plans = []
        for each in (old, new):
            names, lexicon = sources([each])
            book = load(names, lexicon_paths=lexicon)
            plans.append(compile_plan(book.policies, book.lexicon))
        changes = [f"{each.rule}: {each.what}" for each in rule_changes(*plans)]
        show_lines(changes)
        typer.echo(count(len(changes), "rule differs", "rules differ"))
        if archive is None:
            raise typer.Exit(PASSED)
        before, after = (Scanner(plan, desk_of(desk or "", plan), day(as_of)) for plan in plans)
        seen = differing = 0
        for item in expand(archive):
            found = [item] if isinstance(item, Fault) else read(item, mapping_of(map))
            for delivered in together(found):
                seen += 1
                for change in article_changes(before, after, delivered, getattr(item, "name", "")):
                    differing += 1
                    typer.echo(f"{change.article}: {change.before} -> {change.after}")
                    show_lines(
                        f"  {each.rule}: {each.before} -> {each.after} ({each.reason})" for each in change.outcomes
                    )
        typer.echo(f"{differing:,} of {count(seen, 'article')} judged otherwise")
        raise typer.Exit(PASSED if seen else UNCHECKED)
