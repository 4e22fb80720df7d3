"""The WordPress plugin in a real browser: the panel, the block, the fix, the publish, and the way round that is none.

`WRITE_SCREENSHOTS=1` puts what is seen into docs/images.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from wordpress_desk import KIT, TOKEN, VERSIONS, Desk, hanging, service

pytestmark = [pytest.mark.slow, pytest.mark.cms]

CHROMIUM = shutil.which("chromium")
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
IMAGES = Path(__file__).parent.parent / "docs" / "images"
TITLE = "County Opens Its Bridge Repair Records"
CLEAN = (KIT / "article.html").read_text().strip()
BAD = CLEAN.replace("Mara Ellison, Daily Caller News Foundation", "Mara Ellison")

TOGGLE = ".editor-post-publish-panel__toggle"
PUBLISH = ".editor-post-publish-panel .editor-post-publish-button"
PANEL = ".editor-post-publish-panel .newsroom-compliance-findings"
PATIENCE = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    if CHROMIUM is None:
        pytest.skip("needs chromium: apt-get install chromium")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with service("--policy", "dcnf", "--desk", "fixtures/desks/eligible.yaml") as found:
        yield found


@pytest.fixture(scope="module", params=list(VERSIONS))
def desk(request: pytest.FixtureRequest, desks: Callable[[str], Desk], url: str) -> Desk:
    made = desks(request.param)
    made.set(url=url, timeout=30)
    return made


@pytest.fixture
def page(browser: Any, desk: Desk) -> Iterator[Any]:
    """A window of the administration, signed in; nothing it does may go wrong in its scripts."""
    context = browser.new_context(viewport={"width": 1360, "height": 1320})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(desk.home + "/wp-login.php")
    page.fill("#user_login", "admin")
    page.fill("#user_pass", "admin-pw")
    page.click("#wp-submit")
    page.wait_for_selector("#wpadminbar")
    yield page
    context.close()
    assert wrong == []


def edit(page: Any, desk: Desk, text: str) -> int:
    post = desk.draft(TITLE, text)
    page.goto(f"{desk.home}/wp-admin/post.php?post={post}&action=edit")
    page.wait_for_selector(TOGGLE)
    return post


def shot(page: Any, name: str, desk: Desk) -> None:
    if os.environ.get("WRITE_SCREENSHOTS") and (desk.site / "wp-includes" / "version.php").read_text().count("'7."):
        IMAGES.mkdir(exist_ok=True)
        page.screenshot(path=IMAGES / f"{name}.png")


def test_a_writer_sees_what_blocks_mends_it_and_publishes(page: Any, desk: Desk) -> None:
    post = edit(page, desk, BAD)
    page.click(TOGGLE)
    page.wait_for_selector(f"{PANEL}.is-block")
    assert page.get_attribute(PUBLISH, "aria-disabled") == "true"
    finding = page.locator(f"{PANEL} [data-rule='dcnf/affiliation']")
    for said in ("✗", "“Mara Ellison”", "their DCNF affiliation"):
        assert said in finding.inner_text()
    assert "Kept: " in page.inner_text(PANEL)
    shot(page, "wordpress-blocked", desk)

    finding.locator(".newsroom-compliance-repair").click()
    page.wait_for_selector(f"{PANEL}.is-allow:not(.is-checking)")
    page.wait_for_selector(f"{PUBLISH}:not([aria-disabled=true])")
    shot(page, "wordpress-mended", desk)
    page.click(PUBLISH)
    page.wait_for_selector(".post-publish-panel__postpublish-header")
    stored = desk.post(post)
    assert stored["status"] == "publish"
    assert stored["content"].count("By Mara Ellison, Daily Caller News Foundation") == 1
    assert stored["content"].replace("Mara Ellison, Daily Caller News Foundation", "Mara Ellison") == BAD
    assert stored["audit"][-1]["decision"] == "allow"


def test_what_a_writer_mends_by_hand_is_seen_at_once(page: Any, desk: Desk) -> None:
    edit(page, desk, BAD)
    page.click(TOGGLE)
    page.wait_for_selector(f"{PANEL}.is-block")
    page.evaluate(
        "text => wp.data.dispatch('core/block-editor').resetBlocks(wp.blocks.parse(text))",
        BAD.replace("Mara Ellison", "Mara Ellison, DCNF"),
    )
    page.wait_for_selector(f"{PANEL}.is-allow:not(.is-checking)")
    page.wait_for_selector(f"{PUBLISH}:not([aria-disabled=true])")


def test_switching_the_panel_off_is_no_way_round(page: Any, desk: Desk) -> None:
    post = edit(page, desk, BAD)
    page.evaluate("wp.data.dispatch('core/editor').disablePublishSidebar()")
    page.click(".editor-post-publish-button")
    notice = page.wait_for_selector(".components-notice.is-error")
    assert "Not published" in notice.inner_text()
    assert "affiliation" in notice.inner_text()
    assert page.evaluate("wp.data.select('core/editor').getEditedPostContent()").strip() == BAD
    shot(page, "wordpress-refused", desk)
    page.evaluate("wp.data.dispatch('core/editor').enablePublishSidebar()")
    stored = desk.post(post)
    assert stored["status"] == "draft"
    assert page.evaluate("wp.data.select('core/editor').getEditedPostAttribute('status')") == "draft"


def test_an_editor_answers_for_it(page: Any, desk: Desk) -> None:
    post = edit(page, desk, BAD)
    page.click(TOGGLE)
    page.wait_for_selector(f"{PANEL}.is-block")
    page.fill(f"{PANEL} textarea", "The foundation gave leave by telephone, Kim Doe, 22 November.")
    page.click(f"{PANEL} .newsroom-compliance-override button")
    page.wait_for_selector(f"{PANEL}.is-override")
    page.wait_for_selector(f"{PUBLISH}:not([aria-disabled=true])")
    page.click(PUBLISH)
    page.wait_for_selector(".post-publish-panel__postpublish-header")
    entry = desk.post(post)["audit"][-1]
    assert desk.post(post)["status"] == "publish"
    assert entry["decision"] == "override"
    assert entry["override"] == {"user": 1, "reason": "The foundation gave leave by telephone, Kim Doe, 22 November."}
    assert [each["rule"] for each in entry["findings"]] == ["dcnf/affiliation"]


def test_a_silent_service_keeps_publish_out_of_reach_until_it_answers(page: Any, desk: Desk, url: str) -> None:
    with hanging() as silent:
        desk.set(url=silent)
        edit(page, desk, CLEAN)
        page.click(TOGGLE)
        page.wait_for_selector(f"{PANEL}.is-block")
        assert "was not checked" in page.inner_text(PANEL)
        assert page.get_attribute(PUBLISH, "aria-disabled") == "true"
    desk.set(url=url, timeout=30)
    page.get_by_role("button", name="Check again").click()
    page.wait_for_selector(f"{PANEL}.is-allow:not(.is-checking)")
    page.wait_for_selector(f"{PUBLISH}:not([aria-disabled=true])")


def test_the_settings_are_set_and_tried(page: Any, desk: Desk) -> None:
    page.goto(desk.home + "/wp-admin/options-general.php?page=newsroom-compliance")
    page.fill("#compliance-token", "not-the-right-token-at-all")
    page.click("#submit")
    page.wait_for_selector(".notice-success, .updated")
    page.click("[name=test]")
    assert "401" in page.wait_for_selector(".newsroom-compliance-test").inner_text()
    page.fill("#compliance-token", TOKEN)
    page.click("#submit")
    page.wait_for_selector(".notice-success, .updated")
    page.click("[name=test]")
    assert "The service answers" in page.wait_for_selector(".newsroom-compliance-test.notice-success").inner_text()
    assert TOKEN not in page.content()
    shot(page, "wordpress-settings", desk)
