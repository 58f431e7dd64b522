"""Who may take which step: each as the raw request, whatever the page offers."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.enums import Status
from newsroom.releases.models import Release, ReleaseItem, UnitFailure
from tests.releases.admin.conftest import soup, words

pytestmark = pytest.mark.django_db

GROUPS = ["Editors", "Communications", "Approvers", "Administrators"]
MANAGERS = {"Communications", "Administrators"}
DECIDERS = {"Approvers", "Administrators"}
#: The step, the status it is taken from, and the groups that may. Administrators make the releases.
RELEASE_STEPS = [
    ("ask", Status.DRAFT, MANAGERS),
    ("approve", Status.IN_REVIEW, {"Approvers"}),
    ("refuse", Status.IN_REVIEW, DECIDERS),
    ("reopen", Status.IN_REVIEW, MANAGERS | DECIDERS),
    ("reopen", Status.APPROVED, MANAGERS | DECIDERS),
    ("cancel", Status.DRAFT, MANAGERS),
    ("cancel", Status.APPROVED, MANAGERS),
]
ITEM_STEPS = [
    ("remove", Status.DRAFT, MANAGERS),
    ("take_latest", Status.IN_REVIEW, MANAGERS),
    ("propose", Status.APPROVED, set(GROUPS)),
    ("approve_proposal", Status.APPROVED, DECIDERS),
    ("decline_proposal", Status.APPROVED, DECIDERS),
]


def state(release: Release) -> tuple:
    """Everything that a step of the release could have changed."""
    release = Release.objects.get(pk=release.pk)
    items = release.items.values_list("page", "revision", "proposed_revision", "is_open")
    return (release.version, release.status, release.instant, release.approved_by_id, list(items))


def send(client: Client, release: Release, *address, **data):
    name = "item_transition" if len(address) == 2 else "transition"
    sent = {"version": release.version, "reason": "Because of the rain", **data}
    return client.post(reverse(f"releases:{name}", args=[release.pk, *address]), sent)


def newer_version(item: ReleaseItem, author: str = "Editors") -> None:
    page = item.page.specific
    page.title = "A newer title"
    page.save_revision(user=person(author))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("step", "status", "allowed"), RELEASE_STEPS)
def test_steps_of_a_release(client, log_in, draft, clock, group, step, status, allowed) -> None:
    release = make_release(draft(), status=status)
    before = state(release)
    log_in(group)
    answer = send(client, release, step)
    if group in allowed:
        assert answer.status_code == 302
        assert state(release)[0] == before[0] + 1
    else:
        assert answer.status_code == 409
        assert soup(answer).select_one("[role=alert]") is not None
        assert state(release) == before


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize(("step", "status", "allowed"), ITEM_STEPS)
def test_steps_of_a_page_in_it(client, log_in, draft, clock, group, step, status, allowed) -> None:
    release = make_release(draft(), status=status)
    item = release.items.select_related("page").get()
    newer_version(item)
    if step.endswith("_proposal"):
        release.propose(UserFactory(group="Editors"), release.items.get())
    before = state(release)
    log_in(group)
    answer = send(client, release, item.pk, step)
    assert answer.status_code == (302 if group in allowed else 409)
    assert (state(release) == before) is (group not in allowed)


@pytest.mark.parametrize("group", GROUPS)
def test_confirming_what_somebody_sent_out_alone(client, log_in, draft, clock, group) -> None:
    release = make_release(draft(), status=Status.DRAFT)
    release.release_now(person("Communications"), "The storm is near.")
    release.mark_released(clock.now())
    log_in(group)
    answer = send(client, release, "confirm")
    release.refresh_from_db()
    assert answer.status_code == (302 if group in DECIDERS else 409)
    assert (release.confirmed_at is not None) is (group in DECIDERS)


@pytest.mark.parametrize("group", GROUPS)
def test_trying_again_what_is_late(client, log_in, draft, clock, group) -> None:
    release = make_release(draft())
    now = clock.forward(hours=2)
    UnitFailure.objects.create(
        key=release.unit_key, count=3, error="The disk was full.", first_failed_at=now,
        failed_at=now, next_attempt_at=now + timedelta(minutes=5),
    )  # fmt: skip
    log_in(group)
    client.post(reverse("releases:retry", args=[release.pk]))
    release.refresh_from_db()
    assert (release.status == Status.RELEASED) is (group != "Editors")


@pytest.fixture
def outsider(client) -> User:
    """Somebody who may use the admin and knows nothing of releases."""
    user = UserFactory()
    group = Group.objects.create(name="Others")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client.force_login(user)
    return user


def test_others_get_to_no_page_of_the_desk(client, outsider, draft, clock) -> None:
    release = make_release(draft())
    item, page = release.items.get(), release.items.get().page
    addresses = [
        reverse(f"releases:{name}", args=args)
        for name, args in [
            ("index", []), ("index_results", []), ("new", []), ("add_page", [page.pk]),
            ("detail", [release.pk]), ("edit", [release.pk]), ("add_pages", [release.pk]),
            ("release_now", [release.pk]), ("retry", [release.pk]),
            ("transition", [release.pk, "cancel"]),
            ("item_transition", [release.pk, item.pk, "remove"]),
        ]
    ]  # fmt: skip
    before = state(release)
    for address in addresses:
        for answer in (client.get(address), client.post(address, {"version": release.version})):
            assert answer.status_code == 302, address
            assert answer.url == reverse("wagtailadmin_home"), address
    assert state(release) == before
    home = words(soup(client.get(reverse("wagtailadmin_home"))))
    assert release.title not in home and "Releases" not in home


@pytest.mark.parametrize("step", ["approve", "cancel", "no-such-step"])
def test_looking_at_the_address_of_a_step_changes_nothing(
    client, log_in, draft, clock, step
) -> None:
    release = make_release(draft(), status=Status.IN_REVIEW)
    before = state(release)
    log_in("Approvers")
    answer = client.get(reverse("releases:transition", args=[release.pk, step]))
    if step == "no-such-step":
        assert answer.status_code == 404
    else:
        assert answer.url == reverse("releases:detail", args=[release.pk])
    assert state(release) == before


def test_a_step_from_another_site_is_refused(log_in, draft, clock) -> None:
    release = make_release(draft(), status=Status.IN_REVIEW)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("Approvers"))
    assert send(strict, release, "approve").status_code == 403
    release.refresh_from_db()
    assert release.status == Status.IN_REVIEW


@pytest.mark.parametrize(
    "version", ["", "0", "-1", "x", "9" * 40, None], ids=lambda sent: f"version {sent!s:.6}"
)
def test_a_step_without_the_version_that_was_seen_is_refused(
    client, log_in, draft, clock, version
) -> None:
    release = make_release(draft(), status=Status.IN_REVIEW)
    before = state(release)
    log_in("Approvers")
    data = {} if version is None else {"version": version}
    address = reverse("releases:transition", args=[release.pk, "approve"])
    assert client.post(address, data).status_code == 409
    assert state(release) == before


def test_words_that_were_typed_come_back_when_somebody_was_faster(
    client, log_in, draft, clock
) -> None:
    release = make_release(draft(), status=Status.IN_REVIEW)
    seen = release.version
    release.reschedule(person("Administrators"), clock.now() + timedelta(days=2))
    log_in("Approvers")
    answer = send(client, release, "refuse", version=seen, reason="The <b>second</b> paragraph")
    page = soup(answer)
    assert "Somebody changed this release" in words(page.select_one("[role=alert]"))
    again = page.select_one("details[open] form")
    assert again.select_one("textarea").text == "The <b>second</b> paragraph"
    assert again.select_one("[name=version]")["value"] == str(release.version)
    assert client.post(again["action"], {
        field["name"]: field.get("value", field.text) for field in again.select("[name]")
    }).status_code == 302  # fmt: skip
    release.refresh_from_db()
    assert release.reason == "The <b>second</b> paragraph"


@pytest.mark.parametrize("number", [0, 987654, 10**18, 10**40])
def test_a_release_that_is_not_there_is_not_found(client, log_in, number, db) -> None:
    log_in("Administrators")
    for name in ("detail", "edit", "add_pages", "release_now", "retry"):
        assert client.get(reverse(f"releases:{name}", args=[number])).status_code == 404, name
    assert client.get(reverse("releases:add_page", args=[number])).status_code == 404


def test_a_page_of_another_release_is_not_touched(client, log_in, draft, clock) -> None:
    mine, other = (make_release(draft(), status=Status.DRAFT, title=name) for name in "ab")
    log_in("Administrators")
    answer = send(client, mine, other.items.get().pk, "remove")
    assert "not in this release any more" in words(soup(answer).select_one("[role=alert]"))
    assert other.items.count() == 1
