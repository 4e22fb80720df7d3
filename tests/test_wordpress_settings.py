"""What the WordPress plugin's settings do, who may override, what is kept, and what is left when it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from test_wordpress_doors import BAD, CLEAN, TITLE, classic_form, live, scheduled
from wordpress_desk import VERSIONS, Desk, free_port, hanging, service

pytestmark = [pytest.mark.slow, pytest.mark.cms]

REASON = "The foundation gave leave by telephone."


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with service("--policy", "dcnf", "--desk", "fixtures/desks/eligible.yaml") as found:
        yield found


@pytest.fixture(scope="module", params=list(VERSIONS))
def desk(request: pytest.FixtureRequest, desks: Callable[[str], Desk]) -> Desk:
    return desks(request.param)


def test_an_open_gate_publishes_what_was_not_checked_and_says_so(desk: Desk) -> None:
    desk.set(url=f"http://127.0.0.1:{free_port()}", closed=False)
    post = desk.draft(TITLE, CLEAN)
    assert desk.rest("POST", f"/wp/v2/posts/{post}", {"status": "publish"}).status == 200
    stored = desk.post(post)
    assert stored["status"] == "publish"
    assert stored["audit"][-1]["decision"] == "warn"
    assert "not checked" in stored["audit"][-1]["message"]


def test_a_scheduled_post_is_published_when_the_service_is_back(desk: Desk, url: str) -> None:
    desk.set(url=f"http://127.0.0.1:{free_port()}")
    post = scheduled(desk, CLEAN).post
    assert desk.post(post)["status"] == "future"
    later = desk.php("return wp_next_scheduled('publish_future_post', array($in)) - time();", post)
    assert 0 < later <= 300
    desk.php("do_action('publish_future_post', $in);", post)
    assert [each["decision"] for each in desk.post(post)["audit"]] == ["block"]
    desk.set(url=url)
    desk.php("do_action('publish_future_post', $in);", post)
    assert desk.post(post)["status"] == "publish"
    assert [each["decision"] for each in desk.post(post)["audit"]] == ["block", "allow"]


def test_an_open_gate_still_blocks_what_was_checked(desk: Desk, url: str) -> None:
    desk.set(url=url, closed=False)
    post = desk.draft(TITLE, BAD)
    assert desk.rest("POST", f"/wp/v2/posts/{post}", {"status": "publish"}).status == 422


@pytest.mark.parametrize(
    ("updates", "status", "decision"), [("new", 200, "allow"), ("warn", 200, "warn"), ("block", 422, "block")]
)
def test_a_typo_in_an_old_article(desk: Desk, url: str, updates: str, status: int, decision: str) -> None:
    """What it breaks it broke before: whether it may be mended is the desk's choice."""
    desk.set(url=url, updates=updates)
    post = live(desk, BAD, [])
    answer = desk.rest("POST", f"/wp/v2/posts/{post}", {"content": BAD.replace("online", "on-line")})
    assert answer.status == status
    assert desk.post(post)["audit"][-1]["decision"] == decision


def test_what_an_update_adds_to_the_sins_is_blocked(desk: Desk, url: str) -> None:
    desk.set(url=url, updates="new")
    post = live(desk, BAD, [])
    worse = BAD.replace("Daily Caller News Foundation logo", "a bridge").replace("dcnf-logo", "bridge")
    assert desk.rest("POST", f"/wp/v2/posts/{post}", {"content": worse}).status == 422
    assert desk.post(post)["content"] == BAD


def test_what_changes_nothing_for_readers_asks_nobody(desk: Desk) -> None:
    desk.set(url=f"http://127.0.0.1:{free_port()}")
    post = live(desk, BAD, [])
    assert desk.rest("POST", f"/wp/v2/posts/{post}", {"comment_status": "closed"}).status == 200
    assert desk.post(post)["audit"] == []


def test_what_a_person_must_look_at_is_published_and_shown(desk: Desk) -> None:
    """Whether the desk may have the copy at all is not known: without a panel, the next page says so."""
    with service("--policy", "dcnf") as url:
        desk.set(url=url)
        post = desk.draft(TITLE, CLEAN)
        page = classic_form(desk, post, {"post_status": "publish", "publish": "Publish"}).text
    assert "notice-warning" in page
    assert "legitimate news publisher" in page
    assert desk.post(post)["status"] == "publish"
    assert desk.post(post)["audit"][-1]["decision"] == "warn"


