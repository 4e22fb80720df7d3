"""The command line: the only place that prints, colours and exits. Its words come from `render` and `explain`.

Everything but typer is imported inside the commands, so that each pays only for what it uses.
"""

from __future__ import annotations

import atexit
import gc
from typing import Annotated, Any

import typer

from compliance.cli.archiving import archive, recheck
from compliance.cli.baselines import baseline
from compliance.cli.checking import check
from compliance.cli.converting import convert
from compliance.cli.door import EXIT_CODES
from compliance.cli.explaining import explain, rules
from compliance.cli.fixing import fix
from compliance.cli.originals import index, query
from compliance.cli.plugins import plugin
from compliance.cli.policies import diff, lint, show_coverage, try_examples
from compliance.cli.reporting import report
from compliance.cli.scanning import scan
from compliance.cli.serving import serve
from compliance.cli.showing import schema, show
from compliance.cli.starting import init, new
from compliance.cli.waiving import waive

__all__ = ["app", "main"]

_MOST_NEW = 50_000
"""After so many new objects garbage is looked for, where it is not looked for between articles (`sweep`)."""
_PLAIN: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": None, "pretty_exceptions_enable": False}

app = typer.Typer(
    help="Tells a newsroom, before it publishes, whether an article keeps the terms it came under.",
    context_settings={"help_option_names": ["-h", "--help"]},
    **_PLAIN,
)
policy_app = typer.Typer(help="Check the policies themselves.", **_PLAIN)
originals_app = typer.Typer(help="An index of originals, to find copy that was taken without a word.", **_PLAIN)
config_app = typer.Typer(help="Show what is configured.", **_PLAIN)


def main() -> None:
    """The `compliance` command.

    What it loads and compiles stays, and is not looked through for garbage again and again, nor once more at the end.
    """
    gc.set_threshold(_MOST_NEW, 20, 20)
    atexit.register(gc.freeze)
    app(prog_name="compliance")


def _version(asked: bool) -> None:
    if asked:
        from compliance import __version__

        typer.echo(f"compliance {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
]


@app.callback()
def _compliance(version: Version = False) -> None:
    pass


app.command()(init)
app.command(epilog=EXIT_CODES)(check)
app.command(epilog=EXIT_CODES)(scan)
app.command()(report)
app.command(epilog=EXIT_CODES)(archive)
app.command(epilog=EXIT_CODES)(recheck)
app.command()(serve)
app.command(epilog=EXIT_CODES)(fix)
app.command()(convert)
app.command()(rules)
app.command()(explain)
app.add_typer(policy_app, name="policy")
policy_app.command()(new)
policy_app.command()(lint)
policy_app.command("test")(try_examples)
policy_app.command("coverage")(show_coverage)
policy_app.command()(diff)
app.add_typer(originals_app, name="originals")
originals_app.command()(index)
originals_app.command()(query)
app.command()(baseline)
app.command()(plugin)
app.command()(waive)
app.command()(schema)
app.add_typer(config_app, name="config")
config_app.command()(show)
