"""Every door of Wagtail that publishes × what may stand behind it: nothing goes live that must not, no text is lost."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("wagtail", reason="needs the extra `wagtail`, which .ci/run installs")
pytest.importorskip("wagtail.api.v3", reason="needs Wagtail 8 or later, for its API of version 3")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

django.setup()

from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import setup_test_environment, teardown_test_environment
from django.urls import reverse
from django.utils import timezone
from newsroom.models import ArticlePage, PlainPage
from test_service import HOUSE
from wagtail.models import APIToken, Page, PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from compliance.integrations.wagtail.gate import Blocked

pytestmark = [pytest.mark.slow, pytest.mark.cms]

STORY = "<p>The council met on Monday in the river town, and the bridge over the harbour will be closed in May.</p>"
GOOD, BAD = f"{STORY}<p>Nobody spoke.</p>", f"{STORY}<p>The officials spoke.</p>"
MESSAGE = "Officials are named"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("wagtail")
    (found / "house.yaml").write_text(HOUSE)
    (found / "broken.yaml").write_text("policy: [")
    os.mkfifo(found / "stuck")
    return found


@pytest.fixture(scope="module", autouse=True)
def database() -> Iterator[None]:
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0)
    get_user_model().objects.create_superuser("kim", "kim@newsroom.example", "password")
    yield
    connection.creation.destroy_test_db(name, verbosity=0)
    teardown_test_environment()


@pytest.fixture(autouse=True)
def nothing_is_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client() -> Client:
    found = Client()
    found.force_login(get_user_model().objects.get(username="kim"))
    return found


def policies(state: str, folder: Path) -> dict[str, Any]:
    """The settings for what stands behind the door."""
    house = {"POLICY": [str(folder / "house.yaml")]}
    return {
        "clean": house,
        "bad": house,
        "down": {"POLICY": [str(folder / "broken.yaml")]},
        "hanging": house | {"BASELINE": str(folder / "stuck"), "TIME_LIMIT": 0.2},
    }[state]


def text(page: ArticlePage) -> str:
    """A page's text without the keys that Draftail gives its paragraphs."""
    return re.sub(r' data-block-key="\w+"', "", page.body)


def home() -> Page:
    return Page.objects.get(depth=2)


def draft(body: str, title: str = "A title", **more: Any) -> ArticlePage:
    page = ArticlePage(title=title, body=body, live=False, author_line="Jo Roe", **more)
    home().add_child(instance=page)
    page.save_revision()
    return page


def fresh(page: ArticlePage) -> ArticlePage:
    return ArticlePage.objects.get(pk=page.pk)


def form(body: str, action: str = "publish", **more: Any) -> dict[str, Any]:
    fields = {"title": "A title", "slug": "a-title", "author_line": "Jo Roe", "body": rich_text(body), "tags": ""}
    comments = {"comments": inline_formset([])}
    return nested_form_data(fields | comments | ({f"action-{action}": "1"} if action else {}) | more)


def said(response: Any) -> str:
    """All that an editor is told."""
    told = [str(each) for each in get_messages(response.wsgi_request)]
    context = response.context or {}
    if "form" in context:
        told += [each for errors in context["form"].errors.values() for each in errors]
    return "\n".join([*told, response.content.decode(errors="replace")])


# The doors. Each gets a page that was never live and tries to publish it; the answer is what its user is told.


def editor(client: Client, page: ArticlePage) -> str:
    return said(client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(page.body, slug=page.slug)))


def bulk(client: Client, page: ArticlePage) -> str:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return said(client.post(f"{url}?id={page.pk}"))


def bulk_above(client: Client, page: ArticlePage) -> str:
    above = PlainPage(title="Above", live=False)
    home().add_child(instance=above)
    page.move(above, pos="last-child")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    return said(client.post(f"{url}?id={above.pk}", {"include_descendants": "on"}))


