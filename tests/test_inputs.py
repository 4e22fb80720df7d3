"""From paths to inputs: each once, in order, and a Fault for whatever cannot be read."""

from __future__ import annotations

import io
import os
from collections import Counter
from pathlib import Path

import pytest

from compliance.finding import Fault
from compliance.inputs import Input, expand
from compliance.readers import read


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of articles to be in."""
    monkeypatch.chdir(tmp_path)
    for name in ["b.html", "a.txt", "sub/c.md", "sub/deep/d.jsonl", "photo.jpg", ".hidden.txt", ".git/e.txt"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("text", encoding="utf-8")
    return tmp_path


def names(*paths: str) -> list[str]:
    return [found.name for found in expand(paths) if isinstance(found, Input)]


def faults(*paths: str) -> list[tuple[str, str]]:
    return [(found.kind, found.input) for found in expand(paths) if isinstance(found, Fault)]


def test_a_folder_gives_its_known_files_sorted_and_not_the_hidden_ones(desk: Path) -> None:
    assert names(".") == ["a.txt", "b.html", "sub/c.md", "sub/deep/d.jsonl"]
    assert names("sub") == ["sub/c.md", "sub/deep/d.jsonl"]


def test_a_named_file_is_taken_whatever_its_suffix(desk: Path) -> None:
    assert names("photo.jpg") == ["photo.jpg"]


def test_paths_stay_as_given(desk: Path) -> None:
    assert names("sub/c.md", str(desk / "a.txt"), "./b.html") == ["sub/c.md", (desk / "a.txt").as_posix(), "b.html"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt"]),
        ("**/*.md", ["sub/c.md"]),
        ("s*", ["sub/c.md", "sub/deep/d.jsonl"]),
        ("[ab].*", ["a.txt", "b.html"]),
    ],
)
def test_patterns(desk: Path, pattern: str, expected: list[str]) -> None:
    assert names(pattern) == expected


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(desk: Path) -> None:
    (desk / "[1].txt").write_text("x", encoding="utf-8")
    assert names("[1].txt") == ["[1].txt"]


def test_the_same_file_is_read_once(desk: Path) -> None:
    (desk / "link.txt").symlink_to(desk / "a.txt")
    assert names("a.txt", "./a.txt", "*.txt", ".") == ["a.txt", "b.html", "sub/c.md", "sub/deep/d.jsonl"]
    assert names("-", "-") == ["-"]


@pytest.mark.parametrize("path", ["gone.txt", "*.gone", "a.txt/x", "bad\0name", "broken.txt"])
def test_what_is_not_there_is_a_fault_and_the_run_goes_on(desk: Path, path: str) -> None:
    (desk / "broken.txt").symlink_to("nowhere")
    assert faults(path, "a.txt") == [("not-found", path)]
    assert names(path, "a.txt") == ["a.txt"]


def test_a_folder_without_articles_is_a_fault(desk: Path) -> None:
    (desk / "empty").mkdir()
    assert faults("empty") == [("empty", "empty")]


def test_a_pipe_is_never_opened(desk: Path) -> None:
    os.mkfifo(desk / "pipe.txt")
    assert faults("pipe.txt") == [("unreadable", "pipe.txt")]
    assert faults(".") == [("unreadable", "pipe.txt")]
    assert faults("/dev/null") == [("unreadable", "/dev/null")]


def test_a_file_that_cannot_be_opened_is_a_fault_when_it_is_read(desk: Path) -> None:
    found = list(read(Input("a.txt", str(desk / "no" / "a.txt"))))
    assert [(each.kind, each.input) for each in found if isinstance(each, Fault)] == [("unreadable", "a.txt")]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(b"Some words.")

    monkeypatch.setattr("sys.stdin", Stdin())
    (only,) = expand(["-"])
    assert isinstance(only, Input)
    assert only.name == "-"
    assert only.open().read() == b"Some words."


def test_a_name_that_is_no_text_can_still_be_printed(desk: Path) -> None:
    raw = os.fsencode(str(desk)) + b"/caf\xe9.txt"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    shown = [name for name in names(".") if "caf" in name]
    assert shown == ["caf\\xe9.txt"]
    shown[0].encode("utf-8")


def test_what_a_folder_holds_besides_is_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.PDF", "c.pdf", "Makefile", ".hidden"):
        (tmp_path / name).write_text("text")
    passed_over: Counter[str] = Counter()
    assert [each.name.rpartition("/")[2] for each in expand([str(tmp_path)], passed_over)] == ["a.txt"]
    assert passed_over == {".pdf": 2, "": 1}
