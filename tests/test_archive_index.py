"""The index of originals on disk: what it finds, what it survives, and what it refuses."""

from __future__ import annotations

import json
import os
import pickle
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

pytest.importorskip("numpy", reason="an index of originals needs numpy: the extra `reuse`")

import numpy as np

from compliance import indexing, postings
from compliance.archive_index import ArchiveIndex
from compliance.article import Article
from compliance.cli import app
from compliance.indexing import Indexer
from compliance.letters import Letters
from compliance.originals import IndexRefusedError
from compliance.packed import pack, unpack
from compliance.readers import read_record, read_text
from compliance.reuse import reuses
from compliance.settled import originals_of
from compliance.shelf import Shelf
from compliance.shingles import shingles

ROOT = Path(__file__).parent.parent
WORDS = (ROOT / "benchmarks" / "corpus.txt").read_text(encoding="utf-8").split()


def text(seed: int, length: int = 120) -> str:
    chance = random.Random(seed)  # noqa: S311
    return " ".join(chance.choice(WORDS) for _ in range(length))


def article(number: int, body: str = "", **more: Any) -> Article:
    about = {"title": f"Of the story number {number}", "url": f"https://alder.example/2026/story-{4000 + number}"}
    found = read_record({"body": body or text(number), **about, **more}, f"story {number}")
    assert isinstance(found, Article), found
    return found


def build(path: Path, *articles: Article, free: bool = False) -> Indexer:
    with Indexer(path) as indexer:
        for each in articles:
            indexer.add(each, free)
    return indexer


def best(index: ArchiveIndex, copy: Article) -> str:
    return reuses(copy, index)[0].original.id


def copy_of(number: int) -> Article:
    words = text(number).split()
    found = read_record({"body": f"{text(1001, 50)} {' '.join(words[20:70])} {text(1002, 50)}"}, "copy")
    assert isinstance(found, Article), found
    return found


def test_it_finds_what_a_shelf_finds(tmp_path: Path) -> None:
    stories = [article(number) for number in range(30)]
    build(tmp_path, *stories)
    index, shelf = ArchiveIndex(tmp_path), Shelf(stories)
    pixel = '<img src="https://counter.alder.example/4007/count.gif" width="1" height="1">'
    for copy in (
        copy_of(7),
        article(99, text(3)),
        article(5, text(98)),
        article(99, text(8), title="Of the story number 8", url=""),
        article(99, f"<p>{text(90)}</p>{pixel}", body_type="html"),
        article(99, f'<p>{text(6)}</p><p><a href="https://alder.example/2026/story-4006">x</a>', body_type="html"),
        article(99, text(97)),
    ):
        assert index.find(copy) == shelf.find(copy)
        assert [each.original.id for each in reuses(copy, index)] == [each.original.id for each in reuses(copy, shelf)]


def test_it_gives_back_the_articles_that_were_put_in(tmp_path: Path) -> None:
    found = []
    for path in sorted((ROOT / "fixtures").rglob("*.*")):
        if path.parent.name in ("articles", "republished", "wires", "feeds") and path.suffix != ".eml":
            read = list(read_text(path.read_text(encoding="utf-8"), path.name))
            found += [each for each in read if isinstance(each, Article)]
    assert len(found) > 30
    for each in found:
        assert unpack(pack(each)) == each


def test_it_grows_and_knows_what_it_has(tmp_path: Path) -> None:
    build(tmp_path, article(1), article(2))
    before = ArchiveIndex(tmp_path).stamp
    again = build(tmp_path, article(2), article(3), article(3))
    assert (again.added, again.known, len(ArchiveIndex(tmp_path))) == (1, 2, 3)
    assert ArchiveIndex(tmp_path).stamp != before
    assert best(ArchiveIndex(tmp_path), copy_of(3)) == "story 3"
    stamp = ArchiveIndex(tmp_path).stamp
    build(tmp_path, article(3))
    assert ArchiveIndex(tmp_path).stamp == stamp


def test_many_batches_are_merged_and_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "_BATCH_HASHES", 30)
    monkeypatch.setattr(postings, "_BLOCK", 100)
    build(tmp_path, *map(article, range(60)))
    index = ArchiveIndex(tmp_path)
    with sqlite3.connect(tmp_path / "originals.sqlite") as database:
        segments = database.execute("SELECT name, size FROM segments").fetchall()
    assert len(segments) < 4
    assert sum(size for _, size in segments) == sum(len(shingles(Letters(text(n)).string).hashes) for n in range(60))
    assert {path.stem for path in tmp_path.glob("*.hashes")} == {name for name, _ in segments}
    assert [best(index, copy_of(number)) for number in range(60)] == [f"story {number}" for number in range(60)]