def test_a_status_that_another_plugin_lets_readers_see_is_gated(desk: Desk, url: str) -> None:
    desk.set(url=url)
    code = """
        register_post_status('corrected', array('public' => true));
        foreach ($in as $id) { wp_update_post(array('ID' => $id, 'post_status' => 'corrected')); }
    """
    good, bad = desk.draft(TITLE, CLEAN), desk.draft(TITLE, BAD)
    desk.php(code, [good, bad], user=1)
    assert desk.post(bad)["status"] == "pending"
    assert desk.post(good)["status"] == "corrected"


@pytest.mark.parametrize(("user", "published"), [("admin", True), ("author1", False)])
def test_who_may_overrides_in_the_classic_editor(desk: Desk, url: str, user: str, published: bool) -> None:
    desk.set(url=url)
    post = desk.draft(TITLE, BAD)
    publish = {"post_status": "publish", "publish": "Publish"}
    page = classic_form(desk, post, publish, user).text
    assert "Not published" in page
    assert "pending review" in page
    form = desk.screen(f"/wp-admin/post.php?post={post}&action=edit&classic=1", None, user).text
    assert ("newsroom_compliance_reason" in form) == published
    classic_form(desk, post, {**publish, "newsroom_compliance_reason": REASON}, user)
    stored = desk.post(post)
    assert (stored["status"] == "publish") == published
    assert stored["audit"][-1]["override"] == ({"user": 1, "reason": REASON} if published else None)


def test_an_override_covers_what_it_was_given_for_and_no_more(desk: Desk, url: str) -> None:
    desk.set(url=url)
    post = desk.draft(TITLE, BAD)
    given = desk.rest("POST", f"/newsroom-compliance/v1/posts/{post}/override", {"reason": REASON})
    assert given.json["decision"] == "override"
    worse = BAD.replace("Daily Caller News Foundation logo", "a bridge").replace("dcnf-logo", "bridge")
    assert desk.rest("POST", f"/wp/v2/posts/{post}", {"status": "publish", "content": worse}).status == 422
    assert desk.rest("POST", f"/wp/v2/posts/{post}", {"status": "publish"}).json["status"] == "publish"
    refused = desk.rest("POST", f"/newsroom-compliance/v1/posts/{post}/override", {"reason": "no"})
    assert refused.status == 403


def test_an_autosave_of_a_published_post_keeps_the_writers_text(desk: Desk, url: str) -> None:
    desk.set(url=url)
    post = live(desk, CLEAN, [])
    answer = desk.rest("POST", f"/wp/v2/posts/{post}/autosaves", {"title": TITLE, "content": BAD, "status": "publish"})
    assert answer.status == 200
    stored = desk.post(post)
    assert (stored["content"], stored["autosave"]) == (CLEAN, BAD)


def test_the_panels_routes_are_for_those_who_may_edit_the_post(desk: Desk, url: str) -> None:
    desk.set(url=url)
    post = desk.draft(TITLE, BAD, post_author=1)
    path = f"/newsroom-compliance/v1/posts/{post}/check"
    assert desk.rest("POST", path, {}, "author1").status == 403
    assert desk.rest("POST", path, {}).json["decision"] == "block"
    assert desk.rest("POST", "/newsroom-compliance/v1/posts/999999/check", {}).status == 403


def test_a_silent_service_is_waited_for_once_in_a_request(desk: Desk) -> None:
    with hanging() as url:
        desk.set(url=url)
        posts = [desk.draft(f"{TITLE} {number}", CLEAN) for number in range(3)]
        code = """
            $tries = 0;
            add_action('http_api_debug', function () use (&$tries) { ++$tries; });
            foreach ($in as $id) { wp_update_post(array('ID' => $id, 'post_status' => 'publish')); }
            return $tries;
        """
        assert desk.php(code, posts, user=1) == 1
        assert [desk.post(post)["status"] for post in posts] == ["pending"] * 3


def test_nothing_is_left_when_it_is_taken_out(desk: Desk, url: str) -> None:
    desk.set(url=url)
    left = """
        $like = '%newsroom_compliance%';
        $metas = $wpdb->get_var("SELECT count(*) FROM $wpdb->postmeta WHERE meta_key LIKE '$like'");
        $options = $wpdb->get_col("SELECT option_name FROM $wpdb->options WHERE option_name LIKE '$like'");
        return array((int) $metas, $options, get_role('editor')->has_cap('override_compliance'));
    """
    metas, options, capable = desk.php(left)
    assert metas > 0
    assert "newsroom_compliance" in options
    assert capable
    plugin = "newsroom-compliance/newsroom-compliance.php"
    desk.php("deactivate_plugins($in); uninstall_plugin($in);", plugin)
    assert desk.php(left) == [0, [], False]
    assert desk.php("return activate_plugin($in);", plugin) is None
