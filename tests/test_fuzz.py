"""What fuzzing found once is read again in every run: an Article or a Fault each, never a crash."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from compliance.article import Article
from compliance.readers import read

FINDS = sorted((Path(__file__).parent.parent / "fixtures" / "fuzz").iterdir())


class Delivered:
    def __init__(self, path: Path) -> None:
        self.name = path.name
        self._data = path.read_bytes()

    def open(self) -> io.BytesIO:
        return io.BytesIO(self._data)


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.name)
def test_a_find_is_an_article_or_a_fault(path: Path) -> None:
    found = list(read(Delivered(path)))
    assert found
    for each in found:
        assert isinstance(each, Article) or "bug" not in each.hint, each


def test_there_are_finds_to_read() -> None:
    assert FINDS