KILLED = """
import os, signal, sys
sys.path.insert(0, "tests")
from pathlib import Path
from test_archive_index import article
from compliance import durable
from compliance.indexing import Indexer
indexer = Indexer(Path(sys.argv[1]))
indexer.add(article(1))
indexer.flush()
settle = durable.settle
durable.settle = lambda folder: (settle(folder), os.kill(os.getpid(), signal.SIGKILL))
indexer.add(article(2))
indexer.flush()
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process as only POSIX does")
def test_a_killed_run_leaves_what_it_had_finished_and_can_be_run_again(tmp_path: Path) -> None:
    path = tmp_path / "index"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(path.glob("*.hashes"))) == 2
    assert len(ArchiveIndex(path)) == 1
    again = build(path, article(1), article(2))
    assert (again.added, again.known) == (1, 1)
    assert best(ArchiveIndex(path), copy_of(2)) == "story 2"
    with sqlite3.connect(path / "originals.sqlite") as database:
        known = {name for (name,) in database.execute("SELECT name FROM segments")}
    assert {file.stem for file in path.glob("*.hashes")} == known


def test_what_cannot_be_written_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, article(1))

    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(indexing, "write", full)
    with pytest.raises(OSError, match="No space"):
        build(tmp_path, article(2))
    assert len(ArchiveIndex(tmp_path)) == 1


def test_a_reader_keeps_what_it_opened_while_others_add(tmp_path: Path) -> None:
    build(tmp_path, *map(article, range(5)))
    index = ArchiveIndex(tmp_path)
    build(tmp_path, *map(article, range(5, 30)))
    assert best(index, copy_of(3)) == "story 3"
    assert best(ArchiveIndex(tmp_path), copy_of(20)) == "story 20"


def test_it_goes_to_other_processes_as_its_folder(tmp_path: Path) -> None:
    build(tmp_path, *map(article, range(5)))
    there = pickle.loads(pickle.dumps(ArchiveIndex(tmp_path)))  # noqa: S301
    assert best(there, copy_of(3)) == "story 3"


def test_free_texts_are_no_reuse(tmp_path: Path) -> None:
    copy = copy_of(1)
    build(tmp_path, article(1))
    assert reuses(copy, ArchiveIndex(tmp_path))[0].taken > 30
    build(tmp_path, article(2, " ".join(text(1).split()[10:80])), free=True)
    assert reuses(copy, ArchiveIndex(tmp_path))[0].taken == 0


def test_an_article_without_letters_finds_nothing(tmp_path: Path) -> None:
    build(tmp_path, article(1, "…"), article(2, "Short."))
    assert reuses(article(3, "—"), ArchiveIndex(tmp_path)) == ()


def test_text_without_spaces_is_found(tmp_path: Path) -> None:
    story = "市議会は月曜日、川沿いの診療所を九年ぶりに開くことを決めた。病床は四十あり、屋根は銅でできている。"
    build(tmp_path, article(1, story * 2), article(2))
    copy = article(9, f"{text(5, 30)} {story} {text(6, 30)}")
    assert best(ArchiveIndex(tmp_path), copy) == "story 1"


@pytest.mark.parametrize("damage", ["version", "layout", "cut", "gone", "no database"])
def test_what_is_not_whole_or_of_another_version_is_refused(tmp_path: Path, damage: str) -> None:
    build(tmp_path, article(1))
    (hashes,) = tmp_path.glob("*.hashes")
    if damage in ("version", "layout"):
        with sqlite3.connect(tmp_path / "originals.sqlite") as database:
            database.execute(
                "UPDATE meta SET value = '99' WHERE key = ?", ("format" if damage == "version" else "layout",)
            )
    elif damage == "cut":
        hashes.write_bytes(hashes.read_bytes()[:-8])
    elif damage == "gone":
        hashes.unlink()
    else:
        (tmp_path / "originals.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(IndexRefusedError, match="build it again"):
        ArchiveIndex(tmp_path)
    if damage in ("version", "layout"):
        with pytest.raises(IndexRefusedError, match="another version"):
            Indexer(tmp_path)


def test_a_folder_that_holds_something_else_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all,")
    with pytest.raises(IndexRefusedError, match="something else"):
        Indexer(tmp_path)
    with pytest.raises(IndexRefusedError, match="holds no index"):
        ArchiveIndex(tmp_path)


@given(st.integers(0, 10**6), st.integers(0, 500), st.text(max_size=40), st.text(max_size=40))
@settings(max_examples=60)
def test_sixty_three_letters_in_common_are_sure_to_share_a_hash(seed: int, at: int, before: str, after: str) -> None:
    letters = Letters(text(seed)).string
    at = min(at, len(letters) - 63)
    other = Letters(f"{before} {letters[at : at + 63]} {after}").string
    assert len(np.intersect1d(shingles(letters).hashes, shingles(other).hashes)) > 0


def test_hashes_say_where_they_stand_and_are_the_same_everywhere() -> None:
    letters = Letters(text(1)).string
    own = shingles(letters)
    for hash_, start, end in zip(own.hashes, own.places, own.ends, strict=True):
        assert shingles(letters[start:end]).hashes.tolist() == [hash_]
    assert int(shingles("thequickbrownfoxjumpsoverthelazydog")[0][0]) == FOX


FOX = 8890947609040132759


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_the_command_line_indexes_queries_and_compares(tmp_path: Path) -> None:
    index = str(tmp_path / "index")
    made = run("originals", "index", str(ROOT / "fixtures" / "originals"), "--index", index)
    assert (made.exit_code, made.output) == (0, f"{index}: 1 originals added, 0 known already\n")
    copies = str(ROOT / "fixtures" / "copies")
    shown = run("originals", "query", copies, "--index", index)
    assert shown.exit_code == 0
    assert "https://aldernews.example/2026/river-clinic (Alder News)" in shown.output
    (reuse,) = json.loads(run("originals", "query", copies, "--index", index, "-f", "jsonl").output)["reuses"]
    assert reuse["edits"] == {"addition": 1, "style": 2, "time": 1, "wording": 2}
    page = (ROOT / "fixtures" / "copies" / "river-clinic.html").read_text(encoding="utf-8")
    place = reuse["passages"][0]["copy"]
    assert page[place["start"] : place["end"]].startswith("nine years after it was promised")
    policy = str(ROOT / "fixtures" / "policies" / "alder-news.yaml")
    given = [
        run("check", "--policy", policy, "--originals", each, "-f", "json", copies).output
        for each in (index, str(ROOT / "fixtures" / "originals"))
    ]
    assert given[0] == given[1]


def test_a_set_phrase_is_counted_and_shown_only_when_asked_for(tmp_path: Path) -> None:
    phrase = "several municipal representatives unanimously postponed the controversial reconstruction until September"
    for name, before in (("one.txt", "Nobody knew on Friday why"), ("two.txt", "It rained in the valley as")):
        rest = " ".join(f"{name[0]}{number}" for number in range(40))
        (tmp_path / name).write_text(f"{name}\n\n{before} {phrase}.\n\n{rest}\n", encoding="utf-8")
    index, copy = str(tmp_path / "index"), str(tmp_path / "two.txt")
    run("originals", "index", str(tmp_path / "one.txt"), "--index", index)
    hidden = run("originals", "query", copy, "--index", index).output
    assert hidden.endswith("nothing in common with any of the originals, but for what --all shows\n")
    assert "10 of its 57 words" in run("originals", "query", copy, "--index", index, "--all").output
    assert json.loads(run("originals", "query", copy, "--index", index, "-f", "jsonl").output)["aside"] == 1


def test_an_index_and_a_folder_are_looked_in_side_by_side(tmp_path: Path) -> None:
    index, folder = tmp_path / "index", tmp_path / "more"
    build(index, article(1))
    folder.mkdir()
    (folder / "story.json").write_text(
        json.dumps({"body": text(2), "url": "https://birch.example/2"}), encoding="utf-8"
    )
    originals, unread = originals_of([str(index), str(folder)])
    assert not unread
    assert originals is not None
    taken = {number: reuses(copy_of(number), originals) for number in (1, 2, 3)}
    assert {number: [each.original.id for each in found] for number, found in taken.items()} == {
        1: ["story 1"],
        2: [f"{folder.as_posix()}/story.json"],
        3: [],
    }


def test_the_command_line_refuses_what_is_no_index(tmp_path: Path) -> None:
    none = run("originals", "query", str(ROOT / "fixtures" / "copies"), "--index", str(tmp_path))
    assert none.exit_code == 2
    assert "make one with `compliance originals index`" in none.output
    unread = run("originals", "index", str(tmp_path / "nowhere"), "--index", str(tmp_path / "index"))
    assert unread.exit_code == 3
    assert "there is no such file" in unread.output


def test_a_scan_with_an_index_goes_on_only_with_the_same(tmp_path: Path) -> None:
    index, out = tmp_path / "index", str(tmp_path / "out")
    build(index, article(1))
    policy = str(ROOT / "fixtures" / "policies" / "alder-news.yaml")
    wanted = ["scan", str(ROOT / "fixtures" / "copies"), "--policy", policy, "--originals", str(index), "--out", out]
    first = run(*wanted, "--jobs", "2")
    assert first.exit_code in (0, 1), first.output
    build(index, article(2))
    again = run(*wanted, "--resume")
    assert again.exit_code == 2
    assert "the originals have changed since" in again.output
