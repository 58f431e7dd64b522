"""What somebody is told about an instant before they set something for it."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page

from fixtures.factories.lifecycle import schedule
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases.admin.instants import warnings_about
from newsroom.releases.enums import Status
from tests.newsroom.edit_form import opened, sent_by

#: A Tuesday, 09:30 in Singapore.
T = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stranger(db) -> User:
    user = UserFactory(group=None)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_an_instant_of_a_working_day_is_fine(db, clock) -> None:
    assert warnings_about(T) == []


def test_an_instant_that_has_passed(db, clock) -> None:
    clock.set(T)
    assert warnings_about(T) == [
        "This instant has passed: it goes out at once when it is approved."
    ]
    assert warnings_about(T + MINUTE) == []


@pytest.mark.parametrize(
    ("instant", "warning"),
    [
        (T.replace(hour=0, minute=0), ""),
        (T.replace(hour=10, minute=0), ""),
        (T - timedelta(hours=1, minutes=31), "outside office hours"),
        (T.replace(hour=10, minute=1), "outside office hours"),
        # Saturday and Sunday; Friday and Monday nights that are another day in UTC.
        (datetime(2026, 3, 14, 1, 30, tzinfo=UTC), "It is a Saturday."),
        (datetime(2026, 3, 15, 1, 30, tzinfo=UTC), "It is a Sunday."),
        (datetime(2026, 3, 15, 15, 59, tzinfo=UTC), "It is a Sunday."),
        (datetime(2026, 3, 15, 16, 0, tzinfo=UTC), "outside office hours"),
    ],
)
def test_office_hours_are_those_of_the_site(db, clock, instant, warning) -> None:
    warnings = warnings_about(instant)
    assert len(warnings) == bool(warning)
    assert warning in " ".join(warnings)


def test_office_hours_are_a_setting(db, clock, settings) -> None:
    settings.RELEASES_OFFICE_HOURS = (time(10), time(16))
    (warning,) = warnings_about(T)
    assert warning == "It is outside office hours (Monday to Friday, 10:00–16:00)."


@pytest.mark.parametrize(
    ("apart", "is_close"), [(5, True), (-5, True), (0, True), (6, False), (-6, False)]
)
def test_another_release_within_five_minutes(clock, draft, apart, is_close) -> None:
    make_release(draft(), at=T + apart * MINUTE, title="Statement")
    warnings = warnings_about(T, reader=person("Administrators"))
    assert bool(warnings) == is_close
    assert all("The release “Statement” goes out within five minutes" in w for w in warnings)


def test_a_release_is_not_warned_about_itself_nor_about_those_that_are_over(clock, draft) -> None:
    release = make_release(draft(), at=T)
    make_release(draft(), at=T, status=Status.CANCELLED)
    assert warnings_about(T, release) == []


def test_a_page_with_a_schedule_within_five_minutes(clock, draft, public) -> None:
    schedule(draft(title="Coming"), T)
    Page.objects.filter(pk=public(title="Leaving").pk).update(expire_at=T + MINUTE)
    assert warnings_about(T, reader=person("Administrators")) == [
        "“Coming” is scheduled to go live within five minutes of it, at "
        "10 Mar 2026, 09:30 SGT (UTC+8).",
        "“Leaving” is scheduled to expire within five minutes of it, at "
        "10 Mar 2026, 09:31 SGT (UTC+8).",
    ]


@pytest.mark.parametrize("known", [True, False])
def test_nothing_is_named_to_people_who_may_not_see_it(
    clock, draft, public, stranger, known
) -> None:
    make_release(draft(), at=T, title="Kestrel")
    schedule(draft(title="Kestrel", slug="two"), T)
    Page.objects.filter(pk=public(title="Kestrel", slug="three").pk).update(expire_at=T)
    warnings = warnings_about(T, reader=stranger if known else None)
    assert len(warnings) == 3
    assert "Kestrel" not in " ".join(warnings)


def test_who_schedules_a_page_by_itself_is_told_the_same(client, clock, draft) -> None:
    client.force_login(person("Administrators"))
    make_release(draft(), at=T, title="Statement")
    page = draft(title="Alone")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = sent_by(opened(client, address))
    answer = client.post(address, sent | {"go_live_at_0": "2026-03-10", "go_live_at_1": "09:28"})
    assert said(answer) == [
        "Goes live 10 Mar 2026, 09:28 SGT (UTC+8). The release “Statement” goes out within five "
        "minutes of it, at 10 Mar 2026, 09:30 SGT (UTC+8)."
    ]
    # Once it is there, and nobody touches it, it is not said again.
    answer = client.post(address, sent_by(opened(client, address)))
    assert said(answer) == []
    # It is when it takes effect.
    sent = sent_by(opened(client, address)) | {"action-publish": "action-publish"}
    answer = client.post(address, sent)
    assert len(said(answer)) == 1
    page.refresh_from_db()
    assert page.approved_schedule


def said(answer) -> list[str]:
    messages = (str(message).strip() for message in get_messages(answer.wsgi_request))
    return [message for message in messages if message.startswith("Goes")]
