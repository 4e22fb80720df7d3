"""The page of a scan in a real browser: it draws, filters by keyboard, asks for nothing, and axe finds no fault in it.

Needs Debian's chromium, playwright, and axe-core from `make tools`.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_report_page import HOSTILE, archive, run, scanned

__all__ = ["archive"]

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parent.parent / ".tools/node_modules/axe-core/axe.min.js"
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("needs chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture
def address(archive: Path) -> str:
    assert run("report", str(scanned(archive)), "--html", "report.html").exit_code == 0
    return (archive / "report.html").as_uri()


def opened(browser: Any, address: str, scheme: str = "light", width: int = 1280) -> tuple[Any, list[str]]:
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(address) else wrong.append(request.url))
    page.goto(address)
    page.wait_for_selector("#worst")
    return page, wrong


def in_view(page: Any) -> str:
    return str(page.locator("[role=status]").inner_text())


def test_it_draws_without_a_request_or_a_complaint(browser: Any, address: str) -> None:
    page, wrong = opened(browser, address)
    assert in_view(page) == "30 articles of 30 in view."
    assert page.locator("#worst details").count() == 15
    assert page.locator("h3", has_text=HOSTILE.split("\u2028")[0]).count() == 1
    assert page.locator("svg[role=img] rect").count() == 10
    assert wrong == []


def test_filters_work_by_keyboard_and_stay_in_the_address(browser: Any, address: str) -> None:
    page, wrong = opened(browser, address)
    page.locator("input[name=verdict]").first.focus()
    page.keyboard.press("ArrowRight")
    assert in_view(page) == "15 articles of 30 in view."
    assert page.evaluate("document.activeElement.value") == "block"
    page.locator("#source").select_option(label="Gazette 1 (10)")
    assert in_view(page) == "5 articles of 30 in view."
    again, _ = opened(browser, page.url)
    assert in_view(again) == "5 articles of 30 in view."
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Reset").press("Enter")
    assert in_view(page) == "30 articles of 30 in view."
    assert wrong == []


def test_a_rule_is_chosen_in_its_table_and_keeps_the_focus(browser: Any, address: str) -> None:
    page, _ = opened(browser, address)
    button = page.get_by_role("button", name="desk/no-click")
    button.press("Enter")
    assert page.locator("#worst details").count() == 8
    assert page.evaluate("document.activeElement.textContent") == "desk/no-click"
    page.keyboard.press("Enter")
    assert page.locator("#worst details").count() == 15


def test_words_and_months_narrow_the_list(browser: Any, address: str) -> None:
    page, _ = opened(browser, address)
    page.locator("#words").fill("ships 12")
    assert page.locator("#worst details").count() == 1
    page.get_by_role("button", name="Reset").click()
    page.locator("#from").select_option("2025-02")
    page.locator("#to").select_option("2025-02")
    assert in_view(page) == "6 articles of 30 in view."
    assert page.locator("#worst details").count() == 3


@pytest.mark.parametrize("width", [375, 1600])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Any, address: str, scheme: str, width: int) -> None:
    if not AXE.is_file():
        pytest.skip("needs axe-core: make tools")
    page, _ = opened(browser, address, scheme, width)
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    places = [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found["violations"]]
    assert places == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_theme_can_be_switched(browser: Any, address: str) -> None:
    page, _ = opened(browser, address)
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Theme").press("Enter")
    assert page.evaluate(paper) != light


def test_paper_shows_what_is_folded(browser: Any, address: str) -> None:
    page, _ = opened(browser, address)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details:not([open])").count() == 0


def test_without_script_it_says_so_and_gives_the_totals(browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert "15 block, 0 review, 15 pass" in page.locator("body").inner_text()
