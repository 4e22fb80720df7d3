"""The tables of a scan in columns hold what its lines say, whatever of it was parsed once for many rows."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_docket import ARTICLES, SCANNER

from compliance.article import Article
from compliance.columns import read, schema
from compliance.finding import Fault
from compliance.report import Checked
from compliance.rows import ROWS, Table, rows

pytest.importorskip("pyarrow")


def plain(table: Any) -> list[dict[str, Any]]:
    """The rows as JSON has them."""
    days = ("as_of", "published")
    rows = table.to_pylist()
    return [{name: str(each) if each and name in days else each for name, each in row.items()} for row in rows]


@settings(max_examples=50)
@given(st.lists(ARTICLES, max_size=4), st.booleans())
def test_columns_hold_what_the_lines_say(articles: list[Article], unread: bool) -> None:
    checked = [Checked(SCANNER.scan(each), each) for each in articles]
    if unread:
        checked.append(Checked(SCANNER.fault(Fault(kind="empty", input="b", reason="it is empty")), None))
    for name in ROWS:
        lines = b"".join(rows(each).lines[name] for each in checked)
        found = read(name, lines)
        found.validate(full=True)
        assert found.schema == schema(name)
        assert plain(found) == [json.loads(line) for line in lines.splitlines()]


@pytest.mark.parametrize("line", [b"{", b"{}\n", b'{"outcomes":3}\n', b'{"outcomes":[{"rule":3}]}\n', b"[]\n"])
@pytest.mark.parametrize("table", list(ROWS))
def test_what_is_no_row_is_refused(table: Table, line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is pyarrow's
        read(table, line)
