"""An installed program works without a checkout: the wheel carries the policies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_checks_an_article_away_from_the_checkout(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "--wheel-dir", str(tmp_path), str(ROOT)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    site = tmp_path / "site"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(site), str(wheel)], check=True)
    article = tmp_path / "article.txt"
    article.write_bytes((ROOT / "fixtures" / "articles" / "dcnf.txt").read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(site), "COMPLIANCE_CACHE": ""}
    script = "import compliance, sys; sys.argv[0] = compliance.__file__; from compliance.cli import main; main()"
    command = [sys.executable, "-c", script, "check", "--format", "json", str(article)]
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stderr
    assert '"dcnf/byline"' in result.stdout
    shown = subprocess.run(
        [sys.executable, "-c", "import compliance; print(compliance.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout.startswith(str(site))
    begun = subprocess.run(
        [sys.executable, "-c", script, "init", "desk"], cwd=tmp_path, env=environment, capture_output=True, check=False
    )
    assert begun.returncode == 0, begun.stderr
    assert (tmp_path / "desk" / "rules" / "house.yaml").exists()
