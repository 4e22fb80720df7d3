"""Pictures for the site: terminals as SVG, by rich; pages as PNG, where chromium and playwright are there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
TERMINALS = {
    "check.svg": ["check", "--policy", "dcnf", "fixtures/articles/dcnf.txt"],
    "fix.svg": ["fix", "--diff", "--policy", "propublica", "fixtures/republished/03-two-bylines-in-the-text.html"],
}
_FONT = re.compile(r"\s*@font-face \{[^}]*\}")
"""Fonts that a browser would fetch from somewhere: the reader's own will do."""
PAGES = {"report.png": ["check", "--policy", "dcnf", "fixtures/articles/dcnf.txt", "-o", "html={}"]}


def take(folder: Path) -> frozenset[str]:
    """Take all that can be taken here, into a folder; the names of the pictures."""
    return frozenset({*_terminals(folder), *_pages(folder)})


def _terminals(folder: Path) -> list[str]:
    from rich.console import Console
    from rich.text import Text

    for name, arguments in TERMINALS.items():
        console = Console(record=True, width=100, file=(folder / "unused").open("w", encoding="utf-8"))
        console.print(f"$ compliance {' '.join(arguments)}", highlight=False)
        console.print(Text.from_ansi(_run([*arguments, "--color", "always"])))
        console.file.close()
        (folder / "unused").unlink()
        picture = console.export_svg(title="compliance", unique_id=name.removesuffix(".svg"))
        (folder / name).write_text(_FONT.sub("", picture), encoding="utf-8")
    return list(TERMINALS)


def _pages(folder: Path) -> list[str]:
    chromium = shutil.which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        sys.stderr.write("no pictures of pages: they need chromium, and the extra `browser`\n")
        return []
    with TemporaryDirectory() as made, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, arguments in PAGES.items():
            target = Path(made) / f"{name}.html"
            _run([each.format(target) for each in arguments])
            page = browser.new_page(viewport={"width": 1100, "height": 900})
            page.goto(target.as_uri())
            page.screenshot(path=str(folder / name))
        browser.close()
    return list(PAGES)


def _run(arguments: list[str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "compliance", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1, 3):
        raise SystemExit(f"compliance {' '.join(arguments)}: {done.stderr}")
    return done.stdout
