"""What a person may know of what happens when."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page, Revision

from fixtures.factories.lifecycle import schedule
from fixtures.factories.people import UserFactory
from fixtures.factories.releases import make_release, person
from newsroom.releases import diary
from newsroom.releases.diary import Kind
from newsroom.releases.enums import OPEN, Status

T = datetime(2026, 3, 10, 1, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def full(clock, draft, public) -> dict[Kind, int]:
    """A release, a scheduled page and an expiry, an hour apart; their numbers by kind."""
    release = make_release(draft(title="Secret plan"), at=T, title="The plan")
    scheduled = schedule(draft(title="Scheduled one"), T + HOUR)
    ending = public(title="Ending one")
    Page.objects.filter(pk=ending.pk).update(expire_at=T + 2 * HOUR)
    return {Kind.RELEASE: release.pk, Kind.PAGE: scheduled.pk, Kind.EXPIRY: ending.pk}


def found(user: User, start: datetime = T, end: datetime | None = None, **wishes) -> list:
    return [(entry.kind, entry.pk) for entry in diary.between(user, start, end, **wishes)]


def somebody(*codenames: str) -> User:
    user = UserFactory(group=None)
    user.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    return user


def test_it_is_in_order_and_says_what_and_when(full) -> None:
    entries = diary.between(person("Administrators"), T)
    assert [(entry.kind, entry.pk) for entry in entries] == list(full.items())
    assert [entry.at for entry in entries] == [T, T + HOUR, T + 2 * HOUR]
    assert [entry.title for entry in entries] == ["The plan", "Scheduled one", "Ending one"]


def test_it_begins_with_its_first_instant_and_ends_before_its_last(full) -> None:
    user = person("Administrators")
    assert [kind for kind, _ in found(user, T, T + 2 * HOUR)] == [Kind.RELEASE, Kind.PAGE]
    assert [kind for kind, _ in found(user, T + timedelta(seconds=1))] == [Kind.PAGE, Kind.EXPIRY]


@pytest.mark.parametrize("status", [*OPEN, Status.CANCELLED])
def test_releases_of_every_status_are_in_it(clock, draft, status) -> None:
    release = make_release(draft(), at=T, status=status)
    assert found(person("Administrators")) == [(Kind.RELEASE, release.pk)]


def test_it_holds_what_is_asked_for(full) -> None:
    user = person("Administrators")
    assert found(user, kinds=[Kind.EXPIRY]) == [(Kind.EXPIRY, full[Kind.EXPIRY])]
    assert found(user, owner=user) == [(Kind.RELEASE, full[Kind.RELEASE])]
    Page.objects.filter(pk=full[Kind.PAGE]).update(owner=person("Editors"))
    assert found(user, owner=person("Editors")) == [(Kind.PAGE, full[Kind.PAGE])]


def test_a_person_without_a_right_on_releases_learns_of_none(full) -> None:
    assert found(somebody("access_admin")) == []


def test_a_person_who_may_not_explore_a_page_learns_nothing_of_it(full, news_list) -> None:
    user = somebody("access_admin", "view_release")
    assert [kind for kind, _ in found(user)] == [Kind.RELEASE]
    editors = person("Editors")
    assert Kind.PAGE in dict(found(editors))
    GroupPagePermission.objects.all().delete()
    assert [kind for kind, _ in found(User.objects.get(pk=editors.pk))] == [Kind.RELEASE]


def test_a_schedule_that_was_cancelled_and_a_page_that_is_off_are_not_in_it(full) -> None:
    Revision.objects.filter(object_id=str(full[Kind.PAGE])).update(approved_go_live_at=None)
    Page.objects.filter(pk=full[Kind.EXPIRY]).update(live=False)
    assert [kind for kind, _ in found(person("Administrators"))] == [Kind.RELEASE]


def test_its_queries_do_not_grow(full, draft, public) -> None:
    user = person("Administrators")
    found(user)
    with CaptureQueriesContext(connection) as few:
        found(user)
    for number in range(3):
        make_release(draft(), at=T, title=f"Release {number}")
        schedule(draft(), T + HOUR)
        Page.objects.filter(pk=public().pk).update(expire_at=T)
    with CaptureQueriesContext(connection) as many:
        assert len(found(user)) == 12
    assert len(many) == len(few)
