"""Wagtail's own views of a page that waits in a release: told, refused, and nothing lost."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page

from fixtures.factories.lifecycle import publish
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release
from pages import publication
from tests.releases.admin.conftest import edit_form, reload, save_page, soup, told, words

pytestmark = pytest.mark.django_db


def notice(client, page: Page):
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 200
    return soup(answer).select_one(".releases-notice")


def menu(client, page: Page) -> str:
    answer = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return words(soup(answer).select_one(".footer__container, footer"))


def test_a_page_in_no_release_has_no_notice_and_can_be_published(client, log_in, draft) -> None:
    page = draft()
    log_in("Administrators")
    assert notice(client, page) is None
    assert "Publish" in menu(client, page)
    assert save_page(client, page, **{"action-publish": "1"}).status_code == 302
    assert reload(page).live


def test_the_edit_view_says_which_version_is_armed(client, log_in, draft, clock) -> None:
    page = draft(title="Story")
    page.save_revision(user=UserFactory(first_name="Kim", last_name="Writer"))
    release = make_release(page, title="Launch")
    log_in("Communications")
    found = notice(client, page)
    text = words(found)
    assert text.startswith("This page goes out with the release Launch Approved")
    assert "2 Mar 2026, 10:00 SGT (UTC+8), in 1 h 0 min" in text
    assert "Armed is the version of 2 Mar 2026, 09:00 SGT (UTC+8) by Kim Writer" in text
    assert person("Approvers").get_full_name() + " approved it" in text
    assert found.select_one("form") is None

    clock.forward(minutes=1)
    assert save_page(client, page, title="Story, changed").status_code == 302
    form = notice(client, page).select_one("form")
    assert words(form.button) == "Send the newer draft for approval"
    sent = {field["name"]: field["value"] for field in form.select("input")}
    assert client.post(form["action"], sent).status_code == 302
    item = release.items.get()
    assert item.proposed_revision_id == reload(page).latest_revision_id
    found = notice(client, page)
    assert "The version of 2 Mar 2026, 09:01 SGT" in words(found)
    assert "waits for approval" in words(found)
    assert found.select_one("form") is None


@pytest.mark.parametrize(
    ("status", "action", "said"),
    [
        (Status.DRAFT, Action.PUBLISH, "Its newest saved version is taken when approval is asked"),
        (Status.IN_REVIEW, Action.PUBLISH, "Approval was asked for the version of"),
        (Status.APPROVED, Action.UNPUBLISH, "is taken off the site with the release"),
    ],
)
def test_the_edit_view_says_how_far_its_release_is(
    client, log_in, draft, clock, status, action, said
) -> None:
    page = publish(draft())
    make_release(page, status=status, action=action)
    log_in("Communications")
    assert said in words(notice(client, page))


def test_who_may_not_see_releases_learns_nothing_of_this_one(
    client, draft, clock, news_list
) -> None:
    page = draft()
    make_release(page, title="Merger")
    user = UserFactory(group="Editors")
    group = user.groups.get()
    group.permissions.remove(*group.permissions.filter(content_type__app_label="releases"))
    client.force_login(user)
    found = notice(client, page)
    assert "This page waits in a release" in words(found)
    assert "Merger" not in client.get(
        reverse("wagtailadmin_pages:edit", args=[page.pk])
    ).content.decode()  # fmt: skip


def test_publishing_is_not_offered_while_it_waits(client, log_in, draft, clock) -> None:
    page = publish(draft())
    release = make_release(page)
    log_in("Administrators")
    assert "Publish" not in menu(client, page) and "Unpublish" not in menu(client, page)
    assert "Save draft" in menu(client, page)
    release.cancel(person("Administrators"))
    assert "Publish" in menu(client, page)


def test_who_publishes_all_the_same_keeps_what_they_wrote(client, log_in, draft, clock) -> None:
    page = draft(title="Story")
    make_release(page, title="Launch")
    log_in("Administrators")
    answer = save_page(client, page, title="Story, changed", **{"action-publish": "1"})
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    said = told(client, answer)
    assert "Your changes are saved as a draft." in said
    assert "goes out with the release “Launch”" in said
    page = reload(page)
    assert not page.live
    assert page.latest_revision.content["title"] == "Story, changed"


def test_who_was_faster_than_the_release_is_told_what_the_guard_says(
    client, log_in, draft, clock, monkeypatch
) -> None:
    """Between the look and the publication somebody puts the page into a release."""
    page = draft(title="Story")
    log_in("Administrators")
    form = edit_form(client, page)
    asked = []

    def too_late(found, user):
        asked.append(found)
        # The view asks first; the guard asks again, under the lock.
        return "It waits in a release now." if len(asked) > 1 else ""

    monkeypatch.setattr(publication, "_refusals", [too_late])
    form.update({"title": "Story, changed", "action-publish": "1"})
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, form)
    assert answer.status_code == 302 and answer.url == address
    said = told(client, answer)
    assert "It waits in a release now." in said
    assert "do not have permission" not in said
    page = reload(page)
    assert not page.live
    assert page.latest_revision.content["title"] == "Story, changed"


@pytest.fixture
def waiting(draft, clock) -> Page:
    """A page on the site that waits in a release."""
    page = publish(draft(title="Story"))
    make_release(page, title="Launch")
    return page


def test_taking_it_off_by_itself_is_refused(client, log_in, waiting) -> None:
    log_in("Administrators")
    address = reverse("wagtailadmin_pages:unpublish", args=[waiting.pk])
    answer = client.post(address, {"readers": "nowhere"})
    assert "“Story” waits in the release “Launch”" in told(client, answer)
    assert reload(waiting).live


def test_taking_off_a_page_above_it_with_all_below_is_refused(client, log_in, waiting) -> None:
    log_in("Administrators")
    above = waiting.get_parent()
    address = reverse("wagtailadmin_pages:unpublish", args=[above.pk])
    answer = client.post(address, {"include_descendants": "on"})
    assert "“Story” waits in the release “Launch”" in told(client, answer)
    assert reload(above).live and reload(waiting).live


@pytest.mark.parametrize("above", [False, True], ids=["itself", "a page above it"])
def test_deleting_it_is_refused(client, log_in, waiting, above) -> None:
    # The list has few enough pages below it to be deleted without typing the site's name.
    victim = waiting.get_parent() if above else waiting
    log_in("Administrators")
    for method in (client.get, client.post):
        answer = method(reverse("wagtailadmin_pages:delete", args=[victim.pk]))
        assert "“Story” waits in the release “Launch”" in told(client, answer)
    assert Page.objects.filter(pk=waiting.pk).exists()


def test_moving_it_is_refused(client, log_in, waiting) -> None:
    log_in("Administrators")
    newsroom = waiting.get_parent().get_parent()
    address = reverse("wagtailadmin_pages:move_confirm", args=[waiting.pk, newsroom.pk])
    answer = client.post(address)
    assert "“Story” waits in the release “Launch”" in told(client, answer)
    assert reload(waiting).path == waiting.path


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete", "move"])
def test_bulk_actions_do_nothing_when_one_of_the_pages_waits(
    client, log_in, draft, waiting, action
) -> None:
    other = publish(draft(title="Other"))
    other.title = "Other, changed"
    other.save_revision()
    log_in("Administrators")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    sent = {"chooser": waiting.get_parent().get_parent().pk, "readers": "nowhere"}
    answer = client.post(f"{address}?id={other.pk}&id={waiting.pk}&next=/admin/", sent)
    assert answer.status_code == 302
    assert "“Story” waits in the release “Launch”" in told(client, answer)
    kept = reload(other)
    assert kept.live and kept.title == "Other" and kept.path == other.path


def test_bulk_publication_of_pages_below_does_nothing_either(client, log_in, draft, clock) -> None:
    page = draft(title="Story")
    make_release(page, title="Launch")
    other = draft(title="Other")
    log_in("Administrators")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = client.post(
        f"{address}?id={page.get_parent().pk}&next=/admin/", {"include_descendants": "on"}
    )
    assert "“Story” waits in the release “Launch”" in told(client, answer)
    assert not reload(other).live


def test_the_end_of_its_workflow_does_not_publish_it(client, log_in, draft, clock) -> None:
    page = draft(title="Story")
    release: Release = make_release(page, title="Launch", status=Status.DRAFT)
    state = page.get_workflow().start(page, person("Editors"))
    approver = log_in("Approvers")
    task = state.current_task_state
    answer = client.post(
        reverse(
            "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]
        ),
        {"comment": ""},
    )  # fmt: skip
    state.refresh_from_db()
    assert state.status == state.STATUS_APPROVED
    assert not reload(page).live
    home = soup(client.get(reverse("wagtailadmin_home")))
    said = " ".join(words(line) for line in home.select(".messages li"))
    assert "Approved, and not published by itself." in said and "“Launch”" in said
    assert answer.status_code in (200, 302)
    release.cancel(person("Administrators"))
    again = page.get_workflow().start(reload(page).specific, person("Editors"))
    again.current_task_state.approve(user=approver)
    assert reload(page).live


def test_a_page_can_be_put_into_a_release_from_its_menus(client, log_in, draft, clock) -> None:
    page = draft()
    address = reverse("releases:add_page", args=[page.pk])
    views = [
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
    ]
    log_in("Communications")
    assert all(address in client.get(view).content.decode() for view in views)
    log_in("Editors")
    assert not any(address in client.get(view).content.decode() for view in views)


def test_autosave_is_not_disturbed(client, log_in, waiting) -> None:
    log_in("Administrators")
    answer = save_page(client, waiting, autosave=True, title="Story, in writing")
    assert json.loads(answer.content)["success"]
