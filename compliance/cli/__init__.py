"""The command line: the only place that prints, colours and exits. Its words come from `render` and `explain`.

Everything but typer is imported inside the commands, so that each pays only for what it uses.
"""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Annotated, Any

import typer

_MOST_NEW = 50_000
"""After so many new objects garbage is looked for, where it is not looked for between articles (`sweep`)."""
PLAIN: dict[str, Any] = {"no_args_is_help": True, "rich_markup_mode": None, "pretty_exceptions_enable": False}


def main() -> None:
    """The `compliance` command.

    What it loads and compiles stays, and is not looked through for garbage again and again, nor once more at the end.
    """
    gc.set_threshold(_MOST_NEW, 20, 20)
    atexit.register(gc.freeze)
    app = _checking() if sys.argv[1:2] == ["check"] else _whole()
    app(prog_name="compliance")


def compliance() -> typer.Typer:
    """The program, without its commands."""
    app = typer.Typer(
        help="Tells a newsroom, before it publishes, whether an article keeps the terms it came under.",
        context_settings={"help_option_names": ["-h", "--help"]},
        **PLAIN,
    )
    app.callback()(_compliance)
    return app


def _checking() -> typer.Typer:
    """The program with nothing but `check`, which hooks and editors run on every save: making all takes a while."""
    from compliance.cli.checking import check
    from compliance.cli.door import EXIT_CODES

    app = compliance()
    app.command(epilog=EXIT_CODES)(check)
    return app


def _whole() -> typer.Typer:
    """The program with all its commands."""
    from compliance.cli.commands import app

    return app


def _version(asked: bool) -> None:
    if asked:
        from compliance import __version__

        typer.echo(f"compliance {__version__}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
]


def _compliance(version: Version = False) -> None:
    pass


def __getattr__(name: str) -> Any:
    """`app`, the program with all its commands, is made for who asks for it."""
    if name == "app":
        return _whole()
    raise AttributeError(f"compliance.cli has no `{name}`")
