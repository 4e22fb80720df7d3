from __future__ import annotations

import pytest
from building import article

from compliance.article import Text
from compliance.site import source_of


@pytest.mark.parametrize(
    ("outlets", "url", "source"),
    [
        (["The  Daily\nEcho", "Echo Media"], "https://www.echo.example/a", "The Daily Echo"),
        ([], "https://www.Echo.example/2026/a-story", "echo.example"),
        ([" "], "//echo.example:8080/a", "echo.example"),
        ([], "a-story.html", ""),
        ([], "", ""),
    ],
)
def test_the_source_is_the_outlet_it_declares_else_its_host(outlets: list[str], url: str, source: str) -> None:
    declared = tuple(Text(name, f"outlet/{number}") for number, name in enumerate(outlets))
    found = article().replace(outlets=declared, url=Text(url, "url") if url else None)
    assert source_of(found) == source
