"""The command line: the only place that prints, colours and exits. Its words come from `render` and `explain`.

Everything but typer is imported inside the commands, so that each pays only for what it uses.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

if TYPE_CHECKING:
    import datetime as dt

    from compliance.config import Settled
    from compliance.desk import Desk
    from compliance.plan import Plan
    from compliance.policy import Manual, Policy, Rule
    from compliance.run import Seen

PASSED, BLOCKED, INVALID, UNCHECKED, INTERRUPTED = 0, 1, 2, 3, 130

EXIT_CODES = """\b
Exit codes:
  0    everything was checked, and nothing is blocked
  1    everything was checked, and something is blocked (see --fail-on)
  2    the command, the configuration or a policy is wrong
  3    something could not be checked, whatever else was found
  130  interrupted
"""

_PLAIN: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": None, "pretty_exceptions_enable": False}

app = typer.Typer(
    help="Tells a newsroom, before it publishes, whether an article keeps the terms it came under.",
    context_settings={"help_option_names": ["-h", "--help"]},
    **_PLAIN,
)
policy_app = typer.Typer(help="Check the policies themselves.", **_PLAIN)
config_app = typer.Typer(help="Show what is configured.", **_PLAIN)
app.add_typer(policy_app, name="policy")
app.add_typer(config_app, name="config")


def main() -> None:
    """The `compliance` command."""
    app(prog_name="compliance")


def _version(asked: bool) -> None:
    if asked:
        from compliance import __version__

        typer.echo(f"compliance {__version__}")
        raise typer.Exit


def _formats() -> list[str]:
    from compliance.render import RENDERERS

    return list(RENDERERS)


Policies = Annotated[
    list[str] | None,
    typer.Option("--policy", "-p", metavar="ID|PATH", help="A policy to use; repeatable. [default: all shipped]"),
]
PolicyPaths = Annotated[
    list[str] | None, typer.Argument(metavar="PATHS", help="Policies: ids, files or folders. [default: all shipped]")
]
Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATHS|-", help="Files, folders and globs; - is standard input.")
]
DeskPath = Annotated[str | None, typer.Option("--desk", metavar="FILE", help="The desk profile.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format", "-f", metavar="FORMAT", help="text, json, jsonl, sarif or github.", autocompletion=_formats
    ),
]
Outputs = Annotated[
    list[str] | None, typer.Option("--output", "-o", metavar="FORMAT=FILE", help="A file to write too; repeatable.")
]
FailOn = Annotated[
    str | None, typer.Option("--fail-on", metavar="block|review", help="The verdict from which to exit with 1.")
]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="The day to judge undated articles on. [default: today]")
]
Mapping = Annotated[
    str | None,
    typer.Option("--map", metavar="FILE|NAME=PATH,...", help="How records name our fields: body=content.rendered"),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Only articles that do not pass, and the summary.")]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, show_default=False, help="What is kept or does not apply, too.")
]
Color = Annotated[str, typer.Option("--color", metavar="auto|always|never", help="Whether to use colour.")]
Listing = Annotated[str, typer.Option("--format", "-f", metavar="text|json", help="How to list them.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")]
Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
]


@app.callback()
def _compliance(version: Version = False) -> None:
    pass


@app.command(epilog=EXIT_CODES)
def check(  # noqa: PLR0917 - each is an option
    paths: Paths = None,
    policy: Policies = None,
    desk: DeskPath = None,
    format: Format = None,
    output: Outputs = None,
    fail_on: FailOn = None,
    as_of: AsOf = None,
    map: Mapping = None,
    quiet: Quiet = False,
    verbose: Verbose = 0,
    color: Color = "auto",
    debug: Debug = False,
) -> None:
    """Check articles against the terms they came under."""
    with _door(debug):
        config = _settle(
            paths=_given(paths),
            policy=_given(policy),
            desk=desk,
            format=_chosen("--format", format, _formats()),
            output=_given(output),
            fail_on=_chosen("--fail-on", fail_on, ["block", "review"]),
            as_of=_date(as_of),
            map=_mapping(map),
        ).config
        plan = _plan(config.policy)
        profile = _desk(config.desk, plan)

        from compliance.outputs import Screen
        from compliance.render import Setting
        from compliance.run import Seen, open_files, run
        from compliance.run import check as checked
        from compliance.scan import Scanner

        about: dict[str, Any] = {"verbose": verbose, "quiet": quiet, "root": Path.cwd().as_posix()}
        about |= {"obligations": plan.obligations, "titles": plan.titles, "plan": plan.digest}
        screen = Screen(config.format, Setting(**about, **_look(color)))
        if config.map:
            _refuse_mapping(config.map)
        scanner = Scanner(plan, desk=profile, as_of=config.as_of or _today())
        files = open_files(config.output, config.paths, Setting(**about))
        seen = Seen()
        run(checked(scanner, config.paths, config.map, seen), screen, files, seen)
        if note := seen.note():
            typer.echo(note, err=True)
        raise typer.Exit(_verdict(seen, config.fail_on))


@app.command()
def rules(policy: Policies = None, format: Listing = "text", color: Color = "auto", debug: Debug = False) -> None:
    """List every rule: its id, level, severity, check, and what it asks for."""
    with _door(debug):
        from compliance.explain import catalogue, rows

        _chosen("--format", format, ["text", "json"])
        plan = _plan(_settle(policy=_given(policy)).config.policy)
        if format == "json":
            from compliance.render.json import encode

            typer.echo("[\n" + ",\n".join(map(encode, rows(plan.obligations))) + "\n]")
        else:
            _print(catalogue(plan.obligations, plan.titles, **_look(color)))


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="A rule's id, as in dcnf/byline.")],
    policy: Policies = None,
    color: Color = "auto",
    debug: Debug = False,
) -> None:
    """Explain a rule: what it asks, by which clause, how it is checked, and articles that keep and break it."""
    with _door(debug):
        from compliance.explain import explain as explained
        from compliance.explain import explicable
        from compliance.layout import did_you_mean
        from compliance.load import load

        names, lexicon = _sources(_settle(policy=_given(policy)).config.policy)
        policies = load(names, lexicon_paths=lexicon).policies
        known: dict[str, tuple[Policy, Rule | Manual]] = {
            f"{each.policy}/{one.id}": (each, one) for each in policies for one in explicable(each)
        }
        if rule not in known:
            _refuse(f"there is no rule `{rule}`", did_you_mean(rule, list(known)) or "`compliance rules` lists all")
        _print(explained(*known[rule], **_look(color)))


@policy_app.command()
def lint(paths: PolicyPaths = None, debug: Debug = False) -> None:
    """Show everything that is wrong with policies, all at once."""
    with _door(debug):
        from compliance.layout import count
        from compliance.load import PolicyError, load
        from compliance.plan import compile as compile_plan

        names, lexicon = _sources(paths or ())
        try:
            book = load(names, lexicon_paths=lexicon)
        except PolicyError as error:
            _print(f"{each.render()}\n" for each in error.diagnostics)
            typer.echo(count(len(error.diagnostics), "error"))
            raise typer.Exit(INVALID) from None
        plan = compile_plan(book.policies, book.lexicon)
        found = f"{count(len(plan.terms), 'policy', 'policies')}, {count(len(plan.obligations), 'obligation')}"
        typer.echo(f"{found}: no errors")


@policy_app.command("test")
def try_examples(paths: PolicyPaths = None, debug: Debug = False) -> None:
    """Run the examples of policies, then damage what keeps each rule, to see whether the rule notices.

    Both must come out right: a rule that no damage can make fail would pass whatever it is given.
    """
    with _door(debug):
        from compliance.examples import run
        from compliance.layout import count
        from compliance.load import load
        from compliance.mutate import mutants

        names, lexicon = _sources(paths or ())
        book = load(names, lexicon_paths=lexicon)
        trials = run(book)
        if not trials:
            _refuse("there are no examples to run", "give every rule `examples`", UNCHECKED)
        wrong = [each for each in trials if not each.ok]
        damage = [each for policy in book.policies for each in mutants(policy, book.lexicon, book.policies)]
        unnoticed = [each for each in damage if not each.noticed]
        _print(each.message for each in wrong)
        _print(each.message for each in unnoticed)
        typer.echo(f"{count(len(trials), 'example')}: {len(trials) - len(wrong):,} right, {len(wrong):,} wrong")
        typer.echo(f"{count(len(damage), 'mutant')}: {len(damage) - len(unnoticed):,} noticed, {len(unnoticed):,} not")
        raise typer.Exit(BLOCKED if wrong or unnoticed else PASSED)


@app.command()
def schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of what: a policy, unless named.")] = "policy",
    debug: Debug = False,
) -> None:
    """Print the JSON Schema of a policy, lexicon, desk, article, config, metadata or report."""
    with _door(debug):
        from compliance.render.json import schema as report
        from compliance.schema import SCHEMAS, dumps
        from compliance.schema import schema as built

        _chosen("NAME", name, [*SCHEMAS, "report"])
        typer.echo(dumps(report() if name == "report" else built(name)), nl=False)


@config_app.command()
def show(debug: Debug = False) -> None:
    """Show every setting in force here, and where it comes from."""
    with _door(debug):
        settled = _settle()
        for name, origin in settled.origins.items():
            typer.echo(f"{name:<9} {_written(getattr(settled.config, name)):<32} {origin}")


def _verdict(seen: Seen, fail_on: str) -> int:
    """The exit code of a run. 0 and 1 promise that everything was checked, so that a Fault outranks a block."""
    if not seen.complete:
        return UNCHECKED
    failing = {"block", "review"} if fail_on == "review" else {"block"}
    return BLOCKED if seen.verdicts & failing else PASSED


def _settle(**options: Any) -> Settled:
    """What the configuration says, and what of it the command line overrides."""
    from compliance.config import settle

    return settle({name: value for name, value in options.items() if value is not None}, Path.cwd())


def _plan(policies: Iterable[str]) -> Plan:
    from compliance.cache import default_folder, plan_for

    return plan_for(*_sources(policies), default_folder())


def _sources(policies: Iterable[str]) -> tuple[list[Path], list[Path]]:
    """The files behind the policies that are named, by default all that are shipped, and the words they need."""
    from compliance.load import LEXICON, find, shipped, sort_files

    paths = [find(each) for each in policies] or [shipped()]
    return paths, sort_files([shipped() / LEXICON, *paths])[1]


def _desk(path: str, plan: Plan) -> Desk:
    from compliance.desk import NO_DESK

    if not path:
        return NO_DESK
    from compliance.load import load_desk

    return load_desk(Path(path), {each.id: each.rule.check == "manual" for each in plan.obligations})


def _given(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(values) if values else None


def _chosen(option: str, value: str | None, choices: list[str]) -> str | None:
    """The value, if it is one of the choices. Raises BadParameter."""
    if value is not None and value not in choices:
        from compliance.layout import did_you_mean

        hint = did_you_mean(value, choices) or f"it can be {', '.join(choices)}"
        raise typer.BadParameter(f"`{value}` is not known here: {hint}", param_hint=option)
    return value


def _date(value: str | None) -> dt.date | None:
    import datetime as dt

    try:
        return dt.date.fromisoformat(value) if value is not None else None
    except ValueError:
        raise typer.BadParameter(f"`{value}` is no date: write 2026-11-22", param_hint="--as-of") from None


def _mapping(value: str | None) -> dict[str, str] | None:
    """`name=path,name=path`, or the file that holds such pairs."""
    if value is None:
        return None
    if "=" not in value:
        from compliance.load import load_as

        return dict(load_as(dict[str, str], Path(value)))
    pairs = [each.partition("=") for each in value.split(",")]
    if not all(name.strip() and path.strip() for name, _, path in pairs):
        raise typer.BadParameter(f"`{value}` is not understood: write NAME=PATH,NAME=PATH", param_hint="--map")
    return {name.strip(): path.strip() for name, _, path in pairs}


def _refuse_mapping(mapping: dict[str, str]) -> None:
    """Refuse a mapping of names that are not ours before anything is read."""
    from compliance.readers.record import check_mapping

    try:
        check_mapping(mapping)
    except ValueError as error:
        _refuse(str(error))


def _today() -> dt.date:
    import datetime as dt

    return dt.datetime.now().astimezone().date()


def _look(color: str) -> dict[str, Any]:
    """How wide and how colourful the screen may be: by the option, the environment, and whether it is a terminal."""
    _chosen("--color", color, ["auto", "always", "never"])
    terminal = sys.stdout.isatty()
    wanted = terminal and os.environ.get("TERM") != "dumb"
    if os.environ.get("FORCE_COLOR"):
        wanted = True
    if os.environ.get("NO_COLOR"):
        wanted = False
    width = 100
    if terminal:
        import shutil

        width = max(60, min(shutil.get_terminal_size().columns, 120))
    return {"color": {"always": True, "never": False}.get(color, wanted), "width": width}


def _written(value: Any) -> str:
    if isinstance(value, dict):
        value = tuple(f"{name}={path}" for name, path in value.items())
    return " ".join(value) if isinstance(value, tuple) and value else str(value or "-")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _refuse(message: str, hint: str = "", code: int = INVALID) -> NoReturn:
    """Say what is wrong, and exit."""
    typer.echo(f"error: {message}", err=True)
    if hint:
        typer.echo(f"hint: {hint}", err=True)
    raise typer.Exit(code)


@contextmanager
def _door(debug: bool) -> Iterator[None]:
    """Whatever goes wrong inside ends in a clear message and the right exit code."""
    try:
        yield
    except (typer.Exit, typer.BadParameter):
        raise
    except KeyboardInterrupt:
        _refuse("interrupted", code=INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(UNCHECKED) from None
    except Exception as error:
        if debug:
            raise
        _answer(error)


def _answer(error: Exception) -> NoReturn:
    """The message for an error, and its exit code: 2 for what the user can put right, 3 for a fault of ours."""
    if diagnostics := getattr(error, "diagnostics", ()):
        typer.echo("\n\n".join(each.render() for each in diagnostics), err=True)
        raise typer.Exit(INVALID)
    from compliance.outputs import OutputError
    from compliance.plan import PlanError

    if isinstance(error, OutputError | PlanError):
        _refuse(str(error))
    if isinstance(error, OSError):
        _refuse(str(error), code=UNCHECKED)
    _refuse(f"{type(error).__name__}: {error}", "this is a bug: `--debug` shows where", UNCHECKED)
