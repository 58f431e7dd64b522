"""Making a release, changing it, and putting pages into it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from fixtures.factories.lifecycle import publish
from fixtures.factories.pages import ContentPageFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Action, Status
from newsroom.releases.models import Release
from tests.releases.admin.conftest import soup, words

pytestmark = pytest.mark.django_db

NEW = {"title": "Launch", "instant_0": "2026-03-03", "instant_1": "09:30", "note": "Quietly."}


def messages(client, answer) -> list[str]:
    page = soup(client.get(answer.url))
    return [words(line) for line in page.select(".messages li")]


def test_a_release_is_made(client, log_in, clock) -> None:
    actor = log_in("Communications")
    answer = client.post(reverse("releases:new"), NEW)
    release = Release.objects.get()
    assert answer.url == reverse("releases:detail", args=[release.pk])
    assert (release.title, release.note, release.owner) == ("Launch", "Quietly.", actor)
    assert release.instant == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    assert release.status == Status.DRAFT


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "This field is required."),
        ({"title": "x" * 161}, "at most 160 characters"),
        ({"instant_1": ""}, "Enter both a date and a time."),
        ({"instant_0": "2026-02-30"}, "Enter a date that exists"),
        ({"title": "Nothing\x00"}, "Null characters"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(client, log_in, clock, changes, said) -> None:
    log_in("Communications")
    answer = client.post(reverse("releases:new"), {**NEW, **changes})
    assert answer.status_code == 200
    assert said in words(soup(answer))
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("date", "time", "warning"),
    [
        ("2026-03-01", "09:30", "This instant has passed"),
        ("2026-03-07", "09:30", "It is a Saturday."),
        ("2026-03-03", "23:00", "outside office hours"),
        ("2026-03-03", "10:03", "The release “Earlier one” goes out within five minutes"),
        ("2026-03-03", "09:30", None),
    ],
)
def test_an_unusual_instant_is_saved_with_a_warning(
    client, log_in, draft, clock, date, time, warning
) -> None:
    make_release(draft(), title="Earlier one", at=datetime(2026, 3, 3, 2, 0, tzinfo=UTC))
    log_in("Communications")
    answer = client.post(reverse("releases:new"), {**NEW, "instant_0": date, "instant_1": time})
    assert answer.status_code == 302
    warnings = [line for line in messages(client, answer) if "Now add its pages" not in line]
    assert any(warning in line for line in warnings) if warning else warnings == []


@pytest.mark.parametrize("group", ["Editors", "Approvers"])
def test_who_may_not_make_releases_makes_none(client, log_in, clock, group) -> None:
    log_in(group)
    assert client.get(reverse("releases:new")).status_code == 302
    answer = client.post(reverse("releases:new"), NEW)
    assert "You may not make releases." in words(soup(answer))
    assert not Release.objects.exists()


def edit_form(client, release: Release) -> dict[str, str]:
    page = soup(client.get(reverse("releases:edit", args=[release.pk])))
    fields = page.select("main form [name]")
    return {field["name"]: field.get("value", field.text.strip()) for field in fields}


def test_title_note_and_instant_can_be_changed(client, log_in, draft, clock) -> None:
    release = make_release(draft(), status=Status.DRAFT)
    log_in("Communications")
    form = edit_form(client, release)
    assert (form["instant_0"], form["instant_1"]) == ("2026-03-02", "10:00")
    address = reverse("releases:edit", args=[release.pk])
    client.post(address, {**form, "title": "Another", "instant_1": "11:15"})
    release.refresh_from_db()
    assert release.title == "Another"
    assert release.instant == datetime(2026, 3, 2, 3, 15, tzinfo=UTC)


def test_a_form_that_changes_nothing_writes_nothing(client, log_in, draft, clock) -> None:
    release = make_release(draft(), status=Status.DRAFT)
    log_in("Communications")
    form = edit_form(client, release)
    assert client.post(reverse("releases:edit", args=[release.pk]), form).status_code == 302
    before = release.version
    release.refresh_from_db()
    assert release.version == before


def test_who_was_slower_keeps_what_they_typed_and_overwrites_nothing(
    client, log_in, draft, clock
) -> None:
    release = make_release(draft(), status=Status.DRAFT, title="First")
    log_in("Communications")
    form = edit_form(client, release)
    release.describe(person("Administrators"), title="Second", note="")
    answer = client.post(reverse("releases:edit", args=[release.pk]), {**form, "title": "Third"})
    page = soup(answer)
    assert "Somebody changed this release" in words(page.select_one("[role=alert]"))
    assert page.select_one("[name=title]")["value"] == "Third"
    release.refresh_from_db()
    assert release.title == "Second"


def test_an_armed_release_is_not_moved_forward_by_who_may_not_approve_it(
    client, log_in, draft, clock
) -> None:
    release = make_release(draft(), at=clock.now() + timedelta(days=1))
    log_in("Communications")
    form = edit_form(client, release)
    address = reverse("releases:edit", args=[release.pk])
    earlier = {"title": "Changed", "instant_0": "2026-03-02", "instant_1": "10:00"}
    answer = client.post(address, {**form, **earlier})
    assert "can be moved to an earlier instant only by" in words(soup(answer))
    stored = Release.objects.get(pk=release.pk)
    # Both or neither: the title belongs to the same form.
    assert (stored.instant, stored.title) == (release.instant, release.title)


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.IN_REVIEW])
def test_only_what_is_open_can_be_edited(client, log_in, draft, clock, status) -> None:
    release = make_release(draft(), status=status)
    log_in("Communications")
    answer = client.get(reverse("releases:edit", args=[release.pk]))
    assert answer.status_code == (302 if status == Status.CANCELLED else 200)


def join(client, page, **data):
    return client.post(reverse("releases:add_page", args=[page.pk]), data)


def test_a_page_goes_into_a_release_that_is_chosen(client, log_in, draft, clock) -> None:
    release = make_release(draft(), status=Status.DRAFT, title="Launch")
    armed = make_release(draft(), title="Armed")
    page = draft()
    log_in("Communications")
    form = soup(client.get(reverse("releases:add_page", args=[page.pk])))
    choices = [words(choice.parent) for choice in form.select("[name=release]")]
    assert choices == ["Launch – 2 Mar 2026, 10:00 SGT (UTC+8) – draft", "A new release"]
    assert [choice["value"] for choice in form.select("[name=action]")] == ["publish"]
    answer = join(client, page, release=release.pk, action="publish")
    assert answer.url == reverse("releases:detail", args=[release.pk])
    assert release.items.filter(page=page, action=Action.PUBLISH).exists()
    refused = join(client, draft(), release=armed.pk, action="publish")
    assert "Select a valid choice" in words(soup(refused))


def test_a_page_goes_into_a_release_made_in_the_same_form(client, log_in, draft, clock) -> None:
    page = draft()
    log_in("Communications")
    answer = join(client, page, release="new", action="publish")
    assert "Give the new release a title." in words(soup(answer))
    made = {"title": "Made here", "instant_0": "2026-03-03", "instant_1": "09:30"}
    join(client, page, release="new", action="publish", **made)
    release = Release.objects.get(title="Made here")
    assert release.instant == datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    assert release.items.get().page_id == page.pk


def test_no_release_is_made_for_a_page_that_cannot_go_in(client, log_in, draft, clock) -> None:
    page = draft()
    log_in("Communications")
    shown = reverse("releases:add_page", args=[page.pk])
    make_release(page, title="Other", status=Status.DRAFT)
    answer = join(client, page, release="new", action="publish", title="Made here")
    assert "is in the release Other already" in words(soup(answer))
    assert not Release.objects.filter(title="Made here").exists()
    assert "is in the release Other already" in words(soup(client.get(shown)))


def test_actions_that_make_sense_for_the_page(client, log_in, draft, clock) -> None:
    def offered(page) -> list[str]:
        form = soup(client.get(reverse("releases:add_page", args=[page.pk])))
        return [choice["value"] for choice in form.select("[name=action]")]

    log_in("Communications")
    assert offered(draft()) == ["publish"]
    assert offered(publish(draft())) == ["publish", "withdraw", "unpublish"]
    assert offered(ContentPageFactory()) == ["publish", "unpublish"]


def test_taking_off_and_withdrawing_ask_for_what_they_need(client, log_in, draft, clock) -> None:
    release = Release.begin(person("Communications"), title="Launch")
    leaving, target, wrong = (publish(draft()) for _ in range(3))
    log_in("Communications")
    join(client, leaving, release=release.pk, action="unpublish", redirect_to=target.pk)
    item = release.items.get(page=leaving)
    assert (item.action, item.redirect_to_id) == (Action.UNPUBLISH, target.pk)
    answer = join(client, wrong, release=release.pk, action="withdraw")
    assert "Say what readers are told about the withdrawal." in words(soup(answer))
    join(client, wrong, release=release.pk, action="withdraw", reason="The figures were wrong.")
    item = release.items.get(page=wrong)
    assert (item.action, item.reason) == (Action.WITHDRAW, "The figures were wrong.")


@pytest.mark.parametrize("group", ["Editors", "Approvers"])
def test_who_may_not_change_releases_puts_no_page_into_one(
    client, log_in, draft, clock, group
) -> None:
    release = Release.begin(person("Communications"), title="Launch")
    page = draft()
    log_in(group)
    assert join(client, page, release=release.pk, action="publish").status_code == 302
    client.post(reverse("releases:add_pages", args=[release.pk]), {"page": [page.pk]})
    assert not release.items.exists()


def test_many_pages_are_ticked_and_go_in_together(client, log_in, draft, clock) -> None:
    release = Release.begin(person("Communications"), title="Launch")
    first, second, taken = draft(title="First"), draft(title="Second"), draft(title="Taken")
    unchanged = publish(draft(title="Unchanged"))
    make_release(taken, title="Other")
    log_in("Communications")
    address = reverse("releases:add_pages", args=[release.pk])

    def offered(**query) -> set[str]:
        page = soup(client.get(address, query))
        return {words(label.b) for label in page.select(".releases-choice label")}

    assert offered() == {"First", "Second"}
    assert {"First", "Second", "Unchanged"} <= offered(show="all")
    assert offered(q="unch") == {"Unchanged"}
    answer = client.post(address, {"page": [first.pk, second.pk, unchanged.pk]})
    assert answer.url == reverse("releases:detail", args=[release.pk])
    assert release.items.count() == 3


def test_one_page_that_cannot_go_in_keeps_the_others_out_and_ticked(
    client, log_in, draft, clock
) -> None:
    release = Release.begin(person("Communications"), title="Launch")
    page, taken = draft(title="First"), draft(title="Taken")
    make_release(taken, title="Other")
    log_in("Communications")
    address = reverse("releases:add_pages", args=[release.pk])
    answer = client.post(address, {"page": [page.pk, taken.pk, "x", "9" * 30]})
    found = soup(answer)
    assert "“Taken”: The page is in another release already" in words(
        found.select_one("[role=alert]")
    )
    assert found.select_one(f"#add-{page.pk}").has_attr("checked")
    assert not release.items.exists()
    assert "Tick the pages" in words(soup(client.post(address)))


def test_a_page_outside_ones_own_part_cannot_be_put_in_by_its_number(
    client, log_in, draft, clock, news_list
) -> None:
    release = Release.begin(person("Communications"), title="Launch")
    page = draft()
    actor = log_in("Communications")
    actor.groups.get().page_permissions.all().delete()
    client.post(reverse("releases:add_pages", args=[release.pk]), {"page": [page.pk]})
    answer = join(client, page, release=release.pk, action="publish")
    assert answer.status_code in (302, 404)
    assert not release.items.exists()
