"""The site is made of what is there: its pages name sections, files and commands that exist, and build strictly."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_build", ROOT / "docs/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_page_of_the_site_is_made(build: ModuleType) -> None:
    nav = yaml.safe_load((ROOT / "docs/mkdocs.yml").read_text(encoding="utf-8"))["nav"]
    listed = {
        page for part in nav for pages in part.values() for page in [name for each in pages for name in each.values()]
    }
    asked = {"catalogue.md", "checks.md", "commands.md", "json.md"}
    written = {path.name for path in (ROOT / "docs/pages").glob("*.md")}
    assert listed == {*build.FROM_README, *build.COPIED.values(), *asked, *written}


def test_pages_name_what_is_there(build: ModuleType) -> None:
    headings = set(re.findall(r"^## (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert {heading for each in build.FROM_README.values() for heading in each} <= headings
    assert all((ROOT / path).is_file() for path in build.COPIED)
    assert all((ROOT / path).is_file() for each in build.SHOWN.values() for path, _ in each)


def test_links_into_the_checkout_lead_to_pages_or_become_words(build: ModuleType) -> None:
    text = "[the contract](docs/http.md), [a policy](rules/republication/dcnf.yaml), [web](https://a.example)"
    assert build._LINK.sub(build._linked, text) == "[the contract](http.md), a policy, [web](https://a.example)"


def test_the_catalogue_counts_what_can_be_put_right(build: ModuleType) -> None:
    said = build.repairable(build.load([build.shipped()]).policies)
    total, fixable, rest = map(int, re.findall(r"Of (\d+) failing.* (\d+) are of rules.* other (\d+) are", said)[0])
    assert fixable + rest == total
    assert fixable > rest


@pytest.mark.slow
def test_the_site_builds_strictly() -> None:
    pytest.importorskip("material", reason="needs mkdocs-material: pip install 'newsroom-compliance[docs]'")
    done = subprocess.run([sys.executable, "docs/build.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / ".site/html").glob("*.html")]
    assert len(pages) > 20
    assert sum(page.count("<img alt=") for page in pages) >= 2
    assert not [page for page in pages if re.search(r"(?:src|href)=\"?https?://(?:cdn|fonts|unpkg)", page)]
