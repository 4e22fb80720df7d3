"""Imports point one way: a module may import from the layers below its own, and from its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "compliance"

LAYERS = [
    {
        "__init__",
        "lazy",
        "noun",
        "runs",
        "address",
        "layout",
        "sample",
        "durable",
        "spellings",
        "letters",
        "recurrence",
        "rulebook",
    },
    {"article", "borders", "literals", "text"},
    {
        "finding",
        "found",
        "match",
        "trial",
        "repair",
        "quotation",
        "slips",
        "sentence",
        "document",
        "site",
        "difference",
        "ledger",
        "alignment",
        "moment",
        "overlap",
    },
    {"postings", "shingles", "packed"},
    {"policy", "report", "expression", "readers", "disguise", "vocabulary", "company", "words"},
    {"lexicon", "starter", "desk", "obligation", "inputs", "fragment"},
    {"edits", "surroundings", "pieces", "fidelity", "notices", "leads", "originals", "reuse", "shelf"},
    {"archive_index"},
    {"indexing"},
    {"case", "passage", "fingerprint", "waiver", "brake", "particulars"},
    {"attribution", "baseline", "naming", "slot", "condition", "licence_name", "sighting", "quiet"},
    {"byline", "wording", "licence"},
    {"opener"},
    {"biography", "picture", "namelist", "claim"},
    {"signature", "provenance"},
    {"affiliation"},
    {"openings"},
    {"claims"},
    {"authors"},
    {"checks"},
    {"language", "plan"},
    {"insertion"},
    {"material", "rewriting", "untouched"},
    {"repairs"},
    {"load", "detection", "docket", "explain"},
    {"scan", "catalogue"},
    {"fix"},
    {"cache", "config", "examples", "excuse", "render", "revision"},
    {"doubts", "mutate", "outputs", "schema", "settled", "sweep"},
    {"run", "convert", "conflict", "coverage"},
    {"rows", "listing", "comparison", "legend"},
    {"columns", "chunk", "archived"},
    {"part"},
    {"engines", "folder"},
    {"batch", "tables", "tallies", "decision", "checker", "watched"},
    {"archive", "overview", "recheck", "service", "integrations", "spark"},
    {"page"},
    {"cli"},
    {"__main__"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}

MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if "_rules" not in path.parts)

# The libraries that one module alone may import, so that they can be replaced there.
ONLY_IN = {
    "re2": {"match"},
    "ahocorasick_rs": {"match"},
    "yaml": {"language", "readers"},
    "turbohtml": {"readers"},
    "typer": {"cli"},
    "bs4": {"insertion", "mutate"},
    "lxml": {"readers"},
    "numpy": {"shingles", "postings", "archive_index", "indexing"},
    "pyarrow": {"columns", "readers", "spark"},
    "pyspark": {"spark"},
    "sqlite3": {"archive_index", "indexing", "tallies"},
    "rapidfuzz": {"alignment"},
    "phonenumbers": {"particulars"},
    "django": {"integrations"},
    "wagtail": {"integrations"},
    "starlette": {"service"},
    "uvicorn": {"service"},
    "prometheus_client": {"service"},
}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def room(dotted: str) -> str:
    parts = dotted.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in RANK else "__init__"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_imports_point_down(module: Path) -> None:
    own = module.parts[0].removesuffix(".py")
    assert own in RANK, f"`{own}` has no layer: put it into LAYERS"
    for name in imported(PACKAGE / module):
        if name == "compliance" or name.startswith("compliance."):
            assert RANK[room(name)] <= RANK[own], f"{module} imports {name}, which lies above it"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_libraries_stay_in_their_room(module: Path) -> None:
    own = module.parts[0].removesuffix(".py")
    for name in {each.split(".")[0] for each in imported(PACKAGE / module)} & set(ONLY_IN):
        assert own in ONLY_IN[name], f"{module} imports {name}"


def test_only_the_command_line_prints_and_exits() -> None:
    for module in MODULES:
        if module.parts[0] in ("cli", "__main__.py"):
            continue
        for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("print", "exit", "quit"), f"{module} prints or exits"
