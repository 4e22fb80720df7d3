"""The accuracy harness works on two pages of our own, and its floor is well-formed; the real pages are not needed."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
FLOOR = ROOT / "benchmarks" / "floor.json"

SIGNED = """<!DOCTYPE html><html><head><title>Bridge closes | The Lantern</title>
<meta property="og:site_name" content="The Lantern"><meta name="author" content="admin">
<meta property="article:published_time" content="2024-11-05T10:00:00Z"></head>
<body><article><h1>Bridge closes</h1><p class="post-byline">By <a href="/author/jane-doe">Jane Doe</a></p>
<figure><img src="a.jpg" alt=""><figcaption>The bridge.<span class="c-credit">Foto: Ann Roe</span></figcaption></figure>
<p>The bridge over the river closes on Monday, the council said, and stays closed until spring.</p></article>
<footer>All content is licensed under
<a href="https://creativecommons.org/licenses/by-nc/4.0/">CC BY-NC 4.0</a></footer>
</body></html>"""

UNSIGNED = """<!DOCTYPE html><html><head><title>Opening hours - The Lantern</title>
<meta name="author" content="admin">
<meta property="og:site_name" content="The Lantern"></head>
<body><main><h1>Opening hours</h1>
<p>The library is open on weekdays from nine to five, and on Saturdays until noon.</p>
<section class="comments"><div class="comment-author">Max Moe</div><p>Good to know.</p></section></main></body>
</html>"""

SCORER = """
PEERS = {}

def score(gold, named):
    get = lambda page: named[page["set"], page["id"]]
    signed = [page for page in gold if page["authors"]]
    none = [page for page in gold if not page["authors"]]
    exact = sum(get(page)["authors"] == page["authors"] for page in signed) / max(1, len(signed))
    silent = sum(not get(page)["authors"] for page in none) / max(1, len(none))
    title = sum(get(page)["title"] == page["title"] for page in gold) / max(1, len(gold))
    return {
        "pages_title": len(gold), "pages_byline": len(signed), "pages_absent": len(none),
        "exact": exact, "person_p": exact, "person_r": exact, "person_f1": exact, "token_f1": exact,
        "absent_ok": silent, "policy_f1": silent, "title_exact": title, "title_lax": title,
    }
"""


@pytest.fixture(scope="module")
def accuracy() -> ModuleType:
    spec = importlib.util.spec_from_file_location("accuracy", ROOT / "benchmarks" / "accuracy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two pages as the real data has them."""
    folder = tmp_path / "bylines" / "own"
    folder.mkdir(parents=True)
    (tmp_path / "score_bylines.py").write_text(SCORER, encoding="utf-8")
    (folder / "signed.html").write_text(SIGNED, encoding="utf-8")
    (folder / "unsigned.html").write_text(UNSIGNED, encoding="utf-8")
    credited = [{"credit": ["Ann Roe"]}]
    labels = {"date": "2024-11-05", "site": "The Lantern", "license": "CC BY-NC 4.0", "images": credited}
    golds = [
        {"id": "signed", "file": "signed.html", "authors": ["Jane Doe"], "title": "Bridge closes", **labels},
        {"id": "unsigned", "file": "unsigned.html", "authors": [], "title": "Opening hours", "license": ""},
    ]
    (folder / "gold.jsonl").write_text("".join(json.dumps(gold) + "\n" for gold in golds), encoding="utf-8")
    return tmp_path


def test_two_pages_are_measured(accuracy: ModuleType, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written = data / "figures.json"
    assert accuracy.main(["--data", str(data), "--json", str(written)]) == 0
    assert "byline" in capsys.readouterr().out
    figures = json.loads(written.read_text(encoding="utf-8"))["compliance"]["all"]
    assert {name: value for name, value in figures.items() if not name.startswith("ms")} == dict.fromkeys(
        [
            *accuracy.BYLINES,
            "date",
            "site",
            *("credit precision", "credit recall", "licence precision", "licence recall"),
            *("rule met", "rule violated", "rule sound"),
        ],
        1.0,
    )


def test_a_floor_only_rises(accuracy: ModuleType, data: Path) -> None:
    floor = data / "floor.json"
    options = ["--data", str(data), "--floor", str(floor)]
    assert accuracy.main([*options, "--raise-floor"]) == 0
    stored = json.loads(floor.read_text(encoding="utf-8"))
    assert stored["figures"]["all"]["byline exact"] == 1.0
    (data / "bylines" / "own" / "signed.html").write_text(SIGNED, encoding="utf-8")
    assert accuracy.main(options) == 0
    stored["figures"]["all"]["byline exact"] = 1.1
    floor.write_text(json.dumps(stored), encoding="utf-8")
    assert accuracy.main([*options, "--raise-floor"]) == 1
    assert json.loads(floor.read_text(encoding="utf-8"))["figures"]["all"]["byline exact"] == 1.1


def test_a_floor_for_other_pages_is_refused(accuracy: ModuleType, data: Path) -> None:
    floor = data / "floor.json"
    assert accuracy.main(["--data", str(data), "--floor", str(floor), "--raise-floor"]) == 0
    (data / "bylines" / "own" / "signed.html").write_text(SIGNED + " ", encoding="utf-8")
    assert accuracy.main(["--data", str(data), "--floor", str(floor)]) == 2


def test_a_peer_that_is_not_installed_is_not_beaten(
    accuracy: ModuleType, data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> None:
        raise ImportError("no such module")

    monkeypatch.setattr(accuracy, "PEERS", ("nobody",))
    scorer = sys.modules[__name__]
    monkeypatch.setattr(scorer, "PEERS", {"nobody": missing}, raising=False)
    assert accuracy.measure_peers([], {}, scorer) == {"nobody": "not run"}
    assert "nobody: not run (no such module)" in capsys.readouterr().out


def test_the_floor_is_well_formed(accuracy: ModuleType) -> None:
    floor = json.loads(FLOOR.read_text(encoding="utf-8"))
    assert set(floor) == {"corpus", "figures"}
    assert len(floor["corpus"]) == 16
    known = {*accuracy.BYLINES, "date", "site"}
    known |= {"credit precision", "credit recall", "licence precision", "licence recall"}
    known |= {"rule met", "rule violated", "rule sound"}
    assert {"all", "looked at", "held back"} < set(floor["figures"])
    for row in floor["figures"].values():
        assert set(row) <= known
        assert all(0 <= value <= 1 for value in row.values())
