"""A recalled wire item is held for a person, and an embargo is kept, with the policies as they are shipped."""

from __future__ import annotations

import datetime as dt
import io
import json
from functools import cache
from pathlib import Path

import pytest

from compliance.article import Article
from compliance.load import load, usual
from compliance.plan import compile
from compliance.readers import read
from compliance.report import Report
from compliance.scan import Scanner

WIRE = json.loads((Path(__file__).parent.parent / "fixtures" / "wires" / "ferry-2.2.json").read_text(encoding="utf-8"))
DAY = dt.date(2026, 11, 5)


class Delivered:
    name = "wire.json"

    def __init__(self, item: dict[str, object]) -> None:
        self._item = item

    def open(self) -> io.BytesIO:
        return io.BytesIO(json.dumps(self._item).encode())


@cache
def scanner() -> Scanner:
    rulebook = load(usual())
    return Scanner(compile(rulebook.policies, rulebook.lexicon), as_of=DAY)


def report(**changed: object) -> Report:
    own = {key: value for key, value in WIRE.items() if key not in ("expires", "embargoed", "associations")}
    (article,) = read(Delivered({**own, **changed}))
    assert isinstance(article, Article)
    return scanner().scan(article)


@pytest.mark.parametrize(
    ("changed", "rule", "status", "verdict"),
    [
        ({"pubstatus": "canceled"}, "release/expiry", "undetermined", "review"),
        ({"pubstatus": "withheld"}, "release/embargo", "undetermined", "review"),
        ({"embargoed": "2026-12-24T06:00:00Z"}, "release/embargo", "violated", "block"),
        ({"embargoed": "2026-10-24T06:00:00Z"}, "release/embargo", "met", "pass"),
        ({"expires": "2026-10-24T06:00:00Z"}, "release/expiry", "violated", "block"),
    ],
)
def test_what_the_wire_says_of_release_is_kept(
    changed: dict[str, object], rule: str, status: str, verdict: str
) -> None:
    found = report(**changed)
    assert {outcome.rule: outcome.status for outcome in found.outcomes}[rule] == status
    assert found.verdict == verdict


def test_what_is_embedded_in_a_recalled_item_is_recalled_with_it() -> None:
    found = [each for each in read(Delivered({**WIRE, "pubstatus": "canceled"})) if isinstance(each, Article)]
    assert [each.id for each in found] == ["wire.json", "wire.json!box"]
    for article in found:
        assert scanner().scan(article).verdict != "pass"
