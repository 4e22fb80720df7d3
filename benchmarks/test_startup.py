"""How long `compliance check` takes on one small file from nothing, beside an interpreter that does nothing.

The budget is 150 ms in all on a small machine with the plan cache warm.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ARTICLE = "fixtures/articles/dcnf.txt"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Bytecode and the compiled plan are at hand, as they are from the second run on."""
    warm = {name: str(tmp_path_factory.mktemp("warm")) for name in ("COMPLIANCE_CACHE", "PYTHONPYCACHEPREFIX")}
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **warm, "PYTHONPATH": str(ROOT)}


def run(environment: dict[str, str], *arguments: str) -> int:
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, check=False)
    return done.returncode


def test_python_itself(benchmark, environment: dict[str, str]) -> None:
    assert benchmark(run, environment, "-c", "pass") == 0


def test_typer_alone(benchmark, environment: dict[str, str]) -> None:
    assert benchmark(run, environment, "-c", "import typer") == 0


def test_check_one_small_file(benchmark, environment: dict[str, str]) -> None:
    run(environment, "-m", "compliance", "check", ARTICLE)
    assert benchmark(run, environment, "-m", "compliance", "check", ARTICLE) in (0, 1)
