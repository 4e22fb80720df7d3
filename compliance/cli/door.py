"""The way out of every command: what is printed, and the exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import typer

PASSED, BLOCKED, INVALID, UNCHECKED, INTERRUPTED = 0, 1, 2, 3, 130

EXIT_CODES = """\b
Exit codes:
  0    everything was checked, and nothing is blocked
  1    everything was checked, and something is blocked (see --fail-on)
  2    the command, the configuration or a policy is wrong
  3    something could not be checked, whatever else was found
  130  interrupted
"""


def show_lines(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        typer.echo(line)


def refuse(message: str, hint: str = "", code: int = INVALID) -> NoReturn:
    """Say what is wrong, and exit."""
    typer.echo(f"error: {message}", err=True)
    if hint:
        typer.echo(f"hint: {hint}", err=True)
    raise typer.Exit(code)


@contextmanager
def door(debug: bool, go_on: bool = False) -> Iterator[None]:
    """Whatever goes wrong inside ends in a clear message and the right exit code; `go_on`: in the message alone."""
    try:
        yield
    except (typer.Exit, typer.BadParameter):
        if not go_on:
            raise
    except KeyboardInterrupt:
        refuse("interrupted", code=INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(UNCHECKED) from None
    except Exception as error:
        if debug:
            raise
        if not go_on:
            _answer(error)
        with suppress(typer.Exit):
            _answer(error)


def _answer(error: Exception) -> NoReturn:
    """The message for an error, and its exit code: 2 for what the user can put right, 3 for a fault of ours."""
    if diagnostics := getattr(error, "diagnostics", ()):
        typer.echo("\n\n".join(each.render() for each in diagnostics), err=True)
        raise typer.Exit(INVALID)
    from compliance.originals import IndexRefusedError
    from compliance.outputs import OutputError
    from compliance.plan import PlanError
    from compliance.revision import RevisionError
    from compliance.settled import SettingError

    if isinstance(error, SettingError):
        refuse(str(error), error.hint)
    if isinstance(error, OutputError | PlanError | RevisionError | IndexRefusedError):
        refuse(str(error))
    if isinstance(error, OSError):
        refuse(str(error), code=UNCHECKED)
    refuse(f"{type(error).__name__}: {error}", "this is a bug: `--debug` shows where", UNCHECKED)
