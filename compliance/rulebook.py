"""Where the program's own rules and words lie: beside the package in a checkout, within it when it is installed."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def installed() -> Path:
    """The folder where an installed program has them."""
    return PACKAGE / "_rules"


def rulebook() -> Path | None:
    """The folder of the rules that come with the program; None if the installation lacks it."""
    if installed().is_dir():
        return installed()
    checkout = PACKAGE.parent
    return checkout / "rules" if (checkout / "pyproject.toml").is_file() and (checkout / "rules").is_dir() else None
