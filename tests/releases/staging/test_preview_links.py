"""The link of a shared preview: who may make one, how long it opens, and what is told of it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from fixtures.factories.people import UserFactory
from fixtures.factories.releases import person
from newsroom.releases.enums import Status
from newsroom.releases.models import PreviewOpening, Release, SharedPreview
from newsroom.releases.models.locking import TransitionRefused
from newsroom.releases.staging import previews
from tests.releases.staging.database import dump
from tests.releases.staging.sharing import FOR, WEEK, share, soup

pytestmark = pytest.mark.django_db


def test_wrong_ended_and_closed_links_are_one_and_the_same(client, release, clock) -> None:
    address = share(release, clock)
    revoked = share(release, clock)
    previews.revoke(person("Administrators"), SharedPreview.objects.order_by("pk").last())
    clock.forward(days=7)
    Release.objects.update(instant=clock.now() + timedelta(days=1))
    paths = ["/_preview/wrong/", f"/_preview/{'x' * 5000}/", address, revoked, f"{address}1/"]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({frozenset(answer.headers.items()) for answer in answers}) == 1
    assert not PreviewOpening.objects.exists()


def test_a_cancelled_release_opens_nothing(client, release, clock) -> None:
    address = share(release, clock)
    assert client.get(address).status_code == 200
    release.cancel(person("Administrators"))
    assert client.get(address).status_code == 404


def test_after_the_release_the_links_lead_to_the_public_pages(
    client, release, secret, clock
) -> None:
    address = share(release, clock)
    clock.set(release.instant)
    client.get("/")
    assert Release.objects.get().status == Status.RELEASED
    links = [tag["href"] for tag in soup(client.get(address)).select("main h2 a")]
    assert links == [secret.full_url]
    response = client.get(f"{address}{secret.pk}/")
    assert (response.status_code, response["Location"]) == (302, secret.full_url)


@pytest.mark.parametrize(
    ("name", "days", "line"),
    [
        ("   ", 1, "Say who gets the link."),
        ("A", 31, "A link opens for 30 days at most. Choose an earlier end."),
        ("A", 0, "The link would have ended already. Choose a later time."),
        ("A" * 121, 1, "The name can have 120 characters at most."),
    ],
)
def test_a_link_needs_a_name_and_an_end(release, clock, name, days, line) -> None:
    until = clock.now() + timedelta(days=days)
    with pytest.raises(TransitionRefused, match=re.escape(line)):
        previews.share_release(person("Administrators"), release, name, until)


def test_who_may_not_manage_releases_or_see_their_pages_cant_share(release, secret, clock) -> None:
    until = clock.now() + WEEK
    with pytest.raises(TransitionRefused, match="You may not share releases"):
        previews.share_release(UserFactory(group="Editors"), release, FOR, until)
    with pytest.raises(TransitionRefused, match="You may not edit this page"):
        previews.share_page(UserFactory(), secret, FOR, until)
    manager = person("Administrators")
    manager.is_superuser = False
    manager.save()
    GroupPagePermission.objects.filter(group=Group.objects.get(name="Administrators")).delete()
    with pytest.raises(TransitionRefused, match="holds pages that you may not see"):
        previews.share_release(type(manager).objects.get(pk=manager.pk), release, FOR, until)


def test_the_token_is_stored_nowhere(release, clock) -> None:
    token = share(release, clock).split("/")[2]
    assert len(token) >= 43
    assert not [row for rows in dump().values() for row in rows if token in row]


def test_no_answer_is_kept_found_or_passed_on(client, release, secret, clock) -> None:
    address = share(release, clock)
    for path in (address, f"{address}{secret.pk}/", "/_preview/wrong/"):
        response = client.get(path)
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Referrer-Policy"] == "no-referrer"
        assert "default-src 'self'" in response["Content-Security-Policy"]
        assert not response.cookies


def test_nothing_can_be_sent_to_a_preview(client, release, clock) -> None:
    assert client.post(share(release, clock)).status_code == 405