def schedule(client: Client, page: ArticlePage) -> str:
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    return ""


def workflow(client: Client, page: ArticlePage) -> str:
    page.get_workflow().start(page, get_user_model().objects.get(username="kim"))
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return said(client.post(url, {"comment": ""}))


def workflow_in_editor(client: Client, page: ArticlePage) -> str:
    page.get_workflow().start(page, get_user_model().objects.get(username="kim"))
    data = form(page.body, "workflow-action", slug=page.slug) | {"workflow-action-name": "approve"}
    return said(client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data))


def api(client: Client, page: ArticlePage) -> str:
    _, token = APIToken.create_token(user=get_user_model().objects.get(username="kim"), name="test")
    response = Client().post(f"/api/v3/pages/{page.pk}/actions/publish/", headers={"authorization": f"Bearer {token}"})
    assert response.status_code in (200, 422), response.content
    return response.content.decode()


def api_update(client: Client, page: ArticlePage) -> str:
    _, token = APIToken.create_token(user=get_user_model().objects.get(username="kim"), name="test")
    response = Client().patch(
        f"/api/v3/pages/{page.pk}/",
        json.dumps({"meta": {"action": "publish"}, "title": "A title"}),
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert response.status_code in (200, 422), response.content
    return response.content.decode()


def code(client: Client, page: ArticlePage) -> str:
    try:
        page.get_latest_revision().publish()
    except Blocked as error:
        return "\n".join(error.messages)
    return ""


DOORS: list[Callable[[Client, ArticlePage], str]] = [
    editor,
    bulk,
    bulk_above,
    schedule,
    workflow,
    workflow_in_editor,
    api,
    api_update,
    code,
]
STATES = {"clean": "", "bad": MESSAGE, "down": "Nothing was checked", "hanging": "longer than 0.2 seconds"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("door", DOORS, ids=lambda each: each.__name__)
def test_a_door(door: Callable[..., str], state: str, client: Client, folder: Path) -> None:
    body = BAD if state == "bad" else GOOD
    with override_settings(COMPLIANCE=policies(state, folder)):
        page = draft(body)
        told = door(client, page)
    after = fresh(page)
    assert after.live is (state == "clean")
    assert text(after.get_latest_revision_as_object()) == body
    if door is not schedule:
        assert STATES[state] in told
    events = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert ("wagtail.publish" in {each.removesuffix(".scheduled") for each in events}) is (state == "clean")
    assert ("compliance.blocked" in events) is (state != "clean")
    assert ("compliance.passed" in events) is (state == "clean")


@pytest.mark.parametrize("state", ["down", "hanging"])
@pytest.mark.parametrize("door", DOORS, ids=lambda each: each.__name__)
def test_a_door_that_is_open_while_nothing_can_be_checked(
    door: Callable[..., str], state: str, client: Client, folder: Path
) -> None:
    with override_settings(COMPLIANCE=policies(state, folder) | {"UNAVAILABLE": "warn"}):
        page = draft(GOOD)
        door(client, page)
    assert fresh(page).live
    entry = PageLogEntry.objects.get(page=page.pk, action="compliance.passed")
    assert entry.data["decision"] == "warn"
    assert entry.data["unavailable"]


@pytest.mark.parametrize("door", DOORS, ids=lambda each: each.__name__)
def test_a_page_that_cannot_say_what_it_is(
    door: Callable[..., str], client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with override_settings(COMPLIANCE=policies("clean", folder)):
        page = draft(GOOD)
        monkeypatch.setattr(ArticlePage, "compliance_record", lambda page: page.no_such_field)
        told = door(client, page)
    assert not fresh(page).live
    assert door is schedule or "no_such_field" in told


def test_an_editor_is_told_what_to_look_at_in_what_was_published(client: Client, folder: Path) -> None:
    (folder / "should.yaml").write_text(
        HOUSE.replace("policy: house", "policy: should").replace("check: terms", "check: terms\n    level: should")
    )
    with override_settings(COMPLIANCE={"POLICY": [str(folder / "should.yaml")]}):
        page = draft(BAD)
        told = editor(client, page)
    assert fresh(page).live
    assert f"was published. {MESSAGE}" in told


def test_a_page_that_is_no_article_is_left_alone(folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("down", folder)):
        page = PlainPage(title="Contact", live=False)
        home().add_child(instance=page)
        page.save_revision().publish()
    assert PlainPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize("state", STATES)
def test_a_new_page(state: str, client: Client, folder: Path) -> None:
    url = reverse("wagtailadmin_pages:add", args=["newsroom", "articlepage", home().pk])
    with override_settings(COMPLIANCE=policies(state, folder)):
        response = client.post(url, form(BAD if state == "bad" else GOOD))
    assert ArticlePage.objects.filter(live=True).count() == (state == "clean")
    if state != "clean":
        assert STATES[state] in said(response)
        assert "spoke." in response.context["form"]["body"].value()


@pytest.mark.parametrize("state", STATES)
def test_a_new_page_over_the_api(state: str, client: Client, folder: Path) -> None:
    _, token = APIToken.create_token(user=get_user_model().objects.get(username="kim"), name="test")
    data = {
        "meta": {"type": "newsroom.ArticlePage", "parent_id": home().pk, "action": "publish"},
        "title": "A title",
        "slug": "a-title",
        "body": BAD if state == "bad" else GOOD,
    }
    with override_settings(COMPLIANCE=policies(state, folder)):
        response = Client().post(
            "/api/v3/pages/",
            json.dumps(data),
            content_type="application/json",
            headers={"authorization": f"Bearer {token}"},
        )
    assert response.status_code == (201 if state == "clean" else 422), response.content
    assert STATES[state] in response.content.decode()
    assert ArticlePage.objects.filter(live=True).count() == (state == "clean")


@pytest.mark.parametrize("state", STATES)
def test_a_draft_is_saved_whatever_stands_in_it(state: str, client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies(state, folder)):
        page = draft(GOOD)
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form(BAD, "", slug=page.slug))
        data = form(BAD, "submit", slug=page.slug)
        client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    after = fresh(page)
    assert not after.live
    assert text(after.get_latest_revision_as_object()) == BAD
    assert after.current_workflow_state is not None


def test_errors_stand_at_their_fields(client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("bad", folder)):
        page = draft(GOOD)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        in_body = client.post(edit, form(BAD, slug=page.slug)).context["form"].errors
    assert list(in_body) == ["body"]


def test_what_the_form_changes_is_what_is_judged(client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("bad", folder)):
        page = draft(BAD)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        client.post(edit, form(GOOD, slug=page.slug, tags="politics, sport"))
    after = fresh(page)
    assert after.live
    assert text(after) == GOOD
    assert sorted(tag.name for tag in after.tags.all()) == ["politics", "sport"]


def test_a_bad_page_does_not_stop_the_good_ones_behind_it(client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("bad", folder)):
        pages = [draft(body, f"Title {number}") for number, body in enumerate((GOOD, BAD, GOOD))]
        for minutes, page in zip((3, 2, 1), pages, strict=True):
            revision = page.get_latest_revision()
            revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=minutes)
            revision.save()
        call_command("publish_scheduled")
        assert [fresh(page).live for page in pages] == [True, False, True]
        assert fresh(pages[1]).scheduled_revision is None


def test_a_scheduled_page_is_tried_again_when_nothing_could_be_checked(client: Client, folder: Path) -> None:
    page = draft(GOOD)
    with override_settings(COMPLIANCE=policies("down", folder)):
        schedule(client, page)
    assert not fresh(page).live
    assert fresh(page).scheduled_revision is not None
    with override_settings(COMPLIANCE=policies("clean", folder)):
        call_command("publish_scheduled")
    assert fresh(page).live


def test_what_is_to_go_live_later_is_judged_when_that_is_said_and_again_then(client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("bad", folder)):
        page = draft(GOOD)
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        later = (timezone.now() + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
        assert MESSAGE in said(client.post(edit, form(BAD, slug=page.slug, go_live_at=later)))
        assert fresh(page).scheduled_revision is None
        client.post(edit, form(GOOD, slug=page.slug, go_live_at=later))
        assert fresh(page).scheduled_revision is not None
        assert not fresh(page).live


def test_good_pages_of_a_bulk_go_live_and_bad_ones_are_named(client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("bad", folder)):
        pages = [draft(body, f"Title {number}") for number, body in enumerate((GOOD, BAD, GOOD))]
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = client.post(f"{url}?{'&'.join(f'id={page.pk}' for page in pages)}")
    assert [fresh(page).live for page in pages] == [True, False, True]
    assert "“Title 1” was not published" in said(response)


@pytest.mark.parametrize(
    ("updates", "body", "changed"),
    [
        ("block", BAD, False),
        ("warn", BAD, True),
        ("new", BAD, True),
        ("new", BAD + "<p>Some officials left.</p>", False),
    ],
)
def test_a_live_page_is_changed_as_the_desk_wants(
    updates: str, body: str, changed: bool, client: Client, folder: Path
) -> None:
    page = draft(BAD)
    with override_settings(COMPLIANCE={"POLICY": [str(folder / "broken.yaml")], "UNAVAILABLE": "warn"}):
        page.get_latest_revision().publish()
    with override_settings(COMPLIANCE=policies("bad", folder) | {"UPDATES": updates}):
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        client.post(edit, form(body + "<p>A typo is mended.</p>", slug=page.slug))
    after = fresh(page)
    assert after.live
    assert ("mended" in after.body) is changed


@pytest.mark.parametrize("state", STATES)
def test_the_panel_shows_the_report(state: str, client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies(state, folder)):
        page = draft(BAD if state == "bad" else GOOD)
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    decision = "allow" if state == "clean" else "block"
    assert f'data-decision="{decision}"' in shown
    if state in ("clean", "bad"):
        status = "met" if state == "clean" else "violated"
        assert f'data-rule="house/word" data-status="{status}"' in shown
    assert ("<q>officials</q>" in shown) is (state == "bad")


def test_nothing_of_an_article_is_markup_in_the_panel(client: Client, folder: Path) -> None:
    with override_settings(COMPLIANCE=policies("bad", folder)):
        page = draft("<p>The <b onclick='x()'>offi</b>cials spoke.</p>")
        shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    listed = shown.partition('class="compliance-outcomes"')[2].partition("</ul>")[0]
    assert "<q>" in listed
    assert "onclick" not in listed.replace("&lt;", "<").partition("<q>")[0]
    assert "<b " not in listed


def test_a_policy_that_is_changed_counts_at_once_and_a_broken_one_does_not(
    client: Client, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compliance.integrations.wagtail.engine.EVERY", 0)
    policy = tmp_path / "house.yaml"
    policy.write_text(HOUSE)
    with override_settings(COMPLIANCE={"POLICY": [str(policy)]}):
        assert MESSAGE in code(client, draft(BAD, "One"))
        policy.write_text("policy: [")
        assert MESSAGE in code(client, draft(BAD, "Two"))
        policy.write_text(HOUSE.replace("officials", "ministers"))
        assert code(client, draft(BAD, "Three")) == ""


def test_wrong_settings_are_told_when_django_starts() -> None:
    with override_settings(COMPLIANCE={"POLICIES": ["dcnf"]}):
        assert any(each.id == "compliance.E001" for each in run_checks())
    with override_settings(MIDDLEWARE=[]):
        assert any(each.id == "compliance.W001" for each in run_checks())
    assert not [each for each in run_checks() if str(each.id).startswith("compliance")]
